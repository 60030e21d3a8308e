"""What is wrong with an expression, and where in its text."""

from __future__ import annotations

from msgspec import Struct

from hardmate.language.tree import Span


class Fault(Struct, frozen=True):
    """One thing wrong with a clause expression: the place in its text, what is wrong, what to write instead.

    `unknown` is the path that it reads and the dictionary does not have, if it is that.
    """

    span: Span
    message: str
    help: str = ""
    unknown: str = ""


class FaultError(Exception):
    """Carries one fault out of a walk that cannot go on."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault
