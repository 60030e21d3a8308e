"""What is found out about a standard's clauses, to the records of the JSON report."""

from __future__ import annotations

from hardmate import __version__
from hardmate.analysis.prove.audit import Audit, domains
from hardmate.analysis.prove.gate import Gate, record
from hardmate.analysis.prove.slack import Slack, Unmoved
from hardmate.analysis.prove.verdicts import Standing
from hardmate.quantity import ONE, show
from hardmate.report import record as r
from hardmate.report.prove_record import premise_record


def audit_record(found: Audit, gate: Gate) -> r.AuditRecord:
    sound = found.soundness
    vacuous = [each.applied.clause.id for each in sound.propositions if each.standing is Standing.VACUOUS]
    return r.AuditRecord(
        report="audit",
        hardmate=__version__,
        standard=sound.standard,
        passes=gate.passes,
        failing=list(gate.failing),
        better=list(gate.better),
        needless=list(gate.needless),
        standings=dict(record(sound).standings),
        negotiated={
            clause.id: clause.negotiated
            for clause in (each.applied.clause for each in sound.propositions)
            if clause.negotiated
        },
        contradiction=[premise_record(each) for each in sound.contradiction.premises] if sound.contradiction else [],
        redundant={
            each.applied.clause.id: [one.applied.clause.id for one in each.follows_from] for each in found.redundant
        },
        vacuous=[*(each.clause.id for each in found.never), *dict.fromkeys(vacuous)],
        unbounded={path: list(clauses) for path, clauses in found.unbounded.items()},
        domains={clause: list(used) for clause, used in domains(found).items()},
        bearing={each.applied.clause.id: list(each.carries) for each in found.bearing},
        slack=[_slack(each) for each in found.slack],
        unmoved=[_unmoved(each) for each in found.unmoved],
        closing={
            clause: [
                r.ClosingRecord(text=each.text, also=list(each.also), idle=each.idle, against=list(each.against))
                for each in several
            ]
            for clause, several in found.closing.items()
        },
    )


def _slack(each: Slack) -> r.SlackRecord:
    unit = each.limit.unit or ONE
    return r.SlackRecord(
        clause=each.applied.clause.id,
        limit=show(each.limit.base, unit),
        to=show(each.to, unit),
        breaks=list(each.breaks),
    )


def _unmoved(each: Unmoved) -> r.UnmovedRecord:
    limit = show(each.limit.base, each.limit.unit or ONE)
    return r.UnmovedRecord(clause=each.applied.clause.id, limit=limit, why=each.why)
