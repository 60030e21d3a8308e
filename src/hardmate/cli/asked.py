"""What a command can be told, as a parameter says it: for typer, and for the plain reader, which does without typer."""

from __future__ import annotations

from typing import Any


class Told:
    """A word of the command line, by the names of typer's own parameters."""

    __slots__ = ("names", "said")

    def __init__(self, *names: str, **said: Any) -> None:
        self.names, self.said = names, said


class Option(Told):
    """Told by name; `--one/--other` for a flag that can be said and denied."""


class Argument(Told):
    """Told by its place."""
