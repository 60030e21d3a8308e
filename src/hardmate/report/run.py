"""What the formats for other tools are made from: the findings of one run, and what was read and judged."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from hardmate.baseline import WAIVED as BASELINE
from hardmate.finding import Finding, Severity
from hardmate.fingerprint import fingerprints
from hardmate.model.standard import Clause


class Run(Struct, frozen=True, dict=True):
    """The findings of one run of `command`, in their order.

    `files` are the names of the files that were read. `clauses` holds, by id, what findings may be codes of. A finding
    of severity `least` or more makes the exit code 1; with None, none does. `notes` asks for notes where they are told
    to people; what is waived is always told.
    """

    command: str
    today: str
    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    clauses: Mapping[str, Clause]
    least: Severity | None
    notes: bool

    @cached_property
    def marked(self) -> tuple[tuple[Finding, str], ...]:
        """Every finding with its fingerprint."""
        return tuple(zip(self.findings, fingerprints(self.findings), strict=True))

    @property
    def told(self) -> tuple[Finding, ...]:
        """The findings that a person is to read."""
        return told(self.findings, notes=self.notes)

    def fails(self, finding: Finding) -> bool:
        return self.least is not None and finding.severity >= self.least


def told(findings: tuple[Finding, ...], *, notes: bool) -> tuple[Finding, ...]:
    """All findings but the notes, unless these are asked for; what a departure waives stays in sight."""
    return tuple(
        each for each in findings if notes or each.waived not in ("", BASELINE) or each.severity > Severity.NOTE
    )


def counts(findings: tuple[Finding, ...]) -> Mapping[Severity, int]:
    """How many there are, the worst severity first."""
    return {
        severity: sum(each.severity is severity for each in findings) for severity in sorted(Severity, reverse=True)
    }


def counted(number: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
