"""The settings of the repository, as defaults of the commands' options: what the command line says goes before."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import typer

from hardmate.cli.ending import stop
from hardmate.cli.output import style_of
from hardmate.report.frame import finding_lines
from hardmate.repository import NOTHING, Exclusion, File, Settings, lines_of, settings

LEFT_OUT: ContextVar[Exclusion] = ContextVar("LEFT_OUT", default=NOTHING)
"""The files that the settings leave out, for the command that runs."""

_CHECK_ALONE = {"format": "form", "output": "output", "baseline": "baseline"}
_NEEDS_NONE = ("init", "schema")
_READS_NO_FILES_UNASKED = ("coverage", "prove")


def defaults(command: str | None, commands: Iterable[str]) -> dict[str, Any]:
    """Click's defaults, by command and parameter, from the settings that hold here. Stops if they can not be read."""
    LEFT_OUT.set(NOTHING)
    if command is None or command in _NEEDS_NONE:
        return {}
    found = settings(Path.cwd())
    if isinstance(found, tuple):
        for finding in found:
            for line in finding_lines(
                finding, lambda name: lines_of(File(Path(name), name)), style_of(sys.stderr.isatty())
            ):
                typer.echo(line, err=True)
        stop("the settings have errors")
    LEFT_OUT.set(found.exclude)
    return {name: _options(name, found) for name in commands}


def _options(command: str, found: Settings) -> dict[str, Any]:
    named = ["standards", "fail_on"]
    if command not in _READS_NO_FILES_UNASKED:
        named.append("paths")
    given = {key: key for key in named}
    if command == "check":
        given |= _CHECK_ALONE
    if command == "baseline":
        given["baseline"] = "file"
    values = {key: getattr(found, key) for key in given if key in found.said}
    options = {given[key]: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
    if command == "check" and "paths" in options:
        options["within"] = options["paths"]
    return options
