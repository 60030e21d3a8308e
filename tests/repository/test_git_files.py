"""Files as a git reference has them: what was committed, byte for byte, and nothing of the repository is run."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from hardmate.repository import GitError, files_at

ENV = {
    **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
    **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "A"),
    **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "a@example.org"),
    "GIT_CONFIG_GLOBAL": str(Path(__file__).with_name("no-settings-of-git")),
}


def git(folder: Path, *words: str) -> None:
    subprocess.run(("git", "-C", str(folder), *words), check=True, capture_output=True, env=ENV)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two commits: `first` and what follows, with a filter that would write a file if it were run."""
    for key in [each for each in os.environ if each.startswith("GIT_")]:
        monkeypatch.delenv(key)
    top = tmp_path / "top"
    (top / "standards" / ".hidden").mkdir(parents=True)
    git(top, "init", "-q", "-b", "main")
    (top / "standards" / "a.yaml").write_bytes(b"kind: old\r\n")
    (top / "standards" / ".hidden" / "b.yaml").write_bytes(b"kind: hidden\n")
    (top / "standards" / "read.me").write_bytes(b"no YAML\n")
    (top / ".gitattributes").write_text("*.yaml filter=loud export-ignore\n")
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "one")
    git(top, "tag", "first")
    git(top, "config", "filter.loud.smudge", f"touch {tmp_path}/run; cat")
    git(top, "config", "core.fsmonitor", f"touch {tmp_path}/run; true")
    (top / "standards" / "a.yaml").write_bytes(b"kind: new\n")
    git(top, "-c", "core.fsmonitor=false", "commit", "-q", "-a", "-m", "two")
    (tmp_path / "run").unlink(missing_ok=True)
    return top


def test_a_reference_gives_the_bytes_that_were_committed(repository: Path) -> None:
    folder = repository / "standards"
    assert [(each.shown, each.raw) for each in files_at("first", folder)] == [
        ("first:standards/a.yaml", b"kind: old\r\n")
    ]
    assert [each.raw for each in files_at("main", folder / "a.yaml")] == [b"kind: new\n"]
    assert [each.raw for each in files_at("HEAD~1", repository)] == [b"kind: old\r\n"]


def test_nothing_of_the_repository_is_run(repository: Path) -> None:
    files_at("first", repository / "standards")
    assert not (repository.parent / "run").exists()


@pytest.mark.parametrize("reference", ["gone", "-p", "--output=run", "", "a b", "first:standards", "x\0y"])
def test_what_is_no_commit_is_told(repository: Path, reference: str) -> None:
    with pytest.raises(GitError):
        files_at(reference, repository / "standards")


def test_a_folder_that_the_commit_has_not_is_told(repository: Path) -> None:
    (repository / "later").mkdir()
    with pytest.raises(GitError, match="first holds no YAML file under later"):
        files_at("first", repository / "later")


def test_a_link_is_told_and_not_followed(repository: Path) -> None:
    (repository / "standards" / "link.yaml").symlink_to("/etc/hostname")
    git(repository, "-c", "core.fsmonitor=false", "add", ".")
    git(repository, "-c", "core.fsmonitor=false", "commit", "-q", "-m", "three")
    with pytest.raises(GitError, match="link"):
        files_at("HEAD", repository / "standards")


def test_outside_of_a_repository_is_told(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="git repository"):
        files_at("main", tmp_path)
