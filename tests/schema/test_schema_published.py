"""What the published schemas promise: current, valid, closed, described, and fit for everything that is shipped."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import jsonschema
import pytest
from shipped import EXAMPLES, ROOT, SCHEMAS, dictionary, document_from, document_of, example, gate, schemas

from hardmate.document import Document
from hardmate.finding import Finding
from hardmate.model.published import published, texts
from hardmate.model.shapes import SHAPES
from hardmate.quantity import KINDS, read_quantity
from hardmate.schema import FILE_KINDS, compiled, findings, kind_of
from hardmate.schema.navigate import branch, node_at, resolved, sample
from hardmate.schema.wording import WORDINGS
from hardmate.schema.words import flow

ANNOTATIONS = {"$schema", "$id", "$ref", "$defs", "title", "description", "examples"}
STRUCTURE = {"if", "then", "else", "properties", "items"}
OURS = {"x-type", "x-kind", "x-expects", "x-order"}

Node = dict[str, Any]


def nodes(node: Node, path: str = "#") -> Iterator[tuple[str, Node]]:
    """Every schema inside a schema, conditions left out."""
    yield path, node
    for key in ("properties", "$defs"):
        for name, inner in node.get(key, {}).items():
            yield from nodes(inner, f"{path}/{key}/{name}")
    for key in ("then", "else", "items", "propertyNames", "additionalProperties"):
        if isinstance(node.get(key), dict):
            yield from nodes(node[key], f"{path}/{key}")


def every_node() -> Iterator[tuple[str, Node]]:
    return chain.from_iterable(nodes(schema, kind) for kind, schema in schemas().items())


def test_committed_schemas_are_current(*, accept: bool) -> None:
    """`pytest --accept` writes them anew."""
    made = texts(dictionary())
    if accept:
        for name, text in made.items():
            (SCHEMAS / name).write_text(text, encoding="utf-8")
    committed = {file.name: file.read_text(encoding="utf-8") for file in SCHEMAS.glob("*.json")}
    assert committed.keys() >= made.keys()
    assert {name for name, text in made.items() if text != committed[name]} == set()


def test_every_kind_of_file_has_a_schema_of_its_own() -> None:
    assert tuple(schemas()) == tuple(SHAPES) == FILE_KINDS
    assert len({schema["$id"] for schema in schemas().values()}) == len(FILE_KINDS)


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_a_schema_is_valid_in_its_draft(kind: str) -> None:
    schema = schemas()[kind]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)


def test_only_keywords_that_are_worded_or_known_to_be_harmless_are_used() -> None:
    used = {key for _, node in every_node() for key in node}
    assert used - ANNOTATIONS - STRUCTURE - OURS == set(WORDINGS)


def test_conditions_are_of_the_two_kinds_that_messages_can_follow() -> None:
    conditions = [node["if"] for _, node in every_node() if "if" in node]
    assert {tuple(condition) for condition in conditions} == {("type",), ("pattern",)}
    assert all("then" in node and "else" in node for _, node in every_node() if "if" in node)


def test_objects_are_closed_or_name_what_their_keys_may_be() -> None:
    for path, node in every_node():
        if node.get("type") == "object":
            closed = node["additionalProperties"] is False and "properties" in node
            named = isinstance(node["additionalProperties"], dict) and "propertyNames" in node
            assert closed or named, path


def test_every_property_says_what_it_is_for() -> None:
    for kind, schema in schemas().items():
        for path, node in nodes(schema, kind):
            for name, entry in node.get("properties", {}).items():
                assert resolved(schema, entry).get("description"), f"{path}: {name}"
        assert schema["title"]
        assert schema["description"]


def test_every_parameter_is_there_with_its_title_and_unit() -> None:
    schema = schemas()["vehicle"]
    groups = schema["$defs"]["parameters-of-a-port"]["properties"]
    assert {f"{group}.{name}" for group, entry in groups.items() for name in entry["properties"]} == set(dictionary())
    for path, parameter in dictionary().items():
        group, _, name = path.partition(".")
        entry = groups[group]["properties"][name]
        assert entry["title"] == parameter.title
        if parameter.unit is not None and parameter.kind is not None and not parameter.kind.bare:
            assert f" in {parameter.unit.symbol}," in entry["description"]


def test_null_is_refused_everywhere() -> None:
    for kind, schema in schemas().items():
        for path, node in nodes(schema, kind):
            if path.rpartition("/")[0].endswith("/properties") or path.endswith(("items", "additionalProperties")):
                around = {"$defs": schema["$defs"], **branch(schema, node, None)}
                assert not jsonschema.Draft202012Validator(around).is_valid(None), path


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_whatever_a_message_may_tell_people_to_write_is_accepted(kind: str) -> None:
    """The samples of every node are YAML that reads back, and fit the node."""
    schema = schemas()[kind]
    apart = ("/propertyNames", "/long-form", "/role")  # names, and keys that only ever stand beside others
    wanted = {path: node for path, node in nodes(schema) if path != "#" and not path.endswith(apart)}
    told = [
        (path, value) for path, node in wanted.items() for value in (sample(schema, node), *node.get("examples", ()))
    ]
    gate_of_all = compiled({"properties": wanted, "$defs": schema["$defs"]})
    for path, value in told:
        assert document_from(f"[{flow(value)}]\n").data == [value], path
        assert gate_of_all.fits({path: value}), (path, value)


def test_quantity_examples_are_read_by_the_reader_of_quantities() -> None:
    for path, node in every_node():
        if "x-kind" in node:
            for text in node["examples"]:
                if text != "TBD":
                    bare = text.removeprefix("TBR ") if isinstance(text, str) else text
                    assert read_quantity(bare, KINDS[node["x-kind"]]), path


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_an_example_passes_and_uses_every_key(kind: str) -> None:
    """Values apart: of those, the next test asks for every type."""
    document = example(kind)
    assert findings(document, gate(kind)) == ()
    borrowed = {"adapter": ["vehicle"], "change": ["vehicle", "clause"]}.get(kind, [])
    elsewhere = {name: entry for other in borrowed for name, entry in schemas()[other]["$defs"].items()}
    known = {
        name
        for path, node in nodes({**schemas()[kind], "$defs": definitions_apart_from(kind, elsewhere)})
        for name in node.get("properties", {})
    }
    assert known - set(keys_used(document.data)) <= (
        {"at_most", "within", "one_of", "equal"} if kind == "clause" else set()
    )


def definitions_apart_from(kind: str, elsewhere: Node) -> Node:
    return {
        name: entry
        for name, entry in schemas()[kind]["$defs"].items()
        if name not in elsewhere and not name.startswith(("row-", "parameters-of-"))
    }


def keys_used(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        yield from data
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from keys_used(inner)


def test_examples_show_every_type_of_value() -> None:
    schema, data = schemas()["vehicle"], example("vehicle").data
    assert isinstance(data, dict)
    shown = set()
    for group, entries in data["ports"]["forward"]["parameters"].items():
        for name in entries:
            path = ("ports", "forward", "parameters", group, name)
            shown |= {node["x-type"] for node in reachable(schema, node_at(schema, data, path)) if "x-type" in node}
    assert shown == {"quantity", "choice", "set", "flag", "text", "table"}


def reachable(schema: Node, node: Node) -> Iterator[Node]:
    node = resolved(schema, node)
    yield node
    if "else" in node:
        yield from reachable(schema, node["else"])


@pytest.mark.parametrize("folder", ["standards", "vehicles"])
def test_everything_that_is_shipped_passes(folder: str) -> None:
    refused: list[tuple[str, Finding]] = []
    for file in sorted((ROOT / folder).rglob("*.yaml")):
        document = document_of(file)
        kind = kind_of(document)
        assert isinstance(kind, str), kind
        refused.extend((file.name, finding) for finding in findings(document, gate(kind)))
    assert refused == []


def test_a_dictionary_of_ones_own_gives_schemas_of_ones_own() -> None:
    own = {"contact.closing_rate": dictionary()["contact.closing_rate"]}
    made = published(own, base="https://agency.example/schemas")["vehicle"]
    assert made["$id"] == "https://agency.example/schemas/vehicle.schema.json"
    port = "kind: vehicle\nid: x\nname: X\nagency: A\nrevision: a\nports: {p: {parameters: {contact: {%s}}}}\n"
    known, unknown = (document_from(port % text) for text in ("closing_rate: 1 m/s", "pitch_offset: 1 deg"))
    assert findings(known, compiled(made)) == ()
    assert [finding.code for finding in findings(unknown, compiled(made))] == ["schema-unknown-key"]


def test_without_a_dictionary_no_parameter_is_known() -> None:
    document = example("vehicle")
    found = findings(document, compiled(published({})["vehicle"]))
    assert found
    assert all(finding.code == "schema-unknown-key" for finding in found)


def test_examples_stand_beside_the_tests() -> None:
    assert {file.stem for file in EXAMPLES.glob("*.yaml")} == set(FILE_KINDS)
    assert all(isinstance(example(kind), Document) for kind in FILE_KINDS)
