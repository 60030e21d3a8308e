"""Standings of a standard's propositions, in a file that later ones are held against: what prove and audit share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from hardmate.analysis.prove.gate import Record, RecordError, read, record, text
from hardmate.analysis.prove.verdicts import Soundness
from hardmate.cli.asked import Option
from hardmate.cli.ending import stop
from hardmate.cli.output import write_file
from hardmate.document.disk import content

Against = Annotated[
    Path | None,
    Option("--against", help="Fail only on what is newly refuted or unknown since this record.", show_default=False),
]
Recorded = Annotated[Path | None, Option("--record", help="Record the standings in this file.", show_default=False)]
MOST_BYTES = 16 * 1024 * 1024


def recorded(file: Path | None, standard: str) -> Record | None:
    """The record in a file, which has to be of this standard; a stop if it is none."""
    if file is None:
        return None
    shown = file.as_posix()
    raw = content(file, shown, MOST_BYTES)
    if isinstance(raw, tuple) or len(raw) > MOST_BYTES:
        why = raw[0].message if isinstance(raw, tuple) else f"it has more than {MOST_BYTES // 2**20} MiB"
        stop(f"{shown} can not be read as a record: {why}")
    try:
        found = read(raw.decode())
    except UnicodeDecodeError:
        stop(f"{shown} can not be read as a record: it is not UTF-8")
    except RecordError as error:
        stop(f"{shown} is no record of standings, as --record writes it: {error}")
    if found.standard != standard:
        stop(f"{shown} is a record of {found.standard}, and {standard} is asked for: record that with --record")
    return found


def written(found: Soundness, file: Path | None) -> None:
    """Record what was found, if a file is named for it; a standard that contradicts itself has no standings."""
    if file is None:
        return
    if found.contradiction is not None:
        stop(f"{file.as_posix()} is not written: {found.standard} contradicts itself, so nothing in it has a standing")
    write_file(file, text(record(found)))
