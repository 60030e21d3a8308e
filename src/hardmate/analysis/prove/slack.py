"""How far each limit of a clause on one port may move alone before a proof breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from hardmate.analysis.prove.encode import NotEncodableError
from hardmate.analysis.prove.symbols import domain
from hardmate.analysis.prove.verdicts import Proposition
from hardmate.analysis.prove.workbench import Workbench
from hardmate.language import tree as t
from hardmate.language.dictionary import Dictionary, Parameter
from hardmate.model.roles import SIDES
from hardmate.quantity import ONE
from hardmate.repository import Applied


class Slack(Struct, frozen=True):
    """A limit of a clause, in base units: `to` is the furthest it may move one way, and beyond it `breaks` fail.

    With no such clause, no port can conform beyond it. `least` is the step by which it was moved.
    """

    applied: Applied
    limit: t.Number
    to: Fraction
    least: Fraction
    breaks: tuple[str, ...]

    @property
    def none(self) -> bool:
        """The proof breaks as soon as the limit moves."""
        return abs(self.to - self.limit.base) <= self.least


def slacks(bench: Workbench, applied: Applied, proofs: Sequence[Proposition]) -> Iterator[Slack]:
    """Of each limit in a clause, the ways in which it can not move without end. `proofs` are those it supports."""
    for limit in _limits(applied.clause.requires):
        for end in _reach(limit, applied, bench.theory.library.dictionary):
            found = _moved(bench, applied, limit, end, proofs)
            if found is not None:
                yield found


def _moved(
    bench: Workbench, applied: Applied, limit: t.Number, end: Fraction, proofs: Sequence[Proposition]
) -> Slack | None:
    """The slack towards one end; None if no proof breaks on the way there."""

    def broken(at: Fraction) -> tuple[str, ...] | None:
        return _broken(bench, applied, limit, at, proofs)

    if end == limit.base or broken(end) is None:
        return None
    least = _least(limit, applied, bench.theory.library.dictionary)
    good, bad = _bisected(limit.base, end, least, lambda at: broken(at) is None)
    return Slack(applied, limit, good, least, broken(bad) or ())


def _bisected(
    good: Fraction, bad: Fraction, least: Fraction, holds: Callable[[Fraction], bool]
) -> tuple[Fraction, Fraction]:
    """Two numbers next to each other, at one of which it holds and at the other not; both on the grid of `least`."""
    first = good + (least if bad > good else -least)
    if not holds(first):
        return good, first
    good = first
    while (steps := int(abs(bad - good) / least)) > 1:
        middle = good + (steps // 2) * (least if bad > good else -least)
        if holds(middle):
            good = middle
        else:
            bad = middle
    return good, bad


def _broken(
    bench: Workbench, applied: Applied, limit: t.Number, at: Fraction, proofs: Sequence[Proposition]
) -> tuple[str, ...] | None:
    """The clauses whose proofs break when the limit stands elsewhere; none of them if no port can then conform."""
    clause = applied.clause
    unit = limit.unit or ONE
    moved = _replaced(clause.requires, limit, replace(limit, amount=unit.from_base(at)))
    try:
        instead = {
            each.label: bench.kept_by_both(moved, clause.when)[each.side]
            for each in bench.theory.premises
            if each.applied.clause is clause
        }
    except NotEncodableError:
        return ()
    broken = dict.fromkeys(each.applied.clause.id for each in proofs if not bench.proved(each, instead=instead))
    if broken:
        return tuple(broken)
    # Of what no port can keep to, everything follows.
    one = next(each for label, each in instead.items() if label.startswith(SIDES[0]))
    return None if bench.can_conform(one, leaving=instead.keys()) else ()


def _limits(node: t.Node) -> Iterator[t.Number]:
    """The numbers of an expression that stand for a limit: compared as they are, not as a factor."""
    if isinstance(node, t.Number):
        yield node
        return
    if isinstance(node, t.Arithmetic) and node.op in "*/":
        return
    for child in t.children(node):
        yield from _limits(child)


def _reach(limit: t.Number, applied: Applied, dictionary: Dictionary) -> tuple[Fraction, ...]:
    """How far a limit can sensibly move: to the ends of what it limits."""
    ends = [domain(parameter) for parameter in _measured(limit, applied, dictionary)]
    return (min(low for low, _ in ends), max(high for _, high in ends)) if ends else ()


def _measured(limit: t.Number, applied: Applied, dictionary: Dictionary) -> list[Parameter]:
    """The parameters of the clause that are measured in the limit's dimension, columns included."""
    dimension = (limit.unit or ONE).dimension
    found: list[Parameter] = []
    for each in t.references(applied.clause.requires):
        parameter = dictionary[each.path]
        several = (parameter, *parameter.columns.values())
        found += [one for one in several if one.numeric and (one.unit or ONE).dimension == dimension]
    return found


def _least(limit: t.Number, applied: Applied, dictionary: Dictionary) -> Fraction:
    """The step by which the limit moves: the finest resolution of what it limits, or one for counts."""
    steps = [
        each.resolution.nominal
        for each in _measured(limit, applied, dictionary)
        if each.resolution is not None and each.resolution.nominal
    ]
    return min(steps, default=Fraction(1))


def _replaced(node: Any, old: t.Number, new: t.Number) -> Any:
    """The tree with one number in another's place."""
    if node is old:
        return new
    if isinstance(node, tuple):
        return tuple(_replaced(each, old, new) for each in node)
    if not isinstance(node, Struct) or isinstance(node, t.Span | t.Number | type):
        return node
    changed = {name: _replaced(part, old, new) for name, part in asdict(node).items()}
    return replace(node, **changed)
