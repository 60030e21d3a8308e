"""What a check found before, and the files as they are now, in; what a check of all of them would find out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path, PurePath

from msgspec import Struct
from msgspec.structs import replace

from hardmate.api import Check, Judged, ended, judged
from hardmate.assess.scope import Scope
from hardmate.assess.verdict import Judge
from hardmate.finding import Finding, Severity
from hardmate.model.dialect import Schema
from hardmate.renewal.columns import UnknownError
from hardmate.renewal.others import others
from hardmate.renewal.state import State, mating_name, vehicle_of
from hardmate.repository import Beside, ChangedError, File, Library, OnDemand, Repository, with_declarations

MOST = 24
"""Files that may have changed; if more have, it is time to find everything anew."""
_FREE = ("vehicle", "adapter", "departure", "")
"""Kinds of files that may change: what is said of others does not hang on them, but for their vehicles."""


class Renewed(Struct, frozen=True):
    """What there is to say now; and what findings read like that point at no changed file and were shown before."""

    check: Check
    texts: Mapping[Finding, str]


def renewed(
    state: State,
    read: Mapping[str, bytes],
    library: Library,
    schema: Callable[[str], Schema],
    *,
    listed: Callable[[], Sequence[str] | None],
    notes: Callable[[], bytes | None],
    counted: bool,
    today: str,
) -> Renewed | None:
    """What `api.check` would say; None if only that can tell, as on another day than that of the state.

    `read` has the digests of the files as they are now, `schema` the schemas of the library, and `listed` the names of
    the files that declare something. Notes that stand are only `counted` if that is enough, or else asked for.
    """
    changed = _changed(state.read, read)
    if state.today != today or changed is None or len(changed) > MOST:
        return None
    names = tuple(state.kinds) if _files(state.read) == _files(read) else listed()
    if names is None or not (changed >= state.kinds.keys() ^ set(names) and changed <= state.kinds.keys() | set(names)):
        return None
    if any(state.kinds.get(name, "") not in _FREE for name in changed):
        return None
    try:
        repository = _repository(state, changed, names, library, schema)
        if repository is None:
            return None
        counted = counted and not repository.departures
        apart = None if counted else notes()
        if apart is None and not counted:
            return None
        return _check(state, repository, changed, apart, today)
    except (ChangedError, UnknownError):
        return None


def _files(read: Mapping[str, bytes]) -> frozenset[str]:
    """The files of what was read; a folder, which has no digest, may have a name like theirs."""
    return frozenset(name for name, digest in read.items() if digest)


def _changed(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> frozenset[str] | None:
    """The files that are changed, new or gone, as findings name them; None if one is a link."""
    found: set[str] = set()
    for name in before.keys() | now.keys():
        if before.get(name, b"") != now.get(name, b""):
            if Path(name).is_symlink():  # it may lead anywhere
                return None
            found.add(PurePath(name).as_posix())
    return frozenset(found)


def _repository(
    state: State, changed: Collection[str], names: Sequence[str], library: Library, schema: Callable[[str], Schema]
) -> Repository | None:
    """The files that changed, and all but declarations without fault, read again; and those declarations beside them.

    None if the files that changed are of other kinds now, or declare something twice.
    """
    there = {vehicle: file for file, vehicle in state.vehicles.items() if file not in changed}
    ports: dict[str, list[str]] = {vehicle: [] for vehicle in there}
    for port, _ in state.ports:
        if (mine := ports.get(vehicle_of(port))) is not None:
            mine.append(port)
    known = set(there.values())
    again = [name for name in names if name not in known]
    if any(PurePath(name).stem in there for name in again):  # a file is named like the id that it declares
        return None
    files = [File(Path(name), name) for name in again]
    found = with_declarations(Repository(library, sound=True), files, schema, Beside(there, ports))
    lawful = all(found.kinds.get(name, "") in _FREE for name in changed)
    if not lawful or any(each.code == "duplicate-id" for each in found.findings):
        return None
    places = {**dict(state.standards), **{name: name for name in names}}
    origins = OnDemand({}, places, lambda name: File(Path(places[name]), name))
    kinds = {name: found.kinds.get(name, state.kinds.get(name, "")) for name in names}
    return replace(found, files=tuple(names), origins=origins, kinds={**library.kinds, **kinds})


def _check(state: State, repository: Repository, changed: frozenset[str], notes: bytes | None, today: str) -> Renewed:
    """What was found of ports and pairs that no changed file declares, and what is found of the others."""
    vehicles = {PurePath(name).stem for name in changed}
    ports = {*(name for name, _ in state.ports), *repository.ports}
    scope = Scope(
        frozenset(port for port in ports if vehicle_of(port) in vehicles).__contains__,
        lambda pair: not vehicles.isdisjoint(map(vehicle_of, pair)),
        lambda plan: not vehicles.isdisjoint(plan.fleet),
    )
    judge = Judge(repository.library.dictionary, terse=True)
    new = judged(repository, today, judge, lambda: others(state, repository, scope.port, judge), scope=scope)
    stays = _outside(scope, repository)
    matings = [each for each in repository.matings if mating_name(each) in state.matings and not scope.pair(each.pair)]
    kept = [(each, text) for each, text in state.found(notes) if stays(each.subject)]
    texts = {each: text for each, text in kept if text and changed.isdisjoint(place.file for place in each.places)}
    findings = (*(each for each, _ in kept), *new.findings)
    beside = 0 if notes is not None else sum(number for about, number in state.notes.items() if stays(about))
    left_out = {(Severity.NOTE, False): beside}
    return Renewed(ended(repository, today, Judged(findings, (*matings, *new.matings), new.others, left_out)), texts)


def _outside(scope: Scope, repository: Repository) -> Callable[[Sequence[str]], bool]:
    """Whether a subject is a port, pair, mating or fleet outside of the scope."""
    matings = {mating_name(each): each.pair for each in repository.matings}
    plans = {each.id: each for each in repository.plans}

    def outside(subject: Sequence[str]) -> bool:
        kind, *about = subject
        match kind:
            case "port":
                return not scope.port(about[0])
            case "pair":
                return not scope.pair((about[0], about[1]))
            case "mating":
                return not scope.pair(matings[about[0]])
            case _:
                return not scope.plan(plans[about[0]])

    return outside
