"""Files of kind change: what somebody proposes, as it stands in the file. What it makes of a repository is worked out
there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from hardmate.document import Document
from hardmate.finding import Finding, Location
from hardmate.model.place import Place
from hardmate.model.shapes.change import ChangeShape


class Change(Struct, frozen=True):
    """One change request. `clauses`, `withdraws` and `values` are as written; `place` is that of the whole file."""

    id: str
    title: str
    proposed_by: str
    reason: str
    clauses: Mapping[str, Mapping[str, Mapping[str, object]]]
    withdraws: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Mapping[str, Mapping[str, object]]]
    declarations: tuple[str, ...]
    place: Place
    location: Location


def change(shape: ChangeShape, document: Document) -> Change | tuple[Finding, ...]:
    """The change request; whether what it speaks of exists is for the repository to say."""
    top = Place(document)
    stem = PurePosixPath(document.path).stem
    if shape.id != stem:
        message = f'the id is "{shape.id}" and the file "{stem}.yaml"'
        return (top.down("id").error("name-is-file-name", message, "make them the same"),)
    if not (shape.clauses or shape.withdraws or shape.values or shape.declarations):
        then = "give clauses, withdraws, values or declarations"
        return (top.down("id").error("change-of-nothing", f"{shape.id} proposes nothing", then),)
    return Change(
        id=shape.id,
        title=shape.title,
        proposed_by=shape.proposed_by,
        reason=" ".join(shape.reason.split()),
        clauses=shape.clauses,
        withdraws={standard: tuple(ids) for standard, ids in shape.withdraws.items()},
        values=shape.values,
        declarations=tuple(shape.declarations),
        place=top,
        location=top.down("id").location(),
    )
