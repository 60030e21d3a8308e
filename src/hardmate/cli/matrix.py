"""`hardmate matrix`: all pairs at a glance."""

from __future__ import annotations

from typing import Annotated

import typer

from hardmate import api
from hardmate.cli.options import Format, Output, Paths, Standards
from hardmate.cli.output import print_lines, progress_bar, style_of, write
from hardmate.cli.reading import chosen, judgeable, loaded
from hardmate.report import json_report
from hardmate.report.matrix_text import matrix_lines


def matrix(
    paths: Paths = None,
    standards: Standards = None,
    form: Output = Format.TEXT,
    only: Annotated[
        list[str] | None,
        typer.Option("--port", help="Only these ports, or all ports of these vehicles.", show_default=False),
    ] = None,
    reasons: Annotated[
        bool, typer.Option("--reasons", help="List every pair with the reason for its verdict.")
    ] = False,
) -> None:
    """All pairs at a glance: which can hard-mate, which can not, and which nobody can tell yet."""
    repository = judgeable(loaded(paths, standards))
    ports = chosen(only or [], repository)
    cells = {
        frozenset(port.id for port in each.ports): (each.standing, "; ".join(each.reasons))
        for each in api.matrix(repository, ports, progress_bar("Judging pairs"))
    }
    names = [port.id for port in ports]
    if form is Format.JSON:
        write(json_report.text(json_report.matrix_record(names, cells)))
    else:
        print_lines(matrix_lines(names, cells, style_of(), reasons=reasons))
