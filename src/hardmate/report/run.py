"""What the formats for other tools are made from: the findings of one run, and what was read and judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from msgspec import Struct, field

from hardmate.assess.warned import Kind
from hardmate.baseline import WAIVED as BASELINE
from hardmate.finding import Finding, Severity
from hardmate.fingerprint import fingerprints
from hardmate.model.standard import Clause
from hardmate.repository import Applied

Counts = Mapping[Severity, int]
"""How many there are, the worst severity first."""
Told = TypeVar("Told")


class Shown(Struct, frozen=True):
    """The findings that there is room for, in their order; how many there is none for."""

    findings: tuple[Finding, ...]
    left_out: Counts


class Run(Struct, frozen=True, dict=True):
    """The findings of one run of `command`, in their order.

    `files` are the names of the files that were read. `standards` hold the clauses that findings may be codes of. A
    finding of severity `least` or more makes the exit code 1; with None, none does. `notes` asks for notes where they
    are told to people; what is waived is always told. `counted` are findings that are not there, by kind: no report has
    room for more than `limit`, the worst and then the first; with 0, for all.
    """

    command: str
    today: str
    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    standards: Mapping[str, Mapping[str, Applied]]
    least: Severity | None
    notes: bool
    counted: Mapping[Kind, int] = field(default_factory=dict)
    limit: int = 0

    @property
    def clauses(self) -> Mapping[str, Clause]:
        """Every clause by its id."""
        return {each.clause.id: each.clause for clauses in self.standards.values() for each in clauses.values()}

    @cached_property
    def marked(self) -> tuple[tuple[Finding, str], ...]:
        """Every finding that there is room for, with its fingerprint."""
        return marked(self.findings, self.limit)

    @property
    def left_out(self) -> Counts:
        """The others."""
        return left_out(self.found, (finding for finding, _ in self.marked))

    @property
    def found(self) -> Counts:
        """All of them."""
        return found(self.findings, self.counted)

    @cached_property
    def told(self) -> Shown:
        """The findings that a person is to read."""
        return told(self.findings, self.counted, self.limit, notes=self.notes)

    @property
    def hidden(self) -> int:
        """The notes that nobody asked for."""
        return 0 if self.notes else unasked(self.findings, self.counted)

    def fails(self, finding: Finding) -> bool:
        return self.least is not None and finding.severity >= self.least


def worst(entries: Sequence[Told], limit: int, severity: Callable[[Told], Severity]) -> Sequence[Told]:
    """The entries that there is room for, the worst and then the first, in their order."""
    if not limit or len(entries) <= limit:
        return entries
    ranked = sorted(range(len(entries)), key=lambda number: -severity(entries[number]))
    return [entries[number] for number in sorted(ranked[:limit])]


def marked(findings: tuple[Finding, ...], limit: int = 0) -> tuple[tuple[Finding, str], ...]:
    """The findings of one run that there is room for, each with what tells it from all others."""
    every = tuple(zip(findings, fingerprints(findings), strict=True))
    return tuple(worst(every, limit, lambda entry: entry[0].severity))


def told(findings: tuple[Finding, ...], counted: Mapping[Kind, int], limit: int, *, notes: bool) -> Shown:
    """All findings but the notes, unless these are asked for; what a departure waives stays in sight."""
    wanted = tuple(
        each for each in findings if notes or each.waived not in ("", BASELINE) or each.severity > Severity.NOTE
    )
    beside = {kind: number for kind, number in counted.items() if notes or kind[0] > Severity.NOTE}
    shown = tuple(worst(wanted, limit, lambda finding: finding.severity))
    return Shown(shown, left_out(found(wanted, beside), shown))


def found(findings: Sequence[Finding], counted: Mapping[Kind, int]) -> Counts:
    """How many findings there are, with those that are only counted."""
    here = counts(findings)
    beside = {severity: sum(number for kind, number in counted.items() if kind[0] is severity) for severity in here}
    return {severity: number + beside[severity] for severity, number in here.items()}


def left_out(all_found: Counts, shown: Iterable[Finding]) -> Counts:
    here = counts(shown)
    return {severity: number - here[severity] for severity, number in all_found.items()}


def counts(findings: Iterable[Finding]) -> Counts:
    number = Counter(each.severity for each in findings)
    return {severity: number[severity] for severity in sorted(Severity, reverse=True)}


def unasked(findings: Sequence[Finding], counted: Mapping[Kind, int]) -> int:
    """How many notes there are that nothing waives."""
    here = sum(each.severity is Severity.NOTE and not each.waived for each in findings)
    return here + counted.get((Severity.NOTE, False), 0)


def more(left_out: Counts) -> str:
    """`and 12 more: 10 warnings, 2 notes (--limit 0 shows all)`; nothing if nothing is left out."""
    parts = [counted(number, str(severity)) for severity, number in left_out.items() if number]
    return f"and {sum(left_out.values())} more: {', '.join(parts)} (--limit 0 shows all)" if parts else ""


def counted(number: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
