"""`hardmate fmt`: files in canonical form."""

from __future__ import annotations

import sys
from typing import Annotated

from hardmate import api
from hardmate.cli.asked import Option
from hardmate.cli.options import Paths, Standards
from hardmate.cli.output import print_lines, style_of
from hardmate.cli.reading import cache, wanted
from hardmate.cli.rewriting import show_diff, tell, write_all
from hardmate.cli.settings import left_out
from hardmate.report.fmt_text import fmt_lines


def fmt(
    paths: Paths = None,
    standards: Standards = None,
    check: Annotated[
        bool, Option("--check", help="Change nothing; exit code 1 if a file is not in canonical form.")
    ] = False,
    diff: Annotated[
        bool, Option("--diff", help="Show what would change, and change nothing; exit code 1 if anything would.")
    ] = False,
) -> None:
    """Write files in canonical form: keys in order, spaces and indents. Values and comments stay as they are."""
    named = wanted(paths, standards)
    found = api.formatted(named, standards, left_out(), cache=cache(named))
    tell(found.findings)
    if diff:
        show_diff(found)
    if not check:
        write_all(found)
    print_lines(fmt_lines(found, style_of(), written=not check))
    if found.findings or (check and found.changed):
        sys.exit(1)
