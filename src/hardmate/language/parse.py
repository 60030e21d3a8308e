"""Expression text to syntax tree, or one fault with its place. Never raises on any text."""

from __future__ import annotations

from hardmate.language import tree as t
from hardmate.language.fault import Fault


def parse(text: str) -> t.Node | Fault:
    """The tree of one clause expression, or what is wrong with the text."""
    from hardmate.language.grammar import parsed  # noqa: PLC0415 - clauses that are kept need no parser

    return parsed(text)
