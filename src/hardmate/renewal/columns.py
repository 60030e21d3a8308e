"""What a state knows of the ports that nobody changed: enough to find the pairs that have to be looked at closely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from hardmate.finding import Location
from hardmate.language.dictionary import Dictionary
from hardmate.language.value import Value
from hardmate.model.effectivity import Effectivity
from hardmate.model.roles import Axis
from hardmate.model.vehicle import Claim, Port, Roles
from hardmate.renewal.plain import Plain, claims_of, roles_of, value_of
from hardmate.renewal.state import State, vehicle_of


class UnknownError(Exception):
    """The state can not tell what is asked of it."""


class Columns(Struct):
    """The columns of a state, and the values in them, each made when it is asked for, once for all who declare it."""

    state: State
    dictionary: Dictionary
    _read: dict[str, tuple[Sequence[Plain], Sequence[int]]] = field(default_factory=dict)
    _made: dict[tuple[str, int], Value] = field(default_factory=dict)
    _shapes: dict[int, tuple[tuple[Claim, ...], Mapping[Axis, Roles]]] = field(default_factory=dict)

    def plain(self, number: int, path: str) -> Plain | None:
        """What a port declares for a path; None for nothing. Raises UnknownError for a path that was never read."""
        values, numbers = self._column(path)
        return None if numbers[number] < 0 else values[numbers[number]]

    def numbers(self, path: str) -> Sequence[int]:
        """For each port a number that it shares with those that declare the same for a path."""
        return self._column(path)[1]

    def value(self, number: int, path: str) -> Value | None:
        values, numbers = self._column(path)
        place = numbers[number]
        if place < 0:
            return None
        if (path, place) not in self._made:
            self._made[path, place] = value_of(values[place], self.dictionary[path])
        return self._made[path, place]

    def _column(self, path: str) -> tuple[Sequence[Plain], Sequence[int]]:
        if path not in self._read:
            if path not in self.state.columns:
                raise UnknownError(path)
            self._read[path] = self.state.column(path)
        return self._read[path]

    def port(self, number: int) -> Port:
        """A port as far as it decides what it is judged by, and how it comes out."""
        name, shape = self.state.ports[number]
        if shape not in self._shapes:
            plain = self.state.shapes[shape]
            self._shapes[shape] = claims_of(plain), roles_of(plain)
        claims, roles = self._shapes[shape]
        values = _Declared(self, number)
        return Port(name, name, "", vehicle_of(name), "", claims, None, roles, values, Effectivity(), Location(""))


class _Declared(Mapping[str, Value]):
    """What one port declares, by path."""

    def __init__(self, columns: Columns, number: int) -> None:
        self.columns, self.number = columns, number

    def __getitem__(self, path: str) -> Value:
        found = self.columns.value(self.number, path)
        if found is None:
            raise KeyError(path)
        return found

    def get(self, path: str, default: Any = None) -> Any:
        """As of any mapping, and without an exception for each path that is not declared."""
        found = self.columns.value(self.number, path)
        return default if found is None else found

    def __iter__(self) -> Iterator[str]:
        return (path for path in self.columns.state.columns if self.columns.plain(self.number, path) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)
