"""Laws, over files made from the schemas themselves.

What the gate lets through builds its shape, and then its model or findings, and nothing raises. What it refuses it
can explain, however odd the data. Both engines agree.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shipped import dictionary, example, gate, schemas
from test_schema_mutations import LIBRARY_ENGLISH, builds, places, with_value

from hardmate.document import Document, parse
from hardmate.finding import Finding
from hardmate.model.change import change
from hardmate.model.departure import departure
from hardmate.model.fleet import fleet_clause
from hardmate.model.parameters import parameters
from hardmate.model.plan import plan
from hardmate.model.published_values import quantity_pattern
from hardmate.model.rules import rules
from hardmate.model.shapes import SHAPES, Shape
from hardmate.model.shapes.change import ChangeShape
from hardmate.model.shapes.declaration import AdapterShape, VehicleShape
from hardmate.model.shapes.departure import DepartureShape
from hardmate.model.shapes.dictionary import ParametersShape, SourcesShape
from hardmate.model.shapes.fleet import FleetClauseShape
from hardmate.model.shapes.plan import PlanShape
from hardmate.model.shapes.rules import RulesShape
from hardmate.model.shapes.standard import ClauseShape, LibraryShape, ModeShape, StandardShape
from hardmate.model.standard import clause, mode, standard
from hardmate.model.vehicle import vehicle
from hardmate.quantity import KINDS, QuantityError, kind_unit, read_quantity
from hardmate.schema import FILE_KINDS, findings
from hardmate.schema.faults import faults
from hardmate.schema.navigate import resolved
from hardmate.schema.shared import sharing
from hardmate.schema.surely import fits_surely

Node = dict[str, Any]

MOST_KEYS = 4
"""Keys of one object, or items of one list, in a generated file."""

letters = st.characters(codec="utf-8", max_codepoint=0xFFFD, exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn"))

hundredths = st.integers(-(10**6), 10**6).map(lambda number: number / 100)


_strategies: dict[tuple[int, int], st.SearchStrategy[Any]] = {}
"""By schema and node, which `schemas` holds for good: to make a strategy takes longer than to draw from it."""


def fitting(root: Node, node: Node) -> st.SearchStrategy[Any]:
    """Data that fits a node of a published schema."""
    key = (id(root), id(node))
    if key not in _strategies:
        _strategies[key] = fitting_resolved(root, resolved(root, node))
    return _strategies[key]


def fitting_resolved(root: Node, node: Node) -> st.SearchStrategy[Any]:
    if "const" in node:
        return st.just(node["const"])
    if "enum" in node:
        return st.sampled_from(node["enum"])
    if "if" in node:
        return st.deferred(lambda: fitting(root, node["then"]) | fitting(root, node["else"]))
    if "pattern" in node:
        texts = texts_like(node["pattern"])
        others = [fitting_type(root, node, form) for form in listed(node.get("type", "string")) if form != "string"]
        return st.one_of(texts.filter(lambda text: len(text) <= node.get("maxLength", 500)), *others)
    return st.one_of(*(fitting_type(root, node, form) for form in listed(node["type"])))


@cache
def texts_like(pattern: str) -> st.SearchStrategy[str]:
    return st.from_regex(re.compile(pattern.replace("$", r"\Z"), re.ASCII), fullmatch=True)


def listed(forms: str | list[str]) -> list[str]:
    return forms if isinstance(forms, list) else [forms]


def fitting_type(root: Node, node: Node, form: str) -> st.SearchStrategy[Any]:
    match form:
        case "string":
            return st.text(letters, min_size=1, max_size=min(12, node.get("maxLength", 12)))
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(node.get("minimum", -(10**14)), node.get("maximum", 10**14))
        case "number":
            return st.integers(-1000, 1000) | hundredths
        case "array":
            items = st.deferred(lambda: fitting(root, node["items"]))
            low = node.get("minItems", 0)
            return st.lists(
                items,
                min_size=low,
                max_size=max(low, min(MOST_KEYS, node.get("maxItems", MOST_KEYS))),
                unique_by=repr if node.get("uniqueItems") else None,
            )
    return objects(root, node)


def objects(root: Node, node: Node) -> st.SearchStrategy[Node]:
    low, high = node.get("minProperties", 0), node.get("maxProperties", MOST_KEYS)
    if "properties" not in node:
        names = fitting(root, node["propertyNames"])
        entries = st.deferred(lambda: fitting(root, node["additionalProperties"]))
        return st.dictionaries(names, entries, min_size=low, max_size=high)
    required = node.get("required", [])
    optional = [key for key in node["properties"] if key not in required]
    least = max(0, low - len(required))
    most = max(least, min(len(optional), high - len(required) if "maxProperties" in node else MOST_KEYS))
    some = st.lists(st.sampled_from(optional), min_size=least, max_size=most, unique=True) if optional else st.just([])

    @st.composite
    def with_keys(draw: st.DrawFn) -> Node:
        return {key: draw(fitting(root, node["properties"][key])) for key in (*required, *draw(some))}

    return with_keys()


def document(data: Any) -> Document:
    """The data as a file; a path that the id agrees with does not matter here."""
    read = parse((json.dumps(data) + "\n").encode(), "test.yaml")
    assert isinstance(read, Document), read
    return read


def built(shape: Shape, file: Document) -> object:
    """The model of a file, or its findings."""
    match shape:
        case VehicleShape() | AdapterShape():
            return vehicle(shape, file, dictionary())
        case ParametersShape():
            return parameters(shape, file)
        case StandardShape():
            return standard(shape, file)
        case ClauseShape():
            return clause(shape, file, "idss/E", dictionary())
        case FleetClauseShape():
            return fleet_clause(shape, file, "common")
        case ModeShape():
            return mode(shape, file)
        case PlanShape():
            return plan(shape, file)
        case DepartureShape():
            return departure(shape, file, dictionary())
        case SourcesShape() | LibraryShape():
            return shape
        case RulesShape():
            return rules(shape, file)
        case ChangeShape():
            return change(shape, file)
    raise AssertionError(shape)


many = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.mark.takes_long
@pytest.mark.parametrize("kind", FILE_KINDS)
def test_what_passes_the_gate_builds_or_gives_findings(kind: str) -> None:
    schema = schemas()[kind]

    @many
    @given(fitting(schema, schema))
    def law(data: Node) -> None:
        file = document(data)
        assert findings(file, gate(kind)) == ()
        model = built(SHAPES[kind].of(file.data), file)
        assert model
        if isinstance(model, tuple):
            assert all(isinstance(each, Finding) and each.location.line for each in model)

    law()


odd = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | hundredths | st.text(letters),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(letters, max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_whatever_stands_anywhere_is_let_through_and_builds_or_is_explained(kind: str) -> None:
    whole: Any = example(kind).data
    spots = [path for path, _ in places(whole) if path]

    @many
    @given(st.sampled_from(spots), odd)
    def law(path: tuple[str | int, ...], value: object) -> None:
        file = document(json.loads(json.dumps(with_value(whole, path, value), default=float)))
        found = findings(file, gate(kind))
        assert bool(found) is not gate(kind).fits(file.data)
        assert bool(faults(schemas()[kind], file.data)) is bool(found)
        assert found or builds(kind, file.data)
        for each in found:
            assert each.code != "schema-refused"
            assert each.help
            assert each.location.line
            assert "\n" not in each.message + each.help
            assert not LIBRARY_ENGLISH.search(each.message.replace(str(value), ""))

    law()


@cache
def engine(kind: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schemas()[kind])


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_what_is_told_without_the_engine_is_what_the_engine_tells(kind: str) -> None:
    whole: Any = example(kind).data
    spots = [path for path, _ in places(whole) if path]
    assert fits_surely(schemas()[kind], whole)

    @many
    @given(st.sampled_from(spots), odd | st.decimals(allow_nan=False, allow_infinity=False))
    def law(path: tuple[str | int, ...], value: object) -> None:
        data = with_value(whole, path, value)
        fits = engine(kind).is_valid(data)
        assert fits_surely(schemas()[kind], data) <= fits
        if not isinstance(value, int | float | Decimal):  # there it may be unsure
            assert fits_surely(schemas()[kind], data) is fits

    law()


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": "a"},
        {"type": "string", "pattern": r"^\w$"},
        {"oneOf": [{}]},
        {"$ref": "#/$defs/none"},
        {"$ref": "other.json"},
        {"enum": [1]},
        {"const": None},
        {"type": "null"},
        {"items": {"minimum": 0.5}},
    ],
)
@pytest.mark.parametrize("data", ["a", [1], None, 1])
def test_what_only_the_engine_can_tell_is_left_to_it(schema: dict[str, Any], data: object) -> None:
    assert not fits_surely(schema, data) or jsonschema_rs.Draft202012Validator(schema).is_valid(data)


@pytest.mark.parametrize(("text", "fits"), [("2026-11-22", True), ("2026-11-22\n", False), ("2026-11-2٢", False)])
def test_a_pattern_ends_where_the_text_does(text: str, *, fits: bool) -> None:
    schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    assert fits_surely(schema, text) is jsonschema_rs.Draft202012Validator(schema).is_valid(text) is fits


@many
@given(odd)
def test_any_data_at_all_gives_a_file_or_findings(value: object) -> None:
    file = parse((json.dumps(value) + "\n").encode(), "test.yaml")
    if isinstance(file, Document):
        for kind in FILE_KINDS:
            assert all(isinstance(each, Finding) for each in findings(file, gate(kind)))


NUMBERS = st.from_regex(r"[+-]?(0|[1-9][0-9]{0,5})(\.[0-9]{1,4})?([eE][+-]?[0-9])?", fullmatch=True)
FORMS = ("{0}{u}", "at most {0}{u}", "at least  {0}{u}", "about {0}{u}", "{0} .. {1}{u}", "{0}{u} .. {1}{u}")
FORMS_WITH_A_TOLERANCE = ("{0} +/- {1}{u}", "{0}{u} +/- {1}{u}", "about {0} +/- {1}{u}", "{0}{u} +/- 5 %", " {0}{u} ")


@many
@given(
    st.sampled_from(list(KINDS.values())), st.sampled_from(FORMS + FORMS_WITH_A_TOLERANCE), NUMBERS, NUMBERS, st.data()
)
def test_what_the_reader_of_quantities_takes_the_pattern_takes(
    kind: Any, form: str, first: str, second: str, data: st.DataObject
) -> None:
    unit = data.draw(st.sampled_from([unit for unit in kind.units if unit != "1"] or [""]))
    text = form.format(first, second, u=f" {unit}" if unit else "")
    try:
        read_quantity(text, kind)
    except QuantityError:
        return
    assert re.search(quantity_pattern(kind).replace("$", r"\Z"), text), text
    assert re.search(quantity_pattern(kind).replace("$", r"\Z"), f"TBR {text}"), text


@pytest.mark.parametrize("unit", ["N*m", "kg*m^2/s^2", "m2", "1/s", "W/K", "%", "um/m/K", "kg*m^-1", "lbf*ft"])
def test_units_of_every_build_fit_the_pattern(unit: str) -> None:
    kind = next((kind for kind in KINDS.values() if unit in kind.units), KINDS["torque"])
    assert re.search(quantity_pattern(kind), f"12 {unit}")
    assert kind_unit("N*m", KINDS["torque"])


_GROUPS: Any = example("vehicle").data["ports"]  # type: ignore[index]


@many
@given(st.data())
def test_groups_that_files_share_fit_as_if_each_file_had_its_own(data: st.DataObject) -> None:
    """One by one, files are made of a few groups that are good or not, the same objects again and again."""
    fits = sharing(schemas()["vehicle"], engine("vehicle").is_valid)
    known = next(port["parameters"] for port in _GROUPS.values() if "parameters" in port)
    entries = st.sampled_from([*known.values(), {}, {"none": 1}, 1, "a"])
    pool = data.draw(st.lists(entries, min_size=1, max_size=4))
    names = st.sampled_from([*known, "no-group"])
    for _ in range(4):
        groups = data.draw(st.dictionaries(names, st.sampled_from(pool), max_size=3) | st.sampled_from([1, [], known]))
        port = data.draw(st.sampled_from([{"parameters": groups}, {"parameters": groups, "paramters": 1}, {}, 1]))
        file = with_value(example("vehicle").data, ("ports",), {"forward": port, "aft": {"parameters": known}})
        assert fits(file) is engine("vehicle").is_valid(file)
