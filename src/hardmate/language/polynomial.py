"""Exact polynomials over named variables: the arithmetic under a comparison.

A polynomial maps each monomial, a sorted tuple of variable names with repeats, to its rational coefficient.
Zero coefficients are never stored, so equal polynomials compare equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

Monomial = tuple[str, ...]
Polynomial = Mapping[Monomial, Fraction]
Box = Mapping[str, tuple[Fraction, Fraction]]

MOST_TERMS = 2_000

_ZERO, _ONE = Fraction(0), Fraction(1)


class TooLargeError(Exception):
    """The expression multiplies out to more terms than a clause may have."""


def constant(value: Fraction) -> Polynomial:
    return {(): value} if value else {}


def variable(name: str) -> Polynomial:
    return {(name,): _ONE}


def add(left: Polynomial, right: Polynomial, *, sign: int = 1) -> Polynomial:
    """left + sign × right."""
    total = dict(left)
    for monomial, coefficient in right.items():
        signed = coefficient if sign == 1 else sign * coefficient
        total[monomial] = total[monomial] + signed if monomial in total else signed
    return {monomial: coefficient for monomial, coefficient in total.items() if coefficient}


def multiply(left: Polynomial, right: Polynomial) -> Polynomial:
    if len(left) * len(right) > MOST_TERMS:
        raise TooLargeError
    total: dict[Monomial, Fraction] = {}
    for (first, a), (second, b) in product(left.items(), right.items()):
        monomial = tuple(sorted(first + second))
        total[monomial] = total.get(monomial, _ZERO) + a * b
    return {monomial: coefficient for monomial, coefficient in total.items() if coefficient}


def scale(polynomial: Polynomial, factor: Fraction) -> Polynomial:
    return {monomial: coefficient * factor for monomial, coefficient in polynomial.items()} if factor else {}


def is_constant(polynomial: Polynomial) -> bool:
    return not any(polynomial)


def names(polynomial: Polynomial) -> frozenset[str]:
    return frozenset(name for monomial in polynomial for name in monomial)


def degree(polynomial: Polynomial, name: str) -> int:
    """The highest power of one variable."""
    return max((monomial.count(name) for monomial in polynomial), default=0)


def is_affine(polynomial: Polynomial) -> bool:
    return all(len(monomial) <= 1 for monomial in polynomial)


def derivative(polynomial: Polynomial, name: str) -> Polynomial:
    total: dict[Monomial, Fraction] = {}
    for monomial, coefficient in polynomial.items():
        power = monomial.count(name)
        if power:
            at = monomial.index(name)
            rest = monomial[:at] + monomial[at + 1 :]
            total[rest] = total.get(rest, _ZERO) + power * coefficient
    return total


def substitute(polynomial: Polynomial, point: Mapping[str, Fraction]) -> Polynomial:
    """The polynomial with some variables given their values."""
    if not any(name in point for monomial in polynomial for name in monomial):
        return polynomial
    total: dict[Monomial, Fraction] = {}
    for monomial, coefficient in polynomial.items():
        value = coefficient
        rest = []
        for name in monomial:
            if name in point:
                value *= point[name]
            else:
                rest.append(name)
        key = tuple(rest)
        total[key] = total.get(key, _ZERO) + value
    return {monomial: coefficient for monomial, coefficient in total.items() if coefficient}


def renamed(polynomial: Polynomial, called: Mapping[str, str]) -> Polynomial:
    """The polynomial with other names, which come in the same order as those that they stand for."""
    return {tuple([called[name] for name in monomial]): coefficient for monomial, coefficient in polynomial.items()}


def at(polynomial: Polynomial, point: Mapping[str, Fraction]) -> Fraction | None:
    """The value at a point; None where the point does not give a variable."""
    total = _ZERO
    for monomial, coefficient in polynomial.items():
        term = coefficient
        for name in monomial:
            if name not in point:
                return None
            term *= point[name]
        total += term
    return total


def value(polynomial: Polynomial) -> Fraction:
    """The value of a polynomial without variables."""
    return polynomial.get((), _ZERO)


def bounds(polynomial: Polynomial, box: Box) -> tuple[Fraction, Fraction]:
    """A lower and an upper bound over a box: sound, and exact when no variable stands in two monomials."""
    low = high = _ZERO
    for monomial, coefficient in polynomial.items():
        if len(monomial) == 1:  # by far the most, and without products of all ends
            least, most = box[monomial[0]]
            if coefficient < 0:
                least, most = most, least
            low += coefficient * least
            high += coefficient * most
            continue
        least = most = coefficient
        for name in sorted(set(monomial)):
            ends = _power(box[name], monomial.count(name))
            corners = [a * b for a in (least, most) for b in ends]
            least, most = min(corners), max(corners)
        low += least
        high += most
    return low, high


def _power(ends: tuple[Fraction, Fraction], exponent: int) -> tuple[Fraction, Fraction]:
    low, high = ends[0] ** exponent, ends[1] ** exponent
    if exponent % 2:
        return low, high
    return (_ZERO if ends[0] < 0 < ends[1] else min(low, high)), max(low, high)
