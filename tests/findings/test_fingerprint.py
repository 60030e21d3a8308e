"""Fingerprints tell any two findings of a run apart, and stay when lines, files and keys are moved."""

from __future__ import annotations

import ast
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from finding_ground import TODAY, Files, fleets, standards, vehicle, written
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hardmate import api, fingerprint
from hardmate.finding import Finding, Location, Severity
from hardmate.fingerprint import fingerprints


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return standards(tmp_path_factory.mktemp("standards"))


def found(ground: Path, files: Files, change: random.Random | None = None) -> tuple[Finding, ...]:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        written(Path(), files, change)
        return api.check(api.loaded([Path()], ground), TODAY).findings


def by_fingerprint(findings: Sequence[Finding]) -> dict[str, tuple[str, str]]:
    """What each fingerprint stands for; there are as many as there are findings."""
    marks = fingerprints(findings)
    assert len(set(marks)) == len(findings)
    return {mark: (each.code, each.message) for mark, each in zip(marks, findings, strict=True)}


@settings(max_examples=15)
@given(fleets(), st.randoms(use_true_random=False))
def test_a_finding_keeps_its_fingerprint_when_lines_files_and_keys_are_moved(
    ground: Path, files: Files, change: random.Random
) -> None:
    assert by_fingerprint(found(ground, files)) == by_fingerprint(found(ground, files, change))


@settings(max_examples=15)
@given(fleets(), st.randoms(use_true_random=False))
def test_fingerprints_do_not_depend_on_the_order_of_findings(ground: Path, files: Files, change: random.Random) -> None:
    findings = list(found(ground, files))
    before = by_fingerprint(findings)
    change.shuffle(findings)
    assert by_fingerprint(findings) == before


def test_the_law_is_about_findings_of_every_stage(ground: Path) -> None:
    """The control: what the fleets are drawn from gives findings of the reader, the schema, the model and the gate."""
    port = {"parameters": {"hcs": {"hooks": 8, "ring": "100 mm", "room": "at most 50 mm"}}, "standards": ["test/A"]}
    mating = {"pair": ["v1/fore", "v2/fore"], "needs": ["hard-mate"]}
    files: Files = {
        "v1": vehicle("v1", fore=port),
        "v2": vehicle("v2", fore=port),
        "v3": vehicle("v3", fore={**port, "titel": "x"}),
        "v4": vehicle("v4", fore={"parameters": {"hcs": {"ring": "1 kg"}}}),
        "plan": {"kind": "plan", "id": "plan", "title": "Plan", "matings": {"m1": mating}},
        "broken": "a: no\n",
    }
    codes = {each.code for each in found(ground, files)}
    assert codes >= {"yaml-boolean-word", "schema-unknown-key", "twelve-hooks", "rings-fit"}, codes


def test_a_worse_value_and_other_words_leave_the_fingerprint_and_another_subject_changes_it() -> None:
    one = Finding("code", Severity.ERROR, "short by 1 mm", Location("a.yaml", 3, 4), subject=("port", "a/b", "common"))
    same = replace(one, message="short by 2 mm", severity=Severity.NOTE, location=Location("b.yaml"), waived="d")
    assert fingerprints([one]) == fingerprints([same])
    assert fingerprints([one]) != fingerprints([replace(one, subject=("port", "a/c", "common"))])
    assert fingerprints([one]) != fingerprints([replace(one, code="other")])


def test_names_that_run_together_are_told_apart() -> None:
    one = Finding("code", Severity.ERROR, "x", Location("a"), subject=("port", "a", "bc"))
    assert fingerprints([one]) != fingerprints([replace(one, subject=("port", "ab", "c"))])


def test_what_was_recorded_once_is_found_again() -> None:
    """A baseline is kept for years: the way in which fingerprints are made is part of its format."""
    one = Finding("rings-fit", Severity.ERROR, "", Location("a"), subject=("pair", "a/x", "b/y", "common"))
    assert fingerprints([one, replace(one, message="more")]) == ("6f239616250aaeb0", "38f4c81351c4499c")


def test_every_finding_that_is_made_says_what_it_is_about() -> None:
    source = Path(fingerprint.__file__).parent
    calls = [
        (path.name, node)
        for path in source.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Finding"
    ]
    assert len(calls) > 20
    assert [f"{name}:{call.lineno}" for name, call in calls if not any(k.arg == "subject" for k in call.keywords)] == []
