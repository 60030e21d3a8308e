"""A standard's propositions asked again with a premise left out, changed or added: does each still hold?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from hardmate.analysis.prove.engine import Engine
from hardmate.analysis.prove.statements import fails, holds, question
from hardmate.analysis.prove.theory import Premise, Theory
from hardmate.analysis.prove.verdicts import Proposition
from hardmate.language import tree as t
from hardmate.language.formula import Formula
from hardmate.model.roles import PORT, SIDES

GOAL = "goal"
_NONE: Mapping[str, Formula] = {}


@dataclass(slots=True)
class Workbench:
    """One theory and who answers."""

    theory: Theory
    engine: Engine
    _failing: dict[tuple[object, ...], Formula] = field(default_factory=dict)

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
        """Whether it holds with premises left out by label, others in their place, and more of them."""
        failing = self.failing(proposition)
        labelled = {GOAL: failing}
        for each in (failing, *more.values()):
            cone = self.theory.cone(each, leaving=leaving)
            labelled |= {one.label: instead.get(one.label, one.ruled.formula) for one in cone}
        return self.engine.impossible(question({**labelled, **more}, self.theory.vocabulary))

    def kept_by_both(self, requires: t.Node, when: t.Node | None = None) -> dict[str, Formula]:
        """A clause on one port as a premise for each side, by side. Raises NotEncodableError."""
        return {side: holds(requires, when, {PORT: side}, self.theory.vocabulary).formula for side in SIDES}

    def one_side(self) -> tuple[Premise, ...]:
        """The clauses on one port, recommendations included."""
        return tuple(each for each in self.theory.advised().premises if each.side == SIDES[0])

    def can_conform(self, added: Formula, *, leaving: Collection[str] = ()) -> bool:
        """Whether it is not shown that no port keeps to all premises, but for some, and one more."""
        near = self.theory.cone(added, leaving=leaving)
        labelled = {each.label: each.ruled.formula for each in near}
        return not self.engine.impossible(question({**labelled, "added": added}, self.theory.vocabulary))
