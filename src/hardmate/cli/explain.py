"""`hardmate explain`: one clause."""

from __future__ import annotations

from typing import Annotated

from hardmate import api
from hardmate.cli.asked import Argument
from hardmate.cli.completion import clauses_like
from hardmate.cli.ending import near, stop
from hardmate.cli.options import Format, Output, Standards
from hardmate.cli.output import print_lines, style_of, write
from hardmate.cli.reading import cache, judgeable
from hardmate.report.explain_text import explain_lines, fleet_explain_lines


def explain(
    clause: Annotated[str, Argument(help="A clause: source-voltage-accepted.", autocompletion=clauses_like)],
    standards: Standards = None,
    form: Output = Format.TEXT,
) -> None:
    """One clause explained: what it asks, why, of which values, and how that is known."""
    library = judgeable(api.loaded([], standards, cache=cache())).library
    found = {id(a.clause): a.clause for each in library.clauses.values() for name, a in each.items() if name == clause}
    over = [each for each in library.fleet if each.id == clause]
    if not found and not over:
        known = sorted(
            {name for each in library.clauses.values() for name in each} | {each.id for each in library.fleet}
        )
        stop(f"no standard has a clause {clause}{near(clause, known)}")
    for entry in found.values():
        applied_by = [name for name, each in library.clauses.items() if clause in each and each[clause].clause is entry]
        if form is Format.JSON:
            from hardmate.report import json_report  # noqa: PLC0415 - its records take long to load

            write(json_report.text(json_report.explain_record(entry, applied_by)))
        else:
            print_lines(explain_lines(entry, applied_by, library.sources, library.dictionary, style_of()))
    for fleet_clause in over:
        if form is Format.JSON:
            from hardmate.report import json_report  # noqa: PLC0415 - its records take long to load

            write(json_report.text(json_report.fleet_explain_record(fleet_clause)))
        else:
            print_lines(fleet_explain_lines(fleet_clause, library.sources, style_of()))
