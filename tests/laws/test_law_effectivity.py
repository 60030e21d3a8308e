"""What is in effect: an occasion that says more takes no answer back, and a state in force replaces the usual port."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from law_fleet import declared, library
from msgspec.structs import replace

from hardmate.model.effectivity import Effectivity, Occasion, holds
from hardmate.repository import Repository, absent, in_effect, standing_for

days = st.dates().map(lambda day: day.isoformat())
flights = st.sampled_from(["ship-1", "ship-2", "ship-3"])
serials = st.integers(0, 9)


@st.composite
def effectivities(draw: st.DrawFn) -> Effectivity:
    since, until = sorted((draw(days), draw(days)))
    first, last = sorted((draw(serials), draw(serials)))
    by_serial = draw(st.booleans())
    return Effectivity(
        since=draw(st.sampled_from(["", since])),
        until=draw(st.sampled_from(["", until])),
        flights=tuple(draw(st.lists(flights, max_size=2, unique=True))),
        first=first if by_serial else None,
        last=last if by_serial and draw(st.booleans()) else None,
    )


@given(effectivities(), days, flights, serials)
def test_saying_more_never_takes_an_answer_back(dated: Effectivity, day: str, flight: str, serial: int) -> None:
    asked = [Occasion()]
    asked += [replace(each, day=day) for each in asked]
    asked += [replace(each, flights={"ship": flight}) for each in asked]
    asked += [replace(each, serials={"ship": serial}) for each in asked]
    whole = holds(dated, "ship", asked[-1])
    for less in asked:
        assert holds(dated, "ship", less) in (None, whole)
    if dated != Effectivity():
        assert whole is not None


@given(effectivities())
def test_what_says_nothing_is_never_in_force_by_itself(dated: Effectivity) -> None:
    assert holds(dated, "ship", Occasion()) is None
    assert holds(Effectivity(), "ship", Occasion(day="2021-10-01")) is None


def _shape(dated: Effectivity) -> dict[str, object]:
    """An effectivity as a declaration writes it."""
    days = {"since": dated.since, "until": dated.until}
    shape: dict[str, object] = {key: day for key, day in days.items() if day}
    if dated.flights:
        shape["flights"] = list(dated.flights)
    if dated.first is not None:
        shape["serials"] = {"first": dated.first} | ({} if dated.last is None else {"last": dated.last})
    return shape


def _repository(dated: list[Effectivity]) -> Repository:
    states = {f"state-{number}": {"effectivity": _shape(each)} for number, each in enumerate(dated)}
    data = {"kind": "vehicle", "id": "ship", "name": "Ship", "agency": "NASA", "revision": "1"}
    ship = declared({**data, "ports": {"forward": {"configurations": states}}})
    return Repository(library(), sound=True, vehicles={"ship": ship}, ports={port.id: port for port in ship.ports})


@given(st.lists(effectivities(), min_size=1, max_size=3), days, flights, serials)
def test_a_port_is_as_usual_unless_a_state_is_in_force(
    dated: list[Effectivity], day: str, flight: str, serial: int
) -> None:
    repository = _repository(dated)
    occasion = Occasion(day, {"ship": flight}, {"ship": serial})
    present = in_effect(repository, occasion)
    gone = absent(repository, occasion)
    assert set(present.ports) == set(repository.ports) - set(gone)
    forced = [each for each in dated if holds(each, "ship", occasion)]
    assert ("ship/forward" in present.ports) is not bool(forced)
    assert in_effect(present, occasion).ports == present.ports
    name = standing_for("ship/forward", repository, occasion)
    assert name in present.ports or len(forced) > 1
    assert in_effect(repository, Occasion()) is repository
