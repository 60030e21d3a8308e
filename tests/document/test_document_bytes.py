"""Encodings, line ends and characters that an editor does not show."""

from __future__ import annotations

import pytest

from hardmate.document import Document, parse


@pytest.mark.parametrize(
    ("raw", "line", "column", "code"),
    [
        ("a: b".encode("utf-16"), 1, 1, "yaml-encoding"),
        ("a: b".encode("utf-16-le"), 1, 1, "yaml-encoding"),
        ("a: b".encode("utf-16-be"), 1, 1, "yaml-encoding"),
        ("a: b".encode("utf-32"), 1, 1, "yaml-encoding"),
        ("a: b".encode("utf-32-be"), 1, 1, "yaml-encoding"),
        ("a: é\nb: ü\n".encode("latin-1"), 1, 4, "yaml-encoding"),
        (b"a: b\nc: \xed\xa0\x80", 2, 4, "yaml-encoding"),
        (b"a: \xc0\x80", 1, 4, "yaml-encoding"),
        (b"\xef\xbb\xbfa: b", 1, 1, "yaml-byte-order-mark"),
        (b"a: b\n\tc: d", 2, 1, "yaml-tab"),
        (b"a:\tb", 1, 3, "yaml-tab"),
        (b"a: b\rc: d", 1, 5, "yaml-line-break"),
        ("a: é\u0085b".encode(), 1, 5, "yaml-line-break"),
        ("a: \u2028".encode(), 1, 4, "yaml-line-break"),
        ("a: \u2029".encode(), 1, 4, "yaml-line-break"),
        ("a: x\u202ey".encode(), 1, 5, "yaml-hidden-character"),
        (b"a: x\x00", 1, 5, "yaml-control-character"),
        (b"a: \x1b[31m", 1, 4, "yaml-control-character"),
        (b"a: \x7f", 1, 4, "yaml-control-character"),
        ("a: \uffff".encode(), 1, 4, "yaml-control-character"),
        (b"a: |\n  b", 1, 4, "yaml-final-line-break"),
        (b"a: |\n  b\n   ", 1, 4, "yaml-final-line-break"),
    ],
)
def test_refused_at_its_place(raw: bytes, line: int, column: int, code: str) -> None:
    outcome = parse(raw, "f.yaml")
    assert isinstance(outcome, tuple)
    assert [(one.location.line, one.location.column, one.code) for one in outcome] == [(line, column, code)]


def test_both_ends_of_line_read_alike() -> None:
    text = "a: |\n  b\n  c\nd: 'e\n\n  f'\n"
    outcomes = [parse(raw, "f.yaml") for raw in (text.encode(), text.replace("\n", "\r\n").encode())]
    assert all(isinstance(outcome, Document) for outcome in outcomes)
    assert [outcome.data for outcome in outcomes if isinstance(outcome, Document)] == [{"a": "b\nc\n", "d": "e\nf"}] * 2


def test_letters_of_any_script_are_text() -> None:
    outcome = parse("név: Мир, 天宮, 🛰, ±5 µm\u00a0?".encode(), "f.yaml")
    assert isinstance(outcome, Document)
    assert outcome.data == {"név": "Мир, 天宮, 🛰, ±5 µm\u00a0?"}


def test_every_character_is_told_up_to_a_bound() -> None:
    outcome = parse(b"\t" * 1000, "f.yaml")
    assert isinstance(outcome, tuple)
    assert [finding.code for finding in outcome] == ["yaml-tab"] * 100 + ["yaml-more-refusals"]
    assert outcome[-1].location.column == 101
