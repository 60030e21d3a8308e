"""Changes to values in; the files as they would read, and what the ordinary loader and evaluator make of them, out."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from hardmate.analysis.repair.bench import Bench, Changes, Place
from hardmate.document import Document, parse
from hardmate.document.edited import rewritten
from hardmate.finding import Location
from hardmate.language.value import Value
from hardmate.model.vehicle import Vehicle
from hardmate.repository import File, Repository, declared, lines_of
from hardmate.schema import Validator


class Line(Struct, frozen=True):
    """One line of a file as it stands, and as it would read; whose file it is."""

    agency: str
    location: Location
    old: str
    new: str


class Replayed(Struct, frozen=True):
    """The repository with the changed files, and their changed lines."""

    repository: Repository
    lines: tuple[Line, ...]


def replayed(repository: Repository, bench: Bench, changes: Changes, gates: Mapping[str, Validator]) -> Replayed | None:
    """What the changed files say, loaded as any file is; None if a value can not be written where it stands."""
    texts: dict[str, str] = {}
    before: dict[str, str] = {}
    for at, new in _from_the_end(changes, bench):
        name = at.file
        if name not in repository.origins:
            return None
        before.setdefault(name, _text(repository.origins[name]))
        after = _rewritten(name, texts.get(name, before[name]), at, new)
        if after is None:
            return None
        texts[name] = after
    vehicles = dict(repository.vehicles)
    origins = dict(repository.origins)
    for name, text in texts.items():
        file = File(origins[name].path, name, text.encode())
        built = declared(file, repository.library, gates)
        if not isinstance(built, Vehicle):
            return None
        vehicles[built.id], origins[name] = built, file
    ports = {port.id: port for each in vehicles.values() for port in each.ports}
    changed = replace(repository, vehicles=vehicles, ports=dict(sorted(ports.items())), origins=origins)
    found: dict[Location, Line] = {}
    for place in sorted(changes):
        at = _location(place, bench)
        old, now = (text[at.file].splitlines()[at.line - 1] for text in (before, texts))
        found.setdefault(Location(at.file, at.line, 0), Line(bench.ports[place[0]].agency, at, old, now))
    return Replayed(changed, tuple(found.values()))


def _location(place: Place, bench: Bench) -> Location:
    """Where a value stands; one that is declared stands somewhere."""
    value = bench.value(place)
    assert value is not None
    assert value.location is not None
    return value.location


def _from_the_end(changes: Changes, bench: Bench) -> list[tuple[Location, Value]]:
    """Where each value stands, from the end of a file to its beginning: so no change moves the place of another."""
    found = [(_location(place, bench), new) for place, new in changes.items()]
    return sorted(found, key=lambda entry: (entry[0].file, entry[0].line, entry[0].column), reverse=True)


def _text(file: File) -> str:
    raw = file.raw if file.raw is not None else None
    return raw.decode() if raw is not None else "\n".join((*lines_of(file), ""))


def _rewritten(name: str, text: str, at: Location, new: Value) -> str | None:
    document = parse(text.encode(), name)
    return rewritten(document, at, new.text) if isinstance(document, Document) else None
