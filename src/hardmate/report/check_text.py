"""What the gate has to say, as text."""

from __future__ import annotations

from collections.abc import Iterator

from hardmate.api import Check
from hardmate.finding import Severity
from hardmate.model.effectivity import Occasion
from hardmate.report.frame import Lines, finding_lines
from hardmate.report.style import Style


def check_lines(check: Check, lines: Lines, style: Style, *, notes: bool) -> Iterator[str]:
    """Every finding but notes, which `notes` adds; what a departure lowered is always told. The summary comes last."""
    told = [each for each in check.findings if notes or each.severity > Severity.NOTE or each.waived]
    for finding in told:
        yield from finding_lines(finding, lines, style)
        yield ""
    hidden = len(check.findings) - len(told)
    if hidden:
        yield f"{_count(hidden, 'note')} on what is undetermined, and who owes it: add --notes"
    if not check.repository.sound:
        yield style("red", "The standards have errors, so nothing was judged by them.")
    yield summary(check, style)


def summary(check: Check, style: Style) -> str:
    """One line: what was read and judged, and what was found."""
    repository = check.repository
    counts = {severity: sum(each.severity is severity for each in check.findings) for severity in Severity}
    found = ", ".join(
        style(colour if counts[severity] else "dim", _count(counts[severity], str(severity)))
        for severity, colour in ((Severity.ERROR, "red"), (Severity.WARNING, "yellow"), (Severity.NOTE, "blue"))
    )
    read = f"{_count(repository.files, 'file')}, {_count(len(repository.ports), 'port')}"
    judged = f"{_count(check.pairs, 'pair')} judged as of {check.today}{occasion_text(check.occasion)}"
    waived = sum(bool(each.waived) for each in check.findings)
    return f"{read}, {judged}: {found}{f', {waived} of them waived' if waived else ''}"


def occasion_text(occasion: Occasion) -> str:
    """` with what is in effect on 2021-10-01, soyuz-ms flight ms-18`, or nothing for any time."""
    told = [
        *([f"on {occasion.day}"] if occasion.day else []),
        *(f"for {name} flight {flight}" for name, flight in occasion.flights.items()),
        *(f"for {name} serial {number}" for name, number in occasion.serials.items()),
    ]
    return f" with what is in effect {', '.join(told)}" if told else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
