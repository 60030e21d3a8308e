"""The text of a document written in the plain way in; its data and marks out, or nothing, and libyaml has to read it.

Nearly every line of a declaration is a key, a key with a word, or an entry of a list, and what a line says it says in
every file. Such lines are read here, each only once, several times as fast as a tree is made of libyaml's nodes; and
what stands below a key is read once for all files in which the same lines stand there. What is read here is what the
other way reads, to the last offset: a law holds the two together. All else is left to the other way, and so is every
refusal.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from hardmate.document.limits import MAX_SCALAR
from hardmate.document.line import MORE, NOTHING, Line, NotPlain, Says, read_line
from hardmate.document.tree import Marks, shifted

_DEEPEST = 40
"""The last column in which a collection may begin: so none is nested deeper than libyaml's way allows."""
_LONGEST = 4_000
"""Characters of what stands below a key, if it is kept."""
_MOST_BLOCKS = 1 << 14
_FOLDED = ">"
_VALUE, _BLOCK, _TEXT = Says.VALUE, Says.BLOCK, Says.TEXT  # to look one up takes longer than to read a line


class _Block:
    """A block collection that is being read: a mapping, or a list of items.

    `keys` are the offsets of a mapping's keys, counted from its `start` like `marks`; `key` is the one that came last.
    `waiting`: its value begins on a line to come.
    """

    __slots__ = ("column", "data", "item", "key", "keys", "marks", "start", "waiting")

    def __init__(self, column: int, start: int, *, item: bool) -> None:
        self.column, self.start, self.item = column, start, item
        self.data: Any = [] if item else {}
        self.keys: list[int] = []
        self.marks: list[Marks] = []
        self.key = ""
        self.waiting = False

    def put(self, value: object) -> None:
        if self.item:
            self.data.append(value)
        else:
            self.data[self.key] = value


def plain_tree(text: str) -> tuple[object, Marks] | None:
    """Data and marks of the document, if it is written plainly throughout."""
    if text[-1:] != "\n" or len(text) > MAX_SCALAR or "\r" in text:
        return None
    try:
        return _tree(text)
    except NotPlain:
        return None


def _tree(told: str) -> tuple[object, Marks]:
    lines = told.split("\n")
    blocks = [_Block(-1, 0, item=True)]  # holds the document, and stands for nothing in its text
    block = blocks[0]
    block.waiting = True
    number = offset = 0
    while number < len(lines):
        start, text = offset, lines[number]
        line = read_line(text)
        number += 1
        if line is MORE:
            last = _bracket_end(lines, number - 1)
            text = "\n".join(lines[number - 1 : last])
            line = read_line(text)
            number = last
        offset += len(text) + 1
        if line is NOTHING:
            continue
        key = line.key
        # Most lines stand in the block of the line before.
        if block.column != line.indent or block.waiting or block.item != line.item or (key and line.item):
            block = _at(line, start, blocks)
        if key:
            if key in block.data:
                raise NotPlain
            block.key = key
            block.keys.append(start - block.start + line.column)
        value, mark = line.value, line.mark
        if line.says is _BLOCK:
            below = _below(told, offset, block.column)
            if not below:
                block.waiting = True
                continue
            value, mark = _known(below)
            mark = shifted(mark, offset - start)
            offset += len(below)
            number += below.count("\n")
        elif line.says is _TEXT:
            last = _text_end(lines, number, block.column)
            value = _text(str(line.value), lines[number:last])
            offset += sum(map(len, lines[number:last])) + last - number
            number = last
        elif line.says is not _VALUE:
            raise NotPlain
        block.put(value)
        block.marks.append(shifted(mark, start - block.start))
    while len(blocks) > 1:
        block = _close(blocks)
    if block.waiting:
        raise NotPlain
    return block.data[0], block.marks[0]


_known = lru_cache(maxsize=_MOST_BLOCKS)(_tree)
"""What lines below a key say, as if they were a document. All that say the same share it."""


def _below(told: str, start: int, column: int) -> str:
    """The lines from an offset on that stand below the key before them, which is in `column`; "" for a list that is
    not indented, and for what is too long to be kept."""
    ends = _ending(column).search(told, start - 1, start + _LONGEST)
    if ends is not None:
        return told[start : ends.start() + 1]
    return told[start:] if len(told) < start + _LONGEST else ""


@cache
def _ending(column: int) -> re.Pattern[str]:
    """Finds the end of the line before the first that is not indented deeper than a column."""
    return re.compile(rf"\n {{0,{column}}}[^ \n#]")


def _at(line: Line, start: int, blocks: list[_Block]) -> _Block:
    """The block that a line has its entry in."""
    block = blocks[-1]
    if block.waiting:
        beside = line.item and line.indent == block.column and not block.item
        if line.indent <= block.column and not beside:
            raise NotPlain
        block = _opened(line.indent, start, blocks, item=line.item)
    else:
        while line.indent < block.column or (line.indent == block.column and block.item and not line.item):
            block = _close(blocks)
        if line.indent != block.column or line.item != block.item:
            raise NotPlain
    return _opened(line.column, start, blocks, item=False) if line.item and line.key else block


def _opened(column: int, start: int, blocks: list[_Block], *, item: bool) -> _Block:
    outer, made = blocks[-1], _Block(column, start + column, item=item)
    outer.put(made.data)
    outer.waiting = False
    if column > _DEEPEST:
        raise NotPlain
    blocks.append(made)
    return made


def _close(blocks: list[_Block]) -> _Block:
    """The block around the innermost one, which has ended."""
    inner = blocks.pop()
    if inner.waiting:
        raise NotPlain
    outer = blocks[-1]
    outer.marks.append((inner.start - outer.start, tuple(inner.keys), tuple(inner.marks)))
    return outer


def _bracket_end(lines: list[str], first: int) -> int:
    """The number of the line behind the one on which as many brackets are closed as are open since the first line."""
    more = 0
    for number in range(first, len(lines)):
        line = lines[number]
        more += line.count("[") + line.count("{") - line.count("]") - line.count("}")
        if more <= 0:
            return number + 1
    raise NotPlain


def _text_end(lines: list[str], first: int, column: int) -> int:
    """The number of the line behind block text that is indented evenly, deeper than the key in `column`."""
    width = _indent(lines[first])
    if width <= column:
        raise NotPlain
    last = first
    while lines[last].strip(" ") and _indent(lines[last]) == width and lines[last][-1] != " ":
        last += 1
    after = last
    while after < len(lines) and not lines[after]:
        after += 1
    if last == first or (after < len(lines) and _indent(lines[after]) > column):
        raise NotPlain
    return last


def _text(header: str, lines: list[str]) -> str:
    width = _indent(lines[0])
    told = (" " if header[0] == _FOLDED else "\n").join(line[width:] for line in lines)
    return told if header.endswith("-") else f"{told}\n"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
