"""The JSON report: what Hardmate says, as data, with a published schema. Keys are only ever added."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Record(BaseModel):
    """A frozen part of a report."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class LocationRecord(Record):
    """A place in a file; line and column count from 1, and are 0 for the file as a whole."""

    file: str
    """The file, as it was named on the command line."""
    line: int = Field(ge=0)
    """The line."""
    column: int = Field(ge=0)
    """The column."""


class RelatedRecord(Record):
    """A second place that a finding is about."""

    location: LocationRecord
    """Where."""
    message: str
    """What stands there."""


class FindingRecord(Record):
    """One thing to tell a reader."""

    code: str
    """The id of the clause, or of the rule of the reader."""
    severity: Literal["error", "warning", "note"]
    """How much it weighs."""
    message: str
    """Who, what it is, what it shall be, how far off."""
    location: LocationRecord
    """Where."""
    related: list[RelatedRecord]
    """The other places that it is about."""
    requirement: str
    """Where the clause stands and what it asks; empty for findings of the reader."""
    help: str
    """What to write or do instead."""
    subject: list[str]
    """What it is about: a word for what that is, then names; ports, a mating, or keys in a file."""
    fingerprint: str
    """What tells it from every other finding, and stays the same when lines or files are moved."""
    waived: str
    """The id of the departure that grants it; empty if none does."""


class SeveritiesRecord(Record):
    """How many findings there are."""

    errors: int
    """Errors."""
    warnings: int
    """Warnings."""
    notes: int
    """Notes."""


class OwedRecord(Record):
    """One value that somebody owes."""

    owner: str
    """Who owes it."""
    port: str
    """The port it belongs to; empty for a number that a standard owes."""
    standard: str
    """The standard that owes it; empty for a value of a port."""
    parameter: str
    """The parameter, group.name, with row and column for a cell of a table; of a standard, clause and number."""
    why: str
    """not declared, TBD, TBS, withheld, disputed, recalled, or too vague."""
    due: str
    """The day by which it is promised; empty when nobody has promised it."""
    location: LocationRecord
    """Where it stands, or where it would."""


class MarginRecord(Record):
    """Distance to the limit, worst case; negative when short."""

    text: str
    """In the unit of the parameter and as a fraction."""
    fraction: str | None
    """As an exact fraction of the limit or the accepted width, such as 2/5; null where there is none."""


class RssRecord(Record):
    """Distance to the limit with independent deviations combined by the root of their squares."""

    text: str
    """In the unit of the parameter and as a fraction."""
    fraction: str | None
    """As an exact fraction of the limit or the accepted width; null where there is none."""
    sigma: str
    """The level at which every deviation is taken: the highest that one of the values states."""


class ClauseRecord(Record):
    """What one clause says of the pair."""

    clause: str
    """Its id."""
    standard: str
    """The standard that applies it."""
    requirement: str
    """Where it stands."""
    capability: str
    """The capability that it bears on."""
    force: str
    """shall, should or may."""
    outcome: Literal["pass", "fail", "undetermined", "not applicable"]
    """Its verdict."""
    doubtful: bool
    """Whether it would fail, but only on recalled clauses, claims or values."""
    leans_on: str
    """The weakest trust that the outcome rests on: firm, provisional, recalled or disputed."""
    roles: dict[str, str]
    """Each role word of the clause with the port that takes it."""
    values: str
    """The values that it read, in words."""
    witness: str
    """Values at which it fails, and by how much."""
    margin: MarginRecord | None
    """How far it is from its limit."""
    rss: RssRecord | None
    """How far by RSS, where all that varies states sigma and independence; it decides nothing."""
    reason: str
    """Why it does not apply, or can not be decided."""


class CapabilityRecord(Record):
    """What the pair can do."""

    capability: str
    """Its id."""
    standing: Literal["compatible", "undetermined", "incompatible"]
    """The verdict."""
    reasons: list[str]
    """What decided, unless it is compatible."""
    leans_on: str
    """The weakest trust that a compatible rests on."""
    open_clauses: int
    """How many clauses that bear on it are undetermined."""


