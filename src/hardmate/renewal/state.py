"""A whole check in; what renews it when a few files change out, as bytes and back."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Mapping, Sequence

from msgspec import Struct, msgpack
from msgspec.structs import astuple

from hardmate.api import ANY_TIME, Check
from hardmate.assess.suspects import Suspects
from hardmate.finding import Finding
from hardmate.model.plan import Mating
from hardmate.model.said import said
from hardmate.model.vehicle import Port
from hardmate.pairing import MODES
from hardmate.renewal.plain import Plain, plain_shape, plain_value
from hardmate.repository import Repository, library_key

_OF_PATHS = ("no-file", "path-leaves-repository", "duplicate-id")
"""Findings that are about no one file."""
_SUBJECTS = ("port", "pair", "mating", "fleet")
"""What findings of ports and pairs are about."""


class State(Struct, frozen=True):
    """What was found, and what it stands on.

    `today` is the day it was found for. `read` are the digests of all that was read. `library` is the key of the
    standards, and `standards` are their files by the names that findings use. `kinds` are those of the other files,
    empty for one that nobody can read, and `vehicles` the ids of those that declare one without fault. `ports` are
    sorted by id, each with the number of its shape; `columns` hold by path what they declare, see `column`.
    `findings` are those before departures were heard, and `texts` what those that were shown read like, empty for the
    others.
    """

    today: str
    read: Mapping[str, bytes]
    library: str
    standards: Sequence[tuple[str, str]]
    kinds: Mapping[str, str]
    vehicles: Mapping[str, str]
    ports: Sequence[tuple[str, int]]
    shapes: Sequence[Plain]
    columns: Mapping[str, bytes]
    telling: Sequence[int]
    sharing: int
    matings: Sequence[str]
    findings: bytes
    texts: Sequence[str]

    def column(self, path: str) -> tuple[Sequence[Plain], Sequence[int]]:
        """The values that ports declare for a path, and for each port the number of its own, negative for none.
        Raises KeyError for a path that nobody asked for."""
        values, numbers = marshal.loads(self.columns[path])  # noqa: S302 - see `state_in`
        return values, array("i", numbers)

    def found(self) -> tuple[Finding, ...]:
        return msgpack.decode(self.findings, type=tuple[Finding, ...])


def state_in(raw: bytes) -> State:
    """The state that bytes hold, whose digest was right; nothing in them is called."""
    return State(*marshal.loads(raw))  # noqa: S302


def bytes_of(state: State) -> bytes:
    return marshal.dumps(astuple(state))


def state_of(check: Check, read: Mapping[str, bytes], texts: Mapping[Finding, str]) -> State | None:
    """What a check of everything found, if it can be renewed at all: if all of it is there; `texts` are what findings
    read like."""
    repository, judged = check.repository, check.judged
    if judged is None or check.occasion != ANY_TIME or not _plain(repository):
        return None
    if not isinstance(judged.others, Suspects) or any(judged.left_out.values()):
        return None
    if any(not each.subject or each.subject[0] not in _SUBJECTS for each in judged.findings):
        return None
    try:
        findings = msgpack.encode(judged.findings)
    except UnicodeEncodeError:  # a file has a name that is no text
        return None
    roster = judged.others.roster
    roster.classes((MODES,))
    shapes: dict[Plain, int] = {}
    own = set(repository.files)
    standards = [file for name, file in repository.origins.items() if name not in own]
    return State(
        today=check.today,
        read=read,
        library=library_key(standards),
        standards=[(file.shown, str(file.path)) for file in standards],
        kinds={name: repository.kinds.get(name, "") for name in repository.files},
        vehicles={each.location.file: each.id for each in repository.vehicles.values()},
        ports=[(port.id, shapes.setdefault(plain_shape(port), len(shapes))) for port in roster.ports],
        shapes=list(shapes),
        columns={path: _column(path, numbers, roster.ports) for path, numbers in roster.numbers.items()},
        telling=judged.others.telling,
        sharing=judged.others.sharing,
        matings=[mating_name(each) for each in judged.matings],
        findings=findings,
        texts=[texts.get(each, "") for each in judged.findings],
    )


def mating_name(mating: Mating) -> str:
    return f"{mating.plan}/{mating.id}"


def vehicle_of(port: str) -> str:
    """The id of a port's vehicle."""
    return port.partition("/")[0]


def _plain(repository: Repository) -> bool:
    """Whether each finding can be told to belong to one file, and each name means one thing."""
    plans = [each.id for each in repository.plans]
    strange = any(each.code in _OF_PATHS for each in repository.findings)
    return not repository.changes and not strange and len(set(plans)) == len(plans)


def _column(path: str, numbers: Sequence[int], ports: Sequence[Port]) -> bytes:
    of_number = dict(zip(numbers, ports, strict=True))
    places: dict[int, int] = {}
    told: list[Plain] = []
    for number in dict.fromkeys(numbers):
        value = said(of_number[number].values, path)
        places[number] = -1 if value is None else len(told)
        if value is not None:
            told.append(plain_value(value))
    return marshal.dumps((told, array("i", map(places.__getitem__, numbers)).tobytes()))
