"""Memory grows with ports and with what is shown, and not with pairs: no verdict and no warning of a pair is held."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law_fleet import library, shipped, with_values
from law_values import value_of
from msgspec.structs import replace

from hardmate import api
from hardmate.assess.capability import Standing
from hardmate.assess.planes import Roster
from hardmate.assess.suspects import suspects
from hardmate.assess.verdict import Judge
from hardmate.assess.warned import Wanted, Warned
from hardmate.model.vehicle import Port
from hardmate.report.cell import Cell, Tightest
from hardmate.report.matrix_text import SIGNS, Ranking, Square
from hardmate.report.style import Style

FEW, MANY = 30, 120
RING = "scs.ring_diameter"


def fleet(count: int) -> tuple[Port, ...]:
    """Ships and stations of one family by turns, with rings of four sizes, so that most pairs fail."""
    sides = [shipped().ports[name] for name in ("concept-chaser/forward", "concept-station/forward")]
    parameter = library().dictionary[RING]
    rings = [value_of(parameter, f"{1200 + 2 * number} mm") for number in range(4)]
    made = [with_values(side, {RING: ring}) for ring in rings for side in sides]
    return tuple(
        replace(made[number % len(made)], id=f"v{number:04}/port", vehicle=f"v{number:04}") for number in range(count)
    )


def square(ports: tuple[Port, ...]) -> int:
    drawn = Square([port.id for port in ports])
    for band in api.bands(shipped(), ports):
        for partners, outline in band.told:
            drawn.add(band.number, partners, outline.standing)
    return sum(map(len, drawn.lines(Style())))


def warned(ports: tuple[Port, ...]) -> int:
    judge = Judge(library().dictionary)
    told = Warned(library(), judge, Wanted(10), ())
    for _ in told.over(suspects(Roster(ports, judge), library(), frozenset())):
        pass
    assert len(list(told.findings)) <= 20
    return sum(told.left_out.values())


def peak(work: Callable[[tuple[Port, ...]], int], count: int) -> tuple[int, int]:
    """The most bytes that were held at once, and what came out."""
    ports = fleet(count)
    tracemalloc.start()
    try:
        found = work(ports)
        return tracemalloc.get_traced_memory()[1], found
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("work", [square, warned])
def test_four_times_the_ports_take_no_sixteen_times_the_memory(work: Callable[[tuple[Port, ...]], int]) -> None:
    work(fleet(2))
    small, few = peak(work, FEW)
    large, many = peak(work, MANY)
    assert many > 10 * few > 0
    assert large < 6 * small


@settings(max_examples=20)
@given(st.data(), st.integers(1, 70))
def test_the_square_has_the_sign_of_each_two_ports_where_they_meet(data: st.DataObject, size: int) -> None:
    names = [f"v{number:02}/port" for number in range(size)]
    standings: Mapping[tuple[int, int], Standing | None] = {
        pair: data.draw(st.none() | st.sampled_from(Standing)) if number < 200 else Standing.UNDETERMINED
        for number, pair in enumerate(combinations(range(size), 2))
    }
    drawn = Square(names, data.draw(st.integers(1, 3)))
    for (one, other), standing in standings.items():
        if standing is not None:
            drawn.add(one, 1 << other, standing)
    rows: dict[str, str] = {}
    for line in drawn.lines(Style()):
        number, _, rest = line.strip().partition(" ")
        name, _, signs = rest.partition("  ")
        if name in names:
            assert names[int(number) - 1] == name
            rows[name] = rows.get(name, "") + signs.replace(" ", "")
    for row, name in enumerate(names):
        met = [standings.get((min(row, column), max(row, column))) for column in range(size)]
        assert rows[name] == "".join("." if standing is None else SIGNS[standing] for standing in met)


@given(st.lists(st.integers(-1, 1), max_size=30), st.integers(0, 12), st.sampled_from([1, -1]))
def test_the_pairs_that_are_not_admitted_are_not_among_the_tightest(margins: list[int], most: int, step: int) -> None:
    ranking, every = Ranking(most), Ranking(0)
    for number, margin in list(enumerate(margins))[::step]:
        rank = (Fraction(margin), Fraction(0))
        name = f"v{number // 3:02}/port"
        cell = Cell((name, f"w{number % 3}/port"), Standing.COMPATIBLE, "", Tightest("clause", str(margin), None, rank))
        every.add(cell)
        if ranking.admits(rank, name):
            ranking.add(cell)
    (_, _, *first), (_, _, *told) = ranking.lines(), every.lines()
    assert first[: most or None] == told[: most or None]