class PairRecord(Record):
    """One pair, assessed."""

    ports: list[str]
    """The two ports, in the order of their ids."""
    planned: list[str]
    """The matings that intend it, plan/mating."""
    mode: str
    """How they would mate."""
    standards: list[str]
    """The standards it was judged by."""
    roles: dict[str, str]
    """Who takes which role in the best assignment."""
    assignments: int
    """How many role assignments were assessed."""
    standing: Literal["compatible", "undetermined", "incompatible"]
    """Whether the two become one structure."""
    capabilities: list[CapabilityRecord]
    """What they can do, in the order of the phases."""
    clauses: list[ClauseRecord]
    """Every clause that was asked."""
    owed: list[OwedRecord]
    """The values that would settle what is undetermined."""
    not_analysed: str
    """What no verdict here speaks of."""


class TightestRecord(Record):
    """The tightest margin, worst case; negative when short."""

    clause: str
    """The clause that it belongs to."""
    text: str
    """In the unit of the parameter and as a fraction."""
    fraction: str | None
    """As an exact fraction of the limit or the accepted width, such as 2/5; null where there is none."""


class CellRecord(Record):
    """One pair of the matrix."""

    ports: list[str]
    """The two ports, in the order of their ids."""
    standing: Literal["compatible", "undetermined", "incompatible"]
    """Whether the two become one structure."""
    reason: str
    """Why not, or why not yet."""
    tightest: TightestRecord | None
    """Its tightest margin; null where no clause with a number is decided."""


class CheckRecord(Record):
    """What the gate has to say."""

    report: Literal["check"]
    """check"""
    hardmate: str
    """The version."""
    today: str
    """The day it was judged for."""
    files: int
    """How many files were read."""
    ports: int
    """How many ports were judged."""
    at: str
    """The day that the fleet is judged as of; empty for any time."""
    flights: dict[str, str]
    """The flight that stands for a vehicle, where one was asked for."""
    serials: dict[str, int]
    """The serial number that stands for a vehicle, where one was asked for."""
    pairs: int
    """How many pairs were judged: planned ones, and those that share a mating standard."""
    partial: bool
    """Whether only what changes can touch was judged."""
    judged: bool
    """False when the standards have errors, so that nothing was judged by them."""
    findings: list[FindingRecord]
    """What was found, in the order of files and places: the worst, as many as --limit asks for."""
    left_out: SeveritiesRecord
    """How many findings there are beside these."""


class PlaceRecord(Record):
    """One value of a port."""

    port: str
    """The port."""
    agency: str
    """Whose port it is."""
    parameter: str
    """The parameter, group.name."""


class DecidingRecord(Record):
    """A clause that the claims leave open."""

    clause: str
    """Its id."""
    values: list[PlaceRecord]
    """Values that settle it, whatever they are; none of them could be left out."""


class ClaimsRecord(Record):
    """What the claims of two ports decide of what is open between them, whatever they do not tell."""

    passing: list[str]
    """Clauses that pass, by id."""
    failing: list[str]
    """Clauses that fail, by id."""
    contradicted: list[str]
    """Clauses of which nothing follows, by id: what is told leaves the claims no way to be kept."""
    capabilities: list[CapabilityRecord]
    """What the pair can do with that."""
    spared: list[PlaceRecord]
    """Values that are owed and need not be told."""
    least: bool
    """Whether it is shown that no fewer values decide the rest."""
    unasked: list[str]
    """Clauses of which the claims tell nothing, or too much to be found out: all that they wait for counts."""
    deciding: list[DecidingRecord]
    """The other open clauses, each with the values that settle it."""


class PairReport(Record):
    """One pair explained."""

    report: Literal["pair"]
    """pair"""
    hardmate: str
    """The version."""
    today: str
    """The day it was judged for."""
    pair: PairRecord
    """The pair."""
    findings: list[FindingRecord]
    """What the gate says of this pair."""
    claims: ClaimsRecord | None
    """What the claims of the two ports decide; null unless it is asked for with --claims."""


