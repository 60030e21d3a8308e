"""The shared dictionary as the language sees it: what each parameter is and how its values are read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from hardmate.quantity import Kind, Quantity, Unit


class Type(StrEnum):
    """What a parameter's value looks like."""

    COUNT = "count"
    QUANTITY = "quantity"
    RANGE = "range"
    CHOICE = "choice"
    SET = "set"
    FLAG = "flag"
    TEXT = "text"
    TABLE = "table"


class Reading(StrEnum):
    """What several possible values mean."""

    OCCURS = "occurs"
    """Every value may happen: a clause must hold for all."""
    ACCEPTS = "accepts"
    """The whole set is tolerated: a limit."""
    SELECTABLE = "selectable"
    """A setting that can be chosen: a clause must hold for one."""


class Nature(StrEnum):
    """What a repair may touch."""

    ADJUSTABLE = "adjustable"
    NEED = "need"
    FACT = "fact"


class Parameter(Struct, frozen=True):
    """One named, typed value of the dictionary. `name` is `group.name`, or the column's name for a column.

    `kind`, `unit`, `domain` and `resolution` are set for numeric types; `choices` maps each word of a choice or
    a set to its meaning; `columns` and `max_rows` belong to tables.
    """

    name: str
    title: str
    type: Type
    reading: Reading
    nature: Nature = Nature.FACT
    description: str = ""
    kind: Kind | None = None
    unit: Unit | None = None
    domain: Quantity | None = None
    resolution: Quantity | None = None
    frame: str = ""
    event: str = ""
    choices: Mapping[str, str] = MappingProxyType({})
    columns: Mapping[str, Parameter] = MappingProxyType({})
    max_rows: int = 0

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def numeric(self) -> bool:
        return self.type in (Type.COUNT, Type.QUANTITY, Type.RANGE)


Dictionary = Mapping[str, Parameter]
