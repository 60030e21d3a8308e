"""Files of kind departure to departures: approved exceptions, with the values that they accept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from hardmate.document import Document
from hardmate.finding import Finding, Location
from hardmate.language.dictionary import Dictionary
from hardmate.language.value import Evidence, Value
from hardmate.model.day import is_day
from hardmate.model.effectivity import Effectivity, effectivity
from hardmate.model.place import Place
from hardmate.model.shapes.departure import DepartureShape
from hardmate.model.values import value
from hardmate.model.words import DepartureForm


class Approval(Struct, frozen=True):
    """One party's signature, of an ISO date."""

    party: str
    by: str
    date: str
    reference: str


class Departure(Struct, frozen=True):
    """An exception from one clause for one port or one pair.

    `ports` are one or two port ids in order; `accepted` maps a port id to values by `group.name`. `expires` is the
    last ISO date on which it holds, empty for none.
    """

    id: str
    title: str
    form: DepartureForm
    clause: str
    standard: str
    ports: tuple[str, ...]
    accepted: Mapping[str, Mapping[str, Value]]
    rationale: str
    owner: str
    effectivity: Effectivity
    expires: str
    approvals: tuple[Approval, ...]
    place: Place

    @property
    def location(self) -> Location:
        return self.place.down("id").location()

    def named(self, port: str) -> Place:
        """Where the file names one of the ports; it may name them in any order."""
        written = self.place.document.data
        assert isinstance(written, Mapping)
        return self.place.down("ports", written["ports"].index(port))


def departure(shape: DepartureShape, document: Document, dictionary: Dictionary) -> Departure | tuple[Finding, ...]:
    """The departure; whether its clause and ports exist is for the repository to say."""
    top = Place(document)
    stem = PurePosixPath(document.path).stem
    findings: list[Finding] = []
    if shape.id != stem:
        findings.append(
            top.down("id").error(
                "name-is-file-name", f'the id is "{shape.id}" and the file "{stem}.yaml"', "make them the same"
            )
        )
    if len(set(shape.ports)) < len(shape.ports):
        findings.append(
            top.down("ports").error("departure-ports", f"{shape.ports[0]} can not mate with itself", "name two ports")
        )
    findings.extend(_not_of_it(shape, top))
    findings.extend(_no_days(shape, top))
    accepted = {
        port: _values(groups, top.down("accepted", port), dictionary, findings)
        for port, groups in shape.accepted.items()
    }
    dated = effectivity(shape.effectivity, top.down("effectivity"))
    if isinstance(dated, Finding):
        return (*findings, dated)
    return tuple(findings) or Departure(
        id=shape.id,
        title=shape.title,
        form=shape.form,
        clause=shape.clause,
        standard=shape.standard,
        ports=tuple(sorted(shape.ports)),
        accepted=accepted,
        rationale=shape.rationale,
        owner=shape.owner,
        effectivity=dated,
        expires=shape.expires,
        approvals=tuple(Approval(each.party, each.by, each.date, each.reference) for each in shape.approvals),
        place=top,
    )


def _not_of_it(shape: DepartureShape, top: Place) -> list[Finding]:
    return [
        top.down("accepted", port).error(
            "departure-accepted",
            f"{port} is no port of this departure",
            f"accept values of {' and '.join(shape.ports)}",
            key=True,
        )
        for port in shape.accepted
        if port not in shape.ports
    ]


def _no_days(shape: DepartureShape, top: Place) -> list[Finding]:
    days: dict[tuple[str | int, ...], str] = {
        ("approvals", number, "date"): each.date for number, each in enumerate(shape.approvals)
    }
    if shape.expires:
        days["expires",] = shape.expires
    return [
        top.down(*steps).error("departure-date", f'"{day}" is no day of the calendar', 'write "2027-03-01"')
        for steps, day in days.items()
        if not is_day(day)
    ]


def _values(
    groups: Mapping[str, Mapping[str, object]], place: Place, dictionary: Dictionary, findings: list[Finding]
) -> dict[str, Value]:
    """The accepted values of one port, by path; the schema has refused names that the dictionary does not have."""
    found: dict[str, Value] = {}
    for group, entries in groups.items():
        for name, raw in entries.items():
            parameter = dictionary.get(f"{group}.{name}")
            if parameter is None:
                continue  # of a group that was lost
            built = value(parameter, raw, place.down(group, name), Evidence())
            if isinstance(built, Finding):
                findings.append(built)
            else:
                found[f"{group}.{name}"] = built
    return found
