"""The canonical form: cases that anyone can read, and laws over documents with comments in every place.

The laws: it says the same as before, it is its own canonical form, and every comment is still there, at its key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from commented import documents
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shipped_standards import shipped_library

from hardmate.document import Document, parse, read
from hardmate.document.canonical import canonical
from hardmate.model.published import published
from hardmate.repository.files import yaml_files
from hardmate.schema import kind_of
from hardmate.schema.key_order import key_order

ROOT = Path(__file__).resolve().parents[2]
KeyOrder = Callable[[tuple[str | int, ...]], Sequence[str]]


def _cases() -> list[tuple[str, str, str]]:
    cases = read(Path(__file__).parent / "canonical.yaml", "canonical.yaml")
    assert isinstance(cases, Document), cases
    assert isinstance(cases.data, list)
    return [(case["title"], case["before"], case["after"]) for case in cases.data]


def _read(text: str) -> Document:
    document = parse(text.encode(), "case.yaml")
    assert isinstance(document, Document), (text, document)
    return document


def _alphabet(path: tuple[str | int, ...]) -> Sequence[str]:
    """The order of the cases: alphabetical on top, the author's below."""
    return "abcdefghijklmnopqrstuvw" if not path else ()


@pytest.mark.parametrize(("before", "after"), [pytest.param(old, new, id=title) for title, old, new in _cases()])
def test_case(before: str, after: str) -> None:
    assert canonical(_read(before), _alphabet) == after
    assert canonical(_read(after), _alphabet) == after


def _said(document: Document) -> object:
    """What a document says: its data, with each scalar's kind and its text."""

    def said(data: object, path: tuple[str | int, ...]) -> object:
        if isinstance(data, dict):
            return {key: said(value, (*path, key)) for key, value in data.items()}
        if isinstance(data, list):
            return [said(value, (*path, number)) for number, value in enumerate(data)]
        return type(data).__name__, data, document.scalar(*path)

    return said(document.data, ())


def _backwards(document: Document) -> KeyOrder:
    """Another order of keys, at every second level."""

    def order(path: tuple[str | int, ...]) -> Sequence[str]:
        data = document.data
        for step in path:
            assert isinstance(data, dict | list)
            data = data[step]  # type: ignore[index]
        return list(reversed(list(data))) if isinstance(data, dict) and len(path) % 2 == 0 else ()

    return order


def _comments(text: str) -> list[str]:
    return sorted(re.findall(r"# \d+ of \w+", text))


def _astray(text: str) -> list[str]:
    """The comments that stand neither above the key they speak of, nor on its line, nor among what is below it."""
    lines = text.split("\n")
    keys = {}
    for number, line in enumerate(lines):
        if found := re.match(r"([- ]*)(k\d+):", line):
            keys[found[2]] = (number, len(found[1]))
    astray = []
    for key, (number, column) in keys.items():
        first, last = number, number + 1
        while first and (not lines[first - 1].strip() or lines[first - 1].lstrip().startswith("#")):
            first -= 1
        while last < len(lines) and (not lines[last].strip() or lines[last][: column + 1].strip() == ""):
            last += 1
        own = "\n".join(lines[first:last])
        astray += [said for said in re.findall(rf"# \d+ of {key}\b", text) if said not in own]
    return astray


@settings(max_examples=120)
@given(documents())
def test_the_canonical_form_keeps_what_is_said_and_every_comment_with_its_key(raw: bytes) -> None:
    document = parse(raw, "case.yaml")
    assume(isinstance(document, Document))
    assert isinstance(document, Document)
    assert _astray(document.text.replace("\r\n", "\n")) == [], "the generator says whose a comment is"
    order = _backwards(document)
    text = canonical(document, order)
    again = _read(text)
    assert _said(again) == _said(document)
    assert canonical(again, order) == text
    assert _comments(text) == _comments(document.text)
    assert set(_astray(text.replace("\r\n", "\n"))) <= {said for said in _comments(text) if said.endswith(" of k1")}


@settings(max_examples=60)
@given(documents())
def test_the_canonical_form_has_no_spaces_at_line_ends_and_one_line_break_at_the_end(raw: bytes) -> None:
    document = parse(raw, "case.yaml")
    assume(isinstance(document, Document) and not re.search(rb"[|>]|\\ ", raw))
    assert isinstance(document, Document)
    text = canonical(document, lambda _: ()).replace("\r\n", "\n")
    assert not re.search(r" $|\n\n\n|\A\n|\n\n\Z", text, re.MULTILINE)
    assert text.endswith("\n")


@given(st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_lines_end_as_the_first_one_does(line_break: str, mixed: bool) -> None:  # noqa: FBT001 - drawn
    text = f"b: 1{line_break}a: >-{line_break}  x{line_break}  y" + ("\n" if mixed else line_break)
    written = canonical(_read(text), _alphabet)
    assert written == f"a: >-{line_break}  x{line_break}  y{line_break}b: 1{line_break}"


def test_every_file_here_keeps_what_it_says() -> None:
    schemas = published(shipped_library().dictionary)
    files, _ = yaml_files([ROOT / name for name in ("standards", "vehicles", "tests/cases", "tests/schema")])
    formatted = 0
    for file in files:
        document = read(file.path, file.shown)
        kind = kind_of(document) if isinstance(document, Document) else ""
        if not isinstance(document, Document) or kind not in schemas:
            continue
        assert isinstance(kind, str)
        order = key_order(schemas[kind], document.data)
        again = _read(canonical(document, order))
        assert _said(again) == _said(document), file.shown
        assert canonical(again, order) == again.text, file.shown
        formatted += 1
    assert formatted > 1000
