"""The values that a departure accepts against those declared: what drifted, what is open-ended, what is too broad."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from fractions import Fraction

from msgspec import Struct

from hardmate.language.dictionary import Reading
from hardmate.language.value import Content, State, Value
from hardmate.model.departure import Departure
from hardmate.model.standard import Clause, read_paths
from hardmate.model.vehicle import Port
from hardmate.quantity import Quantity


class Fit(Enum):
    """How a declared value stands to the accepted one."""

    SAME = "same"
    WITHIN = "within"
    BEYOND = "beyond"
    OPEN = "open"
    """Declared, and the departure does not say what it accepts of it."""


class Compared(Struct, frozen=True):
    """One value that the clause reads: declared at a port, and as the departure accepts it."""

    port: str
    path: str
    fit: Fit
    declared: str
    accepted: str


def compared(departure: Departure, clause: Clause, ports: Mapping[str, Port]) -> Iterator[Compared]:
    """Every value that the clause reads at the ports of the departure and that somebody declares."""
    for name in departure.ports:
        accepted = departure.accepted.get(name, {})
        for path in read_paths(clause):
            mine = ports[name].values.get(path)
            if mine is None or mine.state not in (State.KNOWN, State.NONE):
                continue
            theirs = accepted.get(path)
            if theirs is None:
                yield Compared(name, path, Fit.OPEN, mine.text, "")
            else:
                yield Compared(name, path, _fit(mine, theirs), mine.text, theirs.text)


def _fit(declared: Value, accepted: Value) -> Fit:
    """A departure accepts what may happen up to a width, and what a side tolerates from a width on."""
    if (declared.state, declared.content) == (accepted.state, accepted.content):
        return Fit.SAME
    if declared.content is None or accepted.content is None:
        return Fit.BEYOND
    inner, outer = declared.content, accepted.content
    if declared.parameter.reading is not Reading.OCCURS:
        inner, outer = outer, inner
    return _spread(inner, outer)


def _spread(inner: Content, outer: Content) -> Fit:
    if isinstance(inner, Quantity) and isinstance(outer, Quantity):
        if _bounds(inner) == _bounds(outer):
            return Fit.SAME
        low = outer.low is None or (inner.low is not None and inner.low >= outer.low)
        high = outer.high is None or (inner.high is not None and inner.high <= outer.high)
        return Fit.WITHIN if low and high else Fit.BEYOND
    if isinstance(inner, frozenset) and isinstance(outer, frozenset):
        return Fit.WITHIN if inner < outer else Fit.BEYOND
    return Fit.SAME if _plain(inner) == _plain(outer) else Fit.BEYOND


def _bounds(quantity: Quantity) -> tuple[Fraction | None, Fraction | None]:
    return quantity.low, quantity.high


def _plain(content: Content) -> object:
    """Content without where it stands; of a table its rows."""
    if isinstance(content, tuple):
        return tuple(
            tuple(
                (name, cell.state, None if cell.content is None else _plain(cell.content)) for name, cell in row.items()
            )
            for row in content
        )
    return _bounds(content) if isinstance(content, Quantity) else content
