"""The shape of change requests: what somebody proposes to write differently, apart from the files it is about."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from hardmate.model.shapes.common import GroupName, Id, Line, PortId, Prose
from hardmate.model.shapes.shape import NO_ITEMS, NO_KEYS, Limit, Shape

AnyStandardId = Annotated[str, Limit(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[A-Za-z0-9.-]+)?$", max_length=120)]
FileName = Annotated[str, Limit(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._/-]*\.ya?ml$", max_length=200)]


class ChangeShape(Shape):
    """A change request: a small overlay over standards and declarations. It changes nothing until it is taken over."""

    kind: Literal["change"]
    """change"""
    id: Id
    """Short name, the same as the file's name without .yaml."""
    title: Line
    """What is asked for, as a sentence."""
    proposed_by: Line
    """The agency or company that asks for it."""
    reason: Prose
    """Why."""
    clauses: dict[AnyStandardId, dict[Id, dict[str, Any]]] = NO_KEYS
    """By standard, the clauses that would read differently, each with the keys that change; a new one with all keys."""
    withdraws: dict[AnyStandardId, list[Id]] = NO_KEYS
    """By standard, the clauses that would no longer apply."""
    values: dict[PortId, dict[GroupName, dict[GroupName, Any]]] = NO_KEYS
    """By port, or port@state, the values that it would declare, by group and name of the dictionary."""
    declarations: list[FileName] = NO_ITEMS
    """Files of vehicles and adapters that would be added or replaced, named from this file's folder."""
