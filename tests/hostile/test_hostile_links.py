"""A pull request is untrusted: no link and no name in it has a file outside of the repository read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hardmate.cli import app

GROUND = Path(__file__).parents[1] / "gate" / "ground"
SECRET = "token: 5f4dcc3b5aa765d6\n"
REQUEST = """\
kind: change
id: look
title: Look elsewhere
proposed_by: Nobody
reason: To see it.
declarations: [{name}]
"""


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, a secret beside it, and we in the repository."""
    shutil.copytree(GROUND, tmp_path / "repo")
    (tmp_path / "repo" / ".git").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.yaml").write_text(SECRET)
    monkeypatch.chdir(tmp_path / "repo")
    return tmp_path / "repo"


def told(*words: str) -> str:
    return CliRunner().invoke(app, [*words, "--standards", "standards"]).output


@pytest.mark.parametrize("words", [("check", "--no-cache"), ("pair", "hawk/nose", "kite/nose", "--in"), ("fmt",)])
def test_no_link_is_read_out_of_the_repository(top: Path, words: tuple[str, ...]) -> None:
    (top / "vehicles" / "look.yaml").symlink_to(top.parent / "elsewhere" / "secret.yaml")
    (top / "there").symlink_to(top.parent / "elsewhere")
    for path in ("vehicles", "vehicles/look.yaml", "there", "there/secret.yaml", str(top / "vehicles")):
        said = told(*words, path)
        assert "leads out of the repository" in said, (path, said)
        assert "5f4dcc" not in said
        assert "token" not in said


def test_a_link_within_the_repository_is_read(top: Path) -> None:
    (top / "vehicles" / "kite.yaml").rename(top / "kite.txt")
    (top / "vehicles" / "kite.yaml").symlink_to("../kite.txt")
    assert "6 pairs judged" in told("check", "--no-cache", "vehicles")


@pytest.mark.parametrize("name", ["a/../../elsewhere/secret.yaml", "look.yaml", "there/secret.yaml"])
def test_no_change_request_reads_out_of_the_repository(top: Path, name: str) -> None:
    (top / "requests").mkdir()
    (top / "requests" / "a").mkdir()
    (top / "requests" / "look.yaml").symlink_to(top.parent / "elsewhere" / "secret.yaml")
    (top / "requests" / "there").symlink_to(top.parent / "elsewhere")
    request = top / "requests" / "request.yaml"
    request.write_text(REQUEST.format(name=name).replace("id: look", "id: request"))
    said = told("check", "--no-cache", "vehicles", "requests/request.yaml")
    assert f"{name} leads out of the repository" in said
    assert "5f4dcc" not in said
