"""Laws of repair: what is shown passes when its lines are pasted, only what may change does, and a step less fails."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from hardmate import api
from hardmate.analysis.repair.mend import Alternative, repair
from hardmate.language.dictionary import Nature
from hardmate.language.judge import Outcome
from hardmate.model.vehicle import Vehicle
from hardmate.repository import File, Repository, declared

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
    wobble, play = (f"{draw(st.integers(4, 12))} cm" for _ in range(2))
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
