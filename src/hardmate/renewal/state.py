"""A whole check in; what renews it when a few files change out, as bytes and back."""

from __future__ import annotations

import marshal
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from msgspec import Struct, msgpack
from msgspec.structs import astuple

from hardmate.api import ANY_TIME, Check
from hardmate.assess.suspects import Suspects
from hardmate.finding import Finding, Severity
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
_ABOUT = 3
"""Words of a subject that say which port, pair, mating or fleet a finding is about."""

Told = tuple[bytes, list[str]]
"""Findings, and what those of them that were shown read like, empty for the others."""


class State(Struct, frozen=True):
    """What was found, and what it stands on.

    `today` is the day it was found for. `read` are the digests of all that was read. `library` is the key of the
    standards, and `standards` are their files by the names that findings use. `kinds` are those of the other files,
    empty for one that nobody can read, and `vehicles` the ids of those that declare one without fault. `ports` are
    sorted by id, each with the number of its shape; `columns` hold by path what they declare, see `column`.
    `worse` is what was found, but for notes, before departures were heard. Notes are many, and seldom told: `notes`
    counts them by what they are about, and they are kept apart, in bytes that have the digest `apart`.
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
    worse: Told
    notes: Mapping[tuple[str, ...], int]
    apart: bytes

    def column(self, path: str) -> tuple[Sequence[Plain], Sequence[int]]:
        """The values that ports declare for a path, and for each port the number of its own, negative for none.
        Raises KeyError for a path that nobody asked for."""
        values, kind, numbers = marshal.loads(self.columns[path])  # noqa: S302 - see `state_in`
        return values, array(kind, numbers)

    def found(self, notes: bytes | None) -> Sequence[tuple[Finding, str]]:
        """What was found, with what it read like: with the notes, unless these are only counted."""
        return [*_found(self.worse), *(() if notes is None else _found(marshal.loads(notes)))]  # noqa: S302


def state_in(raw: bytes) -> State:
    """The state that bytes hold, whose digest was right; nothing in them is called."""
    return State(*marshal.loads(raw))  # noqa: S302


def bytes_of(state: State) -> bytes:
    return marshal.dumps(astuple(state))


def state_of(check: Check, read: Mapping[str, bytes], texts: Mapping[Finding, str]) -> tuple[State, bytes] | None:
    """What a check of everything found, and its notes, if it can be renewed at all: if all of it is there; `texts` are
    what findings read like."""
    repository, judged = check.repository, check.judged
    if judged is None or check.occasion != ANY_TIME or not _plain(repository):
        return None
    if not isinstance(judged.others, Suspects) or any(judged.left_out.values()):
        return None
    if any(not each.subject or each.subject[0] not in _SUBJECTS for each in judged.findings):
        return None
    found = dict.fromkeys(judged.findings)
    mere = [each for each in found if each.severity is Severity.NOTE]
    try:
        worse = _told((each for each in found if each.severity is not Severity.NOTE), texts)
        notes = marshal.dumps(_told(mere, texts))
    except UnicodeEncodeError:  # a file has a name that is no text
        return None
    roster = judged.others.roster
    roster.classes((MODES,))
    shapes: dict[Plain, int] = {}
    own = set(repository.files)
    standards = [file for name, file in repository.origins.items() if name not in own]
    state = State(
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
        worse=worse,
        notes=dict(Counter(each.subject[:_ABOUT] for each in mere)),
        apart=sha256(notes).digest(),
    )
    return state, notes


def _told(findings: Iterable[Finding], texts: Mapping[Finding, str]) -> Told:
    several = tuple(findings)
    return msgpack.encode(several), [texts.get(each, "") for each in several]


def _found(told: Told) -> Iterable[tuple[Finding, str]]:
    findings, texts = told
    return zip(msgpack.decode(findings, type=tuple[Finding, ...]), texts, strict=True)


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
    kind = "b" if len(told) <= 1 << 7 else "h" if len(told) <= 1 << 15 else "i"  # as narrow as can be: there are many
    return marshal.dumps((told, kind, array(kind, map(places.__getitem__, numbers)).tobytes()))
