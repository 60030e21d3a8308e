"""What is proved of a random standard is never found otherwise among many ports that keep to it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice, product

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from prove_made import MADE, Clause, made_library, of_one_port, of_two_ports, port

from hardmate.analysis.prove.engine import Engine
from hardmate.analysis.prove.soundness import soundness
from hardmate.analysis.prove.theory import theory
from hardmate.analysis.prove.verdicts import Standing
from hardmate.language.build import Holder
from hardmate.language.judge import Outcome, judge
from hardmate.language.value import Value
from hardmate.model import standard
from hardmate.repository import Library
from hardmate.solver import Solver

PORTS, TRIED, PAIRS = 20, 200, 200
HELD = (Outcome.PASS, Outcome.NOT_APPLICABLE)


class Asked:
    """A solver that is told in one word: Hypothesis writes down what a law is given."""

    def __init__(self, solver: Solver) -> None:
        self.solver = solver


@pytest.fixture(scope="module")
def z3() -> Iterator[Asked]:
    with Solver("z3") as solver:
        yield Asked(solver)


def outcome(library: Library, clause: standard.Clause, **ports: dict[str, Value]) -> Outcome:
    holders = {word: Holder(word, values) for word, values in ports.items()}
    return judge(clause.requires, clause.when, library.dictionary, holders, full=False).outcome


def conforming(library: Library, order: random.Random, refused: set[str]) -> Iterator[dict[str, Value]]:
    clauses = [each.clause for each in library.clauses[MADE].values() if not each.clause.pairwise]
    kept = [each for each in clauses if each.id not in refused]
    for _ in range(TRIED):
        values = port(order)
        if all(outcome(library, clause, port=values) in HELD for clause in kept):
            yield values


# The falsifier, which comes last, is Hypothesis too.
@settings(max_examples=12, suppress_health_check=[HealthCheck.nested_given])
@given(st.lists(of_one_port, min_size=1, max_size=3), st.lists(of_two_ports, min_size=1, max_size=2), st.integers(0))
def test_nothing_is_proved_that_ports_belie(z3: Asked, alone: list[Clause], between: list[Clause], seed: int) -> None:
    library = made_library(alone, between)
    if library is None:
        return
    found = soundness(library, MADE, Engine(z3.solver))
    ports = list(islice(conforming(library, random.Random(seed), set(found.refused)), PORTS))  # noqa: S311
    if found.contradiction is not None:
        event("contradiction")
        assert not ports
    for each in found.propositions:
        event(str(each.standing))
        outcomes = {
            outcome(library, each.applied.clause, a=one, b=other) for one, other in islice(product(ports, ports), PAIRS)
        }
        match each.standing:
            case Standing.PROVED:
                assert outcomes <= set(HELD)
            case Standing.VACUOUS:
                assert outcomes <= {Outcome.NOT_APPLICABLE}
            case Standing.UNKNOWN if all(premise.ruled.exact for premise in theory(library, MADE).premises):
                assert "did not hold" not in each.reason
