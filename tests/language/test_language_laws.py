"""Laws of judging: readings, missing and vague values, what is not fitted, and how far a verdict may lean."""

from __future__ import annotations

from fractions import Fraction

import pytest
from clause_oracle import text
from clause_world import DICTIONARY, clause, judged, quantity, rows, value, written
from hypothesis import given, settings
from hypothesis import strategies as st
from test_language_oracle import Situation, comparisons, expressions, situations

from hardmate.language.build import Holder
from hardmate.language.judge import Outcome, judge
from hardmate.language.value import Evidence, Maturity, Provenance, State, Trust, Value
from hardmate.quantity import Form, Quantity

Expression = tuple[object, ...]
RECALLED, DISPUTED = Evidence(Provenance.RECALLED), Evidence(Provenance.DISPUTED)
PASS, FAIL, OPEN, APART = Outcome.PASS, Outcome.FAIL, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE

ends = st.tuples(st.integers(-6, 6), st.integers(-6, 6)).map(lambda pair: tuple(map(Fraction, sorted(pair))))


def told(expression: Expression, values: dict[str, Value]) -> Outcome:
    return judge(clause(text(expression)), None, DICTIONARY, {"port": Holder("p", values)}).outcome


# --- readings


@settings(max_examples=50, deadline=None)
@given(expressions, situations(most=4), st.integers(1, 3))
def test_narrowing_what_occurs_never_turns_pass_into_fail(
    expression: Expression, situation: Situation, parts: int
) -> None:
    before = told(expression, situation.values)
    narrowed = dict(situation.values)
    for each in situation.ranging:
        content = narrowed[f"g.{each.name}"].content
        assert isinstance(content, Quantity)
        if content.form is Form.RANGE and not each.chosen and not each.whole:
            middle = each.low + (each.high - each.low) * parts / 4
            narrowed[f"g.{each.name}"] = value(DICTIONARY[f"g.{each.name}"], quantity(each.low, middle))
    after = told(expression, narrowed)
    assert before is not PASS or after is PASS


@settings(max_examples=60, deadline=None)
@given(ends, ends, st.integers(0, 3), st.integers(0, 3))
def test_widening_what_is_accepted_never_turns_pass_into_fail(
    occurs: tuple[Fraction, Fraction], accepts: tuple[Fraction, Fraction], down: int, up: int
) -> None:
    x = value(DICTIONARY["g.x"], quantity(*occurs))
    narrow = value(DICTIONARY["g.k"], quantity(*accepts))
    wide = value(DICTIONARY["g.k"], quantity(accepts[0] - down, accepts[1] + up))
    for asked in ("port.g.x within port.g.k", "-2 .. 2 within port.g.k", "-2 .. 2 overlaps port.g.k"):
        before, after = judged(asked, x=x, k=narrow).outcome, judged(asked, x=x, k=wide).outcome
        assert before is not PASS or after is PASS


@settings(max_examples=60, deadline=None)
@given(ends, ends)
def test_within_is_a_subset_and_overlaps_a_shared_value(
    one: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction]
) -> None:
    k, l = value(DICTIONARY["g.k"], quantity(*one)), value(DICTIONARY["g.l"], quantity(*other))  # noqa: E741
    subset, shared = one[0] >= other[0] and one[1] <= other[1], one[0] <= other[1] and other[0] <= one[1]
    assert judged("port.g.k within port.g.l", k=k, l=l).outcome is (PASS if subset else FAIL)
    assert judged("port.g.k overlaps port.g.l", k=k, l=l).outcome is (PASS if shared else FAIL)
    x = value(DICTIONARY["g.x"], quantity(*one))
    assert judged("port.g.x within port.g.l", x=x, l=l).outcome is (PASS if subset else FAIL)


def test_open_ends_meet_the_domain() -> None:
    assert judged("port.g.x within port.g.k", x="at least 3", k="at least 2").outcome is PASS
    assert judged("port.g.x <= 8", x="at least 3").outcome is PASS
    assert judged("port.g.x <= 7", x="at least 3").outcome is FAIL
    assert judged("port.g.k within port.g.l", k="at most 3", l="-8 .. 3").outcome is PASS
    assert judged("port.g.k within port.g.l", k="at most 3", l="-7 .. 3").outcome is FAIL


def test_a_tolerance_occurs_even_for_a_setting() -> None:
    assert judged("port.g.s >= 5", s="4 .. 6").outcome is PASS
    assert judged("port.g.s >= 5", s="5 +/- 1").outcome is FAIL
    assert judged("port.g.s overlaps port.g.k", s="4 .. 6", k="6 .. 7").outcome is PASS
    assert judged("port.g.s overlaps port.g.k", s="5 +/- 1", k="6 .. 7").outcome is FAIL
    assert judged("port.g.s overlaps port.g.k", s="5 +/- 1", k="4 .. 7").outcome is PASS


