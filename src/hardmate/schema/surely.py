"""A published schema and data in; whether the data fits for sure, told without the engine, out.

The engine takes longer to load and to compile a schema than a few files take to be read this way. What readers of
schemas might disagree on, and keywords that no schema here has, are for the engine to judge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

Schema = Mapping[str, Any]


class _UnsureError(Exception):
    """Only the engine can tell."""


def fits_surely(schema: Schema, data: object) -> bool:
    """Whether data fits; false also if that is not sure."""
    try:
        return _fits(schema, data, schema)
    except (_UnsureError, RecursionError):
        return False


_SAYS_NOTHING = frozenset(
    ["$schema", "$id", "$defs", "title", "description", "examples", "x-expects", "x-kind", "x-order", "x-type"]
)
_KNOWN = _SAYS_NOTHING.union(
    ["$ref", "if", "then", "else", "type", "const", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum"],
    ["properties", "required", "additionalProperties", "propertyNames", "minProperties", "maxProperties"],
    ["items", "minItems", "maxItems", "uniqueItems"],
)
_TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
_READ = (str, dict, list, bool, int, Decimal, type(None))
"""What the data of a document is made of."""
_Fits = Callable[[Any, Any], bool]


def _fits(schema: Any, data: Any, root: Schema) -> bool:
    if isinstance(schema, bool):
        return schema
    if not schema.keys() <= _KNOWN or not isinstance(data, _READ):
        raise _UnsureError

    def fits(inner: Any, part: Any) -> bool:
        return _fits(inner, part, root)

    if "$ref" in schema and not fits(_definition(schema["$ref"], root), data):
        return False
    if "if" in schema and not fits(schema.get("then" if fits(schema["if"], data) else "else", True), data):
        return False
    if "type" in schema and not _typed(schema["type"], data):
        return False
    if "const" in schema and not _same(schema["const"], data):
        return False
    if "enum" in schema and not any(_same(each, data) for each in schema["enum"]):
        return False
    match data:
        case str():
            return _within(schema, "Length", len(data)) and _pattern(schema.get("pattern", "^"))(data) is not None
        case dict():
            return _within(schema, "Properties", len(data)) and _mapped(schema, data, fits)
        case list():
            return _within(schema, "Items", len(data)) and _listed(schema, data, fits)
        case int() if not isinstance(data, bool):
            return _between(data, schema.get("minimum", data), schema.get("maximum", data))
        case Decimal() if "minimum" in schema or "maximum" in schema:
            raise _UnsureError
    return True


def _definition(reference: str, root: Schema) -> Any:
    first, *steps = reference.split("/")
    found: Any = root
    for step in steps:
        if first != "#" or not isinstance(found, dict) or step not in found:
            raise _UnsureError
        found = found[step]
    return found


def _typed(asked: str | list[str], data: object) -> bool:
    if isinstance(asked, list):
        return any(_typed(each, data) for each in asked)
    number = isinstance(data, int | Decimal) and not isinstance(data, bool)
    if asked == "number":
        return number
    if asked not in _TYPES or (asked == "integer" and isinstance(data, Decimal)):  # some say that 1.0 is an integer
        raise _UnsureError
    return number if asked == "integer" else isinstance(data, _TYPES[asked])


def _same(asked: object, data: object) -> bool:
    """Whether data is a word or truth value that is asked for; a number may be the same and written otherwise."""
    if not isinstance(asked, str | bool):
        raise _UnsureError
    return type(asked) is type(data) and asked == data


def _within(schema: Schema, what: str, number: int) -> bool:
    return _between(number, schema.get(f"min{what}", 0), schema.get(f"max{what}", number))


def _between(number: int, least: object, most: object) -> bool:
    if not isinstance(least, int) or not isinstance(most, int):
        raise _UnsureError
    return least <= number <= most


def _mapped(schema: Schema, data: Mapping[str, Any], fits: _Fits) -> bool:
    known, others, names = schema.get("properties", {}), schema.get("additionalProperties", True), "propertyNames"
    return (
        all(key in data for key in schema.get("required", ()))
        and all(fits(known.get(key, others), part) for key, part in data.items())
        and (names not in schema or all(fits(schema[names], key) for key in data))
    )


def _listed(schema: Schema, data: list[Any], fits: _Fits) -> bool:
    if schema.get("uniqueItems", False) and len(data) > 1:
        if not all(isinstance(each, str) for each in data):
            raise _UnsureError
        if len(set(data)) < len(data):
            return False
    return "items" not in schema or all(fits(schema["items"], each) for each in data)


_READ_ALIKE = re.compile(
    r"(\^(?:[A-Za-z0-9 /=%@_-]|\\[.+]|\[\^?[A-Za-z0-9 .+*/%^_-]+\]|\((?:\?:)?|[)|*?]|(?<![*+?}])\+|\{[0-9]+\})*)(\$?)"
)
"""Patterns in which nothing means one thing in Python and another elsewhere, but for a `$` before a line's end."""


@cache
def _pattern(text: str) -> Callable[[str], object]:
    known = _READ_ALIKE.fullmatch(text)
    if known is None:
        raise _UnsureError
    return re.compile(known[1] + (r"\Z" if known[2] else "")).search
