"""Two git references are compared as they were committed, standards and fleet; what is wrong with one is told."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hardmate.cli import app

NOBODY = "It breaks nobody by a clause that is a shall.\n"
CASE = Path(__file__).parents[1] / "cases" / "commands" / "impact-folders"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose tag `first` has the old standards and `main` the new, both folders with the fleet beside."""
    for key in [each for each in os.environ if each.startswith("GIT_")]:
        monkeypatch.delenv(key)
    for key in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{key}_NAME", "A")
        monkeypatch.setenv(f"{key}_EMAIL", "a@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "-b", "main")
    copied("old", tmp_path / "standards")
    copied("fleet", tmp_path / "fleet")
    git("add", ".")
    git("commit", "-q", "-m", "one")
    git("tag", "first")
    shutil.rmtree(tmp_path / "standards")
    copied("new", tmp_path / "standards")
    git("add", ".")
    git("commit", "-q", "-m", "two")
    shutil.rmtree(tmp_path / "fleet")
    return tmp_path


def copied(name: str, to: Path) -> None:
    """A folder of the case, with times of its own: git takes a file of the same size and time for the same file."""
    shutil.copytree(CASE / name, to, copy_function=shutil.copyfile)


def git(*words: str) -> None:
    subprocess.run(("git", *words), check=True, capture_output=True)


def told(*arguments: str) -> tuple[str, int]:
    result = CliRunner().invoke(app, ["impact", *arguments, "--standards", "standards"])
    return result.stdout + result.stderr, result.exit_code


@pytest.mark.usefixtures("repository")
def test_two_references_say_what_their_folders_say() -> None:
    text, code = told("first", "main")
    folders = (CASE / "expected.txt").read_text(encoding="utf-8").partition("\nFleet:")[0]
    assert text.splitlines()[1:] == folders.splitlines()[1:]
    assert code == 1
    assert told("main", "HEAD")[1] == 0


def test_a_folder_is_compared_with_what_a_reference_has_of_it(repository: Path) -> None:
    """What is changed and not committed counts on the side of the folder, either way round."""
    assert told("first", "standards")[0].splitlines()[1:] == told("first", "main")[0].splitlines()[1:]
    assert told("standards", "HEAD") == ("From standards to HEAD\n3 clauses the same, and no other.\n\n" + NOBODY, 0)
    shutil.rmtree(repository / "standards")
    copied("old", repository / "standards")
    assert told("standards", "HEAD")[0].splitlines()[1:] == told("first", "main")[0].splitlines()[1:]
    assert told("standards", "gone") == (
        "hardmate: gone is no revision of a standard and no folder; and as a git reference: "
        "the git repository has no commit, branch or tag gone\n",
        2,
    )


@pytest.mark.usefixtures("repository")
def test_what_is_no_reference_is_told() -> None:
    for old, new in (("first", "gone"), ("--", "main"), ("first:standards", "main")):
        text, code = told(old, new)
        assert code == 2, text
    assert told("first", "gone")[0].endswith("the git repository has no commit, branch or tag gone\n")


def test_a_change_request_is_made_of_a_reference(repository: Path) -> None:
    """It says what it says of the folder that the reference holds; the request itself is that of today."""
    request = CASE.parent / "impact-change"
    shutil.rmtree(repository / "standards")
    shutil.copytree(request / "own", repository / "standards", copy_function=shutil.copyfile)
    shutil.copytree(request / "fleet", repository / "fleet", copy_function=shutil.copyfile)
    (repository / "gentler-contact.yaml").write_text("kind: change\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-q", "-m", "three")
    for name in ("gentler-contact.yaml", "heron.yaml"):
        shutil.copyfile(request / name, repository / name)
    folder = told("standards", "gentler-contact.yaml", "--fleet", "fleet")
    shutil.rmtree(repository / "standards")
    copied("new", repository / "standards")
    reference = told("HEAD", "gentler-contact.yaml", "--fleet", "fleet")
    assert reference[0].splitlines()[1:] == folder[0].splitlines()[1:]
    assert reference[1] == folder[1] == 1
    text, code = told("gone", "gentler-contact.yaml")
    assert text.endswith("the git repository has no commit, branch or tag gone\n")
    assert code == 2


def test_the_fleet_is_read_from_the_reference_as_well(repository: Path) -> None:
    (repository / "fleet").mkdir()
    text, code = told("first", "main", "--fleet", "fleet")
    assert "Fleet: 2 ports and 1 pair compared" in text
    assert code == 1
