"""Judging whole classes of ports at once says of each pair what judging it alone says, and misses no failure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from law_fleet import assessed, clauses, declared, library, sampled_pairs, shipped, with_values
from law_values import declarations, value_of
from msgspec.structs import replace

from hardmate.assess.gate import unplanned_findings
from hardmate.assess.planes import Roster, Row, placements, rows
from hardmate.assess.suspects import suspects
from hardmate.assess.verdict import Judge
from hardmate.language.judge import Judgement, Outcome
from hardmate.model.vehicle import Port

PLANES = {
    Outcome.PASS: "passed",
    Outcome.FAIL: "failed",
    Outcome.UNDETERMINED: "open",
    Outcome.NOT_APPLICABLE: "not_applicable",
}


def plane(judgement: Judgement) -> str:
    return "doubtful" if judgement.doubtful else PLANES[judgement.outcome]


def of(row: Row, number: int) -> list[str]:
    """The planes of a row in which a partner stands."""
    return [name for name in (*PLANES.values(), "doubtful") if getattr(row, name) >> number & 1]


def require_the_same(ports: Sequence[Port]) -> None:
    """Each clause in each placement, on every two of the ports, against the judge that knows nothing of classes."""
    roster, plain = Roster(tuple(ports), Judge(library().dictionary)), Judge(library().dictionary)
    for clause in clauses():
        if not clause.pairwise:
            continue
        for placement in placements(clause):
            words = {word: placement[word] for word in sorted(clause.words)}
            told = {number: row for some, row in rows(clause, placement, roster) for number in roster.listed(some)}
            assert sorted(told) == list(range(len(ports)))
            for one, other in product(range(len(ports)), repeat=2):
                alone = plain.judgement(clause, words, {"a": ports[one], "b": ports[other]})
                assert of(told[one], other) == [plane(alone)], (clause.id, words, ports[one].id, ports[other].id)


def named(ports: Sequence[Port]) -> list[Port]:
    """The ports, each of a vehicle of its own, in the order of their ids."""
    return [replace(port, id=f"v{number:02}/port", vehicle=f"v{number:02}") for number, port in enumerate(ports)]


def test_every_eighth_shipped_port_is_judged_alike_by_class_and_alone() -> None:
    require_the_same(list(shipped().ports.values())[::8])


@settings(max_examples=12)
@given(st.lists(declarations("v"), min_size=2, max_size=4))
def test_generated_ports_are_judged_alike_by_class_and_alone(fleet: list[dict[str, object]]) -> None:
    require_the_same(named([declared(each).ports[0] for each in fleet]))


@settings(max_examples=10)
@given(st.lists(declarations("v"), min_size=2, max_size=3))
def test_no_pair_that_has_something_to_tell_is_passed_over(fleet: list[dict[str, object]]) -> None:
    ports = named([declared(each).ports[0] for each in fleet])
    pairs = list(suspects(Roster(tuple(ports), Judge(library().dictionary)), library(), frozenset()).pairs)
    for number, one in enumerate(ports):
        for other in ports[number + 1 :]:
            told = tuple(unplanned_findings(assessed(one, other), library().dictionary))
            assert not told or (one, other) in pairs


def test_no_shipped_pair_that_has_something_to_tell_is_passed_over() -> None:
    ports = tuple(sorted(shipped().ports.values(), key=lambda port: port.id))
    found = suspects(Roster(ports, Judge(library().dictionary)), library(), frozenset())
    pairs = {frozenset((one.id, other.id)) for one, other in found.pairs}
    telling = {
        frozenset((one.id, other.id))
        for one, other in sampled_pairs(every=13)
        if tuple(unplanned_findings(assessed(one, other), library().dictionary))
    }
    assert telling
    assert telling <= pairs


def test_a_planned_pair_is_not_counted_again() -> None:
    ports = tuple(sorted(shipped().ports.values(), key=lambda port: port.id))
    free = suspects(Roster(ports, Judge(library().dictionary)), library(), frozenset())
    first, *others = free.pairs
    planned = frozenset({frozenset(port.id for port in first)})
    left = suspects(Roster(ports, Judge(library().dictionary)), library(), planned)
    assert left.sharing == free.sharing - 1
    assert list(left.pairs) == others


def test_a_hundred_ports_that_stay_clear_of_a_limit_are_judged_without_judging_one_pair_in_full() -> None:
    clause = next(each for each in clauses() if each.id == "closing-rate-within-capture")
    shared = shipped().ports["concept-chaser/forward"]
    flown, captured = (library().dictionary[f"{group}.closing_rate"] for group in ("contact", "capture"))
    ports = named(
        [
            with_values(
                shared,
                {
                    flown.name: value_of(flown, f"0.0{300 + number} .. 0.0{600 + number} m/s"),
                    captured.name: value_of(captured, f"0.0{100 + number} .. 0.0{800 + number} m/s"),
                },
            )
            for number in range(100)
        ]
    )
    roster = Roster(tuple(ports), Judge(library().dictionary))
    everyone = (1 << 100) - 1
    assert [row.passed for placement in placements(clause) for _, row in rows(clause, placement, roster)] == (
        [everyone] * 100 * len(tuple(placements(clause)))
    )
    assert roster.judge.judged == 0
