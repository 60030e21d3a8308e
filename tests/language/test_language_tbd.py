"""Limits that nobody has yet: what is decided without the number stays so with any number, and the judge says whose."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from clause_oracle import Expression, text
from clause_world import DICTIONARY, clause, judged, rows
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from test_language_oracle import Situation, expressions, situations

from hardmate.language import tree as t
from hardmate.language.build import Holder
from hardmate.language.check import checked, undecidable
from hardmate.language.given import given as given_numbers
from hardmate.language.judge import Outcome, judge
from hardmate.language.quick import Truth, bounds, truth

LITERAL = re.compile(r"(?<![.\w])-?\d+(?:\.\d+)?(?![\d.])(?!\s*\.\.)")
NAMES = ("p", "q")
numbers = st.fractions(-20, 20, max_denominator=4) | st.sampled_from([Fraction(10**9), Fraction(-(10**9))])


def opened(written: str, picks: list[int]) -> str:
    """The expression with some of its numbers, and no end of a range, to be determined."""
    places = [match for match in LITERAL.finditer(written) if not written[: match.start()].rstrip().endswith("..")]
    chosen = {places[pick % len(places)].span(): NAMES[at] for at, pick in enumerate(picks)} if places else {}
    for (start, end), name in sorted(chosen.items(), reverse=True):
        written = f"{written[:start]}TBD {name}{written[end:]}"
    return written


def outcome(requires: t.Node, situation: Situation, when: t.Node | None = None) -> Outcome:
    return judge(requires, when, DICTIONARY, {"port": Holder("p", situation.values)}).outcome


@settings(max_examples=80, deadline=None)
@given(expressions, situations(), st.lists(st.integers(0, 9), min_size=1, max_size=2), numbers, numbers)
def test_what_is_decided_without_the_number_is_so_with_any_number(
    expression: Expression, situation: Situation, picks: list[int], first: Fraction, second: Fraction
) -> None:
    requires = clause(opened(text(expression), picks))
    assume(t.tbds(requires) and undecidable(requires, None, DICTIONARY) is None)
    without = outcome(requires, situation)
    event(without.value)
    with_numbers = outcome(given_numbers(requires, dict(zip(NAMES, (first, second), strict=True))), situation)
    assert without in (Outcome.UNDETERMINED, with_numbers)


@settings(max_examples=60, deadline=None)
@given(expressions, situations(), st.lists(st.integers(0, 9), min_size=1, max_size=2))
def test_intervals_say_no_more_than_the_judge(expression: Expression, situation: Situation, picks: list[int]) -> None:
    requires = clause(opened(text(expression), picks))
    assume(t.tbds(requires) and undecidable(requires, None, DICTIONARY) is None)
    # What is vague is the judge's alone: intervals take every value of it for one that occurs.
    assume(not any(each.vague for each in situation.ranging))
    known = {("port", path): bounds(each) for path, each in situation.values.items()}
    said = {Truth.HOLDS: Outcome.PASS, Truth.FAILS: Outcome.FAIL, Truth.UNKNOWN: Outcome.UNDETERMINED}
    found = truth(requires, known)
    event(found.name)
    assert found is Truth.UNSETTLED or said[found] is outcome(requires, situation)


@pytest.mark.parametrize(
    ("asks", "x", "wanted"),
    [
        ("port.g.x <= TBD p", "1 .. 2", Outcome.UNDETERMINED),
        ("port.g.x <= TBD p and port.g.y <= 3", "1 .. 2", Outcome.FAIL),
        ("port.g.x <= TBD p or port.g.y >= 3", "1 .. 2", Outcome.PASS),
        ("port.g.x <= TBD p", "none", Outcome.FAIL),
        ("not (port.g.x <= TBD p)", "none", Outcome.PASS),
        ("port.g.y <= 3 implies port.g.x <= TBD p", "1", Outcome.PASS),
        ("abs(port.g.x - TBD p) <= TBD q", "1", Outcome.UNDETERMINED),
    ],
)
def test_the_number_decides_only_what_it_stands_in(asks: str, x: str, wanted: Outcome) -> None:
    assert judged(asks, x=x, y="4 .. 5").outcome is wanted


def test_the_standard_owes_the_number_and_the_port_only_what_it_does_not_say() -> None:
    found = judged("port.g.x <= TBD p and TBD p <= port.g.y", x="1", y="about 3")
    assert (found.numbers, found.owed, found.waits_for_standard) == (("p",), (), True)
    found = judged("port.g.x <= TBD p and port.g.y >= 0", x="missing", y="1")
    assert (found.numbers, [each.path for each in found.owed]) == (("p",), ["g.x"])
    assert not found.waits_for_standard
    assert judged("port.g.x <= TBD p", x="none").numbers == ()


@pytest.mark.parametrize(("cell", "wanted"), [("1", Outcome.UNDETERMINED), ("none", Outcome.FAIL)])
def test_rows_are_judged_one_by_one(cell: str, wanted: Outcome) -> None:
    table = rows({"v": "1", "w": "2", "f": "true"}, {"v": cell, "w": "2", "f": "true"})
    assert judged("all(row in port.g.rows, row.v <= TBD p)", rows=table).outcome is wanted


def test_a_number_counts_rows() -> None:
    table = rows({"v": "1", "w": "2", "f": "true"}, {"v": "5", "w": "2", "f": "true"})
    assert judged("count(row in port.g.rows, row.v <= TBD p) <= 2", rows=table).outcome is Outcome.PASS
    assert judged("count(row in port.g.rows, row.v <= TBD p) >= 1", rows=table).outcome is Outcome.UNDETERMINED


def test_a_clause_whose_number_could_make_it_undecidable_is_refused() -> None:
    node = checked("port.g.x / TBD p <= 3", DICTIONARY, {"port"})
    assert isinstance(node, t.Compare)
    assert undecidable(node, None, DICTIONARY) is not None
