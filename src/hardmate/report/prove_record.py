"""What is proved of a standard, and what is refuted, to the records of the JSON report."""

from __future__ import annotations

from hardmate import __version__
from hardmate.analysis.prove.gate import Gate, record
from hardmate.analysis.prove.theory import Premise
from hardmate.analysis.prove.verdicts import Proposition, Soundness, Standing
from hardmate.analysis.prove.written import value_text
from hardmate.language.value import Trust, Value
from hardmate.report import record as r


def soundness_record(found: Soundness, gate: Gate) -> r.SoundnessRecord:
    return r.SoundnessRecord(
        report="prove",
        hardmate=__version__,
        standard=found.standard,
        passes=gate.passes,
        failing=list(gate.failing),
        better=list(gate.better),
        needless=list(gate.needless),
        standings=dict(record(found).standings),
        conforming=found.conforming,
        near=dict(sorted(found.near.items())),
        contradiction=[premise_record(each) for each in found.contradiction.premises] if found.contradiction else [],
        counts={standing.value: found.count(standing) for standing in Standing},
        engines=list(found.engines),
        refused=dict(sorted(found.refused.items())),
        propositions=[proposition_record(each) for each in found.propositions],
    )


def proposition_record(each: Proposition) -> r.PropositionRecord:
    proof, refutation = each.proof, each.refutation
    return r.PropositionRecord(
        clause=each.applied.clause.id,
        standard=each.applied.clause.standard,
        roles=dict(sorted(each.roles.items())),
        standing=each.standing.value,
        negotiated=each.applied.clause.negotiated,
        by=each.by,
        key=each.key,
        reason=each.reason,
        needs=[
            r.NeedRecord(
                standard=need.standard,
                clause=need.clause,
                number=need.number,
                owner=need.owner,
                due=need.due,
                holds=need.holds,
            )
            for need in each.needs
        ],
        recalled=list(each.recalled),
        premises=[premise_record(premise) for premise in proof.premises] if proof is not None else [],
        domains=list(proof.domains) if proof is not None else [],
        advised=[premise_record(premise) for premise in each.advised],
        changes=[
            r.ChangedRecord(side=one.side, path=one.path, before=_text(one.before), after=_text(one.after))
            for one in (refutation.changes if refutation is not None else ())
        ],
        unbounded=list(refutation.unbounded) if refutation is not None else [],
        beside=list(refutation.beside) if refutation is not None else [],
        files=dict(sorted(refutation.files.items())) if refutation is not None else {},
    )


def premise_record(premise: Premise) -> r.PremiseRecord:
    clause = premise.applied.clause
    return r.PremiseRecord(
        clause=clause.id,
        standard=clause.standard,
        side=premise.side,
        force=clause.force.value,
        recalled=premise.applied.trust is Trust.RECALLED,
    )


def _text(value: Value | None) -> str:
    return "" if value is None else value_text(value)
