"""Findings as a GitLab code quality report, which merge requests show beside the lines."""

from __future__ import annotations

from hardmate.finding import Finding, Location, Severity
from hardmate.fingerprint import fingerprints
from hardmate.report.json_report import pretty
from hardmate.report.run import Run, more
from hardmate.report.style import plain

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def gitlab(run: Run) -> str:
    """A JSON list with one entry for each finding, and one that counts what is left out: there is no other place."""
    entries = [_entry(finding, mark) for finding, mark in run.marked]
    if others := more(run.left_out):
        where = next(finding.location for finding, _ in run.marked)
        untold = Finding("left-out", Severity.NOTE, others, Location(where.file), subject=("report", run.command))
        entries.append(_entry(untold, fingerprints((untold,))[0]))
    return pretty(entries)


def _entry(finding: Finding, fingerprint: str) -> dict[str, object]:
    waived = f"waived by {finding.waived}: " if finding.waived else ""
    remedy = f" (help: {finding.help})" if finding.help else ""
    return {
        "type": "issue",
        "check_name": finding.code,
        "description": plain(f"{waived}{finding.message}{remedy}") or finding.code,
        "categories": ["Compatibility"],
        "severity": _SEVERITIES[finding.severity],
        "fingerprint": fingerprint,
        "location": _place(finding.location),
        "other_locations": [_place(each.location) for each in finding.related],
    }


def _place(location: Location) -> dict[str, object]:
    """The line; the first one for a file as a whole, since GitLab leaves out what has none."""
    return {"path": location.file, "lines": {"begin": max(location.line, 1)}}
