"""Half of many files and ports are worked on by a second process, and nobody can tell from what comes out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import halves_ground
import pytest
from law_fleet import VEHICLES

from hardmate.api import MANY as MANY_PORTS
from hardmate.repository.reading import MANY as MANY_FILES

CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
pytestmark = pytest.mark.skipif(len(CORES) < 2, reason="only with two cores are there two processes")

PAIR = ("concept-chaser/forward", "concept-station/forward")
WRONG = (
    ("\nid: ", "\nid: no-", 1),
    ("\nname: ", "\nnmae: ", 1),
    ("\nkind: vehicle", "", 1),
    ("\nname: ", "\nname: &a ", 1),
    (" mm", " kg", 2),
    ("source: ", "source: Z", 3),
    ("idss/", "idsss/", 2),
    ("\n", "\r\n", -1),
)
"""What a declaration has otherwise, so many times."""


def fleet(folder: Path) -> list[Path]:
    """The shipped declarations and plans, of which some are wrong, one is declared twice, and one is no text."""
    shutil.copytree(VEHICLES, folder)
    files = sorted(folder.rglob("*.yaml"))
    for number, file in enumerate(files[::6]):
        file.write_bytes(file.read_text(encoding="utf-8").replace(*WRONG[number % len(WRONG)]).encode())
    (folder / "plans" / "orion.yaml").write_bytes((folder / "orion.yaml").read_bytes())
    (folder / "plans" / "pipe.yaml").write_bytes(b"\xff\t\n")
    return files


def told(folder: Path, cores: Sequence[int], *arguments: str) -> tuple[int, bytes, bytes]:
    ran = subprocess.run(
        [sys.executable, "-m", "hardmate", *arguments],
        cwd=folder,
        env={**os.environ, "XDG_CACHE_HOME": str(folder.parent / "cache")},
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
        capture_output=True,
        check=False,
        timeout=120,
    )
    return ran.returncode, ran.stdout, ran.stderr


@pytest.mark.takes_long
def test_one_process_and_two_tell_the_same_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "fleet"
    assert len(fleet(folder)) >= MANY_FILES
    for arguments in (("pair", *PAIR, "--in", "."), ("check", ".", "--notes", "--no-cache")):
        one, two = (told(folder, cores, *arguments) for cores in (CORES[:1], CORES))
        assert one == two
        assert (one[1] + one[2]).count(b"error[") >= len(WRONG)
    ports = re.search(rb"([0-9]+) ports, ", one[1])
    assert ports
    assert int(ports[1]) >= MANY_PORTS


@pytest.mark.parametrize("name", [each.__name__ for each in halves_ground.GROUND])
def test_work_aside(name: str) -> None:
    ran = subprocess.run(
        [sys.executable, halves_ground.__file__, name], capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
