"""`hardmate audit`: a standard's clauses looked over, and a gate for what changes in them."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import Annotated

from hardmate import api
from hardmate.analysis.prove.gate import gate
from hardmate.cli.asked import Option
from hardmate.cli.options import Format, NoCache, Output, Standards
from hardmate.cli.output import print_lines, style_of, write
from hardmate.cli.prove import Near, Second, Standard, Work, engine, standard_named
from hardmate.cli.standings import Against, Recorded, recorded, written
from hardmate.report.audit_text import audit_lines
from hardmate.solver import WORK


def audit(
    standard: Standard,
    paths: Near = None,
    against: Against = None,
    record: Recorded = None,
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
    before = recorded(against, standard)
    repository = standard_named(standard, paths, standards, cached=not no_cache)
    with ExitStack() as stack:
        found = api.audit(repository, standard, engine(stack, cvc5=cvc5, work=work), close=closing)
    judged = gate(found.soundness, before)
    if form is Format.JSON:
        from hardmate.report import json_report  # noqa: PLC0415 - its records take long to load
        from hardmate.report.audit_record import audit_record  # noqa: PLC0415

        write(json_report.text(audit_record(found, judged)))
    else:
        print_lines(audit_lines(found, judged, style_of()))
    written(found.soundness, record)
    if not judged.passes:
        sys.exit(1)
