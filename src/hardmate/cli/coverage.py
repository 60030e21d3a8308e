"""`hardmate coverage`: what is checked, and what not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from hardmate import api
from hardmate.cli.asked import Argument
from hardmate.cli.ending import exit_by
from hardmate.cli.options import Failing, FailOn, Format, Output, Standards
from hardmate.cli.output import lines_by_name, print_lines, style_of, write
from hardmate.cli.reading import cache, judgeable, require_paths
from hardmate.cli.settings import left_out
from hardmate.report.coverage_text import coverage_lines
from hardmate.report.frame import finding_lines


def coverage(
    paths: Annotated[
        list[Path] | None,
        Argument(help="Declarations that are asked for values; none if left out.", show_default=False),
    ] = None,
    standards: Standards = None,
    form: Output = Format.TEXT,
    fail_on: Failing = FailOn.ERROR,
) -> None:
    """What is checked: every rule and clause, which wait for a value that nobody has, which can not be checked."""
    require_paths([*(paths or []), *([standards] if standards is not None else [])])
    repository = judgeable(api.loaded(paths or [], standards, left_out(), cache=cache(paths or [])))
    covered = api.coverage(repository)
    if form is Format.JSON:
        from hardmate.report import json_report  # noqa: PLC0415 - its records take long to load
        from hardmate.report.coverage_json import coverage_record  # noqa: PLC0415

        write(json_report.text(coverage_record(covered)))
    else:
        for finding in covered.findings:
            print_lines((*finding_lines(finding, lines_by_name(repository), style_of()), ""))
        print_lines(coverage_lines(covered, style_of()))
    exit_by((each.severity for each in covered.findings), fail_on)
