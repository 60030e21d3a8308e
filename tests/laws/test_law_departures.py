"""Departures: one lowers a finding exactly while all that it accepts is kept to, and never hides one."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st
from law_fleet import declared, gated, library
from msgspec.structs import replace

from hardmate.assess.conformance import conformance
from hardmate.assess.gate import conformance_findings
from hardmate.assess.verdict import Judge
from hardmate.departure import Standing, departed
from hardmate.finding import Finding, Severity
from hardmate.model.departure import Departure, departure
from hardmate.model.effectivity import Occasion
from hardmate.model.shapes.departure import DepartureShape
from hardmate.repository import Repository

BOARD = "Partners of the Space Station: NASA, Roscosmos, ESA, JAXA, CSA"
TODAY = "2026-11-22"
CLAUSE = "ring-diameter-nominal"
rings = st.integers(1201, 1300)
spread = st.tuples(rings, rings).map(lambda ends: tuple(sorted(ends)))
days = st.dates().map(lambda day: day.isoformat())


def _ring(ends: tuple[int, int]) -> str:
    low, high = ends
    return f"{(low + high) / 2} +/- {(high - low) / 2} mm" if low < high else f"{low} mm"


def _granted(accepted: tuple[int, int], keys: Mapping[str, object]) -> Departure:
    data: dict[str, object] = {
        "kind": "departure",
        "id": "wide-ring",
        "title": "A wide ring",
        "form": "waiver",
        "clause": CLAUSE,
        "standard": "idss/E",
        "ports": ["station/zenith"],
        "accepted": {"station/zenith": {"scs": {"ring_diameter": _ring(accepted)}}},
        "rationale": "A ring for heavier ships.",
        "owner": "ESA",
        "approvals": [{"party": BOARD, "by": "Docking board", "date": "2026-01-15"}],
    }
    document = gated({**data, **keys})
    built = departure(DepartureShape.of(document.data), document, library().dictionary)
    assert isinstance(built, Departure), built
    return built


def _repository(ring: tuple[int, int], granted: Departure | None = None) -> Repository:
    data = {"kind": "vehicle", "id": "station", "name": "Station", "agency": "ESA", "revision": "1"}
    port = {"standards": ["idss/E"], "parameters": {"scs": {"ring_diameter": _ring(ring)}}}
    station = declared({**data, "ports": {"zenith": port}})
    ports = {each.id: each for each in station.ports}
    departures = () if granted is None else (granted,)
    return Repository(library(), sound=True, vehicles={"station": station}, ports=ports, departures=departures)


def _findings(repository: Repository) -> tuple[Finding, ...]:
    judge = Judge(library().dictionary)
    verdicts = (each for port in repository.ports.values() for each in conformance(port, library(), judge))
    return tuple(finding for each in verdicts for finding in conformance_findings(each, library().dictionary))


@given(spread, spread, st.sampled_from([{}, {"approvals": []}]), st.none() | days)
def test_a_departure_lowers_what_it_accepts_and_nothing_else(
    ring: tuple[int, int], accepted: tuple[int, int], signed: Mapping[str, object], expires: str | None
) -> None:
    keys = {**signed, **({} if expires is None else {"expires": expires})}
    repository = _repository(ring, _granted(accepted, keys))
    before = _findings(repository)
    ended = departed(before, repository, TODAY, Occasion(), judged=lambda _: True)
    after = ended.findings[: len(before)]
    within = accepted[0] <= ring[0] and ring[1] <= accepted[1]
    lowered = within and not signed and (expires is None or expires >= TODAY)
    for was, now in zip(before, after, strict=True):
        if was.code == CLAUSE and lowered:
            assert (now.severity, now.waived) == (Severity.NOTE, "wide-ring")
        else:
            assert (now.severity, now.waived) == (was.severity, "")
        assert replace(now, severity=was.severity, message=was.message, related=was.related, waived="") == was
    against = ended.findings[len(before) :]
    standing = ended.departures[0].standing
    assert (standing is Standing.IN_FORCE) is lowered
    assert bool(against) is (not lowered or ring != accepted)
    assert all(each.subject[:2] == ("departure", "wide-ring") for each in against)


@given(spread)
def test_a_departure_that_no_failure_needs_is_unused(accepted: tuple[int, int]) -> None:
    repository = _repository((1200, 1200), _granted(accepted, {}))
    before = _findings(repository)
    assert all(each.code != CLAUSE for each in before)
    ended = departed(before, repository, TODAY, Occasion(), judged=lambda _: True)
    assert ended.departures[0].standing is Standing.UNUSED
    assert [each.code for each in ended.findings[len(before) :]] == ["departure-unused"]
