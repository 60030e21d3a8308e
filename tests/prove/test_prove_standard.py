"""A small standard with faults put into it: what is proved, refuted and vacuous, and why each can be believed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from shipped_standards import shipped_library
from typer.testing import CliRunner

from hardmate import api
from hardmate.analysis.prove import gate as gates
from hardmate.analysis.prove.base import everyone
from hardmate.analysis.prove.engine import Engine
from hardmate.analysis.prove.falsify import FALSIFIER, falsified
from hardmate.analysis.prove.gate import Gate, Record, gate, record
from hardmate.analysis.prove.nearby import NEARBY
from hardmate.analysis.prove.soundness import soundness
from hardmate.analysis.prove.theory import theory, ways
from hardmate.analysis.prove.trial import Trial
from hardmate.analysis.prove.verdicts import OPEN, Proposition, Soundness, Standing
from hardmate.assess.verdict import Judge, Verdict
from hardmate.cli import app
from hardmate.finding import Severity
from hardmate.language.judge import Outcome
from hardmate.language.value import Value
from hardmate.model.roles import SIDES
from hardmate.repository import Library, Repository
from hardmate.solver import Solver

ROOT = Path(__file__).parents[2]
CASE = ROOT / "tests" / "cases" / "commands" / "prove-near"
RING = "ring/A"
PROVED = {"diameters-agree", "energy-absorbed", "eyes-for-hooks", "hooks-outnumber", "links-shared", "offset-captured"}
REFUTED = {"seals-meet", "spare-short"}


@pytest.fixture(scope="module")
def ring() -> Repository:
    return api.loaded([CASE / "near"], CASE / "own")


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Solver("z3") as first, Solver("cvc5") as second:
        yield Engine(first, second)


@pytest.fixture(scope="module")
def found(ring: Repository, engine: Engine) -> Soundness:
    return api.prove(ring, RING, engine)


def named(found: Soundness, standing: Standing) -> set[str]:
    return {each.applied.clause.id for each in found.propositions if each.standing is standing}


def test_each_clause_has_its_standing_and_both_solvers_agree(found: Soundness) -> None:
    assert found.conforming
    assert named(found, Standing.PROVED) == PROVED
    assert named(found, Standing.REFUTED) == REFUTED
    assert named(found, Standing.VACUOUS) == {"soft-together"}
    assert named(found, Standing.UNKNOWN) == set()


def written(each: Proposition, folder: Path) -> list[Path]:
    assert each.refutation is not None
    for name, text in each.refutation.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in each.refutation.files]


def test_a_counterexample_passes_the_gate_alone_and_fails_exactly_its_clause(found: Soundness, tmp_path: Path) -> None:
    for each in found.propositions:
        if each.refutation is None:
            continue
        files = written(each, tmp_path)
        for file in files:
            alone = api.loaded([file], CASE / "own")
            findings = api.check(alone, "2026-11-22").findings
            told = {one.code for one in findings if one.severity >= Severity.WARNING}
            assert told <= {one.applied.clause.id for one in each.advised}
        both = api.loaded(files, CASE / "own")
        assessed = api.pair(both, *both.ports)
        failing = {one.clause.id for one in assessed.best.verdicts if one.outcome is Outcome.FAIL}
        assert failing == {each.applied.clause.id, *each.refutation.beside}
        assert each.refutation.beside == ()


def without(library: Library, clause_id: str) -> Library:
    kept = {name: each for name, each in library.clauses[RING].items() if name != clause_id}
    return replace(library, clauses={**library.clauses, RING: kept})


def test_with_any_premise_of_a_proof_left_out_it_is_refuted(found: Soundness, ring: Repository, engine: Engine) -> None:
    for each in found.propositions:
        if each.proof is None or each.standing is not Standing.PROVED:
            continue
        clause = each.applied.clause.id
        for premise in {one.applied.clause.id for one in each.proof.premises}:
            weaker = soundness(without(ring.library, premise), RING, engine, only=[clause])
            assert Standing.REFUTED in {one.standing for one in weaker.propositions}, (clause, premise)
            assert Standing.UNKNOWN not in {one.standing for one in weaker.propositions}, (clause, premise)


def test_a_proof_names_the_physical_domain_it_needs(found: Soundness) -> None:
    proofs = {each.applied.clause.id: each.proof for each in found.propositions}
    captured, agree = proofs["offset-captured"], proofs["diameters-agree"]
    assert captured is not None
    assert agree is not None
    assert captured.domains == ("a.ring.offset",)
    assert agree.domains == ()


def test_a_recommendation_is_no_premise_and_is_told_of(found: Soundness, tmp_path: Path, engine: Engine) -> None:
    """What only follows if a recommendation is kept is refuted; made a requirement, it proves the clause."""
    (short,) = (each for each in found.propositions if each.applied.clause.id == "spare-short")
    assert short.standing is Standing.REFUTED
    assert {each.applied.clause.id for each in short.advised} == {"spare-recommended"}
    assert not any(each.advised for each in found.propositions if each is not short)
    firm = soundness(altered(tmp_path, "spare-recommended", "should", "shall"), RING, engine, only=["spare-short"])
    assert named(firm, Standing.PROVED) == {"spare-short"}


def test_without_a_solver_no_domain_that_a_proof_may_need_is_kept_back(found: Soundness, ring: Repository) -> None:
    """Intervals begin with the domains, so they can not leave one out."""
    needed = {each.applied.clause.id: set(each.proof.domains) for each in found.propositions if each.proof}
    for each in api.prove(ring, RING, Engine()).propositions:
        if each.proof is not None:
            assert needed[each.applied.clause.id] <= set(each.proof.domains), each.applied.clause.id


def test_a_recalled_premise_is_marked(found: Soundness) -> None:
    assert {each.applied.clause.id for each in found.propositions if each.recalled} == {"energy-absorbed"}


def test_without_a_solver_intervals_prove_and_judging_refutes(ring: Repository) -> None:
    alone = api.prove(ring, RING, Engine())
    # A range has two sides on which a value may fall out, and intervals do not tell cases apart.
    assert named(alone, Standing.PROVED) == PROVED - {"offset-captured"}
    assert named(alone, Standing.UNKNOWN) == {"offset-captured"}
    assert named(alone, Standing.REFUTED) == REFUTED
    assert {each.by for each in alone.propositions if each.standing is Standing.REFUTED} == {NEARBY}


@pytest.mark.parametrize("standard", ["apas/95", "gemini/baseline"])
def test_without_a_solver_no_more_than_one_clause_of_a_shipped_standard_stays_unknown(
    standard: str, engine: Engine
) -> None:
    """Ports to start from are filled in by judging alone; what is found by that is what a solver finds."""
    library = shipped_library()
    alone, asked = (
        {(each.applied.clause.id, *sorted(each.roles.items())): each.standing for each in found.propositions}
        for found in (soundness(library, standard, each) for each in (Engine(), engine))
    )
    assert alone.keys() == asked.keys()
    differing = {each: alone[each] for each in alone if alone[each] is not asked[each]}
    assert set(differing.values()) <= {Standing.UNKNOWN}
    assert len(differing) <= 1


def test_ports_to_start_from_are_made_also_of_a_standard_that_never_docks(engine: Engine) -> None:
    """The usual mode is a wish: a standard may forbid it."""
    library = shipped_library()
    (found,) = soundness(library, "cbm/baseline", engine, only=["handedness-agrees"]).propositions
    assert found.standing is Standing.REFUTED, found.reason


def test_the_falsifier_finds_what_is_refuted(ring: Repository) -> None:
    known, none = theory(ring.library, RING), {side: dict[str, Value]() for side in SIDES}
    for goal in known.goals:
        if goal.clause.id in REFUTED:
            roles = ways(goal.clause)[0]
            search = falsified(known, goal, roles, none, Trial(known, everyone(roles)))
            assert search.found is not None, (goal.clause.id, search.told)


def altered(tmp_path: Path, clause: str, old: str, new: str) -> Library:
    folder = tmp_path / "own"
    shutil.copytree(CASE / "own", folder)
    file = folder / "ring" / "A" / "clauses" / f"{clause}.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    repository = api.loaded([], folder)
    assert repository.sound
    return repository.library


def test_a_counterexample_says_what_the_reference_port_says_that_it_starts_from(engine: Engine) -> None:
    """What is recalled there too; what it leaves open, or breaks a clause, is another port's."""
    near = api.loaded([CASE.parent / "prove-near-open" / "near"], CASE / "own")
    found = api.prove(near, RING, engine, only=["seals-meet"])
    assert dict(found.near) == dict.fromkeys(SIDES, "reference/ring")
    (refutation,) = (each.refutation for each in found.propositions)
    assert refutation is not None
    assert all("diameter: 1199.4 mm" in text and "energy: TBD" not in text for text in refutation.files.values())


