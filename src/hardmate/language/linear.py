"""Affine constraints, and the shadow of a system of them without some of its variables (Fourier-Motzkin).

A constraint is an affine polynomial that shall be >= 0, or > 0 if strict. A system is a tuple of constraints that
shall all hold. Rational arithmetic throughout; work is bounded by MOST_CONSTRAINTS.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from msgspec import Struct

from hardmate.language import polynomial as p
from hardmate.language.polynomial import Polynomial

MOST_CONSTRAINTS = 1_000


class TooManyError(Exception):
    """More cases or constraints than allowed."""


class Constraint(Struct, frozen=True):
    """`affine >= 0`, or `> 0` if strict."""

    affine: Polynomial
    strict: bool

    def holds(self) -> bool:
        """Whether a constraint without variables is true."""
        value = p.value(self.affine)
        return value > 0 or (value == 0 and not self.strict)


System = tuple[Constraint, ...]


def negated(constraint: Constraint) -> Constraint:
    return Constraint(p.scale(constraint.affine, Fraction(-1)), not constraint.strict)


def between(name: str, low: Fraction, high: Fraction) -> System:
    """low <= name <= high."""
    at = p.variable(name)
    return (
        Constraint(p.add(at, p.constant(low), sign=-1), strict=False),
        Constraint(p.add(p.constant(high), at, sign=-1), strict=False),
    )


def most_constraints(system: int, names: int) -> int:
    """How many constraints eliminating `names` variables may leave of a system of this size, in the worst case."""
    for _ in range(names):
        system = max(system, (system // 2) * (system - system // 2))
        if system > MOST_CONSTRAINTS:
            break
    return system


def shadow(system: System, names: Iterable[str]) -> System | None:
    """Where some values of the named variables make the system hold; None when nothing can."""
    current = _tidy(system)
    for name in names:
        if current is None:
            return None
        current = _eliminated(current, name)
    return current


def _eliminated(system: System, name: str) -> System | None:
    lower: list[Constraint] = []
    upper: list[Constraint] = []
    kept: list[Constraint] = []
    for constraint in system:
        slope = constraint.affine.get((name,), Fraction(0))
        (lower if slope > 0 else upper if slope < 0 else kept).append(constraint)
    if len(kept) + len(lower) * len(upper) > MOST_CONSTRAINTS:
        raise TooManyError
    for below in lower:
        for above in upper:
            first = p.scale(below.affine, -above.affine[(name,)])
            second = p.scale(above.affine, below.affine[(name,)])
            kept.append(Constraint(p.add(first, second), below.strict or above.strict))
    return _tidy(kept)


def _tidy(constraints: Sequence[Constraint]) -> System | None:
    """Without repeats and without what always holds; None when one never holds."""
    seen: dict[tuple[object, bool], Constraint] = {}
    for constraint in constraints:
        if p.is_constant(constraint.affine):
            if not constraint.holds():
                return None
            continue
        size = max(abs(coefficient) for monomial, coefficient in constraint.affine.items() if monomial)
        key = frozenset((monomial, coefficient / size) for monomial, coefficient in constraint.affine.items())
        seen.setdefault((key, constraint.strict), constraint)
    return tuple(seen.values())
