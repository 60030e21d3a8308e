"""Findings as GitHub workflow commands, which annotate the lines of a pull request, on both sides of a broken pair."""

from __future__ import annotations

from collections.abc import Iterator

from hardmate.finding import Finding, Location, Severity
from hardmate.report.run import Run, counted, counts, more
from hardmate.report.style import plain

LIMIT = 10
"""Annotations of one kind that GitHub shows for one step; what goes beyond is dropped without a word."""

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github(run: Run) -> str:
    """One command for each finding, as many as GitHub shows, the rest counted; then the second places, as far as
    there is room."""
    lines: dict[Severity, list[str]] = {severity: [] for severity in counts(())}
    for finding in run.told.findings:
        lines[finding.severity].append(_annotation(finding))
    # One notice tells what is left out, so that nobody takes the first ten for all.
    told = {severity: each[: LIMIT - (severity is Severity.NOTE)] for severity, each in lines.items()}
    beyond = run.told.left_out
    left_out = {severity: len(each) - len(told[severity]) for severity, each in lines.items()}
    notices = told[Severity.NOTE]
    for finding in run.told.findings:
        notices.extend(list(_second_places(finding))[: LIMIT - 1 - len(notices)])
    if any(left_out.values()) or any(beyond.values()):
        untold = ", ".join(counted(number, str(severity)) for severity, number in left_out.items() if number)
        shown = f"{untold} more than GitHub shows for one step; see the log or another report for all" if untold else ""
        message = "; ".join(part for part in (shown, more(beyond)) if part)
        notices.append(f"::notice title=hardmate::{_data(message)}")
    return "".join(f"{line}\n" for each in told.values() for line in each)


def _annotation(finding: Finding) -> str:
    waived = [f"waived by {finding.waived}"] if finding.waived else []
    second = [f"{each.location}: {each.message}" for each in finding.related]
    remedy = [f"help: {finding.help}"] if finding.help else []
    text = "\n".join(plain(line) for line in (finding.message, *waived, *second, *remedy))
    return _command(_COMMANDS[finding.severity], finding.location, finding.code, text)


def _second_places(finding: Finding) -> Iterator[str]:
    """A notice for each other file that a finding, if it is more than a note, is about."""
    if finding.severity is Severity.NOTE:
        return
    files = {finding.location.file}
    for related in finding.related:
        if related.location.file not in files:
            files.add(related.location.file)
            text = plain(f"{related.message}; {finding.severity} at {finding.location}: {finding.message}")
            yield _command("notice", related.location, finding.code, text)


def _command(command: str, location: Location, title: str, text: str) -> str:
    place = {"file": location.file, **({"line": location.line, "col": location.column} if location.line else {})}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in (place | {"title": title}).items())
    return f"::{command} {properties}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(plain(text)).replace(":", "%3A").replace(",", "%2C")
