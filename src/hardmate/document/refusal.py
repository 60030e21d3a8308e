"""Why a piece of YAML is not read: what the stages of the reader pass on until they become findings."""

from __future__ import annotations

from msgspec import Struct

_SHOWN = 40  # characters of the file in one message


class Refusal(Struct, frozen=True):
    """A rule of the reader that the text breaks, and what to write instead."""

    code: str
    message: str
    help: str


class Refused(Struct, frozen=True):
    """A refusal and where: character offsets into the text, also of the second places it is about."""

    offset: int
    refusal: Refusal
    related: tuple[tuple[int, str], ...] = ()


ANCHOR = Refusal(
    "yaml-anchor", "anchors (&name) and aliases (*name) are not read", "write the value out wherever it is used"
)
TAG = Refusal("yaml-tag", "tags (!name) are not read: each reader knows its own", "write the value without the tag")
EMPTY = Refusal("yaml-empty", "the file holds no document", "write a mapping that begins with `kind:`")


def shortened(text: str) -> str:
    """`text` on one line, as much of it as fits into a message."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
