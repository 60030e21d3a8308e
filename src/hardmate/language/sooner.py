"""The outcome of a whole clause where exact intervals settle it, for clauses that are judged thousands of times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from hardmate.language import tree as t
from hardmate.language.judge import Outcome
from hardmate.language.quick import Known, Truth, reader
from hardmate.language.value import Trust, Value

Settler = Callable[[Known], Outcome | None]
_OUTCOME = {Truth.HOLDS: Outcome.PASS, Truth.FAILS: Outcome.FAIL, Truth.UNKNOWN: Outcome.UNDETERMINED}


def settler(requires: t.Node, when: t.Node | None) -> Settler:
    """What `judge` says of values that are firm, by their bounds; None where it takes more to say it."""
    required = reader(requires)
    if when is None:
        return lambda known: _OUTCOME.get(required(known))
    guard = reader(when)

    def settled(known: Known) -> Outcome | None:
        match guard(known):
            case Truth.HOLDS:
                return _OUTCOME.get(required(known))
            case Truth.FAILS:
                return Outcome.NOT_APPLICABLE
            case _:
                return None

    return settled


def firm(values: Iterable[Value]) -> bool:
    """Whether nothing that these values say, in their rows too, is recalled, disputed or provisional."""
    return all(
        value.trust is Trust.FIRM and (not isinstance(value.content, tuple) or all(map(_firm_row, value.content)))
        for value in values
    )


def _firm_row(row: Mapping[str, Value]) -> bool:
    return firm(row.values())
