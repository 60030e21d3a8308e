"""Findings as JSON Lines: one record for each, as in the JSON report, for tools that read line by line."""

from __future__ import annotations

from hardmate.report.json_report import counts_record, finding_records, line
from hardmate.report.run import Run


def jsonl(run: Run) -> str:
    """One line for each finding; one more that counts what is left out, if anything is."""
    told = "".join(line(record.model_dump(mode="json")) for record in finding_records(run.marked))
    others = counts_record(run.left_out)
    return told + line({"left_out": others.model_dump(mode="json")}) if any(run.left_out.values()) else told
