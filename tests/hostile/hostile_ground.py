"""A small standards folder, and Hardmate run in a process of its own with bounded memory and time."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEMORY = 2_000_000
"""Address space in KiB: enough for Hardmate, far too little for a file that expands."""
PATIENCE = 240
"""Seconds; a run takes one or two where nothing else runs."""
TODAY = "2027-03-01"

STANDARDS = {
    "sources.yaml": "kind: sources\nsources:\n  T1: {title: Test, medium: book, trust: low}\n",
    "parameters/hcs.yaml": """\
kind: parameters
group: hcs
title: Hooks
parameters:
  hooks: {title: Hooks, type: count, reading: occurs, nature: fact, domain: 0 .. 24}
  ring: {title: Ring, type: range, quantity: length, unit: mm, reading: occurs, nature: fact,
    domain: 0 .. 9000 mm, resolution: 1 mm}
  room: {title: Room, type: range, quantity: length, unit: mm, reading: accepts, nature: fact,
    domain: 0 .. 9000 mm, resolution: 1 mm}
  face: {title: Face, type: choice, reading: occurs, nature: fact, choices: {seal: a seal, flange: a flange}}
  cases:
    title: Cases
    type: table
    reading: occurs
    nature: fact
    max_rows: 8
    columns:
      load: {title: Load, type: quantity, quantity: force, unit: "N", reading: occurs, nature: fact,
        domain: 0 .. 1000 N, resolution: 1 N}
""",
    "common/standard.yaml": """\
kind: standard
id: common
title: Common
publisher: Test
mating: false
provenance: primary
source: [T1]
essential: {}
board: Test
""",
    "common/modes/docking.yaml": """\
kind: mode
id: docking
title: Docking
roles: {}
capabilities:
  hard-mate: {title: One structure, needs: []}
""",
}
CLAUSE = """\
kind: clause
id: {id}
title: A clause
requirement: A test
provenance: primary
source: [T1]
force: shall
judges: compatibility
capability: hard-mate
requires: >-
  {requires}
rationale: None.
help: None.
verify: [test]
"""
HEALTHY = """\
kind: vehicle
id: healthy
name: Healthy
agency: Agency
revision: "1"
ports:
  forward:
    parameters:
      hcs: {hooks: 12, ring: 100 .. 200 mm, room: at most 300 mm, face: seal}
"""


def standards(folder: Path, **clauses: str) -> Path:
    """The small standards folder, with clauses by id."""
    files = {
        **STANDARDS,
        "common/clauses/rings-fit.yaml": CLAUSE.format(id="rings-fit", requires="a.hcs.ring within b.hcs.room"),
    }
    for name, requires in clauses.items():
        files[f"common/clauses/{name}.yaml"] = CLAUSE.format(id=name, requires=requires)
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def findings(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.out)["findings"]
        return found


def hardmate(*arguments: str | bytes | Path, cwd: Path) -> Run:
    """Run the command; whatever it is given, it ends by itself, in order, and shows nobody its inside."""
    bounded = ["sh", "-c", f'ulimit -v {MEMORY}; exec "$@"', "sh", sys.executable, "-m", "hardmate", *arguments]
    ended = subprocess.run(bounded, cwd=cwd, capture_output=True, timeout=PATIENCE, check=False)
    run = Run(ended.returncode, ended.stdout.decode(), ended.stderr.decode())
    assert "Traceback" not in run.out + run.err, run.err[-2000:]
    assert run.code in (0, 1, 2), run
    require_harmless(run.out + run.err)
    return run


def require_harmless(text: str) -> None:
    """Nothing steers a terminal, or makes text show otherwise than it is."""
    steering = {character for character in text if character != "\n" and not character.isprintable()}
    assert not steering, sorted(map(ascii, steering))


def checked(*paths: str | bytes | Path, cwd: Path, folder: Path, form: str = "json") -> Run:
    """A check that shows all that it finds."""
    options = ("--standards", folder, "--format", form, "--today", TODAY, "--limit", "0")
    return hardmate("check", *paths, *options, cwd=cwd)
