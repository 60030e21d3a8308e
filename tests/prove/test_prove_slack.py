"""As far as a limit is said to move alone, what was proved is proved with the limit there, and no longer a step on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from prove_made import MADE, Clause, made_library

from hardmate.analysis.prove.audit import Audit, audit
from hardmate.analysis.prove.engine import Engine
from hardmate.analysis.prove.slack import FREE, Slack, Unmoved
from hardmate.analysis.prove.soundness import soundness
from hardmate.analysis.prove.verdicts import Standing
from hardmate.repository import Applied
from hardmate.solver import Solver

_name = st.sampled_from("xyz")
_half = st.integers(-8, 8).map(lambda halves: halves / 2)
_other = st.tuples(
    st.one_of(
        st.builds("port.g.{} {} {}".format, _name, st.sampled_from(["<=", "<", ">=", "=="]), _half),
        st.builds("port.g.n {} {}".format, st.sampled_from(["<=", "=="]), st.integers(0, 4)),
        st.builds("max(port.g.{}, port.g.{}) <= {}".format, _name, _name, _half),
    ),
    st.sampled_from([None, None, "port.g.flag"]),
)


@st.composite
def standards(draw: st.DrawFn) -> tuple[list[Clause], list[Clause]]:
    """Clauses on one port that bound a value, with others beside; and one on two ports that mostly follows."""
    name, middle, reach = draw(_name), draw(_half), abs(draw(_half))
    low, high, room = middle - reach, middle + reach, draw(st.integers(-1, 6).map(lambda halves: halves / 2))
    bounds = draw(
        st.sampled_from(
            [
                [f"abs(port.g.{name} - {middle}) <= {reach}"],
                [f"port.g.{name} <= {high} and port.g.{name} >= {low}"],
                [f"port.g.{name} <= {high}", f"port.g.{name} >= {low}"],
                [f"port.g.{name} == {middle}"],
            ]
        )
    )
    follows = draw(
        st.sampled_from(
            [
                f"a.g.{name} - b.g.{name} <= {2 * reach + room}",
                f"abs(a.g.{name} - b.g.{name}) <= {2 * reach + room}",
                f"a.g.{name} + b.g.{name} <= {2 * high + room}",
                f"a.g.{name} <= {high + room} or b.g.flag",
            ]
        )
    )
    return [*((each, None) for each in bounds), *draw(st.lists(_other, max_size=2))], [(follows, None)]


@pytest.fixture(scope="module")
def z3() -> Iterator[Solver]:
    with Solver("z3") as solver:
        yield solver


class Moved:
    """A made standard with one limit of it elsewhere."""

    def __init__(self, alone: list[Clause], between: list[Clause], engine: Engine) -> None:
        self.alone, self.between, self.engine = alone, between, engine

    def standings(self, found: Slack | Unmoved, at: Fraction) -> Mapping[str, Standing] | None:
        """Of each clause on two ports; None if no port can conform."""
        number = int(found.applied.clause.id.rpartition("-")[2])
        requires, when = self.alone[number]
        before, after = requires[: found.limit.span.start], requires[found.limit.span.end :]
        alone = [*self.alone]
        alone[number] = (f"{before}{float(at):.2f}{after}", when)
        library = made_library(alone, self.between)
        assert library is not None
        made = soundness(library, MADE, self.engine)
        return None if made.contradiction else {each.applied.clause.id: each.standing for each in made.propositions}


def _carried(found: Audit, applied: Applied) -> tuple[str, ...]:
    (carries,) = (each.carries for each in found.bearing if each.applied is applied)
    return carries


@settings(max_examples=20)
@given(standards(), st.fractions(0, 1))
def test_a_limit_moves_as_far_as_its_slack_and_no_further(
    z3: Solver, made: tuple[list[Clause], list[Clause]], part: Fraction
) -> None:
    alone, between = made
    library = made_library(alone, between)
    if library is None:
        return
    found = audit(library, MADE, Engine(z3), close=False)
    moved = Moved(alone, between, Engine(z3))
    for each in found.slack:
        event("slack")
        steps = (each.to - each.limit.base) / each.least
        for at in {each.to, each.limit.base + int(part * steps) * each.least}:
            standings = moved.standings(each, at)
            assert standings is not None
            assert {standings[clause] for clause in _carried(found, each.applied)} == {Standing.PROVED}
        beyond = [each.to + each.least] if steps > 0 else [each.to - each.least]
        for at in beyond if steps else [each.to - each.least, each.to + each.least]:
            standings = moved.standings(each, at)
            carried = [] if standings is None else [standings[clause] for clause in _carried(found, each.applied)]
            if not carried or set(carried) != {Standing.PROVED}:
                break
        else:
            pytest.fail(f"all is proved beyond {each.to} as well: {each.applied.clause.id}")
    for other in found.unmoved:
        event(other.why)
        if other.why == FREE:
            low, high = (0, 4) if "port.g.n" in alone[int(other.applied.clause.id.rpartition("-")[2])][0] else (-8, 8)
            standings = moved.standings(other, Fraction(round(low + part * (high - low))))
            assert standings is not None
            assert {standings[clause] for clause in _carried(found, other.applied)} == {Standing.PROVED}
