"""The shape of plans: the matings that a programme intends."""

from __future__ import annotations

from typing import Annotated, Literal

from hardmate.model.shapes.common import EvidenceShape, Id, Line, PortId, Prose
from hardmate.model.shapes.shape import NO_ITEMS, NO_KEYS, Limit, Shape
from hardmate.model.words import PlanStatus


class MatingShape(Shape):
    """One mating that a programme intends."""

    pair: Annotated[list[PortId], Limit(min_length=2, max_length=2)]
    """The two ports: [orion/forward, starship-hls/nose]."""
    phase: Line = ""
    """When in the programme."""
    mode: Id | None = None
    """How they mate: docking, berthing or installed; any common mode if left out."""
    needs: Annotated[list[Id], Limit(min_length=1)]
    """The capabilities that the mating must reach."""
    roles: dict[str, PortId] = NO_KEYS
    """Who takes which role, where it is agreed: active: starship-hls/nose."""
    date: Line = ""
    """When, as far as it is known, quoted: "2028"."""
    order: int | None = None
    """Where it stands in the sequence."""
    note: Prose = ""
    """What a reader should know."""


class PlanShape(Shape):
    """The matings that a programme intends, and what each needs."""

    kind: Literal["plan"]
    """plan"""
    id: Id
    """Short name, the same as the file's name without .yaml."""
    title: Line
    """What is planned."""
    programme: Line = ""
    """The programme it belongs to."""
    status: PlanStatus = PlanStatus.ACTIVE
    """Matings of a plan that is not active are judged, but only warn."""
    note: Prose = ""
    """Why and since when, for a plan that is not active."""
    evidence: EvidenceShape | None = None
    """How the plan is known."""
    fleet: list[Id] = NO_ITEMS
    """The vehicles that the programme has, by id: clauses over a fleet are judged for them."""
    matings: Annotated[dict[Id, MatingShape], Limit(min_length=1)]
    """The matings, by id."""
