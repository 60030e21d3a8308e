"""The published JSON Schemas: the shapes of the files and a dictionary in, one 2020-12 schema per kind of file out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from hardmate.language.dictionary import Dictionary
from hardmate.model.dialect import (
    Schema,
    definition_name,
    definitions_used,
    heading,
    one_or,
    ordered,
    ref,
    renamed,
    reshaped,
)
from hardmate.model.published_values import (
    FLAG,
    TEXT,
    long_form,
    long_or_plain,
    parameters_schema,
    quantity_schema,
    value_definitions,
)
from hardmate.model.roles import AXIS_OF, WORDS
from hardmate.model.shapes import SHAPES
from hardmate.model.shapes.common import LongForm
from hardmate.model.shapes.declaration import RoleShape
from hardmate.model.shapes.settings import SettingsShape
from hardmate.quantity import KINDS

BASE = "https://hardmate.example/schemas/1"
"""Where the shipped schemas live. The number changes only when a file that used to pass is refused."""

CONFIGURATION = "configuration"
"""The name of its schema; it is no kind of YAML file."""

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_WITH_VALUES = ("vehicle", "adapter", "change", "departure")

_NUMERIC = {"unit": "m/s", "domain": "0 .. 1 m/s", "resolution": "0.001 m/s"}

# What can be written, where the pattern's own examples would not do. By definition and key.
_EXAMPLES: Mapping[tuple[str, str], list[Any]] = {
    ("vehicle", "name"): ["Orion"],
    ("vehicle", "agency"): ["NASA"],
    ("vehicle", "revision"): ["2"],
    ("adapter", "id"): ["ida-2"],
    ("adapter", "name"): ["IDA-2"],
    ("adapter", "agency"): ["NASA"],
    ("adapter", "revision"): ["2"],
    ("standard", "id"): ["idss"],
    ("standard", "title"): ["International Docking System Standard"],
    ("standard", "mating"): [True],
    ("clause", "id"): ["closing-rate-within-capture"],
    ("clause", "title"): ["The approach keeps to closing rates that the active mechanism can capture"],
    ("clause", "requirement"): ["IDSS IDD E, Table 3.3.1.1-2"],
    ("clause", "capability"): ["soft-capture"],
    ("clause", "requires"): ["chaser.contact.closing_rate within active.capture.closing_rate"],
    ("structured", "at_most"): [12],
    ("structured", "at_least"): [3],
    ("structured", "within"): ["0.05 .. 0.10 m/s"],
    ("structured", "equal"): [12],
    ("clause", "rationale"): ["The latches need some speed to trip, and too much breaks them"],
    ("clause", "help"): ["Agree on a closing rate within the captured range"],
    ("parameters", "group"): ["contact"],
    ("parameters", "title"): ["Conditions at first contact"],
    ("parameter", "title"): ["Closing rate at first contact"],
    **{("parameter", key): [value] for key, value in _NUMERIC.items()},
    **{("column", key): [value] for key, value in _NUMERIC.items()},
    ("column", "title"): ["Tension"],
    ("source", "title"): ["IDSS IDD, Revision E"],
    ("mode", "id"): ["docking"],
    ("mode", "title"): ["Docking"],
    ("capability", "title"): ["The mechanism has caught the other side"],
    ("plan", "id"): ["artemis"],
    ("plan", "title"): ["Landings on the Moon"],
    ("mating", "date"): ["2028"],
    ("open", "standard"): ["idss"],
    ("change", "id"): ["gentler-contact"],
    ("change", "title"): ["Ships come in more slowly"],
    ("change", "proposed_by"): ["ESA"],
    ("change", "reason"): ["The attenuator was sized for less"],
    ("departure", "id"): ["wide-supply"],
    ("departure", "title"): ["The supply may swing wider than the ship states"],
    ("departure", "rationale"): ["The ship was tested over the wider range"],
    ("departure", "owner"): ["Interface board of the visit"],
    ("approval", "party"): ["NASA"],
    ("approval", "by"): ["Programme manager"],
    ("library", "title"): ["Standards of the European Space Agency"],
    ("rules", "title"): ["What two vehicles have to agree on before they mate"],
    ("rule", "statement"): ["The closing rate that is flown lies in the range that the mechanism captures"],
    ("kept", "how"): ["A number without a unit is refused when the file is read"],
}
# Names that an author may give as keys, and items of lists.
_NAMES: Mapping[tuple[str, str], list[str]] = {
    ("vehicle", "ports"): ["forward"],
    ("adapter", "ports"): ["inboard", "outboard"],
    ("port", "configurations"): ["folded"],
    ("standard", "essential"): ["hard-mate"],
    ("parameters", "parameters"): ["closing_rate"],
    ("parameter", "columns"): ["tension"],
    ("parameter", "choices"): ["seal", "flange"],
    ("column", "choices"): ["seal", "flange"],
    ("mode", "capabilities"): ["soft-capture"],
    ("plan", "matings"): ["orion-at-halo"],
    ("rules", "rules"): ["GNC-001"],
    ("change", "withdraws"): ["idss/E"],
}
_ITEMS: Mapping[tuple[str, str], list[str]] = {
    ("standard", "withdraws"): ["ring-is-wide"],
    ("standard", "interoperable_with"): ["F"],
    ("clause", "confirmed_for"): ["F"],
    ("clause", "rules"): ["GNC-001"],
    ("capability", "needs"): ["hard-mate"],
    ("mating", "needs"): ["hard-mate"],
    ("kept", "findings"): ["outside-domain"],
    ("change", "declarations"): ["orion.yaml"],
}
_SOURCE = ["S01"]


def published(dictionary: Dictionary, *, base: str = BASE) -> dict[str, Schema]:
    """The schema of every kind of file, over this dictionary. What is returned is shared: do not change it."""
    return {kind: schema_of(kind, dictionary, base=base) for kind in SHAPES}


def schema_of(kind: str, dictionary: Dictionary, lost: Collection[str] = (), *, base: str = BASE) -> Schema:
    """The schema of one kind of file, over this dictionary, some groups of which were lost.

    What is returned is shared: do not change it.
    """
    if kind not in _WITH_VALUES:
        return _file(kind, {}, base)
    values: dict[str, Schema] = value_definitions(dictionary)
    values["parameters-of-a-port"] = parameters_schema(dictionary, lost)
    return _file(kind, values, base)


def texts(dictionary: Dictionary, *, base: str = BASE) -> dict[str, str]:
    """The files to write, by name: always the same text for the same dictionary."""
    import json  # noqa: PLC0415 - only who writes the schemas needs it

    every = {**published(dictionary, base=base), CONFIGURATION: configuration(base=base)}
    return {
        f"{kind}.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n" for kind, schema in every.items()
    }


def configuration(*, base: str = BASE) -> Schema:
    """The schema of hardmate.toml, and of the table [tool.hardmate]."""
    return _file(CONFIGURATION, {}, base)


def _file(kind: str, values: Mapping[str, Schema], base: str) -> Schema:
    body, definitions = _shape(kind)
    head = {"$schema": _DRAFT, "$id": f"{base}/{kind}.schema.json", "title": heading(kind)}
    return ordered(head | body | {"$defs": definitions_used(body, {**definitions, **values})})


@cache
def _shape(kind: str) -> tuple[Schema, dict[str, Schema]]:
    """The body and the definitions of a kind of file, but for the values that depend on the dictionary."""
    from hardmate.model.shapes.models import model_of  # noqa: PLC0415 - pydantic takes long to load

    shape = SettingsShape if kind == CONFIGURATION else SHAPES[kind]
    raw = model_of(shape).model_json_schema()
    definitions = {
        definition_name(name): {"title": heading(definition_name(name))} | renamed(reshaped(entry))
        for name, entry in raw.get("$defs", {}).items()
    }
    for long, key in ((LongForm, "value"), (RoleShape, "can")):
        name = definition_name(long.__name__)
        definitions |= _shared_keys(name, model_of(long).model_json_schema(), key)
    definitions |= {
        "plain-text": ordered(TEXT),
        "value-text": long_or_plain(ref("plain-text")),
        "plain-mass": ordered(quantity_schema(KINDS["mass"])),
        "value-mass": long_or_plain(ref("plain-mass")),
        "plain-flag": ordered(FLAG),
        "value-flag": long_or_plain(ref("plain-flag")),
    }
    bodies = {kind: renamed(reshaped(raw)), **definitions}
    finished = {name: _finished(name, body) for name, body in bodies.items()}
    if kind == "change":
        finished |= _proposed_clause()
    return finished.pop(kind), finished


def _proposed_clause() -> dict[str, Schema]:
    """A clause as a change request gives it: any of its keys, but those that say which it is."""
    body, definitions = _shape("clause")
    properties = {key: entry for key, entry in body["properties"].items() if key not in ("kind", "id")}
    about = {"title": "Proposed clause", "description": "The keys of a clause that change; of a new clause, all."}
    closed = {"type": "object", "minProperties": 1, "properties": properties, "additionalProperties": False}
    return definitions | {"proposed-clause": ordered(about | closed)}


def _shared_keys(name: str, raw: Mapping[str, Any], key: str) -> dict[str, Schema]:
    """The keys of a long form beside `key`, which differs from one to the next."""
    body = renamed(reshaped(raw))
    body["properties"].pop(key)
    body.pop("required")
    nested = {definition_name(inner): renamed(reshaped(entry)) for inner, entry in raw.get("$defs", {}).items()}
    titled = {inner: {"title": heading(inner)} | entry for inner, entry in nested.items()}
    return titled | {name: ordered({"title": heading(name)} | body)}


def _finished(name: str, body: Schema) -> Schema:
    """A definition with what pydantic can not say: the values of `Any`, and examples."""
    if "properties" not in body:
        return ordered(body)
    properties = {key: _property(name, key, entry) for key, entry in body["properties"].items()}
    if "kind" in properties:
        properties = {"kind": properties.pop("kind") | {"description": f"What the file holds: {name}."}, **properties}
    changed: Schema = body | {"properties": properties}
    if name == "structured":
        changed |= {"minProperties": 2, "maxProperties": 2}
        changed["x-expects"] = "a value and exactly one of at_most, at_least, within, one_of, equal"
    return ordered(changed)


def _property(name: str, key: str, entry: Schema) -> Schema:
    described = {"description": entry["description"]}
    match name, key:
        case ("port" | "configuration", "mechanism"):
            return described | ref("value-text")
        case ("adapter", "mass"):
            return described | ref("value-mass")
        case ("adapter", "passes"):
            names = ordered(entry["propertyNames"] | {"examples": ["power"]})
            return ordered(entry | {"propertyNames": names, "additionalProperties": ref("value-flag")})
        case ("change", "clauses" | "values"):
            wanted = "proposed-clause" if key == "clauses" else "parameters-of-a-port"
            example = "idss/E" if key == "clauses" else "orion/forward"
            named = ordered(entry["propertyNames"] | {"examples": [example]})
            if key == "values":
                return ordered(entry | {"propertyNames": named, "additionalProperties": ref(wanted)})
            inner = ordered(entry["additionalProperties"] | {"additionalProperties": ref(wanted)})
            return ordered(entry | {"propertyNames": named, "additionalProperties": inner})
        case ("port" | "configuration", "parameters"):
            return described | ref("parameters-of-a-port")
        case ("departure", "accepted"):
            return ordered(entry | {"additionalProperties": ref("parameters-of-a-port")})
        case ("roles", axis):
            return ordered(described | _role(list(WORDS[next(a for a in WORDS if a.value == axis)])))
        case ("mating", "roles"):
            return ordered(entry | {"propertyNames": {"enum": list(AXIS_OF)}})
        case ("parameter" | "column", "quantity"):
            return ordered(described | {"examples": ["speed"], "enum": list(KINDS)})
        case (_, "source"):
            one, several = entry["else"], entry["then"]
            several = several | {"items": several["items"] | {"examples": _SOURCE}}
            return ordered(entry | {"then": several, "else": one | {"examples": _SOURCE}})
    if (name, key) in _NAMES:
        return ordered(entry | {"propertyNames": ordered(entry["propertyNames"] | {"examples": _NAMES[name, key]})})
    if (name, key) in _ITEMS:
        return ordered(entry | {"items": ordered(entry["items"] | {"examples": _ITEMS[name, key]})})
    if (name, key) in _EXAMPLES:
        return ordered(entry | {"examples": _EXAMPLES[name, key]})
    return entry


def _role(words: list[str]) -> Schema:
    listed = ordered(
        {
            "x-expects": f"a list in brackets of {' and '.join(words)}",
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"enum": words},
        }
    )
    return one_or("object", long_form(RoleShape, "can", "role", listed), listed)
