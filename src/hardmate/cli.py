"""The command line: arguments in, text or JSON out, and the exit code. Nothing else prints or exits."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from hardmate import api
from hardmate.analysis.chains import MOST
from hardmate.assess.gate import mating_findings, unplanned_findings
from hardmate.finding import Finding, Severity
from hardmate.model import published
from hardmate.model.vehicle import Port
from hardmate.report import json_report
from hardmate.report.check_text import check_lines
from hardmate.report.coverage_text import coverage_lines
from hardmate.report.explain_text import explain_lines
from hardmate.report.frame import finding_lines
from hardmate.report.matrix_text import matrix_lines
from hardmate.report.pair_text import pair_lines
from hardmate.report.route_text import route_lines
from hardmate.report.style import Style, plain
from hardmate.repository import Repository, clause_ids, lines_of, port_ids

app = typer.Typer(
    help="Will these two spacecraft mate, by what margin, and if not, whose move is it?",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

COULD_NOT_RUN = 2
PATIENCE = 0.5
SCHEMA = ".schema.json"


class Format(StrEnum):
    """How output is written."""

    TEXT = "text"
    JSON = "json"


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


Paths = Annotated[
    list[Path] | None, typer.Argument(help="Files and folders to read; this folder if left out.", show_default=False)
]
In = Annotated[
    list[Path] | None,
    typer.Option("--in", help="Files and folders to read; this folder if left out.", show_default=False),
]
Standards = Annotated[
    Path | None,
    typer.Option(
        "--standards",
        help="The standards folder to judge by; the standards that come with Hardmate if left out.",
        show_default=False,
    ),
]
Need = Annotated[
    str | None,
    typer.Option(
        "--need", help="Capabilities that are needed beyond hard-mate: power,data.", metavar="NAMES", show_default=False
    ),
]
Output = Annotated[Format, typer.Option("--format", help="How to write the answer.")]
Failing = Annotated[FailOn, typer.Option("--fail-on", help="The least severity that makes the exit code 1.")]
Today = Annotated[
    str | None,
    typer.Option(
        "--today",
        help="The day to judge for, 2027-03-01: what is due before it is overdue; today (UTC) if left out.",
        show_default=False,
    ),
]


def _version(wanted: bool) -> None:
    if wanted:
        from hardmate import __version__  # noqa: PLC0415

        typer.echo(f"hardmate {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Will these two spacecraft mate, by what margin, and if not, whose move is it?"""


@app.command()
def check(
    paths: Paths = None,
    standards: Standards = None,
    output: Output = Format.TEXT,
    fail_on: Failing = FailOn.ERROR,
    today: Today = None,
    notes: Annotated[
        bool, typer.Option("--notes", help="Show notes as well: what is undetermined, and who owes it.")
    ] = False,
) -> None:
    """The gate: check files, each port against its standards, and each pair that is planned or claims one standard."""
    repository = _loaded(paths, standards)
    result = api.check(repository, _day(today), _progress("Judging pairs"))
    if output is Format.JSON:
        _write(json_report.text(json_report.check_record(result)))
    else:
        _print(check_lines(result, _lines(repository), _style(), notes=notes))
    _exit(result.findings, fail_on)


def _ports(incomplete: str) -> list[str]:
    """Port ids of the declarations here, for the shell's completion."""
    return [name for name in port_ids([Path()]) if name.startswith(incomplete)]


@app.command()
def pair(
    one: Annotated[str, typer.Argument(metavar="A", help="A port: orion/forward.", autocompletion=_ports)],
    other: Annotated[
        str, typer.Argument(metavar="B", help="The other port: starship-hls/nose.", autocompletion=_ports)
    ],
    paths: In = None,
    standards: Standards = None,
    output: Output = Format.TEXT,
    fail_on: Failing = FailOn.ERROR,
    today: Today = None,
    need: Need = None,
    every: Annotated[bool, typer.Option("--owed", help="Name every owed value, not only those needed first.")] = False,
) -> None:
    """One pair explained: what it can do, by which margins, what fails, and who owes what. B A gives the same."""
    repository = _judgeable(_loaded(paths, standards))
    for name in (one, other):
        _require_port(name, repository)
    if repository.ports[one].vehicle == repository.ports[other].vehicle:
        _stop(f"{one} and {other} are ports of one vehicle, and can not mate")
    day = _day(today)
    assessed = api.pair(repository, one, other, _needs(need, repository))
    dictionary = repository.library.dictionary
    matings = [each for each in repository.matings if set(each.pair) == {one, other}]
    found: tuple[Finding, ...] = tuple(f for each in matings for f in mating_findings(each, assessed, dictionary, day))
    if not matings:
        found = tuple(unplanned_findings(assessed, dictionary))
    if output is Format.JSON:
        _write(json_report.text(json_report.pair_report(assessed, matings, found, dictionary, day)))
    else:
        vehicles = list(repository.vehicles.values())
        _print(pair_lines(assessed, vehicles, matings, dictionary, _style(), today=day, every=every))
    _exit(found, fail_on)


