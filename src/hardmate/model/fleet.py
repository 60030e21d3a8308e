"""Files of kind fleet-clause to clauses over a fleet."""

from __future__ import annotations

from pathlib import PurePosixPath

from msgspec import Struct

from hardmate.document import Document
from hardmate.finding import Finding, Location
from hardmate.language.value import Provenance
from hardmate.model.place import Place
from hardmate.model.shapes.fleet import FleetClauseShape
from hardmate.model.words import Each, Force, Method, Partner


class FleetClause(Struct, frozen=True):
    """One requirement over a fleet: `each` vehicle has `at_least` so many `partners` with which it reaches all."""

    id: str
    standard: str
    title: str
    requirement: str
    provenance: Provenance
    source: tuple[str, ...]
    force: Force
    each: Each
    at_least: int
    partners: Partner
    reaching: tuple[str, ...]
    rationale: str
    help: str
    verify: tuple[Method, ...]
    rules: tuple[str, ...]
    location: Location

    @property
    def asks(self) -> str:
        """`each crewed vehicle: at least 2 ports of others, reaching hard-mate`."""
        who = self.each.value.replace("-", " ")
        what = "ports of others" if self.partners is Partner.PORTS else "other vehicles"
        return f"each {who}: at least {self.at_least} {what}, reaching {', '.join(self.reaching)}"


def fleet_clause(shape: FleetClauseShape, document: Document, standard_id: str) -> FleetClause | tuple[Finding, ...]:
    """The clause; whether its capabilities exist is for the repository to say."""
    top = Place(document)
    stem = PurePosixPath(document.path).stem
    if shape.id != stem:
        return (
            top.down("id").error(
                "name-is-file-name", f'the id is "{shape.id}" and the file "{stem}.yaml"', "make them the same"
            ),
        )
    return FleetClause(
        id=shape.id,
        standard=standard_id,
        title=shape.title,
        requirement=shape.requirement,
        provenance=shape.provenance,
        source=(shape.source,) if isinstance(shape.source, str) else tuple(shape.source),
        force=shape.force,
        each=shape.each,
        at_least=shape.at_least,
        partners=shape.partners,
        reaching=tuple(shape.reaching),
        rationale=shape.rationale,
        help=shape.help,
        verify=tuple(shape.verify),
        rules=tuple(shape.rules),
        location=top.down("id").location(),
    )
