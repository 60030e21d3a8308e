"""Two ports that conform, found by judging alone: a value for all that clauses read, and others where one asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from hardmate.analysis.prove.declared import known, least, most
from hardmate.analysis.prove.nearby import Changed, altered, changes, options
from hardmate.analysis.prove.theory import Place, Theory
from hardmate.analysis.prove.trial import Sides, Trial
from hardmate.language.dictionary import Parameter, Reading, Type
from hardmate.language.value import Content, Value
from hardmate.model.roles import SIDES
from hardmate.model.standard import Clause, read_paths

ROUNDS = 2
"""How often all clauses are gone through."""
DEEP = 2
"""How many clauses are mended after one another, each broken by what mends the one before."""


def filled(theory: Theory, stated: Sides, trial: Trial) -> Sides:
    """The sides with a value for all that clauses read, by which they conform, as far as that is found.

    Where no clause between the two fails either, so much the better.
    """
    clauses = [*(each.applied.clause for each in theory.premises), *(each.clause for each in theory.goals)]
    read = {path: theory.library.dictionary[path] for each in clauses for path in read_paths(each)}
    usual = {path: known(parameter, _usual(parameter)) for path, parameter in read.items()}
    found: Sides = {side: {**usual, **stated[side]} for side in SIDES}
    mender = _Mender(theory, trial)
    for _ in range(ROUNDS):
        for side in SIDES:
            for clause in tuple(trial.unkept(side, found)):
                found = mender.kept(clause, side, found) or found
        for applied in trial.failing(found):
            found = mender.agreed(applied.clause, found) or found
    return found


class _Mender(Struct, frozen=True):
    """Changes one or two of the values that a clause reads, so that it holds, and what held still does."""

    theory: Theory
    trial: Trial

    def kept(
        self, clause: Clause, side: str, now: Sides, fixed: frozenset[Place] = frozenset(), deep: int = DEEP
    ) -> Sides | None:
        """The sides with a clause on one port kept, and what is `fixed` as it is; None if that does not come about."""
        places = [(side, path) for path in read_paths(clause) if (side, path) not in fixed]
        tried = (self._settled(clause, changed, now, fixed, deep) for changed in self._changes(clause, places, now))
        return next((each for each in tried if each is not None), None)

    def agreed(self, clause: Clause, now: Sides) -> Sides | None:
        """The sides with a clause on two ports that no longer fails, and no other that does since."""
        places = [(side, path) for side in SIDES for path in read_paths(clause)]
        failing = {each.clause.id for each in self.trial.failing(now)} - {clause.id}
        for changed in self._changes(clause, places, now):
            tried = self._settled(None, changed, now, frozenset(), DEEP)
            if tried is not None and {each.clause.id for each in self.trial.failing(tried)} <= failing:
                return tried
        return None

    def _settled(
        self, clause: Clause | None, changed: Changed, now: Sides, fixed: frozenset[Place], deep: int
    ) -> Sides | None:
        """The sides with these values, and what they break of one port mended in turn; None if it is this clause."""
        tried: Sides | None = altered(now, changed)
        fixed |= {place for place, _ in changed}
        for side in SIDES:
            paths = {path for (at, path), _ in changed if at == side}
            before = {each.id for each in self.trial.unkept(side, now, paths) if each is not clause}
            while tried is not None:
                broken = next((each for each in self.trial.unkept(side, tried, paths) if each.id not in before), None)
                if broken is None:
                    break
                tried = self.kept(broken, side, tried, fixed, deep - 1) if deep and broken is not clause else None
        return tried

    def _changes(self, clause: Clause, places: Iterable[Place], now: Sides) -> Iterator[Changed]:
        near = options(self.theory, clause, places, now)
        dictionary = self.theory.library.dictionary
        return changes({place: (*_wide(dictionary[place[1]]), *values) for place, values in near.items()})


def _usual(parameter: Parameter) -> Content:
    """Something to begin with: what can be accepted or chosen as wide as can be, of what occurs the least."""
    wide = parameter.type is Type.SET and parameter.reading is not Reading.OCCURS
    return frozenset(parameter.choices) if wide else least(parameter)


def _wide(parameter: Parameter) -> Iterator[Value]:
    """As much as can be said: all words, a row in which every number is as large as can be; or no table at all."""
    if parameter.type is Type.SET:
        yield known(parameter, frozenset(parameter.choices))
    if parameter.type is Type.TABLE:
        yield known(parameter, ({name: known(column, most(column)) for name, column in parameter.columns.items()},))
        yield known(parameter, None)
