"""Findings in, a fingerprint for each out: what tells a finding from all others and does not change when files do.

A finding keeps its fingerprint when lines move, when a file that names itself is moved, when keys are reordered, and
when its words, values or severity change: it is what the finding is about that counts, and which rule it breaks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256

from hardmate.finding import Brief, Finding

LENGTH = 16
"""Hexadecimal digits: among a million findings the odds that any two meet are below one in ten million."""


def fingerprints(findings: Sequence[Finding]) -> tuple[str, ...]:
    """The fingerprint of each finding, in their order; no two are the same.

    Findings of one rule about one thing are numbered, by what they say before where they stand, so that the findings
    of a run have the same fingerprints in whatever order they come.
    """
    alike: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, finding in enumerate(findings):
        alike[_identity(finding)].append(place)
    found = [""] * len(findings)
    for identity, places in alike.items():
        for number, place in enumerate(sorted(places, key=lambda each: _told(findings[each]))):
            found[place] = _hashed(identity, number)
    return tuple(found)


def only(brief: Brief) -> str:
    """The fingerprint of a finding that is the only one of its rule about its subject."""
    return _hashed(_identity(brief), 0)


def _identity(finding: Finding | Brief) -> tuple[str, ...]:
    return (finding.code, *finding.subject)


def _told(finding: Finding) -> tuple[object, ...]:
    related = tuple(each.message for each in finding.related)
    return (finding.message, finding.requirement, related, finding.location, finding.related)


def _hashed(identity: tuple[str, ...], number: int) -> str:
    import json  # noqa: PLC0415 - text needs no fingerprints

    return sha256(json.dumps([*identity, number]).encode()).hexdigest()[:LENGTH]
