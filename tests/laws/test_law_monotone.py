"""Monotonicity, stated per reading: a side that tolerates more, or varies less, or says more, loses nothing by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from law_fleet import RANK, assessed, clauses, declared, keyed, library, with_values
from law_values import declarations, holdings, references, spreads, value_of, values
from msgspec.structs import replace

from hardmate.assess.capability import Standing
from hardmate.assess.pair import Assessment
from hardmate.language import tree as t
from hardmate.language.build import Holder
from hardmate.language.dictionary import Parameter, Reading
from hardmate.language.judge import Judgement, Outcome, judge
from hardmate.language.value import State, Value
from hardmate.model.standard import Clause
from hardmate.model.vehicle import Port
from hardmate.quantity import Form, Quantity

Held = Mapping[str, Mapping[str, Value]]


def judged(clause: Clause, held: Held) -> Judgement:
    holders = {root: Holder(root, entries) for root, entries in held.items()}
    return judge(clause.requires, clause.when, library().dictionary, holders)


def changed(held: Held, root: str, path: str, value: Value) -> Held:
    return {**held, root: {**held[root], path: value}}


def tolerances(clause: Clause) -> frozenset[tuple[str, str]]:
    """What the clause only ever uses as a limit of what is tolerated: more of it can only help."""
    helping: set[tuple[str, str]] = set()
    other: set[tuple[str, str]] = set()
    for node, positive in (*_places(clause.requires, positive=True), *_places(clause.when, positive=None)):
        for reference, helps in _uses(node, positive):
            parameter = library().dictionary.get(reference.path)
            if parameter is not None and parameter.reading is not Reading.OCCURS:
                (helping if helps else other).add((reference.root, reference.path))
    return frozenset(helping - other)


def _places(node: t.Node | None, *, positive: bool | None) -> Iterator[tuple[t.Node, bool | None]]:
    """The comparisons of an expression, each with whether it helps when it holds; None where that is not said."""
    turned = None if positive is None else not positive
    match node:
        case None:
            return
        case t.Not(operand=operand):
            yield from _places(operand, positive=turned)
        case t.Junction(operands=operands):
            for operand in operands:
                yield from _places(operand, positive=positive)
        case t.Implies(left=left, right=right):
            yield from _places(left, positive=turned)
            yield from _places(right, positive=positive)
        case t.Quantified(op="all" | "any", body=body):
            yield from _places(body, positive=positive)
        case _:
            yield node, positive


def _uses(node: t.Node, positive: bool | None) -> Iterator[tuple[t.Reference, bool]]:  # noqa: FBT001
    """The references of a comparison, each with whether more of it can only help."""
    if isinstance(node, t.Call) and node.name == "fitted":
        return
    limits: tuple[t.Node, ...] = ()
    if isinstance(node, t.Compare) and positive:
        limits = {"within": (node.right,), "in": (node.right,), "overlaps": (node.left, node.right)}.get(node.op, ())
    for inner in t.walk(node):
        if isinstance(inner, t.Reference):
            yield inner, any(inner is limit for limit in limits)


@st.composite
def wider(draw: st.DrawFn, value: Value) -> Value:
    """A value that tolerates all that this one does, and more."""
    content = value.content
    if isinstance(content, frozenset):
        more = draw(st.sets(st.sampled_from(sorted(value.parameter.choices))))
        return replace(value, content=content | more)
    assert isinstance(content, Quantity)
    low, high = _domain(value.parameter)
    share = st.fractions(0, 1, max_denominator=4)
    down = None if content.low is None else content.low - draw(share) * (content.low - low)
    up = None if content.high is None else content.high + draw(share) * (high - content.high)
    form = content.form if down is None or up is None else Form.RANGE
    return replace(value, content=replace(content, form=form, low=down, high=up))


@st.composite
def narrower(draw: st.DrawFn, value: Value) -> Value:
    """A value that happens only where this one may happen."""
    content = value.content
    assert isinstance(content, Quantity)
    low, high = _ends(value)
    share = st.fractions(0, 1, max_denominator=4)
    first, second = sorted((draw(share), draw(share)))
    ends = (low + first * (high - low), low + second * (high - low))
    if value.parameter.kind is not None and value.parameter.kind.whole:
        ends = (Fraction(-(-ends[0] // 1)), Fraction(ends[1] // 1))
        assume(ends[0] <= ends[1])
    return replace(value, content=replace(content, form=Form.RANGE, low=ends[0], high=ends[1], nominal=None))


def _domain(parameter: Parameter) -> tuple[Fraction, Fraction]:
    assert parameter.domain is not None
    assert parameter.domain.low is not None
    assert parameter.domain.high is not None
    return parameter.domain.low, parameter.domain.high


def _ends(value: Value) -> tuple[Fraction, Fraction]:
    assert isinstance(value.content, Quantity)
    low, high = _domain(value.parameter)
    return (
        low if value.content.low is None else max(low, value.content.low),
        high if value.content.high is None else min(high, value.content.high),
    )


def occurring(value: Value) -> bool:
    """Whether every one of several values may happen: a vague value is one that nobody knows, not several."""
    content = value.content
    return (
        isinstance(content, Quantity)
        and content.form is not Form.ABOUT
        and value.parameter.reading is Reading.OCCURS
        and _ends(value)[0] < _ends(value)[1]
    )


def require_no_worse(clause: Clause, before: Judgement, after: Judgement) -> None:
    event(f"{before.outcome} to {after.outcome}")
    assert not (before.outcome is Outcome.PASS and after.outcome is Outcome.FAIL), clause.id
    if clause.when is None:
        assert RANK[after.outcome] >= RANK[before.outcome], clause.id


TOLERANT = [clause for clause in clauses() if tolerances(clause)]
READING = [(clause, references(clause.requires, clause.when)) for clause in clauses()]


def numeric(reference: t.Reference) -> bool:
    parameter = library().dictionary[reference.path]
    return parameter.numeric and parameter.reading is Reading.OCCURS


VARIABLE = [(clause, reads) for clause, reads in READING if any(map(numeric, reads))]


def test_the_laws_speak_of_many_clauses() -> None:
    assert len(TOLERANT) >= 40
    assert len(VARIABLE) >= 60


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_tolerating_more_fails_no_clause(data: st.DataObject) -> None:
    clause = data.draw(st.sampled_from(TOLERANT))
    held = data.draw(holdings(references(clause.requires, clause.when)))
    known = sorted(
        (root, path)
        for root, path in tolerances(clause)
        if path in held[root] and held[root][path].state is State.KNOWN
    )
    assume(known)
    root, path = data.draw(st.sampled_from(known))
    after = changed(held, root, path, data.draw(wider(held[root][path])))
    require_no_worse(clause, judged(clause, held), judged(clause, after))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_varying_less_fails_no_clause(data: st.DataObject) -> None:
    clause, reads = data.draw(st.sampled_from(VARIABLE))
    held = data.draw(holdings(reads))
    at = data.draw(st.sampled_from([each for each in reads if numeric(each)]))
    spread = value_of(library().dictionary[at.path], data.draw(spreads(at.path)))
    assume(occurring(spread))
    before = changed(held, at.root, at.path, spread)
    after = changed(held, at.root, at.path, data.draw(narrower(spread)))
    require_no_worse(clause, judged(clause, before), judged(clause, after))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_saying_what_was_missing_overturns_nothing_that_was_settled(data: st.DataObject) -> None:
    """A clause that could be decided without a value is not decided otherwise by it, whatever it turns out to be."""
    clause, reads = data.draw(st.sampled_from(READING))
    gap = data.draw(st.sampled_from(reads))
    held = data.draw(holdings(reads))
    held[gap.root].pop(gap.path, None)
    before = judged(clause, held)
    after = judged(clause, changed(held, gap.root, gap.path, data.draw(values(gap.path))))
    event(f"{before.outcome} to {after.outcome}")
    if before.outcome is not Outcome.UNDETERMINED:
        assert after.outcome is before.outcome, clause.id


def require_nothing_lost(before: Assessment, after: Assessment) -> None:
    """No capability, of no assignment, goes from compatible to incompatible; nor does the pair."""
    assert not (before.standing is Standing.COMPATIBLE and after.standing is Standing.INCOMPATIBLE)
    later = keyed(after.tried)
    for key, way in keyed(before.tried).items():
        if key in later:
            for old, new in zip(way.capabilities, later[key].capabilities, strict=True):
                assert not (old.standing is Standing.COMPATIBLE and new.standing is Standing.INCOMPATIBLE), new


def only_tolerances() -> frozenset[str]:
    """Parameters that every clause uses only as a limit of what is tolerated."""
    mixed: set[str] = set()
    limits: set[str] = set()
    for clause, reads in READING:
        helping = tolerances(clause)
        for reference in reads:
            (limits if (reference.root, reference.path) in helping else mixed).add(reference.path)
    return frozenset(limits - mixed)


@settings(max_examples=30, deadline=None)
@given(declarations("one"), declarations("other"), st.data())
def test_no_capability_is_lost_by_tolerating_more_or_varying_less(
    one: dict[str, object], other: dict[str, object], data: st.DataObject
) -> None:
    first, second = declared(one).ports[0], declared(other).ports[0]
    limits = only_tolerances() - {"mechanism.modes"}  # what says how a pair mates is no tolerance
    changes: dict[str, Value] = {}
    for path, value in first.values.items():
        if path in limits and value.state is State.KNOWN:
            changes[path] = data.draw(wider(value))
        elif occurring(value):
            changes[path] = data.draw(narrower(value))
    require_nothing_lost(assessed(first, second), assessed(with_values(first, changes), second))


@settings(max_examples=30, deadline=None)
@given(declarations("one"), declarations("other"), st.data())
def test_saying_more_settles_clauses_and_unsettles_none(
    one: dict[str, object], other: dict[str, object], data: st.DataObject
) -> None:
    first, second = declared(one).ports[0], declared(other).ports[0]
    spoken_of = {each.path for _, reads in READING for each in reads} - {"mechanism.modes"}
    gaps = sorted(path for path in spoken_of if first.values.get(path) is None)
    assume(gaps)
    path = data.draw(st.sampled_from(gaps))
    before, after = assessed(first, second), assessed(_saying(first, path, data.draw(values(path))), second)
    later = keyed(after.tried)
    for key, way in keyed(before.tried).items():
        for old, new in zip(way.verdicts, later[key].verdicts, strict=True):
            if old.outcome is not Outcome.UNDETERMINED:
                assert new.outcome is old.outcome, new.clause.id


def _saying(port: Port, path: str, value: Value) -> Port:
    return with_values(port, {path: value})


def test_what_fails_whatever_is_vague_fails_before_it_is_narrowed() -> None:
    """One seal may leak more than the budget; how much the other parts leak, told vaguely, can not mend that."""
    clause = next(each for each in clauses() if each.id == "leak-within-budgets")

    def held(leak: str) -> Held:
        told = {
            "a": {"joint_leak": "at most 0.0864 kg/day", "vestibule_leak": "about 0.005 kg/day"},
            "b": {"joint_leak": leak, "vestibule_leak": "at most 0.005 kg/day"},
        }
        told["a"]["leak_budget"] = "0 .. 0.0864 kg/day"
        return {
            root: {f"seal.{name}": value_of(library().dictionary[f"seal.{name}"], raw) for name, raw in entries.items()}
            for root, entries in told.items()
        }

    assert judged(clause, held("25 kg/day")).outcome is Outcome.FAIL
    assert judged(clause, held("at most 50 kg/day")).outcome is Outcome.FAIL