# --- what is vague, missing, not fitted


@pytest.mark.parametrize(("stated", "expected"), [("about 3", PASS), ("about 5", OPEN), ("about 7", FAIL)])
def test_about_is_settled_only_clear_of_the_limit(stated: str, expected: Outcome) -> None:
    assert judged("port.g.x <= 5", x=stated).outcome is expected
    assert judged("port.g.s overlaps port.g.k", s=stated, k="-8 .. 5").outcome is expected


def test_what_is_vague_is_owed_only_if_nothing_is_missing() -> None:
    vague = judged("port.g.x <= 5 and port.g.y <= 5", x="about 5", y="3")
    assert [reading.path for reading in vague.owed] == ["g.x"]
    missing = judged("port.g.x <= 5 and port.g.y <= 5", x="about 5")
    assert [reading.path for reading in missing.owed] == ["g.y"]


@settings(max_examples=50, deadline=None)
@given(expressions, situations(most=3), st.sampled_from("xyst"), st.sampled_from([State.TBD, State.WITHHELD]))
def test_learning_a_value_never_overturns_a_verdict(
    expression: Expression, situation: Situation, name: str, state: State
) -> None:
    """Strong Kleene: what is settled without a value stays settled whatever the value turns out to be."""
    path = f"g.{name}"
    before = told(expression, {**situation.values, path: value(DICTIONARY[path], state)})
    after = told(expression, situation.values)
    assert before is OPEN or after is before or situation.values[path].state is not State.KNOWN


def test_one_counterexample_fails_an_all_although_other_rows_are_unknown() -> None:
    bad, good, unknown = {"v": "7"}, {"v": "3"}, {"w": "1"}
    asked = "all(row in port.g.rows, row.v <= 5)"
    assert judged(asked, rows=rows(good, unknown, bad)).outcome is FAIL
    assert judged(asked, rows=rows(good, unknown)).outcome is OPEN
    assert [one.path for one in judged(asked, rows=rows(good, unknown)).owed] == ["g.rows"]
    assert judged("any(row in port.g.rows, row.v <= 5)", rows=rows(good, unknown, bad)).outcome is PASS
    assert judged("any(row in port.g.rows, row.v <= 5)", rows=rows(unknown, bad)).outcome is OPEN
    assert judged(asked).outcome is OPEN
    assert judged(asked, rows="none").outcome is FAIL


def test_counting_rows() -> None:
    three = rows({"v": "3"}, {"v": "4 .. 6"}, {"v": "7"})
    asked = "count(row in port.g.rows, row.v <= 5) {}"
    assert judged(asked.format(">= 1"), rows=three).outcome is PASS
    # the second row may or may not: in the worst case it does not
    assert judged(asked.format(">= 2"), rows=three).outcome is FAIL
    assert judged(asked.format("<= 1"), rows=three).outcome is FAIL
    assert judged(asked.format("<= 2"), rows=three).outcome is PASS
    assert judged(asked.format("== 1"), rows=three).outcome is FAIL
    unknown = rows({"v": "3"}, {"w": "0"}, {"v": "7"})
    for relation, expected in ((">= 1", PASS), (">= 2", OPEN), (">= 3", FAIL), ("<= 1", OPEN), ("== 1", OPEN)):
        assert judged(asked.format(relation), rows=unknown).outcome is expected
    fitted = rows({"v": "none"}, {"v": "1"})
    assert judged("count(row in port.g.rows, fitted(row.v)) == 1", rows=fitted).outcome is PASS
    # the same value on both sides of the comparison is one value
    shared = "count(row in port.g.rows, row.v <= port.g.x) >= 1 or port.g.x <= 5"
    assert judged(shared, rows=rows({"v": "5"}), x="0 .. 8").outcome is PASS
    nested = "all(row in port.g.rows, count(other in port.g.rows, other.v <= row.v) >= 1)"
    assert judged(nested, rows=three).outcome is PASS


