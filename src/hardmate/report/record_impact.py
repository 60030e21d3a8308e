"""The part of the JSON report that says what a change does."""

from __future__ import annotations

from typing import Literal

from hardmate.report.record import OwedRecord, Record


class DifferenceRecord(Record):
    """One thing that is said otherwise."""

    key: str
    """What it is said of: a key of a clause, a parameter, or a standard with a key of its page."""
    old: str
    """What was said."""
    new: str
    """What is said now."""


class WitnessRecord(Record):
    """One value of a declaration that shows a change."""

    port: str
    """port, or a and b where a clause judges two."""
    parameter: str
    """The parameter, group.name."""
    value: str
    """What it declares."""


class ClauseChangeRecord(Record):
    """One clause that is not the same on both sides."""

    clause: str
    """Its id."""
    standards: list[str]
    """The standards that apply it."""
    title: str
    """What it asks."""
    judges: str
    """conformance, consistency or compatibility."""
    force: str
    """shall, should or may."""
    capability: str
    """The capability that it bears on."""
    kind: Literal[
        "editorial",
        "relaxed",
        "tightened",
        "shifted",
        "added",
        "removed",
        "removed, but implied",
        "number given",
        "not decided",
    ]
    """What kind of change it is."""
    why: str
    """By what that was decided, or why not."""
    breaks: list[Literal["makers", "counterparts"]]
    """Whom it can leave with hardware that no longer will do."""
    lost: list[WitnessRecord]
    """A declaration that passed and no longer does; empty if there is none, or it was not decided."""
    won: list[WitnessRecord]
    """A declaration that did not pass and now does."""
    differences: list[DifferenceRecord]
    """What it says otherwise."""


class MeetingRecord(Record):
    """What is known of a clause where ports of two revisions meet."""

    first: Literal["old", "new"]
    """By which side the port in the first role conforms."""
    second: Literal["old", "new"]
    """By which side the other port conforms."""
    status: Literal["proved", "refuted", "unknown", "not there"]
    """Whether any two such ports are sure to meet the clause."""
    why: str
    """By what it was proved, or why it is not known."""
    witness: list[WitnessRecord]
    """Two declarations that conform, and fail it."""


class GuaranteeRecord(Record):
    """One clause between two ports, that the change bears on."""

    clause: str
    """Its id."""
    standard: str
    """The standard whose ports meet."""
    force: str
    """shall, should or may."""
    lost: bool
    """Whether it was sure among old ports, and is not wherever a new one takes part."""
    meetings: list[MeetingRecord]
    """Old with old, old with new, new with old, new with new."""


class FlipRecord(Record):
    """One verdict that turns."""

    ports: list[str]
    """The port, or the two ports of a pair in the order of their ids."""
    planned: list[str]
    """The matings that intend the pair, plan/mating."""
    verdict_of: str
    """The capability of the pair, or `standard: clause` of the port."""
    old: str
    """The verdict on the old side."""
    new: str
    """The verdict on the new side."""
    worse: bool
    """Whether it turns for the worse."""
    reasons: list[str]
    """What decided."""
    action: list[str]
    """Who has to act, where it turns for the worse."""


class FleetRecord(Record):
    """What becomes of a fleet."""

    ports: int
    """How many ports were compared."""
    pairs: int
    """How many pairs were compared: planned ones, and those that share a mating standard."""
    flips: list[FlipRecord]
    """The verdicts that turn."""
    owed: list[OwedRecord]
    """The values that are owed now, and were not."""
    unread: list[str]
    """Ports whose declarations have errors on the new side only, so that they are left out."""
    affected: list[str]
    """The parties that have to act, or owe something that they did not."""


class ImpactRecord(Record):
    """What a change does."""

    report: Literal["impact"]
    """impact"""
    hardmate: str
    """The version."""
    old: str
    """The old side, as it was named."""
    new: str
    """The new side, as it was named."""
    proposed_by: str
    """Who asks for the change; empty where it is no change request."""
    same: int
    """How many clauses read the same."""
    clauses: list[ClauseChangeRecord]
    """The clauses that do not."""
    dictionary: list[DifferenceRecord]
    """Parameters that mean something else."""
    pages: list[DifferenceRecord]
    """What pages of standards and modes say otherwise of what decides a verdict."""
    breaks: list[Literal["makers", "counterparts"]]
    """Whom the change as a whole can leave with hardware that no longer will do."""
    guarantees: list[GuaranteeRecord]
    """What is guaranteed where revisions meet, for the clauses between two ports that the change bears on."""
    untouched: int
    """How many clauses between two ports it does not bear on."""
    fleet: FleetRecord | None
    """What becomes of the fleet, if one was given."""
