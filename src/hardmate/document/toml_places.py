"""TOML text in; where each key and value stands out. What the text says is tomllib's to tell: it has no places.

The text need not be TOML: at the first thing that does not fit, the places found so far are all there are, and
tomllib says what is wrong. Nesting is bounded here, before tomllib recurses into it.
"""

from __future__ import annotations

import re
import tomllib

from msgspec import Struct, field

from hardmate.document.limits import MAX_DEPTH

Path = tuple[str | int, ...]
Places = dict[Path, tuple[int, int]]
"""From the way to a value, to the offsets of its key and of itself; an item of a list has no key but itself."""

_BLANK = re.compile(r"[ \t]*")
_SPACE = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_KEY = re.compile(r"""(?P<bare>[A-Za-z0-9_-]+)|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""(?:"{0,2})'
    r"|'''(?:[^']|'(?!''))*'''(?:'{0,2})"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
)
_WORD = re.compile(r"[^\s,\]}#]+(?:[ ][0-9][^\s,\]}#]*)?")


class TooDeep(Exception):  # noqa: N818 - not an error of the program
    """The text nests deeper than the reader goes, from `offset` on."""

    def __init__(self, offset: int) -> None:
        self.offset = offset


class _Stop(Exception):  # noqa: N818 - not an error of the program
    """The text is no TOML from here on."""


class _Scan(Struct):
    """How far the text was read. `last` is the number of the last entry of each array of tables."""

    text: str
    at: int = 0
    found: Places = field(default_factory=dict)
    last: dict[Path, int] = field(default_factory=dict)

    def skip(self, blank: re.Pattern[str]) -> None:
        match = blank.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def here(self, wanted: str) -> bool:
        return self.text.startswith(wanted, self.at)

    def take(self, wanted: str) -> None:
        if not self.here(wanted):
            raise _Stop
        self.at += len(wanted)

    def matched(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise _Stop
        self.at = match.end()
        return match


def places(text: str) -> Places:
    """Where each key and value stands. Raises TooDeep."""
    scan = _Scan(text)
    table: Path = ()
    try:
        while True:
            scan.skip(_SPACE)
            if scan.at >= len(text):
                break
            if scan.here("["):
                table = _header(scan)
            else:
                _entry(scan, table)
    except _Stop:
        pass
    return scan.found


def _header(scan: _Scan) -> Path:
    """`[table]` or `[[array of tables]]`: the way that the entries below it begin with."""
    start, several = scan.at, scan.here("[[")
    brackets = 2 if several else 1
    scan.at += brackets
    way: Path = ()
    keys = _keys(scan, 0)
    for number, (offset, key) in enumerate(keys):
        way = (*way, key)
        scan.found.setdefault(way, (offset, start))
        if several and number == len(keys) - 1:
            scan.last[way] = scan.last.get(way, -1) + 1
        if way in scan.last:
            way = (*way, scan.last[way])
            scan.found.setdefault(way, (start, start))
    scan.take("]" * brackets)
    return way


def _entry(scan: _Scan, above: Path) -> None:
    """`key = value`"""
    way = above
    for offset, key in _keys(scan, len(above)):
        way = (*way, key)
        scan.found.setdefault(way, (offset, offset))
    key_offset, _ = scan.found[way]
    scan.take("=")
    scan.skip(_BLANK)
    scan.found[way] = (key_offset, scan.at)
    _value(scan, way)


def _keys(scan: _Scan, depth: int) -> list[tuple[int, str]]:
    """A key with dots between its parts, and what blanks stand around them."""
    keys: list[tuple[int, str]] = []
    while True:
        scan.skip(_BLANK)
        if depth + len(keys) > MAX_DEPTH:
            raise TooDeep(scan.at)
        start = scan.at
        match = scan.matched(_KEY)
        keys.append((start, match[0] if match["bare"] else _unquoted(match[0])))
        scan.skip(_BLANK)
        if not scan.here("."):
            return keys
        scan.at += 1


def _unquoted(text: str) -> str:
    try:
        return str(tomllib.loads(f"key = {text}")["key"])
    except ValueError:
        raise _Stop from None


def _value(scan: _Scan, way: Path) -> None:
    if len(way) > MAX_DEPTH:
        raise TooDeep(scan.at)
    if scan.here("["):
        _items(scan, way)
    elif scan.here("{"):
        _inline(scan, way)
    else:
        scan.matched(_STRING if scan.here('"') or scan.here("'") else _WORD)


def _items(scan: _Scan, way: Path) -> None:
    """`[value, value]`"""
    scan.take("[")
    number = 0
    while True:
        scan.skip(_SPACE)
        if scan.here("]"):
            scan.at += 1
            return
        scan.found[*way, number] = (scan.at, scan.at)
        _value(scan, (*way, number))
        number += 1
        scan.skip(_SPACE)
        if not scan.here("]"):
            scan.take(",")


def _inline(scan: _Scan, way: Path) -> None:
    """`{key = value, key = value}`"""
    scan.take("{")
    while True:
        scan.skip(_SPACE)
        if scan.here("}"):
            scan.at += 1
            return
        _entry(scan, way)
        scan.skip(_SPACE)
        if not scan.here("}"):
            scan.take(",")
