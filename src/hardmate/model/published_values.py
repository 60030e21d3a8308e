"""The dictionary in; the schema of every value that a declaration can give out, each with its long form."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from hardmate.language.dictionary import Parameter, Reading, Type
from hardmate.language.value import State
from hardmate.model.dialect import Schema, one_or, ordered, ref
from hardmate.model.shapes import Shape
from hardmate.model.shapes.common import LongForm
from hardmate.quantity import Kind, show_quantity

STATES = [State.TBD.value, State.TBS.value, State.WITHHELD.value, State.NONE.value]
MAX_WORD = 204
"""Characters of the longest value text: 200 for the quantity, four for `TBR `."""

_N = r"[+-]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
_WHOLE = r"[+-]?(?:0|[1-9][0-9]*)"
_UNIT = r"(?:1/)?[A-Za-z%][A-Za-z0-9%*/^-]*"

_READ = {
    Reading.OCCURS: "Every value stated may happen.",
    Reading.ACCEPTS: "All values stated are accepted.",
    Reading.SELECTABLE: "Any one of the values stated can be chosen.",
}


def parameters_schema(dictionary: Mapping[str, Parameter], lost: Collection[str] = ()) -> Schema:
    """The object of groups, each an object of parameters; both closed. Of groups that were lost, anything goes."""
    groups: dict[str, dict[str, Schema]] = {}
    for path, parameter in dictionary.items():
        group, _, name = path.partition(".")
        groups.setdefault(group, {})[name] = described(parameter) | ref(f"value-{_definition(path, parameter)}")
    return ordered(
        {
            "title": "Parameters",
            "description": "Values, by group and name of the dictionary.",
            "x-order": "free",
            "type": "object",
            "properties": {
                group: ordered(
                    {
                        "description": f"Values of the group {group}: {', '.join(entries)}.",
                        "type": "object",
                        "properties": {name: ordered(entry) for name, entry in entries.items()},
                        "additionalProperties": False,
                    }
                )
                for group, entries in groups.items()
            }
            | {group: {} for group in sorted(lost)},
            "additionalProperties": False,
        }
    )


def described(parameter: Parameter) -> Schema:
    """A parameter's title, and a description that also says how its value is read and what it may be."""
    said = [parameter.description or f"{parameter.title}."]
    if parameter.numeric or parameter.type is Type.SET:
        said.append(_READ[parameter.reading])
    if parameter.unit is not None and parameter.kind is not None:
        unit = "" if parameter.kind.bare else f" in {parameter.unit.symbol}"
        said.append(f"{parameter.kind.noun.capitalize()}{unit}, one value with or without a tolerance, or a bound.")
        if parameter.type is Type.RANGE:
            said[-1] = f"{parameter.kind.noun.capitalize()}{unit}, one value, a range or a bound."
    if parameter.domain is not None:
        said.append(f"It lies within {show_quantity(parameter.domain, parameter.unit)}.")
    if parameter.frame or parameter.event:
        said.append(" ".join(filter(None, (_stated("Frame", parameter.frame), _stated("Event", parameter.event)))))
    if parameter.choices:
        said.append(" ".join(f"{word}: {meaning}." for word, meaning in parameter.choices.items()))
    return {"title": parameter.title, "description": " ".join(said)}


def _stated(what: str, value: str) -> str:
    return f"{what}: {value}." if value else ""


def _definition(path: str, parameter: Parameter) -> str:
    """Values of one kind of quantity share a definition; a choice, a set and a table have their own."""
    if parameter.kind is not None:
        return parameter.kind.name
    return parameter.type.value if parameter.type in (Type.FLAG, Type.TEXT) else path


def value_definitions(dictionary: Mapping[str, Parameter]) -> dict[str, Schema]:
    """For each sort of value two definitions: `plain-...`, and `value-...` which also takes the long form."""
    found: dict[str, Schema] = {}
    for path, parameter in dictionary.items():
        name = _definition(path, parameter)
        if f"plain-{name}" in found:
            continue
        if parameter.columns:
            cells = {f"{path}.{column}": entry for column, entry in parameter.columns.items()}
            found |= value_definitions(cells)
            found[f"row-{path}"] = _row(path, parameter)
        found[f"plain-{name}"] = ordered(_plain(path, parameter))
        found[f"value-{name}"] = long_or_plain(ref(f"plain-{name}"))
    return found


def long_or_plain(plain: Schema) -> Schema:
    """A value as it stands, or in the long form."""
    return one_or("object", long_form(LongForm, "value", "long-form", plain), plain)


