"""The settings of the repository, as defaults of the commands' options: what the command line says goes before."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from hardmate.cli.ending import say, stop
from hardmate.cli.output import style_of
from hardmate.report.frame import finding_lines
from hardmate.repository import Exclusion, File, Settings, lines_of, settings

_NOTHING_SAID = Settings()
IN_FORCE: ContextVar[Settings] = ContextVar("IN_FORCE", default=_NOTHING_SAID)
"""The settings of the command that runs."""

_EVERY = {"standards": "standards", "fail_on": "fail_on"}
_OWN = {
    "check": {"format": "form", "limit": "limit", "output": "output", "baseline": "baseline"},
    "baseline": {"baseline": "file"},
}
"""The parameters that take what a key says: of every command that has them, and of one command alone."""
_NEEDS_NONE = ("init", "schema")


def defaults(command: str | None, commands: Iterable[str]) -> dict[str, Any]:
    """Click's defaults, by command and parameter, from the settings that hold here. Stops if they can not be read."""
    found = Settings() if command is None or command in _NEEDS_NONE else settings(Path.cwd())
    if isinstance(found, tuple):
        style = style_of(sys.stderr.isatty())
        for finding in found:
            for line in finding_lines(finding, lambda name: lines_of(File(Path(name), name)), style):
                say(line)
        stop("the settings have errors")
    IN_FORCE.set(found)
    return {name: _options(name, found) for name in commands}


def _options(command: str, found: Settings) -> dict[str, Any]:
    given = _EVERY | _OWN.get(command, {})
    values = {key: getattr(found, key) for key in given if key in found.said}
    return {given[key]: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def left_out() -> Exclusion:
    """The files that the settings leave out."""
    return IN_FORCE.get().exclude


def read_unasked() -> list[Path]:
    """What is read if the command line names nothing: what the settings name, or else this folder."""
    return list(IN_FORCE.get().paths) or [Path()]
