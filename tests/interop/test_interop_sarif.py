"""SARIF as Microsoft's multitool sees it, with the rules of GitHub code scanning.

`make interop` runs this. It needs Node; npm fetches the tool, in the version below, on the first run.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from hardmate.finding import Finding, Location, Related, Severity
from hardmate.report.run import Run
from hardmate.report.sarif import sarif

TOOL = "@microsoft/sarif-multitool@5.7.0"
COMMAND = ("npm", "exec", "--yes", f"--package={TOOL}", "--", "sarif-multitool")


@pytest.fixture(scope="module")
def multitool(request: pytest.FixtureRequest) -> None:
    """Skips where the tool is not asked for, or can not be had."""
    if not request.config.getoption("--interop", default=False):
        pytest.skip("runs with --interop")
    if shutil.which("npm") is None:
        pytest.skip("needs Node and npm")
    had = subprocess.run([*COMMAND, "version"], capture_output=True, text=True, check=False)
    if had.returncode and "SARIF Multitool" not in had.stdout:
        pytest.skip("npm can not install the SARIF multitool here")


def log() -> dict[str, Any]:
    """A log with all that a finding can have."""
    place = Location("fleet/a b.yaml", 3, 5)
    related = (Related(Location("fleet/b.yaml", 4, 6), "accepted here [a, b]"),)
    findings = (
        Finding(
            "rings-fit", Severity.ERROR, "{0} [x](https://example.org)", place, "Help.", related, "T", ("pair", "a")
        ),
        Finding("rings-fit", Severity.NOTE, "granted", place, subject=("pair", "b"), waived="d1"),
        Finding("file-missing", Severity.WARNING, "no place in the file", Location("fleet/c.yaml"), subject=("file",)),
    )
    told: dict[str, Any] = json.loads(sarif(Run("check", "2027-03-01", findings, (), {}, None, notes=True)))
    return told


def refused(told: dict[str, Any], folder: Path) -> set[str]:
    """The rules that the log breaks as an error; what the tool could not read at all is one as well."""
    (folder / "log.sarif").write_text(json.dumps(told), encoding="utf-8")
    # The tool's own launcher hands its arguments to a shell.
    kinds = ("--rule-kind", "'Sarif;Ghas'", "--output", "said.sarif", "--log", "ForceOverwrite")
    subprocess.run([*COMMAND, "validate", "log.sarif", *kinds], cwd=folder, capture_output=True, check=False)
    (run,) = json.loads((folder / "said.sarif").read_text(encoding="utf-8"))["runs"]
    levels = {
        rule["id"]: rule.get("defaultConfiguration", {}).get("level", "warning")
        for rule in run["tool"]["driver"]["rules"]
    }
    results = run.get("results", [])
    return {each["ruleId"] for each in results if each.get("level", levels[each["ruleId"]]) == "error"}


@pytest.mark.usefixtures("multitool")
def test_the_multitool_has_no_error_to_tell(tmp_path: Path) -> None:
    assert refused(log(), tmp_path) == set()


@pytest.mark.usefixtures("multitool")
def test_the_multitool_would_tell(tmp_path: Path) -> None:
    """The control: a log whose results have no place is refused by the rules of GitHub."""
    told = log()
    for result in told["runs"][0]["results"]:
        result["locations"] = []
    assert refused(told, tmp_path) != set()
