"""How far a formula is from its limit, worst case first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from hardmate.language import polynomial as p
from hardmate.language.decide import MOST_CORNERS
from hardmate.language.formula import Atom, Formula, Join, Leaf, Mode, NormAtom, Variables
from hardmate.language.tree import Span
from hardmate.quantity import sqrt_bounds


@dataclass(frozen=True, slots=True)
class Margin:
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
            return (Fraction(-(10**9) if self.amount < 0 else 10**9), self.amount)
        return (self.fraction, self.amount)


def margin(formula: Formula, variables: Variables, *, holds: bool) -> Margin | None:
    """The margin of a formula known to hold, or not: of `and` the smallest, of `or` the largest.

    None for categorical formulas, and where the parts of an `or` share values so that no one part's margin counts.
    """
    match formula:
        case Leaf():
            return None
        case Atom():
            return _atom_margin(formula, variables)
        case NormAtom():
            return _norm_margin(formula, variables)
        case Join(op=op, parts=parts):
            found = [m for part in parts if (m := margin(part, variables, holds=holds)) is not None]
            if not found:
                return None
            chosen = min(found, key=lambda m: m.rank) if op == "and" else max(found, key=lambda m: m.rank)
            return None if (chosen.amount < 0) is holds else chosen


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
        fraction = amount / against if against and not p.names(scale) else None
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
    sizes = []
    for part in atom.parts:
        low, high = p.bounds(part, {name: (variables[name].low, variables[name].high) for name in p.names(part)})
        biggest, smallest = (
            max(abs(low), abs(high)),
            Fraction(0) if low < 0 < high else min(abs(low), abs(high)),
        )
        sizes.append(smallest if atom.outside else biggest)
    square = sum((size**2 for size in sizes), Fraction(0))
    limits = p.bounds(atom.limit, {name: (variables[name].low, variables[name].high) for name in p.names(atom.limit)})
    amount = sqrt_bounds(square)[0] - limits[1] if atom.outside else limits[0] - sqrt_bounds(square)[1]
    holds_exactly = limits[0] >= 0 and square <= limits[0] ** 2 and not atom.outside
    if amount < 0 and holds_exactly:
        # The root is irrational and the limit within its rounding: nothing is left, and nothing is missing.
        amount = Fraction(0)
    against = abs(p.value(atom.scale)) if atom.scale is not None and not p.names(atom.scale) else abs(limits[0])
    return Margin(amount, amount / against if against else None, atom.span)
