"""What the gate has to say, as text."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping

from hardmate.api import Check
from hardmate.baseline import WAIVED as BASELINE
from hardmate.finding import Finding, Severity
from hardmate.model.effectivity import Occasion
from hardmate.report.frame import COLOURS, Lines, finding_lines
from hardmate.report.run import counted, found, more, told, unasked
from hardmate.report.style import Style


def check_lines(
    check: Check,
    lines: Lines,
    style: Style,
    *,
    notes: bool,
    limit: int = 0,
    texts: MutableMapping[Finding, str] | None = None,
) -> Iterator[str]:
    """Every finding that there is room for but notes, which `notes` adds; what a departure lowered is always told. The
    summary comes last, and counts all.

    `texts` are what findings read like without colour, as far as somebody knows; what is found out is added.
    """
    read_like = {} if texts is None or style.colour else texts
    shown = told(check.findings, check.left_out, limit, notes=notes)
    for finding in shown.findings:
        if finding not in read_like:
            read_like[finding] = "\n".join((*finding_lines(finding, lines, style), ""))
        yield read_like[finding]
    if others := more(shown.left_out):
        yield others
    known = sum(each.waived == BASELINE for each in check.findings) + check.left_out.get((Severity.NOTE, True), 0)
    hidden = 0 if notes else unasked(check.findings, check.left_out)
    if known:
        yield f"{counted(known, 'finding')} known by the baseline, told as notes"
    if hidden:
        yield f"{counted(hidden, 'note')} on what is undetermined, and who owes it: add --notes"
    if not check.repository.sound:
        yield style("red", "The standards have errors, so nothing was judged by them.")
    yield summary(check, style)


def summary(check: Check, style: Style) -> str:
    """One line: what was read and judged, and what was found."""
    repository = check.repository
    told_of = ", ".join(
        style(COLOURS[severity] if number else "dim", counted(number, str(severity)))
        for severity, number in found(check.findings, check.left_out).items()
    )
    read = f"{counted(len(repository.files), 'file')}, {counted(len(repository.ports), 'port')}"
    judged = f"{counted(check.pairs, 'pair')} judged as of {check.today}{occasion_text(check.occasion)}"
    if check.partial:
        judged = f"of what changes can touch, {judged}"
    waived = sum(each.waived not in ("", BASELINE) for each in check.findings)
    return f"{read}, {judged}: {told_of}{f', {waived} of them waived' if waived else ''}"


def occasion_text(occasion: Occasion) -> str:
    """` with what is in effect on 2021-10-01, soyuz-ms flight ms-18`, or nothing for any time."""
    effective = [
        *([f"on {occasion.day}"] if occasion.day else []),
        *(f"for {name} flight {flight}" for name, flight in occasion.flights.items()),
        *(f"for {name} serial {number}" for name, number in occasion.serials.items()),
    ]
    return f" with what is in effect {', '.join(effective)}" if effective else ""
