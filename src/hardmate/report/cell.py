"""One pair of the matrix: an assessment in; its standing, reason and tightest margin out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hardmate.assess.capability import Standing
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
    found = [
        (margin.rank, verdict.clause.id, margin_text(margin, verdict.clause.requires, dictionary), margin.fraction)
        for capability in assessed.best.needed((MATE,))
        if capability.tightest is not None
        for verdict, margin in (capability.tightest,)
    ]
    if not found:
        return Cell(assessed.standing, "; ".join(assessed.reasons), None)
    rank, clause, text, fraction = min(found, key=lambda entry: entry[:2])
    return Cell(assessed.standing, "; ".join(assessed.reasons), Tightest(clause, text, fraction, rank))
