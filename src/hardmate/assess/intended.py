"""Two ports of a repository assessed as a plan has them, or freely where no plan does: what `pair` and a route say."""

from __future__ import annotations

from collections.abc import Sequence

from hardmate.assess.pair import MATE, Assessment, assessment
from hardmate.assess.verdict import Judge
from hardmate.model.vehicle import Port
from hardmate.repository import Repository


def intended(one: Port, other: Port, repository: Repository, judge: Judge, needs: Sequence[str] = ()) -> Assessment:
    """The assessment in the mode and roles of the first plan that joins the two.

    The best assignment is the one that comes nearest to the plan's needs, and to the `needs` asked for.
    """
    library = repository.library
    for mating in repository.matings:
        if {one.id, other.id} == set(mating.pair) and (not mating.mode or mating.mode in library.modes):
            asked = tuple(dict.fromkeys((*mating.needs, *needs)))
            return assessment(one, other, library, judge, mode=mating.mode, agreed=mating.roles, needs=asked)
    return assessment(one, other, library, judge, needs=tuple(dict.fromkeys((MATE, *needs))))
