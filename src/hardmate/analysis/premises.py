"""What may be taken of any port that conforms: one meaning for `prove` and `audit`, `impact`, and `pair --claims`."""

from __future__ import annotations

from hardmate.language.value import Trust
from hardmate.model.words import Force
from hardmate.repository import Applied


def binds(applied: Applied) -> bool:
    """Whether every port that conforms keeps the clause: it is a `shall`, and its sources do not dispute it.

    Only such a clause is a premise. A port that leaves a recommendation conforms all the same.
    """
    return applied.clause.force is Force.SHALL and applied.trust is not Trust.DISPUTED


def advises(applied: Applied) -> bool:
    """Whether the clause is a recommendation, from which something would follow if it were kept."""
    return applied.clause.force is not Force.SHALL and applied.trust is not Trust.DISPUTED
