"""`hardmate matrix`: all pairs at a glance."""

from __future__ import annotations

from typing import Annotated

from hardmate import api
from hardmate.cli.asked import Option
from hardmate.cli.options import At, Flights, Format, Output, Paths, Serials, Standards
from hardmate.cli.output import print_lines, progress_bar, style_of, write
from hardmate.cli.reading import chosen, judgeable, loaded, occasion_of
from hardmate.report.cell import cell
from hardmate.report.matrix_text import matrix_lines
from hardmate.repository import in_effect


def matrix(
    paths: Paths = None,
    standards: Standards = None,
    form: Output = Format.TEXT,
    only: Annotated[
        list[str] | None,
        Option("--port", help="Only these ports, or all ports of these vehicles.", show_default=False),
    ] = None,
    reasons: Annotated[bool, Option("--reasons", help="List every pair with the reason for its verdict.")] = False,
    margins: Annotated[
        bool, Option("--margins", help="List the pairs that have one by their tightest margin.")
    ] = False,
    at: At = None,
    flights: Flights = None,
    serials: Serials = None,
) -> None:
    """All pairs at a glance: which can hard-mate, which can not, and which nobody can tell yet."""
    repository = judgeable(loaded(paths, standards))
    repository = in_effect(repository, occasion_of(at, flights, serials, repository))
    ports = chosen(only or [], repository)
    cells = {
        frozenset(port.id for port in each.ports): cell(each, repository.library.dictionary)
        for each in api.matrix(repository, ports, progress_bar("Judging pairs"))
    }
    names = [port.id for port in ports]
    if form is Format.JSON:
        from hardmate.report import json_report  # noqa: PLC0415 - its records take long to load

        write(json_report.text(json_report.matrix_record(names, cells)))
    else:
        print_lines(matrix_lines(names, cells, style_of(), reasons=reasons, margins=margins))
