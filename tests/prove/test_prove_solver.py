"""The process of a solver keeps to less memory than its own limit, where somebody has allowed less."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

from hardmate.solver import installed

ASKED = """
from hardmate.solver import Solver

with Solver() as solver:
    print(solver.answer("(assert false)(check-sat)").status)
"""
ALLOWED = 1024**3


@pytest.mark.skipif(not installed("z3"), reason="z3 is not installed")
def test_it_answers_within_a_limit_that_was_set_before() -> None:
    done = subprocess.run(
        (sys.executable, "-c", ASKED),
        capture_output=True,
        check=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (ALLOWED, ALLOWED)),
    )
    assert done.stdout == "unsat\n"
