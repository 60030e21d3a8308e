"""Two sides in; everything that is different between them, and what it does, out."""

from __future__ import annotations

from contextlib import nullcontext

from msgspec import Struct

from hardmate.analysis.impact.clauses import Difference, clause_changes
from hardmate.analysis.impact.dictionary import dictionary_changes, page_changes
from hardmate.analysis.impact.flips import Fleet, fleet
from hardmate.analysis.impact.kinds import Breaks, Classed, Kind, classed
from hardmate.analysis.impact.mixed import Guarantee, guarantees
from hardmate.analysis.impact.side import Side
from hardmate.model.change import Change
from hardmate.model.words import Force
from hardmate.solver import Solver, installed


class Impact(Struct, frozen=True):
    """What changes from `old` to `new`, and what becomes of a fleet, if one was given.

    `same` counts the clauses that read the same, `untouched` those between two ports that no change bears on. `change`
    is the request that made the new side, if one did.
    """

    old: Side
    new: Side
    change: Change | None
    clauses: tuple[Classed, ...]
    same: int
    dictionary: tuple[Difference, ...]
    pages: tuple[Difference, ...]
    guarantees: tuple[Guarantee, ...]
    untouched: int
    fleet: Fleet | None

    @property
    def lost(self) -> tuple[Guarantee, ...]:
        """What was guaranteed and no longer is, of clauses that are a shall."""
        return tuple(each for each in self.guarantees if each.lost and each.force is Force.SHALL)

    @property
    def breaks(self) -> tuple[Breaks, ...]:
        """Whom the change as a whole can break."""
        found = {whom for classed in self.clauses for whom in classed.breaks}
        found |= {Breaks.COUNTERPARTS} if self.lost else set()
        return tuple(each for each in Breaks if each in found)

    @property
    def harmful(self) -> bool:
        """Whether somebody has to act: something breaks, is not decided, or a verdict of the fleet gets worse."""
        undecided = any(each.kind is Kind.OPEN for each in self.clauses)
        return bool(self.breaks) or undecided or (self.fleet is not None and self.fleet.worse)


def impact(old: Side, new: Side, *, judged: bool, change: Change | None = None) -> Impact:
    """The impact of going from one side to the other; `judged` says whether their declarations are judged as well."""
    changes, same = clause_changes(old, new)
    with Solver() if installed("z3") else nullcontext() as solver:
        decided = tuple(classed(each, old, new, solver) for each in changes)
        met, untouched = guarantees(old, new, changes, solver)
    return Impact(
        old=old,
        new=new,
        change=change,
        clauses=decided,
        same=same,
        dictionary=dictionary_changes(old, new),
        pages=page_changes(old, new),
        guarantees=met,
        untouched=untouched,
        fleet=fleet(old, new) if judged else None,
    )
