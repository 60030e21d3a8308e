"""What a departure must not lower: on other days, signed by others, or of flights that nobody asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hardmate import api
from hardmate.departure import Standing
from hardmate.model.effectivity import Occasion
from hardmate.repository import File, assembled, means_nothing

GROUND = Path(__file__).parent / "ground"
TODAY = "2026-11-22"
WAIVER, PLAN = "vehicles/wide-supply.yaml", "vehicles/visits.yaml"
MINE = """\
kind: standard
id: mine
revision: A
title: My own
mating: false
extends: ring/B
provenance: primary
source: S1
board: Me
"""
SMALL_RING = """\
kind: departure
id: small-ring
title: A small ring will do
form: waiver
clause: ring-is-wide
standard: mine/A
ports: [wren/nose]
accepted:
  wren/nose:
    joint: {ring: 900 mm}
rationale: It has always held.
owner: Me
approvals:
  - {party: Me, by: Me, date: "2026-01-01"}
"""


def checked(
    *edits: tuple[str, str, str], added: Mapping[str, str] | None = None, occasion: Occasion = api.ANY_TIME
) -> api.Check:
    """The ground after edits (file, old, new), with files added, as it is on an occasion."""
    texts = {each.relative_to(GROUND).as_posix(): each.read_text(encoding="utf-8") for each in GROUND.rglob("*.yaml")}
    for file, old, new in edits:
        assert old in texts[file]
        texts[file] = texts[file].replace(old, new, 1)
    every = [File(GROUND / name, name, text.encode()) for name, text in sorted({**texts, **(added or {})}.items())]
    standards = tuple(file for file in every if file.shown.startswith("standards/"))
    repository = assembled(standards, tuple(file for file in every if file not in standards))
    assert means_nothing(occasion, repository) == ""
    return api.check(repository, TODAY, occasion=occasion)


def waived(result: api.Check, clause: str) -> set[str]:
    """Which departures lower the findings of a clause; "" stands for a finding that none does."""
    return {each.waived for each in result.findings if each.code == clause}


def in_effect(said: str) -> tuple[str, str, str]:
    return WAIVER, "approvals:", f"effectivity: {{{said}}}\napprovals:"


def test_a_departure_is_in_effect_on_the_day_of_the_mating() -> None:
    dated = (PLAN, "needs: [hard-mate, power]", 'needs: [hard-mate, power]\n    date: "2029-06-01"')
    now, then = in_effect('until: "2026-12-31"'), in_effect('since: "2029-01-01", until: "2029-12-31"')
    for edits, granted in (((now,), "wide-supply"), ((now, dated), ""), ((then,), ""), ((then, dated), "wide-supply")):
        result = checked(*edits)
        assert waived(result, "supply-accepted") == {granted}
        (found,) = result.departures
        assert found.standing is (Standing.IN_FORCE if granted else Standing.OUT_OF_EFFECT)


def test_the_flight_of_one_side_is_enough_and_of_another_flight_it_is_not() -> None:
    flight, serial = in_effect("flights: [first-flight]"), in_effect("serials: {first: 7, last: 9}")
    assert waived(checked(flight), "supply-accepted") == {""}
    asked = Occasion(flights={"hawk": "first-flight"})
    assert waived(checked(flight, occasion=asked), "supply-accepted") == {"wide-supply"}
    for serials, granted in (({"kite": 8}, "wide-supply"), ({"kite": 6}, ""), ({"kite": 8, "hawk": 6}, "")):
        assert waived(checked(serial, occasion=Occasion(serials=serials)), "supply-accepted") == {granted}


def test_who_extends_a_standard_can_not_grant_departures_from_it() -> None:
    added = {"standards/mine/A/standard.yaml": MINE, "vehicles/small-ring.yaml": SMALL_RING}
    result = checked(added=added)
    assert waived(result, "ring-is-wide") == {""}
    assert any("Board of the ring has not approved it" in each.message for each in result.findings)
    board = '  - {party: Board of the ring, by: Chair, date: "2026-01-01"}\n'
    added["vehicles/small-ring.yaml"] += board
    assert waived(checked(added=added), "ring-is-wide") == {"small-ring"}


def test_a_party_has_signed_from_its_first_signature_on() -> None:
    signed = '  - {party: NASA, by: Manager, date: "2026-01-01"}'
    again = signed.replace("2026", "2027")
    assert waived(checked((WAIVER, signed, f"{signed}\n{again}")), "supply-accepted") == {"wide-supply"}
    assert waived(checked((WAIVER, signed, again)), "supply-accepted") == {""}


def test_a_port_that_nobody_declares_is_shown_where_the_file_names_it() -> None:
    names = (WAIVER, "ports: [hawk/nose, kite/nose]", "ports: [kite/nose, hawk/tail]")
    result = checked(names, (WAIVER, "  hawk/nose:", "  hawk/tail:"))
    (told,) = [each for each in result.findings if each.code == "unknown-port"]
    assert (told.location.line, told.location.column) == (7, 20)
