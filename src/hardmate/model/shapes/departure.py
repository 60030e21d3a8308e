"""The shape of departures: approved exceptions from one clause, for one port or pair."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from hardmate.model.shapes.common import Date, GroupName, Id, Line, PortId, Prose
from hardmate.model.shapes.declaration import EffectivityShape
from hardmate.model.shapes.shape import NO_ITEMS, Limit, Shape
from hardmate.model.words import DepartureForm


class ApprovalShape(Shape):
    """One party's signature."""

    party: Line
    """The party that approves, named as declarations and standards name it: NASA."""
    by: Line
    """Who signed."""
    date: Date
    """The day it was signed, quoted: "2026-11-22"."""
    reference: Line = ""
    """The document that has the signature."""


class DepartureShape(Shape):
    """An approved exception from one clause, for one port or one pair of ports. It lowers a finding, and never hides \
it."""

    kind: Literal["departure"]
    """departure"""
    id: Id
    """Short name, the same as the file's name without .yaml."""
    title: Line
    """What is granted, as a sentence."""
    form: DepartureForm
    """deviation: granted before it was made; waiver: for what was made already."""
    clause: Id
    """The clause that is departed from."""
    standard: Annotated[str, Limit(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[A-Za-z0-9.-]+)?$", max_length=120)]
    """The standard that states the clause: idss/E, or common."""
    ports: Annotated[list[PortId], Limit(min_length=1, max_length=2)]
    """One port, for a clause that judges a port; two, for a clause that judges a pair."""
    accepted: Annotated[dict[PortId, dict[GroupName, dict[GroupName, Any]]], Limit(min_length=1)]
    """Per port, the values that the departure accepts, by group and name. What drifts beyond them fires again."""
    rationale: Prose
    """Why it can be accepted, and by what evidence."""
    owner: Line
    """Who answers for the departure, and moves when it ages."""
    effectivity: EffectivityShape | None = None
    """When, on which flights and for which serial numbers it holds; always if left out."""
    expires: Date = ""
    """The last day on which it holds (UTC, to its end), quoted: "2028-12-31"."""
    approvals: list[ApprovalShape] = NO_ITEMS
    """The signatures: both parties for a pair, the standard's board for a port."""
