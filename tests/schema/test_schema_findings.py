"""What the gate says: whole files and what is printed for them, odd documents, many mistakes, two engines."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from shipped import document_from, document_of, example, gate, schemas

from hardmate.document import Document
from hardmate.finding import Finding, Location
from hardmate.schema import FILE_KINDS, Validator, compiled, findings, kind_of
from hardmate.schema.faults import faults
from hardmate.schema.gate import MAX_FINDINGS

BROKEN = Path(__file__).parent / "broken"


def printed(found: tuple[Finding, ...]) -> str:
    return "".join(f"{each.location}: {each.code}: {each.message}\n    help: {each.help}\n" for each in found)


@pytest.mark.parametrize("kind", sorted(file.stem for file in BROKEN.glob("*.yaml")))
def test_broken_files_are_told_as_written_down(kind: str, *, accept: bool) -> None:
    """`pytest --accept` writes down what is told now."""
    expected = BROKEN / f"{kind}.txt"
    told = printed(findings(document_of(BROKEN / f"{kind}.yaml"), gate(kind)))
    if accept:
        expected.write_text(told, encoding="utf-8")
    assert told == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("data", [[1, 2], "plain text", 7, True, None, "", {}, [], Decimal("0.5")], ids=repr)
@pytest.mark.parametrize("kind", FILE_KINDS)
def test_a_file_that_is_no_mapping_or_an_empty_one_gets_one_finding(kind: str, data: object) -> None:
    document = Document("test.yaml", "---\n", data, 0)
    told = kind_of(document)
    assert isinstance(told, Finding)
    assert "`kind`" in told.message
    assert told.help == "begin the file with `kind: vehicle`"
    assert told.location == Location("test.yaml", 1, 1)
    (found,) = findings(document, gate(kind))
    assert "expected" in found.message


@pytest.mark.parametrize(
    ("text", "code", "says", "remedy", "column"),
    [
        ("knid: vehicle", "schema-unknown-key", "there is no key `knid`", "did you mean `kind`?", 1),
        ("id: x", "schema-missing-key", "the key `kind` is missing", "begin the file with `kind: vehicle`", 1),
        ("kind: vehicel", "schema-not-one-of", "`vehicel` is text", "did you mean `vehicle`?", 7),
        ("kind: spaceship", "schema-not-one-of", "one of vehicle, adapter", "such as `kind: vehicle`", 7),
        ("kind: [vehicle]", "schema-not-one-of", "this is a list", "such as `kind: vehicle`", 7),
        ("kind: 1", "schema-not-one-of", "`1` is a number", "such as `kind: vehicle`", 7),
        ("kind:", "schema-not-one-of", "there is no value", "such as `kind: vehicle`", 6),
        ("kind: report", "schema-not-one-of", "`report` is text", "such as `kind: vehicle`", 7),
    ],
)
def test_a_file_must_say_what_it_is(text: str, code: str, says: str, remedy: str, column: int) -> None:
    found = kind_of(document_from(text + "\n"))
    assert isinstance(found, Finding)
    assert (found.code, found.location.column) == (code, column)
    assert says in found.message
    assert remedy in found.help


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_the_kind_of_a_good_file_is_what_it_says(kind: str) -> None:
    assert kind_of(example(kind)) == kind


def vehicle(entries: str) -> Document:
    head = "kind: vehicle\nid: a\nname: A\nagency: A\nrevision: a\nports:\n"
    return document_from(head + entries)


def test_many_mistakes_are_counted_and_the_first_are_told() -> None:
    document = vehicle("".join(f"  p{n}: {{tilte: x}}\n" for n in range(MAX_FINDINGS + 30)))
    found = findings(document, gate("vehicle"))
    assert len(found) == MAX_FINDINGS + 1
    assert [each.location.line for each in found] == list(range(7, 7 + MAX_FINDINGS + 1))
    assert found[-1].message == "30 more mistakes in this file, from here on"


def test_as_many_mistakes_as_are_told_need_no_count() -> None:
    document = vehicle("".join(f"  p{n}: {{tilte: x}}\n" for n in range(MAX_FINDINGS)))
    assert {each.code for each in findings(document, gate("vehicle"))} == {"schema-unknown-key"}


@pytest.mark.parametrize(
    ("written", "fits"),
    [
        ("3", True),
        ("3.0", True),  # a whole number, as JSON Schema sees it; the reader of quantities asks for 3
        ("3.5", False),
        ("at least 3", True),
        ("TBR at least 3", True),
        ("03x", False),
        ('"3 "', True),
    ],
)
def test_both_engines_judge_numbers_alike(written: str, *, fits: bool) -> None:
    document = vehicle(f"  p: {{parameters: {{hcs: {{active_hooks: {written}}}}}}}\n")
    both_say(document, fits=fits)


def both_say(document: Document, *, fits: bool) -> None:
    assert gate("vehicle").fits(document.data) is fits
    assert bool(faults(schemas()["vehicle"], document.data)) is not fits


@pytest.mark.parametrize(
    ("written", "fits"),
    [
        ('"orion"', True),
        ('"orion\\n"', False),  # Python's `$` would let the line break pass
        ('"orion\\u0661"', False),
        ('"\\u00e9"', False),
        ('""', False),
    ],
)
def test_both_engines_judge_names_alike(written: str, *, fits: bool) -> None:
    text = f"kind: vehicle\nid: {written}\nname: A\nagency: A\nrevision: a\nports: {{p: {{}}}}\n"
    both_say(document_from(text), fits=fits)


def test_a_day_is_written_in_ascii_digits() -> None:
    document = vehicle('  p: {parameters: {hcs: {active_hooks: {value: TBD, due: "٢٠٢٧-٠٣-٠١"}}}}\n')
    both_say(document, fits=False)


def test_a_refusal_that_nobody_can_explain_is_still_a_refusal() -> None:
    document = example("vehicle")
    impossible = Validator(schemas()["vehicle"], compiled({"not": {}}).fits, compiled({"not": {}}).fits)
    (found,) = findings(document, impossible)
    assert found.code == "schema-refused"
    assert "vehicle.schema.json" in found.help


def test_values_are_shown_on_one_line_and_short() -> None:
    document = vehicle('  p: {title: {"a\\nb": 1}, standards: ["' + "x" * 300 + '\\n"]}\n')
    found = findings(document, gate("vehicle"))
    assert len(found) == 2
    assert all("\n" not in each.message + each.help and len(each.message) < 250 for each in found)


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("TBD", None),
        ("tbd", "write TBD"),
        ("unknown", "write TBD"),
        ("None", "write none"),
        ("n/a", "write none"),
        ("not fitted", "write none"),
        ("proprietary", "write withheld"),
        ("TBD by March", "write TBD, or {value: TBD, note: ...} to say more"),
        ("0.1", "write the unit after the number; a speed is written in m/s"),
        ('"0.1"', "write the unit after the number; a speed is written in m/s"),
        ("0.1m/s", "write `0.1 m/s`"),
        ("< 0.1 m/s", "write `at most 0.1 m/s`"),
        ("TBR 0.1m/s", "write `TBR 0.1 m/s`"),
        ("true", "write 12 m/s"),
        ("[0.1 m/s]", "write it without brackets: 0.1 m/s"),
    ],
)
def test_a_value_that_is_no_quantity_gets_the_advice_of_the_reader(written: str, remedy: str | None) -> None:
    document = vehicle(f"  p: {{parameters: {{contact: {{closing_rate: {written}}}}}}}\n")
    found = findings(document, gate("vehicle"))
    assert [each.help[: len(remedy or "")] for each in found] == ([] if remedy is None else [remedy])


def test_the_place_of_a_quantity_mistake_is_inside_the_value() -> None:
    document = vehicle("  p: {parameters: {contact: {closing_rate: TBR 0.1m/s}}}\n")
    (found,) = findings(document, gate("vehicle"))
    line = document.text.splitlines()[found.location.line - 1]
    assert line[found.location.column - 1 :].startswith("m/s")


def test_exact_numbers_reach_the_gate_as_they_are() -> None:
    data = {"ultimate_factor": Decimal("1.4")}
    document = vehicle("  p: {parameters: {loads: {ultimate_factor: 1.4}}}\n")
    assert isinstance(document.data, dict)
    assert document.data["ports"]["p"]["parameters"]["loads"] == data
    both_say(document, fits=True)
