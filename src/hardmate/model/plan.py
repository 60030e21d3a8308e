"""Files of kind plan to the matings that a programme intends, and files of kind sources to their list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath

from msgspec import Struct

from hardmate.document import Document
from hardmate.finding import Finding, Location
from hardmate.model.place import Place
from hardmate.model.roles import AXIS_OF
from hardmate.model.shapes.plan import PlanShape
from hardmate.model.words import PlanStatus


class Mating(Struct, frozen=True):
    """One intended mating: two port ids, the capabilities it needs, and what is agreed about roles and mode."""

    id: str
    plan: str
    status: PlanStatus
    pair: tuple[str, str]
    needs: tuple[str, ...]
    phase: str
    mode: str
    date: str
    order: int
    roles: Mapping[str, str]
    note: str
    place: Place
    location: Location

    @property
    def day(self) -> str:
        """The day of the mating, if the plan names one and not only a year or a quarter."""
        try:
            return date.fromisoformat(self.date).isoformat() if len(self.date) == len("2027-03-01") else ""
        except ValueError:
            return ""


class Plan(Struct, frozen=True):
    """The matings of one programme; `fleet` maps the ids of its vehicles to where the plan names them."""

    id: str
    title: str
    status: PlanStatus
    note: str
    matings: tuple[Mating, ...]
    fleet: Mapping[str, Location]
    source: tuple[str, ...]
    location: Location


def plan(shape: PlanShape, document: Document) -> Plan | tuple[Finding, ...]:
    """The plan; whether its ports exist is for the repository to say."""
    top = Place(document)
    stem = PurePosixPath(document.path).stem
    findings: list[Finding] = []
    if shape.id != stem:
        findings.append(
            top.down("id").error(
                "name-is-file-name", f'the id is "{shape.id}" and the file "{stem}.yaml"', "make them the same"
            )
        )
    matings: list[Mating] = []
    for name, entry in shape.matings.items():
        place = top.down("matings", name)
        first, second = entry.pair
        if first == second:
            findings.append(
                place.down("pair").error("plan-pair", f"{first} can not mate with itself", "name two ports")
            )
        for word, port in entry.roles.items():
            if word not in AXIS_OF:
                findings.append(
                    place.down("roles", word).error(
                        "role-word", f'"{word}" is no role', f"choose from {', '.join(AXIS_OF)}", key=True
                    )
                )
            if port not in entry.pair:
                findings.append(
                    place.down("roles", word).error(
                        "plan-role", f"{port} is not of this pair", f"name {first} or {second}"
                    )
                )
        matings.append(
            Mating(
                id=name,
                plan=shape.id,
                status=shape.status,
                pair=(first, second),
                needs=tuple(entry.needs),
                phase=entry.phase,
                mode=entry.mode or "",
                date=entry.date,
                order=entry.order or 0,
                roles=dict(entry.roles),
                note=entry.note,
                place=place,
                location=place.location(key=True),
            )
        )
    findings.extend(
        top.down("fleet", number).error("fleet-twice", f"{name} is named twice", "name each vehicle once")
        for number, name in enumerate(shape.fleet)
        if name in shape.fleet[:number]
    )
    source = shape.evidence.source if shape.evidence is not None else []
    return tuple(findings) or Plan(
        id=shape.id,
        title=shape.title,
        status=shape.status,
        note=shape.note,
        matings=tuple(matings),
        fleet={name: top.down("fleet", number).location() for number, name in enumerate(shape.fleet)},
        source=(source,) if isinstance(source, str) else tuple(source),
        location=top.down("id").location(),
    )
