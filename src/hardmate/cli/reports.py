"""Findings in the format that was asked for, to standard output, and in others into files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from hardmate.cli.ending import near, stop
from hardmate.cli.options import FailOn, ReportFormat
from hardmate.cli.output import style_of, write, write_file
from hardmate.finding import Finding, Severity
from hardmate.report.run import Run
from hardmate.report.style import Style
from hardmate.repository import SUFFIXES, Repository


def report_files(asked: Sequence[str] | None) -> tuple[tuple[ReportFormat, Path], ...]:
    """What `--output sarif=FILE` asks for. Stops at a format that there is not, and at a file named twice."""
    known = [each.value for each in ReportFormat]
    found: dict[Path, ReportFormat] = {}
    for entry in asked or ():
        name, equals, file = entry.partition("=")
        if not equals or not file:
            stop(f"--output {entry} names no file; write it as sarif=FILE")
        if name not in known:
            stop(f"there is no format {name}{near(name, known) or '; known are ' + ', '.join(known)}")
        if file.endswith(SUFFIXES):
            stop(f"--output {entry} would overwrite what is checked; name a file that is no YAML")
        if Path(file) in found:
            stop(f"--output names {file} twice")
        found[Path(file)] = ReportFormat(name)
    return tuple((form, file) for file, form in found.items())


def run_of(
    command: str, repository: Repository, findings: tuple[Finding, ...], today: str, fail_on: FailOn, *, notes: bool
) -> Run:
    """The findings of a command, with what the formats tell beside them."""
    return Run(
        command=command,
        today=today,
        findings=findings,
        files=repository.files,
        standards=repository.library.clauses,
        least=None if fail_on is FailOn.NEVER else Severity[fail_on.name],
        notes=notes,
    )


def _made(form: ReportFormat, run: Run) -> str:
    """A format that is made from findings alone is a module of `report`, with a function of its name."""
    return str(getattr(import_module(f"hardmate.report.{form.value}"), form.value)(run))


def report(
    run: Run,
    form: ReportFormat,
    files: Sequence[tuple[ReportFormat, Path]],
    text: Callable[[Style], str],
    json: Callable[[], str],
) -> None:
    """Write the files, then standard output; `text` and `json` are the command's own. Stops at a file that it can
    not write."""

    def written(wanted: ReportFormat, style: Style) -> str:
        match wanted:
            case ReportFormat.TEXT:
                return text(style)
            case ReportFormat.JSON:
                return json()
            case _:
                return _made(wanted, run)

    for wanted, file in files:
        write_file(file, written(wanted, Style()))
    write(written(form, style_of()))