class MatrixRecord(Record):
    """All pairs."""

    report: Literal["matrix"]
    """matrix"""
    hardmate: str
    """The version."""
    ports: list[str]
    """The ports, in the order of their ids."""
    pairs: list[CellRecord]
    """Every pair of ports of different vehicles."""


class LoadsRecord(Record):
    """The clauses on loads that apply to a joint."""

    hold: int
    """How many hold."""
    fail: int
    """How many fail."""
    open: int
    """How many are undetermined."""
    tightest: TightestRecord | None
    """The smallest margin among them; null where none is decided by a number."""


class RouteJointRecord(Record):
    """One joint of a chain: what pair says of the two ports."""

    ports: list[str]
    """The two ports, in the order of the chain."""
    mode: str
    """How they would mate."""
    standing: Literal["compatible", "undetermined", "incompatible"]
    """Whether the joint serves all that is needed."""
    reasons: list[str]
    """What decided, unless it is compatible."""
    capabilities: list[CapabilityRecord]
    """What the two can do, in the order of the phases."""
    loads: LoadsRecord
    """What the joint says of loads."""


class RouteAdapterRecord(Record):
    """One adapter of a chain."""

    adapter: str
    """Its id."""
    name: str
    """The name people use."""
    status: str
    """Where it stands in its life."""
    stock: int
    """How many pieces of it there are."""
    mass: str
    """Its mass as declared; empty if it is not."""
    installed: str
    """How and where it is put in place; empty if that is not declared."""
    entry: str
    """The port towards the first end."""
    exit: str
    """The port towards the other end."""
    standing: Literal["compatible", "undetermined", "incompatible"]
    """Whether it passes on all that is needed."""
    reasons: list[str]
    """What decided, unless it is compatible."""


class PassageRecord(Record):
    """What becomes of one capability from one end of a chain to the other."""

    capability: str
    """Its id."""
    standing: Literal["compatible", "undetermined", "incompatible"]
    """The worst of all joints and adapters."""
    reasons: list[str]
    """What decided, unless it is compatible."""


class ChainRecord(Record):
    """Adapters that join two ports, with the joints between them."""

    standing: Literal["compatible", "undetermined", "incompatible"]
    """The worst of all joints and adapters."""
    doubts: int
    """How many reasons leave it undetermined."""
    mass: str
    """The mass of all adapters together."""
    joints: list[RouteJointRecord]
    """The joints, one more than there are adapters."""
    adapters: list[RouteAdapterRecord]
    """The adapters, in order."""
    through: list[PassageRecord]
    """What passes through the whole chain."""


class BlockedRecord(Record):
    """Needs that alone stand in the way."""

    needs: list[str]
    """The needs."""
    chain: ChainRecord
    """A chain there would be without them; it is told as it stands with them."""


class LeftOutRecord(Record):
    """An adapter that was not considered."""

    adapter: str
    """Its id."""
    status: str
    """Why: where it stands in its life."""


class RouteRecord(Record):
    """The shortest chains of adapters between two ports."""

    report: Literal["route"]
    """route"""
    hardmate: str
    """The version."""
    ports: list[str]
    """The two ports, in the order asked for."""
    needs: list[str]
    """The capabilities that every joint, and where they go on through adapters every adapter, must have."""
    most: int
    """The most adapters in a chain."""
    left_out: list[LeftOutRecord]
    """Adapters that are not to be had."""
    standing: Literal["compatible", "undetermined", "incompatible"]
    """Of the best chain; incompatible if there is none."""
    chains: list[ChainRecord]
    """The chains, those with the fewest doubts first."""
    more: bool
    """Whether there are more that are as short and as good."""
    blocked_by: list[BlockedRecord]
    """If there is no chain, the needs that alone stand in the way."""
    nearest: ChainRecord | None
    """If there is no chain, the one with the fewest incompatible links."""
    with_all: ChainRecord | None
    """If there is no chain, one there would be with the adapters that are left out."""


