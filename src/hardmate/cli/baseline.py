"""`hardmate baseline`: the findings that a repository lives with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from hardmate import api
from hardmate.baseline import Baseline, BaselineError, read, recorded, text, updated
from hardmate.cli.asked import Option
from hardmate.cli.ending import stop
from hardmate.cli.options import Paths, Standards, Today
from hardmate.cli.output import progress_bar, write, write_file
from hardmate.cli.reading import judgeable, loaded, today_of
from hardmate.document.disk import content

FILE = Path("hardmate-baseline.json")
MOST_BYTES = 16 * 1024 * 1024


def baseline(
    paths: Paths = None,
    standards: Standards = None,
    today: Today = None,
    file: Annotated[Path, Option("--file", help="The baseline.")] = FILE,
    grow: Annotated[
        bool, Option("--grow", help="Add today's findings as well; without it, only what is gone is taken out.")
    ] = False,
) -> None:
    """Record findings, and let `check --baseline` fail only for new ones: it shrinks by itself, and grows when told."""
    old = read_baseline(file) if file.exists() else {}
    if not old and not grow and not file.exists():
        stop(f"there is no baseline {file.as_posix()}; begin one with --grow")
    repository = judgeable(loaded(paths, standards))
    found = recorded(api.check(repository, today_of(today), progress_bar("Judging pairs")).findings)
    new = updated(old, found, grow=grow)
    write_file(file, text(new))
    added, left = len(new.keys() - old.keys()), len(found.keys() - new.keys())
    told = [f"{len(new)} findings in {file.as_posix()}", f"{len(old.keys() - new.keys())} gone", f"{added} added"]
    write(f"{', '.join(told)}{f'; {left} more are new, and are added with --grow' if left else ''}\n")


def read_baseline(file: Path) -> Baseline:
    """The baseline of a file; a stop if it can not be read."""
    name = file.as_posix()
    raw = content(file, name, MOST_BYTES)
    if isinstance(raw, tuple) or len(raw) > MOST_BYTES:
        why = raw[0].message if isinstance(raw, tuple) else f"it has more than {MOST_BYTES // 2**20} MiB"
        stop(f"{name} can not be read as a baseline: {why}")
    try:
        return read(raw.decode())
    except UnicodeDecodeError:
        stop(f"{name} can not be read as a baseline: it is not UTF-8")
    except BaselineError as error:
        stop(f"{name} is no baseline: {error}")
