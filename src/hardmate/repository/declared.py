"""One file of kind vehicle or adapter through all stages: what a whole folder goes through, for one file of it."""

from __future__ import annotations

from collections.abc import Mapping

from hardmate.finding import Finding
from hardmate.model.place import Place
from hardmate.model.said import Sayings
from hardmate.model.vehicle import Vehicle, vehicle
from hardmate.repository.files import File
from hardmate.repository.library import Library
from hardmate.repository.references import unknown_names
from hardmate.repository.stages import built, sorted_documents, validators
from hardmate.schema import Validator

KINDS = ("vehicle", "adapter")


def declared(
    file: File,
    library: Library,
    gates: Mapping[str, Validator] | None = None,
    sayings: Sayings | None = None,
    among: int = 1,
) -> Vehicle | tuple[Finding, ...]:
    """The vehicle that a file declares, or everything that is wrong with it.

    `gates` are those of the library; `sayings` what files before it said, for its dictionary. It is one `among` so many
    files.
    """
    split = sorted_documents([file])
    if split.findings:
        return split.findings
    gates = gates or validators(library.dictionary)
    for kind in KINDS:
        if not split.documents[kind]:
            continue
        came = built(
            split.documents[kind],
            kind,
            gates,
            lambda shape, document: vehicle(shape, document, library.dictionary, sayings),
            among,
        )
        if came.findings:
            return tuple(came.findings)
        for _, each in came.made:
            return tuple(unknown_names(each, library)) or each
    document = next(each for documents in split.documents.values() for each in documents)
    message = "this declares neither a vehicle nor an adapter"
    return (Place(document).down("kind").error("not-a-declaration", message, "name a file of kind vehicle or adapter"),)
