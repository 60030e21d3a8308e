"""The shape of the rules that the standards are measured against."""

from __future__ import annotations

from typing import Annotated, Literal

from hardmate.model.shapes.common import Id, Line, Prose, RuleId, Sources
from hardmate.model.shapes.shape import NO_ITEMS, Limit, Shape
from hardmate.model.words import Discipline, Grounds, Weight


class OpenShape(Shape):
    """Why no clause checks something: either a value is not there yet, or a feature is missing."""

    needs: Prose = ""
    """The parameters and numbers that are not there yet; with them a clause could check it."""
    not_checkable: Prose = ""
    """Why declarations and the clause language can not decide it."""
    missing: Prose = ""
    """The feature of the declarations or of the clause language that would make it checkable."""
    standard: Id = "common"
    """The standard, without its revision, whose subject it is; common if left out."""


class KeptShape(Shape):
    """How Hardmate itself keeps a rule, without a clause."""

    how: Prose
    """What is refused or told, and where."""
    findings: list[Id] = NO_ITEMS
    """The codes of the findings that tell it, if any do."""


class RuleShape(Shape):
    """One thing that two sides have to agree on. Which clauses check it, the clauses say."""

    statement: Prose
    """What must hold, as a sentence."""
    discipline: Discipline
    """The field of engineering that it belongs to."""
    severity: Weight
    """What follows when it is broken: blocker, major, minor or info."""
    grounds: Grounds
    """How well the need for it is shown. confirmed: found in a source; partly: found, but not its numbers; derived: \
it follows from geometry or logic; recalled: from memory, no source found."""
    source: Sources
    """The id of one source, or of several, from a file of kind sources."""
    note: Prose = ""
    """What a reader should know."""
    kept: KeptShape | None = None
    """How Hardmate itself keeps it, for a rule that needs no clause."""
    open: OpenShape | None = None
    """Why nothing checks it, for a rule without a clause."""
    leaves_open: OpenShape | None = None
    """What of a rule that is checked is still not checked, and why."""


class RulesShape(Shape):
    """A collection of rules that the standards are measured against: what is checked, and what is not."""

    kind: Literal["rules"]
    """rules"""
    title: Line
    """What the rules are about."""
    rules: Annotated[dict[RuleId, RuleShape], Limit(min_length=1)]
    """The rules, by id."""