class OpenNumberRecord(Record):
    """A number that a clause leaves to be determined."""

    number: str
    """Its name."""
    unit: str
    """The unit that it will have; empty for a bare number."""
    owner: str
    """Who owes it."""
    due: str
    """The day by which it is promised; empty when nobody has promised it."""
    note: str
    """What the document says in its place."""


class ExplainRecord(Record):
    """One clause."""

    report: Literal["explain"]
    """explain"""
    hardmate: str
    """The version."""
    clause: str
    """Its id."""
    standard: str
    """The standard that states it."""
    applied_by: list[str]
    """The standards that apply it."""
    title: str
    """What it asks."""
    requirement: str
    """Where it stands."""
    provenance: str
    """How it is known."""
    source: list[str]
    """The sources, by id."""
    force: str
    """shall, should or may."""
    judges: str
    """conformance, consistency or compatibility; fleet for a clause over a fleet."""
    capability: str
    """The capability that it bears on; for a clause over a fleet, those that a partner must reach."""
    when: str
    """When it applies."""
    requires: str
    """What must hold."""
    rationale: str
    """Why."""
    help: str
    """What to do when it fails."""
    verify: list[str]
    """How it can be verified."""
    parameters: list[str]
    """The parameters that it reads."""
    open_numbers: list[OpenNumberRecord]
    """The numbers that it leaves to be determined."""
    negotiated: str
    """Why the standard leaves it to each pair to agree; empty if it does not say so."""


class RuleRecord(Record):
    """One rule, and whether it is checked."""

    rule: str
    """Its id."""
    statement: str
    """What must hold."""
    discipline: str
    """The field of engineering that it belongs to."""
    severity: Literal["blocker", "major", "minor", "info"]
    """What follows when it is broken."""
    grounds: Literal["confirmed", "partly", "derived", "recalled"]
    """How well the need for it is shown."""
    source: list[str]
    """The sources, by id."""
    status: Literal["checked", "needs a value", "not checkable", "unaccounted for"]
    """Whether it is checked."""
    in_part: bool
    """Whether it is checked, but not the whole of it; needs, or not_checkable with missing, says what is left."""
    clauses: list[str]
    """The clauses that check it, standard:clause."""
    waiting: list[str]
    """Those of them that wait for values that no declaration gives."""
    kept: str
    """How Hardmate keeps it without a clause; empty where it does not."""
    nobody_has: list[str]
    """The parameters that all its clauses wait for and that no declaration gives."""
    needs: str
    """What is not there yet; with it a clause could check it."""
    not_checkable: str
    """Why declarations and the clause language can not decide it."""
    missing: str
    """The feature that would make it checkable."""


class CoveredClauseRecord(Record):
    """One clause, and whether it is checked."""

    clause: str
    """Its id."""
    stated_by: str
    """The standard that states it; another one than the row's where it is inherited."""
    status: Literal["checked", "needs a value"]
    """Whether it is checked."""
    nobody_has: list[str]
    """The parameters that it waits for and that no declaration gives."""
    rules: list[str]
    """The rules that it checks."""


class CountsRecord(Record):
    """How many have which status."""

    total: int
    """All of them."""
    checked: int
    """Checked."""
    need_value: int
    """Waiting for a value that nobody has."""
    not_checkable: int
    """Not checkable from declarations."""
    unaccounted_for: int
    """Neither checked nor explained."""


class FleetCoveredRecord(Record):
    """One clause over a fleet."""

    clause: str
    """Its id."""
    rules: list[str]
    """The rules that it checks."""


class StandardRecord(Record):
    """One standard."""

    standard: str
    """Its id."""
    title: str
    """Its title."""
    clauses: CountsRecord
    """Its clauses, inherited ones included, counted."""
    rules: CountsRecord
    """The rules that its clauses check or that are open and its subject, counted."""
    every_clause: list[CoveredClauseRecord]
    """Each of its clauses that judge a port or a pair."""
    over_a_fleet: list[FleetCoveredRecord]
    """Each of its clauses over a fleet."""


