"""Hardmate's own values to bytes and back: records, shapes and enums of its modules, and plain things in them.

Bytes can name no class outside Hardmate and call no code: an entry is a plain thing, or a class with its fields. A
record that is one object stays one, for some are compared by identity. What is `Apart` is made when it is asked for.
"""

from __future__ import annotations

import marshal
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from importlib import import_module
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from msgspec import Struct

PACKAGE = "hardmate."
_AS_IT_IS, _APART, _OF_PLAIN = -1, -2, -3
"""Entries that are no maker's: a plain thing, and a mapping that is apart, as the numbers of its names and parts. From
the last one down, those of a maker with its parts themselves, which are plain, instead of their numbers."""
_PLAIN = (str, int, bool, float, bytes, type(None))


def _paired(parts: Sequence[Any]) -> dict[Any, Any]:
    return dict(zip(parts[::2], parts[1::2], strict=True))


_MAKERS: tuple[tuple[type, Callable[[Any], Iterable[Any]], Callable[[Sequence[Any]], Any]], ...] = (
    (tuple, lambda thing: thing, tuple),
    (list, lambda thing: thing, list),
    (frozenset, lambda thing: sorted(thing, key=repr), frozenset),
    (dict, lambda thing: (part for item in thing.items() for part in item), _paired),
    (MappingProxyType, lambda thing: (dict(thing),), lambda parts: MappingProxyType(*parts)),
    (Fraction, lambda thing: (thing.numerator, thing.denominator), lambda parts: Fraction(*parts)),
    (Decimal, lambda thing: (str(thing),), lambda parts: Decimal(*parts)),
)
"""Types, how each is taken apart, and how it is made of its parts."""


class Apart(dict[str, Any]):
    """A mapping of which each entry comes back when somebody asks for it, with whatever it needs."""


def encoded(thing: object) -> bytes:
    """The bytes of a thing. Raises TypeError for one that holds anything foreign."""
    table: list[tuple[int, Any]] = []
    starts = [0]
    classes: dict[type, int] = {}
    known: dict[object, tuple[int, object]] = {}

    def entry(one: Any) -> int:
        single, plain = type(one) in _PLAIN, _is_plain(one)
        # Only what may be compared by identity is shared with what is apart, which would have to be made with it.
        key = id(one) if isinstance(one, Struct) else (len(starts), type(one), one if single else id(one))
        if key in known:
            return known[key][0]
        if plain:
            content = (_AS_IT_IS, one)
        elif isinstance(one, Apart):
            names = tuple([entry(name) for name in one])
            content = (_APART, (names, tuple([apart(part) for part in one.values()])))
            starts.append(len(table))
        else:
            number = next((n for n, (kind, _, _) in enumerate(_MAKERS) if type(one) is kind), None)
            parts = tuple(_parts(one) if number is None else _MAKERS[number][1](one))
            if number is None:
                number = len(_MAKERS) + classes.setdefault(type(one), len(classes))
            if all(map(_is_plain, parts)):
                content = (_OF_PLAIN - number, parts)
            else:
                content = (number, tuple([entry(part) for part in parts]))
        table.append(content)
        # Kept beside its number: only a living object keeps its id.
        known[key] = (len(table) - 1, one)
        return len(table) - 1

    def apart(one: Any) -> int:
        starts.append(len(table))
        return entry(one)

    entry(thing)
    kinds = [(kind.__module__, kind.__qualname__) for kind in classes]
    chunks = [table[start:end] for start, end in pairwise([*starts, len(table)])]
    needs = [tuple({bisect_right(starts, part) - 1 for part in _needed(chunk)} - {n}) for n, chunk in enumerate(chunks)]
    return marshal.dumps((kinds, starts, needs, [marshal.dumps(chunk) for chunk in chunks], len(table) - 1))


def _needed(chunk: Sequence[tuple[int, Any]]) -> Iterator[int]:
    """The entries that those of a chunk are made of."""
    for kind, content in chunk:
        if kind >= 0:
            yield from content
        elif kind == _APART:
            yield from content[0]


def _is_plain(one: Any) -> bool:
    """Whether a thing is kept as it is, with all that is in it."""
    kind = type(one)
    if kind is dict:
        return all(_is_plain(part) for item in one.items() for part in item)
    return kind in _PLAIN or (kind in (tuple, list) and all(map(_is_plain, one)))


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
        # Of bytes whose digest was right, and nothing in them is called.
        kinds, starts, needs, chunks, last = marshal.loads(raw)  # noqa: S302
        makers = [maker for _, _, maker in _MAKERS] + [_maker(*kind) for kind in kinds]
        return _Made(makers, starts, needs, chunks).entry(last)
    except (ImportError, AttributeError, IndexError, KeyError, TypeError, EOFError) as error:
        raise ValueError("these bytes hold nothing that can be read") from error


class _Made:
    """The entries of a table. A chunk of them is made when one is asked for, after the chunks that it `needs`."""

    def __init__(
        self,
        makers: Sequence[Callable[[Sequence[Any]], Any]],
        starts: Sequence[int],
        needs: Sequence[Sequence[int]],
        chunks: Sequence[bytes],
    ) -> None:
        self._makers, self._starts, self._needs, self._chunks = makers, starts, needs, chunks
        self._made: dict[int, Any] = {}
        self._begun: set[int] = set()

    def entry(self, number: int) -> Any:
        self._make(bisect_right(self._starts, number) - 1)
        return self._made[number]

    def _make(self, chunk: int) -> None:
        if chunk in self._begun:
            return
        self._begun.add(chunk)
        for each in self._needs[chunk]:
            self._make(each)
        made, makers = self._made, self._makers
        for number, (kind, content) in enumerate(marshal.loads(self._chunks[chunk]), self._starts[chunk]):  # noqa: S302
            if kind >= 0:
                made[number] = makers[kind]([made[part] for part in content])
            elif kind == _AS_IT_IS:
                made[number] = content
            elif kind == _APART:
                names, numbers = content
                made[number] = _Entries(self, dict(zip([made[name] for name in names], numbers, strict=True)))
            else:
                made[number] = makers[_OF_PLAIN - kind](content)


class _Entries(Mapping[str, Any]):
    """What was apart: each entry as it is asked for."""

    def __init__(self, made: _Made, numbers: Mapping[str, int]) -> None:
        self._made, self._numbers = made, numbers

    def __getitem__(self, name: str) -> Any:
        return self._made.entry(self._numbers[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def _maker(module: str, name: str) -> Callable[[Sequence[Any]], Any]:
    if not module.startswith(PACKAGE):
        raise ValueError(f"{module} is no module of Hardmate")
    kind = getattr(import_module(module), name)
    if not isinstance(kind, type):
        raise TypeError(f"{name} is no class")
    if issubclass(kind, Enum) or issubclass(kind, Struct):
        return lambda parts: kind(*parts)
    shaped: Callable[[Mapping[str, Any]], Any] = kind.of  # type: ignore[attr-defined]
    return lambda parts: shaped(parts[0])
