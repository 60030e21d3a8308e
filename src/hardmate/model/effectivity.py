"""When, on which flights and for which units something of a declaration is so; and whether it is on an occasion."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from hardmate.finding import Finding, Location
from hardmate.model.day import is_day
from hardmate.model.place import Place
from hardmate.model.shapes.declaration import EffectivityShape


class Effectivity(Struct, frozen=True):
    """First and last day (ISO, UTC, both included), flights, and serial numbers; what is empty does not matter."""

    since: str = ""
    until: str = ""
    flights: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    source: tuple[str, ...] = ()
    location: Location | None = None

    def __str__(self) -> str:
        """`from 2021-07-21 to 2021-11-25, on flight ms-18, for serials from 701`."""
        days = " ".join(
            [*([f"from {self.since}"] if self.since else []), *([f"to {self.until}"] if self.until else [])]
        )
        flights = f"on flight {' or '.join(self.flights)}" if self.flights else ""
        serials = "" if self.first is None else f"for serials from {self.first}"
        serials += "" if self.last is None else f" to {self.last}"
        return ", ".join(part for part in (days, flights, serials) if part)


class Occasion(Struct, frozen=True):
    """What is asked for: a day, and the flight and serial number that stand for a vehicle; empty if it is open."""

    day: str = ""
    flights: Mapping[str, str] = field(default_factory=dict)
    serials: Mapping[str, int] = field(default_factory=dict)


def holds(effectivity: Effectivity, vehicle: str, occasion: Occasion) -> bool | None:
    """Whether something of a vehicle is so on an occasion; None if the occasion leaves it open."""
    answers: list[bool | None] = []
    if effectivity.since or effectivity.until:
        day = occasion.day
        answers.append((effectivity.since or day) <= day <= (effectivity.until or day) if day else None)
    if effectivity.flights:
        flight = occasion.flights.get(vehicle)
        answers.append(None if flight is None else flight in effectivity.flights)
    if effectivity.first is not None:
        serial = occasion.serials.get(vehicle)
        last = effectivity.last
        answers.append(None if serial is None else effectivity.first <= serial and (last is None or serial <= last))
    if False in answers:
        return False
    return None if not answers or None in answers else True


def effectivity(shape: EffectivityShape | None, place: Place) -> Effectivity | Finding:
    """What a declaration says of when it is so; empty if it says nothing."""
    if shape is None:
        return Effectivity()
    for key, day in (("since", shape.since), ("until", shape.until)):
        if day and not is_day(day):
            return place.down(key).error("effectivity", f'"{day}" is no day of the calendar', 'write "2027-03-01"')
    if shape.since and shape.until and shape.since > shape.until:
        message = f"it ends on {shape.until}, before it begins on {shape.since}"
        return place.down("until").error("effectivity", message, "swap the two days, or correct one")
    serials = shape.serials
    if serials is not None and serials.last is not None and serials.last < serials.first:
        message = f"the last serial number {serials.last} comes before the first, {serials.first}"
        return place.down("serials", "last").error("effectivity", message, "swap the two, or leave the last out")
    return Effectivity(
        since=shape.since,
        until=shape.until,
        flights=tuple(shape.flights),
        first=None if serials is None else serials.first,
        last=None if serials is None else serials.last,
        source=(shape.source,) if isinstance(shape.source, str) else tuple(shape.source or ()),
        location=place.location(),
    )
