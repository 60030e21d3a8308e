"""The shipped rules: every one accounted for, once, and what Hardmate is said to keep is kept."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from shipped_standards import judged_by_shipped, shipped_library

from hardmate import api
from hardmate.analysis.coverage import Coverage, Status
from hardmate.repository import Library

ROOT = Path(__file__).resolve().parents[2]
_COUNTS = (
    "MECH 27, GNC 18, LOAD 7, ELEC 12, DATA 7, COMM 4, TIME 4, ECLSS 6, THERM 3, ROB 3, FLUID 3, FRAME 4, UNIT 3, "
    "SAFE 3, CM 8"
)
KNOWN = {name: int(most) for name, most in (each.split() for each in _COUNTS.split(", "))}
"""How many rules are known, by the first part of their id; they are numbered from 1."""


@cache
def shipped() -> Library:
    return shipped_library()


@cache
def covered(*folders: str) -> Coverage:
    return api.coverage(judged_by_shipped([ROOT / each for each in folders]))


def test_every_known_rule_is_there() -> None:
    wanted = {f"{name}-{number:03}" for name, most in KNOWN.items() for number in range(1, most + 1)}
    assert len(wanted) == 112
    assert set(shipped().rules) == wanted


def test_the_books_agree() -> None:
    assert covered().findings == ()


@pytest.mark.parametrize("folders", [(), ("vehicles",)], ids=["standards alone", "with the fleet"])
def test_every_rule_and_every_clause_is_accounted_for(folders: tuple[str, ...]) -> None:
    """Once each, and whoever is told that something is open is told why."""
    found = covered(*folders)
    assert [each.rule.id for each in found.rules] == list(shipped().rules)
    assert found.count(Status.UNACCOUNTED) == 0
    assert sum(found.count(status) for status in Status) == 112
    for each in found.rules:
        why = (bool(each.clauses), bool(each.rule.kept), each.rule.open is not None)
        assert any(why), each.rule.id
        assert not (why[2] and (why[0] or why[1])), each.rule.id
        assert each.status is Status.CHECKED or each.needs or each.rule.open is not None, each.rule.id
    assert {each.standard.id for each in found.standards} == set(shipped().standards)
    for row in found.standards:
        assert {each.clause.id for each in row.clauses} == set(shipped().clauses[row.standard.id])
        assert sum(row.clause_count(status) for status in Status) == len(row.clauses) + len(row.fleet)
        assert sum(row.rule_count(status) for status in Status) == len(row.rules)


def test_every_rule_has_a_row() -> None:
    found = covered()
    assert {each.rule.id for row in found.standards for each in row.rules} == set(shipped().rules)


def test_a_value_that_somebody_declares_lets_no_clause_wait_for_it() -> None:
    """With declarations fewer or as many things are checked as the standards alone promise, and never more."""
    alone, fleet = covered(), covered("vehicles")
    assert alone.ports == 0
    assert fleet.ports > 50
    assert alone.count(Status.CHECKED) > fleet.count(Status.CHECKED) > 0
    assert alone.count(Status.NOT_CHECKABLE) == fleet.count(Status.NOT_CHECKABLE)
    for row in alone.standards:
        assert all((each.status is Status.NEEDS) == bool(each.clause.open_numbers) for each in row.clauses)


def test_what_hardmate_is_said_to_keep_it_tells() -> None:
    told = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    codes = {code for each in shipped().rules.values() for code in each.codes}
    assert codes
    assert {code for code in codes if f'"{code}"' not in told} == set()


def test_a_rule_is_stated_once() -> None:
    statements = Counter(" ".join(each.statement.split()) for each in shipped().rules.values())
    assert max(statements.values()) == 1
    assert all(re.fullmatch(r"[A-Z].*\.", each) for each in statements)
