"""The reference fleet under its own gate: it loads without a finding, and says what is publicly known."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from shipped_standards import judged_by_shipped

from hardmate import api
from hardmate.assess.capability import Standing
from hardmate.repository import Repository

ROOT = Path(__file__).parents[2]
TODAY = "2026-11-22"
GATE_CODES = {"undetermined", "role-undetermined", "clauses-open", "conformance-undetermined"}


@pytest.fixture(scope="module")
def fleet() -> Repository:
    return judged_by_shipped([ROOT / "vehicles"], ROOT / "standards")


def test_every_file_loads_without_a_finding(fleet: Repository) -> None:
    assert fleet.sound
    assert fleet.findings == ()


def test_no_planned_mating_fails_a_clause_for_sure(fleet: Repository) -> None:
    """The plans are of ships that flew together or are said to fit: only what is not public stands open."""
    found = api.check(fleet, TODAY)
    errors = {finding.code for finding in found.findings if str(finding.severity) == "error"}
    assert errors
    assert errors <= GATE_CODES


@pytest.mark.parametrize(
    ("one", "other", "standing"),
    [
        ("dragon-2/forward", "ida-2/outboard", Standing.COMPATIBLE),
        ("starliner/forward", "ida-3/outboard", Standing.COMPATIBLE),
        ("soyuz-ms/forward", "rassvet/nadir", Standing.COMPATIBLE),
        ("soyuz-ms/forward", "nauka/nadir@g4000-ring", Standing.COMPATIBLE),
        ("cygnus/forward", "harmony/nadir", Standing.COMPATIBLE),
        ("concept-chaser/forward", "concept-station/forward", Standing.COMPATIBLE),
        ("soyuz-ms/forward", "nauka/nadir", Standing.INCOMPATIBLE),
        ("soyuz-ms/forward", "ida-2/outboard", Standing.INCOMPATIBLE),
        ("dragon-2/forward", "starliner/forward", Standing.INCOMPATIBLE),
        ("sdx01/docking", "ida-2/outboard", Standing.INCOMPATIBLE),
        ("cygnus/forward", "dragon-2/forward", Standing.INCOMPATIBLE),
        ("orion/forward", "starship-hls/nose", Standing.UNDETERMINED),
        ("shenzhou/forward", "ida-2/outboard", Standing.UNDETERMINED),
        ("shenzhou/forward", "pma-2/outboard", Standing.UNDETERMINED),
    ],
)
def test_hard_mate_of_known_pairs(fleet: Repository, one: str, other: str, standing: Standing) -> None:
    assert api.pair(fleet, one, other).standing is standing


def test_two_active_only_ports_are_told_why(fleet: Repository) -> None:
    assessed = api.pair(fleet, "dragon-2/forward", "starliner/forward")
    assert any("no role assignment for capture" in reason for reason in assessed.reasons)


def test_the_dispute_about_orion_is_told(fleet: Repository) -> None:
    assessed = api.pair(fleet, "orion/forward", "starship-hls/nose")
    capture = assessed.best.capability("soft-capture")
    assert capture is not None
    assert "the capture role of orion/forward is disputed" in capture.reasons


def test_the_concept_pair_shows_margins(fleet: Repository) -> None:
    assessed = api.pair(fleet, "concept-chaser/forward", "concept-station/forward")
    margins = [each.judgement.margin for each in assessed.best.verdicts if each.judgement.margin is not None]
    assert len(margins) > 30
    assert all(margin.amount >= 0 for margin in margins)


def test_the_demo_ends_well_and_names_the_gates_exit_code() -> None:
    command = f"{Path(sys.executable).parent / 'hardmate'}"
    done = subprocess.run(
        ["sh", "examples/demo.sh"],
        cwd=ROOT,
        env={"HARDMATE": command, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("\n$ hardmate pair orion/forward starship-hls/nose")
    assert done.stdout.endswith("As a gate this would have ended with exit code 1. The demo ends with 0.\n")
