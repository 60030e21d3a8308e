"""Clauses that would close a gap: each closes it, none could be left out, and shortcuts change no answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from shipped_standards import shipped_library

from hardmate import api
from hardmate.analysis.prove.closing import closings
from hardmate.analysis.prove.engine import Engine
from hardmate.analysis.prove.statements import fails, holds, question
from hardmate.analysis.prove.template import templates
from hardmate.analysis.prove.theory import Theory, theory, ways
from hardmate.analysis.prove.upheld import Upheld
from hardmate.analysis.prove.verdicts import Proposition, Standing
from hardmate.analysis.prove.workbench import Workbench
from hardmate.language.check import checked
from hardmate.language.fault import Fault
from hardmate.language.parse import parse
from hardmate.model.roles import PORT, SIDES
from hardmate.solver import Solver

ROOT = Path(__file__).parents[2]
PAIRS = {
    "arm-reaches-fixture": ["port.grapple.fixture_distance <= 50 m and port.grapple.reach >= 50 m"],
    "capture-latches-find-strikers": ["port.scs.capture_latches <= 12 and port.scs.strikers >= 12"],
}


@pytest.fixture(scope="module")
def known() -> Theory:
    return theory(shipped_library(), "idss/E")


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Solver("z3") as solver:
        yield Engine(solver)


def refuted(known: Theory, clause: str) -> Proposition:
    goal = next(each for each in known.goals if each.clause.id == clause)
    return Proposition(goal, ways(goal.clause)[0], Standing.REFUTED)


def closes(known: Theory, engine: Engine, each: Proposition, text: str) -> bool:
    """Asked plainly: with every premise, and nothing kept from one question to the next."""
    node, clause = parse(text), each.applied.clause
    assert not isinstance(node, Fault), node
    labelled = {one.label: one.ruled.formula for one in known.premises}
    labelled["goal"] = fails(clause.requires, clause.when, each.roles, known.vocabulary).formula
    labelled |= {f"added {side}": holds(node, None, {PORT: side}, known.vocabulary).formula for side in SIDES}
    return engine.impossible(question(labelled, known.vocabulary))


def test_every_text_that_is_tried_is_a_clause_that_loads(known: Theory) -> None:
    dictionary = known.library.dictionary
    for path, parameter in dictionary.items():
        for each in templates(path, parameter):
            for step in {0, min(1, each.steps), each.steps // 2, each.steps}:
                assert not isinstance(found := checked(each.text(step), dictionary, {PORT}), Fault), found


@pytest.mark.parametrize("clause", PAIRS)
def test_two_values_close_what_one_does_not(clause: str, known: Theory, engine: Engine) -> None:
    each = refuted(known, clause)
    found = [
        closing.text for closing in closings(Workbench(known, engine), each, Upheld.of((), known.library.dictionary))
    ]
    assert found == PAIRS[clause]
    for text in found:
        assert closes(known, engine, each, text)
        assert not any(closes(known, engine, each, part) for part in text.split(" and "))


KEPT = {
    "capture-latches-find-strikers": ["port.scs.capture_latches <= 3 and port.scs.strikers >= 3"],
    "closing-rate-within-capture": [
        "0.05 m/s .. 0.1 m/s within port.capture.closing_rate and port.contact.closing_rate within 0.05 m/s .. 0.1 m/s"
    ],
    "latching-shared": ['"mechanical" in port.scs.latching'],
}


@pytest.fixture(scope="module")
def upheld(known: Theory) -> Upheld:
    """What the reference ports of the standard uphold."""
    files = [ROOT / "reference" / f"idss-e-{side}.yaml" for side in ("active", "passive")]
    return Upheld.of(tuple(api.loaded(files).ports.values()), known.library.dictionary)


@pytest.mark.parametrize("clause", KEPT)
def test_what_the_reference_ports_keep_goes_before(clause: str, known: Theory, engine: Engine, upheld: Upheld) -> None:
    each = refuted(known, clause)
    found = list(closings(Workbench(known, engine), each, upheld))
    assert [closing.text for closing in found] == KEPT[clause]
    assert all(closes(known, engine, each, closing.text) and not closing.against for closing in found)


def test_which_ports_do_not_keep_what_closes_is_told(known: Theory, engine: Engine, upheld: Upheld) -> None:
    (found,) = closings(Workbench(known, engine), refuted(known, "active-side-can-capture"), upheld)
    assert (found.text, found.against) == ("port.mechanism.can_capture", ("idss-e-passive/face",))


def test_no_reference_port_breaks_what_it_upholds(known: Theory, upheld: Upheld) -> None:
    dictionary = known.library.dictionary
    said = sorted({path for values in upheld.stated.values() for path in values})
    for path in said:
        for each in (*upheld.templates(path), *upheld.bands(path, said)):
            for step in {0, each.steps // 2, each.steps}:
                assert not isinstance(checked(each.text(step), dictionary, {PORT}), Fault), each.text(step)
                assert upheld.against(each.text(step)) == ()


def test_a_point_that_was_found_before_changes_no_answer(known: Theory, engine: Engine) -> None:
    each = refuted(known, "arm-reaches-fixture")
    bench, told = Workbench(known, engine), set()
    dictionary = known.library.dictionary
    for one in templates("grapple.reach", dictionary["grapple.reach"]):
        for step in {0, one.steps // 3, one.steps}:
            text = f"{one.text(step)} and port.grapple.fixture_distance <= 50 m"
            node = parse(text)
            assert not isinstance(node, Fault)
            more = {f"added {side}": formula for side, formula in bench.kept_by_both(node).items()}
            answer = bench.proved(each, more=more)
            assert answer is closes(known, engine, each, text)
            told.add(answer)
    assert told == {True, False}
