"""A document and the order of its keys in; its canonical text, which says the same, out.

Blocks are indented by two spaces, lists too; what is written in brackets stays so while it fits on its line, and rows
of a list may take several. Scalars stay as written: their quotes, their units, and where their lines are folded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from hardmate.document.owners import written
from hardmate.document.tree import Document
from hardmate.document.written import BlockText, Collection, Entry, Scalar, Value, Written

WIDTH = 120
"""Columns of a line, beyond which brackets are opened up. Texts and comments are never folded anew."""

KeyOrder = Callable[[tuple[str | int, ...]], Sequence[str]]
"""The keys of the mapping at a path in their order; none where the author's order stands."""

_BLANK = ""
_KEPT = "\0"  # behind text that keeps its last line breaks: a blank line there would become part of it


def canonical(document: Document, order: KeyOrder) -> str:
    """The text to write for `document`. Lines end as the first one does."""
    source = document.text
    layout = written(source.replace("\r\n", "\n"))
    _arrange(layout.root, order, ())
    text = "".join(f"{line}\n" for line in _spaced(_lines(layout)))
    first = source.find("\n")
    return text.replace("\n", "\r\n") if first > 0 and source[first - 1] == "\r" else text


def _arrange(collection: Collection, order: KeyOrder, path: tuple[str | int, ...]) -> None:
    """Put the keys in order. One that the order does not know stays behind the one that it followed."""
    ranks = {name: rank for rank, name in enumerate(order(path))} if collection.mapping else {}
    if ranks:
        rank, ranked = -1, []
        for entry in collection.entries:
            rank = ranks.get(entry.name, rank)
            ranked.append((rank, entry))
        collection.entries = [entry for _, entry in sorted(ranked, key=lambda one: one[0])]
    for number, entry in enumerate(collection.entries):
        if isinstance(entry.value, Collection):
            _arrange(entry.value, order, (*path, entry.name if collection.mapping else number))


def _lines(layout: Written) -> Iterator[str]:
    yield from layout.opening
    yield from layout.head
    if layout.head:
        yield _BLANK
    yield from _top(layout.root)


def _top(root: Collection) -> Iterator[str]:
    line = _in_line(root, 0)
    if line is None and root.entries:
        yield from _block(root, 0)
    else:
        yield line or ("{}" if root.mapping else "[]")
        yield from root.foot


def _spaced(lines: Iterator[str]) -> Iterator[str]:
    """The lines with single blank lines between them, none at either end."""
    blank, last = False, ""
    for line in lines:
        if line == _KEPT:
            last = _KEPT
        elif line == _BLANK:
            blank = last not in ("", _KEPT)
        else:
            if blank:
                yield _BLANK
            blank, last = False, line
            # Blank lines inside of a text are its own.
            yield from line.split("\n")


def _block(collection: Collection, indent: int) -> Iterator[str]:
    pad = " " * indent
    for number, entry in enumerate(collection.entries):
        before = entry.before
        while number == 0 and before[:1] == [_BLANK]:
            before = before[1:]
        yield from (_BLANK if not line else pad + line for line in before)
        yield from _entry(entry, indent)
    yield from (_BLANK if not line else pad + line for line in collection.foot)


def _entry(entry: Entry, indent: int) -> Iterator[str]:
    """The lines of a key or an item in a block indented by `indent`."""
    head = " " * indent + (f"{entry.key}:" if entry.key else "-")
    inner = " " * (indent + 2)
    beside = [said for said in entry.beside if said]
    after = f" {entry.after}" if entry.after else ""
    if isinstance(entry.value, Collection):
        line = _in_line(entry.value, len(head) + 1) if not beside else _in_line(entry.value, len(inner))
        if line is None and not entry.key and not beside:
            line = _row(entry.value, len(head) + 1)
        if line is None:
            yield from _opened(entry, entry.value, head, beside)
            return
        first, *others = line.split("\n")
    elif isinstance(entry.value, BlockText):
        first, *others = entry.value.indicator + after, *(inner + line if line else "" for line in entry.value.lines)
        after = ""
    else:
        first, *others = entry.value.lines
        others = [inner + line if line else "" for line in others]
    if beside:
        yield f"{head} {beside[0]}"
        yield from (inner + said for said in beside[1:])
        start = inner
    elif entry.below and len(head) + 1 + len(first) > WIDTH:
        yield head
        start = inner
    else:
        start = f"{head} " if first else head
    if first or not beside:
        yield "\n".join([start + first, *others]) + after
    if isinstance(entry.value, BlockText) and "+" in entry.value.indicator:
        yield _KEPT


def _opened(entry: Entry, value: Collection, head: str, beside: Sequence[str]) -> Iterator[str]:
    """A key or dash with a block below it; if brackets are opened up, comments about them find a new place."""
    indent = len(head) - len(head.lstrip()) + 2
    said = [*beside, *([entry.after] if entry.after else [])]
    inner = value if not said[1:] else Collection(value.mapping, value.flow, value.entries, [*said[1:], *value.foot])
    lines = _block(inner, indent)
    if entry.key or said or any(value.entries[0].before):
        yield f"{head} {said[0]}" if said else head
    else:
        yield f"{head} {next(lines)[indent:]}"
    yield from lines


def _in_line(value: Collection, column: int) -> str | None:
    """What stands in brackets, on one line that begins in `column`; None if it does not fit or says more than data."""
    line = _inline(value) if value.flow else None
    return line if line is not None and (column + len(line) <= WIDTH or not value.entries) else None


def _row(value: Collection, column: int) -> str | None:
    """A mapping in brackets, on as many lines as it takes from `column` on; None if one of its values is too long."""
    pieces = [_piece(entry) for entry in value.entries] if value.flow and value.mapping and not value.foot else [None]
    room = WIDTH - column - 1
    lines = [""]
    for number, piece in enumerate(pieces):
        if piece is None or len(piece) + 1 > room:
            return None
        ended = piece + ("}" if number == len(pieces) - 1 else ",")
        if not lines[-1]:
            lines = [ended]
        elif len(lines[-1]) + 1 + len(ended) > room:
            lines.append(ended)
        else:
            lines[-1] += f" {ended}"
    return "{" + f"\n{' ' * (column + 1)}".join(lines)


def _inline(value: Value) -> str | None:
    """The value on one line; None if that can not say it all."""
    if isinstance(value, BlockText):
        return None
    if isinstance(value, Scalar):
        return value.lines[0] if value.lines[0] and not value.lines[1:] else None
    pieces = [_piece(entry) for entry in value.entries]
    if value.foot or None in pieces:
        return None
    line = ", ".join(piece for piece in pieces if piece is not None)
    return f"{{{line}}}" if value.mapping else f"[{line}]"


def _piece(entry: Entry) -> str | None:
    """A key with its value, or an item, in brackets."""
    line = _inline(entry.value)
    if line is None or entry.before or entry.beside or entry.after:
        return None
    return f"{entry.key}: {line}" if entry.key else line
