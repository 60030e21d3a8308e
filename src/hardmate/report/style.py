"""Text for a terminal: colour where it is wanted, and never a control character from a file."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_CODES = {"red": "31", "yellow": "33", "green": "32", "blue": "34", "bold": "1", "dim": "2"}


@dataclass(frozen=True, slots=True)
class Style:
    """Colours text if `colour` is on."""

    colour: bool = False

    def __call__(self, name: str, text: str) -> str:
        return f"\x1b[{_CODES[name]}m{text}\x1b[0m" if self.colour and text else text


def plain(text: str) -> str:
    """The text on one line, with characters that steer a terminal or hide written out."""
    return "".join(_shown(character) for character in " ".join(text.split()))


def visible(text: str) -> str:
    """A line of a file, its spaces kept, with characters that steer a terminal or hide written out."""
    return "".join(_shown(character) for character in text.replace("\t", "    "))


def _shown(character: str) -> str:
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
        return character.encode("unicode_escape").decode("ascii")
    return character
