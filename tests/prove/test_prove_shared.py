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
from hardmate.analysis.prove.soundness import FEW as FEW_GOALS
from hardmate.solver import Session, Solver

OWN = Path(__file__).parents[1] / "cases" / "commands" / "prove-near" / "own"
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


@pytest.mark.takes_long
@pytest.mark.skipif(len(CORES) < 2, reason="only with two cores are there two processes")
def test_one_process_and_two_tell_the_same_bytes(tmp_path: Path) -> None:
    clauses = tmp_path / "own" / "ring" / "A" / "clauses"
    shutil.copytree(OWN, tmp_path / "own")
    for number in range(FEW // 2 - 1):  # beside those two: enough to be shared, of goals too
        for refuted in ("seals-meet", "spare-short"):
            text = (clauses / f"{refuted}.yaml").read_text(encoding="utf-8").replace(refuted, f"{refuted}-{number}")
            (clauses / f"{refuted}-{number}.yaml").write_text(text, encoding="utf-8")

    def told(cores: list[int], *arguments: str) -> tuple[int, bytes, bytes]:
        ran = subprocess.run(
            [sys.executable, "-m", "hardmate", *arguments, "--standards", "own", "--no-cache"],
            cwd=tmp_path,
            preexec_fn=lambda: os.sched_setaffinity(0, cores),
            capture_output=True,
            check=False,
            timeout=120,
        )
        return ran.returncode, ran.stdout, ran.stderr

    def kept(cores: list[int]) -> tuple[bytes, dict[str, bytes]]:
        """What is told, with how many questions were asked, and the evidence."""
        folder = tmp_path / "kept"
        _, out, _ = told(cores, "prove", "ring/A", "--keep", folder.name)
        files = {each.name: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
        shutil.rmtree(folder)
        return out, files

    one, two = (told(cores, "audit", "ring/A", "--format", "json") for cores in (CORES[:1], CORES))
    assert one == two
    assert not one[2]
    closing = json.loads(one[1])["closing"]
    assert len(closing) >= FEW
    assert any(closing.values())
    assert len(json.loads(one[1])["standings"]) >= FEW_GOALS
    assert kept(CORES[:1]) == kept(CORES)


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


def test_what_several_asked_is_counted_once() -> None:
    with Solver("z3") as solver:
        yes, no = ("(assert true)\n(check-sat)\n", "(assert false)\n(check-sat)\n")
        solver.answer(yes)
        spent = []
        for _ in range(2):
            end = solver.apart()
            solver.answer(yes)
            solver.answer(no)
            spent.append(end())
            del solver.known[no]
        assert solver.asked == 1
        solver.count(spent)
        assert (solver.asked, solver.lost) == (2, 0)
