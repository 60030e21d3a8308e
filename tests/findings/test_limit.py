"""A limit only hides: the worst are shown, word for word as without it, and what is shown and left out is all."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from finding_ground import STANDARDS, TODAY, standards, vehicle, written
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hardmate import api
from hardmate.assess.scope import EVERYTHING, Scope
from hardmate.assess.warned import Wanted
from hardmate.baseline import Baseline, knows, lowered, pairs, recorded
from hardmate.finding import Brief, Severity
from hardmate.report.run import Run, counts
from hardmate.repository import Repository

LIKE_HOOKS = STANDARDS["common/clauses/hooks-agree.yaml"]
OTHERS = {
    # Pairs alone fail, so that a small limit cuts among their warnings.
    **{
        name: STANDARDS[name].replace("== 12", ">= 1")
        for name in ("test/A/clauses/twelve-hooks.yaml", "test/B/clauses/twelve-hooks.yaml")
    },
    "common/clauses/hooks-alike.yaml": LIKE_HOOKS.replace("hooks-agree", "hooks-alike").replace("should", "may"),
    # A port that claims all three is judged by one wording twice: once as its own, and once as inherited.
    "test/A/clauses/latches.yaml": LIKE_HOOKS.replace("hooks-agree", "latches"),
    "test/B/clauses/latches.yaml": LIKE_HOOKS.replace("hooks-agree", "latches").replace("==", "<="),
    "test/B/standard.yaml": STANDARDS["test/B/standard.yaml"].replace("[A]", "[A, C]"),
    "test/C/standard.yaml": STANDARDS["test/B/standard.yaml"]
    .replace("revision: B", "revision: C")
    .replace("test/A", "test/B")
    .replace("[A]", "[A, B]"),
}
ALL_OVER = Scope(lambda _: True, lambda _: True, lambda _: True)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = standards(tmp_path_factory.mktemp("standards"))
    for name, text in OTHERS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


ports = st.fixed_dictionaries(
    {
        "parameters": st.fixed_dictionaries(
            {
                "hcs": st.fixed_dictionaries(
                    {"hooks": st.sampled_from([8, 12])},
                    optional={
                        "ring": st.sampled_from(["100 mm", "150 mm", "100 .. 300 mm"]),
                        "room": st.sampled_from(["at most 50 mm"] * 3 + ["at most 200 mm"]),
                    },
                )
            }
        ),
        "standards": st.sampled_from([["test/A"], ["test/B"], ["test/A", "test/B", "test/C"]]),
    }
)
waivers: st.SearchStrategy[dict[str, object]] = st.fixed_dictionaries(
    {
        "kind": st.just("departure"),
        "id": st.just("granted"),
        "title": st.just("Granted"),
        "form": st.just("waiver"),
        "clause": st.sampled_from(["hooks-agree", "rings-fit"]),
        "standard": st.just("common"),
        "ports": st.just(["v1/fore", "v3/fore"]),
        "accepted": st.fixed_dictionaries(
            {name: st.just({"hcs": {"hooks": 8}}) for name in ("v1/fore", "v3/fore")},
        ),
        "rationale": st.just("It has always held."),
        "owner": st.just("Agency"),
        "approvals": st.lists(
            st.just({"party": "Agency", "by": "Someone", "date": "2026-01-01"}), min_size=1, max_size=1
        ),
    }
)


@st.composite
def crowds(draw: st.DrawFn) -> Mapping[str, dict[str, object]]:
    """Up to six vehicles of up to two ports, most pairs of which fail somewhere, and perhaps a waiver for one."""
    files: dict[str, dict[str, object]] = {}
    for number in range(1, draw(st.integers(3, 7)) + 1):
        name = f"v{number}"
        files[name] = vehicle(name, **draw(st.dictionaries(st.sampled_from(["fore", "aft"]), ports, min_size=1)))
    if draw(st.booleans()):
        files["granted"] = draw(waivers)
    return files


@contextmanager
def loaded(files: Mapping[str, dict[str, object]], ground: Path, moved: random.Random) -> Iterator[Repository]:
    """The fleet, its files in folders that are not in the order of the ids."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield api.loaded([written(Path(), files, moved)], ground)


def run_of(check: api.Check, known: Baseline, *, limit: int, notes: bool) -> Run:
    findings = lowered(check.findings, known)
    return Run("check", TODAY, findings, (), {}, Severity.ERROR, notes, check.left_out, limit)


