"""How a document is written: its keys, scalars and comments as they stand in the file, each comment with its owner.

A comment above a key or dash belongs to that entry, one behind a value to the entry of the value. One below the last
entry of a block belongs to the innermost block that is not indented deeper than the comment, as its foot.
"""

from __future__ import annotations

from msgspec import Struct, field


class Scalar(Struct):
    """A scalar's lines as written, quotes included, without what indents them; one empty line for no value at all."""

    lines: tuple[str, ...]


class BlockText(Struct):
    """Text behind `|` or `>`: the indicator as written, and the lines without what indents the text."""

    indicator: str
    lines: tuple[str, ...]


class Entry(Struct):
    """One key with its value, or one item. Comments are told with their `#`; "" among them is a blank line.

    `key` is as written, `name` what it says; an item has neither. `before` stands above the entry, `beside` between
    the key or dash and the value, `after` behind the value. `below`: the value begins on a line of its own.
    """

    key: str
    name: str
    value: Value
    before: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    after: str = ""
    below: bool = False


class Collection(Struct):
    """A mapping or a list; `flow` if it was written in brackets. `foot` holds the comments below the last entry."""

    mapping: bool
    flow: bool
    entries: list[Entry] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)


Value = Scalar | BlockText | Collection
"""What an entry holds."""


class Written(Struct):
    """A document's layout. `opening` holds the lines up to `---`, if that is there; `head` the comments that stay on
    top of the file: those above the first key that a blank line parts from it."""

    opening: list[str]
    head: list[str]
    root: Collection
