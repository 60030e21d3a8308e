"""How many of some statements hold: comparisons of a count become statements about so many of them.

The count itself is no number of the formula: it depends on what occurs, and the quantifier stands outside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from hardmate.language import polynomial as p
from hardmate.language.formula import (
    Atom,
    Formula,
    Join,
    Leaf,
    NormAtom,
    join,
    leaves,
    names,
    negation,
    settled,
    substitute,
)
from hardmate.language.tree import Span


def uncounted(formula: Formula, counts: Mapping[str, Sequence[Formula]]) -> Formula:
    """The formula without the count variables; `counts` gives the statements that each counts."""
    for name in sorted(names(formula) & counts.keys()):
        formula = _replaced(formula, name, counts[name])
        if len(leaves(formula)) > p.MOST_TERMS:
            raise p.TooLargeError
    return formula


def _replaced(formula: Formula, name: str, rows: Sequence[Formula]) -> Formula:
    if isinstance(formula, Join):
        return join(formula.op, tuple(_replaced(part, name, rows) for part in formula.parts))
    if isinstance(formula, Leaf) or name not in names(formula):
        return formula
    span = formula.span
    each = [settled(substitute(formula, {name: Fraction(number)})) for number in range(len(rows) + 1)]
    rising, falling = _runs(formula, name, each)
    at_least = _thresholds(rows, span)
    if rising:
        options = [join("and", (at_least(number), one)) for number, one in enumerate(each)]
    elif falling:
        options = [join("and", (negation(at_least(number + 1)), one)) for number, one in enumerate(each)]
    else:
        options = [
            join("and", (at_least(number), negation(at_least(number + 1)), one)) for number, one in enumerate(each)
        ]
    return settled(join("or", tuple(options)))


def _runs(leaf: Atom | NormAtom, name: str, each: Sequence[Formula]) -> tuple[bool, bool]:
    """Whether the comparison, once true, stays true for all larger counts; and for all smaller ones."""
    if all(isinstance(one, Leaf) for one in each):
        values = [isinstance(one, Leaf) and bool(one.value) for one in each]
        return values == sorted(values), values == sorted(values, reverse=True)
    slopes = list(p.derivative(leaf.slack, name).items()) if isinstance(leaf, Atom) else []
    plain = len(slopes) == 1 and slopes[0][0] == ()
    return plain and slopes[0][1] > 0, plain and slopes[0][1] < 0


def _thresholds(rows: Sequence[Formula], span: Span) -> Callable[[int], Formula]:
    """The statement that at least so many of the rows hold; what is settled is counted once and for all."""
    sure = sum(isinstance(row, Leaf) and row.value is True for row in rows)
    open_rows = tuple(row for row in rows if not (isinstance(row, Leaf) and row.value is not None))

    def at_least(number: int) -> Formula:
        return _at_least(open_rows, number - sure, span)

    return at_least


def _at_least(rows: tuple[Formula, ...], number: int, span: Span) -> Formula:
    if number <= 0:
        return Leaf(True, span)
    if number > len(rows):
        return Leaf(False, span)
    if number == len(rows):
        return join("and", rows)
    if number == 1:
        return join("or", rows)
    first, rest = rows[0], rows[1:]
    return join("or", (join("and", (first, _at_least(rest, number - 1, span))), _at_least(rest, number, span)))
