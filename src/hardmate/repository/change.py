"""A repository and a change request in; the repository as it would be, and what is wrong with the request, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import PurePosixPath
from types import MappingProxyType

from msgspec.structs import replace

from hardmate.document import overlaid
from hardmate.finding import Finding
from hardmate.language.value import Evidence, Value
from hardmate.model.change import Change
from hardmate.model.shapes.standard import ClauseShape
from hardmate.model.standard import Clause, clause
from hardmate.model.values import value
from hardmate.model.vehicle import Port, Vehicle
from hardmate.repository.declared import declared
from hardmate.repository.files import File
from hardmate.repository.library import Library, dangling, inherited
from hardmate.repository.load import Repository
from hardmate.repository.outside import leads_out
from hardmate.repository.references import unknown_names
from hardmate.repository.stages import validators
from hardmate.schema import Validator, findings


def changed(repository: Repository, change: Change) -> tuple[Repository, tuple[Finding, ...]]:
    """The repository with the request taken over. With findings, the request is not fit to be judged."""
    known, wrong = _library(repository.library, change)
    if wrong:
        return repository, wrong
    there = replace(repository, library=known)
    added, failed = _declared(there, change)
    values, unread = _values(added, change)
    return values, (*failed, *unread)


def _library(library: Library, change: Change) -> tuple[Library, tuple[Finding, ...]]:
    """The library with clauses replaced, added and withdrawn."""
    if not change.clauses and not change.withdraws:
        return library, ()
    found: list[Finding] = []
    for key, named in (("clauses", change.clauses), ("withdraws", change.withdraws)):
        for name in named:
            if name not in library.standards:
                at = change.place.down(key, name)
                message = f"there is no standard {name}"
                found.append(at.error("unknown-standard", message, _near(name, library.standards), key=True))
    if found:
        return library, tuple(found)
    standards = dict(library.standards)
    own: dict[str, dict[str, Clause]] = {
        name: {each: applied.clause for each, applied in clauses.items() if applied.clause.standard == name}
        for name, clauses in library.clauses.items()
    }
    for name, ids in change.withdraws.items():
        for number, each in enumerate(ids):
            if each not in library.clauses[name]:
                at = change.place.down("withdraws", name, number)
                message = f"{name} has no clause {each}"
                found.append(at.error("unknown-clause", message, _near(each, library.clauses[name])))
            elif each in change.clauses.get(name, {}):
                at = change.place.down("withdraws", name, number)
                message = f"{name} {each} is withdrawn here, and changed under `clauses`"
                found.append(at.error("withdrawn-and-changed", message, "keep one of the two"))
        extended = standards[name].extends
        taken_over = [each for each in ids if extended and each in library.clauses.get(extended, {})]
        standards[name] = replace(standards[name], withdraws=(*standards[name].withdraws, *taken_over))
        own[name] = {each: entry for each, entry in own[name].items() if each not in ids}
    gate = validators({})["clause"]
    for name, entries in change.clauses.items():
        for each in entries:
            built = _clause(library, change, name, each, gate)
            if isinstance(built, Clause):
                own[name][each] = built
            else:
                found.extend(built)
    if found:
        return library, tuple(found)
    clauses, wrong = inherited(standards, own)
    made = replace(library, standards=standards, clauses=clauses)
    before = set(dangling(library))
    return made, (*wrong, *(each for each in dangling(made) if each not in before))


def _clause(
    library: Library, change: Change, standard: str, name: str, gate: Validator
) -> Clause | tuple[Finding, ...]:
    """A clause as it would read: the keys that change over those of the clause that applies now."""
    steps = ("clauses", standard, name)
    now = library.clauses[standard].get(name)
    base: dict[str, object] = {"kind": "clause", "id": name}
    if now is not None:
        assert isinstance(now.clause.document.data, Mapping)
        base = dict(now.clause.document.data)
    document = overlaid(change.place.document, steps, base)
    wrong = findings(document, gate)
    near = "" if now is not None else _near(name, library.clauses[standard])
    if near and any(each.code == "schema-missing-key" for each in wrong):
        at = change.place.down(*steps)
        message = f"{standard} has no clause {name}, and a new one gives all keys"
        return (at.error("unknown-clause", message, near, key=True),)
    return wrong or clause(ClauseShape.of(document.data), document, standard, library.dictionary)


def _declared(repository: Repository, change: Change) -> tuple[Repository, tuple[Finding, ...]]:
    """The repository with the declarations that the request names, read from beside it."""
    origin = repository.origins.get(change.place.document.path)
    found: list[Finding] = []
    vehicles = dict(repository.vehicles)
    origins = dict(repository.origins)
    for number, name in enumerate(change.declarations):
        at = change.place.down("declarations", number)
        shown = (PurePosixPath(change.place.document.path).parent / name).as_posix()
        if ".." in PurePosixPath(name).parts or (origin is not None and leads_out(origin.path.parent / name)):
            then = "name a file in or below this file's folder"
            found.append(at.error("path-leaves-repository", f"{name} leads out of the repository", then))
            continue
        if origin is None or not (origin.path.parent / name).is_file():
            found.append(at.error("file-missing", f"there is no file {shown}", "name it from this file's folder"))
            continue
        file = File(origin.path.parent / name, shown)
        origins[file.shown] = file
        built = declared(file, repository.library)
        if isinstance(built, Vehicle):
            vehicles[built.id] = built
        else:
            found.extend(built)
    return _with_vehicles(replace(repository, origins=origins), vehicles), tuple(found)


def _values(repository: Repository, change: Change) -> tuple[Repository, tuple[Finding, ...]]:
    """The repository with the ports declaring what the request proposes."""
    found: list[Finding] = []
    vehicles = dict(repository.vehicles)
    for name, groups in change.values.items():
        if name not in repository.ports:
            at = change.place.down("values", name)
            message = f"no declaration has a port {name}"
            found.append(at.error("unknown-port", message, _near(name, repository.ports), key=True))
            continue
        read: dict[str, Value] = {}
        for group, entries in groups.items():
            for parameter, raw in entries.items():
                path = f"{group}.{parameter}"
                at = change.place.down("values", name, group, parameter)
                built = value(repository.library.dictionary[path], raw, at, Evidence())
                if isinstance(built, Finding):
                    found.append(built)
                else:
                    read[path] = built
        vehicle = vehicles[repository.ports[name].vehicle]
        ports = tuple(_revalued(port, repository.ports[name], read) for port in vehicle.ports)
        vehicles[vehicle.id] = replace(vehicle, ports=ports)
    for vehicle in vehicles.values():
        if vehicle is not repository.vehicles[vehicle.id]:
            found.extend(unknown_names(vehicle, repository.library))
    return _with_vehicles(repository, vehicles), tuple(found)


def _revalued(port: Port, changed_port: Port, read: Mapping[str, Value]) -> Port:
    """A port with the values in place; a state of the changed port takes over what it has not changed itself."""
    if port.id == changed_port.id:
        return replace(port, values=MappingProxyType({**port.values, **read}))
    if port.id.partition("@")[0] != changed_port.id:
        return port
    inherits = {path: new for path, new in read.items() if port.values.get(path) is changed_port.values.get(path)}
    return replace(port, values=MappingProxyType({**port.values, **inherits}))


def _with_vehicles(repository: Repository, vehicles: Mapping[str, Vehicle]) -> Repository:
    ports = {port.id: port for each in vehicles.values() for port in each.ports}
    return replace(repository, vehicles=dict(sorted(vehicles.items())), ports=dict(sorted(ports.items())))


def change_findings(repository: Repository) -> Iterator[Finding]:
    """What is wrong with the change requests of a repository."""
    for each in repository.changes:
        yield from changed(repository, each)[1]


def _near(word: str, known: Mapping[str, object]) -> str:
    near = get_close_matches(word, list(known), 1)
    return f"did you mean {near[0]}?" if near else ""
