"""The shape of clauses over a fleet: what each of its vehicles shall find among all the others."""

from __future__ import annotations

from typing import Annotated, Literal

from hardmate.language.value import Provenance
from hardmate.model.shapes.common import Id, Line, Prose, Sources
from hardmate.model.shapes.shape import NO_ITEMS, Limit, Shape
from hardmate.model.words import Each, Force, Method, Partner


class FleetClauseShape(Shape):
    """One testable requirement over a fleet: each vehicle finds enough partners among the others."""

    kind: Literal["fleet-clause"]
    """fleet-clause"""
    id: Id
    """Short name, in kebab-case, the same as the file's name without .yaml; never reused."""
    title: Line
    """What the clause asks, as a sentence."""
    requirement: Line
    """Where it stands: document, revision, section or table."""
    provenance: Provenance
    """How it is known. A failure of a recalled clause is a warning."""
    source: Sources
    """The id of one source, or of several, from a file of kind sources."""
    force: Force
    """How binding it is. Only the failure of a shall is an error."""
    each: Each
    """Of which vehicles it speaks: every vehicle of the fleet, or every crewed one."""
    at_least: Annotated[int, Limit(ge=1, le=100)]
    """How many partners each shall have."""
    partners: Partner
    """What is counted: ports of other vehicles, or other vehicles."""
    reaching: Annotated[list[Id], Limit(min_length=1)]
    """The capabilities that the two must have for a partner to count."""
    rationale: Prose
    """Why: the physics or the history behind it."""
    help: Prose
    """What to do when it fails."""
    verify: Annotated[list[Method], Limit(min_length=1)]
    """How it can be verified."""
    rules: list[Line] = NO_ITEMS
    """Ids of the rules of a rule collection that it covers."""
