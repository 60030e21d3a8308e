"""A declared value: what stands for a parameter, how it is known, and where it is written."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from fractions import Fraction

from msgspec import Struct

from hardmate.finding import Location
from hardmate.language.dictionary import Parameter
from hardmate.quantity import Quantity


class Provenance(StrEnum):
    """How a number is known."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    RECALLED = "recalled"
    DISPUTED = "disputed"


class Maturity(StrEnum):
    """How settled a value is."""

    BASELINED = "baselined"
    TBR = "TBR"
    TBC = "TBC"
    TBD = "TBD"
    TBS = "TBS"


class State(StrEnum):
    """Whether a value is there to judge with."""

    KNOWN = "known"
    MISSING = "not declared"
    TBD = "TBD"
    TBS = "TBS"
    WITHHELD = "withheld"
    NONE = "none"
    """Declared as not fitted, which is knowledge; `not declared` is not."""


class Trust(IntEnum):
    """How far a verdict may lean on a value."""

    FIRM = 3
    PROVISIONAL = 2
    RECALLED = 1
    DISPUTED = 0


class Evidence(Struct, frozen=True):
    """How a value is known, how settled it is, and who owes what is missing. `due` is an ISO date."""

    provenance: Provenance = Provenance.PRIMARY
    source: tuple[str, ...] = ()
    maturity: Maturity = Maturity.BASELINED
    owner: str = ""
    due: str = ""
    marking: str = ""
    note: str = ""


_NOBODY = Evidence()
"""How a value is known that nobody declares."""


class Statistics(Struct, frozen=True):
    """What a tolerance `v +/- t` says of its spread: t is so many sigma, and it is independent of other values."""

    sigma: Fraction
    independent: bool


Content = Quantity | str | frozenset[str] | bool | tuple["Row", ...]


class Value(Struct, frozen=True):
    """One parameter's value at one port. `text` is what the file says; `content` is set when the state is known."""

    parameter: Parameter
    state: State
    content: Content | None
    text: str
    evidence: Evidence
    location: Location | None
    statistics: Statistics | None = None

    @property
    def trust(self) -> Trust:
        if self.evidence.provenance is Provenance.DISPUTED:
            return Trust.DISPUTED
        if self.evidence.provenance is Provenance.RECALLED:
            return Trust.RECALLED
        if self.evidence.maturity in (Maturity.TBR, Maturity.TBC):
            return Trust.PROVISIONAL
        return Trust.FIRM


Row = Mapping[str, Value]


def missing(parameter: Parameter, location: Location | None = None) -> Value:
    """The value of a parameter that a declaration says nothing about; `location` is where it would stand."""
    return Value(parameter, State.MISSING, None, State.MISSING.value, _NOBODY, location)
