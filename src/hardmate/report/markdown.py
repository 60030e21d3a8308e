"""Findings as Markdown, for a comment on a pull request: a table for each severity, long ones folded.

Whatever comes from a file stands in a code span: there no renderer reads links, mentions, tags or emphasis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hardmate.finding import Finding, Severity
from hardmate.report.run import Run, counted, more
from hardmate.report.style import plain

OPEN = 10
"""Rows of a table that is shown unfolded."""
LONGEST = 60_000
"""Characters of all rows; a comment on GitHub takes 65,536, one on GitLab more."""
LONGEST_SPAN = 600
"""Characters of one message."""


def markdown(run: Run) -> str:
    """The report; what does not fit is counted."""
    head = ", ".join(counted(number, str(severity)) for severity, number in run.found.items())
    lines = [f"### Hardmate {run.command}: {head}", "", f"{counted(len(run.files), 'file')}, as of {run.today}"]
    room = LONGEST
    for severity, beyond in run.told.left_out.items():
        rows = []
        every = [each for each in run.told.findings if each.severity is severity]
        for finding in every:
            row = _row(finding)
            room -= len(row)
            if room < 0:
                break
            rows.append(row)
        if every or beyond:
            lines += ["", *_section(severity, rows, len(every) - len(rows) + beyond)]
    if others := more(run.told.left_out):
        lines += ["", others]
    if run.hidden:
        lines += ["", f"{counted(run.hidden, 'note')} on what is undetermined, and who owes it: add --notes"]
    return "".join(f"{line}\n" for line in lines)


def _section(severity: Severity, rows: list[str], left_out: int) -> Iterator[str]:
    title = counted(len(rows) + left_out, str(severity))
    folded = len(rows) > OPEN
    yield f"<details><summary>{title}</summary>" if folded else f"**{title}**"
    if rows:
        yield from ("", "| where | what | |", "|---|---|---|", *rows)
    if left_out:
        yield from ("", f"{counted(left_out, 'more ' + str(severity))} left out here")
    if folded:
        yield from ("", "</details>")


def _row(finding: Finding) -> str:
    places = _stacked(str(each) for each in (finding.location, *(each.location for each in finding.related)))
    waived = [f"waived by {finding.waived}"] if finding.waived else []
    remedy = [f"help: {finding.help}"] if finding.help else []
    told = _stacked((finding.message, *(each.message for each in finding.related), *waived, *remedy))
    return f"| {places} | {told} | {_span(finding.code)} |"


def _stacked(texts: Iterable[str]) -> str:
    return "<br>".join(_span(text) for text in texts)


def _span(text: str) -> str:
    """A code span on one line, with a fence longer than any in the text. A bar would end the table's cell, and
    readers disagree on how to escape one there."""
    shown = plain(text).replace("|", "¦")
    if len(shown) > LONGEST_SPAN:
        shown = f"{shown[:LONGEST_SPAN]}…"
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    space = " " if shown.startswith("`") or shown.endswith("`") or not shown.strip() else ""
    return f"{fence}{space}{shown}{space}{fence}"
