"""What a shape is: the keys of a mapping in a file as attributes, once the file has passed its schema.

Nothing is checked again here. `models` has pydantic's view of a shape, which the schemas are made from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    NoReturn,
    Self,
    get_args,
    get_origin,
    get_type_hints,
)

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

Read = Callable[[Any], Any]

NO_ITEMS: list[Any] = []
"""What a list holds that is left out; shapes never change."""
NO_KEYS: dict[Any, Any] = {}


class Limit:
    """What a schema asks of a value beyond its type, in pydantic's words for it."""

    __slots__ = ("asked",)

    def __init__(self, **asked: Any) -> None:
        self.asked = asked

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic import Field  # noqa: PLC0415 - only publishing needs it

        return handler.generate_schema(Annotated[source, Field(**self.asked)])


class Shape:
    """Unknown keys are refused; a shape never changes once read. `given` is what the file has."""

    given: Mapping[str, Any]

    @classmethod
    def of(cls, data: Any) -> Self:
        """The shape of data that its schema lets through."""
        readers = _READERS.get(cls)
        if readers is None:
            readers = _READERS[cls] = _readers(cls)
        read = {key: readers[key](entry) if key in readers else entry for key, entry in data.items()}
        made = cls.__new__(cls)
        made.__dict__.update(read, given=data)
        return made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shape) and type(other) is type(self) and other.given == self.given

    def __hash__(self) -> int:
        return hash(tuple(self.given))

    def __setattr__(self, name: str, _: object) -> NoReturn:
        raise AttributeError(f"{name} of a shape never changes")

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from hardmate.model.shapes.models import model_of  # noqa: PLC0415 - only publishing needs it

        return handler.generate_schema(model_of(cls))


_READERS: dict[type[Shape], Mapping[str, Read]] = {}


def _readers(shape: type[Shape]) -> Mapping[str, Read]:
    """How the keys are read that are not taken as they are written."""
    found = {key: _reader(hint) for key, hint in get_type_hints(shape).items()}
    return {key: read for key, read in found.items() if read is not None}


def _reader(hint: Any) -> Read | None:
    parts = get_args(hint)
    if get_origin(hint) is list:
        return _each(_reader(parts[0]))
    if get_origin(hint) is dict:
        return _every(_reader(parts[0]), _reader(parts[1]))
    if isinstance(hint, type):
        if issubclass(hint, Shape):
            return hint.of
        return hint if issubclass(hint, Enum) else _whole if hint is int else None
    # Of a union, the one part that is not taken as it is written; the others are of other types.
    read = next((read for read in map(_reader, parts) if read is not None), None)
    nested = any(isinstance(part, type) and issubclass(part, Shape) for part in parts)
    return _mappings(read) if nested and read is not None else read


def _whole(entry: Any) -> Any:
    """3.0 is a whole number in JSON Schema."""
    return int(entry) if isinstance(entry, Decimal) else entry


def _mappings(read: Read) -> Read:
    return lambda entry: read(entry) if isinstance(entry, Mapping) else entry


def _each(read: Read | None) -> Read | None:
    return None if read is None else lambda entries: [read(entry) for entry in entries]


def _every(key: Read | None, read: Read | None) -> Read | None:
    if key is None and read is None:
        return None
    names, values = key or _as_written, read or _as_written
    return lambda entries: {names(name): values(entry) for name, entry in entries.items()}


def _as_written(entry: Any) -> Any:
    return entry
