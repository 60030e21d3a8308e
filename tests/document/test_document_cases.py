"""Each case of `cases.yaml`: what the reader takes, with its data; what it refuses, with every place and code.

A refusal is written `line:column code`, then `line:column` of each second place it points at.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from hardmate.document import Document, parse, read
from hardmate.finding import Finding


def _cases() -> list[tuple[str, str, object]]:
    cases = read(Path(__file__).parent / "cases.yaml", "cases.yaml")
    assert isinstance(cases, Document), cases
    assert isinstance(cases.data, list)
    return [
        (case["title"], case["yaml"], case["refused"] if "refused" in case else _json(case["reads"]))
        for case in cases.data
    ]


def _json(text: str) -> tuple[object]:
    """The data in a tuple of its own, so that a list of data is not taken for a list of refusals."""
    return (json.loads(text, parse_float=Decimal),)


def _told(finding: Finding) -> str:
    places = [f"{place.line}:{place.column}" for place in (related.location for related in finding.related)]
    return " ".join([f"{finding.location.line}:{finding.location.column}", finding.code, *places])


@pytest.mark.parametrize(("text", "expected"), [pytest.param(text, want, id=title) for title, text, want in _cases()])
def test_case(text: str, expected: object) -> None:
    outcome = parse(text.encode(), "case.yaml")
    got = (outcome.data,) if isinstance(outcome, Document) else [_told(finding) for finding in outcome]
    assert got == expected


@pytest.mark.parametrize("text", [text for _, text, want in _cases() if isinstance(want, list)])
def test_a_refusal_says_what_to_write(text: str) -> None:
    outcome = parse(text.encode(), "case.yaml")
    assert isinstance(outcome, tuple)
    assert all(finding.help and finding.location.file == "case.yaml" for finding in outcome)


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("a: no", 'write false for the truth value, "no" for the text'),
        ("a: 017", 'write 17 for the number, "017" for the text'),
        ("a: 1_000.5", 'write 1000.5 for the number, "1_000.5" for the text'),
        ("a: 12,5", 'write "12,5" for the text'),
        ("a: 0x1F", 'write 31 for the number, "0x1F" for the text'),
        ("a: 1.2e3", 'write 1200 for the number, "1.2e3" for the text'),
        ("a: -.5", 'write -0.5 for the number, "-.5" for the text'),
        ("a: 1e999999999", 'write "1e999999999" for the text'),
        ("a: 12:30", 'write "12:30" for the text'),
    ],
)
def test_the_help_gives_the_very_text_to_write(text: str, help_: str) -> None:
    outcome = parse(text.encode(), "case.yaml")
    assert isinstance(outcome, tuple)
    assert [finding.help for finding in outcome] == [help_]
