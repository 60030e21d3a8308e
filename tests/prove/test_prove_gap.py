"""What closes a gap is found by a session, by guesses, and by counterexamples: the same as by asking step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, islice

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from prove_made import MADE, Clause, made_library, of_one_port, of_two_ports

from hardmate.analysis.prove.closing import MOST_TOLD, Closing, closings, last
from hardmate.analysis.prove.encode import NotEncodableError
from hardmate.analysis.prove.engine import Engine
from hardmate.analysis.prove.statements import GOAL, applies, question
from hardmate.analysis.prove.template import Template, templates
from hardmate.analysis.prove.theory import theory, ways
from hardmate.analysis.prove.upheld import Upheld
from hardmate.analysis.prove.verdicts import Proposition, Standing
from hardmate.analysis.prove.workbench import Workbench
from hardmate.model.standard import reads
from hardmate.solver import Session, Solver, Status

NOBODY = Upheld({}, {})
"""Of no reference port."""
Told = tuple[tuple[Template, int], ...]


@pytest.fixture(scope="module")
def z3() -> Iterator[Solver]:
    with Solver("z3") as solver:
        yield solver


@given(st.integers(0, 200), st.data())
def test_the_last_step_is_the_same_from_any_guess(steps: int, data: st.DataObject) -> None:
    limit, guess = (data.draw(st.integers(0, steps)) for _ in range(2))
    assert last(steps, lambda step: step <= limit, guess) == limit


class Plain:
    """Every question whole, by itself; every limit by halving."""

    def __init__(self, bench: Workbench, refuted: Proposition) -> None:
        self.bench, self.refuted = bench, refuted

    def closes(self, *told: tuple[Template, int]) -> bool:
        kept = [self.bench.kept_text(each.text(step)) for each, step in told]
        more = {f"added {number} {side}": one for number, each in enumerate(kept) for side, one in (each or {}).items()}
        return None not in kept and self.bench.proved(self.refuted, more=more)

    def can_be_kept(self, *told: tuple[Template, int]) -> bool:
        kept = [self.bench.kept_text(each.text(step)) for each, step in told]
        return self.bench.can_conform(*(each["a"] for each in kept if each is not None))

    def told(self, text: str, also: tuple[str, ...] = ()) -> Closing:
        """With whether two ports can come to where the clause applies, asked with all premises at once."""
        clause, known, kept = self.refuted.applied.clause, self.bench.theory, self.bench.kept_text(text)
        assert kept is not None
        labelled = {each.label: each.ruled.formula for each in known.premises}
        labelled |= {GOAL: applies(clause.requires, clause.when, self.refuted.roles, known.vocabulary).formula}
        labelled |= {f"added {side}": each for side, each in kept.items()}
        return Closing(text, also, idle=self.bench.impossible(question(labelled, known.vocabulary)))

    def closings(self) -> list[Closing]:
        dictionary = self.bench.theory.library.dictionary
        paths = sorted({path for _, path in reads(self.refuted.applied.clause)})
        by_path = [templates(path, dictionary[path]) for path in paths]
        found = [closing for several in by_path for closing in self.alone(several)]
        if any(not each.idle for each in found):
            return [each for each in found if not each.idle]
        pairs = combinations([each for several in by_path for each in several], 2)
        told = (self.pair(one, other) for one, other in pairs if one.goes_with(other))
        found += islice((each for each in told if each is not None), MOST_TOLD)
        return [each for each in found if not each.idle] or found

    def alone(self, several: list[Template]) -> Iterator[Closing]:
        words = []
        for each in several:
            if not self.closes((each, 0)):
                continue
            step = halved(each.steps, lambda step, each=each: self.closes((each, step)))  # type: ignore[misc]
            if not self.can_be_kept((each, step)):
                continue
            if each.word:
                words.append(each)
            elif each.says(step):
                yield self.told(each.text(step))
            if each.presence:
                return
        if words:
            yield self.told(words[0].text(0), tuple(each.word for each in words[1:]))

    def pair(self, one: Template, other: Template) -> Closing | None:
        if not self.closes((one, 0), (other, 0)) or not self.can_be_kept((one, 0), (other, 0)):
            return None
        most = max(one.steps, other.steps, 1)
        alike = halved(
            most, lambda step: self.closes((one, step * one.steps // most), (other, step * other.steps // most))
        )
        first, second = alike * one.steps // most, alike * other.steps // most
        first += halved(one.steps - first, lambda step: self.closes((one, first + step), (other, second)))
        second += halved(other.steps - second, lambda step: self.closes((one, first), (other, second + step)))
        if not one.says(first) or not other.says(second):
            return None
        return self.told(f"{one.text(first)} and {other.text(second)}")


def halved(steps: int, closes: Callable[[int], bool]) -> int:
    good, bad = 0, steps + 1
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if closes(middle) else (good, middle)
    return good


@settings(max_examples=12)
@given(st.lists(of_one_port, max_size=2), of_two_ports)
def test_closings_are_those_that_plain_questions_find(z3: Solver, alone: list[Clause], between: Clause) -> None:
    library = made_library(alone, [between])
    if library is None:
        return
    z3.known.clear()
    known = theory(library, MADE)
    (goal,) = known.goals
    refuted = Proposition(goal, ways(goal.clause)[0], Standing.REFUTED)
    try:
        if Workbench(known, Engine(z3)).proved(refuted):
            event("proved")
            return
    except NotEncodableError:
        assert list(closings(Workbench(known, Engine(z3)), refuted, NOBODY)) == []
        return
    told = Plain(Workbench(known, Engine(z3)), refuted).closings()
    if any(each.status is Status.UNKNOWN for each in z3.known.values()):
        event("unknown")
        return
    event(f"{len(told)} closings")
    assert list(closings(Workbench(known, Engine(z3)), refuted, NOBODY)) == told


IDLE = {
    "requires a word": ("a.g.text == b.g.text", "a.g.flag and b.g.flag", {"not port.g.flag": True}),
    "bounds too": ("a.g.n <= 2", "a.g.flag", {"port.g.n <= 2": False}),
}


@pytest.mark.parametrize("case", IDLE)
def test_what_closes_by_never_applying_is_told_only_where_nothing_else_closes(z3: Solver, case: str) -> None:
    requires, when, wanted = IDLE[case]
    library = made_library([], [(requires, when)])
    assert library is not None
    known = theory(library, MADE)
    (goal,) = known.goals
    refuted = Proposition(goal, ways(goal.clause)[0], Standing.REFUTED)
    found = {each.text: each.idle for each in closings(Workbench(known, Engine(z3)), refuted, NOBODY)}
    assert found.items() >= wanted.items()
    assert len(set(found.values())) == 1


def test_a_session_that_can_not_begin_answers_nothing(z3: Solver) -> None:
    wrong = Session(z3, "(declare-fun |x| () Nothing)")
    right = Session(z3, "(declare-fun |x| () Bool)\n(declare-fun |y| () Bool)\n(assert (=> |x| |y|))\n")
    assert wrong.answer().status is Status.UNKNOWN
    assert right.answer(facts=["|x|"], wanted=["|y|"]).values == {"y": 1}
    assert right.answer("(assert (not |y|))\n", facts=["|x|"]).status is Status.UNSAT
    assert right.answer(facts=["|x|"]).status is Status.SAT
    assert wrong.answer(facts=["|x|"]).status is Status.UNKNOWN
    assert right.answer(facts=["|x|"]).status is Status.SAT
