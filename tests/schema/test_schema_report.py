"""The JSON report and its published schema: current, strict, and true of what every command prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from hardmate.report import json_report

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "schemas" / "report.schema.json"
CASES = sorted(
    folder
    for folder in (ROOT / "tests" / "cases" / "commands").iterdir()
    if "--format json" in (folder / "command.txt").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(COMMITTED.read_text(encoding="utf-8"))
    return found


def test_the_committed_schema_is_current() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == json_report.schema_text()


def test_the_schema_is_a_schema_and_describes_every_key(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    for name, definition in schema["$defs"].items():
        assert definition["additionalProperties"] is False, name
        undescribed = [key for key, entry in definition["properties"].items() if "description" not in entry]
        assert not undescribed, (name, undescribed)


def test_every_kind_of_report_has_a_case() -> None:
    printed = {_report(folder)["report"] for folder in CASES if _report(folder)}
    analyses = {"coverage", "route", "repair", "impact", "prove", "audit"}
    assert printed == {"check", "pair", "matrix", "explain", "departures"} | analyses


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_what_is_printed_fits_the_schema(folder: Path, schema: dict[str, Any]) -> None:
    report = _report(folder)
    if report:
        assert [error.message for error in Draft202012Validator(schema).iter_errors(report)] == []


def _report(folder: Path) -> dict[str, Any]:
    """The JSON at the start of what a case prints; empty when it prints none."""
    text = (folder / "expected.txt").read_text(encoding="utf-8")
    if not text.startswith("{"):
        return {}
    found: dict[str, Any] = json.JSONDecoder().raw_decode(text)[0]
    return found
