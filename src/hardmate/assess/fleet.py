"""Clauses over a fleet and its vehicles in; per vehicle its partners, sure and undetermined, and findings out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from hardmate.assess.capability import Standing
from hardmate.assess.pair import Assessment, assessment
from hardmate.assess.verdict import Judge
from hardmate.finding import Finding, Related, Severity
from hardmate.language.judge import Outcome
from hardmate.language.value import Provenance
from hardmate.model.fleet import FleetClause
from hardmate.model.plan import Plan
from hardmate.model.vehicle import Vehicle
from hardmate.model.words import Each, Force, Partner, PlanStatus
from hardmate.repository import Library

NAMED = 4
"""How many partners one finding names; it counts the others."""


class FleetVerdict(Struct, frozen=True):
    """What a clause over a fleet says of one vehicle.

    `standings` map each partner (a port id, or a vehicle id, as the clause counts) to the best that the vehicle can
    reach with it.
    """

    clause: FleetClause
    vehicle: Vehicle
    standings: Mapping[str, Standing]

    def partners(self, standing: Standing) -> tuple[str, ...]:
        return tuple(name for name, found in self.standings.items() if found is standing)

    @property
    def outcome(self) -> Outcome:
        """Pass with enough sure partners, fail without enough even if all open ones were; else undetermined."""
        sure = len(self.partners(Standing.COMPATIBLE))
        possible = sure + len(self.partners(Standing.UNDETERMINED))
        if sure >= self.clause.at_least:
            return Outcome.PASS
        if possible < self.clause.at_least and self.clause.provenance in (Provenance.PRIMARY, Provenance.SECONDARY):
            return Outcome.FAIL
        return Outcome.UNDETERMINED


def fleet_verdicts(
    clauses: Sequence[FleetClause], fleet: Sequence[Vehicle], library: Library, judge: Judge
) -> Iterator[FleetVerdict]:
    """Every clause on every vehicle of the fleet that it speaks of, against the ports of all the others."""
    for clause in clauses:
        for vehicle in fleet:
            if vehicle.crewed or clause.each is Each.VEHICLE:
                yield FleetVerdict(clause, vehicle, _standings(clause, vehicle, fleet, library, judge))


def _standings(
    clause: FleetClause, vehicle: Vehicle, fleet: Sequence[Vehicle], library: Library, judge: Judge
) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    for other in fleet:
        if other.id == vehicle.id:
            continue
        for mine in vehicle.ports:
            for theirs in other.ports:
                standing = _reached(clause, assessment(mine, theirs, library, judge, needs=clause.reaching))
                name = theirs.usual if clause.partners is Partner.PORTS else other.id
                found[name] = min(standing, found.get(name, standing), key=tuple(Standing).index)
    return found


def _reached(clause: FleetClause, assessed: Assessment) -> Standing:
    """The worst of what the clause wants; a capability that the mode does not have is not reached."""
    standings = []
    for name in clause.reaching:
        capability = assessed.best.capability(name)
        standings.append(Standing.INCOMPATIBLE if capability is None else capability.standing)
    return max(standings, key=tuple(Standing).index)


def fleet_findings(plan: Plan, verdict: FleetVerdict) -> Iterator[Finding]:
    """What the gate says of a vehicle that has too few partners, or may have."""
    clause, vehicle = verdict.clause, verdict.vehicle
    if verdict.outcome is Outcome.PASS:
        return
    unsure = verdict.outcome is Outcome.UNDETERMINED
    worst = Severity.ERROR if plan.status is PlanStatus.ACTIVE else Severity.WARNING
    severity = min(worst, {Force.SHALL: worst, Force.SHOULD: Severity.WARNING, Force.MAY: Severity.NOTE}[clause.force])
    if unsure and clause.force is not Force.SHALL:
        severity = Severity.NOTE
    sure, open_ones = verdict.partners(Standing.COMPATIBLE), verdict.partners(Standing.UNDETERMINED)
    told = f"{vehicle.id} has {_count(sure, clause.partners)}, and shall have {clause.at_least}"
    told += f"; {len(open_ones)} more are undetermined: {_named(open_ones)}" if open_ones else ""
    doubt = "" if clause.provenance in (Provenance.PRIMARY, Provenance.SECONDARY) else f" (clause {clause.provenance})"
    see = f"see `hardmate pair` for what {vehicle.id} lacks with one of them"
    yield Finding(
        code=clause.id,
        severity=severity,
        message=f"{plan.id}: {told}{doubt}",
        location=plan.fleet[vehicle.id],
        help=see if unsure and open_ones else clause.help,
        related=(Related(vehicle.location, "declared here"),),
        requirement=f"{clause.requirement}: {clause.title}; {clause.asks}",
        subject=("fleet", plan.id, vehicle.id, clause.standard),
    )


def _count(names: Sequence[str], partners: Partner) -> str:
    what = partners.value if len(names) != 1 else partners.value.removesuffix("s")
    return f"{len(names)} {what} to go to" + (f" ({_named(names)})" if names else "")


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
