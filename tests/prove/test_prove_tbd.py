"""Numbers that nobody has yet, in proofs: nothing is proved or refuted but what every number leaves so."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from prove_world import DICTIONARY, Declared, clauses, declarations, tree
from test_prove_encoding import ROLES, somewhere, stated, truth

from hardmate import api
from hardmate.analysis.prove.encode import NotEncodableError
from hardmate.analysis.prove.engine import Engine
from hardmate.analysis.prove.statements import applies, fails, holds
from hardmate.analysis.prove.symbols import Vocabulary
from hardmate.analysis.prove.verdicts import Proposition, Standing
from hardmate.language import tree as t
from hardmate.language.build import Holder
from hardmate.language.check import undecidable
from hardmate.language.decide import UndecidableError
from hardmate.language.given import given as given_numbers
from hardmate.language.judge import Outcome, judge
from hardmate.solver import Solver

OWN = Path(__file__).parents[1] / "cases" / "commands" / "tbd-check" / "own"
LITERAL = re.compile(r"(?<![.\w])-?\d+(?![\d.])(?!\s*\.\.)")
HELD = (Outcome.PASS, Outcome.NOT_APPLICABLE)


def opened(written: str, pick: int) -> str:
    """The clause with one of its numbers, and no end of a range, to be determined."""
    places = [match for match in LITERAL.finditer(written) if not written[: match.start()].rstrip().endswith("..")]
    if not places:
        return written
    start, end = places[pick % len(places)].span()
    return f"{written[:start]}TBD n{written[end:]}"


@settings(max_examples=40)
@given(st.tuples(clauses, clauses), declarations(), declarations(), st.integers(0, 9), st.integers(-8, 8))
def test_statements_leave_no_number_out(
    texts: tuple[str, str], one: Declared, other: Declared, pick: int, number: int
) -> None:
    requires, when = (tree(opened(text, pick)) for text in texts)
    assume(requires is not None and when is not None)
    assert requires is not None
    assert when is not None
    assume(t.tbds(requires) or t.tbds(when))
    if undecidable(requires, when, DICTIONARY) is not None:
        return
    holders = {"a": Holder("a", one.values), "b": Holder("b", other.values)}
    numbers = {"n": Fraction(number)}
    some = judge(given_numbers(requires, numbers), given_numbers(when, numbers), DICTIONARY, holders).outcome
    every = judge(requires, when, DICTIONARY, holders).outcome
    event(f"{every} {some}")
    # With some numbers a guard may never open, which holds as well.
    assert every in (Outcome.UNDETERMINED, some) or {every, some} <= set(HELD)
    vocabulary = Vocabulary(DICTIONARY)
    try:
        held = holds(requires, when, ROLES, vocabulary)
        may_fail = fails(requires, when, ROLES, vocabulary)
        surely_fails = fails(requires, when, ROLES, vocabulary, surely=True)
        applied = applies(requires, when, ROLES, vocabulary)
    except NotEncodableError:
        return
    known = stated(one, other, vocabulary)
    assert truth(held.formula, known) or some not in HELD
    try:
        assert somewhere(may_fail.formula, known, vocabulary) or some in HELD
        assert not somewhere(surely_fails.formula, known, vocabulary) or some is Outcome.FAIL
        assert somewhere(applied.formula, known, vocabulary) or some is Outcome.NOT_APPLICABLE
    except UndecidableError:
        return


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Solver("z3") as solver:
        yield Engine(solver)


RATE = "chaser.contact.closing_rate"


def found(engine: Engine, folder: Path, only: str = "rate-captured", **asks: str) -> dict[str, Proposition]:
    """What is found out of one clause, or of every one, where some ask other things than they do in the case."""
    own = folder / "own"
    shutil.copytree(OWN, own)
    for name, text in asks.items():
        file = own / "young" / "A" / "clauses" / f"{name.replace('_', '-')}.yaml"
        kept = re.sub(r"open_numbers:\n(  .*\n)+|requires: .*\n", "", file.read_text(encoding="utf-8"))
        listed = "open_numbers: {most: {owner: Board}}\n" if "TBD" in text else ""
        file.write_text(kept.replace("rationale:", f"requires: {text}\n{listed}rationale:"), encoding="utf-8")
    repository = api.loaded([], own)
    assert repository.sound, repository.findings
    return {
        each.applied.clause.id: each
        for each in api.prove(repository, "young/A", engine, only=[only] if only else []).propositions
    }


@pytest.mark.parametrize(
    ("asks", "standing", "told"),
    [
        (f"{RATE} <= TBD most m/s", Standing.UNKNOWN, "it is proved if the number is at least 0.1 m/s"),
        (f"{RATE} < TBD most m/s", Standing.UNKNOWN, "it is proved if the number is at least 0.101 m/s"),
        (f"not ({RATE} >= 2 * TBD most m/s)", Standing.UNKNOWN, "it is proved if the number is at least 0.051 m/s"),
        (f"{RATE} >= TBD most m/s", Standing.UNKNOWN, "it is proved if the number is at most 0 m/s"),
        (f"{RATE} > TBD most m/s", Standing.UNKNOWN, "it is not proved with any number from 0 m/s to 1 m/s"),
        (f"abs({RATE} - TBD most m/s) <= 0.1 m/s", Standing.UNKNOWN, ""),
        (f"{RATE} <= 0.1 m/s or {RATE} <= TBD most m/s", Standing.PROVED, ""),
        (f"{RATE} <= 0.09 m/s and {RATE} <= TBD most m/s", Standing.REFUTED, ""),
        (f"{RATE} <= 0.1 m/s", Standing.PROVED, ""),
        (f"{RATE} <= 0.099 m/s", Standing.REFUTED, ""),
    ],
)
def test_a_clause_waits_for_its_number_only_where_that_decides(
    engine: Engine, tmp_path: Path, asks: str, standing: Standing, told: str
) -> None:
    """The last two are the first with the number that is told, and with one that is a step less."""
    captured = found(engine, tmp_path, rate_captured=asks)["rate-captured"]
    assert captured.standing is standing, captured.reason
    assert [each.holds for each in captured.needs] == ([told] if standing is Standing.UNKNOWN else [])
    if standing is Standing.UNKNOWN:
        assert captured.reason.startswith("needs this number: TBD most of rate-captured (Board owes it)")


def test_a_premise_without_its_number_is_no_premise_and_is_named(engine: Engine, tmp_path: Path) -> None:
    asked = {"rate_captured": f"{RATE} <= 0.07 m/s", "rate_flown": "port.contact.closing_rate <= TBD most m/s"}
    told = found(engine, tmp_path, "", **asked)
    assert told["rate-captured"].standing is Standing.UNKNOWN
    (need,) = told["rate-captured"].needs
    assert (need.clause, need.holds) == ("rate-flown", "it is proved if the number is at most 0.07 m/s")
    # What shares no value with the premise is refuted as before.
    assert told["hooks-promised"].standing is Standing.REFUTED


@pytest.mark.parametrize(
    ("goal", "premise", "told"),
    [
        ("< 0 m/s", "< TBD most m/s", "it is not proved with any number from 0.001 m/s to 1 m/s; with 0 m/s"),
        ("<= 0.07 m/s", "< TBD most m/s", "it is proved if the number is at most 0.07 m/s; with 0 m/s"),
        (">= 0.2 m/s", "> TBD most m/s", "it is proved if the number is at least 0.2 m/s; with 1 m/s"),
        ("<= 0.07 m/s", "> 2 m/s + TBD most m/s", "no port could conform with any number from 0 m/s to 1 m/s"),
    ],
)
def test_a_number_to_which_no_port_can_keep_proves_nothing_and_hides_none(
    engine: Engine, tmp_path: Path, goal: str, premise: str, told: str
) -> None:
    asked = {"rate_captured": f"{RATE} {goal}", "rate_flown": f"port.contact.closing_rate {premise}"}
    (need,) = found(engine, tmp_path, **asked)["rate-captured"].needs
    assert need.holds == (f"{told} no port could conform" if ";" in told else told)


def test_without_a_solver_the_number_is_named_and_looked_for_all_the_same(tmp_path: Path) -> None:
    (need,) = found(Engine(), tmp_path, rate_captured=f"{RATE} <= TBD most m/s")["rate-captured"].needs
    assert need.holds == "it is proved if the number is at least 0.1 m/s"
