"""Clauses as a reader sees them: the comparison at a place, its margin in a unit one would use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from hardmate.language import tree as t
from hardmate.language.combined import Combined
from hardmate.language.dictionary import Dictionary, Parameter
from hardmate.language.margin import Margin
from hardmate.language.types import parameter_of, shape_of
from hardmate.quantity import Dimension, Rounding, Unit, decimal, show

PERCENT_DIGITS = 3


def comparison(node: t.Node, span: t.Span, dictionary: Dictionary) -> tuple[t.Compare, Mapping[str, Parameter]] | None:
    """The comparison written at `span`, with the tables whose rows are bound around it."""
    if isinstance(node, t.Compare) and node.span == span:
        return node, {}
    for child in t.children(node):
        found = comparison(child, span, dictionary)
        if found is not None:
            if isinstance(node, t.Quantified):
                return found[0], {**found[1], node.variable: dictionary[node.table.path]}
            return found
    return None


def margin_unit(node: t.Node, span: t.Span, dictionary: Dictionary) -> Unit | None:
    """The unit to tell a margin in: that of a value or number of the comparison with the same dimension."""
    found = comparison(node, span, dictionary)
    if found is None:
        return None
    compare, rows = found
    bound = rows.keys() | {inner.variable for inner in t.walk(compare) if isinstance(inner, t.Quantified)}
    roles = {inner.root for inner in t.walk(node) if isinstance(inner, t.Reference)} - bound
    dimension = shape_of(compare.left, dictionary, roles, rows).dimension
    units = (unit for unit in _units(compare, dictionary, rows) if unit.dimension == dimension)
    return next((unit.difference for unit in units), _base(dimension))


def _units(node: t.Node, dictionary: Dictionary, rows: Mapping[str, Parameter]) -> Iterator[Unit]:
    """The units of values and numbers in the order written."""
    if isinstance(node, t.Quantified):
        rows = {**rows, node.variable: dictionary[node.table.path]}
    unit = None
    if isinstance(node, t.Reference):
        unit = parameter_of(node, dictionary, rows).unit
    elif isinstance(node, t.Number):
        unit = node.unit
    if unit is not None:
        yield unit
    for child in t.children(node):
        yield from _units(child, dictionary, rows)


def _base(dimension: Dimension) -> Unit:
    return Unit(str(dimension) or "1", dimension, Fraction(1))


def amount_text(amount: Fraction, unit: Unit | None, *, shortfall: bool = False) -> str:
    """A distance to the limit, rounded to the unfavourable side: a margin down, a shortfall up."""
    rounding = Rounding.UP if shortfall else Rounding.DOWN
    return decimal(amount, rounding=rounding) if unit is None else show(amount, unit, rounding=rounding)


def margin_text(margin: Margin, node: t.Node, dictionary: Dictionary) -> str:
    """`0.02 m/s, 40 %`: the margin in its unit and as a fraction of the limit or the accepted width."""
    text = amount_text(margin.amount, margin_unit(node, margin.span, dictionary))
    return text if margin.fraction is None else f"{text}, {percent(margin.fraction)}"


def rss_text(rss: Combined, node: t.Node, dictionary: Dictionary) -> str:
    """`by RSS at 3 sigma 0.03 m/s, 60 %`."""
    return f"by RSS at {decimal(rss.sigma)} sigma {margin_text(rss.margin, node, dictionary)}"


def percent(fraction: Fraction) -> str:
    """A fraction in percent, rounded down to three significant digits."""
    value = fraction * 100
    if value == 0:
        return "0 %"
    size = 10 ** max(0, PERCENT_DIGITS - len(str(abs(int(value)))))
    return f"{decimal(Fraction((value * size).__floor__(), size))} %"