class CoverageRecord(Record):
    """What is checked, and what not."""

    report: Literal["coverage"]
    """coverage"""
    hardmate: str
    """The version."""
    ports: int
    """How many ports of real hardware were asked for values; with none, no clause counts as waiting."""
    counts: CountsRecord
    """The rules, counted."""
    rules: list[RuleRecord]
    """Every rule."""
    standards: list[StandardRecord]
    """Every standard."""
    findings: list[FindingRecord]
    """What is unaccounted for, or accounted for twice."""


class ApprovalRecord(Record):
    """One party's signature."""

    party: str
    """The party."""
    by: str
    """Who signed."""
    date: str
    """The day."""
    reference: str
    """The document that has the signature."""


class DepartureRecord(Record):
    """One approved exception from one clause."""

    departure: str
    """Its id."""
    title: str
    """What it grants."""
    form: Literal["deviation", "waiver"]
    """Whether it was granted before or after the thing was made."""
    clause: str
    """The clause departed from."""
    standard: str
    """The standard that states the clause."""
    ports: list[str]
    """The port, or the two ports, that it is for."""
    accepted: dict[str, dict[str, str]]
    """Per port, the values that it accepts, as written."""
    owner: str
    """Who answers for it."""
    expires: str
    """The last day on which it holds; empty for no end."""
    holds: str
    """When, on which flights and for which serial numbers it holds; empty for always."""
    approvals: list[ApprovalRecord]
    """The signatures."""
    needed: list[str]
    """The parties that must sign."""
    standing: Literal[
        "in force", "exceeded", "unused", "expired", "not in effect", "not approved", "not allowed", "broken"
    ]
    """What it does today."""
    findings: list[FindingRecord]
    """What its owner is told."""
    location: LocationRecord
    """Where it stands."""


class DeparturesRecord(Record):
    """The departures, the next to expire first."""

    report: Literal["departures"]
    """departures"""
    hardmate: str
    """The version."""
    today: str
    """The day that they were judged for."""
    departures: list[DepartureRecord]
    """Each of them."""


class PremiseRecord(Record):
    """A clause on one port that a proof rests on."""

    clause: str
    """Its id."""
    standard: str
    """The standard that states it."""
    side: str
    """The side of the pair that keeps to it."""
    force: str
    """shall, should or may."""
    recalled: bool
    """Whether it is only recalled."""


class ChangedRecord(Record):
    """A value of a counterexample that differs from the port that it starts from."""

    side: str
    """The side of the pair."""
    path: str
    """The parameter."""
    before: str
    """The value that it starts from; empty if there is none."""
    after: str
    """The value in the counterexample; empty if there is none."""


class NeedRecord(Record):
    """A number that a clause leaves to be determined, and on which a proposition turns."""

    standard: str
    """The standard that owes it."""
    clause: str
    """The clause that leaves it open."""
    number: str
    """Its name."""
    owner: str
    """Who owes it."""
    due: str
    """The day by which it is promised; empty when nobody has promised it."""
    holds: str
    """With which numbers the proposition is proved, if that was found out."""


class PropositionRecord(Record):
    """One clause on two ports, in one assignment of its roles, for any two ports that conform."""

    clause: str
    """Its id."""
    standard: str
    """The standard that states it."""
    roles: dict[str, str]
    """Each word of the clause with its side."""
    standing: str
    """proved, refuted, unknown or vacuous."""
    negotiated: str
    """Why the standard leaves it to each pair to agree; empty if it does not say so."""
    by: str
    """Who settled it: intervals, a solver or the falsifier."""
    key: str
    """The hash of the question in SMT-LIB."""
    reason: str
    """Why it is unknown or vacuous."""
    needs: list[NeedRecord]
    """The numbers that it turns on and that nobody has."""
    recalled: list[str]
    """The clauses among its grounds that are only recalled."""
    premises: list[PremiseRecord]
    """What a proof rests on, none of which could be left out."""
    domains: list[str]
    """The physical domains that a proof needs, by side and parameter."""
    advised: list[PremiseRecord]
    """Recommendations on one port: if every port kept them, the proposition would be proved."""
    changes: list[ChangedRecord]
    """How a counterexample differs from the ports that it starts from."""
    unbounded: list[str]
    """The parameters among them that no clause on one port speaks of."""
    beside: list[str]
    """The other clauses that fail in the counterexample."""
    files: dict[str, str]
    """The two declarations of a counterexample, by name."""


