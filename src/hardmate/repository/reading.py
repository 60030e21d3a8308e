"""Files in; their documents, and the vehicles that some of them declare, out: half of many are read aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

from msgspec import Struct

from hardmate.aside import shared
from hardmate.document import Document
from hardmate.finding import Finding
from hardmate.model.said import Sayings
from hardmate.model.shapes.declaration import AdapterShape, VehicleShape
from hardmate.model.vehicle import Vehicle, vehicle
from hardmate.repository.declared import KINDS
from hardmate.repository.files import File
from hardmate.repository.library import Library
from hardmate.repository.stages import Came, Sorted, built, sorted_documents
from hardmate.schema import Validator

MANY = 64
"""Files that take longer to read than a process takes to begin."""


class Read(Struct, frozen=True):
    """What files hold, and what came of those of them that declare vehicles, by kind."""

    split: Sorted
    vehicles: Mapping[str, Came[Vehicle]]

    def then(self, later: Read) -> Read:
        """With the files after these."""
        return Read(
            self.split.then(later.split),
            {kind: came.then(later.vehicles[kind]) for kind, came in self.vehicles.items()},
        )


def read_files(files: Sequence[File], library: Library, gates: Mapping[str, Validator]) -> Read:
    """The files, through all stages as far as they declare vehicles; no file needs to know of the others for that."""
    sayings = Sayings()

    def build(shape: VehicleShape | AdapterShape, document: Document) -> Vehicle | tuple[Finding, ...]:
        return vehicle(shape, document, library.dictionary, sayings, library.lost)

    def read(some: Sequence[File]) -> Read:
        split = sorted_documents(some)
        return Read(split, {kind: built(split.documents[kind], kind, gates, build, len(files)) for kind in KINDS})

    with shared(read, files, MANY, tuple(library.dictionary.values())) as made:
        return reduce(Read.then, made())
