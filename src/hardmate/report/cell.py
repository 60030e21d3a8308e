"""One pair of the matrix: an assessment in; its standing, reason and tightest margin out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hardmate.assess.capability import Standing, tightest
from hardmate.assess.pair import MATE, Assessment
from hardmate.language.dictionary import Dictionary
from hardmate.language.shown import margin_text


@dataclass(frozen=True, slots=True)
class Tightest:
    """The tightest margin on the way to hard mate, worst case: the clause, and the distance in words and to sort by."""

    clause: str
    text: str
    fraction: Fraction | None
    rank: tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Cell:
    """What the matrix shows of a pair."""

    standing: Standing
    reason: str
    tightest: Tightest | None


Cells = Mapping[frozenset[str], Cell]
"""By the pair of port ids."""


def cell(assessed: Assessment, dictionary: Dictionary) -> Cell:
    reason = "; ".join(assessed.reasons)
    found = tightest(verdict for capability in assessed.best.needed((MATE,)) for verdict in capability.verdicts)
    if found is None:
        return Cell(assessed.standing, reason, None)
    verdict, margin = found
    text = margin_text(margin, verdict.clause.requires, dictionary)
    return Cell(assessed.standing, reason, Tightest(verdict.clause.id, text, margin.fraction, margin.rank))
