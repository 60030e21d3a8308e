"""Does a formula hold for every combination of values that may occur? Exactly, or not at all.

`counterexample` decides: there is a choice of the selectable values such that, whatever occurs, the formula holds.
A variable whose increase only helps, or only hurts, sits at its worst end; what is left after that must be affine,
a single product, a single norm, or a few whole numbers. Everything else is refused as undecidable, and since the
same walk runs over the whole domains when a standard is loaded, a clause that loads can be decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    leaves,
    names,
    substitute,
)
from hardmate.language.linear import Constraint, System
from hardmate.language.tree import Span

Point = dict[str, Fraction]

MOST_CASES = 4_096
MOST_CORNERS = 12
MOST_WHOLE = 64


class UndecidableError(Exception):
    """The worst case can not be found exactly; the text says why, for the author of the clause."""


def counterexample(formula: Formula, variables: Variables, *, opaque: bool = False) -> Point | None:
    """Values that make the formula fail, or None when it holds. Unknown leaves count as failing.

    The point leaves out variables that do not matter. With `opaque`, comparisons that become constant are kept as
    unknown, so that every part of the formula is walked; the result is then meaningless and only the
    UndecidableError matters.
    """
    try:
        return _refute(formula, variables, opaque=opaque)
    except (linear.TooManyError, p.TooLargeError):
        raise UndecidableError("it has too many cases to go through") from None


def _refute(formula: Formula, variables: Variables, *, opaque: bool) -> Point | None:
    formula = _settled(formula, opaque=opaque)
    if isinstance(formula, Leaf):
        return None if formula.value else {}
    if isinstance(formula, Join):
        groups = _groups(formula, variables)
        if len(groups) > 1:
            found = [_refute(group, variables, opaque=opaque) for group in groups]
            if formula.op == "and":
                return next((point for point in found if point is not None), None)
            return None if None in found else {name: at for point in found if point for name, at in point.items()}
    ends = _ends(formula, variables)
    if ends:
        point = _refute(substitute(formula, ends), variables, opaque=opaque)
        return None if point is None else ends | point
    return _hard(formula, variables, opaque=opaque)


def _settled(formula: Formula, *, opaque: bool) -> Formula:
    """With comparisons that have no variable left decided, and junctions cut short."""
    match formula:
        case Leaf():
            return formula
        case Atom(slack=slack):
            if p.names(slack):
                return formula
            holds = Constraint(slack, formula.strict).holds()
            return Leaf(None if opaque else holds, formula.span)
        case NormAtom():
            if names(formula):
                return formula
            return Leaf(None if opaque else _norm_holds(formula), formula.span)
        case Join(op=op, parts=parts):
            decisive = op == "or"
            kept: list[Formula] = []
            for part in (_settled(part, opaque=opaque) for part in parts):
                if isinstance(part, Leaf) and not opaque:
                    if part.value is decisive:
                        return part
                    if part.value is not None:
                        continue
                kept.append(part)
            if not kept:
                return Leaf(not decisive, _first_span(parts))
            return kept[0] if len(kept) == 1 else Join(op, tuple(kept))


def _first_span(parts: Sequence[Formula]) -> Span:
    return leaves(parts[0])[0].span


def _groups(formula: Join, variables: Variables) -> list[Formula]:
    """The parts that can be judged one by one.

    `or` splits where no variable is shared. `and` splits everywhere, for "for all" distributes over it, but not
    between parts that share a selectable value.
    """
    groups: list[tuple[set[str], list[Formula]]] = []
    for part in formula.parts:
        linked = {name for name in names(part) if formula.op == "or" or variables[name].mode is Mode.SELECTABLE}
        joined, rest = [part], []
        for group, members in groups:
            if group & linked:
                linked |= group
                joined = members + joined
            else:
                rest.append((group, members))
        groups = [*rest, (linked, joined)]
    return [members[0] if len(members) == 1 else Join(formula.op, tuple(members)) for _, members in groups]


def _ends(formula: Formula, variables: Variables) -> Point:
    """Each variable that pulls one way only, at its worst end, or at its best if it can be chosen."""
    box = {name: (variables[name].low, variables[name].high) for name in names(formula)}
    pulls: dict[str, set[int]] = {name: set() for name in sorted(box)}
    for leaf in leaves(formula):
        for name in names(leaf):
            pulls[name].add(_pull(leaf, name, box))
    point = {}
    for name, signs in pulls.items():
        if len(signs) == 1 and 0 not in signs:
            helps_up = signs == {1}
            low_wanted = helps_up is not (variables[name].mode is Mode.SELECTABLE)
            point[name] = variables[name].low if low_wanted else variables[name].high
    return point


def _pull(leaf: Leaf | Atom | NormAtom, name: str, box: p.Box) -> int:
    """1 if raising the variable can only help the comparison, -1 if it can only hurt, 0 if either may be."""
    if isinstance(leaf, Atom):
        return _sign(p.derivative(leaf.slack, name), box)
    assert isinstance(leaf, NormAtom)
    pulls = set()
    if name in p.names(leaf.limit):
        pulls.add(_sign(p.derivative(leaf.limit, name), box))
    for part in leaf.parts:
        if name in p.names(part):
            low, high = p.bounds(part, box)
            side = 1 if low >= 0 else -1 if high <= 0 else 0
            pulls.add(-side * _sign(p.derivative(part, name), box))
    pull = pulls.pop() if len(pulls) == 1 else 0
    return -pull if leaf.outside else pull


def _sign(slope: p.Polynomial, box: p.Box) -> int:
    low, high = p.bounds(slope, box)
    return 1 if low >= 0 else -1 if high <= 0 else 0


def _hard(formula: Formula, variables: Variables, *, opaque: bool) -> Point | None:
    """A formula in which every variable pulls both ways."""
    free = sorted(names(formula))
    selectable = [name for name in free if variables[name].mode is Mode.SELECTABLE]
    whole = [name for name in (selectable or free) if variables[name].whole]
    if whole:
        return _each_whole(formula, whole[0], variables, opaque=opaque)
    if isinstance(formula, NormAtom) and not selectable:
        return _norm_counterexample(formula, variables)
    if all(isinstance(leaf, Leaf) or (isinstance(leaf, Atom) and p.is_affine(leaf.slack)) for leaf in leaves(formula)):
        return _linear_counterexample(formula, variables, free, selectable)
    if isinstance(formula, Atom) and not selectable:
        return _corner_counterexample(formula, variables, free)
    raise UndecidableError(f"it is not linear in {' and '.join(free)}, which can pull its comparisons both ways")


def _each_whole(formula: Formula, name: str, variables: Variables, *, opaque: bool) -> Point | None:
    """Whole numbers are tried one by one."""
    at = variables[name]
    if at.high - at.low >= MOST_WHOLE:
        raise UndecidableError(f"{name} may be any of more than {MOST_WHOLE} whole numbers that pull both ways")
    last: Point | None = None
    for value in range(int(at.low), int(at.high) + 1):
        point = _refute(substitute(formula, {name: Fraction(value)}), variables, opaque=opaque)
        if at.mode is Mode.SELECTABLE:
            if point is None and not opaque:
                return None
            last = point
        elif point is not None and not opaque:
            return {name: Fraction(value)} | point
    return last


def _corner_counterexample(atom: Atom, variables: Variables, free: Sequence[str]) -> Point | None:
    """A polynomial with no variable squared takes its least value at a corner of the box."""
    if any(p.degree(atom.slack, name) > 1 for name in free) or len(free) > MOST_CORNERS:
        raise UndecidableError(f"it is not linear in {' and '.join(free)}, which can pull both ways")
    corners = (
        dict(zip(free, corner, strict=True))
        for corner in product(*((variables[name].low, variables[name].high) for name in free))
    )
    worst = min(corners, key=lambda corner: p.value(p.substitute(atom.slack, corner)))
    return None if Constraint(p.substitute(atom.slack, worst), atom.strict).holds() else worst


def _norm_counterexample(atom: NormAtom, variables: Variables) -> Point | None:
    """The parts of a norm share no variable, so each is at its own extreme; squares are compared, never roots."""
    groups = [*atom.parts, atom.limit]
    if not all(p.is_affine(part) for part in groups):
        raise UndecidableError("a norm takes only sums and differences")
    if len(frozenset().union(*map(p.names, groups))) < sum(len(p.names(group)) for group in groups):
        raise UndecidableError("one value stands in two places of a norm")
    point: Point = {}
    for part in atom.parts:
        ends = [_affine_extreme(part, variables, highest=highest) for highest in (False, True)]
        sizes = [abs(p.value(p.substitute(part, end))) for end in ends]
        if atom.outside and p.value(p.substitute(part, ends[0])) < 0 < p.value(p.substitute(part, ends[1])):
            point |= _zero(part, ends[0], ends[1])
        else:
            point |= ends[sizes.index((min if atom.outside else max)(sizes))]
    point |= _affine_extreme(atom.limit, variables, highest=atom.outside)
    settled = substitute(atom, point)
    assert isinstance(settled, NormAtom)
    return None if _norm_holds(settled) else point


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


def _norm_holds(atom: NormAtom) -> bool:
    square = sum((p.value(part) ** 2 for part in atom.parts), Fraction(0))
    limit = p.value(atom.limit)
    # norm against limit, without a root: for limit >= 0 compare squares; a negative limit is below every norm.
    gap = limit**2 - square if limit >= 0 else -square - limit**2
    if atom.outside:
        gap = -gap
    return gap > 0 or (gap == 0 and not atom.strict)


def _linear_counterexample(
    formula: Formula, variables: Variables, free: Sequence[str], selectable: Sequence[str]
) -> Point | None:
    """Affine comparisons joined in any way: the cases in which the formula fails, each a linear system."""
    occurring = [name for name in free if name not in selectable]
    box = tuple(
        constraint
        for name in occurring
        for constraint in linear.between(name, variables[name].low, variables[name].high)
    )
    cases = [(*case, *box) for case in _failing(formula)]
    if not selectable:
        return next((point for case in cases if (point := linear.solution(case, occurring)) is not None), None)
    shadows = [shadow for case in cases if (shadow := _shadow(case, occurring)) is not None]
    chosen_box = tuple(
        constraint
        for name in selectable
        for constraint in linear.between(name, variables[name].low, variables[name].high)
    )
    _limit(shadows)
    for choice in product(*shadows):
        escape = (*(linear.negated(constraint) for constraint in choice), *chosen_box)
        if linear.solution(escape, selectable) is not None:
            return None
    return {}


def _shadow(case: System, occurring: Sequence[str]) -> System | None:
    """Where, over the selectable values, some occurring value makes the case hold."""
    current: System | None = case
    for name in occurring:
        if current is None:
            return None
        current = linear.eliminated(current, name)
    return current


def _failing(formula: Formula) -> list[System]:
    """The formula's negation as a list of systems, one of which must hold for the formula to fail."""
    match formula:
        case Leaf(value=value):
            return [] if value else [()]
        case Atom(slack=slack, strict=strict):
            return [(linear.negated(Constraint(slack, strict)),)]
        case Join(op="and", parts=parts):
            return [case for part in parts for case in _failing(part)]
        case Join(parts=parts):
            options = [_failing(part) for part in parts]
            _limit(options)
            return [tuple(c for case in combination for c in case) for combination in product(*options)]
        case _:
            raise UndecidableError("a norm stands beside a comparison that shares a value with it")


def _limit(options: Sequence[Sequence[object]]) -> None:
    total = 1
    for option in options:
        total *= len(option)
        if total > MOST_CASES:
            raise linear.TooManyError
