"""Laws of impact: what does not change has none, numbers decide as numbers do, and going back undoes going there."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hardmate import api
from hardmate.analysis.impact.clauses import Difference
from hardmate.analysis.impact.compare import Impact, impact
from hardmate.analysis.impact.given import Declared
from hardmate.analysis.impact.kinds import Kind
from hardmate.analysis.impact.side import Side
from hardmate.document import Document, parse
from hardmate.language.build import Holder
from hardmate.language.judge import Outcome, judge
from hardmate.model.shapes.standard import ClauseShape
from hardmate.model.standard import Clause, clause
from hardmate.repository import Applied, Repository

ROOT = Path(__file__).parents[2]
KINDS = ROOT / "tests" / "cases" / "commands" / "impact-kinds"
CLAUSE = """kind: clause
id: bounded
title: It is bounded
requirement: Ring standard
provenance: primary
source: S1
force: shall
judges: conformance
capability: soft-capture
requires: {}
rationale: It is so.
help: Make it so.
verify: [test]
"""
UNITS = {"m": 1, "cm": 100, "mm": 1000}
BACK = {
    Kind.RELAXED: Kind.TIGHTENED,
    Kind.TIGHTENED: Kind.RELAXED,
    Kind.ADDED: Kind.REMOVED,
    Kind.REMOVED: Kind.ADDED,
    Kind.IMPLIED: Kind.ADDED,
}


@cache
def repository() -> Repository:
    return api.loaded([KINDS / "fleet"], KINDS / "own")


def side(requires: str) -> Side:
    """A standard with one clause."""
    library = repository().library
    document = parse(CLAUSE.format(requires).encode(), "bounded.yaml")
    assert isinstance(document, Document)
    built = clause(ClauseShape.of(document.data), document, "ring/A", library.dictionary)
    assert isinstance(built, Clause), built
    clauses = {"ring/A": {"bounded": Applied(built, "ring/A", confirmed=True)}, "common": {}}
    return Side("side", replace(repository(), library=replace(library, clauses=clauses)))


def kind(old: str, new: str) -> tuple[Kind | None, Impact]:
    found = impact(side(old), side(new), judged=False)
    return (found.clauses[0].kind if found.clauses else None), found


numbers = st.integers(0, 9000).map(lambda millimetres: Fraction(millimetres, 1000))
units = st.sampled_from(sorted(UNITS))


def written(number: Fraction, unit: str) -> str:
    return f"{float(number * UNITS[unit]):g} {unit}"


def outcome(clause: Clause, stated: Declared, found: Impact) -> Outcome:
    holder = Holder("port", next(iter(stated.values())))
    return judge(clause.requires, clause.when, found.new.library.dictionary, {"port": holder}).outcome


few = settings(max_examples=25)


@few
@given(numbers, numbers, units, units)
def test_a_limit_that_moves_is_classed_as_its_number_moves(old: Fraction, new: Fraction, a: str, b: str) -> None:
    for operator, sign in (("<=", 1), (">=", -1)):
        said, found = kind(
            f"port.ring.offset {operator} {written(old, a)}", f"port.ring.offset {operator} {written(new, b)}"
        )
        if old == new:
            assert said in (None, Kind.EDITORIAL)
        else:
            assert said is (Kind.RELAXED if (new - old) * sign > 0 else Kind.TIGHTENED)
            shown = found.clauses[0]
            assert bool(shown.won) is (said is Kind.RELAXED)
            assert bool(shown.lost) is (said is Kind.TIGHTENED)


@few
@given(st.tuples(numbers, numbers).map(sorted), st.tuples(numbers, numbers).map(sorted), units, st.booleans())
def test_a_range_that_moves_is_classed_as_its_ends_move(
    old: list[Fraction],
    new: list[Fraction],
    unit: str,
    rewritten: bool,  # noqa: FBT001 - drawn
) -> None:
    low, high = (written(end, unit) for end in new)
    after = f"port.ring.offset within {low} .. {high}"
    if rewritten:
        after = f"{low} <= port.ring.offset and not port.ring.offset > {high} and fitted(port.ring.offset)"
    said, found = kind(f"port.ring.offset within {float(old[0]):g} m .. {float(old[1]):g} m", after)
    keeps, gains = new[0] <= old[0] and old[1] <= new[1], new[0] < old[0] or old[1] < new[1]
    wanted = {(True, False): Kind.EDITORIAL, (True, True): Kind.RELAXED, (False, False): Kind.TIGHTENED}
    assert (said or Kind.EDITORIAL) is wanted.get((keeps, gains), Kind.SHIFTED)
    for change in found.clauses:
        assert change.change.old
        assert change.change.new
        before, now = change.change.old.clause, change.change.new.clause
        if change.lost:
            assert outcome(before, change.lost, found) is Outcome.PASS
            assert outcome(now, change.lost, found) is Outcome.FAIL
        if change.won:
            assert outcome(before, change.won, found) is Outcome.FAIL
            assert outcome(now, change.won, found) is Outcome.PASS


@pytest.mark.parametrize("standard", ["", "ring/A", "ring/B"])
def test_what_does_not_change_has_no_impact(standard: str) -> None:
    again = api.loaded([KINDS / "fleet"], KINDS / "own")
    found = impact(Side("x", repository(), standard), Side("x", again, standard), judged=True)
    assert (found.clauses, found.dictionary, found.pages, found.guarantees) == ((), (), (), ())
    assert found.fleet
    assert (found.fleet.flips, found.fleet.owed, found.harmful) == ((), (), False)
    assert found.fleet.ports == (1 if standard else 2)


def test_going_back_undoes_going_there() -> None:
    one, other = (Side(name, repository(), name) for name in ("ring/A", "ring/B"))
    there, back = impact(one, other, judged=True), impact(other, one, judged=True)
    turned = {each.change.id: each.kind for each in back.clauses}
    for each in there.clauses:
        added_for_nothing = each.kind is Kind.ADDED and not each.lost
        wanted = Kind.IMPLIED if added_for_nothing else BACK.get(each.kind, each.kind)
        assert turned[each.change.id] is wanted, each.change.id
        assert {(d.key, d.new, d.old) for d in each.change.differences} == {
            (d.key, d.old, d.new) for b in back.clauses if b.change.id == each.change.id for d in b.change.differences
        }
    assert there.fleet
    assert back.fleet
    assert {(f.ports, f.what, f.old, f.new) for f in there.fleet.flips} == {
        (f.ports, f.what, f.new, f.old) for f in back.fleet.flips
    }
    meetings = {each.id: each.statuses for each in back.guarantees}
    for guarantee in there.guarantees:
        assert meetings[guarantee.id][0] is guarantee.statuses[3]
        assert meetings[guarantee.id][3] is guarantee.statuses[0]
    assert all(isinstance(each, Difference) for each in there.pages)
