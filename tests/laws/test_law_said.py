"""A value that is shared with all who say the same, and built when it is asked for, is the one that is read alone."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from law_fleet import VEHICLES, gated, library
from law_values import declarations
from msgspec.structs import replace

from hardmate.document import Document, parse, read
from hardmate.finding import Finding
from hardmate.language.value import Evidence, Provenance, Value
from hardmate.model.place import Place
from hardmate.model.said import Declared, Sayings, said
from hardmate.model.values import value

AROUND = (Evidence(), Evidence(Provenance.RECALLED, ("S01",), note="a note"))


def apart(one: Value) -> object:
    """A value without its place, and without those of the cells of a table."""
    content: object = one.content
    if isinstance(content, tuple):
        content = [{name: apart(cell) for name, cell in row.items()} for row in content]
    return (replace(one, content=None, location=None), content)


def require_the_same(document: Document, sayings: Sayings) -> None:
    """Every port's values, shared with all documents that went through `sayings`, against each value read alone."""
    assert isinstance(document.data, dict)
    for name, port in document.data["ports"].items():
        for around in AROUND:
            place = Place(document).down("ports", name, "parameters")
            refused: list[tuple[str, Place, Finding | None]] = []
            if port.get("parameters"):
                found = sayings.declared(
                    library().dictionary, place, around, lambda *wrong, told=refused: told.append(wrong)
                )
                one_by_one(found, refused, document, place, around)


def one_by_one(
    found: Declared,
    refused: list[tuple[str, Place, Finding | None]],
    document: Document,
    place: Place,
    around: Evidence,
) -> None:
    told = {path: wrong for path, _, wrong in refused}
    data, _, _ = place.here
    assert isinstance(data, dict)
    paths = [f"{group}.{name}" for group, entries in data.items() for name in entries]
    assert [path for path in paths if path not in told] == list(found)
    for path in paths:
        parameter = library().dictionary.get(path)
        at = Place(document).down(*place.steps, *path.split("."))
        if parameter is None:
            assert told[path] is None
            continue
        alone = value(parameter, at.here[0], at, around)
        if isinstance(alone, Finding):
            assert told[path] == alone
            continue
        shared = said(found, path)
        assert shared is not None
        assert apart(shared) == apart(alone)
        assert found[path] == alone
        assert found[path] is found[path]
        assert set(alone.evidence.source) <= found.sources()


def test_what_the_fleet_declares_is_shared_without_a_difference() -> None:
    sayings = Sayings()
    for file in sorted(VEHICLES.glob("*.yaml")):
        document = read(file, file.name)
        assert isinstance(document, Document)
        assert isinstance(document.data, dict)
        if document.data["kind"] in ("vehicle", "adapter"):
            require_the_same(document, sayings)


@settings(max_examples=40)
@given(st.lists(declarations("v"), min_size=2, max_size=3))
def test_what_generated_files_declare_is_shared_without_a_difference(fleet: list[dict[str, object]]) -> None:
    sayings = Sayings()
    for each in fleet:
        require_the_same(gated(each), sayings)


def test_what_is_equal_in_python_and_not_in_a_declaration_is_told_apart() -> None:
    values = ("1", '"1"', "true", '"true"', "1.0", '["1"]', '{value: 1}', "\"{'value': 1}\"")  # fmt: skip
    texts = [f"kind: vehicle\nports: {{p: {{parameters: {{hcs: {{gangs: {each}}}}}}}}}\n" for each in values]
    sayings = Sayings()
    for text in texts + texts[::-1]:
        document = parse(text.encode(), "v.yaml")
        assert isinstance(document, Document), document
        require_the_same(document, sayings)
