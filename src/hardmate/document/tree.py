"""A document that was read: its data, and beside it the place of every key and value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from hardmate.finding import Location

# A scalar's mark is the character offset of its first character. A collection's is (offset, key offsets,
# marks of the values), in file order; a sequence has no key offsets. What is within counts from that offset, so that
# documents share what they say alike. Tuples of integers all the way down: the garbage collector stops tracking them,
# and a document costs it nothing.
Marks: TypeAlias = "int | tuple[int, tuple[int, ...], tuple[Marks, ...]]"


def shifted(mark: Marks, by: int) -> Marks:
    """A mark so much further on, and with it all within."""
    return mark + by if isinstance(mark, int) else (mark[0] + by, mark[1], mark[2])


Node: TypeAlias = "tuple[object, Marks, int | None]"
"""A node's data and marks, and the offset of its key if it has one."""

_PLACED = ("standard", "clause", "mode")
"""Kinds of files whose folder is part of their name: the same clause may stand in two standards."""

_PLAIN_WORD = re.compile(r"[-+.0-9A-Za-z]*")


def place(path: str, text: str, offset: int) -> Location:
    """Line and column, from 1, of the character at `offset`; a column is one character wide, whatever it is."""
    return Location(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


class Document(Struct, frozen=True):
    """One YAML file. `path` is as the user gave it; `data` holds dict, list, str, int, Decimal, bool and None."""

    path: str
    text: str
    data: object
    marks: Marks

    def location(self, *steps: str | int, key: bool = False) -> Location:
        """The place of the value at `steps`, or of its key; else of the deepest node on the way that exists."""
        return place(self.path, self.text, self._find(steps, key=key)[0])

    def scalar(self, *steps: str | int) -> str:
        """The text of the scalar at `steps`: as written for a number, a truth value or null, else its content."""
        offset, data = self._find(steps)
        if isinstance(data, str):
            return data
        if isinstance(data, dict | list):
            return ""
        word = _PLAIN_WORD.match(self.text, offset)
        return word.group() if word else ""

    def offset_location(self, offset: int, *steps: str | int) -> Location:
        """The place `offset` characters into the scalar at `steps`, if it is plain and on one line; else its start."""
        start, _ = self._find(steps)
        scalar = self.scalar(*steps)
        inside = 0 <= offset <= len(scalar) and self.text.startswith(scalar, start)
        return place(self.path, self.text, start + offset if inside else start)

    def subject(self, *steps: str | int) -> tuple[str, ...]:
        """What stands at `steps`, named so that it keeps its name when the file is moved or its lines are.

        The file is named by its kind and id if it has them, an entry of a list by what it says if that is a scalar.
        """
        data = self.data
        named = ("file", self.path)
        if isinstance(data, dict):
            kind, name = data.get("kind"), data.get("id")
            if isinstance(kind, str) and isinstance(name, str) and kind not in _PLACED:
                named = (kind, name)
        words: list[str] = []
        for step in steps:
            entry: object = None
            word = str(step)
            if isinstance(data, dict):
                entry = data.get(step)
            elif isinstance(data, list) and isinstance(step, int) and step < len(data):
                entry = data[step]
                word = word if isinstance(entry, dict | list) else str(entry)
            words.append(word)
            data = entry
        return (*named, *words)

    def span(self, *steps: str | int, key: bool = False) -> tuple[int, int] | None:
        """Start and end of the scalar at `steps`, or of its key, quotes included; None unless it is written plainly:
        on one line, without escapes."""
        offset, data = self._find(steps, key=key)
        said = str(steps[-1]) if key else self.scalar(*steps)
        if isinstance(data, dict | list) and not key:
            return None
        quote = self.text[offset : offset + 1]
        if quote not in ('"', "'"):
            quote = ""
        return (
            (offset, offset + len(quote + said + quote)) if self.text.startswith(quote + said + quote, offset) else None
        )

    def below(self, node: Node | None, steps: tuple[str | int, ...]) -> Node:
        """The node that `steps` lead to from a node, or from the top; else the deepest on the way that exists."""
        data, marks, key = node or (self.data, self.marks, None)
        for step in steps:
            if isinstance(marks, int):
                return data, marks, None
            start, keys, children = marks
            if isinstance(data, dict) and step in data:
                index = list(data).index(step)
                key, data = start + keys[index], data[step]
            elif isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
                index, key, data = step, None, data[step]
            else:
                return data, start, None
            marks = shifted(children[index], start)
        return data, marks, key

    def node_location(self, node: Node, *, key: bool = False) -> Location:
        """The place of a node, or of its key if it has one."""
        _, marks, at_key = node
        start = marks if isinstance(marks, int) else marks[0]
        return place(self.path, self.text, at_key if key and at_key is not None else start)

    def _find(self, steps: tuple[str | int, ...], *, key: bool = False) -> tuple[int, object]:
        """The offset and data of the deepest node on the way along `steps`."""
        data, marks, at_key = self.below(None, steps)
        start = marks if isinstance(marks, int) else marks[0]
        return (at_key if key and at_key is not None else start), data


def overlaid(document: Document, steps: tuple[str | int, ...], base: Mapping[str, object]) -> Document:
    """The mapping at `steps` of a document, with the entries of `base` that it lacks: those stand at its own key."""
    marks, around = document.marks, document.data
    at = document._find(steps, key=True)[0]
    for step in steps:
        assert isinstance(around, dict)
        assert not isinstance(marks, int)
        marks, around = shifted(marks[2][list(around).index(step)], marks[0]), around[step]
    assert isinstance(around, dict)
    assert not isinstance(marks, int)
    further = marks[0] - at
    keys = dict(zip(around, [further + key for key in marks[1]], strict=True))
    inner = dict(zip(around, [shifted(mark, further) for mark in marks[2]], strict=True))
    data = {**base, **around}
    offsets = tuple(keys.get(key, 0) for key in data)
    return Document(document.path, document.text, data, (at, offsets, tuple(inner.get(key, 0) for key in data)))