class SoundnessRecord(Record):
    """What follows from a standard for any two ports that conform to it."""

    report: Literal["prove"]
    """prove"""
    hardmate: str
    """The version."""
    standard: str
    """The standard."""
    passes: bool
    """Whether the gate passes."""
    failing: list[str]
    """The propositions that keep it from passing."""
    better: list[str]
    """The propositions that the record of --against has as refuted or unknown, and that are so no more."""
    needless: list[str]
    """The clauses that are marked as negotiated with nothing of them refuted or unknown."""
    standings: dict[str, str]
    """Each proposition with its standing: what --record writes."""
    conforming: str
    """By what it was shown that ports can conform; empty if it was not."""
    near: dict[str, str]
    """By side the port that counterexamples stay near to; nothing where they start from ports made for it."""
    contradiction: list[PremiseRecord]
    """Clauses on one port that can not hold at once."""
    counts: dict[str, int]
    """The standings, counted."""
    engines: list[str]
    """Who was asked."""
    refused: dict[str, str]
    """Clauses on one port that were not used, with why."""
    propositions: list[PropositionRecord]
    """Every clause on two ports in every assignment that it can tell apart."""


class SlackRecord(Record):
    """How far a limit may move one way, alone, before a proof breaks."""

    clause: str
    """The clause that states it."""
    limit: str
    """The limit as it is."""
    to: str
    """The furthest that it may move; the limit itself if not at all."""
    breaks: list[str]
    """The clauses that are not proved beyond it; none where no port could conform."""


class UnmovedRecord(Record):
    """A limit of a clause on one port that has no slack to tell of."""

    clause: str
    """The clause."""
    limit: str
    """The limit."""
    why: str
    """Why not: it may move without end, or it was not found out."""


class ClosingRecord(Record):
    """A clause on one port that would close a gap."""

    text: str
    """The clause, in the clause language."""
    also: list[str]
    """The words that would do in the place of its word."""
    idle: bool
    """Whether it closes the gap only in that the clause that was refuted never comes to apply."""
    against: list[str]
    """The ports of PATHS that do not keep to it."""


class AuditRecord(Record):
    """What is found out about a standard's clauses."""

    report: Literal["audit"]
    """audit"""
    hardmate: str
    """The version."""
    standard: str
    """The standard."""
    passes: bool
    """Whether the gate passes."""
    failing: list[str]
    """The propositions that keep it from passing."""
    better: list[str]
    """The propositions that the record of --against has as refuted or unknown, and that are so no more."""
    needless: list[str]
    """The clauses that are marked as negotiated with nothing of them refuted or unknown."""
    standings: dict[str, str]
    """Each proposition with its standing: what --record writes."""
    negotiated: dict[str, str]
    """The clauses that are marked as negotiated, with why."""
    contradiction: list[PremiseRecord]
    """Clauses on one port that can not hold at once."""
    redundant: dict[str, list[str]]
    """Clauses on one port that follow from others, and those others."""
    vacuous: list[str]
    """Clauses that never come to apply."""
    unbounded: dict[str, list[str]]
    """Parameters that these clauses on two ports read and no clause on one port speaks of."""
    domains: dict[str, list[str]]
    """Clauses whose proof needs physical domains, with these, by side and parameter."""
    bearing: dict[str, list[str]]
    """Clauses on one port, with those that would not be proved without them."""
    slack: list[SlackRecord]
    """How far limits may move."""
    unmoved: list[UnmovedRecord]
    """Limits that break no proof wherever they stand, or of which that was not found out."""
    closing: dict[str, list[ClosingRecord]]
    """By refuted clause, the clauses that would close it."""


Report = (
    CheckRecord
    | PairReport
    | MatrixRecord
    | RouteRecord
    | ExplainRecord
    | CoverageRecord
    | SoundnessRecord
    | AuditRecord
    | DeparturesRecord
)