def long_form(shape: type[Shape], key: str, keys: str, inner: Schema) -> Schema:
    """The object that holds `inner` under `key`, beside the keys of the definition `keys` that all such objects share.

    They are referred to one by one, because a closed object has to name all its keys itself.
    """
    from hardmate.model.shapes.models import model_of  # noqa: PLC0415 - pydantic takes long to load

    return ordered(
        {
            "type": "object",
            "required": [key],
            "properties": {
                name: ordered(
                    {"description": str(field.description), **inner}
                    if name == key
                    else {"$ref": f"#/$defs/{keys}/properties/{name}"}
                )
                for name, field in model_of(shape).model_fields.items()
            },
            "additionalProperties": False,
        }
    )


def _row(path: str, parameter: Parameter) -> Schema:
    cells = {
        name: ordered(described(column) | ref(f"value-{_definition(f'{path}.{name}', column)}"))
        for name, column in parameter.columns.items()
    }
    return ordered(
        {
            "title": parameter.title,
            "description": f"One row: {', '.join(cells)}. What is left out is not known.",
            "type": "object",
            "minProperties": 1,
            "properties": cells,
            "additionalProperties": False,
        }
    )


def _plain(path: str, parameter: Parameter) -> Schema:
    """The schema of a value without its long form."""
    if parameter.kind is not None:
        return quantity_schema(parameter.kind)
    words = list(parameter.choices)
    match parameter.type:
        case Type.CHOICE:
            return _choice(words)
        case Type.SET:
            listed = {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"enum": words}}
            return _listed(Type.SET, f"a list in brackets of words from {', '.join(words)}", listed)
        case Type.TABLE:
            rows = {"type": "array", "minItems": 1, "maxItems": parameter.max_rows, "items": ref(f"row-{path}")}
            return _listed(Type.TABLE, "a list of rows, each a mapping", rows)
        case Type.FLAG:
            return FLAG
        case _:
            return TEXT


def _choice(words: list[str]) -> Schema:
    listed = ", ".join(words)
    return {
        "x-type": "choice",
        "x-expects": f"one of {listed}, or {_states()}",
        "examples": words[:1],
        "type": "string",
        "if": {"pattern": "^TB[RC] "},
        "then": {
            "x-expects": f"TBR or TBC and one of {listed}",
            "examples": [f"TBR {words[0]}"],
            "pattern": f"^TB[RC] (?:{'|'.join(words)})$",
        },
        "else": {"enum": [*words, *STATES]},
    }


def _listed(form: Type, expects: str, then: Schema) -> Schema:
    told = f"{expects}; or {_states()}"
    return {
        "x-type": form.value,
        "x-expects": told,
        **one_or(
            "array",
            ordered({"x-type": form.value, "x-expects": expects} | then),
            {"x-type": form.value, "x-expects": told, "enum": list(STATES)},
        ),
    }


def _states() -> str:
    return ", ".join(STATES)


FLAG: Schema = {
    "x-type": "flag",
    "x-expects": f"true or false, or {_states()}",
    "examples": [True],
    "enum": [True, False, *STATES],
}

TEXT: Schema = {
    "x-type": "text",
    "x-expects": f"text, or {_states()}",
    "examples": ["type-a"],
    "type": "string",
    "minLength": 1,
    "maxLength": 400,
}


def quantity_schema(kind: Kind) -> Schema:
    """A quantity in any of its forms: the pattern takes all that can be read, and the reader says the rest."""
    unit = "" if kind.bare else f" {kind.base_unit}"
    forms = [form + unit for form in ("12", "10 .. 12", "at most 12", "at least 12", "12 +/- 1", "about 12")]
    some = f"{kind.noun} such as {forms[0]}, {forms[1]} or {forms[2]}"
    numbers = ["integer"] if kind.whole else ["number"] if kind.bare else []
    return {
        "x-type": "quantity",
        "x-kind": kind.name,
        "x-expects": f"{some}; or {_states()}",
        "examples": [12 if kind.bare else forms[0], *forms[1:], f"TBR 12{unit}", "TBD"],
        "type": [*numbers, "string"] if numbers else "string",
        "pattern": quantity_pattern(kind),
        "maxLength": MAX_WORD,
    }


def quantity_pattern(kind: Kind) -> str:
    """A regular expression, in the part of the language that all engines share, that takes every text of the kind.

    It also takes a few that the reader refuses (a unit of another kind, an empty range): the reader says why.
    """
    number = _WHOLE if kind.whole else _N
    maybe = "" if kind.whole else f"(?: +{_UNIT})?"
    last = maybe if kind.bare else f" +{_UNIT}"
    second = rf"(?:{maybe} +(?:\.\.|\+/-) +{number})?"
    forms = rf"(?:at +(?:most|least) +{number}|(?:about +)?{number}{second}){last}"
    return rf"^(?:{'|'.join(STATES)}|(?:TB[RC] )? *{forms} *)$"
