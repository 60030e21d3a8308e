"""How far each limit of a clause on one port may move alone before a proof breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from hardmate.analysis.prove.encode import NotEncodableError
from hardmate.analysis.prove.gap import between
from hardmate.analysis.prove.symbols import at_least, both, domain, not_above
from hardmate.analysis.prove.verdicts import Proposition
from hardmate.analysis.prove.workbench import Workbench
from hardmate.language import polynomial as p
from hardmate.language import tree as t
from hardmate.language.dictionary import Dictionary, Parameter
from hardmate.language.formula import Formula
from hardmate.model.roles import SIDES
from hardmate.quantity import ONE
from hardmate.repository import Applied

FREE = "no proof breaks on the way to either end of what it limits"
FREE_AT_ENDS = "no proof breaks at either end of what it limits; how it is on the way was not found out"
NOT_MEASURED = "nothing that the clause reads tells how far it could move"
NOT_ENCODED = "elsewhere the clause can not be encoded"
Sliding = Callable[[Fraction], dict[str, Formula]]
"""A clause as premises, by label, with a limit somewhere up to so great a part of the way to an end."""


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


class Unmoved(Struct, frozen=True):
    """A limit that breaks no proof wherever it stands, or of which that was not found out, and why."""

    applied: Applied
    limit: t.Number
    why: str


class _Way(Struct, frozen=True):
    end: Fraction
    sliding: Sliding | None


def slacks(bench: Workbench, applied: Applied, proofs: Sequence[Proposition]) -> Iterator[Slack | Unmoved]:
    """Of each limit in a clause, the ways in which it can not move without end. `proofs` are those it supports."""
    for limit in _limits(applied.clause.requires):
        ends = [end for end in _reach(limit, applied, bench.theory.library.dictionary) if end != limit.base]
        if not ends:
            yield Unmoved(applied, limit, NOT_MEASURED)
        elif any(_premises(bench, applied, limit, end) is None for end in ends):
            yield Unmoved(applied, limit, NOT_ENCODED)
        else:
            ways = [_Way(end, _sliding(bench, applied, limit, end)) for end in ends]
            found = [_moved(bench, applied, limit, way, proofs) for way in ways]
            yield from (each for each in found if each is not None)
            if not any(found):
                yield Unmoved(applied, limit, FREE if all(way.sliding for way in ways) else FREE_AT_ENDS)


def _moved(
    bench: Workbench, applied: Applied, limit: t.Number, way: _Way, proofs: Sequence[Proposition]
) -> Slack | None:
    """The slack towards one end; None if no proof breaks on the way there."""
    end, sliding = way.end, way.sliding

    def broken(at: Fraction) -> tuple[str, ...] | None:
        """The clauses whose proofs break when the limit stands there, or before; none if no port can then conform."""
        premises = _premises(bench, applied, limit, at)
        if premises is None:
            return ()
        instead = premises if sliding is None else sliding((at - limit.base) / (end - limit.base))
        found = dict.fromkeys(each.applied.clause.id for each in proofs if not bench.proved(each, instead=instead))
        if found:
            return tuple(found)
        # Of what no port can keep to, everything follows.
        one = next(each for label, each in premises.items() if label.startswith(SIDES[0]))
        return None if bench.can_conform(one, leaving=premises.keys()) else ()

    if broken(end) is None:
        return None
    least = _least(limit, applied, bench.theory.library.dictionary)
    good, bad = _bisected(limit.base, end, least, lambda at: broken(at) is None)
    return Slack(applied, limit, good, least, broken(bad) or ())


def _premises(bench: Workbench, applied: Applied, limit: t.Number, at: Fraction) -> dict[str, Formula] | None:
    """The clause as a premise on each side, by label, with the limit elsewhere; None if it can not be encoded."""
    clause, unit = applied.clause, limit.unit or ONE
    moved = _replaced(clause.requires, limit, replace(limit, amount=unit.from_base(at)))
    try:
        kept = bench.kept_by_both(moved, clause.when)
    except NotEncodableError:
        return None
    return {each.label: kept[each.side] for each in bench.theory.premises if each.applied.clause is clause}


def _sliding(bench: Workbench, applied: Applied, limit: t.Number, end: Fraction) -> Sliding | None:
    """The premises with the limit somewhere on the way to an end, up to so great a part of it; None if what they say
    differs by more than numbers. What a proof needs may break on the way, and hold again at the end.
    """
    first, last = (_premises(bench, applied, limit, at) for at in (limit.base, end))
    if first is None or last is None:
        return None
    measured = _measured(limit, applied, bench.theory.library.dictionary)
    whole = all(each.kind is not None and each.kind.whole for each in measured)
    steps = abs(end - limit.base) if whole else Fraction(1)
    name = bench.theory.vocabulary.limit(steps, whole=whole)
    by = p.scale(p.variable(name), 1 / steps)
    slid = {label: between(each, last[label], by) for label, each in first.items()}
    if any(each is None for each in slid.values()):
        return None

    def up_to(part: Fraction) -> dict[str, Formula]:
        on_the_way = (at_least(p.variable(name)), not_above(p.variable(name), p.constant(part * steps)))
        return {label: both((*on_the_way, each)) for label, each in slid.items() if each is not None}

    return up_to


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
