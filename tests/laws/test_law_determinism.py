"""The same files give the same bytes, whatever the machine: hash seed, time zone, language, folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from law_fleet import ROOT

FLEET = ("concept-chaser", "concept-station", "dragon-2", "ida-2", "sources")
MACHINES = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LANG": "C", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "", "COLUMNS": "40"},
    {"PYTHONHASHSEED": "4294967295", "TZ": "America/Adak", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
)
PAIR = ("concept-chaser/forward", "concept-station/forward")


def started(folder: Path, machine: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    """Hardmate on its way in a folder that holds `fleet`, with nothing else of this machine's environment."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "SYSTEMROOT") if name in os.environ}
    command = [sys.executable, "-m", "hardmate", *arguments]
    return subprocess.Popen(
        command, cwd=folder, env={**kept, **machine}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def finished(process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    out, err = process.communicate(timeout=120)
    assert err == b""
    return process.returncode, out


def fleet(folder: Path) -> Path:
    inside = folder / "fleet"
    inside.mkdir(parents=True)
    for name in FLEET:
        shutil.copy(ROOT / "vehicles" / f"{name}.yaml", inside)
    return folder


@pytest.mark.takes_long
def test_the_same_files_give_the_same_bytes_on_any_machine(tmp_path: Path) -> None:
    wanted = ("check", "fleet", "--format", "json", "--today", "2027-03-01")
    runs = [started(fleet(tmp_path / f"machine {number}"), machine, *wanted) for number, machine in enumerate(MACHINES)]
    found = {finished(run) for run in runs}
    assert len(found) == 1
    code, out = found.pop()
    assert code == 0
    assert out.count(b'"code"') > 3


def test_a_pair_is_told_in_the_same_bytes_from_either_side(tmp_path: Path) -> None:
    folder = fleet(tmp_path)
    rest = ("--in", "fleet", "--today", "2027-03-01")
    runs = [started(folder, MACHINES[0], "pair", *ports, *rest) for ports in (PAIR, reversed(PAIR))]
    found = {finished(run) for run in runs}
    assert len(found) == 1
    assert b"concept-chaser/forward" in found.pop()[1]
