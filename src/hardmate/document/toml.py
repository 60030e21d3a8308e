"""A table of a TOML file in; a document with the place of every key and value, or findings, out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from pathlib import Path

from hardmate.document.disk import content
from hardmate.document.limits import MAX_DEPTH, MAX_TOML_BYTES
from hardmate.document.toml_places import Places, TooDeep, places
from hardmate.document.tree import Document, Marks, place, shifted
from hardmate.finding import Finding, Location, Severity

_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_toml(file: Path, path: str, table: Sequence[str] = ()) -> Document | tuple[Finding, ...] | None:
    """Read one table of `file`, which findings call `path`; None if it has no such table."""
    raw = content(file, path, MAX_TOML_BYTES)
    return raw if isinstance(raw, tuple) else parse_toml(raw, path, table)


def parse_toml(raw: bytes, path: str, table: Sequence[str] = ()) -> Document | tuple[Finding, ...] | None:
    """The table of a TOML file's content, the whole of it if no table is named. Any bytes give one of the three."""
    if len(raw) > MAX_TOML_BYTES:
        message = f"the file is larger than {MAX_TOML_BYTES // 1024} KiB"
        return (_error("file-too-large", message, Location(path), "make it shorter"),)
    try:
        # As tomllib does: offsets count characters of the text with LF alone.
        text = raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8").replace("\r\n", "\n")
        message, then = "the file is not UTF-8", "save it as UTF-8"
        return (_error("toml-encoding", message, place(path, before, len(before)), then),)
    try:
        found = places(text)
        data = tomllib.loads(text, parse_float=Decimal)
    except TooDeep as error:
        message = f"nested deeper than {MAX_DEPTH} levels"
        return (_error("toml-depth", message, place(path, text, error.offset), "flatten the structure"),)
    except ValueError as error:
        return (_unreadable(str(error), path, text),)
    inner: object = data
    for step in table:
        if not isinstance(inner, dict) or step not in inner:
            return None
        inner = inner[step]
    document = Document(path, text, inner, _marks(inner, tuple(table), found, 0))
    return tuple(_refused(document, inner, ())) or document


def _unreadable(told: str, path: str, text: str) -> Finding:
    """tomllib gives the place as a part of its message."""
    at = _AT.search(told)
    where = Location(path, int(at[1]), int(at[2])) if at and at[1] else place(path, text, len(text))
    message = _AT.sub("", told)
    return _error("toml-syntax", f"this is no TOML: {message[:1].lower()}{message[1:]}", where, "see https://toml.io")


def _marks(data: object, path: tuple[str | int, ...], found: Places, above: int) -> Marks:
    _, at = found.get(path, (above, above))
    if isinstance(data, dict):
        keys = tuple(found.get((*path, key), (at, at))[0] - at for key in data)
        return at, keys, tuple(shifted(_marks(inner, (*path, key), found, at), -at) for key, inner in data.items())
    if isinstance(data, list):
        inner_marks = (_marks(inner, (*path, number), found, at) for number, inner in enumerate(data))
        return at, (), tuple(shifted(mark, -at) for mark in inner_marks)
    return at


def _refused(document: Document, data: object, steps: tuple[str | int, ...]) -> Iterator[Finding]:
    """Values that JSON does not know: no schema can speak of them."""
    if isinstance(data, Mapping):
        for key, inner in data.items():
            yield from _refused(document, inner, (*steps, key))
    elif isinstance(data, list):
        for number, inner in enumerate(data):
            yield from _refused(document, inner, (*steps, number))
    elif isinstance(data, date | time) or (isinstance(data, Decimal) and not data.is_finite()):
        what = "a day or a time" if isinstance(data, date | time) else "no finite number"
        yield Finding(
            "toml-value",
            Severity.ERROR,
            f"this is {what}",
            document.location(*steps),
            "put it in quotes",
            subject=document.subject(*steps),
        )


def _error(code: str, message: str, where: Location, then: str) -> Finding:
    return Finding(code, Severity.ERROR, message, where, then, subject=("file", where.file))
