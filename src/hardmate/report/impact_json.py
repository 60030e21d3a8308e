"""What a change does to the record of the JSON report."""

from __future__ import annotations

from collections.abc import Iterable

from hardmate import __version__
from hardmate.analysis.impact.clauses import Difference
from hardmate.analysis.impact.compare import Impact
from hardmate.analysis.impact.flips import Fleet, Flip
from hardmate.analysis.impact.given import Declared
from hardmate.analysis.impact.kinds import Classed
from hardmate.analysis.impact.mixed import MEETINGS, Guarantee
from hardmate.report import record_impact as r
from hardmate.report.json_report import owed_record


def impact_record(found: Impact) -> r.ImpactRecord:
    return r.ImpactRecord(
        report="impact",
        hardmate=__version__,
        old=found.old.label,
        new=found.new.label,
        proposed_by="" if found.change is None else found.change.proposed_by,
        same=found.same,
        clauses=[_clause(each) for each in found.clauses],
        dictionary=_differences(found.dictionary),
        pages=_differences(found.pages),
        breaks=[each.value for each in found.breaks],
        guarantees=[_guarantee(each) for each in found.guarantees],
        untouched=found.untouched,
        fleet=None if found.fleet is None else _fleet(found.fleet),
    )


def _clause(each: Classed) -> r.ClauseChangeRecord:
    clause = each.change.clause
    return r.ClauseChangeRecord(
        clause=each.change.id,
        standards=list(each.change.standards),
        title=clause.title,
        judges=clause.judges.value,
        force=clause.force.value,
        capability=clause.capability,
        kind=each.kind.value,
        why=each.why,
        breaks=[whom.value for whom in each.breaks],
        lost=_witness(each.lost),
        won=_witness(each.won),
        differences=_differences(each.change.differences),
    )


def _guarantee(each: Guarantee) -> r.GuaranteeRecord:
    return r.GuaranteeRecord(
        clause=each.id,
        standard=each.standard,
        force=each.force.value,
        lost=each.lost,
        meetings=[
            r.MeetingRecord(first=first, second=second, status=status.value, why=why, witness=_witness(witness))
            for (first, second), status, why, witness in zip(
                MEETINGS, each.statuses, each.why, each.witnesses, strict=True
            )
        ],
    )


def _witness(stated: Declared) -> list[r.WitnessRecord]:
    return [
        r.WitnessRecord(port=port, parameter=path, value=value.text)
        for port, values in sorted(stated.items())
        for path, value in sorted(values.items())
    ]


def _differences(found: Iterable[Difference]) -> list[r.DifferenceRecord]:
    return [r.DifferenceRecord(key=each.key, old=each.old, new=each.new) for each in found]


def _fleet(fleet: Fleet) -> r.FleetRecord:
    return r.FleetRecord(
        ports=fleet.ports,
        pairs=fleet.pairs,
        flips=[_flip(each) for each in fleet.flips],
        owed=[owed_record(each) for each in fleet.owed],
        unread=[each.id for each in fleet.unread],
        affected=list(fleet.affected),
    )


def _flip(each: Flip) -> r.FlipRecord:
    return r.FlipRecord(
        ports=list(each.ports),
        planned=list(each.planned),
        verdict_of=each.what,
        old=each.old,
        new=each.new,
        worse=each.worse,
        reasons=list(each.reasons),
        action=list(each.movers),
    )
