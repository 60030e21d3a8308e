"""Failures of the past as cases: Hardmate catches each in the declarations as they were, and is content once mended."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from clause_verdicts import clauses, shipped
from command_case import EXPECTED, expect, printed, read_shipped_once
from lesson import MENDED, THEN, Lesson, NotCaught, lessons, not_caught
from lesson_page import page

from hardmate import api
from hardmate.assess.conformance import conformance
from hardmate.assess.verdict import Judge
from hardmate.language.judge import Outcome
from hardmate.repository import Repository

PAGE = Path(__file__).parents[2] / "docs" / "lessons.md"
LAST_ROW = 37
NAMES = [each.name for each in lessons()]


def lesson(name: str) -> Lesson:
    return next(each for each in lessons() if each.name == name)


@pytest.mark.parametrize("side", [THEN, MENDED])
@pytest.mark.parametrize("name", NAMES)
def test_lesson_prints(name: str, side: str, accept: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    folder = lesson(name).folder / side
    expect(folder / EXPECTED, printed(folder, lesson(name).command, monkeypatch), accept=accept)


@pytest.mark.parametrize("name", NAMES)
def test_lesson_is_caught_then_and_not_once_mended(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = lesson(name)
    then, mended = (_repository(told.folder / side, monkeypatch) for side in (THEN, MENDED))
    for code in told.catches:
        assert code in _codes(then, told)
        assert code not in _codes(mended, told)
        if code in clauses():
            assert Outcome.PASS not in set(_outcomes(then, code))
            assert set(_outcomes(mended, code)) - {Outcome.NOT_APPLICABLE} == {Outcome.PASS}
    said = {side: (told.folder / side / EXPECTED).read_text(encoding="utf-8") for side in (THEN, MENDED)}
    for word in told.catches or (told.says,):
        assert word
        assert word in said[THEN]
        assert word not in said[MENDED]
    # A pair that shares no mating standard can not be compatible, however well its connectors agree.
    assert said[MENDED].endswith("--- exit 0\n") or told.command.startswith("pair ")


def test_every_row_is_a_lesson_or_has_a_reason() -> None:
    told: tuple[Lesson | NotCaught, ...] = (*lessons(), *not_caught())
    rows = [each.row for each in told]
    assert sorted(rows) == [f"L{number:03}" for number in range(1, LAST_ROW + 1)]
    assert {source for each in told for source in each.source} <= set(shipped().sources)


def test_the_page_is_current(accept: bool) -> None:  # noqa: FBT001 - a fixture
    caught = tuple((each, (each.folder / THEN / EXPECTED).read_text(encoding="utf-8")) for each in lessons())
    titles = {name: source.title for name, source in shipped().sources.items()}
    expect(PAGE, page(caught, not_caught(), titles), accept=accept)


def _repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    read_shipped_once(monkeypatch)
    return api.loaded([folder])


def _codes(repository: Repository, told: Lesson) -> set[str]:
    return {each.code for each in api.check(repository, f"{told.year[:4]}-01-01").findings}


def _outcomes(repository: Repository, clause: str) -> Iterator[Outcome]:
    """The outcomes of one clause on every port, and on every planned pair."""
    judge = _judge()
    for port in repository.ports.values():
        for found in conformance(port, repository.library, judge):
            yield from (each.outcome for each in found.verdicts if each.clause.id == clause)
    for mating in repository.matings:
        for verdict in api.pair(repository, *mating.pair).best.verdicts:
            if verdict.clause.id == clause:
                yield verdict.outcome


@cache
def _judge() -> Judge:
    return Judge(shipped().dictionary)
