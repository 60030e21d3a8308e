"""The evaluator against an oracle that shares no code with it: same outcome, and every witness makes it fail again."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from clause_oracle import NOT_FITTED, UNKNOWN, Expression, Point, Ranging, amount, outcome, text, truth
from clause_world import DICTIONARY, clause, judged, quantity, value
from hypothesis import given, settings
from hypothesis import strategies as st

from hardmate.language.build import Holder
from hardmate.language.check import undecidable
from hardmate.language.judge import Judgement, Outcome, judge
from hardmate.language.value import State, Value
from hardmate.quantity import Form

NAMES = ("x", "y", "s", "t", "n", "m")
CHOSEN, WHOLE = frozenset("stm"), frozenset("nm")

small = st.integers(-6, 6).map(Fraction)
halves = st.integers(-12, 12).map(lambda number: Fraction(number, 2))
slopes = st.dictionaries(st.sampled_from(NAMES), st.sampled_from([-2, -1, 1, 1, 2]).map(Fraction), max_size=2)
affine = st.tuples(st.just("plus"), small, slopes)
pieces = st.one_of(
    affine,
    affine,
    st.tuples(st.just("abs"), affine),
    st.tuples(st.sampled_from(["min", "max"]), affine, affine),
)
numbers = st.one_of(pieces, pieces, st.tuples(st.just("sum"), pieces, pieces))
comparisons = st.one_of(
    st.tuples(st.sampled_from(["<=", "<", ">=", ">"]), numbers, numbers),
    st.tuples(st.just("inside"), numbers, small, small).map(lambda e: (*e[:2], min(e[2:]), max(e[2:]))),
)
expressions: st.SearchStrategy[Expression] = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["and", "or"]), inner, inner),
        st.tuples(st.just("or"), inner, inner, inner),
        st.tuples(st.just("not"), inner),
        st.tuples(st.just("implies"), inner, inner),
    ),
    max_leaves=4,
)


@dataclass(frozen=True)
class Situation:
    """What is declared, and the same as the oracle sees it."""

    values: dict[str, Value]
    ranging: tuple[Ranging, ...]
    fixed: Point


@st.composite
def situations(draw: st.DrawFn, most: int = 2) -> Situation:
    """At most `most` of the names range; the others are points, missing or not fitted."""
    values: dict[str, Value] = {}
    ranging: list[Ranging] = []
    fixed: dict[str, Fraction | str] = {}
    open_names = set(draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=most, unique=True)))
    for name in NAMES:
        parameter = DICTIONARY[f"g.{name}"]
        whole = name in WHOLE
        ends = st.integers(0, 4).map(Fraction) if whole else halves
        low, high = sorted(draw(st.tuples(ends, ends)))
        if name in open_names and low < high:
            form = draw(st.sampled_from([Form.RANGE, Form.RANGE, Form.ABOUT, *([] if whole else [Form.TOLERANCE])]))
            values[f"g.{name}"] = value(parameter, quantity(low, high, form))
            chosen = name in CHOSEN and form is Form.RANGE
            ranging.append(Ranging(name, low, high, chosen, form is Form.ABOUT, whole))
            continue
        state = draw(st.sampled_from([None] * 12 + [State.MISSING, State.TBD, State.NONE]))
        values[f"g.{name}"] = value(parameter, state or quantity(low, low))
        fixed[name] = low if state is None else NOT_FITTED if state is State.NONE else UNKNOWN
    return Situation(values, tuple(ranging), fixed)


def told(expression: Expression, situation: Situation, when: Expression | None = None) -> Judgement:
    guard = None if when is None else clause(text(when))
    return judge(clause(text(expression)), guard, DICTIONARY, {"port": Holder("p", situation.values)})


def replayed(expression: Expression, situation: Situation, found: Judgement, when: Expression | None) -> Judgement:
    """The judgement with the values of the witness put in as points."""
    points = {reading.path: value(DICTIONARY[reading.path], quantity(at, at)) for reading, at in found.witness}
    return told(expression, Situation({**situation.values, **points}, (), {}), when)


def require_consistent(
    expression: Expression, situation: Situation, found: Judgement, when: Expression | None = None
) -> None:
    """A witness replays and lies within what is declared; a margin has the sign of the outcome."""
    if found.outcome is Outcome.FAIL:
        assert replayed(expression, situation, found, when).outcome is Outcome.FAIL
        box = {each.name: each for each in situation.ranging}
        for reading, at in found.witness:
            ranging = box[reading.path.removeprefix("g.")]
            assert ranging.low <= at <= ranging.high
            assert not ranging.whole or at.denominator == 1
        assert found.margin is None or found.margin.amount <= 0
    if found.outcome is Outcome.PASS:
        assert found.margin is None or found.margin.amount >= 0
        assert not found.witness


@settings(max_examples=100, deadline=None)
@given(expressions, situations())
def test_outcome_is_the_oracles(expression: Expression, situation: Situation) -> None:
    found = told(expression, situation)
    assert not found.reason
    assert found.outcome.value == outcome(expression, situation.ranging, situation.fixed)
    require_consistent(expression, situation, found)


@settings(max_examples=70, deadline=None)
@given(expressions, comparisons, situations())
def test_outcome_under_a_guard_is_the_oracles(expression: Expression, when: Expression, situation: Situation) -> None:
    found = told(expression, situation, when)
    assert found.outcome.value == outcome(expression, situation.ranging, situation.fixed, when)
    require_consistent(expression, situation, found, when)


@settings(max_examples=50, deadline=None)
@given(expressions, situations(most=6), st.randoms(use_true_random=False))
def test_many_values_at_once(expression: Expression, situation: Situation, random: object) -> None:
    """With more values than the oracle can take: no sampled point contradicts a pass, and failures replay."""
    assert hasattr(random, "choice")
    found = told(expression, situation)
    require_consistent(expression, situation, found)
    if found.outcome is not Outcome.PASS or any(each.chosen for each in situation.ranging):
        return
    for _ in range(30):
        at = {
            each.name: random.choice([each.low, each.high] + ([] if each.whole else [(each.low + each.high) / 2]))
            for each in situation.ranging
        }
        assert truth(expression, {**situation.fixed, **at}) is True


@settings(max_examples=50, deadline=None)
@given(expressions, comparisons, situations(most=6))
def test_what_loads_is_decided(expression: Expression, when: Expression, situation: Situation) -> None:
    node, guard = clause(text(expression)), clause(text(when))
    if undecidable(node, guard, DICTIONARY) is None:
        found = judge(node, guard, DICTIONARY, {"port": Holder("p", situation.values)})
        assert not found.reason


def slack(comparison: Expression, at: Point) -> Fraction:
    op, left, right = comparison
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    sides = amount(left, at), amount(right, at)
    assert isinstance(sides[0], Fraction)
    assert isinstance(sides[1], Fraction)
    return sides[1] - sides[0] if op in ("<=", "<") else sides[0] - sides[1]


@settings(max_examples=50, deadline=None)
@given(st.tuples(st.sampled_from(["<=", "<", ">=", ">"]), affine, affine), situations())
def test_margin_of_one_comparison_is_its_least_slack(comparison: Expression, situation: Situation) -> None:
    found = told(comparison, situation)
    if found.margin is None or any(each.chosen for each in situation.ranging):
        return
    corners: list[dict[str, Fraction | str]] = [dict(situation.fixed)]
    for each in situation.ranging:
        corners = [{**corner, each.name: end} for corner in corners for end in (each.low, each.high)]
    assert found.margin.amount == min(slack(comparison, corner) for corner in corners)


def test_the_worst_case_may_lie_inside() -> None:
    assert judged("port.g.x <= 5 or port.g.x >= 5", x="4 .. 6").outcome is Outcome.PASS
    found = judged("port.g.x <= 4 or port.g.x >= 5", x="4 .. 6")
    assert found.outcome is Outcome.FAIL
    ((reading, at),) = found.witness
    assert reading.path == "g.x"
    assert 4 < at < 5
    # and on a line in the plane, where no corner shows it
    assert judged("port.g.x < port.g.y or port.g.x > port.g.y", x="0 .. 1", y="0 .. 1").outcome is Outcome.FAIL
    assert judged("port.g.x <= port.g.y or port.g.x >= port.g.y", x="0 .. 1", y="0 .. 1").outcome is Outcome.PASS


def test_the_choice_stands_outside_the_whole_clause() -> None:
    both = "port.g.s >= 5 and port.g.s <= 3"
    assert judged(both, s="0 .. 8").outcome is Outcome.FAIL
    assert judged("port.g.s >= 5 or port.g.s <= 3", s="4 .. 8").outcome is Outcome.PASS
    # one setting has to do for all that occurs
    assert judged("abs(port.g.s - port.g.x) <= 1", s="0 .. 8", x="2 .. 4").outcome is Outcome.PASS
    assert judged("abs(port.g.s - port.g.x) <= 1", s="0 .. 8", x="2 .. 5").outcome is Outcome.FAIL
    # also where what occurs is a whole number, though no real one between would do
    whole = "port.g.n <= 1 or port.g.n >= 2 or port.g.s >= 9"
    assert judged(whole, n="1 .. 2", s="0 .. 8").outcome is Outcome.PASS
    # and one setting has to do for all whole numbers, not one for each
    assert judged("abs(port.g.s - 2 * port.g.n) <= 1", n="1 .. 2", s="0 .. 8").outcome is Outcome.PASS
    assert judged("abs(port.g.s - 2 * port.g.n) <= 1", n="1 .. 3", s="0 .. 8").outcome is Outcome.FAIL
