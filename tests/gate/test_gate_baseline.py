"""The baseline: what is known does not fail, what is new or worse does, and it grows only when told."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from typer.testing import CliRunner

from hardmate.baseline import WAIVED, Baseline, BaselineError, lowered, read, recorded, text, updated
from hardmate.cli import app
from hardmate.cli import baseline as baseline_command
from hardmate.finding import Finding, Location, Severity

GROUND = Path(__file__).parent / "ground"

findings = st.lists(
    st.builds(
        Finding,
        code=st.sampled_from(["ring-is-wide", "hooks-agree"]),
        severity=st.sampled_from(Severity),
        message=st.text(max_size=5),
        location=st.builds(Location, st.just("a.yaml"), st.integers(1, 9), st.integers(1, 9)),
        subject=st.sampled_from(
            [("port", "a/nose", "ring/A"), ("pair", "a/nose", "b/nose", "ring/A"), ("file", "\u202e")]
        ),
        waived=st.sampled_from(["", "", "wide-ring"]),
    ),
    max_size=6,
).map(tuple)


@given(findings)
def test_what_was_recorded_does_not_fail_and_reads_back(found: tuple[Finding, ...]) -> None:
    baseline = recorded(found)
    assert read(text(baseline)) == baseline
    after = lowered(found, baseline)
    assert all(each.severity is Severity.NOTE for each in after if not each.waived or each.waived == WAIVED)
    assert [each.message for each in after] == [each.message for each in found]


@given(findings, findings)
def test_it_grows_only_when_told(first: tuple[Finding, ...], second: tuple[Finding, ...]) -> None:
    old, new = recorded(first), recorded(second)
    shrunk, grown = updated(old, new, grow=False), updated(old, new, grow=True)
    assert shrunk.keys() == old.keys() & new.keys()
    assert all(shrunk[mark].severity <= old[mark].severity for mark in shrunk)
    assert grown == new


@given(findings)
def test_what_got_worse_fails(found: tuple[Finding, ...]) -> None:
    milder: Baseline = {
        mark: type(entry)(entry.fingerprint, entry.code, Severity.WARNING, entry.subject)
        for mark, entry in recorded(found).items()
    }
    after = lowered(found, milder)
    for was, now in zip(found, after, strict=True):
        assert (now.waived == WAIVED) is (was.severity is Severity.WARNING and not was.waived)


@given(findings, st.sampled_from(["code", "subject"]))
def test_an_entry_lets_nothing_pass_that_it_does_not_name(found: tuple[Finding, ...], what: str) -> None:
    forged: Baseline = {
        mark: replace(entry, code="harmless") if what == "code" else replace(entry, subject=("file", "README.md"))
        for mark, entry in recorded(found).items()
    }
    assert lowered(found, forged) == found
    assert updated(forged, recorded(found), grow=False) == {}


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "[]",
        "{}",
        '{"baseline": 2, "findings": []}',
        '{"baseline": true, "findings": []}',
        '{"baseline": 1, "findings": [], "more": 1}',
        '{"baseline": 1, "findings": {}}',
        '{"baseline": 1, "findings": [1]}',
        '{"baseline": 1, "findings": [{"fingerprint": 1, "code": "a", "severity": "error", "subject": []}]}',
        '{"baseline": 1, "findings": [{"fingerprint": "a", "code": "a", "severity": "bad", "subject": []}]}',
        '{"baseline": 1, "findings": [{"fingerprint": "a", "code": "a", "severity": [], "subject": []}]}',
        '{"baseline": 1, "findings": [{"fingerprint": "a", "code": "a", "severity": "error", "subject": [1]}]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_baseline_is_refused(raw: str) -> None:
    with pytest.raises(BaselineError):
        read(raw)


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*words, "--today", "2026-11-22"])
    return done.exit_code, done.output


def test_a_repository_adopts_the_gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(GROUND, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    where = ("vehicles", "--standards", "standards")
    gate = ("check", *where, "--baseline", "hardmate-baseline.json")
    assert run(*gate)[0] == 2
    assert run("baseline", *where) == (
        2,
        "hardmate: there is no baseline hardmate-baseline.json; begin one with --grow\n",
    )
    assert run("baseline", *where, "--grow") == (0, "13 findings in hardmate-baseline.json, 0 gone, 13 added\n")
    assert run("check", *where)[0] == 1
    code, told = run(*gate)
    assert code == 0
    assert "13 findings known by the baseline, told as notes" in told
    kite = tmp_path / "vehicles" / "kite.yaml"
    kite.write_text(kite.read_text(encoding="utf-8").replace("1250", "900"), encoding="utf-8")
    code, told = run(*gate)
    assert code == 1
    assert "error[ring-is-wide] kite/nose" in told
    kite.write_text(kite.read_text(encoding="utf-8").replace("900", "1200"), encoding="utf-8")
    told = "11 findings in hardmate-baseline.json, 2 gone, 0 added; 1 more are new, and are added with --grow\n"
    assert run("baseline", *where) == (0, told)


@pytest.fixture
def crowd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """The words for a fleet with six kites, each of which is warned of others that nobody plans to meet."""
    shutil.copytree(GROUND, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    kite = Path("vehicles/kite.yaml").read_text(encoding="utf-8")
    for name in ("kite-2", "kite-3", "kite-4", "kite-5", "kite-6"):
        Path(f"vehicles/{name}.yaml").write_text(kite.replace("id: kite", f"id: {name}"), encoding="utf-8")
    return ("vehicles", "--standards", "standards")


@pytest.mark.parametrize("at_once", [1, 4])
def test_what_is_first_put_into_words_does_not_show(
    crowd: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    def adopted() -> list[tuple[int, str, bytes]]:
        found = []
        for change, options in (("1250", ["--grow"]), ("1200", []), ("1250", []), ("1250", ["--grow"])):
            kite = Path("vehicles/kite-4.yaml")
            kite.write_text(kite.read_text(encoding="utf-8").replace("1250", change), encoding="utf-8")
            told = run("baseline", *crowd, *options, "--file", "known.json")
            found.append((*told, Path("known.json").read_bytes()))
            kite.write_text(kite.read_text(encoding="utf-8").replace("1200", "1250"), encoding="utf-8")
        Path("known.json").unlink()
        return found

    before = adopted()
    assert "more are new" in before[2][1]
    monkeypatch.setattr(baseline_command, "LIMIT", at_once)
    assert adopted() == before


def test_more_than_a_baseline_holds_are_not_written(crowd: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known already shrinks all the same."""
    assert (
        run("baseline", "vehicles/hawk.yaml", "vehicles/kite.yaml", "vehicles/kite-2.yaml", *crowd[1:], "--grow")[0]
        == 0
    )
    before = Path("hardmate-baseline.json").read_bytes()
    monkeypatch.setattr(baseline_command, "LIMIT", 2)
    monkeypatch.setattr(baseline_command, "MOST", 8)
    code, told = run("baseline", *crowd, "--grow")
    assert code == 2
    assert "nobody can review more than 8 in a baseline" in told
    assert Path("hardmate-baseline.json").read_bytes() == before
    code, told = run("baseline", *crowd)
    assert (code, "more are new" in told) == (0, True)
    assert read(Path("hardmate-baseline.json").read_text()).keys() <= read(before.decode()).keys()