def test_sums_over_rows() -> None:
    table = rows({"v": "1", "w": "2"}, {"v": "2", "w": "0"})
    assert judged("sum(row in port.g.rows, row.v + row.w) <= 5", rows=table).outcome is PASS
    assert judged("sum(row in port.g.rows, row.v + row.w) < 5", rows=table).outcome is FAIL
    half = rows({"v": "1"}, {"v": "2", "w": "0"})
    assert judged("sum(row in port.g.rows, row.v + row.w) <= 5", rows=half).outcome is OPEN


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("port.g.x <= 5", FAIL),
        ("port.g.x >= 5", FAIL),
        ("port.g.n != 3", FAIL),
        ("not (port.g.x <= 5)", PASS),
        ("port.g.x > 5 implies port.g.y <= 5", PASS),
        ("port.g.x <= 5 or port.g.y <= 5", PASS),
        ("fitted(port.g.x)", FAIL),
        ("not fitted(port.g.x)", PASS),
        # one that is missing beside one that is not fitted changes nothing, in either order
        ("port.g.x + port.g.z <= 5", FAIL),
        ("port.g.z + port.g.x <= 5", FAIL),
        ("port.g.x within port.g.k", FAIL),
    ],
)
def test_a_comparison_with_what_is_not_fitted_does_not_hold(asked: str, expected: Outcome) -> None:
    assert judged(asked, x="none", n="none", y="3", k="0 .. 5").outcome is expected


def test_a_guard_that_reads_what_is_not_fitted_is_false() -> None:
    assert judged("port.g.y <= 1", when="port.g.x > 0", x="none", y="3").outcome is APART
    assert judged("port.g.y <= 1", when="port.g.x > 0", y="3").outcome is OPEN
    assert judged("port.g.y <= 1", when="port.g.x > 0", x="1", y="3").outcome is FAIL
    assert judged("port.g.y <= 1", when="port.g.x > 0", x="-1 .. 1", y="3").outcome is FAIL
    # a choice that would close the guard makes the clause hold, it does not make it go away
    assert judged("port.g.y <= 1", when="port.g.s > 0", s="-1 .. 1", y="3").outcome is PASS
    assert judged("port.g.y <= 1", when="port.g.s > 0", s="-1 .. 0", y="3").outcome is APART


# --- how far a verdict may lean


def test_a_failure_on_a_recalled_value_is_only_doubtful() -> None:
    doubtful = judged("port.g.x <= 5", x=written("g.x", "7", RECALLED))
    assert (doubtful.outcome, doubtful.doubtful, doubtful.leans) == (OPEN, True, Trust.RECALLED)
    assert doubtful.margin is not None
    assert doubtful.margin.amount == -2
    passed = judged("port.g.x <= 5", x=written("g.x", "3", RECALLED))
    assert (passed.outcome, passed.leans) == (PASS, Trust.RECALLED)


def test_a_failure_that_stands_without_the_recalled_value_stays() -> None:
    found = judged("port.g.x <= 5 and port.g.y <= 5", x=written("g.x", "8", RECALLED), y="6 .. 7")
    assert (found.outcome, found.leans, found.doubtful) == (FAIL, Trust.FIRM, False)
    assert found.margin is not None
    assert found.margin.amount == -2  # that of y, not the larger one of x
    assert [reading.path for reading, _ in found.witness] == ["g.y"]


def test_a_disputed_value_settles_nothing() -> None:
    assert judged("port.g.x <= 5", x=written("g.x", "7", DISPUTED)).outcome is OPEN
    assert judged("port.g.x <= 5", x=written("g.x", "3", DISPUTED)).outcome is OPEN
    assert judged("port.g.x <= 5 and port.g.y <= 5", x=written("g.x", "3", DISPUTED), y="7").outcome is FAIL
    assert judged("fitted(port.g.x)", x=written("g.x", "none", DISPUTED)).outcome is OPEN
    assert judged("fitted(port.g.x)", x=written("g.x", "none", RECALLED)).doubtful


def test_a_provisional_value_computes_and_says_so() -> None:
    provisional = Evidence(maturity=Maturity.TBR)
    found = judged("port.g.x <= 5", x=written("g.x", "7", provisional))
    assert (found.outcome, found.leans) == (FAIL, Trust.PROVISIONAL)


@settings(max_examples=60, deadline=None)
@given(expressions, comparisons, situations(most=2), st.sampled_from("xysnm"), st.sampled_from([RECALLED, DISPUTED]))
def test_caps(expression: Expression, when: Expression, situation: Situation, name: str, evidence: Evidence) -> None:
    """A weaker value gives the same outcome, or one that is only doubtful or undetermined; never the opposite."""
    path = f"g.{name}"
    held = situation.values[path]
    weak = {**situation.values, path: value(DICTIONARY[path], held.content or held.state, evidence)}
    node, guard = clause(text(expression)), clause(text(when))
    firm = judge(node, guard, DICTIONARY, {"port": Holder("p", situation.values)})
    found = judge(node, guard, DICTIONARY, {"port": Holder("p", weak)})
    assert found.outcome in (firm.outcome, OPEN)
    if evidence is RECALLED and found.outcome is not firm.outcome:
        assert firm.outcome is FAIL
        assert found.doubtful
    if found.leans < Trust.FIRM:
        assert path in {reading.path for reading in found.readings}
