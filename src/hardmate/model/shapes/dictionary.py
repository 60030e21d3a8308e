"""The shape of what a standards folder gives to speak with: parameters, and the sources of what is known."""

from __future__ import annotations

from typing import Annotated, Literal

from hardmate.language.dictionary import Nature, Reading, Type
from hardmate.model.shapes.common import GroupName, Id, Line, Prose
from hardmate.model.shapes.shape import Limit, Shape
from hardmate.model.words import Medium


class ColumnShape(Shape):
    """A column of a table."""

    title: Line
    """What it is, as a noun phrase."""
    description: Prose = ""
    """What a declaring engineer should know."""
    type: Type
    """What its values look like."""
    quantity: Line | None = None
    """The kind of quantity, such as speed or diameter."""
    unit: Line | None = None
    """The unit that messages use."""
    reading: Reading = Reading.OCCURS
    """occurs: every value may happen; accepts: the whole set is tolerated; selectable: one can be chosen."""
    frame: Line = ""
    """The frame that the value is stated in."""
    event: Line = ""
    """The event at which the value is stated."""
    nature: Nature = Nature.FACT
    """What a repair may touch: adjustable, need or fact."""
    domain: str | int | None = None
    """The physical bounds; a value outside them is an error."""
    resolution: str | int | None = None
    """The smallest difference worth telling."""
    choices: Annotated[dict[Id, Line], Limit(min_length=1)] | None = None
    """The words a choice or a set takes, each with its meaning."""


class ParameterShape(ColumnShape):
    """A parameter of the dictionary."""

    max_rows: Annotated[int, Limit(ge=1, le=64)] | None = None
    """The most rows a table takes."""
    columns: Annotated[dict[GroupName, ColumnShape], Limit(min_length=1)] | None = None
    """The columns of a table."""


class ParametersShape(Shape):
    """One group of the shared dictionary."""

    kind: Literal["parameters"]
    """parameters"""
    group: GroupName
    """The group's name, the same as the file's name without .yaml."""
    title: Line
    """What the group is about."""
    parameters: Annotated[dict[GroupName, ParameterShape], Limit(min_length=1)]
    """The parameters, by name."""


class SourceShape(Shape):
    """One source."""

    title: Line
    """What it is and where it is found."""
    medium: Medium
    """What kind of text it is."""
    trust: Literal["high", "medium", "low"]
    """How far it is trusted."""


class SourcesShape(Shape):
    """The sources that provenance refers to."""

    kind: Literal["sources"]
    """sources"""
    sources: Annotated[dict[Annotated[str, Limit(pattern=r"^[A-Z][A-Za-z0-9-]*$")], SourceShape], Limit(min_length=1)]
    """The sources, by id."""
