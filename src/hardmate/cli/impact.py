"""`hardmate impact`: what a change does."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from hardmate.analysis.impact.compare import impact as compared
from hardmate.cli.asked import Argument, Option
from hardmate.cli.options import Format, Output, Standards
from hardmate.cli.output import print_lines, style_of, write
from hardmate.cli.sides import sides
from hardmate.report.impact_text import impact_lines


def impact(
    old: Annotated[
        str, Argument(metavar="OLD", help="A revision idss/D, a folder of standards, a git reference; or CHANGE.")
    ],
    new: Annotated[
        str,
        Argument(metavar="[NEW]", help="The same of the new side, or a file of kind change.", show_default=False),
    ] = "",
    fleet: Annotated[
        list[Path] | None,
        Option("--fleet", help="Declarations and plans whose verdicts are compared.", show_default=False),
    ] = None,
    standards: Standards = None,
    form: Output = Format.TEXT,
) -> None:
    """What a change does: to each clause, to makers and counterparts, to a fleet. Exit code 1 if somebody must act."""
    before, after, change = sides(old, new, fleet or [], standards)
    found = compared(before, after, judged=bool(fleet), change=change)
    if form is Format.JSON:
        from hardmate.report import json_report  # noqa: PLC0415 - its records take long to load
        from hardmate.report.impact_json import impact_record  # noqa: PLC0415

        write(json_report.text(impact_record(found)))
    else:
        print_lines(impact_lines(found, style_of()))
    if found.harmful:
        sys.exit(1)
