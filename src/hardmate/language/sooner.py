"""The outcome of a whole clause where exact intervals settle it, for clauses that are judged thousands of times."""

from __future__ import annotations

from collections.abc import Callable

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


def firm(value: Value) -> bool:
    """Whether nothing that a value says, in its rows too, is recalled, disputed or provisional."""
    rows = value.content if isinstance(value.content, tuple) else ()
    return value.trust is Trust.FIRM and all(firm(cell) for row in rows for cell in row.values())
