"""The matrix is total: every pair of ports, every clause of its basis, one verdict in each assignment tried."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from law_fleet import assessed, declared, library, sampled_pairs, shipped
from law_values import declarations

from hardmate import api
from hardmate.assess.pair import Assessment, assessment
from hardmate.assess.verdict import Judge
from hardmate.model.vehicle import Port


def require_total(pair: Assessment) -> None:
    """Every pairwise clause of common, and of each standard that counts, has one verdict in each assignment."""
    first, second = pair.ports
    expected = {applied.clause.id for applied in library().clauses["common"].values() if applied.clause.pairwise}
    for claim in first.claims:
        if claim.standard in {each.standard for each in second.claims} and claim.standard in pair.basis.standards:
            expected |= {a.clause.id for a in library().clauses[claim.standard].values() if a.clause.pairwise}
    assert expected <= {applied.clause.id for applied in pair.basis.clauses.values()}
    assert pair.tried, "a pair without an assignment would be an empty answer"
    assert pair.best in pair.tried
    for way in pair.tried:
        assert [each.applied for each in way.verdicts] == list(pair.basis.clauses.values())
        assert [each.capability.id for each in way.capabilities] == list(way.mode.capabilities)
        for each in way.capabilities:
            mine = [verdict for verdict in way.verdicts if verdict.clause.capability == each.capability.id]
            assert list(each.verdicts) == mine
            assert bool(each.reasons) is (each.standing != "compatible")


def test_the_matrix_holds_every_two_ports_of_different_vehicles_once() -> None:
    repository = shipped()
    few = [port for port in repository.ports.values() if port.vehicle[0] in "apsz"]
    found = [tuple(port.id for port in pair.ports) for pair in api.matrix(repository, few)]
    wanted = {(a.id, b.id) for a, b in combinations(few, 2) if a.vehicle != b.vehicle}
    assert len(found) == len(set(found)) == len(wanted)
    assert {tuple(sorted(pair)) for pair in found} == {tuple(sorted(pair)) for pair in wanted}


def test_every_clause_that_applies_has_one_verdict_in_every_shipped_pair() -> None:
    for one, other in sampled_pairs(every=17):
        require_total(assessed(one, other))


@settings(max_examples=30, deadline=None)
@given(declarations("one"), declarations("other"))
def test_every_clause_that_applies_has_one_verdict_in_every_generated_pair(
    one: dict[str, object], other: dict[str, object]
) -> None:
    require_total(assessed(declared(one).ports[0], declared(other).ports[0]))


class Forgetful(dict[tuple[object, ...], object]):
    """Keeps nothing."""

    def __setitem__(self, key: tuple[object, ...], value: object) -> None:
        return None


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Port, Port]]:
    return sampled_pairs(every=131)


def test_a_judge_that_remembers_says_what_a_judge_that_forgets_says(pairs: list[tuple[Port, Port]]) -> None:
    memories = ("settled", "told", "bases", "rests_on", "_known")
    forgetful = Judge(library().dictionary, **{name: Forgetful() for name in memories})  # type: ignore[arg-type]
    remembering = Judge(library().dictionary)
    for one, other in pairs:
        assert assessment(one, other, library(), forgetful) == assessment(one, other, library(), remembering)
    assert forgetful.judged == forgetful.asked
    assert remembering.judged < forgetful.asked / 2