def test_a_clause_that_is_negotiated_passes_and_is_told_of_where_it_need_not_be(tmp_path: Path) -> None:
    for clause, passes, needless in (("links-shared", True, ("links-shared",)), ("spare-short", True, ())):
        library = altered(tmp_path / clause, clause, "verify:", "negotiated: The partners agree.\nverify:")
        judged = gate(soundness(library, RING, Engine(), only=[clause]))
        assert (judged.passes, judged.needless) == (passes, needless)
        assert any(f"{clause} is negotiated, and nothing of it" in told for told in judged.told) is bool(needless)


def test_a_record_is_read_as_it_was_written_and_what_it_holds_fails_nobody(ring: Repository) -> None:
    found = api.prove(ring, RING, Engine())
    kept = record(found)
    assert gates.read(gates.text(kept)) == kept
    passes = "It passes: nothing is newly refuted or unknown but what is negotiated."
    assert gate(found, kept) == Gate(passes=True, failing=(), told=(passes,))
    gloomy = Record(RING, dict.fromkeys(kept.standings, Standing.REFUTED))
    closed = {name for name, standing in kept.standings.items() if standing not in OPEN}
    assert set(gate(found, gloomy).better) == closed
    assert gate(found, Record(RING, {})).failing == gate(found).failing != ()


