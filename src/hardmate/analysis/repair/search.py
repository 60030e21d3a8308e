"""Clauses that fail in; by independent component, the smallest changes that mend them, out.

A solver finds the smallest there are. Without one the evaluator alone looks near the numbers that the clauses speak
of, and what it finds is only smallest among its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from fractions import Fraction
from itertools import product

from msgspec import Struct

from hardmate.analysis.repair.bench import Bench, Changes, Place, numbers_of, places, seen, words_of
from hardmate.analysis.repair.moves import extremes, moves
from hardmate.analysis.repair.smallest import Least, cost, smallest
from hardmate.analysis.repair.space import movable, space
from hardmate.assess.verdict import Verdict
from hardmate.language.dictionary import Nature
from hardmate.language.judge import Outcome
from hardmate.language.value import State, Value
from hardmate.solver import Solver

MOST_TOGETHER = 3
"""How many values may have to change together."""
MOST_OPTIONS = 4
MOST_ALTERNATIVES = 6


class Component(Struct, frozen=True):
    """Clauses that fail and share what can be adjusted: one choice of changes mends them all.

    `alternatives` come with the fewest and smallest changes first. `knobs` are the values that they and the clauses
    beside them read and that a repair may touch; `frozen` those that the failing clauses read and that it may not.
    `whole` once it is shown that no other set of values does. `waiting` if the alternatives leave a clause
    open, for a value that nobody has told.
    """

    failing: tuple[Verdict, ...]
    knobs: tuple[Place, ...]
    frozen: tuple[Place, ...]
    alternatives: tuple[Least, ...]
    whole: bool = False
    waiting: bool = False


def components(
    failing: Sequence[Verdict], bench: Bench, freed: Collection[str], solver: Solver | None
) -> tuple[Component, ...]:
    """The failing clauses by what they share, with their repairs. `freed` are natures or paths that may change too."""

    def free(verdict: Verdict) -> list[Place]:
        return [place for place in places(verdict) if _is_free(place, bench, freed)]

    groups: list[list[Verdict]] = []
    for verdict in failing:
        touching = [group for group in groups if any(set(free(verdict)) & set(free(each)) for each in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([*(each for group in touching for each in group), verdict])
    found = tuple(_component(group, bench, free, solver) for group in groups)
    together = {
        place: new for each in found[:] if each.alternatives for place, new in each.alternatives[0].changes.items()
    }
    mended = [verdict for each in found if each.alternatives for verdict in each.failing]
    if solver is None or len(found) < 2 or bench.mended(mended, together):
        return found
    # A clause that holds now stands between them, so that one choice is not free of the other.
    others = tuple(each for each in found if not each.alternatives)
    return (_component(mended, bench, free, solver), *others)


def _is_free(place: Place, bench: Bench, freed: Collection[str]) -> bool:
    if not movable(bench.value(place)):
        return False
    parameter = bench.dictionary[place[1]]
    nature = parameter.nature
    return nature is Nature.ADJUSTABLE or nature.value in freed or place[1] in freed


def _component(
    group: Sequence[Verdict], bench: Bench, free: Callable[[Verdict], list[Place]], solver: Solver | None
) -> Component:
    read = dict.fromkeys(place for each in group for place in places(each))
    knobs = tuple(dict.fromkeys(place for each in group for place in free(each)))
    frozen = tuple(place for place in read if place not in knobs)
    if not knobs:
        return Component(tuple(group), (), frozen, (), whole=True)
    if solver is None:
        found = sorted(_alternatives(group, knobs, free, bench), key=lambda changes: _rank(changes, bench))
        return Component(tuple(group), knobs, frozen, tuple(Least(each) for each in found[:MOST_ALTERNATIVES]))
    knobs, beside = _reached(group, knobs, free, bench)
    met = [each for each in beside if seen(each) in (Outcome.PASS, Outcome.NOT_APPLICABLE)]
    open_ones = [each for each in beside if seen(each) is Outcome.UNDETERMINED]
    asked = space(group, met, open_ones, knobs, bench)
    sets = smallest(asked, solver, lambda changes: bench.mended(group, changes))
    waiting = not sets.found and not sets.whole
    if waiting:
        sets = smallest(asked, solver, lambda changes: bench.mended(group, changes, waiting=True))
    ranked = sorted(sets.found, key=lambda each: _rank(each.changes, bench))
    return Component(tuple(group), knobs, frozen, tuple(ranked), sets.whole, waiting and bool(ranked))


def _reached(
    group: Sequence[Verdict], knobs: tuple[Place, ...], free: Callable[[Verdict], list[Place]], bench: Bench
) -> tuple[tuple[Place, ...], list[Verdict]]:
    """What may have to change with these values: all that a chain of clauses links to them, and those clauses."""
    reached, beside = dict.fromkeys(knobs), dict[int, Verdict]()
    waiting = list(knobs)
    while waiting:
        for verdict in bench.reading(waiting.pop()):
            if id(verdict) not in beside:
                beside[id(verdict)] = verdict
                fresh = [place for place in free(verdict) if place not in reached]
                reached |= dict.fromkeys(fresh)
                waiting += fresh
    mine = {id(each) for each in group}
    return tuple(reached), [each for key, each in beside.items() if key not in mine]


class _Near(Struct, frozen=True):
    """What the clauses of one component speak of: the numbers and texts near which a repair is looked for."""

    numbers: Sequence[Fraction]
    words: Sequence[str]
    bench: Bench

    def turned(self, knob: Place, failing: Sequence[Verdict], beside: Changes) -> list[Changes]:
        """The moves of one value that mend the clauses, with the changes beside it already made."""
        value = self.bench.value(knob)
        if value is None or value.state is not State.KNOWN:
            return []
        tested = moves(value, self.numbers, self.words, lambda new: self.bench.mended(failing, {**beside, knob: new}))
        return [{**beside, knob: new} for new in tested]


def _alternatives(
    group: Sequence[Verdict], knobs: Sequence[Place], free: Callable[[Verdict], list[Place]], bench: Bench
) -> Iterator[Changes]:
    """Changes of one value; if there is none, of several together, none of which could be left out."""
    near = _Near(numbers_of(group, bench), words_of(group, bench), bench)
    single = [changes for knob in knobs for changes in near.turned(knob, group, {})]
    if single:
        yield from single
        return
    per_clause = [
        [changes for knob in free(each) for changes in near.turned(knob, [each], {})][:MOST_OPTIONS] for each in group
    ]
    found = _combined(per_clause, group, bench) if len(group) > 1 and all(per_clause) else []
    if not found:
        orders = [changes for order in _orders(knobs) if (changes := _together(group, order, near)) is not None]
        found = [each for number, each in enumerate(orders) if each not in orders[:number]]
    yield from found


def _combined(per_clause: Sequence[Sequence[Changes]], group: Sequence[Verdict], bench: Bench) -> list[Changes]:
    """One repair for each clause, put together where they do not contradict each other."""
    found: list[Changes] = []
    for chosen in product(*per_clause):
        merged: dict[Place, Value] = {}
        agree = all(merged.setdefault(place, new) == new for changes in chosen for place, new in changes.items())
        if agree and len(merged) <= MOST_TOGETHER and merged not in found and bench.mended(group, merged):
            found.append(merged)
    return [each for each in found if not any(other.items() < each.items() for other in found)]


def _together(group: Sequence[Verdict], order: Sequence[Place], near: _Near) -> Changes | None:
    """Several values: each in turn as far as it helps and harms nothing, until all holds; then each back again."""
    bench = near.bench
    changes: Changes = {}
    for knob in order:
        if bench.mended(group, changes):
            break
        best = min(_pushed(knob, changes, bench), key=lambda each: bench.shortfall(group, each), default=changes)
        if bench.shortfall(group, best) < bench.shortfall(group, changes):
            changes = best
    if not changes or not bench.mended(group, changes):
        return None
    for knob in reversed(tuple(changes)):
        others = {place: new for place, new in changes.items() if place != knob}
        if bench.mended(group, others):
            changes = others
        elif back := near.turned(knob, group, others):
            changes = min(back, key=lambda each: _rank(each, bench))
    return changes


def _pushed(knob: Place, changes: Changes, bench: Bench) -> list[Changes]:
    """The changes with one value more, moved as far as it harms nothing."""
    value = bench.value(knob)
    if value is None:
        return []
    harmless = extremes(value, lambda new: bench.mended((), {**changes, knob: new}))
    return [{**changes, knob: new} for new in harmless]


def _orders(knobs: Sequence[Place]) -> Iterator[Sequence[Place]]:
    """Each value first once, in either direction."""
    for turned in (tuple(knobs), tuple(reversed(knobs))):
        for first in range(min(len(knobs), MOST_ALTERNATIVES)):
            yield (*turned[first:], *turned[:first])


def _rank(changes: Changes, bench: Bench) -> tuple[object, ...]:
    """Fewest values first, then the smallest share of what they were, then by name."""
    return (len(changes), cost(changes, bench), sorted(changes), [new.text for new in changes.values()])
