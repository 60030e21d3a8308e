"""A clause on two sides in; the numbers that it left open and now has, if nothing else is different, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from hardmate.analysis.impact.normal import normal
from hardmate.language import tree as t
from hardmate.language.given import given
from hardmate.model.standard import Clause
from hardmate.quantity import Unit


def numbers_given(old: Clause, new: Clause) -> Mapping[str, t.Number]:
    """By name, the number that stands in each place of one; empty if the two clauses differ in more than that."""
    names = old.open_numbers.keys() - new.open_numbers.keys()
    pairs = [(old.requires, new.requires)]
    if old.when is not None and new.when is not None:
        pairs.append((old.when, new.when))
    found: dict[str, t.Number] = {}
    for before, after in pairs:
        for name, number in _beside(before, after):
            found.setdefault(name, number)
    if (old.when is None) is not (new.when is None) or not names or found.keys() != names:
        return {}
    # The unit of a number is written behind its name, and may be another one where it is given.
    amounts = {name: _in_unit(number.base, old.open_numbers[name].unit) for name, number in found.items()}
    alike = all(normal(given(before, amounts)) == normal(after) for before, after in pairs)
    return found if alike else {}


def _in_unit(base: Fraction, unit: Unit | None) -> Fraction:
    return base if unit is None else unit.from_base(base)


def _beside(old: t.Node, new: t.Node) -> Iterator[tuple[str, t.Number]]:
    """The numbers that stand where one is to be determined in the other tree, as far as the trees are of one form."""
    if isinstance(old, t.Tbd):
        if isinstance(new, t.Number):
            yield old.name, new
        return
    below = t.children(old), t.children(new)
    if type(old) is type(new) and len(below[0]) == len(below[1]):
        for before, after in zip(*below, strict=True):
            yield from _beside(before, after)
