"""One pair of the matrix: what it is told, in; its standing, reason and tightest margin out."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from hardmate.api import Glance
from hardmate.assess.capability import Standing
from hardmate.language.dictionary import Dictionary
from hardmate.language.shown import margin_text


class Tightest(Struct, frozen=True):
    """The tightest margin on the way to hard mate, worst case: the clause, and the distance in words and to sort by."""

    clause: str
    text: str
    fraction: Fraction | None
    rank: tuple[Fraction, Fraction]


class Cell(Struct, frozen=True):
    """What the matrix shows of a pair of ports, whose ids are in order."""

    ports: tuple[str, str]
    standing: Standing
    reason: str
    tightest: Tightest | None

    @property
    def names(self) -> str:
        return " with ".join(self.ports)


def cell(glance: Glance, dictionary: Dictionary) -> Cell:
    first, second = glance.ports
    ports, outline = (first.id, second.id), glance.outline
    reason = "; ".join(outline.why(first, second))
    if glance.tight is None:
        return Cell(ports, outline.standing, reason, None)
    verdict, margin = glance.tight
    text = margin_text(margin, verdict.clause.requires, dictionary)
    return Cell(ports, outline.standing, reason, Tightest(verdict.clause.id, text, margin.fraction, margin.rank))
