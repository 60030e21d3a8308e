"""Declarations that were read before, and are read again only when somebody asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field

from hardmate.model.said import Sayings
from hardmate.model.vehicle import Port, Vehicle
from hardmate.repository.declared import declared
from hardmate.repository.files import File
from hardmate.repository.library import Library
from hardmate.schema import Validator

Thing = TypeVar("Thing")


class ChangedError(Exception):
    """A declaration is not any more what it was."""


class Beside(Struct, frozen=True):
    """Vehicles that nothing is wrong with: for each the file that declares it, and the ids of its ports."""

    files: Mapping[str, str] = field(default_factory=dict)
    ports: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def vehicles(
        self, read: Mapping[str, Vehicle], library: Library, gates: Mapping[str, Validator]
    ) -> Mapping[str, Vehicle]:
        """All vehicles by id, those that were `read` among them. Asking for one may raise ChangedError."""

        sayings = Sayings()

        def made(name: str) -> Vehicle:
            file = self.files[name]
            found = declared(File(Path(file), file), library, gates, sayings)
            if not isinstance(found, Vehicle):
                raise ChangedError(file)
            return found

        return OnDemand(read, self.files, made)

    def all_ports(self, read: Mapping[str, Port], vehicles: Mapping[str, Vehicle]) -> Mapping[str, Port]:
        """All ports by id, those that were `read` among them. Asking for one may raise ChangedError."""

        def made(name: str) -> Port:
            vehicle = vehicles[name.partition("/")[0]]
            found = next((port for port in vehicle.ports if port.id == name), None)
            if found is None:
                raise ChangedError(vehicle.location.file)
            return found

        return OnDemand(read, (name for each in self.ports.values() for name in each), made)


class OnDemand(Mapping[str, Thing]):
    """Things by name, in the order of their names, each made when it is asked for."""

    def __init__(self, there: Mapping[str, Thing], more: Iterable[str], make: Callable[[str], Thing]) -> None:
        self._names = dict.fromkeys(sorted((*there, *more)))
        self._made = dict(there)
        self._make = make

    def __getitem__(self, name: str) -> Thing:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
