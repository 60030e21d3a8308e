"""What is to be rewritten, as a unified diff that `git apply` and `patch` take."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from hardmate.report.style import Style, plain
from hardmate.repository.rewriting import Rewriting

_COLOURS = {"+": "green", "-": "red", "@": "dim"}


def diff_lines(rewriting: Rewriting, style: Style) -> Iterator[str]:
    """The diff of one file, its name as the user gave it."""
    name = plain(rewriting.file.shown)
    before, after = (_lines(text) for text in (rewriting.before, rewriting.after))
    for number, line in enumerate(unified_diff(before, after, f"a/{name}", f"b/{name}", lineterm="")):
        said, *unended = line.split("\n")
        colour = "bold" if number < 2 else _COLOURS.get(said[:1])
        yield style(colour, said) if colour else said
        yield from unended


def _lines(text: str) -> list[str]:
    """The lines of a text; the last one says so if no line break ends it."""
    *lines, last = text.split("\n")
    return [*lines, f"{last}\n\\ No newline at end of file"] if last else lines
