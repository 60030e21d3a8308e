"""The encoding means what the evaluator means: on random clauses and declarations, for every kind of value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from prove_world import DICTIONARY, Declared, clauses, declarations, tree
from shipped_standards import shipped_library

from hardmate.analysis.prove.declared import numbers, values
from hardmate.analysis.prove.encode import NotEncodableError
from hardmate.analysis.prove.intervals import impossible
from hardmate.analysis.prove.quantify import replaced
from hardmate.analysis.prove.statements import applies, fails, holds, question
from hardmate.analysis.prove.symbols import Part, Vocabulary
from hardmate.analysis.prove.theory import places, theory
from hardmate.language import polynomial as p
from hardmate.language.build import Holder
from hardmate.language.check import undecidable
from hardmate.language.decide import UndecidableError, counterexample
from hardmate.language.formula import Formula, Leaf, Mode, Variable, names, negation, settled
from hardmate.language.judge import Outcome, judge
from hardmate.model.roles import PORT
from hardmate.solver import Solver, Status

ROLES = {"a": "a", "b": "b"}


def put(formula: Formula, known: Mapping[str, Fraction]) -> Formula:
    """The formula with what is declared put in."""
    return settled(replaced(formula, {name: p.constant(at) for name, at in known.items()}))


def stated(one: Declared, other: Declared, vocabulary: Vocabulary) -> dict[str, Fraction]:
    """The numbers of all symbols but points; what is declared `none` has ends that nobody reads."""
    slots = vocabulary.behind(vocabulary.symbols.keys() - {"pi"})
    unread = {
        name: symbol.high if symbol.part is Part.HIGH else symbol.low
        for name, symbol in vocabulary.symbols.items()
        if symbol.part is not Part.POINT
    }
    return unread | dict(numbers(slots, {"a": one.values, "b": other.values}, vocabulary))


def truth(formula: Formula, known: Mapping[str, Fraction]) -> bool:
    found = put(formula, known)
    assert isinstance(found, Leaf), names(found)
    return bool(found.value)


def somewhere(formula: Formula, known: Mapping[str, Fraction], vocabulary: Vocabulary) -> bool:
    """Whether the points that are left can be chosen so that the formula holds."""
    found = put(formula, known)
    wide = vocabulary.variables()
    variables = {
        name: Variable(name, wide[name].low, wide[name].high, Mode.OCCURS, wide[name].whole) for name in names(found)
    }
    return counterexample(negation(found), variables) is not None


@pytest.mark.takes_long
@settings(max_examples=100)
@given(clauses, clauses, declarations(), declarations())
def test_statements_are_the_evaluators(text: str, guard: str, one: Declared, other: Declared) -> None:
    compared(text, guard, one, other)


_chosen = st.builds("a.g.s within {}".format, st.sampled_from(["b.g.k", "-2 .. 3"]))
_beside = st.sampled_from(["a.g.flag", "b.g.t within a.g.k", "a.g.x >= 1"])


@settings(max_examples=100)
@given(
    st.one_of(
        _chosen,
        st.builds("not ({})".format, _chosen),
        st.builds("{} {} {}".format, _chosen, st.sampled_from(["and", "or", "implies"]), _beside),
    ),
    st.sampled_from(["true", "not (b.g.t within a.g.l)", "b.g.t within a.g.l"]),
    declarations(),
    declarations(),
)
def test_a_setting_is_chosen_as_the_evaluator_chooses_it(text: str, guard: str, one: Declared, other: Declared) -> None:
    compared(text, guard, one, other)


def compared(text: str, guard: str, one: Declared, other: Declared) -> None:
    requires, when = tree(text), tree(guard)
    assume(requires is not None and when is not None)
    assert requires is not None
    if undecidable(requires, when, DICTIONARY) is not None:
        return
    holders = {"a": Holder("a", one.values), "b": Holder("b", other.values)}
    found = judge(requires, when, DICTIONARY, holders)
    vocabulary = Vocabulary(DICTIONARY)
    try:
        held = holds(requires, when, ROLES, vocabulary)
        failed = fails(requires, when, ROLES, vocabulary)
        applied = applies(requires, when, ROLES, vocabulary)
    except NotEncodableError:
        event("not encodable")
        return
    known = stated(one, other, vocabulary)
    passed = found.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE)
    event(f"{found.outcome} {'exact' if held.exact else 'weaker'}")
    assert found.outcome is not Outcome.UNDETERMINED
    if held.exact:
        assert truth(held.formula, known) is passed
    else:
        assert truth(held.formula, known) or not passed
    try:
        assert somewhere(failed.formula, known, vocabulary) is not passed
        assert somewhere(applied.formula, known, vocabulary) is (found.outcome is not Outcome.NOT_APPLICABLE)
    except UndecidableError:
        event("points left open")


@settings(max_examples=60)
@given(clauses, declarations(), declarations())
def test_declarations_meet_what_any_declaration_meets(text: str, one: Declared, other: Declared) -> None:
    requires = tree(text)
    assume(requires is not None)
    assert requires is not None
    vocabulary = Vocabulary(DICTIONARY)
    try:
        held = holds(requires, None, ROLES, vocabulary)
    except NotEncodableError:
        return
    asked = question({"clause": held.formula}, vocabulary)
    slots = vocabulary.behind(names(held.formula))
    known = numbers(slots, {"a": one.values, "b": other.values}, vocabulary)
    for formula in (*asked.background, *(each for label, each in asked.labelled.items() if label != "clause")):
        assert _possible(formula, known)
    restored = values(slots, known, vocabulary)
    again = numbers(slots, restored, vocabulary)
    assert {name: known[name] for name in again} == dict(again)


def _possible(formula: Formula, known: Mapping[str, Fraction]) -> bool:
    """What is declared `none` has no ends to be in order; then nothing is asked."""
    found = put(formula, known)
    return not isinstance(found, Leaf) or bool(found.value)


@pytest.fixture(scope="module")
def z3() -> Iterator[Solver]:
    with Solver("z3") as solver:
        yield solver


@settings(max_examples=60)
@given(clauses, clauses, clauses)
def test_intervals_and_solver_agree(z3: Solver, goal: str, one: str, other: str) -> None:
    """What intervals rule out, z3 rules out; what z3 can meet is a declaration that the evaluator judges so."""
    trees = [tree(text) for text in (goal, one, other)]
    if any(each is None or undecidable(each, None, DICTIONARY) is not None for each in trees):
        return
    vocabulary = Vocabulary(DICTIONARY)
    first, *rest = (each for each in trees if each is not None)
    try:
        failed = fails(first, None, ROLES, vocabulary)
        held = [holds(each, None, ROLES, vocabulary) for each in rest]
    except NotEncodableError:
        return
    labelled = {"goal": failed.formula} | {f"clause {number}": each.formula for number, each in enumerate(held)}
    asked = question(labelled, vocabulary)
    ruled_out = impossible((*asked.background, *asked.labelled.values()), vocabulary)
    found = z3.answer(asked.script())
    event(f"{found.status}{' by intervals' if ruled_out else ''}")
    assert not (ruled_out and found.status is Status.SAT)
    if found.status is not Status.SAT or not all(each.exact for each in held):
        return
    slots = vocabulary.behind(vocabulary.symbols.keys() - {"pi"})
    declared = values(slots, found.values, vocabulary)
    holders = {port: Holder(port, declared.get(port, {})) for port in ROLES}
    assert judge(first, None, DICTIONARY, holders).outcome is Outcome.FAIL
    assert all(judge(each, None, DICTIONARY, holders).outcome is Outcome.PASS for each in rest)


@pytest.mark.parametrize("standard", ["idss/E", "apas/95"])
def test_of_the_other_port_a_clause_says_what_is_encoded_for_it(standard: str) -> None:
    """A theory says it once more under other names."""
    known = theory(shipped_library(), standard)
    turned = [each for each in (*known.premises, *known.advice) if each.side == "b"]
    assert turned
    for each in turned:
        clause = each.applied.clause
        vocabulary = Vocabulary(known.library.dictionary)
        ruled = holds(clause.requires, clause.when, {PORT: "b"}, vocabulary)
        assert each.ruled == ruled
        assert each.places == places(ruled.formula, vocabulary)
        spoken = vocabulary.behind(vocabulary.spoken(ruled.formula))
        assert known.vocabulary.behind(known.vocabulary.spoken(each.ruled.formula)) == spoken
