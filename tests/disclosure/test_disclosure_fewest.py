"""A law of the values that decide the rest: they settle it, no fewer do, by trying every declaration there can be."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hardmate import api
from hardmate.analysis.disclosure import Disclosure, Place, disclosure, fewest
from hardmate.analysis.prove.declared import known
from hardmate.language.build import Holder
from hardmate.language.judge import Outcome, judge
from hardmate.model.roles import PORT
from hardmate.model.standard import Clause
from hardmate.repository import Library
from hardmate.solver import installed

FOLDER = Path(__file__).parents[1] / "cases" / "commands" / "pair-claims"
FLAGS = ("keel", "mast", "sail")
CLAUSE = """kind: clause
id: {name}
title: {name}
requirement: Ring standard
provenance: primary
source: S1
force: shall
judges: {judges}
capability: soft-capture
requires: {requires}
rationale: It is so.
help: Make it so.
verify: [test]
"""


@st.composite
def statements(draw: st.DrawFn, of: str) -> str:
    """A statement about two or three flags of one side."""
    flags = draw(st.lists(st.sampled_from(FLAGS), min_size=2, max_size=3, unique=True))
    atoms = [f"{draw(st.sampled_from(['', 'not ']))}{of}.ring.{flag}" for flag in flags]
    if len(atoms) == 2 and draw(st.booleans()):
        return f"{of}.ring.{flags[0]} == {of}.ring.{flags[1]}"
    text = atoms[0]
    for atom in atoms[1:]:
        text = f"({text}) {draw(st.sampled_from(['and', 'or']))} {atom}"
    return text


def written(folder: Path, claims: list[str], goals: list[str]) -> Path:
    """The standard and the fleet with other parameters and clauses; the station withholds its flags."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(FOLDER, folder)
    flags = "".join(f"  {flag}: {{title: A {flag}, type: flag, nature: adjustable}}\n" for flag in FLAGS)
    parameters = f"kind: parameters\ngroup: ring\ntitle: The ring\nparameters:\n{flags}"
    (folder / "own" / "parameters" / "ring.yaml").write_text(parameters)
    revision = folder / "own" / "ring" / "A"
    head = (revision / "standard.yaml").read_text().partition("essential")[0]
    (revision / "standard.yaml").write_text(f"{head}essential: {{soft-capture: [goal-0]}}\n")
    for old in (revision / "clauses").iterdir():
        old.unlink()
    for judges, stem, texts in (("conformance", "claim", claims), ("compatibility", "goal", goals)):
        for number, requires in enumerate(texts):
            name = f"{stem}-{number}"
            clause = CLAUSE.format(name=name, judges=judges, requires=requires)
            (revision / "clauses" / f"{name}.yaml").write_text(clause)
    for name, told in (("ship", "false"), ("station", "withheld")):
        file = folder / "fleet" / f"{name}.yaml"
        stated = ", ".join(f"{flag}: {told}" for flag in FLAGS)
        file.write_text(f"{file.read_text().partition('      ring:')[0]}      ring: {{{stated}}}\n")
    return folder


def outcome(clause: Clause, told: Mapping[str, bool | None], word: str, library: Library) -> Outcome:
    values = {f"ring.{flag}": known(library.dictionary[f"ring.{flag}"], each) for flag, each in told.items()}
    return judge(clause.requires, clause.when, library.dictionary, {word: Holder("b", values)}).outcome


def settled(goal: Clause, shared: tuple[str, ...], library: Library) -> bool:
    """Whether no two declarations that keep the claims and share these flags differ on the goal."""
    clauses = [each.clause for each in library.clauses["ring/A"].values() if each.clause.words == {PORT}]
    seen: dict[tuple[bool | None, ...], Outcome] = {}
    for chosen in product((True, False, None), repeat=len(FLAGS)):
        told = dict(zip(FLAGS, chosen, strict=True))
        if any(outcome(each, told, PORT, library) is Outcome.FAIL for each in clauses):
            continue
        said = outcome(goal, told, "passive", library)
        if seen.setdefault(tuple(told[flag] for flag in shared), said) is not said:
            return False
    return True


@pytest.mark.skipif(not installed("z3"), reason="z3 is not installed")
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(statements("port"), max_size=2), st.lists(statements("passive"), min_size=1, max_size=2))
def test_the_values_that_decide_the_rest_do_and_no_fewer_do(
    tmp_path: Path, claims: list[str], goals: list[str]
) -> None:
    folder = written(tmp_path / "case", claims, goals)
    repository = api.loaded([folder / "fleet"], folder / "own")
    found: Disclosure = disclosure(api.pair(repository, "ship/forward", "station/zenith"), repository.library)
    named = {name: each.clause for name, each in repository.library.clauses["ring/A"].items()}
    for name, places in found.deciding.items():
        flags = tuple(path.removeprefix("ring.") for _, path in places)
        if name in {each.clause.id for each in found.contradicted} | found.unasked:
            continue
        assert settled(named[name], flags, repository.library)
        for fewer in combinations(flags, len(flags) - 1):
            assert not flags or not settled(named[name], fewer, repository.library)
    if found.least:
        for size in range(len(found.fewest)):
            for flags in combinations(FLAGS, size):
                assert not all(settled(named[name], flags, repository.library) for name in found.deciding)


places = st.frozensets(st.sampled_from([("a", name) for name in "uvwxyz"]), min_size=1, max_size=3)


@given(st.dictionaries(st.sampled_from("klmn"), st.lists(places, min_size=1, max_size=3).map(tuple), min_size=1))
def test_no_other_choice_takes_fewer(options: dict[str, tuple[frozenset[Place], ...]]) -> None:
    chosen, least = fewest(options)
    assert least
    assert all(each in options[name] for name, each in chosen.items())
    unions = [frozenset[Place]().union(*each) for each in product(*options.values())]
    assert len(frozenset[Place]().union(*chosen.values())) == min(len(each) for each in unions)
