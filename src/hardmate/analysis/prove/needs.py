"""A proposition that turns on numbers nobody has; whose move that is, and with which numbers it would be proved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from msgspec import Struct

from hardmate.analysis.prove.encode import NotEncodableError
from hardmate.analysis.prove.engine import Engine
from hardmate.analysis.prove.statements import GOAL, fails, holds, question
from hardmate.analysis.prove.theory import Premise, Theory
from hardmate.analysis.prove.verdicts import Need
from hardmate.language import tree as t
from hardmate.language.dictionary import Dictionary, Parameter
from hardmate.language.formula import Formula
from hardmate.language.given import given
from hardmate.model.roles import PORT
from hardmate.model.standard import Clause
from hardmate.quantity import decimal, show

STEPS = 1_000
"""Into how many steps a domain is divided where the dictionary names no resolution."""


class _Wanted(Struct, frozen=True):
    """One number, the clause that leaves it open, and whether raising it helps the proof (1), hurts it (-1), or either.

    `low` and `high` are the ends between which it is looked for, in base units, and `step` how finely.
    """

    clause: Clause
    name: str
    pull: int
    low: Fraction
    high: Fraction
    step: Fraction


def needs(
    goal: Clause, roles: Mapping[str, str], cone: Sequence[Premise], theory: Theory, engine: Engine
) -> list[Need]:
    """The numbers that the goal and its premises wait for; of a single one, with which numbers the goal is proved."""
    waiting = {id(each): each for each in (goal, *(one.applied.clause for one in cone)) if each.open_numbers}
    told = [
        Need(clause.standard, clause.id, number.name, number.owner, number.due)
        for clause in waiting.values()
        for number in clause.open_numbers.values()
    ]
    if len(told) != 1:
        return told
    (clause,) = waiting.values()
    wanted = _wanted(clause, told[0].number, theory.library.dictionary, helps=clause is goal)
    if wanted is None:
        return told
    search = _Search(goal, roles, theory, engine, wanted)
    one = told[0]
    return [Need(one.standard, one.clause, one.number, one.owner, one.due, search.told())]


def _wanted(clause: Clause, name: str, dictionary: Dictionary, *, helps: bool) -> _Wanted | None:
    """Where to look for a number: in the domains of what it is compared with. None if it pulls both ways."""
    pulls = set(_pulls(clause.requires, name, 1))
    if clause.when is not None:
        pulls |= set(_pulls(clause.when, name, -1))
    beside = list(_beside(clause, name, dictionary))
    if len(pulls) != 1 or 0 in pulls or not beside:
        return None
    ends = [end for each in beside if each.domain for end in (each.domain.low, each.domain.high) if end is not None]
    steps = [each.resolution.nominal for each in beside if each.resolution is not None]
    low, high = min(ends), max(ends)
    known = [each for each in steps if each]
    step = min(known) if known else (high - low) / STEPS
    return _Wanted(clause, name, pulls.pop() * (1 if helps else -1), low, high, step)


def _pulls(node: t.Node, name: str, sign: int) -> Iterator[int]:
    """Which way each place of a number pulls what holds or not: 1 if raising it can only help, 0 if it is not plain."""
    match node:
        case t.Not(operand=operand):
            yield from _pulls(operand, name, -sign)
        case t.Implies(left=left, right=right):
            yield from _pulls(left, name, -sign)
            yield from _pulls(right, name, sign)
        case t.Junction(operands=operands):
            for each in operands:
                yield from _pulls(each, name, sign)
        case t.Quantified(op="all" | "any", body=body):
            yield from _pulls(body, name, sign)
        case t.Compare(op="<" | "<=", left=left, right=right):
            yield from _slopes(left, name, -sign)
            yield from _slopes(right, name, sign)
        case t.Compare(op=">" | ">=", left=left, right=right):
            yield from _slopes(left, name, sign)
            yield from _slopes(right, name, -sign)
        case _ if any(each.name == name for each in t.tbds(node)):
            yield 0


def _slopes(node: t.Node, name: str, sign: int) -> Iterator[int]:
    """Which way each place of a number pulls the number that it is part of."""
    match node:
        case t.Tbd():
            if node.name == name:
                yield sign
        case t.Arithmetic(op="+" | "-" as op, left=left, right=right):
            yield from _slopes(left, name, sign)
            yield from _slopes(right, name, sign if op == "+" else -sign)
        case t.Arithmetic(op="*", left=t.Number(amount=amount), right=right):
            yield from _slopes(right, name, sign if amount >= 0 else -sign)
        case t.Call(name="min" | "max", arguments=arguments):
            for each in arguments:
                yield from _slopes(each, name, sign)
        case _ if any(each.name == name for each in t.tbds(node)):
            yield 0


def _beside(clause: Clause, name: str, dictionary: Dictionary) -> Iterator[Parameter]:
    """The parameters of its dimension in the comparisons that a number stands in."""
    unit = clause.open_numbers[name].unit
    for top in (clause.requires, clause.when):
        for node in t.walk(top) if top is not None else ():
            if isinstance(node, t.Compare) and any(each.name == name for each in t.tbds(node)):
                for each in t.references(node):
                    found = dictionary.get(each.path)
                    if found is None or not found.numeric or found.kind is None:
                        continue
                    if unit is None or found.kind.dimension == unit.dimension:
                        yield found


class _Search(Struct, frozen=True):
    """Tries numbers for the one that is missing, halving the rest each time."""

    goal: Clause
    roles: Mapping[str, str]
    theory: Theory
    engine: Engine
    wanted: _Wanted

    def told(self) -> str:
        """`it is proved if the number is at least 0.1 m/s`, as far as proofs are found."""
        low, high = self.wanted.low, self.wanted.high
        tight, loose = (high, low) if self.wanted.pull == 1 else (low, high)
        beyond = ""
        if not self._kept(tight):
            # Of what no port can keep to everything would follow: such a number proves nothing.
            if not self._kept(loose):
                return f"no port could conform with any number {self._between(low, high)}"
            edge = self._last(loose, tight, self._kept)
            after = max(tight, edge - self.wanted.step) if edge > tight else min(tight, edge + self.wanted.step)
            beyond = f"; with {self._text(after)} no port could conform"
            tight = edge
        between = self._between(*sorted((tight, loose)))
        if not self._proved(tight):
            return f"it is not proved with any number {between}{beyond}"
        if self._proved(loose):
            return f"it is proved with every number {between}{beyond}"
        good = self._last(tight, loose, self._proved)
        side = "least" if self.wanted.pull == 1 else "most"
        return f"it is proved if the number is at {side} {self._text(good)}{beyond}"

    def _last(self, good: Fraction, bad: Fraction, holds: Callable[[Fraction], bool]) -> Fraction:
        """The number nearest to the bad end at which it still holds, on the grid of the step."""
        step = self.wanted.step if good < bad else -self.wanted.step
        low, high = 0, ceil((bad - good) / step)
        while high - low > 1:
            middle = floor((low + high) / 2)
            low, high = (middle, high) if holds(good + middle * step) else (low, middle)
        return good + low * step

    def _kept(self, base: Fraction) -> bool:
        """Whether it is not shown that no port can keep to the premises with this number."""
        if self.wanted.clause is self.goal:
            return True
        asked = self._asked(base)
        return asked is None or not self.engine.impossible(question(asked[1], self.theory.vocabulary))

    def _proved(self, base: Fraction) -> bool:
        asked = self._asked(base)
        if asked is None:
            return False
        failing, premises = asked
        return self.engine.impossible(question({GOAL: failing, **premises}, self.theory.vocabulary))

    def _asked(self, base: Fraction) -> tuple[Formula, dict[str, Formula]] | None:
        """That the goal fails, and the premises, with this number; None if that can not be asked."""
        unit = self.wanted.clause.open_numbers[self.wanted.name].unit
        numbers = {self.wanted.name: base if unit is None else unit.from_base(base)}
        try:
            failing = fails(*self._told_of(self.goal, numbers), self.roles, self.theory.vocabulary).formula
            return failing, {each.label: self._premise(each, numbers) for each in self.theory.cone(failing)}
        except NotEncodableError:
            return None

    def _told_of(self, clause: Clause, numbers: Mapping[str, Fraction]) -> tuple[t.Node, t.Node | None]:
        if clause is not self.wanted.clause:
            return clause.requires, clause.when
        return given(clause.requires, numbers), None if clause.when is None else given(clause.when, numbers)

    def _premise(self, premise: Premise, numbers: Mapping[str, Fraction]) -> Formula:
        clause = premise.applied.clause
        if clause is not self.wanted.clause:
            return premise.ruled.formula
        return holds(*self._told_of(clause, numbers), {PORT: premise.side}, self.theory.vocabulary).formula

    def _between(self, low: Fraction, high: Fraction) -> str:
        return f"from {self._text(low)} to {self._text(high)}"

    def _text(self, base: Fraction) -> str:
        unit = self.wanted.clause.open_numbers[self.wanted.name].unit
        return decimal(base) if unit is None else show(base, unit)
