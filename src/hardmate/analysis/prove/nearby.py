"""A counterexample next to a base, found by judging: one or two of the clause's own values are others.

Most clauses that are refuted are refuted by very little, and to judge that costs less than to encode a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations, islice, product

from hardmate.analysis.prove.declared import known, quantity
from hardmate.analysis.prove.simpler import steps
from hardmate.analysis.prove.symbols import domain
from hardmate.analysis.prove.theory import Place, Theory
from hardmate.analysis.prove.trial import Roles, Sides, Trial
from hardmate.language import tree as t
from hardmate.language.dictionary import Parameter, Reading, Type
from hardmate.language.value import Content, Value
from hardmate.model.standard import Clause, reads
from hardmate.quantity import Quantity
from hardmate.repository import Applied

NEARBY = "nearby values"
MOST_PAIRS = 300
"""How many ways to change two values at once are tried."""

Stated = Mapping[str, Mapping[str, Value]]
Changed = tuple[tuple[Place, Value], ...]
"""One value or two that are others."""


def nearby(theory: Theory, goal: Applied, roles: Roles, base: Sides, trial: Trial) -> Stated | None:
    """Values that, over the base, make the goal fail between ports that conform, and no other clause.

    One changed value before two, and another value before none at all; None if there are no such among those tried.
    None as well where a premise waits for a number: whether these ports conform will turn on it.
    """
    places = sorted({(roles[word], path) for word, path in reads(goal.clause)})
    if any(each.applied.clause.open_numbers for each in theory.around(frozenset(places))):
        return None
    if not all(trial.still_conforms(side, base, base, ()) for side in base):
        return None
    for changed in changes(options(theory, goal.clause, places, base)):
        sides = altered(base, changed)
        if not trial.fails(goal, roles, sides):
            continue
        paths = {side: {path for (at, path), _ in changed if at == side} for side in base}
        alone = all(each.clause is goal.clause for each in trial.failing(sides, paths[min(base)] | paths[max(base)]))
        if alone and all(trial.conforms(side, sides, paths[side]) for side in base):
            return {side: {path: sides[side][path] for path in paths[side]} for side in base}
    return None


def altered(sides: Sides, changed: Changed) -> Sides:
    """The sides with these values instead of theirs."""
    return {at: {**sides[at], **{path: value for (side, path), value in changed if side == at}} for at in sides}


def options(theory: Theory, clause: Clause, places: Iterable[Place], base: Sides) -> dict[Place, tuple[Value, ...]]:
    """Other values than those of the base for each place, near what the clause and its premises state."""
    listed = list(places)
    limits = tuple(sorted({*stated_limits(theory, clause, listed), *_ends(base, listed)}))
    return {
        (side, path): tuple(_options(theory.library.dictionary[path], base[side].get(path), limits))
        for side, path in listed
    }


def changes(options: Mapping[Place, tuple[Value, ...]]) -> Iterator[Changed]:
    single = [(place, value) for place, values in options.items() for value in values]
    yield from ((each,) for each in sorted(single, key=lambda each: each[1].content is None))
    pairs = (
        ((one, first), (other, second))
        for one, other in combinations(options, 2)
        for first, second in product(options[one], options[other])
    )
    yield from islice(pairs, MOST_PAIRS)


def stated_limits(theory: Theory, clause: Clause, places: Iterable[Place]) -> Iterator[Fraction]:
    """The numbers that a clause states, and those of the premises that speak of these places; in base units."""
    yield from t.stated_numbers((clause.requires, clause.when))
    wanted = set(places)
    for premise in theory.premises:
        if premise.places & wanted:
            yield from t.stated_numbers((premise.applied.clause.requires, premise.applied.clause.when))


def _ends(base: Sides, places: Iterable[Place]) -> Iterator[Fraction]:
    for side, path in places:
        value = base[side].get(path)
        if value is not None and isinstance(value.content, Quantity):
            yield from (end for end in (value.content.low, value.content.high) if end is not None)


def near(parameter: Parameter, limits: Iterable[Fraction]) -> list[Fraction]:
    """The ends and the middle of the domain, and each limit with a step to either side, limits first."""
    least, most = domain(parameter)
    step = next(iter(steps(parameter)))
    whole = parameter.kind is not None and parameter.kind.whole
    middle = Fraction(int((least + most) / 2)) if whole else (least + most) / 2
    stated = set(limits)
    around = {least, most, middle} | {limit + turn * step for limit in stated for turn in (-1, 0, 1)}
    fitting = (each for each in around if least <= each <= most and (not whole or each.denominator == 1))
    return sorted(fitting, key=lambda each: (each not in stated, each))


def _options(parameter: Parameter, before: Value | None, limits: tuple[Fraction, ...]) -> Iterator[Value]:
    """Other values of a parameter, the simplest changes first; tables are left as they are."""
    if parameter.type is Type.TABLE:
        return
    own = before.content if before is not None else None
    yield from (known(parameter, content) for content in _contents(parameter, own, limits) if content != own)
    yield known(parameter, None)


def _contents(parameter: Parameter, own: Content | None, limits: tuple[Fraction, ...]) -> Iterator[Content]:
    words = sorted(parameter.choices)
    match parameter.type:
        case Type.FLAG:
            yield from (False, True)
        case Type.CHOICE:
            yield from words
        case Type.TEXT:
            yield from ("text 1", "text 2")
        case Type.SET:
            has = own if isinstance(own, frozenset) else frozenset[str]()
            yield from (has ^ {word} for word in words if has ^ {word})
            yield from (frozenset({word}) for word in words)
        case _:
            yield from _quantities(parameter, near(parameter, limits))


def _quantities(parameter: Parameter, ends: list[Fraction]) -> Iterator[Content]:
    """Single values, or as wide as can be up to an end and from it."""
    least, most = domain(parameter)
    if parameter.reading is not Reading.OCCURS:
        for low, high in [(least, most), *((least, end) for end in ends), *((end, most) for end in ends)]:
            yield quantity(parameter, low, high)
    yield from (quantity(parameter, end, end) for end in ends)
