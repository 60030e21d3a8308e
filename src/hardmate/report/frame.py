"""A finding as text: one line that says it, the lines of the files it is about, the clause and the help."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from hardmate.finding import Finding, Location, Severity
from hardmate.report.style import Style, plain, visible

Lines = Callable[[str], Sequence[str]]
"""The lines of a file, by the name that findings use; empty when it can not be shown."""

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}
WIDEST = 160


def finding_lines(finding: Finding, lines: Lines, style: Style) -> Iterator[str]:
    """`file:line:column: severity[code] message`, then a code frame for each place."""
    severity = style(COLOURS[finding.severity], f"{finding.severity}[{finding.code}]")
    yield f"{style('bold', plain(str(finding.location)))}: {severity} {plain(finding.message)}"
    yield from _frame(finding.location, lines, style)
    for related in finding.related:
        yield f"  {plain(str(related.location))}: {plain(related.message)}"
        yield from _frame(related.location, lines, style)
    if finding.requirement:
        yield f"  {style('dim', 'clause')} {plain(finding.requirement)}"
    if finding.help:
        yield f"  {style('dim', 'help')} {plain(finding.help)}"


def _frame(location: Location, lines: Lines, style: Style) -> Iterator[str]:
    """The line of the file with a mark under the place; nothing when the place is the whole file."""
    source = lines(location.file) if location.line else ()
    if not 0 < location.line <= len(source):
        return
    text = visible(source[location.line - 1])
    number = str(location.line)
    before = visible(source[location.line - 1][: location.column - 1])
    shift = max(0, len(before) + 20 - WIDEST)
    cut = "…" if shift else ""
    yield f"    {style('dim', f'{number} |')} {cut}{text[shift : shift + WIDEST]}"
    mark = " " * (len(before) - shift + len(cut)) + style("bold", "^")
    yield f"    {style('dim', ' ' * len(number) + ' |')} {mark}"
