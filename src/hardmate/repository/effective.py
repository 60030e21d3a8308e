"""A repository and an occasion in; the ports that are in effect on it, and why the others are not, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from msgspec.structs import replace

from hardmate.model.effectivity import Effectivity, Occasion, holds
from hardmate.model.vehicle import Port, Vehicle
from hardmate.repository.load import Repository


def in_effect(repository: Repository, occasion: Occasion) -> Repository:
    """The repository with only the ports, and each in only the configurations, that it can have on the occasion.

    A configuration that the occasion leaves open stays beside the usual port.
    """
    if occasion == Occasion():
        return repository
    gone = absent(repository, occasion)
    vehicles = {
        name: replace(each, ports=left)
        for name, each in repository.vehicles.items()
        if (left := tuple(port for port in each.ports if port.id not in gone))
    }
    ports = {name: port for name, port in repository.ports.items() if name not in gone}
    return replace(repository, vehicles=vehicles, ports=ports)


def absent(repository: Repository, occasion: Occasion, ports: Iterable[str] | None = None) -> Mapping[str, str]:
    """Each port, and configuration of a port, that is not in effect on an occasion, with the reason; if `ports` are
    named, of their vehicles alone."""
    names = repository.vehicles if ports is None else dict.fromkeys(port.partition("/")[0] for port in ports)
    vehicles = (repository.vehicles[name] for name in names if name in repository.vehicles)
    return {name: why for each in vehicles for name, why in _absent(each, occasion)}


def _absent(vehicle: Vehicle, occasion: Occasion) -> Iterator[tuple[str, str]]:
    if holds(vehicle.effectivity, vehicle.id, occasion) is False:
        for port in vehicle.ports:
            yield port.id, f"{vehicle.id} is in service {vehicle.effectivity}"
        return
    states = [port for port in vehicle.ports if port.id != port.usual]
    for port in states:
        if holds(port.effectivity, vehicle.id, occasion) is False:
            yield port.id, f"{port.id} is so {port.effectivity}"
    for port in vehicle.ports:
        if port.id != port.usual:
            continue
        mine = [state for state in states if state.usual == port.id]
        instead = [state.id for state in mine if holds(state.effectivity, vehicle.id, occasion)]
        if holds(port.effectivity, vehicle.id, occasion) is False:
            for each in (port, *mine):
                yield each.id, f"{port.id} is there {port.effectivity}"
        elif instead:
            yield port.id, f"it is {' or '.join(instead)} then"


def standing_for(name: str, repository: Repository, occasion: Occasion) -> str:
    """The port that a name stands for on an occasion: itself, or the one configuration that is in effect."""
    if name in repository.ports:
        gone = absent(repository, occasion)
        states = [port.id for port in repository.ports.values() if port.usual == name and _in_force(port, occasion)]
        if name in gone and len(states) == 1 and states[0] not in gone:
            return states[0]
    return name


def _in_force(port: Port, occasion: Occasion) -> bool:
    return port.id != port.usual and holds(port.effectivity, port.vehicle, occasion) is True


def means_nothing(occasion: Occasion, repository: Repository) -> str:
    """What an occasion asks for that no declaration speaks of; empty if there is nothing."""
    for name in (*occasion.flights, *occasion.serials):
        if name not in repository.vehicles:
            near = get_close_matches(name, repository.vehicles, 1)
            return f"no declaration has the id {name}" + (f"; did you mean {near[0]}?" if near else "")
    for name, flight in occasion.flights.items():
        known = sorted({each for dated in _dated(name, repository) for each in dated.flights})
        if flight not in known:
            return f"nothing of {name} is declared for a flight {flight}; declared are {', '.join(known) or 'none'}"
    for name in occasion.serials:
        if all(dated.first is None for dated in _dated(name, repository)):
            return f"nothing of {name} is declared by serial number"
    return ""


def _dated(vehicle: str, repository: Repository) -> list[Effectivity]:
    """When a vehicle, its ports, and the departures granted to them are so."""
    declared = repository.vehicles[vehicle]
    granted = (each for each in repository.departures if any(port.split("/")[0] == vehicle for port in each.ports))
    return [
        declared.effectivity,
        *(port.effectivity for port in declared.ports),
        *(departure.effectivity for departure in granted),
    ]
