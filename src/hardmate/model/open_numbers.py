"""The numbers that a clause leaves to be determined: each one listed with who owes it, each one listed used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from hardmate.finding import Finding, Location
from hardmate.language import tree as t
from hardmate.model.day import is_day
from hardmate.model.place import Place
from hardmate.model.shapes.standard import ClauseShape
from hardmate.quantity import Unit


class OpenNumber(Struct, frozen=True):
    """A number that a standard does not have yet, and whose move it is. `due` is an ISO date, empty if none is named.

    `unit` is what it will be told in; None for a bare number.
    """

    name: str
    unit: Unit | None
    owner: str
    due: str
    note: str
    location: Location


class _Use(Struct, frozen=True):
    """A number in one of a clause's two expressions."""

    key: str
    number: t.Tbd

    def error(self, shape: ClauseShape, top: Place, message: str, remedy: str) -> Finding:
        """An error where it stands; one that structured keys stand for is told at their place."""
        written = isinstance(getattr(shape, self.key), str)
        offset = self.number.span.start if written else 0
        return top.down(self.key).error("open-number", message, remedy, offset=offset)


def open_numbers(
    shape: ClauseShape, requires: t.Node, when: t.Node | None, top: Place
) -> Mapping[str, OpenNumber] | tuple[Finding, ...]:
    """What `open_numbers` lists, by name; or what does not agree with the clause's expressions."""
    used: dict[str, list[_Use]] = {}
    for key, node in (("when", when), ("requires", requires)):
        for each in t.tbds(node) if node is not None else ():
            used.setdefault(each.name, []).append(_Use(key, each))
    place = top.down("open_numbers")
    findings = (*_not_listed(shape, used, top), *_at_fault(shape, used, place))
    return findings or {
        name: OpenNumber(
            name=name,
            unit=used[name][0].number.unit,
            owner=entry.owner,
            due=entry.due,
            note=entry.note,
            location=place.down(name).location(key=True),
        )
        for name, entry in shape.open_numbers.items()
    }


def _not_listed(shape: ClauseShape, used: Mapping[str, list[_Use]], top: Place) -> Iterator[Finding]:
    for name, uses in used.items():
        if name not in shape.open_numbers:
            remedy = f"add `open_numbers: {{{name}: {{owner: ...}}}}`: who owes the number"
            yield uses[0].error(shape, top, f"TBD {name} is not listed under open_numbers", remedy)
        units = {_unit(each): each for each in uses}
        if len(units) > 1:
            message = f"TBD {name} is one number, and is written with {' and with '.join(units)}"
            yield uses[-1].error(shape, top, message, "use one unit, or name two numbers")


def _unit(use: _Use) -> str:
    return "no unit" if use.number.unit is None else use.number.unit.symbol


def _at_fault(shape: ClauseShape, used: Mapping[str, list[_Use]], place: Place) -> Iterator[Finding]:
    for name, entry in shape.open_numbers.items():
        if name not in used:
            near = ", ".join(f"TBD {each}" for each in used) or "no number that is to be determined"
            yield place.down(name).error(
                "open-number",
                f"{name} is listed as open, and the clause reads {near}",
                f"write `TBD {name}` and a unit where the number is missing, or remove the entry",
                key=True,
            )
        if entry.due and not is_day(entry.due):
            yield place.down(name, "due").error(
                "due-date", f'"{entry.due}" is no day of the calendar', 'write "2027-03-01"'
            )
