"""Laws of repair: what is shown passes when its lines are pasted, only what may change does, and a step less fails."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hardmate import api
from hardmate.analysis.prove.symbols import step_of
from hardmate.analysis.repair.bench import Bench, Changes, Place
from hardmate.analysis.repair.mend import Alternative, Mended, repair
from hardmate.analysis.repair.moves import restated, worded
from hardmate.analysis.repair.smallest import cost
from hardmate.language.dictionary import Nature
from hardmate.language.judge import Outcome
from hardmate.language.value import Value
from hardmate.model.vehicle import Vehicle
from hardmate.quantity import Form, Quantity
from hardmate.repository import File, Repository, declared
from hardmate.solver import Solver, installed

FOLDER = Path(__file__).parents[1] / "cases" / "commands" / "repair-coupled"
PORTS = ("ship/forward", "station/zenith")
SHIP = """kind: vehicle
id: ship
name: Ship
agency: NASA
revision: "1"
ports:
  forward:
    standards: [ring/A]
    roles: {{capture: [active]}}
    parameters:
      mechanism: {{modes: [docking]}}
      ring: {{offset: {}, rate: {{value: {}, provenance: primary}}, colours: {}, link: {}}}
"""
STATION = """kind: vehicle
id: station
name: Station
agency: ESA
revision: "1"
ports:
  zenith:
    standards: [ring/A]
    roles: {{capture: [passive]}}
    parameters:
      mechanism: {{modes: [docking]}}
      ring:
        captured: {}
        colours: {}
        link: {}
        wobble: {}
        play: {}
"""


@cache
def base() -> Repository:
    return api.loaded([FOLDER / "fleet"], FOLDER / "own")


def with_files(texts: dict[str, str]) -> Repository:
    """The fleet with other texts in its files, by the names of the vehicles."""
    vehicles, origins = dict(base().vehicles), dict(base().origins)
    for name, text in texts.items():
        file = File(Path(f"{name}.yaml"), f"{name}.yaml", text.encode())
        built = declared(file, base().library)
        assert isinstance(built, Vehicle), built
        vehicles[name], origins[file.shown] = built, file
    ports = {port.id: port for each in vehicles.values() for port in each.ports}
    return replace(base(), vehicles=vehicles, ports=ports, origins=origins)


metres = st.integers(2, 12).map(lambda cm: f"{cm} cm")
rates = st.tuples(st.integers(20, 130), st.integers(0, 60)).map(lambda r: f"{r[0]} .. {r[0] + r[1]} mm/s")
colours = st.sampled_from(["[red]", "[green]", "[red, blue]"])
links = st.sampled_from(["s-band", "x-band"])
ships = st.tuples(metres, rates, colours, links).map(lambda each: SHIP.format(*each))


@st.composite
def fleets(draw: st.DrawFn) -> dict[str, str]:
    wobble, play = (f"{draw(st.integers(4, 7))} cm" for _ in range(2))
    station = STATION.format(draw(rates), draw(colours), draw(links), wobble, play)
    return {"ship": draw(ships), "station": station}


def pasted(texts: dict[str, str], alternatives: list[Alternative]) -> dict[str, str]:
    """The texts with the lines of some alternatives put in place of theirs."""
    found = {name: text.splitlines() for name, text in texts.items()}
    for each in alternatives:
        for line in each.lines:
            lines = found[line.location.file.removesuffix(".yaml")]
            assert lines[line.location.line - 1] == line.old
            lines[line.location.line - 1] = line.new
    return {name: "\n".join(lines) + "\n" for name, lines in found.items()}


@settings(max_examples=10)
@given(fleets())
def test_what_is_shown_does_and_a_step_less_does_not(texts: dict[str, str]) -> None:
    repository = with_files(texts)
    found = repair(repository, *PORTS)
    assert found.refusals == ()
    for mended in found.mended:
        names = {each.clause.id for each in mended.component.failing}
        assert mended.alternatives or names == {"rate-captured"}, names
        for each in mended.alternatives:
            again = api.pair(with_files(pasted(texts, [each])), *PORTS)
            outcomes = {verdict.outcome for verdict in again.best.verdicts if verdict.clause.id in names}
            assert outcomes == {Outcome.PASS}
            natures = {repository.library.dictionary[path].nature for _, path in each.changes}
            assert natures == {Nature.ADJUSTABLE}
            for place in each.changes:
                rest = {other: new for other, new in each.changes.items() if other != place}
                assert not found.bench.mended(mended.component.failing, rest)
            for place, less in each.less.items():
                assert not found.bench.mended(mended.component.failing, {**each.changes, place: less})
    assert found.reached is all(mended.alternatives for mended in found.mended)


def test_what_is_mended_needs_no_repair() -> None:
    texts = {
        "ship": SHIP.format("2 cm", "40 .. 60 mm/s", "[red]", "s-band"),
        "station": STATION.format("30 .. 90 mm/s", "[red]", "s-band", "4 cm", "4 cm"),
    }
    found = repair(with_files(texts), *PORTS)
    assert (found.mended, found.after, found.reached) == ((), None, True)


def test_either_order_finds_the_same() -> None:
    one, other = repair(base(), *PORTS), repair(base(), *reversed(PORTS))
    assert [[each.changes for each in mended.alternatives] for mended in one.mended] == [
        [each.changes for each in mended.alternatives] for mended in other.mended
    ]


def every(value: Value, most: Fraction) -> Iterator[Value]:
    """All that a value may be instead by the dictionary's resolution, at less than this cost."""
    content, parameter = value.content, value.parameter
    if not isinstance(content, Quantity):
        words = list(parameter.choices)
        sets = [frozenset(each) for n in range(1, len(words) + 1) for each in combinations(words, n)]
        yield from (worded(value, each) for each in (sets if isinstance(content, frozenset) else words))
        return
    assert parameter.domain is not None
    assert parameter.domain.low is not None
    assert parameter.domain.high is not None
    step = step_of(parameter)
    low, high = parameter.domain.low, parameter.domain.high
    grid = [low + step * number for number in range(int((high - low) / step) + 1)]
    single = content.form is Form.POINT
    for low, high in ((at, at) for at in grid) if single else product(grid, grid):
        assert content.low is not None
        assert content.high is not None
        if low <= high and abs(low - content.low) + abs(high - content.high) < most * max(content.low, content.high):
            stated = restated(value, content, low, high)
            assert stated is not None
            yield stated


