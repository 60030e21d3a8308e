"""Can formulas hold at once? A no that needs no solver: intervals are narrowed until one of them is empty.

Nothing is guessed: `impossible` is True only if no values meet all formulas. Every narrowing keeps all that do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor

from hardmate.analysis.prove.symbols import Sort, Symbols
from hardmate.language import polynomial as p
from hardmate.language.formula import Atom, Formula, Join, Leaf, NormAtom, names

ROUNDS = 6
MOST_OPTIONS = 8
Box = dict[str, tuple[Fraction, Fraction]]


def impossible(formulas: Iterable[Formula], symbols: Symbols) -> bool:
    """Whether the intervals alone show that the formulas can not all hold."""
    listed = tuple(formulas)
    read = frozenset[str]().union(*(names(each) for each in listed))
    box: Box | None = {name: (symbols[name].low, symbols[name].high) for name in sorted(read)}
    for _ in range(ROUNDS):
        assert box is not None
        before = dict(box)
        for formula in listed:
            box = narrowed(formula, box, symbols)
            if box is None:
                return True
        if box == before:
            return False
    return False


def possible(formula: Formula, box: p.Box) -> bool:
    """False if the formula holds nowhere in the box."""
    match formula:
        case Leaf(value=value):
            return bool(value)
        case Atom(slack=slack, strict=strict):
            high = p.bounds(slack, box)[1]
            return high > 0 or (high == 0 and not strict)
        case NormAtom():
            return _norm_possible(formula, box)
        case Join(op="and", parts=parts):
            return all(possible(part, box) for part in parts)
        case Join(parts=parts):
            return any(possible(part, box) for part in parts)


def _norm_possible(atom: NormAtom, box: p.Box) -> bool:
    """By squares, for the root may be irrational."""
    low, high = p.bounds(atom.limit, box)
    ends = [p.bounds(part, box) for part in atom.parts]
    if atom.outside:
        if low < 0 or (low == 0 and not atom.strict):
            return True
        most = sum((max(abs(a), abs(b)) ** 2 for a, b in ends), Fraction(0))
        return most > low**2 or (most == low**2 and not atom.strict)
    if high < 0 or (high == 0 and atom.strict):
        return False
    least = sum((Fraction(0) if a <= 0 <= b else min(abs(a), abs(b)) ** 2 for a, b in ends), Fraction(0))
    return least < high**2 or (least == high**2 and not atom.strict)


def narrowed(formula: Formula, box: Box, symbols: Symbols) -> Box | None:
    """The box without some values at which the formula does not hold; None if none is left."""
    if not possible(formula, box):
        return None
    match formula:
        case Atom(slack=slack, strict=strict):
            return _by_comparison(slack, box, symbols, strict=strict)
        case Join(op="and", parts=parts):
            left: Box | None = box
            for part in parts:
                left = None if left is None else narrowed(part, left, symbols)
            return left
        case Join(parts=parts):
            return _by_options([part for part in parts if possible(part, box)], box, symbols)
        case _:
            return box


def _by_options(options: Sequence[Formula], box: Box, symbols: Symbols) -> Box | None:
    """What some option leaves."""
    if len(options) > MOST_OPTIONS:
        return box
    boxes = [left for option in options if (left := narrowed(option, box, symbols)) is not None]
    if not boxes:
        return None
    hull = dict(box)
    for name in frozenset[str]().union(*(names(option) for option in options)):
        hull[name] = (min(each[name][0] for each in boxes), max(each[name][1] for each in boxes))
    return hull


def _by_comparison(slack: p.Polynomial, box: Box, symbols: Symbols, *, strict: bool) -> Box | None:
    """slack >= 0 bounds each value that it rises or falls with, whatever the others are."""
    box = dict(box)
    for name in sorted(p.names(slack)):
        if p.degree(slack, name) != 1:
            continue
        slope = p.derivative(slack, name)
        low, high = p.bounds(slope, box)
        if low <= 0 <= high:
            continue
        rest = p.bounds(p.substitute(slack, {name: Fraction(0)}), box)[1]
        bounds = (-rest / low, -rest / high)
        least, most = box[name]
        whole = symbols[name].sort is not Sort.REAL
        if low > 0:
            least = max(least, _up(min(bounds), whole=whole, strict=strict))
        else:
            most = min(most, -_up(-max(bounds), whole=whole, strict=strict))
        if least > most:
            return None
        box[name] = (least, most)
    return box


def _up(bound: Fraction, *, whole: bool, strict: bool) -> Fraction:
    """The least number that a value above the bound can be."""
    if not whole:
        return bound
    return Fraction(floor(bound) + 1 if strict else ceil(bound))