@app.command()
def route(
    one: Annotated[str, typer.Argument(metavar="A", help="A port: dragon-2/forward.", autocompletion=_ports)],
    other: Annotated[
        str, typer.Argument(metavar="B", help="The port to reach: harmony/forward.", autocompletion=_ports)
    ],
    paths: In = None,
    standards: Standards = None,
    output: Output = Format.TEXT,
    most: Annotated[int, typer.Option("--max", min=0, max=9, help="The most adapters in a chain.")] = MOST,
    need: Need = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Take adapters that are lost, retired or a concept as well.")
    ] = False,
) -> None:
    """The shortest chains of adapters that join two ports; if there is none, what blocks. Exit code 1 if none."""
    repository = _judgeable(_loaded(paths, standards))
    for name in (one, other):
        _require_port(name, repository)
    if repository.ports[one].vehicle == repository.ports[other].vehicle:
        _stop(f"{one} and {other} are ports of one vehicle; a route joins two")
    found = api.route(repository, one, other, needs=_needs(need, repository), most=most, everything=everything)
    if output is Format.JSON:
        _write(json_report.text(json_report.route_record(found)))
    else:
        _print(route_lines(found, _style()))
    if not found.chains:
        raise typer.Exit(1)


@app.command()
def matrix(
    paths: Paths = None,
    standards: Standards = None,
    output: Output = Format.TEXT,
    only: Annotated[
        list[str] | None,
        typer.Option("--port", help="Only these ports, or all ports of these vehicles.", show_default=False),
    ] = None,
    reasons: Annotated[
        bool, typer.Option("--reasons", help="List every pair with the reason for its verdict.")
    ] = False,
) -> None:
    """All pairs at a glance: which can hard-mate, which can not, and which nobody can tell yet."""
    repository = _judgeable(_loaded(paths, standards))
    ports = _chosen(only or [], repository)
    cells = {
        frozenset(port.id for port in each.ports): (each.standing, "; ".join(each.reasons))
        for each in api.matrix(repository, ports, _progress("Judging pairs"))
    }
    names = [port.id for port in ports]
    if output is Format.JSON:
        _write(json_report.text(json_report.matrix_record(names, cells)))
    else:
        _print(matrix_lines(names, cells, _style(), reasons=reasons))


def _clauses(incomplete: str) -> list[str]:
    """Clause ids, for the shell's completion."""
    return [name for name in clause_ids(api.standards_folder()) if name.startswith(incomplete)]


@app.command()
def explain(
    clause: Annotated[str, typer.Argument(help="A clause: source-voltage-accepted.", autocompletion=_clauses)],
    standards: Standards = None,
    output: Output = Format.TEXT,
) -> None:
    """One clause explained: what it asks, why, of which values, and how that is known."""
    library = _judgeable(api.loaded([], standards)).library
    found = {id(a.clause): a.clause for each in library.clauses.values() for name, a in each.items() if name == clause}
    if not found:
        known = sorted({name for each in library.clauses.values() for name in each})
        _stop(f"no standard has a clause {clause}{_near(clause, known)}")
    for entry in found.values():
        applied_by = [name for name, each in library.clauses.items() if clause in each and each[clause].clause is entry]
        if output is Format.JSON:
            _write(json_report.text(json_report.explain_record(entry, applied_by)))
        else:
            _print(explain_lines(entry, applied_by, library.sources, library.dictionary, _style()))


@app.command()
def coverage(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Declarations that are asked for values; none if left out.", show_default=False),
    ] = None,
    standards: Standards = None,
    output: Output = Format.TEXT,
    fail_on: Failing = FailOn.ERROR,
) -> None:
    """What is checked: every rule and clause, which wait for a value that nobody has, which can not be checked."""
    _require_paths([*(paths or []), *([standards] if standards is not None else [])])
    repository = _judgeable(api.loaded(paths or [], standards))
    covered = api.coverage(repository)
    if output is Format.JSON:
        _write(json_report.text(json_report.coverage_record(covered)))
    else:
        for finding in covered.findings:
            _print((*finding_lines(finding, _lines(repository), _style()), ""))
        _print(coverage_lines(covered, _style()))
    _exit(covered.findings, fail_on)