def wanted(limit: int, known: Baseline) -> Wanted:
    return Wanted(limit, pairs(known), lambda brief: knows(known, brief))


@settings(max_examples=30)
@given(
    files=crowds(),
    limit=st.sampled_from([1, 2, 3, 5, 12]),
    notes=st.booleans(),
    scope=st.sampled_from([EVERYTHING, ALL_OVER]),
    moved=st.randoms(use_true_random=False),
)
def test_what_is_shown_are_the_worst_of_all_and_the_others_are_counted(
    ground: Path, *, files: Mapping[str, dict[str, object]], limit: int, notes: bool, scope: Scope, moved: random.Random
) -> None:
    with loaded(files, ground, moved) as repository:
        whole = api.check(repository, TODAY, scope=scope)
        recent = recorded(whole.findings)
        known = {mark: recent[mark] for mark in moved.sample(sorted(recent), moved.choice((0, len(recent) // 2)))}
        capped = api.check(repository, TODAY, scope=scope, wanted=wanted(limit, known))
    every, few = run_of(whole, known, limit=0, notes=notes), run_of(capped, known, limit=limit, notes=notes)
    assert few.found == every.found == counts(every.findings)
    assert few.hidden == every.hidden
    # The worst, and of these the first, by their places in the report of all.
    ranked = sorted(range(len(every.marked)), key=lambda place: -every.marked[place][0].severity)
    assert few.marked == tuple(every.marked[place] for place in sorted(ranked[:limit]))
    for severity, number in counts(each for each, _ in few.marked).items():
        assert number + few.left_out[severity] == every.found[severity]
    told = every.told.findings
    ranked = sorted(range(len(told)), key=lambda place: -told[place].severity)
    assert few.told.findings == tuple(told[place] for place in sorted(ranked[:limit]))
    assert sum(few.told.left_out.values()) == len(told) - len(few.told.findings)


def test_no_more_warnings_are_put_into_words_than_are_shown(ground: Path) -> None:
    """Forty ports of twenty vehicles, all of which fail with each other: by two clauses, one of them a may."""
    ports = {
        name: {"parameters": {"hcs": {"hooks": hooks}}, "standards": ["test/A"]}
        for name, hooks in (("fore", 8), ("aft", 12))
    }
    files = {f"v{number:02}": vehicle(f"v{number:02}", **ports) for number in range(20)}
    with loaded(files, ground, random.Random(1)) as repository:  # noqa: S311 - the same folders each time
        whole = api.check(repository, TODAY)
        few = api.check(repository, TODAY, wanted=Wanted(7))
    beside = [each for each in whole.findings if each.subject[0] != "pair"]
    assert len(whole.findings) - len(beside) > 1000
    assert len(few.findings) - len(beside) == 2 * 7
    assert sum(few.left_out.values()) == len(whole.findings) - len(few.findings)
    assert whole.left_out == {}


def test_a_known_pair_is_looked_up_and_the_others_are_not_hashed(ground: Path) -> None:
    files = {
        f"v{number}": vehicle(
            f"v{number}", fore={"parameters": {"hcs": {"hooks": 8 + number}}, "standards": ["test/A"]}
        )
        for number in range(9)
    }
    asked: list[Brief] = []
    with loaded(files, ground, random.Random(1)) as repository:  # noqa: S311
        whole = api.check(repository, TODAY)
        recent = recorded(whole.findings)
        known = {mark: entry for mark, entry in recent.items() if entry.subject[1:3] == ("v1/fore", "v4/fore")}
        assert known

        def heard(brief: Brief) -> bool:
            asked.append(brief)
            return knows(known, brief)

        seen = Wanted(1, pairs(known), heard)
        capped = api.check(repository, TODAY, wanted=seen)
    assert {brief.subject[1:3] for brief in asked} == {("v1/fore", "v4/fore")}
    assert capped.left_out[Severity.NOTE, True] + 1 == len(known)


@pytest.mark.parametrize("limit", [0, 2])
def test_a_report_of_nothing_leaves_nothing_out(limit: int) -> None:
    run = Run("check", TODAY, (), (), {}, Severity.ERROR, notes=False, limit=limit)
    assert not run.marked
    assert not run.told.findings
    assert not any(run.left_out.values())
    assert replace(run, notes=True).hidden == 0
