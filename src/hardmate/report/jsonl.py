"""Findings as JSON Lines: one record for each, as in the JSON report, for tools that read line by line."""

from __future__ import annotations

from hardmate.report.json_report import finding_records, line
from hardmate.report.run import Run


def jsonl(run: Run) -> str:
    """One line for each finding; nothing at all where nothing was found."""
    return "".join(line(record.model_dump(mode="json")) for record in finding_records(run.findings))
