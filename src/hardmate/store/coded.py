"""Hardmate's own values to bytes and back: records, shapes and enums of its modules, and plain things in them.

Bytes can name no class outside Hardmate and call no code: an entry is a plain thing, or a class with its fields. What
is one object stays one, so that what is compared by identity still is.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from importlib import import_module
from types import MappingProxyType
from typing import Any

from msgspec import Struct

PACKAGE = "hardmate."
_PLAIN = (str, int, bool, float, bytes, type(None))


def _paired(parts: list[Any]) -> dict[Any, Any]:
    return dict(zip(parts[::2], parts[1::2], strict=True))


_MAKERS: tuple[tuple[type, Callable[[Any], Iterable[Any]], Callable[[list[Any]], Any]], ...] = (
    (tuple, lambda thing: thing, tuple),
    (list, lambda thing: thing, list),
    (frozenset, lambda thing: sorted(thing, key=repr), frozenset),
    (dict, lambda thing: (part for item in thing.items() for part in item), _paired),
    (
        MappingProxyType,
        lambda thing: (part for item in thing.items() for part in item),
        lambda parts: MappingProxyType(_paired(parts)),
    ),
    (Fraction, lambda thing: (thing.numerator, thing.denominator), lambda parts: Fraction(*parts)),
    (Decimal, lambda thing: (str(thing),), lambda parts: Decimal(*parts)),
)
"""Types, how each is taken apart, and how it is made of its parts."""


def encoded(thing: object) -> bytes:
    """The bytes of a thing. Raises TypeError for one that holds anything foreign."""
    table: list[tuple[int, object]] = []
    classes: dict[type, int] = {}
    known: dict[object, tuple[int, object]] = {}

    def entry(one: Any) -> int:
        plain = isinstance(one, _PLAIN) and not isinstance(one, Enum)
        key = (type(one), one) if plain else id(one)
        if key in known:
            return known[key][0]
        if plain:
            table.append((-1, one))
        else:
            number = next((n for n, (kind, _, _) in enumerate(_MAKERS) if type(one) is kind), None)
            parts = _parts(one) if number is None else _MAKERS[number][1](one)
            if number is None:
                number = len(_MAKERS) + classes.setdefault(type(one), len(classes))
            table.append((number, tuple([entry(part) for part in parts])))
        # Kept beside its number: only a living object keeps its id.
        known[key] = (len(table) - 1, one)
        return len(table) - 1

    entry(thing)
    names = [(kind.__module__, kind.__qualname__) for kind in classes]
    return marshal.dumps((names, table))


def _parts(one: Any) -> Iterable[Any]:
    if not type(one).__module__.startswith(PACKAGE):
        raise TypeError(f"{type(one)} is none of Hardmate's own")
    if isinstance(one, Enum):
        return (one.value,)
    if isinstance(one, Struct):
        return (getattr(one, name) for name in one.__struct_fields__)
    return (one.given,)


def decoded(raw: bytes) -> Any:
    """The thing that such bytes stand for. Raises ValueError if they stand for nothing that this Hardmate knows."""
    try:
        names, table = marshal.loads(raw)  # noqa: S302 - of bytes whose digest was right, and nothing in them is called
        makers = [maker for _, _, maker in _MAKERS] + [_maker(*name) for name in names]
        made: list[Any] = []
        for number, content in table:
            made.append(content if number < 0 else makers[number]([made[part] for part in content]))
        return made[-1]
    except (ImportError, AttributeError, IndexError, KeyError, TypeError, EOFError) as error:
        raise ValueError("these bytes hold nothing that can be read") from error


def _maker(module: str, name: str) -> Callable[[list[Any]], Any]:
    if not module.startswith(PACKAGE):
        raise ValueError(f"{module} is no module of Hardmate")
    kind = getattr(import_module(module), name)
    if not isinstance(kind, type):
        raise TypeError(f"{name} is no class")
    if issubclass(kind, Enum) or issubclass(kind, Struct):
        return lambda parts: kind(*parts)
    shaped: Callable[[Mapping[str, Any]], Any] = kind.of  # type: ignore[attr-defined]
    return lambda parts: shaped(parts[0])