def test_what_is_no_file_or_too_large_is_no_baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.yaml").write_text("")
    os.mkfifo("pipe.json")
    with Path("large.json").open("wb") as stream:
        stream.truncate(64 * 1024 * 1024)
    for file, why in (("pipe.json", "this is a pipe"), ("large.json", "more than 16 MiB"), ("/dev/zero", "a device")):
        code, told = run("check", "--no-cache", "empty.yaml", "--baseline", file)
        assert (code, why in told) == (2, True), told


def test_no_link_has_a_report_or_baseline_written_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top, outside = tmp_path / "repo", tmp_path / "outside"
    shutil.copytree(GROUND, top)
    outside.mkdir()
    monkeypatch.chdir(top)
    Path("report.sarif").symlink_to(outside / "not-there-yet")
    Path("folder").symlink_to(outside)
    Path("hardmate-baseline.json").symlink_to(outside / "nor-this")
    Path("inside.sarif").symlink_to("vehicles/inside.txt")
    where = ("--no-cache", "vehicles", "--standards", "standards")
    for file in ("report.sarif", "folder/report.sarif", "vehicles/../folder/x"):
        code, told = run("check", *where, "--output", f"sarif={file}")
        assert (code, "a link there leads out of the repository" in told) == (2, True), told
    assert run("baseline", "vehicles", "--standards", "standards", "--grow")[0] == 2
    assert list(outside.iterdir()) == []
    for file in ("inside.sarif", str(outside / "named-by-the-user.sarif")):
        assert run("check", *where, "--output", f"sarif={file}")[0] == 1
    assert (top / "vehicles" / "inside.txt").is_file()
    assert "would overwrite what is checked" in run("check", *where, "--output", "json=vehicles/kite.yaml")[1]
