"""z3 and cvc5 on every question that `prove` puts of every standard of this repository: neither denies the other.

A question is asked once, however many standards put it in the same words. Both solvers have a budget in steps. The
questions are whether a port can conform, whether a clause on two ports can fail, and whether it can come to apply.
`make agree` asks all of them; without it all but those of some revisions of IDSS, which are long and much like E's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from shipped_standards import shipped_library

from hardmate.analysis.prove.statements import applies, fails, question
from hardmate.analysis.prove.theory import Premise, Theory, theory, ways
from hardmate.language.formula import Formula
from hardmate.model.roles import SIDES
from hardmate.model.standard import COMMON, Clause, reads
from hardmate.repository import Library
from hardmate.solver import Solver, Status

STANDARDS = Path(__file__).parents[2] / "standards"
NAMES = [COMMON, *sorted("/".join(each.parent.parts[-2:]) for each in STANDARDS.glob("*/*/standard.yaml"))]
WHOLE = "idss/E"
WORK = 200_000
"""Steps of cvc5, which counts larger ones than z3."""


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped_library()


@pytest.fixture(scope="module")
def solvers() -> Iterator[tuple[Solver, Solver]]:
    with Solver("z3") as first, Solver("cvc5", work=WORK) as second:
        yield first, second


@pytest.fixture(scope="module")
def asked() -> set[object]:
    """What was asked already, of another standard."""
    return set()


def questions(known: Theory, asked: set[object]) -> Iterator[str]:
    """What `prove` asks first of a standard, in SMT-LIB; nothing of a clause `asked` about among the same premises."""

    def text(about: Mapping[str, Formula], premises: tuple[Premise, ...]) -> str:
        labelled = {**about, **{each.label: each.ruled.formula for each in premises}}
        return question(labelled, known.vocabulary).script()

    yield text({}, tuple(each for each in known.premises if each.side == SIDES[0]))
    for clause in (each.clause for each in known.goals):
        for roles in ways(clause):
            near = (id(clause), *sorted(roles.items()), *around(known, clause, roles))
            if near in asked:
                continue
            asked.add(near)
            said = [fails(clause.requires, clause.when, roles, known.vocabulary).formula]
            if clause.when is not None:
                said.append(applies(clause.requires, clause.when, roles, known.vocabulary).formula)
            yield from (text({"goal": each}, known.cone(each)) for each in said)


def around(known: Theory, clause: Clause, roles: Mapping[str, str]) -> list[int]:
    """The clauses that a question about this one can have among its premises."""
    reached = {(roles[word], path) for word, path in reads(clause)}
    found: set[int] = set()
    while True:
        near = [each for each in known.premises if id(each) not in found and each.places & reached]
        if not near:
            return sorted({id(each.applied.clause) for each in known.premises if id(each) in found})
        found.update(map(id, near))
        reached = reached.union(*(each.places for each in near))


def test_every_standard_is_asked_about(library: Library) -> None:
    assert set(NAMES) == set(library.standards)


@pytest.mark.parametrize("name", NAMES)
def test_both_solvers_answer_alike(
    name: str,
    library: Library,
    solvers: tuple[Solver, Solver],
    asked: set[object],
    request: pytest.FixtureRequest,
) -> None:
    """None of the questions is left unknown, so alike means the same."""
    if name.startswith("idss/") and name != WHOLE and not request.config.getoption("--agree"):
        pytest.skip("make agree asks it")
    first, second = solvers
    texts = questions(theory(library, name), asked)
    found = {text: (first.answer(text).status, second.answer(text).status) for text in texts}
    assert found
    assert {pair for pair in found.values() if pair[0] is not pair[1]} == set()
    assert {pair for pair in found.values() if Status.UNKNOWN in pair} == set()
    assert Status.SAT in {pair[0] for pair in found.values()}


@pytest.mark.takes_long
def test_both_tell_what_can_be_from_what_can_not(library: Library, solvers: tuple[Solver, Solver]) -> None:
    """The control: some questions of IDSS/E can be met and some not, and a denial would be seen."""
    texts = list(questions(theory(library, WHOLE), set()))
    for solver in solvers:
        assert {solver.answer(text).status for text in texts} == {Status.SAT, Status.UNSAT}
