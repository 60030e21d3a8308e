"""How far a formula is from its limit, worst case first."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from hardmate.language import polynomial as p
from hardmate.language.decide import MOST_CORNERS, box_of, pulls, worst_ends
from hardmate.language.formula import (
    Atom,
    Formula,
    Join,
    Leaf,
    Mode,
    NormAtom,
    Variables,
    names,
    norm_holds,
    substitute,
)
from hardmate.language.tree import Span
from hardmate.quantity import sqrt_bounds


class Margin(Struct, frozen=True):
    """Distance to the limit in base units, negative when short, and as a fraction of the limit or accepted width.

    `span` is the comparison that decides. `fraction` is None where the limit is zero or there is none.
    """

    amount: Fraction
    fraction: Fraction | None
    span: Span

    @property
    def rank(self) -> tuple[Fraction, Fraction]:
        """Margins sort by fraction; without one, a shortfall comes first and a surplus last."""
        if self.fraction is None:
            return (Fraction((self.amount > 0) - (self.amount < 0)) * 10**9, self.amount)
        return (self.fraction, self.amount)


Found = Margin | bool | None
"""A margin; or True or False where only words decide; or None where it is not known."""


def margin(formula: Formula, variables: Variables, *, holds: bool) -> Margin | None:
    """The margin of a formula known to hold, or not: of `and` the smallest, of `or` the largest.

    It is never told larger than it is. None for categorical formulas, where the parts of an `or` share values so
    that no one part's margin counts, and where a choice that helps one part hurts another.
    """
    pulled = pulls(formula, box_of(formula, variables), frozenset())
    torn = frozenset(name for name, pull in pulled.items() if not pull and variables[name].mode is Mode.SELECTABLE)
    try:
        found = _found(formula, variables, torn)
    except p.TooLargeError:
        return None
    if not isinstance(found, Margin) or (found.amount < 0 if holds else found.amount > 0):
        return None
    return found


def _found(formula: Formula, variables: Variables, torn: frozenset[str]) -> Found:
    match formula:
        case Leaf(value=value):
            return value
        case Atom() | NormAtom():
            if torn & names(formula):
                return None
            return _atom_margin(formula, variables) if isinstance(formula, Atom) else _norm_margin(formula, variables)
        case Join(op=op, parts=parts):
            found = [_found(part, variables, torn) for part in parts]
            return _smallest(found) if op == "and" else _largest(found)


def _smallest(found: Sequence[Found]) -> Found:
    margins = [each for each in found if isinstance(each, Margin)]
    short = [each for each in margins if each.amount < 0]
    if short:
        return min(short, key=lambda each: each.rank)
    if False in found or None in found:
        return False if False in found else None
    return min(margins, key=lambda each: each.rank, default=True)


def _largest(found: Sequence[Found]) -> Found:
    if True in found:
        return True
    margins = [each for each in found if isinstance(each, Margin)]
    return max(margins, key=lambda each: each.rank, default=None if None in found else False)


def _atom_margin(atom: Atom, variables: Variables) -> Margin | None:
    point = _worst(atom.slack, atom.divisor, variables)
    if point is None:
        return None
    divisor = p.value(p.substitute(atom.divisor, point))
    amount = p.value(p.substitute(atom.slack, point)) / divisor
    fraction = None
    if atom.scale is not None:
        scale = p.substitute(atom.scale, point)
        against = abs(p.value(scale)) / divisor
        fraction = amount / against if against and p.is_constant(scale) else None
    return Margin(amount, fraction, atom.span)


def _worst(slack: p.Polynomial, divisor: p.Polynomial, variables: Variables) -> dict[str, Fraction] | None:
    """The values at which slack / divisor is least, where that can be found at the ends of the variables."""
    free = sorted(p.names(slack) | p.names(divisor))
    box = {name: (variables[name].low, variables[name].high) for name in free}
    options: list[Sequence[Fraction]] = []
    for name in free:
        slope = p.add(
            p.multiply(p.derivative(slack, name), divisor),
            p.multiply(slack, p.derivative(divisor, name)),
            sign=-1,
        )
        low, high = p.bounds(slope, box)
        least, most = (box[name][0], box[name][1]) if low >= 0 else (box[name][1], box[name][0])
        chosen = variables[name].mode is Mode.SELECTABLE
        if low >= 0 or high <= 0:
            options.append([most if chosen else least])
        elif chosen or p.names(divisor) or p.degree(slack, name) > 1:
            return None
        else:
            options.append(box[name])
    if sum(len(option) > 1 for option in options) > MOST_CORNERS:
        return None
    corners = (dict(zip(free, corner, strict=True)) for corner in product(*options))
    return min(corners, key=lambda c: p.value(p.substitute(slack, c)) / p.value(p.substitute(divisor, c)))


def _norm_margin(atom: NormAtom, variables: Variables) -> Margin | None:
    """Rounded so that the margin is never told larger than it is."""
    point = worst_ends(atom, variables)
    worst = substitute(atom, point)
    assert isinstance(worst, NormAtom)
    if any(variables[name].mode is Mode.SELECTABLE for name in names(worst)):
        return None
    sizes = []
    for part in worst.parts:
        low, high = p.bounds(part, _box(part, variables))
        smallest = Fraction(0) if low < 0 < high else min(abs(low), abs(high))
        sizes.append(smallest if atom.outside else max(abs(low), abs(high)))
    square = sum((size**2 for size in sizes), Fraction(0))
    low, high = p.bounds(worst.limit, _box(worst.limit, variables))
    root = sqrt_bounds(square)
    amount = root[0] - high if atom.outside else low - root[1]
    settled = replace(
        worst,
        parts=tuple(p.constant(size) for size in sizes),
        limit=p.constant(high if atom.outside else low),
        strict=False,
    )
    if amount < 0 and norm_holds(settled):
        # The root is irrational and the limit within its rounding: nothing is left, and nothing is missing.
        amount = Fraction(0)
    amount *= atom.factor
    scale = worst.scale
    against = abs(p.value(scale)) if scale is not None and p.is_constant(scale) else Fraction(0)
    return Margin(amount, amount / against if against else None, atom.span)


def _box(polynomial: p.Polynomial, variables: Variables) -> p.Box:
    """The intervals of a polynomial's variables."""
    return {name: (variables[name].low, variables[name].high) for name in p.names(polynomial)}
