"""What the arguments name: files that are there, ports, capabilities and a day; a clear stop if they are not."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from hardmate import api
from hardmate.cli.ending import near, say, stop
from hardmate.cli.output import lines_by_name, style_of
from hardmate.cli.settings import left_out, read_unasked
from hardmate.finding import Finding, Severity
from hardmate.model.effectivity import Occasion
from hardmate.model.vehicle import Port
from hardmate.report.frame import finding_lines
from hardmate.repository import Repository, absent, means_nothing, standing_for
from hardmate.store.folder import folder, usable

SELDOM = 200_000
"""Objects to be made before garbage is looked for: judging makes many, and hardly any of them hold each other."""


def loaded(paths: list[Path] | None, standards: Path | None, *, cached: bool = True) -> Repository:
    return read(wanted(paths, standards), standards, cached=cached)


def read(named: list[Path], standards: Path | None, *, cached: bool = True) -> Repository:
    """What is read stays until the end: looking for garbage in it would take longer than reading it."""
    gc.disable()
    try:
        return api.loaded(named, standards, left_out(), cache=cache(named) if cached else "")
    finally:
        gc.freeze()
        gc.set_threshold(SELDOM)
        gc.enable()


def cache(paths: Iterable[Path] = ()) -> str:
    """The user's cache folder; "" if there is none that can be trusted, or if it lies in what is read."""
    place = folder()
    return place if usable(place, apart_from=tuple(map(str, paths))) else ""


def wanted(paths: list[Path] | None, standards: Path | None) -> list[Path]:
    """The files and folders to read, which are there, and so is the standards folder."""
    named = paths or read_unasked()
    require_paths([*named, *([standards] if standards is not None else [])])
    return named


def require_paths(paths: Iterable[Path]) -> None:
    for path in paths:
        if not os.path.lexists(path):
            stop(f"there is no file or folder {path.as_posix()}")


def judgeable(repository: Repository) -> Repository:
    """The repository, unless its standards have errors; errors of other files are told, and those files left out."""
    errors = [each for each in repository.findings if each.severity is Severity.ERROR]
    told(errors, repository)
    if not repository.sound:
        stop("the standards have errors, so nothing can be judged by them")
    if errors:
        several = len(errors) > 1
        these = (
            f"{len(errors)} errors above; the files that have them are" if several else "an error above; its file is"
        )
        say(f"hardmate: {these} left out")
    return repository


def told(findings: Iterable[Finding], repository: Repository) -> None:
    """Findings that are not what was asked for, on standard error."""
    for finding in findings:
        for line in finding_lines(finding, lines_by_name(repository), style_of(sys.stderr.isatty())):
            say(line)


def require_port(name: str, repository: Repository) -> None:
    if name not in repository.ports:
        stop(f"no declaration has a port {name}{near(name, repository.ports)}")


def needed(text: str | None, repository: Repository) -> tuple[str, ...]:
    """The capabilities that `power,data` names."""
    known = repository.library.capability_ids()
    needs = tuple(name for name in (part.strip() for part in (text or "").split(",")) if name)
    for name in needs:
        if name not in known:
            stop(f"there is no capability {name}{near(name, known)}")
    return needs


def chosen(only: Sequence[str], repository: Repository) -> tuple[Port, ...]:
    """The ports that are asked for, by port id or by vehicle id; all if nothing is."""
    for name in only:
        if name not in repository.vehicles:
            require_port(name, repository)
    return tuple(port for port in repository.ports.values() if not only or port.id in only or port.vehicle in only)


def two_ports(one: str, other: str, repository: Repository, occasion: Occasion, why_not: str) -> tuple[str, str]:
    """The ports that two names stand for on the occasion; `why_not` says why ports of one vehicle will not do."""
    gone = absent(repository, occasion)
    found = []
    for name in (one, other):
        require_port(name, repository)
        stands = standing_for(name, repository, occasion)
        if stands in gone:
            stop(f"{name} is not in effect on the occasion asked for: {gone[stands]}")
        if stands != name:
            say(f"hardmate: {name} is {stands} then")
        found.append(stands)
    if repository.ports[found[0]].vehicle == repository.ports[found[1]].vehicle:
        stop(f"{one} and {other} are ports of one vehicle{why_not}")
    return found[0], found[1]


def today_of(text: str | None) -> str:
    return datetime.now(UTC).date().isoformat() if text is None else _day(text, "--today")


def occasion_of(
    at: str | None, flights: list[str] | None, serials: list[str] | None, repository: Repository
) -> Occasion:
    """The occasion that --at, --flight and --serial ask for; a stop for one that no declaration speaks of."""
    numbers: dict[str, int] = {}
    for name, text in _named(serials, "--serial", "NUMBER").items():
        if not text.isascii() or not text.isdigit():
            stop(f"--serial {name}={text}: a serial number is a whole number")
        numbers[name] = int(text)
    asked = Occasion("" if at is None else _day(at, "--at"), _named(flights, "--flight", "FLIGHT"), numbers)
    if told := means_nothing(asked, repository):
        stop(told)
    return asked


def _named(texts: list[str] | None, option: str, what: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts or []:
        name, _, value = text.partition("=")
        if not name or not value:
            stop(f"{option} {text}: write VEHICLE={what}")
        if name in found:
            stop(f"{option} names {name} twice")
        found[name] = value
    return found


def _day(text: str, option: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        stop(f"{option} {text} is no day; write it as 2027-03-01")
