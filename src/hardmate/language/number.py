"""Sums, products and quotients of clause values, with min, max, abs and norm taken apart where they are compared."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import prod

from msgspec import Struct, field

from hardmate.language import polynomial as p
from hardmate.language import tree as t
from hardmate.language.decide import UndecidableError
from hardmate.language.formula import Atom, Formula, NormAtom, join
from hardmate.language.tree import Span

_ONE = p.constant(Fraction(1))


class Piece(Struct, frozen=True):
    """factor × max(arguments), or factor × norm(arguments)."""

    factor: Fraction
    op: str
    arguments: tuple[p.Polynomial, ...]


class Number(Struct, frozen=True):
    """top / bottom + the pieces; bottom is positive for all values, and 1 beside pieces."""

    top: p.Polynomial
    bottom: p.Polynomial = field(default_factory=lambda: _ONE)
    pieces: tuple[Piece, ...] = ()


def at_most(span: Span, low: Number, high: Number, *, strict: bool, against: Number) -> Formula:
    """low <= high, or < if strict. A margin is a fraction of `against`, one of the two or a constant."""
    gap = added(high, low, sign=-1)
    if gap.pieces:
        if prod(len(piece.arguments) for piece in gap.pieces if piece.op == "max") > p.MOST_TERMS:
            raise p.TooLargeError
        scale = None if against.pieces else against.top
        return _split(span, gap.top, gap.pieces, strict=strict, scale=scale)
    if low.bottom == high.bottom and (against is low or against is high):
        scale = against.top
    else:
        other = low if against is high else high if against is low else Number(gap.top, gap.bottom)
        scale = p.multiply(against.top, other.bottom)
    return Atom(gap.top, strict, span, gap.bottom, scale)


def _split(
    span: Span,
    rest: p.Polynomial,
    pieces: tuple[Piece, ...],
    *,
    strict: bool,
    scale: p.Polynomial | None,
) -> Formula:
    """rest + the pieces >= 0, with each max taken apart: below it every argument counts, above it any one."""
    first = next((piece for piece in pieces if piece.op == "max"), None)
    if first is not None:
        others = tuple(piece for piece in pieces if piece is not first)
        options = tuple(
            _split(span, p.add(rest, p.scale(argument, first.factor)), others, strict=strict, scale=scale)
            for argument in first.arguments
        )
        return join("or" if first.factor > 0 else "and", options)
    if not pieces:
        return Atom(rest, strict, span, _ONE, scale)
    if len(pieces) > 1:
        raise UndecidableError("it has two norms in one comparison")
    norm = pieces[0]
    limit = p.scale(rest, -1 / norm.factor)
    return NormAtom(norm.arguments, limit, norm.factor > 0, strict, span, scale, abs(norm.factor))


def added(left: Number, right: Number, *, sign: int) -> Number:
    """left + sign × right."""
    pieces = left.pieces + tuple(Piece(sign * piece.factor, piece.op, piece.arguments) for piece in right.pieces)
    if left.bottom == right.bottom:
        top, bottom = p.add(left.top, right.top, sign=sign), left.bottom
    else:
        top = p.add(p.multiply(left.top, right.bottom), p.multiply(right.top, left.bottom), sign=sign)
        bottom = p.multiply(left.bottom, right.bottom)
    if pieces and bottom != _ONE:
        raise UndecidableError("it mixes a quotient with a min, max, abs or norm")
    return Number(top, bottom, pieces)


def multiplied(left: Number, right: Number) -> Number:
    if right.pieces:
        left, right = right, left
    if not left.pieces:
        return _quotient(p.multiply(left.top, right.top), p.multiply(left.bottom, right.bottom))
    if right.pieces or not p.is_constant(right.top) or right.bottom != _ONE:
        raise UndecidableError("it multiplies a min, max, abs or norm by a value")
    factor = p.value(right.top)
    pieces = tuple(Piece(piece.factor * factor, piece.op, piece.arguments) for piece in left.pieces if factor)
    return Number(p.scale(left.top, factor), pieces=pieces)


def divided(left: Number, right: Number, box: Callable[[p.Polynomial], p.Box]) -> Number:
    """left / right; `box` gives the intervals of a polynomial's variables, by which the divisor is never zero."""
    if right.pieces or (left.pieces and not (p.is_constant(right.top) and p.is_constant(right.bottom))):
        raise UndecidableError("it divides by, or inside, a min, max, abs or norm")
    low, high = p.bounds(right.top, box(right.top))
    if low <= 0 <= high:
        raise UndecidableError("it divides by a value that may be zero")
    # The sign moves to the top, so that a product of bottoms stays positive.
    sign = Fraction(1 if low > 0 else -1)
    under = _quotient(p.scale(right.bottom, sign), p.scale(right.top, sign))
    if left.pieces:
        return multiplied(left, under)
    return _quotient(p.multiply(left.top, under.top), p.multiply(left.bottom, under.bottom))


def _quotient(top: p.Polynomial, bottom: p.Polynomial) -> Number:
    """top / bottom, with a plain number in the bottom divided out."""
    if not p.is_constant(bottom):
        return Number(top, bottom)
    return Number(p.scale(top, 1 / p.value(bottom)))


def called(name: str, arguments: tuple[Number, ...]) -> Number:
    """min, max, abs or norm of numbers."""
    if any(argument.pieces or argument.bottom != _ONE for argument in arguments):
        raise UndecidableError(f"`{name}` holds a quotient or another min, max, abs or norm")
    tops = tuple(argument.top for argument in arguments)
    negative = tuple(p.scale(top, Fraction(-1)) for top in tops)
    match name:
        case "max":
            piece = Piece(Fraction(1), "max", tops)
        case "min":
            piece = Piece(Fraction(-1), "max", negative)
        case "abs":
            piece = Piece(Fraction(1), "max", tops + negative)
        case _:
            piece = Piece(Fraction(1), "norm", tops)
    return Number({}, pieces=(piece,))


def calculated(
    node: t.Arithmetic | t.Call,
    number: Callable[[t.Node], Number],
    pi: Callable[[], p.Polynomial],
    box: Callable[[p.Polynomial], p.Box],
) -> Number:
    """What an operation or a function makes of its operands, each of which `number` gives."""
    match node:
        case t.Arithmetic(op="+" | "-" as op, left=left, right=right):
            return added(number(left), number(right), sign=1 if op == "+" else -1)
        case t.Arithmetic(op="*", left=left, right=right):
            return multiplied(number(left), number(right))
        case t.Arithmetic(left=left, right=right):
            return divided(number(left), number(right), box)
        case t.Call(name="arc", arguments=(angle, radius)):
            turn = p.scale(pi(), Fraction(1, 180))
            return multiplied(multiplied(number(angle), number(radius)), Number(turn))
        case t.Call(name=name, arguments=arguments):
            return called(name, tuple(number(argument) for argument in arguments))
