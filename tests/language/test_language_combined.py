"""The margin by RSS: beside the worst case, only where all that varies states its spread, and never decisive."""

from __future__ import annotations

from fractions import Fraction

import pytest
from clause_world import number
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hardmate.language.build import Holder
from hardmate.language.check import checked
from hardmate.language.combined import Combined
from hardmate.language.dictionary import Dictionary
from hardmate.language.fault import Fault
from hardmate.language.judge import Judgement, Outcome, judge
from hardmate.language.margin import Margin
from hardmate.language.value import Evidence, State, Statistics, Value
from hardmate.quantity import read_quantity

WORLD: Dictionary = {f"g.{name}": number(f"g.{name}") for name in "xyz"}
Spread = tuple[int, int]
"""A half-width and how many sigma it is."""

spreads = st.tuples(st.integers(1, 4), st.integers(1, 4))


def judged(text: str, *tolerances: str, stated: tuple[Statistics | None, ...]) -> Judgement:
    values = {}
    for (name, parameter), tolerance, spread in zip(WORLD.items(), tolerances, stated, strict=False):
        assert parameter.kind is not None
        content = read_quantity(tolerance, parameter.kind)
        made = Value(parameter, State.KNOWN, content, tolerance, Evidence(), None)
        values[name] = replace(made, statistics=spread)
    node = checked(text, WORLD, {"port"})
    assert not isinstance(node, Fault)
    return judge(node, None, WORLD, {"port": Holder("p", values)})


def of_two(first: Spread, second: Spread, limit: int = 6) -> Judgement:
    stated = tuple(Statistics(Fraction(sigma), independent=True) for _, sigma in (first, second))
    tolerances = (f"0 +/- {half}" for half, _ in (first, second))
    return judged(f"abs(port.g.x + port.g.y) <= {limit}", *tolerances, stated=stated)


def test_three_and_four_make_five() -> None:
    judgement = of_two((3, 3), (4, 3))
    assert judgement.margin is not None
    assert judgement.rss is not None
    assert judgement.outcome is Outcome.FAIL
    assert judgement.margin.amount == Fraction(-1)
    assert judgement.rss == Combined(Margin(Fraction(1), Fraction(1, 6), judgement.margin.span), Fraction(3))


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4), st.integers(1, 8))
def test_it_is_never_below_the_worst_case_at_one_level(first: int, second: int, sigma: int, limit: int) -> None:
    judgement = of_two((first, sigma), (second, sigma), limit)
    assert judgement.margin is not None
    assert judgement.rss is not None
    assert judgement.rss.margin.amount > judgement.margin.amount


@given(spreads, spreads)
def test_it_is_the_root_of_the_squares_at_the_highest_level_rounded_down(first: Spread, second: Spread) -> None:
    rss = of_two(first, second).rss
    assert rss is not None
    level = max(first[1], second[1])
    square = sum((Fraction(half * level, sigma) ** 2 for half, sigma in (first, second)), Fraction(0))
    assert rss.sigma == level
    assert 0 <= (6 - rss.margin.amount) ** 2 - square < Fraction(1, 10**9)


@given(spreads, spreads)
def test_it_is_symmetric(first: Spread, second: Spread) -> None:
    assert of_two(first, second).rss == of_two(second, first).rss


def test_a_value_stated_at_one_sigma_can_make_it_smaller_than_the_worst_case() -> None:
    judgement = of_two((2, 1), (1, 3))
    assert judgement.margin is not None
    assert judgement.rss is not None
    assert judgement.rss.margin.amount < 0 < judgement.margin.amount


SURE = Statistics(Fraction(3), independent=True)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("abs(port.g.x + port.g.y) <= 6", (SURE, None)),
        ("abs(port.g.x + port.g.y) <= 6", (SURE, Statistics(Fraction(3), independent=False))),
        ("abs(port.g.x) <= 6", (SURE, SURE)),
        ("port.g.x * port.g.y <= 20", (SURE, SURE)),
        ("norm(port.g.x, port.g.y) <= 6", (SURE, SURE)),
        ("port.g.x <= 6 and port.g.y <= 6", (SURE, SURE)),
        ("port.g.x <= 6 or port.g.y <= 6", (SURE, SURE)),
    ],
)
def test_there_is_none_otherwise(text: str, stated: tuple[Statistics | None, ...]) -> None:
    assert judged(text, "0 +/- 1", "0 +/- 1", stated=stated).rss is None


@given(spreads, spreads, st.integers(1, 8))
def test_it_decides_nothing(first: Spread, second: Spread, limit: int) -> None:
    unstated = judged(
        f"abs(port.g.x + port.g.y) <= {limit}", f"0 +/- {first[0]}", f"0 +/- {second[0]}", stated=(None, None)
    )
    assert replace(of_two(first, second, limit), rss=None) == unstated
