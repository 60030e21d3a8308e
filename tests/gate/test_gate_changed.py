"""From changed files to what they can touch: what a partial check says is what the whole check says of the same pairs,
and what it leaves out is as it was before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hardmate import api
from hardmate.assess.affected import scope_of
from hardmate.assess.scope import EVERYTHING, Scope
from hardmate.finding import Finding
from hardmate.pairing import basis
from hardmate.repository import File, Repository, assembled

GROUND = Path(__file__).parent / "ground"
TODAY = "2026-11-22"
Change = Callable[[str], str | None]
Texts = Mapping[str, str]


def swap(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert re.search(old, text), (old, text)
        return re.sub(old, new, text, count=1)

    return change


def gone(_: str) -> None:
    return None


def seen(text: str) -> str:
    return f"# seen\n{text}"


def others(text: str) -> str:
    return text.replace("hawk/nose", "swift/nose")


WITH_B = "hawk-swift hawk-wren kite-swift kite-wren swift-wren"
ALL = "hawk-kite hawk-swift hawk-wren kite-swift kite-wren swift-wren"
EDITS: Mapping[str, tuple[str, Change, str]] = {
    "a narrower ring": ("vehicles/kite.yaml", swap("1250", "1200"), "hawk-kite kite-swift kite-wren"),
    "a claim less": ("vehicles/swift.yaml", swap("ring/B, ", ""), "swift-wren"),
    "a line moved": ("vehicles/hawk.yaml", seen, "hawk-kite hawk-swift hawk-wren"),
    "no ring at all": ("vehicles/tern.yaml", swap("ring: 1200 mm", "ring: none"), ""),
    "a vehicle gone": ("vehicles/kite.yaml", gone, ""),
    "a vehicle that nobody can read": ("vehicles/wren.yaml", swap("ports:", "prots:"), ""),
    "a value that nobody can read": ("vehicles/wren.yaml", swap("900 mm", "900 V"), ""),
    "a mating less": ("vehicles/visits.yaml", swap(r"(?s)  second:.*", ""), "hawk-kite swift-wren"),
    "a need less": ("vehicles/visits.yaml", swap(", power", ""), "hawk-kite swift-wren"),
    "a plan gone": ("vehicles/visits.yaml", gone, "hawk-kite swift-wren"),
    "a signature less": ("vehicles/wide-supply.yaml", swap(r"  - .party: ESA.*\n", ""), "hawk-kite"),
    "a departure gone": ("vehicles/wide-supply.yaml", gone, "hawk-kite"),
    "a departure for others": ("vehicles/wide-supply.yaml", others, "hawk-kite kite-swift"),
    "a clause of a service": (
        "standards/supply/A/clauses/supply-accepted.yaml",
        swap("shall", "should"),
        "hawk-kite hawk-swift kite-swift",
    ),
    "a clause of a later revision": ("standards/ring/B/clauses/enough-hooks.yaml", swap("8", "20"), WITH_B),
    "a clause that is inherited": ("standards/ring/A/clauses/rings-agree.yaml", swap("1 mm", "60 mm"), ALL),
    "a head": ("standards/ring/B/standard.yaml", swap("rings-agree, ", ""), ALL),
    "a clause of ports": ("standards/ring/A/clauses/ring-is-wide.yaml", swap("1000", "800"), ALL),
    "a clause of all": ("standards/common/clauses/hooks-agree.yaml", swap("shall", "may"), ALL),
    "a parameter": ("standards/parameters/joint.yaml", seen, ALL),
    "a mode": ("standards/common/modes/docking.yaml", seen, ALL),
    "a source": ("standards/sources.yaml", seen, ""),
    "a clause over fleets": (
        "standards/common/fleet-clauses/two-partners.yaml",
        swap("at_least: 2", "at_least: 1"),
        "",
    ),
}
"""Per change of one file the pairs that it can touch and that are judged after it."""


@cache
def texts() -> Texts:
    return {
        path.relative_to(GROUND).as_posix(): path.read_text(encoding="utf-8") for path in sorted(GROUND.rglob("*.yaml"))
    }


def edited(names: Iterable[str]) -> Texts:
    """The files after the changes, one after the other."""
    found = dict(texts())
    for name in names:
        file, change, _ = EDITS[name]
        after = change(found[file]) if file in found else None
        if after is None:
            found.pop(file, None)
        else:
            found[file] = after
    return found


def repository(files: Texts) -> Repository:
    every = [File(GROUND / name, name, text.encode()) for name, text in files.items()]
    standards = tuple(file for file in every if file.shown.startswith("standards/"))
    return assembled(standards, tuple(file for file in every if file not in standards))


@cache
def before() -> Repository:
    return repository(texts())


def changed(after: Texts) -> set[Path]:
    return {GROUND / name for name in texts().keys() | after.keys() if texts().get(name) != after.get(name)}


def within(scope: Scope, finding: Finding, side: Repository) -> bool:
    """Whether a finding is about what the scope judges; what is said of files themselves is always told."""
    kind, *about = finding.subject
    match kind:
        case "port":
            return scope.port(about[0])
        case "pair":
            return scope.pair((about[0], about[1]))
        case "mating":
            mating = next(each for each in side.matings if f"{each.plan}/{each.id}" == about[0])
            return scope.pair(mating.pair)
        case "fleet":
            return any(scope.plan(plan) for plan in side.plans if plan.id == about[0])
        case "departure":
            named = [each.ports for each in side.departures if each.id == about[0]]
            return not named or any(map(scope.ports, named))
    return True


def said(finding: Finding) -> tuple[object, ...]:
    """A finding without the lines, which move."""
    return (finding.code, finding.severity, finding.message, finding.subject, finding.waived)


def judged(scope: Scope, side: Repository) -> set[str]:
    """The pairs that a check judges: those of plans, and those that claim one mating standard."""
    planned = {frozenset(mating.pair) for mating in side.matings if set(mating.pair) <= side.ports.keys()}
    found = set()
    for first, second in combinations(sorted(side.ports.values(), key=lambda port: port.id), 2):
        shared = bool(basis(first, second, side.library).shared)
        if scope.pair((first.id, second.id)) and (shared or frozenset((first.id, second.id)) in planned):
            found.add(f"{first.vehicle}-{second.vehicle}")
    return found


@pytest.mark.parametrize("name", EDITS)
def test_a_change_touches_what_it_can_and_nothing_else(name: str) -> None:
    after = edited([name])
    side = repository(after)
    scope = scope_of(changed(after), side, before())
    assert judged(scope, side) == set(EDITS[name][2].split())
    assert api.check(side, TODAY, scope=scope).pairs == len(EDITS[name][2].split())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=3, unique_by=lambda name: EDITS[name][0]))
def test_a_partial_check_says_what_the_whole_one_says(names: list[str]) -> None:
    after = edited(names)
    side = repository(after)
    scope = scope_of(changed(after), side, before())
    whole, part = api.check(side, TODAY), api.check(side, TODAY, scope=scope)
    assert part.findings == tuple(each for each in whole.findings if within(scope, each, side))
    assert part.pairs == len(judged(scope, side))
    was = api.check(before(), TODAY)
    old = {said(each) for each in was.findings if not within(scope, each, before())}
    assert old == {said(each) for each in whole.findings if not within(scope, each, side)}


def test_without_what_was_before_a_plan_that_changed_can_touch_everything() -> None:
    for name in ("a plan gone", "a signature less", "a vehicle that nobody can read"):
        after = edited([name])
        side = repository(after)
        assert len(judged(scope_of(changed(after), side, None), side)) == len(judged(EVERYTHING, side))
    after = edited(["a narrower ring"])
    side = repository(after)
    assert judged(scope_of(changed(after), side, None), side) == {"hawk-kite", "kite-swift", "kite-wren"}


def test_settings_can_touch_everything() -> None:
    scope = scope_of({GROUND / "hardmate.toml"}, before(), before())
    assert judged(scope, before()) == set(ALL.split())
    assert judged(scope_of({GROUND / "notes.md"}, before(), before()), before()) == set()
