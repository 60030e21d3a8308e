"""For every value that occurs, or for one: formulas with points go in, formulas over what a declaration says come out.

`for_all` may come out weaker than what it stands for, and then says so: as a hypothesis that is safe, for it only
leaves more to prove. `for_some` is exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from msgspec import Struct

from hardmate.analysis.prove.symbols import NOWHERE, both, not_above
from hardmate.language import polynomial as p
from hardmate.language.decide import UndecidableError, groups, pulls, require_plain_norm
from hardmate.language.formula import (
    Atom,
    Formula,
    Join,
    Leaf,
    NormAtom,
    Variable,
    Variables,
    join,
    leaves,
    names,
    negation,
    settled,
)

MOST_CORNERS = 6
MOST_WHOLE = 64
Ends = tuple[p.Polynomial, p.Polynomial]


class Ruled(Struct, frozen=True):
    """`formula` holds if what it stands for does; the other way round as well if `exact`.

    `presumed` are symbols whose domain was used to get there.
    """

    formula: Formula
    exact: bool = True
    presumed: frozenset[str] = frozenset()


def for_some(formula: Formula, points: Mapping[str, Ends]) -> Ruled:
    """There are values, each between its ends, at which the formula holds."""
    read = names(formula)
    between = [
        part
        for name, (low, high) in sorted(points.items())
        if name in read
        for part in (not_above(low, p.variable(name)), not_above(p.variable(name), high))
    ]
    return Ruled(settled(both((*between, formula))), presumed=_divisors(formula))


def for_all(formula: Formula, points: Mapping[str, Ends], variables: Variables) -> Ruled:
    """For all values, each between its ends, the formula holds; `variables` gives every name its widest interval."""
    formula = settled(formula)
    read = names(formula)
    free = read & points.keys()
    if not free:
        return Ruled(formula, presumed=_divisors(formula))
    fixed = read - free
    parts = groups(formula, variables, fixed)
    if len(parts) > 1:
        assert isinstance(formula, Join)
        return _joined(formula.op, [for_all(part, points, variables) for part in parts])
    box = {name: (variables[name].low, variables[name].high) for name in read}
    pulled = {name: sign for name, sign in pulls(formula, box, fixed).items() if sign}
    if pulled:
        ends = {name: points[name][0 if sign == 1 else 1] for name, sign in pulled.items()}
        inner = for_all(replaced(formula, ends), points, variables)
        return Ruled(inner.formula, inner.exact, inner.presumed | _slopes(formula, frozenset(pulled)))
    return _hard(formula, free, points, variables)


def _joined(op: str, parts: list[Ruled]) -> Ruled:
    return Ruled(
        settled(join(op, tuple(part.formula for part in parts))),
        all(part.exact for part in parts),
        frozenset().union(*(part.presumed for part in parts)),
    )


def _hard(formula: Formula, free: frozenset[str], points: Mapping[str, Ends], variables: Variables) -> Ruled:
    """Every point pulls both ways: whole numbers one by one, else what holds at the corners."""
    whole = next((name for name in sorted(free) if _few(variables[name])), None)
    if whole is not None:
        at, (low, high) = variables[whole], points[whole]
        cases = []
        for number in range(int(at.low), int(at.high) + 1):
            value = p.constant(Fraction(number))
            inner = for_all(replaced(formula, {whole: value}), points, variables)
            outside = negation(both((not_above(low, value), not_above(value, high))))
            cases.append(Ruled(join("or", (outside, inner.formula)), inner.exact, inner.presumed))
        return _joined("and", cases)
    corners = tuple(_corners(sorted(free)[:MOST_CORNERS], points))
    if len(free) > MOST_CORNERS:
        # Whatever the rest of them are is left open, which is weaker than what is meant.
        return Ruled(Leaf(True, NOWHERE), exact=False)
    held = both(replaced(formula, corner) for corner in corners)
    return Ruled(settled(held), _at_corners(formula, free), _divisors(formula))


def _few(at: Variable) -> bool:
    return at.whole and at.high - at.low < MOST_WHOLE


def _corners(free: list[str], points: Mapping[str, Ends]) -> Iterator[dict[str, p.Polynomial]]:
    for chosen in product(*(points[name] for name in free)):
        yield dict(zip(free, chosen, strict=True))


def _at_corners(formula: Formula, free: frozenset[str]) -> bool:
    """Whether a formula that holds at all corners of a box holds in all of it."""
    if isinstance(formula, Atom):
        return all(p.degree(formula.slack, name) <= 1 for name in free)
    if isinstance(formula, NormAtom) and not formula.outside:
        try:
            require_plain_norm(formula, names(formula) - free)
        except UndecidableError:
            return False
        return True
    return False


def replaced(formula: Formula, values: Mapping[str, p.Polynomial]) -> Formula:
    """The formula with other numbers in the place of some names."""
    if not names(formula) & values.keys():
        return formula
    match formula:
        case Atom(slack=slack, strict=strict, span=span, divisor=divisor):
            return Atom(_put(slack, values), strict, span, _put(divisor, values))
        case NormAtom(parts=parts, limit=limit, outside=outside, strict=strict, span=span):
            return NormAtom(tuple(_put(part, values) for part in parts), _put(limit, values), outside, strict, span)
        case Join(op=op, parts=parts):
            return Join(op, tuple(replaced(part, values) for part in parts))
        case Leaf():
            return formula


def _put(polynomial: p.Polynomial, values: Mapping[str, p.Polynomial]) -> p.Polynomial:
    if not p.names(polynomial) & values.keys():
        return polynomial
    total: p.Polynomial = {}
    for monomial, coefficient in polynomial.items():
        term = p.constant(coefficient)
        for name in monomial:
            term = p.multiply(term, values.get(name, p.variable(name)))
        total = p.add(total, term)
    return total


def _divisors(formula: Formula) -> frozenset[str]:
    """What a quotient's sign rests on: its comparison was multiplied out."""
    return frozenset(name for leaf in leaves(formula) if isinstance(leaf, Atom) for name in p.names(leaf.divisor))


def _slopes(formula: Formula, pulled: frozenset[str]) -> frozenset[str]:
    """The symbols by whose domains it is known which way a value pulls."""
    found: set[str] = set()
    for leaf in leaves(formula):
        parts = (leaf.slack,) if isinstance(leaf, Atom) else leaf.parts if isinstance(leaf, NormAtom) else ()
        for part in parts:
            for name in p.names(part) & pulled:
                found |= p.names(p.derivative(part, name))
                if isinstance(leaf, NormAtom):
                    found |= p.names(part)
    return frozenset(found)
