"""The part of the JSON report that says what it takes to mend a pair."""

from __future__ import annotations

from typing import Literal

from hardmate.report.record import CapabilityRecord, LocationRecord, OwedRecord, Record


class ChangedValueRecord(Record):
    """One value that would have to be another."""

    port: str
    """The port."""
    agency: str
    """Whose port it is."""
    parameter: str
    """The parameter, group.name."""
    old: str
    """What is declared."""
    new: str
    """What would do."""
    less: str
    """The same one step nearer to what is declared, which does not do; empty where there is no such step."""


class LineRecord(Record):
    """One line of a file."""

    agency: str
    """Whose file it is."""
    location: LocationRecord
    """Where."""
    old: str
    """The line as it stands."""
    new: str
    """The line to put in its place."""


class AlternativeRecord(Record):
    """One repair: loaded from the changed files, and judged."""

    changes: list[ChangedValueRecord]
    """The values that change together."""
    lines: list[LineRecord]
    """The lines that say so."""
    elsewhere: list[str]
    """Matings that are planned and would reach less, plan/mating."""
    proved: bool
    """Whether it is proved that no smaller change of these values does, and that none of them can be left out."""


class FrozenRecord(Record):
    """A value that the failing clauses read and that a repair does not touch."""

    port: str
    """The port."""
    parameter: str
    """The parameter, group.name."""
    nature: Literal["adjustable", "need", "fact"]
    """What it is."""


class ComponentRecord(Record):
    """Clauses that fail and are mended together."""

    clauses: list[str]
    """Their ids."""
    alternatives: list[AlternativeRecord]
    """The repairs, the smallest first; empty if there is none."""
    waiting: bool
    """Whether a clause stays open even so, for a value that nobody has told."""
    whole: bool
    """Whether it is proved that no other set of values would do."""
    frozen: list[FrozenRecord]
    """The values that were left as they are."""


class RepairRecord(Record):
    """What it takes for a pair to reach what it needs."""

    report: Literal["repair"]
    """repair"""
    hardmate: str
    """The version."""
    ports: list[str]
    """The two ports, in the order of their ids."""
    needs: list[str]
    """What it is asked for."""
    reached: bool
    """Whether all of it is compatible in the end."""
    components: list[ComponentRecord]
    """What fails, by what can be mended apart."""
    before: list[CapabilityRecord]
    """What the pair can do as declared."""
    after: list[CapabilityRecord]
    """What it can do with the first repair of each component; empty if there is no repair."""
    open: list[OwedRecord]
    """The values that what is needed waits for even so."""
    refusals: list[str]
    """What stands in the way that no value can mend."""
