"""Exact linear real arithmetic: systems of affine constraints, decided by Fourier-Motzkin elimination.

A constraint is an affine polynomial that shall be >= 0, or > 0 if strict. A system is a tuple of constraints that
shall all hold. Rational arithmetic throughout; work is bounded by MOST_CONSTRAINTS.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hardmate.language import polynomial as p
from hardmate.language.polynomial import Polynomial

MOST_CONSTRAINTS = 4_000


class TooManyError(Exception):
    """Elimination would need more constraints than allowed."""


@dataclass(frozen=True, slots=True)
class Constraint:
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


def eliminated(system: Iterable[Constraint], name: str) -> System | None:
    """The system's shadow without one variable: it holds exactly where some value of `name` makes the system hold.

    None when no value of anything can.
    """
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
        if not p.names(constraint.affine):
            if not constraint.holds():
                return None
            continue
        size = max(abs(coefficient) for monomial, coefficient in constraint.affine.items() if monomial)
        key = frozenset((monomial, coefficient / size) for monomial, coefficient in constraint.affine.items())
        seen.setdefault((key, constraint.strict), constraint)
    return tuple(seen.values())


def solution(system: System, names: Sequence[str]) -> dict[str, Fraction] | None:
    """A point that satisfies the system, whose variables are all in `names`, or None when there is none."""
    stages: list[tuple[str, System]] = []
    current = _tidy(system)
    for name in names:
        if current is None:
            return None
        stages.append((name, current))
        current = eliminated(current, name)
    if current is None:
        return None
    point: dict[str, Fraction] = {}
    for name, stage in reversed(stages):
        point[name] = _value(name, [Constraint(p.substitute(c.affine, point), c.strict) for c in stage])
    return point


def _value(name: str, stage: Sequence[Constraint]) -> Fraction:
    """A value of one variable between its bounds: an end that is allowed, for ends read best; else the middle."""
    low: tuple[Fraction, bool] | None = None
    high: tuple[Fraction, bool] | None = None
    for constraint in stage:
        slope = constraint.affine.get((name,), Fraction(0))
        if not slope:
            continue
        bound = -p.value(constraint.affine) / slope
        if slope > 0 and (low is None or (bound, constraint.strict) > low):
            low = (bound, constraint.strict)
        if slope < 0 and (high is None or (bound, not constraint.strict) < (high[0], not high[1])):
            high = (bound, constraint.strict)
    if low is not None and not low[1]:
        return low[0]
    if high is not None and not high[1]:
        return high[0]
    if low is not None and high is not None:
        return (low[0] + high[0]) / 2
    if low is not None:
        return low[0] + 1
    return high[0] - 1 if high is not None else Fraction(0)
