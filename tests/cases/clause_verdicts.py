"""A folder with declarations in, the verdict of one clause on every port or pair of them out, a line each."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path

from msgspec.structs import replace
from shipped_standards import judged_by_shipped

from hardmate.assess.conformance import conformance
from hardmate.assess.owed import owed
from hardmate.assess.pair import assessment
from hardmate.assess.verdict import Judge, Verdict, value_at
from hardmate.assess.wording import Sides, value_text, values_text, witness_text
from hardmate.language.given import given
from hardmate.language.judge import Outcome
from hardmate.language.shown import margin_text
from hardmate.language.tree import references
from hardmate.language.value import Trust
from hardmate.model.standard import Clause
from hardmate.model.vehicle import Port, vehicle
from hardmate.repository import Library
from hardmate.repository.files import File
from hardmate.repository.stages import built, sorted_documents, validators
from hardmate.schema import Validator

UNDETERMINED = "undetermined"


@cache
def shipped() -> Library:
    """The standards that come with Hardmate."""
    repository = judged_by_shipped([])
    assert not repository.findings
    return repository.library


@cache
def clauses() -> dict[str, Clause]:
    """Every clause of the standards that come with Hardmate, by id."""
    return {each.clause.id: each.clause for held in shipped().clauses.values() for each in held.values()}


@cache
def gate() -> Validator:
    return validators(shipped().dictionary)["vehicle"]


def clause_lines(folder: Path) -> Iterator[str]:
    """The verdict of one clause on every port of a, or on every pair of a port of a and one of b."""
    clause = clauses()[folder.name]
    yield from _lines(folder, clause, only(clause), "")
    if clause.open_numbers:
        with_numbers, told = numbers_given(folder / "given.txt", clause)
        yield from _lines(folder, with_numbers, only(with_numbers), f" given {told}")


def numbers_given(file: Path, clause: Clause) -> tuple[Clause, str]:
    """The clause with the numbers of a file, a name and a number a line, and what they are."""
    pairs = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
    numbers = {name: Fraction(text) for name, text in pairs}
    assert numbers.keys() == clause.open_numbers.keys()
    when = None if clause.when is None else given(clause.when, numbers)
    units = {name: "" if each.unit is None else f" {each.unit.symbol}" for name, each in clause.open_numbers.items()}
    told = ", ".join(f"{name} {text}{units[name]}" for name, text in pairs)
    return replace(clause, requires=given(clause.requires, numbers), when=when, open_numbers={}), told


def _lines(folder: Path, clause: Clause, alone: Library, about: str) -> Iterator[str]:
    judge = Judge(alone.dictionary)
    ports = {side: declared(folder / f"{side}.yaml") for side in ("a", "b") if clause.pairwise or side == "a"}
    if not clause.pairwise:
        for port in ports["a"]:
            for found in conformance(port, alone, judge):
                for verdict in found.verdicts:
                    yield f"{port.id}{about}: {told(verdict, {'a': port}, alone)}"
        return
    mode = next(each.id for each in alone.modes.values() if set(clause.axes) <= set(each.axes))
    for port in ports["a"]:
        for other in ports["b"]:
            assessed = assessment(port, other, alone, judge, mode=mode)
            for verdict in assessed.best.verdicts:
                yield f"{port.id} with {other.id}{about}: {told(verdict, {'a': port, 'b': other}, alone)}"


def only(clause: Clause) -> Library:
    """The library as if it held this one clause."""
    held = {
        standard: {clause.id: replace(found[clause.id], clause=clause)} if clause.id in found else {}
        for standard, found in shipped().clauses.items()
    }
    return replace(shipped(), clauses=held)


def declared(file: Path) -> tuple[Port, ...]:
    """The ports of a declaration that is known to be right."""
    split = sorted_documents([File(file, file.name)])
    came = built(
        split.documents["vehicle"],
        "vehicle",
        {"vehicle": gate()},
        lambda shape, document: vehicle(shape, document, shipped().dictionary),
    )
    assert not [*split.findings, *came.findings]
    ((_, found),) = came.made
    assert {claim.standard for port in found.ports for claim in port.claims} <= set(shipped().standards)
    return found.ports


def told(verdict: Verdict, sides: Sides, alone: Library) -> str:
    """`fail: <values> (<how far off>)`; of what is undetermined, who owes it."""
    judgement = verdict.judgement
    values = values_text(verdict, sides, alone.dictionary)
    match verdict.outcome:
        case Outcome.PASS:
            margin = judgement.margin
            left = f" ({margin_text(margin, verdict.clause.requires, alone.dictionary)} left)" if margin else ""
            return f"pass{_leaning(judgement.leans)}: {values}{left}"
        case Outcome.FAIL:
            return f"fail: {values}{_witness(verdict, sides, alone)}"
        case Outcome.NOT_APPLICABLE:
            return f"not applicable: {_guarding(verdict, sides, alone)}"
    if judgement.doubtful:
        return f"would fail{_leaning(judgement.leans)}: {values}{_witness(verdict, sides, alone)}"
    missing = owed([verdict], sides, alone.dictionary)
    owes = "; ".join(f"{each.owner} owes {each.of} {each.path} ({each.why})" for each in missing)
    return f"{UNDETERMINED}: {owes or judgement.reason}"


def _guarding(verdict: Verdict, sides: Sides, alone: Library) -> str:
    """The values that the clause's `when` reads."""
    assert verdict.clause.when is not None
    paths = {reference.path for reference in references(verdict.clause.when)}
    readings = [each for each in verdict.judgement.readings if each.path in paths]
    return "; ".join(
        f"{sides[each.holder].id}: {value_text(value_at(sides[each.holder], each, alone.dictionary), each.path)}"
        for each in readings
    )


def _leaning(trust: Trust) -> str:
    return "" if trust is Trust.FIRM else f" ({trust.name.lower()})"


def _witness(verdict: Verdict, sides: Sides, alone: Library) -> str:
    witness = witness_text(verdict, sides, alone.dictionary)
    return f" ({witness})" if witness else ""
