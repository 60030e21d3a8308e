"""A clause with its values put in: comparisons over variables that range, joined by `and` and `or`.

Negations are pushed into the comparisons. What is not known is a leaf of its own, so that each reader can say
what an unknown counts as.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from hardmate.language import polynomial as p
from hardmate.language.polynomial import Polynomial
from hardmate.language.tree import Span


class Mode(StrEnum):
    """How a variable is quantified, outside the whole clause."""

    OCCURS = "occurs"
    """The clause must hold for every value."""
    SELECTABLE = "selectable"
    """The clause must hold for one value, chosen before the others are known."""
    UNCERTAIN = "uncertain"
    """One value is true, and it is not known which."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A number that ranges over the closed interval [low, high], in base units; whole numbers only if `whole`."""

    name: str
    low: Fraction
    high: Fraction
    mode: Mode
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """A fact that is settled: a comparison of words or of plain numbers. `value` None is unknown."""

    value: bool | None
    span: Span


@dataclass(frozen=True, slots=True)
class Atom:
    """`slack >= 0`, or `slack > 0` if strict. `slack` is in base units.

    `divisor` is positive over the box: the physical slack is slack / divisor. `scale` / `divisor` is the limit that
    a margin is measured against, None where no fraction makes sense.
    """

    slack: Polynomial
    strict: bool
    span: Span
    divisor: Polynomial
    scale: Polynomial | None = None


@dataclass(frozen=True, slots=True)
class NormAtom:
    """`limit - norm(parts) >= 0`, or its opposite sign if `outside`; `> 0` if strict. Parts share no variable."""

    parts: tuple[Polynomial, ...]
    limit: Polynomial
    outside: bool
    strict: bool
    span: Span
    scale: Polynomial | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """`and` or `or`."""

    op: str
    parts: tuple[Formula, ...]


Formula = Leaf | Atom | NormAtom | Join
Variables = Mapping[str, Variable]


def negation(formula: Formula) -> Formula:
    """The formula that holds exactly when this one does not; unknown stays unknown."""
    match formula:
        case Leaf(value=value, span=span):
            return Leaf(None if value is None else not value, span)
        case Atom():
            return Atom(
                p.scale(formula.slack, Fraction(-1)),
                not formula.strict,
                formula.span,
                formula.divisor,
                formula.scale,
            )
        case NormAtom():
            return NormAtom(
                formula.parts,
                formula.limit,
                not formula.outside,
                not formula.strict,
                formula.span,
                formula.scale,
            )
        case Join(op=op, parts=parts):
            return join("or" if op == "and" else "and", tuple(negation(part) for part in parts))


def join(op: str, parts: tuple[Formula, ...]) -> Formula:
    """The junction of parts, flattened; one part stands for itself."""
    flat: list[Formula] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Join) and part.op == op else (part,))
    return flat[0] if len(flat) == 1 else Join(op, tuple(flat))


def names(formula: Formula) -> frozenset[str]:
    """The variables that a formula still has."""
    match formula:
        case Leaf():
            return frozenset()
        case Atom(slack=slack):
            return p.names(slack)
        case NormAtom(parts=parts, limit=limit):
            return p.names(limit).union(*(p.names(part) for part in parts))
        case Join(parts=joined):
            return frozenset().union(*(names(part) for part in joined))


def substitute(formula: Formula, point: Mapping[str, Fraction]) -> Formula:
    """The formula with some variables given their values."""
    match formula:
        case Leaf():
            return formula
        case Atom():
            if not p.names(formula.slack) & point.keys():
                return formula
            return Atom(
                p.substitute(formula.slack, point),
                formula.strict,
                formula.span,
                formula.divisor,
                formula.scale,
            )
        case NormAtom(parts=parts, limit=limit):
            return NormAtom(
                tuple(p.substitute(part, point) for part in parts),
                p.substitute(limit, point),
                formula.outside,
                formula.strict,
                formula.span,
                formula.scale,
            )
        case Join(op=op, parts=joined):
            return Join(op, tuple(substitute(part, point) for part in joined))


def leaves(formula: Formula) -> tuple[Leaf | Atom | NormAtom, ...]:
    """The comparisons, in the order written."""
    if isinstance(formula, Join):
        return tuple(leaf for part in formula.parts for leaf in leaves(part))
    return (formula,)
