"""A clause that differs in; what kind of change that is, and whom it can break, out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hardmate.analysis.impact.clauses import ClauseChange
from hardmate.model.shapes import Force, Subject


class Kind(StrEnum):
    """What a change does to what a clause allows."""

    EDITORIAL = "editorial"
    """The same declarations pass."""
    RELAXED = "relaxed"
    """All that passed still passes, and more."""
    TIGHTENED = "tightened"
    """Some that passed no longer does, and nothing else passes."""
    SHIFTED = "shifted"
    """Some that passed no longer does, and something else passes."""
    ADDED = "added"
    REMOVED = "removed"
    IMPLIED = "removed, but implied"
    """What it asked still follows from the clauses that stay."""
    OPEN = "not decided"


class Breaks(StrEnum):
    """Whom a change can leave with hardware that no longer will do."""

    MAKERS = "makers"
    """A port that conformed no longer does."""
    COUNTERPARTS = "counterparts"
    """Two ports that both conform are no longer sure to mate, or no longer do."""


@dataclass(frozen=True, slots=True)
class Classed:
    """A clause change with its kind, by what that was decided, and whom it breaks."""

    change: ClauseChange
    kind: Kind
    why: str
    breaks: tuple[Breaks, ...]


_STRENGTH = (Force.MAY, Force.SHOULD, Force.SHALL)


def classed(change: ClauseChange) -> Classed:
    """The class of a change, as far as its clauses alone show it."""
    kind, why = _kind(change)
    return Classed(change, kind, why, _breaks(change, kind))


def _kind(change: ClauseChange) -> tuple[Kind, str]:
    if change.old is None:
        return Kind.ADDED, ""
    if change.new is None:
        return Kind.REMOVED, ""
    if not change.bears:
        return Kind.EDITORIAL, ""
    keys = {each.key for each in change.differences}
    if not change.alike or keys & {"judges", "capability"}:
        return Kind.OPEN, "its expressions are not compared"
    raised = _STRENGTH.index(change.new.clause.force) - _STRENGTH.index(change.old.clause.force)
    return (Kind.TIGHTENED if raised > 0 else Kind.RELAXED), "the expressions are the same, the force is not"


def _breaks(change: ClauseChange, kind: Kind) -> tuple[Breaks, ...]:
    """Only a shall breaks anybody, and only if it is not met where it was before."""
    if change.new is None or change.new.clause.force is not Force.SHALL:
        return ()
    if kind not in (Kind.TIGHTENED, Kind.SHIFTED, Kind.ADDED):
        return ()
    return (Breaks.COUNTERPARTS,) if change.new.clause.judges is Subject.COMPATIBILITY else (Breaks.MAKERS,)
