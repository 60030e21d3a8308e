"""One line in; what it says if it is written plainly, out: a key, a value with the places in it, or both.

A value is a word, a quoted text without escapes, or a list or mapping in brackets, which may go on for several lines.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from msgspec import Struct

from hardmate.document.refusal import Refusal
from hardmate.document.scalar import Scalar, plain_value
from hardmate.document.tree import Marks, shifted

_MOST_LINES = 20_000
"""Lines kept: a fleet says the same again and again."""
_LONGEST = 1_000
"""Characters of one that is kept, with all on which its bracket goes on."""
_MOST_LEVELS = 8

_KEY = r"([A-Za-z_][A-Za-z0-9_./-]{0,99})"
_LINE = re.compile(rf"( *+)(- ++)?(?:{_KEY}:(?= |\Z) *+)?(.*)", re.DOTALL)
_REST = re.compile(r" *(?:(?<= )#[^\n]*)?")
_QUOTED = re.compile(r'"([^"\\\n]*+)"|' r"'([^'\n]*+)'(?!')")
_FLOW_KEY = re.compile(rf"{_KEY}: ++")
_FLOW_WORD = re.compile(r"(?:[A-Za-z0-9_+.(]|-(?=[A-Za-z0-9.]))[^][{},:#?\"'\n]*+")
_GAP = re.compile(r"[ \n]*+")
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@` ")
_HEADERS = (">-", ">", "|-", "|")


class NotPlain(Exception):  # noqa: N818 - not an error of the program
    """A text is not written plainly, so it is for libyaml to read, or to refuse."""


class _Unclosed(Exception):  # noqa: N818 - not an error of the program
    """A bracket is open where the text ends."""


class Says(IntEnum):
    """What a line says beside its key."""

    NOTHING = 0
    """It is blank, or a comment."""
    VALUE = 1
    BLOCK = 2
    """The value begins on a line to come."""
    TEXT = 3
    """Block text follows, behind the indicator that is the line's value."""
    MORE = 4
    """A bracket is not closed."""


class Line(Struct, frozen=True):
    """What a line says. Offsets count from its beginning; `item` if it begins with a dash, at `indent`; the key, if
    there is one, stands in `column`."""

    says: Says
    indent: int = 0
    item: bool = False
    column: int = 0
    key: str = ""
    value: object = None
    mark: Marks = 0


NOTHING, MORE = Line(Says.NOTHING), Line(Says.MORE)


@lru_cache(maxsize=_MOST_LINES)
def read_line(text: str) -> Line:
    """What a line says, and those after it on which its bracket goes on. Raises NotPlain."""
    match = _LINE.match(text) if len(text) <= _LONGEST else None
    if match is None:
        raise NotPlain
    spaces, dash, key, rest = match.groups()
    if (not rest or rest[0] == "#") and not dash and not key:
        return NOTHING
    indent, item, column, at = len(spaces), bool(dash), match.start(3), match.start(4)
    if (not key and not item) or (key and plain_value(key) != key):
        raise NotPlain
    if key and (not rest or rest[0] == "#"):
        return Line(Says.BLOCK, indent, item, column, key)
    if key and rest in _HEADERS:
        return Line(Says.TEXT, indent, item, column, key, rest, at)
    try:
        value, mark = _value(text, at, column if key else indent)
    except _Unclosed:
        return MORE
    return Line(Says.VALUE, indent, item, column, key or "", value, mark)


def _value(text: str, at: int, column: int) -> tuple[object, Marks]:
    """The value that begins at an offset and is all of the text from there on, but for a comment."""
    if text[at : at + 1] in ("[", "{"):
        value, mark, end = _flow(text, at, 0)
        if not all(line.startswith(" " * (column + 1)) for line in text.split("\n")[1:]):
            raise NotPlain
    elif text[at : at + 1] in ("'", '"'):
        value, mark, end = _quoted(text, at)
    else:
        return _word(text[at:]), at
    if not _REST.fullmatch(text, end):
        raise NotPlain
    return value, mark


def _word(text: str) -> Scalar:
    """A plain scalar with a line to itself, but for a comment."""
    word = text.partition(" #")[0].rstrip(" ")
    begins = word[:1] not in _INDICATORS or (word[:1] == "-" and word[1:2] not in ("", " "))
    if not word or not begins or ": " in f"{word} ":
        raise NotPlain
    return _told(word)


def _told(word: str) -> Scalar:
    value = plain_value(word)
    if isinstance(value, Refusal):
        raise NotPlain
    return value


def _quoted(text: str, at: int) -> tuple[str, int, int]:
    match = _QUOTED.match(text, at)
    if match is None:
        raise NotPlain
    return match[1] if match[1] is not None else match[2], at, match.end()


def _flow(text: str, at: int, depth: int) -> tuple[object, Marks, int]:
    """What stands in brackets, or as a word within them, at an offset; and the offset behind it."""
    start = text[at : at + 1]
    if start in ('"', "'"):
        return _quoted(text, at)
    if start not in ("[", "{"):
        match = _FLOW_WORD.match(text, at)
        if match is None:
            raise NotPlain if start else _Unclosed
        return _told(match[0].rstrip(" ")), at, match.end()
    if depth == _MOST_LEVELS:
        raise NotPlain
    closing = "]" if start == "[" else "}"
    keys: dict[str, int] = {}
    values: list[object] = []
    marks: list[Marks] = []
    end = _past_gap(text, at + 1)
    while text[end] != closing or values:
        if start == "{":
            key = _FLOW_KEY.match(text, end)
            if key is None or key[1] in keys or plain_value(key[1]) != key[1]:
                raise NotPlain
            keys[key[1]] = end - at
            end = _past_gap(text, key.end())
        value, mark, end = _flow(text, end, depth + 1)
        values.append(value)
        marks.append(shifted(mark, -at))
        end = _past_gap(text, end)
        if text[end] == closing:
            break
        if text[end] != ",":
            raise NotPlain
        end = _past_gap(text, end + 1)
    data = dict(zip(keys, values, strict=True)) if start == "{" else values
    return data, (at, tuple(keys.values()), tuple(marks)), end + 1


def _past_gap(text: str, at: int) -> int:
    found = _GAP.match(text, at)
    assert found is not None
    if found.end() == len(text):
        raise _Unclosed
    return found.end()
