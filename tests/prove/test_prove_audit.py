"""A small standard looked over: what is said of its clauses on one port is what happens without them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardmate import api
from hardmate.analysis.prove.audit import Audit, audit
from hardmate.analysis.prove.engine import Engine
from hardmate.solver import Solver

OWN = Path(__file__).parents[1] / "cases" / "commands" / "prove-near" / "own"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Solver("z3") as solver:
        yield Engine(solver)


def looked_over(engine: Engine, folder: Path, **asks: str) -> Audit:
    """The standard of the case with other lines in the place of what some of its clauses require, by id."""
    own = folder / "own"
    shutil.copytree(OWN, own)
    for name, text in asks.items():
        file = own / "ring" / "A" / "clauses" / f"{name.replace('_', '-')}.yaml"
        kept = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("requires:")]
        file.write_text("\n".join((*kept, text, "")), encoding="utf-8")
    repository = api.loaded([], own)
    assert repository.sound, repository.findings
    return audit(repository.library, "ring/A", engine, close=False)


def test_a_ban_is_kept_by_never_coming_to_it_and_is_not_vacuous(engine: Engine, tmp_path: Path) -> None:
    """`never-soft` forbids what it applies to; `rate-slow` applies only to what another clause forbids."""
    asks = {
        "never_soft": "when: port.ring.soft\nrequires: not port.ring.soft",
        "rate_slow": "when: port.ring.soft\nrequires: port.ring.rate <= 0.1 m/s",
    }
    found = looked_over(engine, tmp_path, **asks)
    assert [each.clause.id for each in found.never] == ["rate-slow"]
