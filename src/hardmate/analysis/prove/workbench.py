"""A standard's propositions asked again with a premise left out, changed or added: does each still hold?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from msgspec import Struct, field

from hardmate.analysis.prove.encode import NotEncodableError
from hardmate.analysis.prove.engine import Engine
from hardmate.analysis.prove.statements import GOAL, Question, applies, fails, holds, question
from hardmate.analysis.prove.theory import Premise, Theory, places
from hardmate.analysis.prove.verdicts import Proposition
from hardmate.language import polynomial as p
from hardmate.language import tree as t
from hardmate.language.fault import Fault
from hardmate.language.formula import Atom, Formula, Join, Leaf, names, norm_holds, substitute
from hardmate.language.parse import parse
from hardmate.model.roles import PORT, SIDES
from hardmate.solver import Status

_NONE: Mapping[str, Formula] = {}


class Workbench(Struct):
    """One theory and who answers."""

    theory: Theory
    engine: Engine
    _failing: dict[tuple[object, ...], Formula] = field(default_factory=dict)
    _points: dict[tuple[int, frozenset[str]], list[Mapping[str, Fraction]]] = field(default_factory=dict)
    """By goal and by the premises that were not asked: values that meet all others, and fail the goal."""
    _kept: dict[str, dict[str, Formula] | None] = field(default_factory=dict)

    def failing(self, proposition: Proposition) -> Formula:
        """That the clause of a proposition fails. Raises NotEncodableError."""
        clause, roles = proposition.applied.clause, proposition.roles
        key = (id(clause), *sorted(roles.items()))
        if key not in self._failing:
            self._failing[key] = fails(clause.requires, clause.when, roles, self.theory.vocabulary).formula
        return self._failing[key]

    def proved(
        self,
        proposition: Proposition,
        *,
        leaving: Collection[str] = (),
        instead: Mapping[str, Formula] = _NONE,
        more: Mapping[str, Formula] = _NONE,
    ) -> bool:
        """Whether it holds with premises left out by label, others in their place, and more of them.

        Points at which it failed before are tried first: one that meets what is new is the answer.
        """
        failing = self.failing(proposition)
        cones = [self.theory.cone(each, leaving=leaving) for each in (failing, *more.values())]
        reached = places(failing, self.theory.vocabulary).union(*(each.places for each in cones[0]))
        near = [label for cone in cones for each in cone if (label := each.label) in instead]
        # What shares no value with the goal can be met apart from it, if a port can keep to it at all.
        told = [each for each in more.values() if places(each, self.theory.vocabulary) & reached]
        new = (*(instead[label] for label in dict.fromkeys(near)), *told)
        points = self._points.setdefault((id(failing), frozenset((*leaving, *instead))), [])
        if any(all(holds_at(each, point) for each in new) for point in points):
            return False
        labelled = {GOAL: failing, **{one.label: one.ruled.formula for cone in cones for one in cone}}
        labelled |= {label: instead[label] for label in near}
        asked = question({**labelled, **more}, self.theory.vocabulary)
        reply = self.engine.reply(asked, straight=True)
        if reply.status is Status.SAT:
            found = reply.answer.values
            # An irrational value is given roughly: then it is no such point.
            if all(holds_at(each, found) for each in (*asked.background, *asked.labelled.values())):
                points.append(found)
        return reply.status is Status.UNSAT

    def kept_by_both(self, requires: t.Node, when: t.Node | None = None) -> dict[str, Formula]:
        """A clause on one port as a premise for each side, by side. Raises NotEncodableError."""
        return {side: holds(requires, when, {PORT: side}, self.theory.vocabulary).formula for side in SIDES}

    def kept_text(self, text: str) -> dict[str, Formula] | None:
        """The same of a clause that stands as a text; None if it can not be asked."""
        if text not in self._kept:
            node = parse(text)
            try:
                self._kept[text] = None if isinstance(node, Fault) else self.kept_by_both(node)
            except NotEncodableError:
                self._kept[text] = None
        return self._kept[text]

    def one_side(self) -> tuple[Premise, ...]:
        """The clauses on one port, recommendations included."""
        return tuple(each for each in self.theory.advised().premises if each.side == SIDES[0])

    def can_conform(self, *added: Formula, leaving: Collection[str] = ()) -> bool:
        """Whether it is not shown that no port keeps to all premises, but for some, and to these."""
        near = {each.label: each for one in added for each in self.theory.cone(one, leaving=leaving)}
        labelled = {label: each.ruled.formula for label, each in near.items()}
        labelled |= {f"added {number}": each for number, each in enumerate(added)}
        return not self.impossible(question(labelled, self.theory.vocabulary))

    def can_apply(self, proposition: Proposition, text: str) -> bool:
        """Whether it is not shown that no two ports come to where a clause applies that keep to this text as well."""
        clause, kept = proposition.applied.clause, self.kept_text(text)
        if clause.when is None or kept is None:
            return True
        guard = applies(clause.requires, clause.when, proposition.roles, self.theory.vocabulary).formula
        near = {one.label: one.ruled.formula for each in (guard, *kept.values()) for one in self.theory.cone(each)}
        added = {f"added {side}": each for side, each in kept.items()}
        return not self.impossible(question({GOAL: guard, **near, **added}, self.theory.vocabulary))

    def impossible(self, asked: Question) -> bool:
        """Whether a question of many, most of which can be met, can not."""
        return self.engine.reply(asked, straight=True).status is Status.UNSAT


def holds_at(formula: Formula, point: Mapping[str, Fraction]) -> bool:
    """Whether a formula holds at values; not where it speaks of one that is not given."""
    match formula:
        case Leaf(value=value):
            return bool(value)
        case Join(op="and", parts=parts):
            return all(holds_at(each, point) for each in parts)
        case Join(parts=parts):
            return any(holds_at(each, point) for each in parts)
        case Atom(slack=slack, strict=strict):
            gap = p.at(slack, point)
            return gap is not None and (gap > 0 or (gap == 0 and not strict))
        case _ if not names(formula) <= point.keys():
            return False
        case _:
            settled = substitute(formula, point)
            assert not isinstance(settled, Leaf | Atom | Join)
            return norm_holds(settled)
