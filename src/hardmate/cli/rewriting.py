"""Files that are rewritten: what was wrong with the others is told, the new texts are written or shown."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from hardmate import api
from hardmate.cli.ending import COULD_NOT_RUN, say
from hardmate.cli.output import print_lines, style_of
from hardmate.cli.reading import cache
from hardmate.cli.settings import left_out
from hardmate.finding import Finding
from hardmate.report.diff_text import diff_lines
from hardmate.report.fmt_text import settled_lines
from hardmate.report.frame import finding_lines
from hardmate.repository import lines_of
from hardmate.repository.files import File
from hardmate.repository.rewriting import Rewritings, write


def tell(findings: Iterable[Finding]) -> None:
    """The findings, to standard error."""
    for finding in findings:
        for line in finding_lines(
            finding, lambda name: lines_of(File(Path(name), name)), style_of(sys.stderr.isatty())
        ):
            say(line)


def write_all(found: Rewritings) -> None:
    """Every new text into its file; if one can not be written, the others are, and the exit code is 2."""
    wrong = [each for each in map(write, found.changed) if each is not None]
    tell(wrong)
    if wrong:
        sys.exit(COULD_NOT_RUN)


def show_diff(found: Rewritings) -> None:
    """What would change; exit code 1 if anything would."""
    for each in found.changed:
        print_lines(diff_lines(each, style_of()))
    sys.exit(1 if found.changed or found.findings else 0)


def put_right(paths: list[Path], standards: Path | None, *, diff: bool) -> None:
    """Put right what can only have been meant in one way, and say so on standard error; with `diff`, show it and end.

    What could not be read is left to the gate, which tells it."""
    found = api.fixed(paths, standards, left_out(), cache=cache(paths))
    if diff:
        tell(found.findings)
        show_diff(found)
    write_all(found)
    for each in found.changed:
        for line in settled_lines(each, style_of(sys.stderr.isatty())):
            say(line)