def test_what_prove_records_is_what_it_is_held_against(tmp_path: Path) -> None:
    def told(*more: str) -> tuple[str, int]:
        asked = ("prove", RING, "--standards", str(tmp_path / "own"), "--no-cache", *more)
        result = CliRunner().invoke(app, asked)
        return result.output, result.exit_code

    shutil.copytree(CASE / "own", tmp_path / "own")
    file = tmp_path / "now.json"
    assert told("--record", str(file))[1] == 1
    assert told("--against", str(file))[1] == 0
    (tmp_path / "own" / "ring" / "A" / "clauses" / "radio-carried.yaml").unlink()
    text, code = told("--against", str(file), "--clause", "links-shared")
    assert code == 1
    assert "links-shared is refuted, and was proved." in text
    kept = file.read_bytes()
    altered(tmp_path / "more", "offset-small", "<= 0.10 m", "<= -1 m")
    shutil.rmtree(tmp_path / "own")
    shutil.move(tmp_path / "more" / "own", tmp_path)
    text, code = told("--record", str(file))
    assert code == 2
    assert "ring/A contradicts itself, so nothing in it has a standing" in text
    assert file.read_bytes() == kept


FAULTS = [
    ("offset-small", "<= 0.10 m", "<= 0.13 m", "offset-captured"),
    ("offset-captured-wide", "0.12 m", "0.09 m", "offset-captured"),
    ("diameter-nominal", "1199 mm", "1198 mm", "diameters-agree"),
    ("mass-bounded", "100000 kg", "100001 kg", "energy-absorbed"),
    ("rate-slow", "0.1 m/s", "0.101 m/s", "energy-absorbed"),
    ("hooks-and-eyes", "== 24", ">= 23", "eyes-for-hooks"),
    ("radio-carried", '"radio" in', '{"radio", "wire"} overlaps', "links-shared"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault[0])
def test_a_fault_put_into_a_clause_is_found(fault: tuple[str, ...], tmp_path: Path, engine: Engine) -> None:
    clause, old, new, breaks = fault
    library = altered(tmp_path, clause, old, new)
    found = soundness(library, RING, engine, only=[breaks])
    assert named(found, Standing.REFUTED) == {breaks}
    assert named(found, Standing.UNKNOWN) == set()


def test_a_contradiction_is_told_with_the_clauses_that_make_it(tmp_path: Path, engine: Engine) -> None:
    library = altered(tmp_path, "rate-slow", "port.ring.rate <= 0.1 m/s", "port.ring.offset >= 0.2 m")
    found = soundness(library, RING, engine)
    assert found.contradiction is not None
    assert {each.applied.clause.id for each in found.contradiction.premises} == {"offset-small", "rate-slow"}
    assert found.propositions == ()


def test_too_little_work_is_unknown_and_says_what_was_tried(ring: Repository) -> None:
    """A budget that does not suffice never makes a proof or a refutation that was not shown."""
    with Solver("z3", work=1) as starved:
        found = api.prove(ring, RING, Engine(starved))
    for each in found.propositions:
        assert each.standing is not Standing.REFUTED or each.by in (NEARBY, FALSIFIER)
        assert each.standing is not Standing.PROVED or each.by == "intervals"


def test_every_machine_gives_the_same_answer() -> None:
    said = []
    for seed in ("1", "2"):
        command = [
            sys.executable,
            "-m",
            "hardmate",
            "--isolated",
            "prove",
            RING,
            "--standards",
            "own",
            "--format",
            "json",
        ]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        ran = subprocess.run(command, cwd=CASE, env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 1, ran.stderr
        said.append(json.loads(ran.stdout))
    assert said[0] == said[1]


def test_judged_verdicts_are_those_of_the_trial(found: Soundness, ring: Repository) -> None:
    """What a refutation changes is what its files state: nothing else differs from the reference port."""
    judge = Judge(ring.library.dictionary)
    reference = ring.ports["reference/ring"]
    for each in found.propositions:
        if each.refutation is None:
            continue
        changed = {(one.side, one.path) for one in each.refutation.changes}
        assert len(changed) == 1
        sides = {"a": reference, "b": reference}
        before: Verdict = judge.verdict(each.applied, dict(each.roles), sides)
        assert before.outcome is Outcome.PASS
