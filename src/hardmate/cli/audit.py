"""`hardmate audit`: a standard's clauses looked over, and a gate for what changes in them."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

from hardmate import api
from hardmate.analysis.prove.gate import State, gate, state
from hardmate.analysis.prove.verdicts import Standing
from hardmate.cli.asked import Option
from hardmate.cli.ending import stop
from hardmate.cli.options import Format, NoCache, Output, Standards
from hardmate.cli.output import print_lines, style_of, write
from hardmate.cli.prove import Near, Second, Standard, Work, engine, standard_named
from hardmate.report.audit_text import audit_lines
from hardmate.solver import WORK


def audit(
    standard: Standard,
    paths: Near = None,
    against: Annotated[
        Path | None,
        Option(
            "--against", help="Fail only on what is newly refuted or unknown since this record.", show_default=False
        ),
    ] = None,
    record: Annotated[
        Path | None, Option("--record", help="Record the standings in this file.", show_default=False)
    ] = None,
    closing: Annotated[
        bool, Option("--closing/--no-closing", help="Whether to look for clauses that would close a gap.")
    ] = True,
    cvc5: Second = False,
    work: Work = WORK,
    standards: Standards = None,
    no_cache: NoCache = False,
    form: Output = Format.TEXT,
) -> None:
    """Clauses that contradict, say nothing or carry a proof; how far limits may move; what would close a gap."""
    recorded = None if against is None else _recorded(against)
    repository = standard_named(standard, paths, standards, cached=not no_cache)
    with ExitStack() as stack:
        found = api.audit(repository, standard, engine(stack, cvc5=cvc5, work=work), close=closing)
    judged = gate(found.soundness, recorded)
    if record is not None:
        _write(record, state(found.soundness))
    if form is Format.JSON:
        from hardmate.report import json_report  # noqa: PLC0415 - its records take long to load
        from hardmate.report.audit_record import audit_record  # noqa: PLC0415

        write(json_report.text(audit_record(found, judged)))
    else:
        print_lines(audit_lines(found, judged, style_of()))
    if not judged.passes:
        sys.exit(1)


def _recorded(file: Path) -> State:
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        stop(f"{file.as_posix()} can not be read: {error.strerror}")
    except ValueError:
        stop(f"{file.as_posix()} is no record of an audit; --record writes one")
    known = {str(each) for each in Standing}
    if not isinstance(read, dict) or not all(isinstance(each, str) and each in known for each in read.values()):
        stop(f"{file.as_posix()} is no record of an audit; --record writes one")
    return read


def _write(file: Path, standings: State) -> None:
    text = json.dumps(dict(sorted(standings.items())), indent=2, ensure_ascii=False)
    try:
        file.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    except OSError as error:
        stop(f"{file.as_posix()} can not be written: {error.strerror}")
