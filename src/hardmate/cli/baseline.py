"""`hardmate baseline`: the findings that a repository lives with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hardmate import api
from hardmate.baseline import Baseline, BaselineError, read, recorded, text, updated
from hardmate.cli.ending import stop
from hardmate.cli.options import Paths, Standards, Today
from hardmate.cli.output import progress_bar, write
from hardmate.cli.reading import judgeable, loaded, today_of

FILE = Path("hardmate-baseline.json")


def baseline(
    paths: Paths = None,
    standards: Standards = None,
    today: Today = None,
    file: Annotated[Path, typer.Option("--file", help="The baseline.")] = FILE,
    grow: Annotated[
        bool, typer.Option("--grow", help="Add today's findings as well; without it, only what is gone is taken out.")
    ] = False,
) -> None:
    """Record findings, and let `check --baseline` fail only for new ones: it shrinks by itself, and grows when told."""
    old = read_baseline(file) if file.exists() else {}
    if not old and not grow and not file.exists():
        stop(f"there is no baseline {file.as_posix()}; begin one with --grow")
    repository = judgeable(loaded(paths, standards))
    found = recorded(api.check(repository, today_of(today), progress_bar("Judging pairs")).findings)
    new = updated(old, found, grow=grow)
    try:
        file.write_text(text(new), encoding="utf-8", newline="\n")
    except OSError as error:
        stop(f"{file.as_posix()} can not be written: {error.strerror}")
    added, left = len(new.keys() - old.keys()), len(found.keys() - new.keys())
    told = [f"{len(new)} findings in {file.as_posix()}", f"{len(old.keys() - new.keys())} gone", f"{added} added"]
    write(f"{', '.join(told)}{f'; {left} more are new, and are added with --grow' if left else ''}\n")


def read_baseline(file: Path) -> Baseline:
    """The baseline of a file; a stop if it can not be read."""
    try:
        return read(file.read_text(encoding="utf-8"))
    except BaselineError as error:
        stop(f"{file.as_posix()} is no baseline: {error}")
    except (OSError, UnicodeDecodeError):
        stop(f"{file.as_posix()} can not be read as a baseline")
