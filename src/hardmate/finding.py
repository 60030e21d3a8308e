"""The one kind of thing Hardmate tells a reader: a finding, at a place in a file."""

from __future__ import annotations

from enum import IntEnum

from msgspec import Struct


class Severity(IntEnum):
    """How much a finding weighs; a larger number is worse, so severities compare."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Location(Struct, frozen=True, order=True):
    """A place in a file: the path as the user gave it, line and column counted from 1.

    Line 0 stands for the file as a whole, for a file that could not be read.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Related(Struct, frozen=True, order=True):
    """A second place that a finding is about, and what stands there."""

    location: Location
    message: str


class Fix(Struct, frozen=True):
    """What settles a finding beyond doubt: the characters from `start` up to `end` of the file's text become `text`."""

    start: int
    end: int
    text: str


class Brief(Struct, frozen=True):
    """A finding before it is put into words: what counts it, and tells it from all others."""

    code: str
    severity: Severity
    subject: tuple[str, ...]


class Finding(Struct, frozen=True):
    """One thing to tell a reader.

    `code` is the id of the clause or of the reader's rule, in kebab-case. `message` says who, what it is,
    what it shall be and how far off; `help` says what to write or do instead. `waived` is the id of the departure
    that grants it; empty if none does. `fix` is there if only one thing can have been meant.

    `subject` is what the finding is about, apart from where that stands and from how it is worded: first a word for
    what it is, then its name. A pair's ports are in the order of their ids.

        (port, orion/forward, idss/E)                    a clause of that standard
        (pair, halo/forward, orion/forward, idss/E)
        (mating, artemis/orion-with-halo, halo/forward, orion/forward, idss/E)
        (vehicle, orion, ports, forward, title)          a place in a file that names itself
        (file, standards/sources.yaml, sources, S01)     in any other file
    """

    code: str
    severity: Severity
    message: str
    location: Location
    help: str = ""
    related: tuple[Related, ...] = ()
    requirement: str = ""
    subject: tuple[str, ...] = ()
    waived: str = ""
    fix: Fix | None = None

    @property
    def places(self) -> tuple[Location, ...]:
        """All that it points at."""
        return (self.location, *(each.location for each in self.related))

    @property
    def brief(self) -> Brief:
        return Brief(self.code, self.severity, self.subject)

    @property
    def order(self) -> tuple[object, ...]:
        """Findings are told by file, then place, then code; two that differ are never in both orders."""
        place = self.location
        told = (self.code, self.message, self.subject, self.related, self.severity, self.requirement, self.help)
        return (place.file, place.line, place.column, *told, self.waived)
