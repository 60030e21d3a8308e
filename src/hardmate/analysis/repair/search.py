"""Clauses that fail in; by independent component, the smallest changes that mend them, out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from hardmate.analysis.repair.bench import Bench, Changes, Place, numbers_of, places, words_of
from hardmate.analysis.repair.moves import extremes, moves
from hardmate.assess.verdict import Verdict
from hardmate.language.dictionary import Nature
from hardmate.language.value import State, Value
from hardmate.quantity import Quantity

MOST_TOGETHER = 3
"""How many values may have to change together."""
MOST_OPTIONS = 4
MOST_ALTERNATIVES = 6


@dataclass(frozen=True, slots=True)
class Component:
    """Clauses that fail and share what can be adjusted: one choice of changes mends them all.

    `alternatives` come with the fewest and smallest changes first. `frozen` are the values that the clauses read and
    that a repair may not touch; `knobs` those that it may.
    """

    failing: tuple[Verdict, ...]
    knobs: tuple[Place, ...]
    frozen: tuple[Place, ...]
    alternatives: tuple[Changes, ...]


def components(failing: Sequence[Verdict], bench: Bench, freed: Collection[str]) -> tuple[Component, ...]:
    """The failing clauses by what they share, with their repairs. `freed` are natures or paths that may change too."""
    free = {id(each): [place for place in places(each) if _is_free(place, bench, freed)] for each in failing}
    groups: list[list[Verdict]] = []
    for verdict in failing:
        touching = [group for group in groups if any(set(free[id(verdict)]) & set(free[id(each)]) for each in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([*(each for group in touching for each in group), verdict])
    return tuple(_component(group, bench, free) for group in groups)


def _is_free(place: Place, bench: Bench, freed: Collection[str]) -> bool:
    parameter = bench.dictionary[place[1]]
    nature = parameter.nature
    return nature is Nature.ADJUSTABLE or nature.value in freed or place[1] in freed


def _component(group: Sequence[Verdict], bench: Bench, free: dict[int, list[Place]]) -> Component:
    knobs = tuple(dict.fromkeys(place for each in group for place in free[id(each)]))
    read = dict.fromkeys(place for each in group for place in places(each))
    found = list(_alternatives(group, knobs, free, bench))
    ranked = sorted(found, key=lambda changes: _cost(changes, bench))
    return Component(
        tuple(group), knobs, tuple(place for place in read if place not in knobs), tuple(ranked[:MOST_ALTERNATIVES])
    )


@dataclass(frozen=True, slots=True)
class _Near:
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
    group: Sequence[Verdict], knobs: Sequence[Place], free: dict[int, list[Place]], bench: Bench
) -> Iterator[Changes]:
    """Changes of one value; if there is none, of several together, none of which could be left out."""
    near = _Near(numbers_of(group, bench), words_of(group, bench), bench)
    single = [changes for knob in knobs for changes in near.turned(knob, group, {})]
    if single:
        yield from single
        return
    per_clause = [
        [changes for knob in free[id(each)] for changes in near.turned(knob, [each], {})][:MOST_OPTIONS]
        for each in group
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
            changes = min(back, key=lambda each: _cost(each, bench))
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


def _cost(changes: Changes, bench: Bench) -> tuple[object, ...]:
    """Fewest values first, then the smallest share of what they were, then by name."""
    sizes = [_size(bench.value(place), new) for place, new in changes.items()]
    return (len(changes), sum(sizes, Fraction(0)), sorted(changes), [new.text for new in changes.values()])


def _size(old: Value | None, new: Value) -> Fraction:
    """How far a number moves, as a share of what it was; a word moves by one."""
    if old is None or not isinstance(old.content, Quantity) or not isinstance(new.content, Quantity):
        return Fraction(1)
    ends = ((old.content.low, new.content.low), (old.content.high, new.content.high))
    moved = sum((abs(b - a) for a, b in ends if a is not None and b is not None), Fraction(0))
    scale = max((abs(a) for a, _ in ends if a is not None), default=Fraction(0))
    return moved / scale if scale else moved
