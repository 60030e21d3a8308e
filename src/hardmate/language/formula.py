"""A clause with its values put in: comparisons over variables that range, joined by `and` and `or`.

Negations are pushed into the comparisons. What is not known is a leaf of its own, so that each reader can say
what an unknown counts as.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

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


class Variable(Struct, frozen=True):
    """A number that ranges over the closed interval [low, high], in base units; whole numbers only if `whole`.

    `sigma` is how many sigma its half-width is, where that and its independence of other values are stated.
    """

    name: str
    low: Fraction
    high: Fraction
    mode: Mode
    whole: bool = False
    sigma: Fraction | None = None


class Leaf(Struct, frozen=True):
    """A fact that is settled: a comparison of words or of plain numbers. `value` None is unknown."""

    value: bool | None
    span: Span


class Atom(Struct, frozen=True):
    """`slack >= 0`, or `slack > 0` if strict. `slack` is in base units.

    `divisor` is positive over the box: the physical slack is slack / divisor. `scale` / `divisor` is the limit that
    a margin is measured against, None where no fraction makes sense.
    """

    slack: Polynomial
    strict: bool
    span: Span
    divisor: Polynomial
    scale: Polynomial | None = None


class NormAtom(Struct, frozen=True):
    """`limit - norm(parts) >= 0`, or its opposite sign if `outside`; `> 0` if strict.

    `factor` times that is the slack as the clause has it, which a margin measures against `scale`.
    """

    parts: tuple[Polynomial, ...]
    limit: Polynomial
    outside: bool
    strict: bool
    span: Span
    scale: Polynomial | None = None
    factor: Fraction = Fraction(1)


class Join(Struct, frozen=True):
    """`and` or `or`."""

    op: str
    parts: tuple[Formula, ...]


Formula = Leaf | Atom | NormAtom | Join
Variables = Mapping[str, Variable]


def negation(formula: Formula, *, unknown: bool | None = None) -> Formula:
    """The formula that holds exactly when this one does not; what is unknown becomes `unknown`."""
    match formula:
        case Leaf(value=value, span=span):
            return Leaf(unknown if value is None else not value, span)
        case Atom():
            return replace(formula, slack=p.scale(formula.slack, Fraction(-1)), strict=not formula.strict)
        case NormAtom():
            return replace(formula, outside=not formula.outside, strict=not formula.strict)
        case Join(op=op, parts=parts):
            return join("or" if op == "and" else "and", tuple(negation(part, unknown=unknown) for part in parts))


def with_unknown(formula: Formula, *, holds: bool) -> Formula:
    """The formula where all that is unknown holds, or does not."""
    match formula:
        case Leaf(value=None, span=span):
            return Leaf(holds, span)
        case Join(op=op, parts=parts):
            return Join(op, tuple(with_unknown(part, holds=holds) for part in parts))
        case _:
            return formula


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
        case Atom(slack=slack, divisor=divisor, scale=scale):
            return replace(
                formula,
                slack=p.substitute(slack, point),
                divisor=p.substitute(divisor, point),
                scale=None if scale is None else p.substitute(scale, point),
            )
        case NormAtom(parts=parts, limit=limit, scale=scale):
            return replace(
                formula,
                parts=tuple(p.substitute(part, point) for part in parts),
                limit=p.substitute(limit, point),
                scale=None if scale is None else p.substitute(scale, point),
            )
        case Join(op=op, parts=joined):
            return Join(op, tuple(substitute(part, point) for part in joined))


def renamed(formula: Formula, called: Mapping[str, str]) -> Formula:
    """The formula with other names, which come in the same order as those that they stand for."""
    match formula:
        case Leaf():
            return formula
        case Atom(slack=slack, strict=strict, span=span, divisor=divisor, scale=scale):
            told = None if scale is None else p.renamed(scale, called)
            return Atom(p.renamed(slack, called), strict, span, p.renamed(divisor, called), told)
        case NormAtom(parts=parts, limit=limit, scale=scale):
            return replace(
                formula,
                parts=tuple(p.renamed(part, called) for part in parts),
                limit=p.renamed(limit, called),
                scale=None if scale is None else p.renamed(scale, called),
            )
        case Join(op=op, parts=joined):
            return Join(op, tuple([renamed(part, called) for part in joined]))


def settled(formula: Formula) -> Formula:
    """With comparisons that have no variable left decided, and junctions cut short."""
    match formula:
        case Leaf():
            return formula
        case Atom(slack=slack, strict=strict, span=span):
            if not p.is_constant(slack):
                return formula
            value = p.value(slack)
            return Leaf(value > 0 or (value == 0 and not strict), span)
        case NormAtom():
            return formula if names(formula) else Leaf(norm_holds(formula), formula.span)
        case Join(op=op, parts=parts):
            decisive = op == "or"
            kept: list[Formula] = []
            for part in map(settled, parts):
                if isinstance(part, Leaf) and part.value is not None:
                    if part.value is decisive:
                        return part
                    continue
                kept.append(part)
            return join(op, tuple(kept)) if kept else Leaf(not decisive, leaves(formula)[0].span)


def norm_holds(atom: NormAtom) -> bool:
    """Whether a norm without variables keeps its limit, decided without a root."""
    square = sum((p.value(part) ** 2 for part in atom.parts), Fraction(0))
    limit = p.value(atom.limit)
    # For limit >= 0 compare squares; a negative limit is below every norm.
    gap = limit**2 - square if limit >= 0 else -square - limit**2
    if atom.outside:
        gap = -gap
    return gap > 0 or (gap == 0 and not atom.strict)


def leaves(formula: Formula) -> tuple[Leaf | Atom | NormAtom, ...]:
    """The comparisons, in the order written."""
    if isinstance(formula, Join):
        return tuple(leaf for part in formula.parts for leaf in leaves(part))
    return (formula,)
