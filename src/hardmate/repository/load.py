"""Paths to a repository: the standards first, then the declarations and plans that are judged by them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from hardmate.document import Document
from hardmate.finding import Finding
from hardmate.model.change import Change, change
from hardmate.model.departure import Departure, departure
from hardmate.model.dialect import Schema
from hardmate.model.place import Place
from hardmate.model.plan import Mating, Plan, plan
from hardmate.model.vehicle import Port, Vehicle
from hardmate.repository.beside import Beside
from hardmate.repository.exclusion import NOTHING, Exclusion
from hardmate.repository.files import File, yaml_files
from hardmate.repository.kept import kept_library, library_key, schemas_kept
from hardmate.repository.library import (
    STANDARD_KINDS,
    Library,
    duplicate,
    source_list,
    unknown_sources,
)
from hardmate.repository.reading import read_files
from hardmate.repository.references import departure_findings, fleet_findings, mating_findings, unknown_names
from hardmate.repository.stages import Built, Came, built, validators
from hardmate.repository.standing import renamed, standing
from hardmate.schema import Validator


class Repository(Struct, frozen=True):
    """What was loaded. `sound` is False when the standards have errors, and then nothing may be judged by them.

    `ports` holds every port, and each of its configurations, by id. `files` are the names of the files that the paths
    hold, and not those of the standards that they are judged by. `origins` maps the names that findings use to the
    files behind them. `failed` are the names of declarations that did not get through. `kinds` maps each file
    that was read, of the standards too, to its kind. `gates` are what a file of each kind has to pass.
    """

    library: Library
    sound: bool
    vehicles: Mapping[str, Vehicle] = field(default_factory=dict)
    ports: Mapping[str, Port] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    plans: tuple[Plan, ...] = ()
    changes: tuple[Change, ...] = ()
    departures: tuple[Departure, ...] = ()
    findings: tuple[Finding, ...] = ()
    origins: Mapping[str, File] = field(default_factory=dict)
    failed: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    gates: Mapping[str, Validator] = field(default_factory=dict)

    @property
    def matings(self) -> tuple[Mating, ...]:
        return tuple(mating for each in self.plans for mating in each.matings)


def load(
    paths: Sequence[Path],
    standards: Path,
    *,
    shown_as: str = "",
    below: Sequence[File] = (),
    exclude: Exclusion = NOTHING,
    cache: str = "",
) -> Repository:
    """Everything that the paths hold, judged-by standards included; `shown_as` names the standards in findings, and
    they stand upon the files `below` if they say so. `cache` is the folder where their library is kept.

    Never raises on any file: what is wrong is in `findings`, and the other files are still loaded.
    """
    standard_files, missing = yaml_files([standards])
    if shown_as:
        standard_files = renamed(standard_files, standards, shown_as)
    standard_files, misplaced = standing(standard_files, standards, below)
    missing = (*missing, *misplaced)
    files, absent = listed(paths, standards, exclude)
    return assembled(standard_files, files, missing=missing, absent=absent, cache=cache)


def listed(
    paths: Sequence[Path], standards: Path, exclude: Exclusion = NOTHING
) -> tuple[tuple[File, ...], tuple[Finding, ...]]:
    """The files that the paths hold, but for those of the standards folder; and what is wrong with the paths."""
    files, absent = yaml_files(paths, exclude)
    # `realpath` takes even a loop of links without raising.
    inside = os.path.join(os.path.realpath(standards), "")  # noqa: PTH118 - a path object for each file takes long
    return tuple(each for each in files if not os.path.realpath(each.path).startswith(inside)), absent


def assembled(
    standard_files: Sequence[File],
    files: Sequence[File],
    *,
    missing: tuple[Finding, ...] = (),
    absent: tuple[Finding, ...] = (),
    cache: str = "",
) -> Repository:
    """The repository of these files; what was `missing` of the standards, and `absent` of the rest, is told with it."""
    key = library_key(standard_files) if cache else ""
    loaded, wrong = kept_library(standard_files, cache, key)
    origins = {each.shown: each for each in standard_files}
    findings = (*missing, *wrong, *absent)
    repository = Repository(loaded, sound=not (wrong or missing), findings=findings, origins=origins)
    return with_declarations(
        repository, files, schemas_kept(cache, "" if wrong else key, loaded.dictionary, loaded.lost)
    )


def with_declarations(
    repository: Repository, files: Iterable[File], schema: Callable[[str], Schema], beside: Beside | None = None
) -> Repository:
    """The repository with what the files declare, and with the vehicles that are known `beside` them."""
    files = tuple(files)
    gates = validators(repository.library.dictionary, schema)
    read = read_files(files, repository.library, gates)
    split = read.split
    found = [*repository.findings, *split.findings]
    failed = list(split.failed)
    for kind in STANDARD_KINDS:
        if kind != "sources":
            found.extend(
                Place(document)
                .down("kind")
                .error(
                    "misplaced-file",
                    f"a file of kind {kind} belongs into the standards folder",
                    "name that folder with --standards",
                )
                for document in split.documents[kind]
            )

    def made(kind: str, build: Callable[[Any, Document], Built | tuple[Finding, ...]]) -> list[Built]:
        return taken(built(split.documents[kind], kind, gates, build))

    def taken(came: Came[Built]) -> list[Built]:
        found.extend(came.findings)
        failed.extend(came.failed)
        return [entry for _, entry in came.made]

    sources = dict(repository.library.sources)
    for listed in made("sources", source_list):
        sources.update(listed)
    known = replace(repository.library, sources=sources)
    vehicles: dict[str, Vehicle] = {}
    for kind, came in read.vehicles.items():
        for each in taken(came):
            if each.id in vehicles:
                found.append(duplicate(kind, each.id, vehicles[each.id].location, each.location))
            else:
                vehicles[each.id] = each
    plans = made("plan", plan)
    changes = made("change", change)
    departures = made("departure", lambda shape, document: departure(shape, document, known.dictionary))
    for each in tuple(vehicles.values()):
        if wrong := unknown_names(each, known):
            found.extend(wrong)
            failed.append(each.location.file)
            del vehicles[each.id]
    every_vehicle: Mapping[str, Vehicle] = dict(sorted(vehicles.items()))
    own_ports = {port.id: port for each in vehicles.values() for port in each.ports}
    ports: Mapping[str, Port] = dict(sorted(own_ports.items()))
    if beside is not None:
        every_vehicle = beside.vehicles(vehicles, known, gates)
        ports = beside.all_ports(own_ports, every_vehicle)
    lost_ids = {PurePosixPath(name).stem for name in failed} | {
        str(document.data["id"])
        for documents in split.documents.values()
        for document in documents
        if document.path in failed and isinstance(document.data, dict) and "id" in document.data
    }
    for each_plan in plans:
        found.extend(unknown_sources(each_plan.source, each_plan.location, sources, ("plan", each_plan.id)))
        found.extend(fleet_findings(each_plan, every_vehicle, lost_ids))
        for mating in each_plan.matings:
            found.extend(mating_findings(mating, ports, known, lost_ids))
    for granted in departures:
        found.extend(departure_findings(granted, ports, known, lost_ids))
    return replace(
        repository,
        library=known,
        vehicles=every_vehicle,
        ports=ports,
        files=tuple(each.shown for each in files),
        plans=tuple(plans),
        changes=tuple(changes),
        departures=tuple(sorted(departures, key=lambda each: each.id)),
        findings=tuple(found),
        origins={**repository.origins, **{each.shown: each for each in files}},
        failed=tuple(failed),
        kinds={**repository.library.kinds, **split.kinds},
        gates=gates,
    )
