"""The shape of clauses over a fleet: what each of its vehicles shall find among all the others."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from hardmate.language.value import Provenance
from hardmate.model.shapes.common import Id, Line, Prose, Shape, Sources
from hardmate.model.shapes.standard import Force, Method


class Each(StrEnum):
    """Of which vehicles of the fleet a clause speaks."""

    VEHICLE = "vehicle"
    CREWED_VEHICLE = "crewed-vehicle"


class Partner(StrEnum):
    """What a clause counts."""

    PORTS = "ports"
    VEHICLES = "vehicles"


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
    at_least: Annotated[int, Field(ge=1, le=100)]
    """How many partners each shall have."""
    partners: Partner
    """What is counted: ports of other vehicles, or other vehicles."""
    reaching: Annotated[list[Id], Field(min_length=1)]
    """The capabilities that the two must have for a partner to count."""
    rationale: Prose
    """Why: the physics or the history behind it."""
    help: Prose
    """What to do when it fails."""
    verify: Annotated[list[Method], Field(min_length=1)]
    """How it can be verified."""
    rules: list[Line] = Field(default_factory=list)
    """Ids of the rules of a rule collection that it covers."""
