"""Two declarations before the ordinary evaluator: do both conform, and which clauses between them fail?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct, field

from hardmate.analysis.prove.theory import Theory, ways
from hardmate.language.build import Holder
from hardmate.language.judge import Outcome, judge
from hardmate.language.quick import Bounds, bounds
from hardmate.language.sooner import Settler, firm, settler
from hardmate.language.value import State, Value
from hardmate.model.roles import PORT, SIDES
from hardmate.model.standard import Clause, reads
from hardmate.repository import Applied

Sides = Mapping[str, Mapping[str, Value]]
"""What each side declares, by path."""
Roles = Mapping[str, str]

_HELD = (Outcome.PASS, Outcome.NOT_APPLICABLE)


class Judged(Struct, frozen=True):
    """What was judged of the clauses of one library, by all that a clause reads."""

    found: dict[tuple[object, ...], _Found] = field(default_factory=dict)
    asked: dict[tuple[object, ...], _Asked] = field(default_factory=dict)
    settlers: dict[int, Settler] = field(default_factory=dict)
    seen: dict[int, _Seen] = field(default_factory=dict)
    numbers: dict[object, int] = field(default_factory=dict)


class Trial(Struct, frozen=True):
    """Judges declarations that claim the theory's standard, the roles of all axes given.

    After a change only what reads it is judged anew, and nothing that another trial `judged`.
    """

    theory: Theory
    roles: Roles
    judged: Judged = field(default_factory=Judged)
    _bases: dict[tuple[str, int], tuple[Mapping[str, Value], bool]] = field(default_factory=dict)
    _kept_to: dict[tuple[str, frozenset[str] | None], tuple[_Asked, ...]] = field(default_factory=dict)
    _met: dict[frozenset[str] | None, _Between] = field(default_factory=dict)

    def fails(self, applied: Applied, roles: Roles, sides: Sides) -> bool:
        return self._judged(self._of(applied.clause, roles), sides).outcome is Outcome.FAIL

    def conforms(self, side: str, sides: Sides, changed: Collection[str] | None = None) -> bool:
        """Whether a side keeps to every clause on one port; with `changed`, to those that read one of these paths.

        A port can do no more than a clause asks that has no number yet.
        """
        return next(self.unkept(side, sides, changed), None) is None

    def unkept(self, side: str, sides: Sides, changed: Collection[str] | None = None) -> Iterator[Clause]:
        """The clauses on one port that a side does not keep to, or not for sure."""
        for asked in self._of_one(side, changed):
            found = self._judged(asked, sides)
            if found.outcome not in _HELD and not found.waits_for_standard:
                yield asked.clause

    def breaks(self, side: str, sides: Sides) -> bool:
        """Whether a side fails a clause on one port, whatever it leaves open."""
        return any(self._judged(asked, sides).outcome is Outcome.FAIL for asked in self._of_one(side, None))

    def still_conforms(self, side: str, sides: Sides, base: Sides, changed: Collection[str]) -> bool:
        """As `conforms`, where only these paths may say anything else than the base, which many are tried against."""
        key = (side, id(base[side]))
        known = self._bases.get(key)
        if known is None:
            # With the values, so that no others take their place in memory.
            known = self._bases[key] = (base[side], self.conforms(side, base))
        return self.conforms(side, sides, changed if known[1] else None)

    def failing(self, sides: Sides, changed: Collection[str] | None = None) -> tuple[Applied, ...]:
        """The clauses on two ports that fail, either way round if they are symmetric."""
        return tuple(
            applied
            for applied, turned in self._between(changed)
            if any(self._judged(asked, sides).outcome is Outcome.FAIL for asked in turned)
        )

    def _judged(self, asked: _Asked, sides: Sides) -> _Found:
        seen = [self._saw(sides[side].get(path)) for side, path in asked.places]
        key = (asked.key, *[each.number for each in seen])
        found = self.judged.found.get(key)
        if found is None:
            found = self.judged.found[key] = self._sooner(asked, seen) or self._fully(asked, sides)
        return found

    def _sooner(self, asked: _Asked, seen: Sequence[_Seen]) -> _Found | None:
        if asked.clause.open_numbers or not all(each.firm for each in seen):
            return None
        outcome = asked.settler({word: each.bounds for word, each in zip(asked.words, seen, strict=True)})
        return None if outcome is None else _Found(outcome)

    def _fully(self, asked: _Asked, sides: Sides) -> _Found:
        clause = asked.clause
        holders = {word: Holder(side, sides[side]) for word, side in asked.roles.items()}
        found = judge(clause.requires, clause.when, self.theory.library.dictionary, holders, full=False)
        return _Found(found.outcome, found.waits_for_standard)

    def _saw(self, value: Value | None) -> _Seen:
        """A number that is the same for values that say the same, so that they need not be compared again."""
        if value is None:
            return _NOTHING
        found = self.judged.seen.get(id(value))
        if found is None:
            numbers = self.judged.numbers
            number = numbers.setdefault(_signature(value), len(numbers) + 1)
            found = self.judged.seen[id(value)] = _Seen(value, number, bounds(value), firm(value))
        return found

    def _of(self, clause: Clause, roles: Roles) -> _Asked:
        key = (id(clause), *roles.items())
        found = self.judged.asked.get(key)
        if found is None:
            found = self.judged.asked[key] = _asked(clause, roles, self._settler(clause))
        return found

    def _settler(self, clause: Clause) -> Settler:
        found = self.judged.settlers.get(id(clause))
        if found is None:
            found = self.judged.settlers[id(clause)] = settler(clause.requires, clause.when)
        return found

    def _of_one(self, side: str, changed: Collection[str] | None) -> tuple[_Asked, ...]:
        """What is asked of one port, if one of the paths is read."""
        key = (side, None if changed is None else frozenset(changed))
        if key not in self._kept_to:
            if key[1] is None:
                clauses = (each.applied.clause for each in self.theory.premises if each.side == side)
                self._kept_to[key] = tuple(self._of(clause, {PORT: side}) for clause in clauses)
            else:
                self._kept_to[key] = tuple(each for each in self._of_one(side, None) if each.paths & key[1])
        return self._kept_to[key]

    def _between(self, changed: Collection[str] | None) -> _Between:
        """What is asked of two ports, if one of the paths is read: each clause in all its orientations."""
        key = None if changed is None else frozenset(changed)
        if key not in self._met:
            if key is None:
                self._met[key] = tuple(
                    (each, tuple(self._of(each.clause, roles) for roles in self.orientations(each.clause)))
                    for each in self.theory.goals
                )
            else:
                self._met[key] = tuple(each for each in self._between(None) if each[1][0].paths & key)
        return self._met[key]

    def orientations(self, clause: Clause) -> tuple[Roles, ...]:
        """The ways in which a pair with these roles is judged by a clause."""
        if not clause.axes:
            straight = ways(clause)[0]
            return straight, dict(zip(SIDES, reversed(SIDES), strict=True))
        return ({word: self.roles[word] for word in sorted(clause.words)},)


class _Found(Struct, frozen=True):
    """What was judged; `waits_for_standard` if nothing but a number of the standard leaves it open."""

    outcome: Outcome
    waits_for_standard: bool = False


class _Seen(Struct, frozen=True):
    """A value, kept so that no other takes its place in memory; what says the same has the same number."""

    value: Value | None
    number: int
    bounds: Bounds
    firm: bool


_NOTHING = _Seen(None, 0, Bounds(State.MISSING), firm=True)


class _Asked(Struct, frozen=True):
    """A clause with a side for each of its words. `words` and `places` are the values that it reads."""

    clause: Clause
    roles: Roles
    key: tuple[object, ...]
    words: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    paths: frozenset[str]
    settler: Settler


_Between = tuple[tuple[Applied, tuple[_Asked, ...]], ...]


def _asked(clause: Clause, roles: Roles, settled: Settler) -> _Asked:
    own = {word: side for word, side in sorted(roles.items()) if word in clause.words}
    words = reads(clause)
    places = tuple((own[word], path) for word, path in words)
    paths = frozenset(path for _, path in words)
    return _Asked(clause, own, (id(clause), *own.items()), words, places, paths, settled)


def _signature(value: Value) -> object:
    content: object = value.content
    if isinstance(content, tuple):
        content = tuple(tuple((name, _signature(cell)) for name, cell in row.items()) for row in content)
    return value.state, content, value.trust
