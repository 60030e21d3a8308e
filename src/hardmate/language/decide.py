"""Does a formula hold for every combination of values that may occur? Exactly, or not at all.

`counterexample` decides: there is a choice of the selectable values such that, whatever occurs, the formula holds.
A variable whose increase only helps, or only hurts, sits at its worst end; what is left after that must be affine,
a single product, a single norm, or a few whole numbers. Everything else is refused as undecidable. `decidable` says
so beforehand, for all values at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from hardmate.language import linear
from hardmate.language import polynomial as p
from hardmate.language.formula import (
    Atom,
    Formula,
    Join,
    Leaf,
    Mode,
    NormAtom,
    Variables,
    join,
    leaves,
    names,
    negation,
    norm_holds,
    settled,
    substitute,
)
from hardmate.language.linear import Constraint, System
from hardmate.language.search import solution

Point = dict[str, Fraction]

MOST_CASES = 4_096
MOST_CHOICES = 64
MOST_CORNERS = 10
MOST_WHOLE = 64


class UndecidableError(Exception):
    """The worst case can not be found exactly; the text says why, for the author of the clause."""


def counterexample(formula: Formula, variables: Variables) -> Point | None:
    """Values that make the formula fail, or None when it holds. Unknown leaves count as failing.

    The point leaves out variables that do not matter, and what can be chosen where no choice helps.
    """
    try:
        return _refute(formula, variables)
    except (linear.TooManyError, p.TooLargeError):
        raise UndecidableError("it has too many cases to go through") from None


def _refute(formula: Formula, variables: Variables) -> Point | None:
    formula = settled(formula)
    if isinstance(formula, Leaf):
        return None if formula.value else {}
    parts = groups(formula, variables, frozenset())
    if len(parts) > 1:
        assert isinstance(formula, Join)
        if formula.op == "and":
            return next((point for part in parts if (point := _refute(part, variables)) is not None), None)
        failing: Point = {}
        for part in parts:
            point = _refute(part, variables)
            if point is None:
                return None
            failing |= point
        return failing
    ends = worst_ends(formula, variables)
    if ends:
        point = _refute(substitute(formula, ends), variables)
        return None if point is None else ends | point
    return _hard(formula, variables)


def groups(formula: Formula, variables: Variables, fixed: frozenset[str]) -> list[Formula]:
    """The parts that can be judged one by one; names in `fixed` stand for constants.

    `or` splits where no variable is shared. `and` splits everywhere, for "for all" distributes over it, but not
    between parts that share a selectable value.
    """
    if not isinstance(formula, Join):
        return [formula]
    found: list[tuple[set[str], list[Formula]]] = []
    for part in formula.parts:
        linked = {name for name in names(part) - fixed if formula.op == "or" or variables[name].mode is Mode.SELECTABLE}
        joined, rest = [part], []
        for group, members in found:
            if group & linked:
                linked |= group
                joined = members + joined
            else:
                rest.append((group, members))
        found = [*rest, (linked, joined)]
    return [join(formula.op, tuple(members)) for _, members in found]


def pulls(formula: Formula, box: p.Box, fixed: frozenset[str]) -> dict[str, int]:
    """Of each variable: 1 if raising it can only help the formula, -1 if it can only hurt, 0 if either may be."""
    found: dict[str, set[int]] = {name: set() for name in sorted(names(formula) - fixed)}
    for leaf in leaves(formula):
        for name in names(leaf) - fixed:
            if 0 not in found[name]:
                found[name].add(_pull(leaf, name, box))
    return {name: signs.pop() if len(signs) == 1 else 0 for name, signs in found.items()}


def worst_ends(formula: Formula, variables: Variables) -> Point:
    """Each variable that pulls one way only, at its worst end, or at its best if it can be chosen."""
    point = {}
    for name, pull in pulls(formula, box_of(formula, variables), frozenset()).items():
        if pull:
            low_wanted = (pull == 1) is not (variables[name].mode is Mode.SELECTABLE)
            point[name] = variables[name].low if low_wanted else variables[name].high
    return point


def box_of(formula: Formula, variables: Variables) -> dict[str, tuple[Fraction, Fraction]]:
    """The interval of each variable of a formula."""
    return {name: (variables[name].low, variables[name].high) for name in sorted(names(formula))}


def _pull(leaf: Leaf | Atom | NormAtom, name: str, box: p.Box) -> int:
    if isinstance(leaf, Atom):
        return _sign(p.derivative(leaf.slack, name), box)
    assert isinstance(leaf, NormAtom)
    found = set()
    if name in p.names(leaf.limit):
        found.add(_sign(p.derivative(leaf.limit, name), box))
    for part in leaf.parts:
        if name in p.names(part):
            low, high = p.bounds(part, box)
            side = 1 if low >= 0 else -1 if high <= 0 else 0
            found.add(-side * _sign(p.derivative(part, name), box))
    pull = found.pop() if len(found) == 1 else 0
    return -pull if leaf.outside else pull


def _sign(slope: p.Polynomial, box: p.Box) -> int:
    low, high = p.bounds(slope, box)
    return 1 if low >= 0 else -1 if high <= 0 else 0


def _hard(formula: Formula, variables: Variables) -> Point | None:
    """A formula in which every variable pulls both ways."""
    free = sorted(names(formula))
    selectable = [name for name in free if variables[name].mode is Mode.SELECTABLE]
    whole = [name for name in (selectable or free) if variables[name].whole] or [
        name for name in free if variables[name].whole
    ]
    if whole:
        return _each_whole(formula, whole[0], variables, chosen=bool(selectable))
    if isinstance(formula, NormAtom) and not selectable:
        return _norm_counterexample(formula, variables)
    if all(isinstance(leaf, Leaf) or (isinstance(leaf, Atom) and p.is_affine(leaf.slack)) for leaf in leaves(formula)):
        if selectable:
            return _escape(formula, variables, free, selectable)
        return solution(negation(formula, unknown=True), box_of(formula, variables))
    if isinstance(formula, Atom) and not selectable:
        return _corner_counterexample(formula, variables, free)
    raise UndecidableError(f"it is not linear in {' and '.join(free)}, which can pull its comparisons both ways")


def _each_whole(formula: Formula, name: str, variables: Variables, *, chosen: bool) -> Point | None:
    """Whole numbers are tried one by one; beside a choice, which has to suit them all, all at once."""
    at = variables[name]
    if at.high - at.low >= MOST_WHOLE:
        raise UndecidableError(f"{name} may be any of more than {MOST_WHOLE} whole numbers that pull both ways")
    values = [Fraction(value) for value in range(int(at.low), int(at.high) + 1)]
    tried = [(value, substitute(formula, {name: value})) for value in values]
    if at.mode is Mode.SELECTABLE:
        failures = [_refute(each, variables) for _, each in tried]
        return None if None in failures else {}
    if chosen:
        return _refute(join("and", tuple(each for _, each in tried)), variables)
    points = ((value, _refute(each, variables)) for value, each in tried)
    return next(({name: value} | point for value, point in points if point is not None), None)


def _corner_counterexample(atom: Atom, variables: Variables, free: Sequence[str]) -> Point | None:
    """A polynomial with no variable squared takes its least value at a corner of the box."""
    if any(p.degree(atom.slack, name) > 1 for name in free) or len(free) > MOST_CORNERS:
        raise UndecidableError(f"it is not linear in {' and '.join(free)}, which can pull both ways")
    worst = min(corners(free, variables), key=lambda corner: p.value(p.substitute(atom.slack, corner)))
    return None if Constraint(p.substitute(atom.slack, worst), atom.strict).holds() else worst


def corners(free: Sequence[str], variables: Variables) -> Iterator[Point]:
    """The corners of the box of some variables."""
    ends = [(variables[name].low, variables[name].high) for name in free]
    return (dict(zip(free, corner, strict=True)) for corner in product(*ends))


def _norm_counterexample(atom: NormAtom, variables: Variables) -> Point | None:
    """The parts of a norm share no variable, so each is at its own extreme; squares are compared, never roots."""
    require_plain_norm(atom, frozenset())
    point: Point = {}
    for part in atom.parts:
        ends = [_affine_extreme(part, variables, highest=highest) for highest in (False, True)]
        sizes = [abs(p.value(p.substitute(part, end))) for end in ends]
        if atom.outside and p.value(p.substitute(part, ends[0])) < 0 < p.value(p.substitute(part, ends[1])):
            point |= _zero(part, ends[0], ends[1])
        else:
            point |= ends[sizes.index((min if atom.outside else max)(sizes))]
    point |= _affine_extreme(atom.limit, variables, highest=atom.outside)
    worst = substitute(atom, point)
    assert isinstance(worst, NormAtom)
    return None if norm_holds(worst) else point


def require_plain_norm(atom: NormAtom, fixed: frozenset[str]) -> None:
    """A norm that still has free variables takes sums of them, each variable in one place."""
    parts = [*atom.parts, atom.limit]
    if any(len(set(monomial) - fixed) + _powers(monomial, fixed) > 1 for part in parts for monomial in part):
        raise UndecidableError("a norm takes only sums and differences")
    free = [p.names(part) - fixed for part in parts]
    if len(frozenset().union(*free)) < sum(len(each) for each in free):
        raise UndecidableError("one value stands in two places of a norm")


def _powers(monomial: p.Monomial, fixed: frozenset[str]) -> int:
    free = [name for name in monomial if name not in fixed]
    return len(free) - len(set(free))


def _affine_extreme(part: p.Polynomial, variables: Variables, *, highest: bool) -> Point:
    return {
        name: variables[name].high if (part[(name,)] > 0) is highest else variables[name].low
        for name in sorted(p.names(part))
    }


def _zero(part: p.Polynomial, low: Mapping[str, Fraction], high: Mapping[str, Fraction]) -> Point:
    """A point on the way from `low` to `high` where the part is zero."""
    first, last = p.value(p.substitute(part, low)), p.value(p.substitute(part, high))
    share = first / (first - last)
    return {name: low[name] + share * (high[name] - low[name]) for name in low}


def _escape(formula: Formula, variables: Variables, free: Sequence[str], selectable: Sequence[str]) -> Point | None:
    """Affine comparisons with a choice: is there one outside the shadows of all the cases in which they fail?"""
    occurring = [name for name in free if name not in selectable]
    chosen = {name: (variables[name].low, variables[name].high) for name in selectable}
    if not occurring:
        return {} if solution(formula, chosen) is None else None
    box = tuple(
        constraint
        for name in occurring
        for constraint in linear.between(name, variables[name].low, variables[name].high)
    )
    cases = failing(formula)
    if len(cases) > MOST_CHOICES:
        raise linear.TooManyError
    shadows = [shadow for case in cases if (shadow := linear.shadow((*case, *box), occurring)) is not None]
    span = leaves(formula)[0].span
    one = p.constant(Fraction(1))
    outside: list[Formula] = [Leaf(True, span)]
    for shadow in shadows:
        sides = tuple(negation(Atom(side.affine, side.strict, span, one)) for side in shadow)
        outside.append(join("or", sides) if sides else Leaf(False, span))
    return {} if solution(Join("and", tuple(outside)), chosen) is None else None


def failing(formula: Formula) -> list[System]:
    """The formula's negation as a list of systems, one of which must hold for the formula to fail."""
    match formula:
        case Leaf(value=value):
            return [] if value else [()]
        case Atom(slack=slack, strict=strict):
            return [(linear.negated(Constraint(slack, strict)),)]
        case Join(op="and", parts=parts):
            return [case for part in parts for case in failing(part)]
        case Join(parts=parts):
            options = [failing(part) for part in parts]
            total = 1
            for option in options:
                total *= len(option)
                if total > MOST_CASES:
                    raise linear.TooManyError
            return [tuple(c for case in combination for c in case) for combination in product(*options)]
        case _:
            raise UndecidableError("a norm stands beside a comparison that shares a value with it")
