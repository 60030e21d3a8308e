"""A small standard looked over: what is said of its clauses on one port is what happens without them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardmate import api
from hardmate.analysis.prove.audit import Audit, audit
from hardmate.analysis.prove.engine import Engine
from hardmate.analysis.prove.slack import FREE
from hardmate.quantity import ONE, show, unit
from hardmate.solver import Solver

MM = unit("mm")

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


ON_THE_WAY = {
    "diameters_agree": "requires: a.ring.diameter + b.ring.diameter <= 2.6 m or a.ring.diameter >= 1.5 m",
    "diameter_nominal": "requires: abs(port.ring.diameter - 1200 mm) <= 1 mm",
    "eyes_for_hooks": "requires: active.ring.hooks + passive.ring.hooks <= 26 or active.ring.hooks >= 16",
    "hooks_outnumber": "requires: active.ring.hooks + passive.ring.hooks >= 0",
}


def test_a_proof_that_breaks_on_the_way_and_holds_at_the_end_gives_slack(engine: Engine, tmp_path: Path) -> None:
    """Beyond 1299 mm and 13 hooks proofs break, and much further on they hold again."""
    found = looked_over(engine, tmp_path, **ON_THE_WAY)
    told = {
        (each.applied.clause.id, show(each.limit.base, each.limit.unit or ONE), show(each.to, each.limit.unit or ONE))
        for each in found.slack
        if {"diameters-agree", "eyes-for-hooks"} & {*each.breaks}
    }
    assert told == {
        ("diameter-nominal", "1200 mm", "1299 mm"),
        ("diameter-nominal", "1 mm", "100 mm"),
        ("hooks-twelve", "12", "13"),
    }


def test_a_limit_that_breaks_nothing_anywhere_is_told_of(engine: Engine, tmp_path: Path) -> None:
    found = looked_over(engine, tmp_path, diameter_nominal="requires: abs(port.ring.diameter - 1200 mm) <= 1 mm")
    assert [(each.applied.clause.id, show(each.limit.base, MM), each.why) for each in found.unmoved] == [
        ("diameter-nominal", "1200 mm", FREE)
    ]