@app.command()
def schema(
    kind: Annotated[
        str | None,
        typer.Argument(help="vehicle, adapter, plan, ...; the list of kinds if left out.", show_default=False),
    ] = None,
    standards: Standards = None,
    write: Annotated[
        Path | None, typer.Option("--write", help="Write all schemas into this folder.", show_default=False)
    ] = None,
) -> None:
    """The JSON Schema of one kind of file, for editors and other tools."""
    schemas = published.texts(_judgeable(api.loaded([], standards)).library.dictionary)
    schemas = {**schemas, f"report{SCHEMA}": json_report.schema_text()}
    kinds = [name.removesuffix(SCHEMA) for name in schemas]
    if write is not None:
        write.mkdir(parents=True, exist_ok=True)
        for name, text in schemas.items():
            (write / name).write_text(text, encoding="utf-8", newline="\n")
    elif kind is None:
        _print(kinds)
    elif kind in kinds:
        _write(schemas[f"{kind}{SCHEMA}"])
    else:
        _stop(f"there is no schema {kind}{_near(kind, kinds)}")


def _loaded(paths: list[Path] | None, standards: Path | None) -> Repository:
    wanted = paths or [Path()]
    _require_paths([*wanted, *([standards] if standards is not None else [])])
    return api.loaded(wanted, standards)


def _require_paths(paths: Iterable[Path]) -> None:
    for path in paths:
        if not os.path.lexists(path):
            _stop(f"there is no file or folder {path.as_posix()}")


def _judgeable(repository: Repository) -> Repository:
    """The repository, unless its standards have errors; errors of other files are told, and those files left out."""
    errors = [each for each in repository.findings if each.severity is Severity.ERROR]
    for finding in errors:
        for line in finding_lines(finding, _lines(repository), _style(sys.stderr.isatty())):
            typer.echo(line, err=True)
    if not repository.sound:
        _stop("the standards have errors, so nothing can be judged by them")
    if errors:
        several = len(errors) > 1
        told = f"{len(errors)} errors above; the files that have them are" if several else "an error above; its file is"
        typer.echo(f"hardmate: {told} left out", err=True)
    return repository


def _require_port(name: str, repository: Repository) -> None:
    if name not in repository.ports:
        _stop(f"no declaration has a port {name}{_near(name, repository.ports)}")


def _needs(text: str | None, repository: Repository) -> tuple[str, ...]:
    """The capabilities that `power,data` names."""
    known = repository.library.capability_ids()
    needs = tuple(name for name in (part.strip() for part in (text or "").split(",")) if name)
    for name in needs:
        if name not in known:
            _stop(f"there is no capability {name}{_near(name, known)}")
    return needs


def _chosen(only: Sequence[str], repository: Repository) -> tuple[Port, ...]:
    """The ports that are asked for, by port id or by vehicle id; all if nothing is."""
    for name in only:
        if name not in repository.vehicles:
            _require_port(name, repository)
    return tuple(port for port in repository.ports.values() if not only or port.id in only or port.vehicle in only)


def _near(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), 3)
    return f"; did you mean {' or '.join(near)}?" if near else ""


def _day(text: str | None) -> str:
    if text is None:
        return datetime.now(UTC).date().isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        _stop(f"--today {text} is no day; write it as 2027-03-01")


def _stop(message: str) -> NoReturn:
    """Hardmate could not run: say why, and exit 2."""
    typer.echo(f"hardmate: {plain(message)}", err=True)
    raise typer.Exit(COULD_NOT_RUN)


def _exit(found: Iterable[Finding], fail_on: FailOn) -> None:
    if fail_on is FailOn.NEVER:
        return
    least = Severity[fail_on.name]
    if any(each.severity >= least for each in found):
        raise typer.Exit(1)


def _style(colour: bool | None = None) -> Style:
    """Colour on a terminal, unless the user asked for none."""
    wanted = sys.stdout.isatty() if colour is None else colour
    return Style(wanted and "NO_COLOR" not in os.environ)


def _lines(repository: Repository) -> Callable[[str], Sequence[str]]:
    return cache(lambda name: lines_of(repository.origins[name]) if name in repository.origins else ())


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        _write(line + "\n")


def _write(text: str) -> None:
    """Bytes that do not depend on the locale: UTF-8 with LF."""
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def _progress(title: str) -> api.Progress | None:
    """A bar on a terminal for work that takes longer than half a second."""
    if not sys.stderr.isatty():
        return None

    def shown(pairs: Iterable[tuple[Port, Port]], total: int) -> Iterator[tuple[Port, Port]]:
        from rich.console import Console  # noqa: PLC0415 - only long work on a terminal pays for it
        from rich.progress import Progress  # noqa: PLC0415

        started = time.monotonic()
        bar: Progress | None = None
        try:
            for done, each in enumerate(pairs):
                yield each
                if bar is None and time.monotonic() - started > PATIENCE:
                    bar = Progress(console=Console(stderr=True), transient=True)
                    bar.start()
                    task = bar.add_task(title, total=total)
                if bar is not None:
                    bar.update(task, completed=done + 1)
        finally:
            if bar is not None:
                bar.stop()

    return shown
