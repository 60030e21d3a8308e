"""check(A, B) is check(B, A), and which port sorts first decides nothing."""

from __future__ import annotations

from hypothesis import given, settings
from law_fleet import assessed, clauses, declared, essence, library, sampled_pairs, stated, with_values
from law_values import declarations, value_of
from msgspec.structs import replace

from hardmate.assess.capability import Standing
from hardmate.assess.pair import assessment
from hardmate.assess.verdict import Judge
from hardmate.language.judge import Outcome
from hardmate.model.roles import SIDES
from hardmate.model.standard import COMMON, Clause
from hardmate.model.vehicle import Port
from hardmate.repository import Applied


def renamed(port: Port, vehicle: str) -> Port:
    return replace(port, id=f"{vehicle}/port", vehicle=vehicle)


def require_symmetric(one: Port, other: Port) -> None:
    """The order of the arguments changes nothing at all, and the order of the names nothing that is decided."""
    straight = assessed(renamed(one, "aa"), renamed(other, "zz"))
    assert assessed(renamed(other, "zz"), renamed(one, "aa")) == straight
    turned = assessed(renamed(one, "zz"), renamed(other, "aa"))
    assert essence(straight, {"aa/port": "one", "zz/port": "other"}) == essence(
        turned, {"zz/port": "one", "aa/port": "other"}
    )


def test_shipped_pairs_are_judged_alike_from_both_sides() -> None:
    for one, other in sampled_pairs(every=41):
        require_symmetric(one, other)


@settings(max_examples=40, deadline=None)
@given(declarations("one"), declarations("other"))
def test_generated_pairs_are_judged_alike_from_both_sides(one: dict[str, object], other: dict[str, object]) -> None:
    require_symmetric(declared(one).ports[0], declared(other).ports[0])


FALSELY_SYMMETRIC = {
    "kind": "clause",
    "id": "heavier-than-the-other",
    "title": "One side is at least as heavy as the other",
    "requirement": "A test",
    "provenance": "primary",
    "source": ["S01"],
    "force": "shall",
    "judges": "compatibility",
    "capability": "hard-mate",
    "requires": "a.mass.total >= b.mass.total",
    "rationale": "None.",
    "help": "None.",
    "verify": ["test"],
}


def orientations(clause: Clause, one: Port, other: Port) -> tuple[Outcome, Outcome]:
    """The clause with `one` as a and `other` as b, and the other way round, each judged alone."""
    judge = Judge(library().dictionary)
    applied = Applied(clause, clause.standard, confirmed=True)
    ports = {"a": one, "b": other}
    straight = judge.verdict(applied, {word: word for word in SIDES}, ports)
    turned = judge.verdict(applied, dict(zip(SIDES, reversed(SIDES), strict=True)), ports)
    return straight.outcome, turned.outcome


def one_sided(clause: Clause, pairs: list[tuple[Port, Port]]) -> bool:
    """Whether some pair would be told another thing if the clause were judged one way round only."""
    return any(len(set(orientations(clause, one, other))) > 1 for one, other in pairs)


def test_a_clause_falsely_declared_symmetric_is_caught_by_judging_it_both_ways_round() -> None:
    """The control of this law: with one orientation only, the verdict would hang on which port sorts first."""
    heavier = stated(FALSELY_SYMMETRIC)
    truly = next(clause for clause in clauses() if clause.id == "petal-counts-agree")
    mass = library().dictionary["mass.total"]
    chaser, station = sampled_pairs(every=10_000)[-1]
    light = with_values(chaser, {"mass.total": value_of(mass, "10000 kg")})
    heavy = with_values(station, {"mass.total": value_of(mass, "400000 kg")})

    assert orientations(heavier, light, heavy) == (Outcome.FAIL, Outcome.PASS)
    assert one_sided(heavier, [(light, heavy)])
    assert not one_sided(truly, sampled_pairs(every=41))

    common = {**library().clauses[COMMON], heavier.id: Applied(heavier, COMMON, confirmed=True)}
    with_false = replace(library(), clauses={**library().clauses, COMMON: common})
    for pair in ((light, heavy), (heavy, light)):
        found = assessment(*pair, with_false, Judge(library().dictionary))
        assert [each.outcome for each in found.best.verdicts if each.clause is heavier] == [Outcome.FAIL]
        assert found.standing is Standing.INCOMPATIBLE
