"""`hardmate baseline`: the findings that a repository lives with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from hardmate import api
from hardmate.assess.warned import Wanted
from hardmate.baseline import Baseline, BaselineError, knows, pairs, read, recorded, text, updated
from hardmate.cli.asked import Option
from hardmate.cli.ending import stop
from hardmate.cli.options import LIMIT, Paths, Standards, Today
from hardmate.cli.output import progress_bar, write, write_file
from hardmate.cli.reading import judgeable, loaded, today_of
from hardmate.document.disk import content
from hardmate.finding import Severity
from hardmate.repository import Repository

FILE = Path("hardmate-baseline.json")
MOST = 50_000
"""Findings of a baseline; what is written has to be read again, in whole."""
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
    found, unheard = _found(repository, today_of(today), old, grow=grow)
    new = updated(old, found, grow=grow)
    written = text(new)
    if (grow and unheard) or len(written) > MOST_BYTES:
        stop(
            f"{file.as_posix()} is not written: there are {len(found) + unheard} findings, and nobody can review more "
            f"than {MOST} in a baseline; correct first what many of them have in common"
        )
    write_file(file, written)
    added, left = len(new.keys() - old.keys()), len(found.keys() - new.keys()) + unheard
    told = [f"{len(new)} findings in {file.as_posix()}", f"{len(old.keys() - new.keys())} gone", f"{added} added"]
    write(f"{', '.join(told)}{f'; {left} more are new, and are added with --grow' if left else ''}\n")


def _found(repository: Repository, today: str, old: Baseline, *, grow: bool) -> tuple[Baseline, int]:
    """What the old baseline knows of today's findings, or all of them if it is to grow and they are not too many; and
    how many others there are. Only what is asked for is put into words, which is most of the work."""
    for most in (max(LIMIT, len(old)), MOST):
        wanted = Wanted(most, pairs(old), lambda brief: knows(old, brief))
        check = api.check(repository, today, progress_bar("Judging pairs"), wanted=wanted)
        found = recorded(check.findings)
        others = sum(number for (severity, _), number in check.left_out.items() if severity > Severity.NOTE)
        if not (grow and others and len(found) + others <= MOST):
            break
    return found, others


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