def mending(places: tuple[Place, ...], mended: Mended, bench: Bench, most: Fraction) -> Iterator[Changes]:
    """All changes of these values that mend a component, at less than this cost."""
    old = [bench.value(place) for place in places]
    for chosen in product(*(every(each, most) for each in old if each is not None)):
        changes = dict(zip(places, chosen, strict=True))
        if bench.mended(mended.component.failing, changes):
            yield changes


FAR = Fraction(10)


@pytest.mark.skipif(not installed("z3"), reason="z3 is not installed")
@settings(max_examples=6)
@given(fleets())
def test_nothing_smaller_does_and_nothing_can_be_left_out(texts: dict[str, str]) -> None:
    with Solver("z3") as solver:
        found = repair(with_files(texts), *PORTS, solver=solver)
    bench = found.bench
    for mended in found.mended:
        assert mended.component.whole
        sets = [set(each.changes) for each in mended.alternatives]
        singles = {place for each in sets if len(each) == 1 for place in each}
        for place in mended.component.knobs:
            if place not in singles and not any(place in each for each in sets):
                assert next(mending((place,), mended, bench, FAR), None) is None
        for each in mended.alternatives:
            assert each.proved
            price = cost(each.changes, bench)
            cheaper = mending(tuple(each.changes), mended, bench, price)
            assert not [made for made in cheaper if cost(made, bench) < price]
            for rest in combinations(sorted(each.changes), len(each.changes) - 1):
                assert not rest or next(mending(rest, mended, bench, FAR), None) is None


@pytest.mark.skipif(not installed("z3"), reason="z3 is not installed")
@settings(max_examples=6)
@given(fleets())
def test_a_solver_finds_no_less_than_the_evaluator_alone(texts: dict[str, str]) -> None:
    repository = with_files(texts)
    with Solver("z3") as solver:
        proved = repair(repository, *PORTS, solver=solver)
    alone = repair(repository, *PORTS)
    assert proved.reached >= alone.reached
    assert not any(each.proved for mended in alone.mended for each in mended.alternatives)
    for one, other in zip(proved.mended, alone.mended, strict=True):
        if other.alternatives:
            best, near = (min(rank(each, proved.bench) for each in mended.alternatives) for mended in (one, other))
            assert best <= near


def rank(each: Alternative, bench: Bench) -> tuple[int, Fraction]:
    return len(each.changes), cost(each.changes, bench)
