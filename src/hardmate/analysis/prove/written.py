"""Declarations as files: values go in, the YAML text of a vehicle with one port comes out."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from itertools import groupby

from msgspec import Struct, field
from msgspec.structs import replace

from hardmate.document.scalar import plain_value
from hardmate.language.dictionary import Parameter
from hardmate.language.value import State, Value
from hardmate.model.roles import AXIS_OF, Axis
from hardmate.model.standard import COMMON
from hardmate.quantity import ONE, Quantity, show_quantity

PORT_NAME = "port"
_PLAIN = re.compile(r"[a-z][a-z0-9_-]*")


class Texts(Struct, frozen=True):
    """The lines of values that were written before; a value is kept with them, so that no other takes its place."""

    _known: dict[tuple[str, int], tuple[Value, list[str]]] = field(default_factory=dict)

    def entry(self, name: str, value: Value) -> list[str]:
        key = (name, id(value))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = (value, _entry(name, value))
        return found[1]


def declaration(
    vehicle: str,
    title: str,
    standard: str,
    words: Collection[str],
    values: Mapping[str, Value],
    *,
    texts: Texts | None = None,
) -> str:
    """The text of a vehicle whose port claims the standard, takes the roles of these words, and states the values."""
    known = texts or Texts()
    lines = [
        "kind: vehicle",
        f"id: {vehicle}",
        f"name: {json.dumps(title)}",
        "agency: nobody",
        'revision: "1"',
        "status: concept",
        "ports:",
        f"  {PORT_NAME}:",
    ]
    if standard != COMMON:
        lines.append(f"    standards: [{standard}]")
    axes = {AXIS_OF[word]: word for word in sorted(words)}
    if axes:
        lines.append(f"    roles: {{{', '.join(f'{axis}: [{axes[axis]}]' for axis in Axis if axis in axes)}}}")
    if values:
        lines.append("    parameters:")
    for group, paths in groupby(sorted(values), key=lambda path: path.partition(".")[0]):
        lines.append(f"      {_word(group)}:")
        for path in paths:
            lines += known.entry(path.partition(".")[2], values[path])
    return "\n".join((*lines, ""))


def _entry(name: str, value: Value) -> list[str]:
    if not isinstance(value.content, tuple):
        return [f"        {_word(name)}: {value_text(value)}"]
    rows = (", ".join(f"{_word(column)}: {value_text(cell)}" for column, cell in row.items()) for row in value.content)
    return [f"        {_word(name)}:", *(f"          - {{{row}}}" for row in rows)]


def value_text(value: Value) -> str:
    """A value as a declaration states it."""
    match value.content:
        case None:
            return State.NONE.value if value.state is State.NONE else value.state.value
        case bool(flag):
            return "true" if flag else "false"
        case str(word):
            return _word(word)
        case frozenset() as words:
            return f"[{', '.join(_word(word) for word in sorted(words))}]"
        case Quantity() as quantity:
            return _number(quantity, value.parameter)
        case rows:
            return f"{len(rows)} rows"


def _word(word: str) -> str:
    return word if _PLAIN.fullmatch(word) and plain_value(word) == word else json.dumps(word)


def _number(quantity: Quantity, parameter: Parameter) -> str:
    return show_quantity(replace(quantity, unit=parameter.unit or ONE), parameter.unit or ONE)
