"""A standard looked over: what contradicts, what says nothing, what carries a proof and how far it could move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from hardmate.analysis.prove.closing import Closing, closings
from hardmate.analysis.prove.encode import NotEncodableError
from hardmate.analysis.prove.engine import Engine
from hardmate.analysis.prove.slack import Slack, Unmoved, slacks
from hardmate.analysis.prove.soundness import soundness
from hardmate.analysis.prove.statements import GOAL, Question, applies, fails, question
from hardmate.analysis.prove.theory import Premise, Theory, theory
from hardmate.analysis.prove.upheld import Upheld
from hardmate.analysis.prove.verdicts import Proposition, Soundness, Standing
from hardmate.analysis.prove.workbench import Workbench
from hardmate.language.formula import Formula
from hardmate.model.roles import PORT, SIDES
from hardmate.model.standard import reads
from hardmate.model.vehicle import Port
from hardmate.repository import Applied, Library
from hardmate.schema import Validator

FEW = 8
"""Refuted clauses that one process sees through before another one could begin."""


class Redundant(Struct, frozen=True):
    """A clause on one port that follows from others."""

    applied: Applied
    follows_from: tuple[Premise, ...]


class Bearing(Struct, frozen=True):
    """A clause on one port without which these clauses on two ports would not be proved."""

    applied: Applied
    carries: tuple[str, ...]


class Audit(Struct, frozen=True):
    """What is found out about a standard's clauses. `unbounded` maps a parameter that clauses on two ports read, and
    no clause on one, to those clauses; `never` are clauses on one port that never apply.
    """

    soundness: Soundness
    redundant: tuple[Redundant, ...]
    never: tuple[Applied, ...]
    unbounded: Mapping[str, tuple[str, ...]]
    bearing: tuple[Bearing, ...]
    slack: tuple[Slack, ...]
    unmoved: tuple[Unmoved, ...]
    closing: Mapping[str, tuple[Closing, ...]]


def domains(found: Audit) -> dict[str, tuple[str, ...]]:
    """The clauses whose proof, or vacuity, needs physical domains, with these by port and parameter."""
    needed: dict[str, dict[str, None]] = {}
    for each in found.soundness.propositions:
        if each.proof is not None and each.proof.domains:
            needed.setdefault(each.applied.clause.id, {}).update(dict.fromkeys(each.proof.domains))
    return {clause: tuple(sorted(used)) for clause, used in sorted(needed.items())}


def audit(
    library: Library,
    standard: str,
    engine: Engine,
    *,
    references: Sequence[Port] = (),
    gates: Mapping[str, Validator] | None = None,
    close: bool = True,
) -> Audit:
    """Everything about the clauses of a standard, as `soundness`; `close` looks for closing clauses as well."""
    known = theory(library, standard)
    found = soundness(library, standard, engine, references=references, gates=gates, known=known)
    if found.contradiction is not None:
        return Audit(found, (), (), {}, (), (), (), {})
    bench = Workbench(known, engine)
    proved = [each for each in found.propositions if each.standing is Standing.PROVED]
    refuted = [each for each in found.propositions if each.standing is Standing.REFUTED] if close else []
    upheld = Upheld.of(references, library.dictionary)
    with engine.sharing(partial(_closed, bench, upheld), refuted, FEW) as closed:
        bearing = tuple(_bearing(bench, proved))
        limits = [limit for each in bearing for limit in _limits(bench, each, proved)]
        return Audit(
            soundness=found,
            redundant=tuple(_redundant(bench)),
            never=tuple(_never(bench)),
            unbounded=_unbounded(known),
            bearing=bearing,
            slack=tuple(each for each in limits if isinstance(each, Slack)),
            unmoved=tuple(each for each in limits if isinstance(each, Unmoved)),
            closing=_closing(refuted, closed()),
        )


def _redundant(bench: Workbench) -> Iterator[Redundant]:
    """Clauses on one port that nothing can fail which keeps to the others."""
    for premise in bench.one_side():
        clause = premise.applied.clause
        try:
            failing = fails(clause.requires, clause.when, {PORT: SIDES[0]}, bench.theory.vocabulary).formula
        except NotEncodableError:
            continue
        near = bench.theory.cone(failing, leaving=_own(bench, premise))
        asked = _asked(bench, failing, near)
        if bench.impossible(asked):
            core = bench.engine.core(asked, [each.label for each in sorted(near, key=lambda each: each.rank)])
            yield Redundant(premise.applied, tuple(each for each in near if each.label in core))


def _own(bench: Workbench, premise: Premise) -> list[str]:
    return [each.label for each in bench.theory.premises if each.applied.clause is premise.applied.clause]


def _asked(bench: Workbench, formula: Formula, near: Sequence[Premise]) -> Question:
    return question({GOAL: formula, **{each.label: each.ruled.formula for each in near}}, bench.theory.vocabulary)


def _never(bench: Workbench) -> Iterator[Applied]:
    """Clauses on one port whose guard no port comes to that keeps to the others."""
    for premise in bench.one_side():
        clause = premise.applied.clause
        if clause.when is None:
            continue
        try:
            guard = applies(clause.requires, clause.when, {PORT: SIDES[0]}, bench.theory.vocabulary).formula
        except NotEncodableError:
            continue
        # A clause that forbids what it applies to is kept by never coming to it, and says much.
        if bench.impossible(_asked(bench, guard, bench.theory.cone(guard, leaving=_own(bench, premise)))):
            yield premise.applied


def _unbounded(known: Theory) -> dict[str, tuple[str, ...]]:
    bounded = {path for each in known.premises for _, path in each.places}
    found: dict[str, list[str]] = {}
    for applied in known.goals:
        for path in dict.fromkeys(path for _, path in reads(applied.clause)):
            if path not in bounded:
                found.setdefault(path, []).append(applied.clause.id)
    return {path: tuple(found[path]) for path in sorted(found)}


def _bearing(bench: Workbench, proved: Sequence[Proposition]) -> Iterator[Bearing]:
    """Of the clauses that proofs rest on, those without which there is no other proof."""
    rests: dict[str, list[Proposition]] = {}
    applied: dict[str, Applied] = {}
    for each in proved:
        for premise in each.proof.premises if each.proof is not None else ():
            clause_id = premise.applied.clause.id
            applied[clause_id] = premise.applied
            if each not in rests.setdefault(clause_id, []):
                rests[clause_id].append(each)
    for clause_id in sorted(rests):
        own = [each.label for each in bench.theory.premises if each.applied.clause.id == clause_id]
        carries = [each.applied.clause.id for each in rests[clause_id] if not bench.proved(each, leaving=own)]
        if carries:
            yield Bearing(applied[clause_id], tuple(dict.fromkeys(carries)))


def _limits(bench: Workbench, bearing: Bearing, proved: Sequence[Proposition]) -> Iterator[Slack | Unmoved]:
    return slacks(bench, bearing.applied, [each for each in proved if each.applied.clause.id in bearing.carries])


def _closed(bench: Workbench, upheld: Upheld, refuted: Sequence[Proposition]) -> list[tuple[Closing, ...]]:
    return [tuple(closings(bench, each, upheld)) for each in refuted]


def _closing(refuted: Sequence[Proposition], closed: Sequence[tuple[Closing, ...]]) -> dict[str, tuple[Closing, ...]]:
    """Closing clauses by refuted clause; one that is judged in several assignments takes those that close them all."""
    found: dict[str, tuple[Closing, ...]] = {}
    for each, these in zip(refuted, closed, strict=True):
        clause_id = each.applied.clause.id
        earlier = found.get(clause_id)
        found[clause_id] = these if earlier is None else tuple(one for one in these if one in earlier)
    return found
