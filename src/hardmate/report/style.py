"""Text for a terminal: colour where it is wanted, and never a control character from a file."""

from __future__ import annotations

import re
from textwrap import wrap

from msgspec import Struct

_CODES = {"red": "31", "yellow": "33", "green": "32", "blue": "34", "bold": "1", "dim": "2"}

WIDTH = 100
"""Columns of a line that is wrapped."""


class Style(Struct, frozen=True):
    """Colours text if `colour` is on."""

    colour: bool = False

    def __call__(self, name: str, text: str) -> str:
        return f"\x1b[{_CODES[name]}m{text}\x1b[0m" if self.colour and text else text


# `::error::` at the start of a line, and `##[error]` or `##vso[...]` anywhere in it, are commands to CI systems.
_COMMAND = re.compile(r":(?=:)|#(?=#\w*\[)")


def plain(text: str) -> str:
    """The text on one line, with whatever steers a terminal or a CI system, or hides, written out."""
    return visible(" ".join(text.split()))


def wrapped(text: str, indent: str = "") -> list[str]:
    """The text in lines that fit, the second and later ones two spaces further in."""
    return wrap(
        plain(text),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def visible(text: str) -> str:
    """A line of a file, its spaces kept, with whatever steers a terminal or a CI system, or hides, written out."""
    shown = text.replace("\t", "    ")
    if not shown.isprintable():
        shown = "".join(each if each.isprintable() else _escaped(each) for each in shown)
    return _COMMAND.sub(lambda found: f"\\x{ord(found[0]):02x}", shown)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
