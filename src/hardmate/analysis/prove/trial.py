"""Two declarations before the ordinary evaluator: do both conform, and which clauses between them fail?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache

from hardmate.analysis.prove.theory import Theory, ways
from hardmate.language import tree as t
from hardmate.language.build import Holder
from hardmate.language.judge import Judgement, Outcome, judge
from hardmate.language.value import Value
from hardmate.model.roles import PORT, SIDES
from hardmate.model.standard import Clause
from hardmate.repository import Applied

Sides = Mapping[str, Mapping[str, Value]]
"""What each side declares, by path."""
Roles = Mapping[str, str]

_HELD = (Outcome.PASS, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Trial:
    """Judges declarations that claim the theory's standard, the roles of all axes given."""

    theory: Theory
    roles: Roles
    _known: dict[tuple[object, ...], Judgement] = field(default_factory=dict)

    def outcome(self, clause: Clause, roles: Roles, sides: Sides) -> Outcome:
        return self.judgement(clause, roles, sides).outcome

    def judgement(self, clause: Clause, roles: Roles, sides: Sides) -> Judgement:
        holders = {word: Holder(side, sides[side]) for word, side in roles.items() if word in clause.words}
        key = (id(clause), *sorted(roles.items()), *(self._part(clause, word, each) for word, each in holders.items()))
        if key not in self._known:
            self._known[key] = judge(clause.requires, clause.when, self.theory.library.dictionary, holders)
        return self._known[key]

    @staticmethod
    def _part(clause: Clause, word: str, holder: Holder) -> object:
        """What a clause can see of a side; a value keeps its identity as long as a trial goes on."""
        read = (path for root, path in reads(clause) if root == word)
        return tuple(_signature(holder.values.get(path)) for path in read)

    def conforms(self, side: str, sides: Sides, changed: Collection[str] | None = None) -> bool:
        """Whether a side keeps to every clause on one port; with `changed`, to those that read one of these paths.

        A port can do no more than a clause asks that has no number yet.
        """
        clauses = (
            each.applied.clause
            for each in self.theory.premises
            if each.side == side
            if changed is None or any(path in changed for _, path in reads(each.applied.clause))
        )
        return all(
            found.outcome in _HELD or found.waits_for_standard
            for found in (self.judgement(clause, {PORT: side}, sides) for clause in clauses)
        )

    def fails(self, applied: Applied, roles: Roles, sides: Sides) -> bool:
        return self.outcome(applied.clause, roles, sides) is Outcome.FAIL

    def failing(self, sides: Sides, changed: Collection[str] | None = None) -> tuple[Applied, ...]:
        """The clauses on two ports that fail, either way round if they are symmetric."""
        return tuple(
            applied
            for applied in self.theory.goals
            if changed is None or any(path in changed for _, path in reads(applied.clause))
            if any(self.fails(applied, roles, sides) for roles in self.orientations(applied.clause))
        )

    def orientations(self, clause: Clause) -> tuple[Roles, ...]:
        """The ways in which a pair with these roles is judged by a clause."""
        if not clause.axes:
            straight = ways(clause)[0]
            return straight, dict(zip(SIDES, reversed(SIDES), strict=True))
        return ({word: self.roles[word] for word in sorted(clause.words)},)


@cache
def _read(requires: t.Node, when: t.Node | None) -> tuple[tuple[str, str], ...]:
    nodes = (requires,) if when is None else (requires, when)
    return tuple(dict.fromkeys((each.root, each.path) for node in nodes for each in t.references(node)))


def reads(clause: Clause) -> tuple[tuple[str, str], ...]:
    """The word and the path of every value that a clause reads."""
    return _read(clause.requires, clause.when)


def _signature(value: Value | None) -> object:
    if value is None:
        return None
    content: object = value.content
    if isinstance(content, tuple):
        content = tuple(tuple((name, _signature(cell)) for name, cell in row.items()) for row in content)
    return value.state, content, value.trust
