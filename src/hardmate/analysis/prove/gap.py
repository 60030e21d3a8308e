"""A refuted clause, and clauses on one port that are added to the standard's: which of them would close it?

All that is asked of one clause begins alike, so it is asked in one session of the solver: the premises, the failing,
and the tightest of what may be added are read once. What the session does not answer is asked plainly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import ceil

from msgspec import Struct, field

from hardmate.analysis.prove.smtlib import addition, quoted, script
from hardmate.analysis.prove.statements import GOAL, question
from hardmate.analysis.prove.symbols import Part, Sort, Symbol, at_least, both, not_above
from hardmate.analysis.prove.template import Template
from hardmate.analysis.prove.verdicts import Proposition
from hardmate.analysis.prove.workbench import Workbench
from hardmate.language import polynomial as p
from hardmate.language.formula import Atom, Formula, Join, Leaf, names
from hardmate.model.roles import SIDES
from hardmate.solver import Answer, Session, Status

MOST_TOGETHER = 5
"""How many templates share a counterexample that is looked for: with more, one that reads tables is hard to find."""
WAYS = (0, -1, 1)
ZERO = Fraction(0)

Told = tuple[tuple[Template, int], ...]
"""Clauses that are added: of each template the one at a step."""
Walk = Callable[[int], Told]
"""Ever looser clauses, by steps from 0."""


class Gap(Struct):
    """`several` are templates that are asked of often, so their tightest clauses are part of the session."""

    bench: Workbench
    refuted: Proposition
    several: Sequence[Template]
    _session: Session | None = None
    _read: frozenset[str] = frozenset()
    _symbols: dict[str, Symbol] = field(default_factory=dict)
    _tightest: dict[Template, str] = field(default_factory=dict)
    """The name of the fact that both ports keep to the tightest clause of a template."""
    _met: list[frozenset[str]] = field(default_factory=list)
    """Which of these facts hold at each counterexample that was found."""
    _shut: list[frozenset[str]] = field(default_factory=list)
    """Facts that no counterexample keeps to together."""

    def __post_init__(self) -> None:
        solver, theory = self.bench.engine.solver, self.bench.theory
        if solver is None or solver.engine != "z3":
            return
        facts = {GOAL: self.bench.failing(self.refuted)}
        for number, each in enumerate(self.several):
            kept = self.bench.kept_text(each.text(0))
            if kept is not None:
                self._tightest[each] = f"tightest {number}"
                facts[f"tightest {number}"] = both(kept.values())
        near = {one.label: one.ruled.formula for each in facts.values() for one in theory.cone(each)}
        asked = question({**facts, **near}, theory.vocabulary)
        self._read = names(both((*asked.background, *asked.labelled.values())))
        self._symbols |= theory.vocabulary.symbols
        known = theory.vocabulary.terms
        text = script(asked.background, asked.labelled, self._symbols, known=known, facts=facts.keys())
        self._session = Session(solver, text.removesuffix("(check-sat)\n"))

    def closes_tightest(self, *told: Template) -> bool:
        """Whether the clause holds if both ports keep to the tightest clauses of these as well."""
        facts = [self._tightest[each] for each in told if each in self._tightest]
        found = self._settled(facts) if len(facts) == len(told) else None
        return self._plainly(tuple((each, 0) for each in told)) if found is None else found

    def _settled(self, facts: Sequence[str]) -> bool | None:
        """Whether the clause holds where these facts do, None if it is not known.

        A counterexample that was found tells of all facts that hold at it.
        """
        if any(met.issuperset(facts) for met in self._met):
            return False
        if any(shut.issubset(facts) for shut in self._shut):
            return True
        found = self._answer((), (GOAL, *facts), tuple(self._tightest.values()))
        if found.status is Status.SAT:
            self._met.append(frozenset(name for name, value in found.values.items() if value))
        if found.status is Status.UNSAT:
            self._shut.append(frozenset(facts))
        return None if found.status is Status.UNKNOWN else found.status is Status.UNSAT

    def scout(self) -> None:
        """Look for counterexamples that each answer for many templates: all of one way that go with each other."""
        groups: list[list[Template]] = []
        for each in self._tightest:
            open_ones = (one for one in groups if len(one) < MOST_TOGETHER and one[0].way == each.way)
            group = next((one for one in open_ones if all(map(each.goes_with, one))), None)
            if group is None:
                groups.append([each])
            else:
                group.append(each)
        for group in groups:
            self._scout((), [self._tightest[each] for each in group])

    def scout_pairs(self, several: Sequence[Template]) -> None:
        """The same for many pairs: one fact holds, and all of one way too."""
        facts = [(each, self._tightest[each]) for each in several if each in self._tightest]
        for number, (one, fact) in enumerate(facts):
            beside = [(other.way, name) for other, name in facts[number + 1 :] if one.goes_with(other)]
            for way in WAYS:
                self._scout((fact,), [name for at, name in beside if at == way])

    def _scout(self, facts: Sequence[str], others: Sequence[str]) -> None:
        """A counterexample to these facts and the others; where there is none, to either half of the others."""
        left = [each for each in others if not any(met.issuperset((*facts, each)) for met in self._met)]
        if len(left) > 1 and self._settled((*facts, *left)) is not False:
            half = len(left) // 2
            self._scout(facts, left[:half])
            self._scout(facts, left[half:])

    def closes(self, told: Told) -> bool:
        """Whether the clause holds if both ports keep to these as well; so it does if they keep to tighter ones."""
        found = self._exactly(told, (GOAL,))
        return self._plainly(told) if found is Status.UNKNOWN else found is Status.UNSAT

    def can_be_kept(self, told: Told) -> bool:
        """Whether it is not shown that no port keeps to these as well; if none does, none keeps to tighter ones."""
        found = self._exactly(told, ())
        if found is not Status.UNKNOWN:
            return found is Status.SAT
        kept = [self.bench.kept_text(each.text(step)) for each, step in told]
        return self.bench.can_conform(*(each[SIDES[0]] for each in kept if each is not None))

    def guess(self, walk: Walk, most: int) -> int:
        """About how far one can walk and the clauses still close, if they do at 0.

        Their limits slide between the ends of the walk, so they need not be read anew for each step, and are not
        rounded as in their texts. A counterexample tells by which limits it is let in: often far below those asked.
        """
        slid = [self._slid(each, f"step {number}") for number, (each, _) in enumerate(walk(most))]
        good, bad, at, near = 0, most + 1, most, False
        while bad - good > 1:
            found = self._sliding(walk(at), slid)
            if found.status is Status.UNKNOWN:
                return good
            if found.status is Status.UNSAT:
                good, at, near = at, (at + bad) // 2, False
                continue
            needed = [ceil(found.values[f"step {number}"]) for number in range(len(slid))]
            before, bad = at, _first(walk, needed, good + 1, at)
            # What lets it in is often the very limit; where it is not, halving goes on.
            near = bad < before and not near
            at = bad - 1 if near else (good + bad) // 2
        return good

    def _sliding(self, told: Told, slid: Sequence[Formula | None]) -> Answer:
        """Whether the clause can fail at some steps up to these."""
        formulas: list[Formula] = []
        for number, ((_, step), formula) in enumerate(zip(told, slid, strict=True)):
            if formula is None:
                return Answer(Status.UNKNOWN)
            at = p.variable(f"step {number}")
            formulas += (formula, at_least(at), not_above(at, p.constant(Fraction(step))))
        return self._answer(formulas, (GOAL,), [f"step {number}" for number in range(len(slid))])

    def _slid(self, template: Template, name: str) -> Formula | None:
        """What a template asks of both ports, its step a number of this name; None if its steps differ by more."""
        first, last = (self.bench.kept_text(template.text(step)) for step in (0, template.steps))
        if first is None or last is None:
            return None
        self._symbols[name] = Symbol(name, Sort.REAL, ZERO, Fraction(template.steps), "", name, Part.POINT)
        by = p.scale(p.variable(name), Fraction(1, template.steps or 1))
        parts = [between(first[side], last[side], by) for side in SIDES]
        found = [each for each in parts if each is not None]
        return both(found) if len(found) == len(parts) else None

    def _exactly(self, told: Told, facts: Iterable[str]) -> Status:
        """Whether the facts can hold between ports that keep to these, as their texts say."""
        formulas: list[Formula] = []
        holding = list(facts)
        for each, step in told:
            kept = self.bench.kept_text(each.text(step))
            if not step and each in self._tightest:
                holding.append(self._tightest[each])
            elif kept is None:
                return Status.UNKNOWN
            else:
                formulas += kept.values()
        return self._answer(formulas, holding, ()).status

    def _answer(self, formulas: Sequence[Formula], facts: Sequence[str], wanted: Sequence[str]) -> Answer:
        new = frozenset[str]().union(*(names(each) for each in formulas)) - self._read
        if self._session is None or not new <= set(wanted):
            return Answer(Status.UNKNOWN)
        added = addition(formulas, new, self._symbols) if formulas else ""
        return self._session.answer(added, facts=list(map(quoted, facts)), wanted=list(map(quoted, wanted)))

    def _plainly(self, told: Told) -> bool:
        """The same without the session."""
        kept = [self.bench.kept_text(each.text(step)) for each, step in told]
        more: dict[str, Formula] = {}
        for number, each in enumerate(kept):
            if each is None:
                return False
            more |= {f"added {number} {side}": each[side] for side in SIDES}
        return self.bench.proved(self.refuted, more=more)


def _first(walk: Walk, needed: Sequence[int], low: int, high: int) -> int:
    """The first of some steps of a walk at which each template has got to the step that it needs."""
    while low < high:
        middle = (low + high) // 2
        there = all(step >= need for (_, step), need in zip(walk(middle), needed, strict=True))
        low, high = (low, middle) if there else (middle + 1, high)
    return low


def between(first: Formula, last: Formula, by: p.Polynomial) -> Formula | None:
    """The formula so far between two that differ in constants alone, 0 the first and 1 the last; else None."""
    match first, last:
        case Atom(), Atom() if first.strict is last.strict:
            gap = p.add(last.slack, first.slack, sign=-1)
            return (
                None
                if not p.is_constant(gap)
                else at_least(p.add(first.slack, p.multiply(by, gap)), strict=first.strict)
            )
        case Leaf(), Leaf() if first.value is last.value:
            return first
        case Join(), Join() if first.op == last.op and len(first.parts) == len(last.parts):
            parts = [between(*two, by) for two in zip(first.parts, last.parts, strict=True)]
            found = tuple(each for each in parts if each is not None)
            return Join(first.op, found) if len(found) == len(parts) else None
        case _:
            return None
