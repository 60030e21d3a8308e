"""What two processes with a solver each find out between them is what one does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hardmate.analysis.prove.audit import FEW
from hardmate.solver import Session, Solver

OWN = Path(__file__).parents[1] / "cases" / "commands" / "prove-near" / "own"
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


@pytest.mark.skipif(len(CORES) < 2, reason="only with two cores are there two processes")
def test_one_process_and_two_tell_the_same_bytes(tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(OWN, own)
    clauses = own / "ring" / "A" / "clauses"
    for number in range(FEW // 2):
        for refuted in ("seals-meet", "spare-short"):
            text = (clauses / f"{refuted}.yaml").read_text(encoding="utf-8").replace(refuted, f"{refuted}-{number}")
            (clauses / f"{refuted}-{number}.yaml").write_text(text, encoding="utf-8")

    def told(cores: list[int]) -> tuple[int, bytes, bytes]:
        ran = subprocess.run(
            [
                sys.executable,
                "-m",
                "hardmate",
                "audit",
                "ring/A",
                "--standards",
                "own",
                "--format",
                "json",
                "--no-cache",
            ],
            cwd=tmp_path,
            preexec_fn=lambda: os.sched_setaffinity(0, cores),
            capture_output=True,
            check=False,
            timeout=120,
        )
        return ran.returncode, ran.stdout, ran.stderr

    one, two = told(CORES[:1]), told(CORES)
    assert one == two
    closing = json.loads(one[1])["closing"]
    assert not one[2]
    assert len(closing) > FEW
    assert any(closing.values())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied")
def test_a_copy_of_a_process_asks_a_solver_of_its_own() -> None:
    """The one that was there before answers neither late nor in the wrong session."""
    with Solver("z3") as solver:
        session = Session(solver, "(declare-fun |x| () Bool)\n(assert |x|)\n")
        assert session.answer(wanted=["|x|"]).values == {"x": 1}
        heard, told = os.pipe()
        if not os.fork():
            try:
                os.write(told, str(session.answer(wanted=["|x|"]).values["x"]).encode())
            finally:
                os._exit(0)
        os.close(told)
        assert session.answer("(assert (not |x|))\n").status == "unsat"
        assert os.read(heard, 10) == b"1"
        os.close(heard)
        os.wait()
