"""A changed file is the same one by whatever way it is reached, and settings are part of what changed."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hardmate.cli import app

GROUND = Path(__file__).parent / "ground"
PLAN = "vehicles/visits.yaml"


@pytest.fixture
def ground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the ground in git, with a mating less in the plan than was committed; we stand in a folder of it."""
    top = tmp_path / "repo"
    shutil.copytree(GROUND, top)
    (top / "inner").mkdir()
    git(top, "init", "--quiet")
    commit(top)
    text = (top / PLAN).read_text(encoding="utf-8")
    (top / PLAN).write_text(text[: text.index("  second:")], encoding="utf-8")
    (top / "linked").symlink_to("vehicles")
    monkeypatch.chdir(top / "inner")
    return top


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


def commit(top: Path) -> None:
    git(top, "add", "--all")
    git(top, "-c", "user.name=N", "-c", "user.email=n@e", "commit", "--quiet", "--message", "as it was")


def pairs(*words: str) -> int:
    """How many pairs are judged."""
    result = CliRunner().invoke(app, ["check", "--format", "json", "--no-cache", "--today", "2026-11-22", *words])
    assert result.exit_code in (0, 1), result.output
    judged = json.loads(result.stdout)["pairs"]
    assert isinstance(judged, int)
    return judged


WHOLE, TOUCHED = 6, 2


@pytest.mark.usefixtures("ground")
@pytest.mark.parametrize(
    "words",
    [
        ("--changed", f"../{PLAN}", "--in", "../vehicles", "--standards", "../standards"),
        ("--changed", "../linked/visits.yaml", "--in", "../linked", "--standards", "../standards"),
        ("--changed", f"../inner/../{PLAN}", f"../{PLAN}", "--in", "..", "--standards", "../standards"),
        ("--since", "HEAD", "../vehicles", "--standards", "../standards"),
        ("--since", "HEAD", "../linked", "--standards", "../standards"),
    ],
)
def test_a_file_is_the_same_however_it_is_reached(words: Sequence[str]) -> None:
    assert pairs("../vehicles", "--standards", "../standards") == WHOLE
    assert pairs(*words) == TOUCHED


def test_what_git_says_to_its_hooks_moves_no_file(ground: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(ground / ".git"))
    assert pairs("--since", "HEAD", "../vehicles", "--standards", "../standards") == TOUCHED


def test_a_file_behind_a_link_changes_what_is_read_through_it(ground: Path) -> None:
    kite = ground / "vehicles" / "kite.yaml"
    kite.rename(ground / "kite.txt")
    kite.symlink_to("../kite.txt")
    commit(ground)
    every = ("--in", "../vehicles", "--standards", "../standards")
    assert pairs("--changed", "../kite.txt", *every) == pairs("--changed", "../vehicles/kite.yaml", *every) > 0
    assert pairs("--changed", "../notes.txt", *every) == 0


@pytest.mark.usefixtures("ground")
def test_a_folder_stands_for_all_that_is_in_it() -> None:
    assert pairs("--changed", "../vehicles", "--in", "../vehicles", "--standards", "../standards") == WHOLE


def test_settings_that_changed_can_touch_everything(ground: Path) -> None:
    commit(ground)
    since = ("--since", "HEAD", "../vehicles", "--standards", "../standards")
    assert pairs(*since) == 0
    (ground / "hardmate.toml").write_text('exclude = ["tern.yaml"]\n', encoding="utf-8")
    assert pairs(*since) == WHOLE
    commit(ground)
    assert pairs(*since) == 0
    (ground / "hardmate.toml").unlink()
    assert pairs(*since) == WHOLE


def test_a_file_that_no_reader_would_read_is_not_read_out_of_git_either(ground: Path) -> None:
    (ground / "vehicles" / "huge.yaml").write_bytes(b"#" * (4 * 1024 * 1024 + 1))
    commit(ground)
    words = ["check", "--no-cache", "--since", "HEAD", "../vehicles", "--standards", "../standards"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2
    assert "vehicles/huge.yaml has more than 4 MiB in HEAD" in result.stderr
