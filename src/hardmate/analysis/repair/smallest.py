"""A space of changes and a solver in; the sets of values that have to change, each by as little as will do, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from msgspec import Struct, field

from hardmate.analysis.prove.symbols import step_of
from hardmate.analysis.repair.bench import Bench, Changes, Place
from hardmate.analysis.repair.space import Space, measured
from hardmate.language import polynomial as p
from hardmate.language.formula import Formula
from hardmate.quantity import Quantity
from hardmate.solver import Answer, Solver, Status

MOST_SETS = 6
"""How many sets of values are looked for."""
MOST_MORE = 1
"""By how many values a set may be larger than the smallest: what changes more at once is no news to anybody."""
MOST_ALIKE = 4
"""How many changes of the same words are told that cost the same."""
MOST_DOUBTS = 6
"""How many answers the evaluator may refuse."""
MOST_HALVED = 100
"""How often it is asked for less; each halves what is between, so this only ends what can not be told apart."""

Holds = Callable[[Changes], bool]


class Least(Struct, frozen=True):
    """Changes that do. `proved` if no cheaper change of these values does, and none of a part of them."""

    changes: Changes
    proved: bool = False


class Sets(Struct):
    """The sets found. `whole` once it is shown that there is no other; `doubts` are sets of which it is not known."""

    found: list[Least] = field(default_factory=list)
    whole: bool = False
    doubts: list[frozenset[Place]] = field(default_factory=list)


def smallest(space: Space, solver: Solver, holds: Holds) -> Sets:
    """The smallest sets first; of each that the evaluator confirms, the changes that cost least."""
    sets, blocked, size = Sets(), list[Formula](), 1
    while len(sets.found) < MOST_SETS and len(sets.doubts) < MOST_DOUBTS:
        answer = _asked(space, solver, *blocked, space.at_most(size))
        if answer.status is Status.UNSAT:
            left = _asked(space, solver, *blocked)
            if left.status is Status.SAT and size < len(space.knobs):
                if sets.found and size > MOST_MORE + min(len(each.changes) for each in sets.found) - 1:
                    return sets
                size += 1
                continue
            sets.whole = left.status is Status.UNSAT and not sets.doubts
            return sets
        changed = space.changes(answer.values) if answer.status is Status.SAT else None
        if not changed:
            return sets
        places = frozenset(changed)
        least = list(_least(space, solver, places, holds))
        if least:
            sound = not any(doubt < places for doubt in sets.doubts)
            sets.found += [Least(each.changes, each.proved and sound) for each in least]
            blocked.append(space.not_all(places))
        else:
            sets.doubts.append(places)
            blocked.append(space.other_set(places))
    return sets


def _asked(space: Space, solver: Solver, *more: Formula, hopeful: bool = False) -> Answer:
    return solver.answer(space.question(*more, hopeful=hopeful).script())


def _least(space: Space, solver: Solver, places: frozenset[Place], holds: Holds) -> Iterator[Least]:
    """The cheapest change of these values, and of words those that cost the same."""
    for hopeful in (False, True):
        best, proved = _cheapest(space, solver, places, hopeful=hopeful)
        if best is not None and holds(best):
            # What costs less under a stricter question might still do under the evaluator's.
            yield Least(best, proved and not hopeful)
            if not hopeful:
                yield from _alike(space, solver, best, holds, proved=proved)
            return
        if not space.hoped:
            return


def _cheapest(space: Space, solver: Solver, places: frozenset[Place], *, hopeful: bool) -> tuple[Changes | None, bool]:
    """Halved between what does not do and what does; in the end nothing below the last answer does."""
    within, quantum = space.only(places), _quantum(space, places)
    best: Changes | None = None
    low = middle = Fraction(0)
    closing = False
    bound: tuple[Formula, ...] = ()
    for _ in range(MOST_HALVED):
        answer = _asked(space, solver, within, *bound, hopeful=hopeful)
        if answer.status is Status.SAT:
            found = space.changes(answer.values)
            if not found:
                return best, False
            best = found
        elif best is None or answer.status is Status.UNKNOWN or closing:
            return best, answer.status is Status.UNSAT
        else:
            low = middle
        high = cost(best, space.bench)
        closing = high - low < quantum
        middle = (low + high) / 2
        bound = (space.cheaper(high, strict=True) if closing else space.cheaper(middle, strict=False),)
    return best, False


def _alike(space: Space, solver: Solver, best: Changes, holds: Holds, *, proved: bool) -> Iterator[Least]:
    """Other words in the same place that cost the same."""
    if len(best) > 1 or any(isinstance(new.content, Quantity) for new in best.values()):
        return
    bound = space.cheaper(cost(best, space.bench), strict=False)
    others = [space.other_than(best)]
    for _ in range(MOST_ALIKE - 1):
        answer = _asked(space, solver, space.exactly(best), bound, *others)
        found = space.changes(answer.values) if answer.status is Status.SAT else None
        if not found:
            return
        others.append(space.other_than(found))
        if holds(found):
            yield Least(found, proved)


def _quantum(space: Space, places: frozenset[Place]) -> Fraction:
    """Half of the least that a step costs: costs nearer to each other than this are settled one by one."""
    steps = [Fraction(1)]
    for place in places:
        value = space.bench.value(place)
        if value is not None and isinstance(value.content, Quantity):
            kept = _ends(value.content)
            steps += [step_of(value.parameter) / against for _, _, against in measured(value.content, kept)]
    return min(steps) / 2


def cost(changes: Changes, bench: Bench) -> Fraction:
    """What changes cost: numbers by the share that they move, words one each."""
    total = Fraction(0)
    for place, new in changes.items():
        old = bench.value(place)
        match old.content if old is not None else None, new.content:
            case Quantity() as before, Quantity() as after:
                total += sum(
                    (abs(p.value(part) - was) / against for part, was, against in measured(before, _ends(after))),
                    Fraction(0),
                )
            case frozenset() as before, frozenset() as after:
                total += len(before ^ after)
            case _:
                total += 1
    return total


def _ends(content: Quantity) -> tuple[p.Polynomial, p.Polynomial]:
    """Both ends as numbers; an open one counts nothing."""
    low, high = (Fraction(0) if at is None else at for at in (content.low, content.high))
    return p.constant(low), p.constant(high)
