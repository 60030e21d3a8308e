"""A route tells what brute force finds, its joints are what `pair` says, and it judges no more than needed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations_with_replacement, pairwise

import brute_chains as brute
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law_fleet import essence, judge, library, raw_vehicles, shipped, written
from msgspec.structs import replace

from hardmate import api
from hardmate.analysis.chains import carries, serves
from hardmate.analysis.route import Link, Piece, nearest_miss, shortest
from hardmate.assess.capability import Standing
from hardmate.assess.pair import MATE, assessment
from hardmate.document import Document, parse
from hardmate.model.shapes import SHAPES
from hardmate.model.vehicle import Vehicle, vehicle
from hardmate.repository import Repository

ENDS = ("a/port", "b/port")
MANY = 10_000
LINKS = [
    Link(Standing.COMPATIBLE),
    Link(Standing.UNDETERMINED, ("one",)),
    Link(Standing.UNDETERMINED, ("one", "two")),
    Link(Standing.INCOMPATIBLE, ("one",)),
    Link(Standing.INCOMPATIBLE, ("one", "two")),
]
Table = Mapping[frozenset[str], Link]


def ways(*sides: str) -> tuple[tuple[str, str], ...]:
    return tuple((a, b) for a in sides for b in sides if a.partition("@")[0] != b.partition("@")[0])


@st.composite
def adapters(draw: st.DrawFn) -> tuple[tuple[Piece, ...], Table]:
    """Up to four adapters, some with a state of a side or a second piece, and a table of all their joints."""
    pieces = []
    for number in range(draw(st.integers(0, 4))):
        sides = [f"{number}/in", f"{number}/out", *([f"{number}/out@state"] if draw(st.booleans()) else [])]
        masses = st.none() | st.integers(1, 3).map(Fraction)
        stock = draw(st.sampled_from([1, 1, 1, 2]))
        pieces.append(Piece(str(number), ways(*sides), draw(st.sampled_from(LINKS)), stock, draw(masses)))
    names = sorted({*ENDS, *(side for piece in pieces for way in piece.ways for side in way)})
    pairs = [frozenset(pair) for pair in combinations_with_replacement(names, 2)]
    # Mostly incompatible: else two adapters are never needed.
    kinds = st.sampled_from([*LINKS, *LINKS[3:], *LINKS[3:], *LINKS[3:]])
    return tuple(pieces), {pair: draw(kinds) for pair in pairs}


@settings(max_examples=400, deadline=None)
@given(adapters(), st.integers(0, 3))
def test_a_route_tells_what_brute_force_finds(library: tuple[tuple[Piece, ...], Table], most: int) -> None:
    pieces, table = library

    def joint(one: str, other: str) -> Link:
        return table[frozenset((one, other))]

    found = shortest(ENDS, pieces, joint, most, MANY)
    assert {chain.steps: chain.cost[:3] for chain in found} == brute.shortest(ENDS, pieces, joint, most)
    for chain, after in pairwise(found):
        assert len(chain.steps) < len(after.steps) or chain.cost <= after.cost
    missed = nearest_miss(ENDS, pieces, joint, most)
    assert missed is not None
    assert (missed.cost[:3], len(missed.steps)) == brute.nearest(ENDS, pieces, joint, most)


def test_what_fits_nowhere_is_judged_at_the_ends_only() -> None:
    """Two hundred adapters that one end takes and nothing else: no joint between two of them is ever asked for."""
    count = 200
    pieces = [Piece(str(each), ways(f"{each}/in", f"{each}/out"), LINKS[0]) for each in range(count)]
    asked: set[frozenset[str]] = set()

    def joint(one: str, other: str) -> Link:
        asked.add(frozenset((one, other)))
        return LINKS[0] if other == ENDS[1] and one.endswith("/in") else LINKS[3]

    assert shortest(ENDS, pieces, joint, 3) == ()
    assert len(asked) <= 2 * 2 * count + 1


TEMPLATES = ("dragon-2/forward", "ida-2/outboard", "ida-2/inboard", "pma-2/outboard", "pma-2/inboard")
SOCKETS = ("harmony/forward", "dragon-2/forward", "starliner/forward")


@cache
def template(name: str) -> object:
    owner, _, port = name.partition("/")
    data = raw_vehicles()[owner]
    ports = data["ports"]
    assert isinstance(ports, dict)
    return {"evidence": data["evidence"], **ports[port]}


def adapter(name: str, sides: Sequence[str], passes: Mapping[str, bool]) -> Vehicle:
    """An adapter with two sides taken from the fleet, read by the stages that files go through."""
    data = {
        "kind": "adapter",
        "id": name,
        "name": name,
        "agency": "A",
        "revision": "1",
        "passes": dict(passes),
        "ports": {"one": template(sides[0]), "two": template(sides[1])},
    }
    document = parse(written(data).encode(), f"{name}.yaml")
    assert isinstance(document, Document), document
    built = vehicle(SHAPES["adapter"].of(document.data), document, library().dictionary)  # type: ignore[arg-type]
    assert isinstance(built, Vehicle), built
    return built


def fleet(seed: int) -> Repository:
    """Two ships of the fleet, and a few adapters whose sides are mixed from it."""
    chosen = random.Random(seed)  # noqa: S311 - the seed is the example
    pieces = [
        adapter(
            f"adapter-{number}",
            chosen.choices(TEMPLATES, k=2),
            {name: chosen.random() < 0.7 for name in ("power", "pressurised-passage") if chosen.random() < 0.8},
        )
        for number in range(3)
    ]
    ships = [shipped().vehicles[name.partition("/")[0]] for name in SOCKETS]
    vehicles = {each.id: each for each in (*pieces, *ships)}
    ports = {port.id: port for each in vehicles.values() for port in each.ports}
    return replace(shipped(), vehicles=vehicles, ports=ports, plans=())


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([(), ("pressurised-passage",), ("power", "undocking")]))
def test_a_route_through_real_ports_is_what_pair_says_of_every_joint(seed: int, needs: tuple[str, ...]) -> None:
    repository = fleet(seed)
    one, other = random.Random(seed).sample(SOCKETS, 2)  # noqa: S311
    found = api.route(repository, one, other, needs=needs, most=2)

    @cache
    def joint(one: str, other: str) -> Link:
        if one > other:
            return joint(other, one)
        ports = repository.ports
        return serves(assessment(ports[one], ports[other], library(), judge(), needs=(MATE, *needs)), (MATE, *needs))

    pieces = [
        Piece(each.id, ways(*(port.id for port in each.ports)), carries(each, found.joints))
        for each in repository.vehicles.values()
        if each.adapter
    ]
    expected = brute.shortest((one, other), pieces, joint, 2)
    assert found.more or {chain.steps: chain.cost[:3] for chain in found.chains} == expected
    assert bool(found.chains) == bool(expected)
    for pair in {pair for chain in found.chains for pair in chain.joints}:
        assert serves(api.pair(repository, *pair, needs), (MATE, *needs)) == joint(*pair)


@pytest.mark.parametrize("needs", [(), ("pressurised-passage", "power")])
def test_every_joint_of_a_route_through_the_fleet_is_what_pair_says(needs: tuple[str, ...]) -> None:
    found = api.route(shipped(), "dragon-2/forward", "harmony/forward", needs=needs)
    assert found.chains
    for one, other in {joint for chain in found.chains for joint in chain.joints}:
        told, said = found.joints.assessed(one, other), api.pair(shipped(), one, other, needs)
        names = {one: one, other: other}
        assert essence(told, names) == essence(said, names)
        assert told.best.mode == said.best.mode


def test_a_pair_without_needs_is_what_pair_always_said() -> None:
    said = api.pair(shipped(), "dragon-2/forward", "ida-2/outboard")
    asked = api.pair(shipped(), "dragon-2/forward", "ida-2/outboard", (MATE,))
    assert said.best.taken == asked.best.taken


def test_the_answer_does_not_depend_on_the_direction() -> None:
    there = api.route(shipped(), "dragon-2/forward", "harmony/forward")
    back = api.route(shipped(), "harmony/forward", "dragon-2/forward")
    turned = {tuple(joint[::-1] for joint in chain.joints[::-1]) for chain in back.chains}
    assert {chain.joints for chain in there.chains} == turned


def test_hardware_that_is_not_to_be_had_is_left_out_unless_asked_for() -> None:
    without = api.route(shipped(), "dragon-2/forward", "harmony/forward")
    assert "ida-1" in {each.id for each in without.left_out}
    assert all(step.piece != "ida-1" for chain in without.chains for step in chain.steps)
    with_all = api.route(shipped(), "dragon-2/forward", "harmony/forward", everything=True)
    assert with_all.left_out == ()
    assert any(step.piece == "ida-1" for chain in with_all.chains for step in chain.steps)
