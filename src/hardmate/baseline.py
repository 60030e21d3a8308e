"""Findings that a repository lives with, by fingerprint: what a check found on a day, so that only new ones fail.

A baseline is JSON, sorted, with one finding a line, so that a change of it reads well in a pull request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from hardmate.finding import Brief, Finding, Severity
from hardmate.fingerprint import fingerprints, only

WAIVED = "baseline"
"""What a finding says that is waived by a baseline."""
VERSION = 1
_KEYS = {"fingerprint", "code", "severity", "subject"}


class BaselineError(Exception):
    """Why a text is no baseline; the text says what to do."""


class Entry(Struct, frozen=True):
    """One finding that is known. It stays known while it is no worse than its severity here."""

    fingerprint: str
    code: str
    severity: Severity
    subject: tuple[str, ...]


Baseline = Mapping[str, Entry]
"""Entries by their fingerprint."""


def recorded(findings: Sequence[Finding]) -> Baseline:
    """The baseline of findings: its warnings and errors that no departure grants."""
    return {
        mark: Entry(mark, each.code, each.severity, each.subject)
        for mark, each in zip(fingerprints(findings), findings, strict=True)
        if each.severity > Severity.NOTE and not each.waived
    }


def updated(old: Baseline, found: Baseline, *, grow: bool) -> Baseline:
    """The old baseline without what is gone; what is new or worse is added only when it is to grow."""
    kept = {
        mark: replace(entry, severity=min(old[mark].severity, entry.severity))
        for mark, entry in found.items()
        if mark in old and _is_about(old[mark], entry)
    }
    return {**kept, **found} if grow else kept


def _is_about(entry: Entry, other: Entry | Brief) -> bool:
    """Whether an entry says what its fingerprint stands for: who reviews a baseline reads that, and no fingerprint."""
    return (entry.code, entry.subject) == (other.code, other.subject)


def lowered(findings: Sequence[Finding], baseline: Baseline) -> tuple[Finding, ...]:
    """The findings, those that the baseline knows as notes."""
    return tuple(
        replace(each, severity=Severity.NOTE, waived=WAIVED) if _knows(baseline, mark, each) else each
        for mark, each in zip(fingerprints(findings), findings, strict=True)
    )


def _knows(baseline: Baseline, mark: str, finding: Finding) -> bool:
    return not finding.waived and _holds(baseline, mark, finding.brief)


def _holds(baseline: Baseline, mark: str, brief: Brief) -> bool:
    entry = baseline.get(mark)
    return entry is not None and _is_about(entry, brief) and Severity.NOTE < brief.severity <= entry.severity


def pairs(baseline: Baseline) -> frozenset[tuple[str, str]]:
    """The pairs of ports, planned by nobody, of which something is known."""
    subjects = (entry.subject for entry in baseline.values())
    return frozenset((subject[1], subject[2]) for subject in subjects if len(subject) == 4 and subject[0] == "pair")


def knows(baseline: Baseline, brief: Brief) -> bool:
    """Whether a finding is known, of which there is no other of the same rule about the same."""
    return _holds(baseline, only(brief), brief)


def text(baseline: Baseline) -> str:
    """The baseline as JSON: the same bytes for the same findings."""
    import json  # noqa: PLC0415 - most checks have no baseline

    entries = sorted(baseline.values(), key=lambda entry: (entry.subject, entry.code, entry.fingerprint))
    lines = ",\n".join(f"    {json.dumps(_record(entry), ensure_ascii=True)}" for entry in entries)
    return f'{{\n  "baseline": {VERSION},\n  "findings": [\n{lines}\n  ]\n}}\n'


def _record(entry: Entry) -> dict[str, object]:
    return {
        "fingerprint": entry.fingerprint,
        "code": entry.code,
        "severity": str(entry.severity),
        "subject": list(entry.subject),
    }


def read(raw: str) -> Baseline:
    """A baseline from its text. Raises BaselineError for a text that is none."""
    import json  # noqa: PLC0415

    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"it is no JSON: {error}") from None
    if not isinstance(data, dict) or data.keys() != {"baseline", "findings"} or repr(data["baseline"]) != repr(VERSION):
        raise BaselineError(f'it has to hold "baseline": {VERSION} and "findings", and nothing else')
    if not isinstance(data["findings"], list):
        raise BaselineError('"findings" has to be a list')
    entries = [_entry(each, number) for number, each in enumerate(data["findings"], 1)]
    found = {entry.fingerprint: entry for entry in entries}
    if len(found) < len(entries):
        raise BaselineError("two of its findings have the same fingerprint")
    return found


def _entry(record: object, number: int) -> Entry:
    words = {str(severity): severity for severity in Severity}
    if not isinstance(record, dict) or record.keys() != _KEYS:
        raise BaselineError(f"finding {number} has to have {', '.join(sorted(_KEYS))}, and nothing else")
    subject = record["subject"]
    mark, code, severity = record["fingerprint"], record["code"], record["severity"]
    if not (isinstance(mark, str) and isinstance(code, str) and isinstance(severity, str) and severity in words):
        raise BaselineError(f"finding {number} has no fingerprint, code or severity that can be read")
    if not _is_texts(subject):
        raise BaselineError(f"the subject of finding {number} has to be a list of texts")
    return Entry(mark, code, words[severity], tuple(subject))


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
