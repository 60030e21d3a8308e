"""`hardmate fmt` and the files on disk: what is written, what is left alone, and how it ends."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from command_case import read_shipped_once
from typer.testing import CliRunner

from hardmate.cli import app

ROOT = Path(__file__).resolve().parents[2]
UGLY = "id:   kestrel\nkind: sources   # first\nsources:\n    K1: {trust: high,title: Page, medium: document}\n"
FINE = "kind: sources # first\nsources:\n  K1: {title: Page, medium: document, trust: high}\nid: kestrel\n"


def run(*arguments: str) -> tuple[int, str, str]:
    ran = CliRunner().invoke(app, list(arguments))
    return ran.exit_code, ran.stdout, ran.stderr


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    read_shipped_once(monkeypatch)
    (tmp_path / "ugly.yaml").write_bytes(FINE.replace("sources # first", "sources   # first").encode())
    (tmp_path / "fine.yaml").write_bytes(FINE.encode())
    return tmp_path


def test_the_repository_is_in_canonical_form() -> None:
    code, out, err = run("fmt", "--check", str(ROOT / "standards"), str(ROOT / "vehicles"))
    assert (code, err) == (0, ""), out


def test_a_file_is_rewritten_once_and_keeps_its_permissions(here: Path) -> None:
    (here / "ugly.yaml").chmod(0o640)
    untouched = (here / "fine.yaml").stat()
    assert run("fmt") == (0, "ugly.yaml: rewritten\n1 file rewritten, 1 file left as it is\n", "")
    assert (here / "ugly.yaml").read_bytes() == FINE.encode()
    assert stat.S_IMODE((here / "ugly.yaml").stat().st_mode) == 0o640
    assert (here / "fine.yaml").stat().st_mtime_ns == untouched.st_mtime_ns
    assert run("fmt") == (0, "0 files rewritten, 2 files left as they are\n", "")
    assert sorted(path.name for path in here.iterdir()) == ["fine.yaml", "ugly.yaml"]


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_looking_changes_nothing_and_ends_with_1(here: Path, option: str) -> None:
    before = (here / "ugly.yaml").read_bytes()
    code, out, _ = run("fmt", option)
    assert code == 1
    assert "ugly.yaml" in out
    assert "fine.yaml" not in out
    assert (here / "ugly.yaml").read_bytes() == before
    assert run("fmt", option, "fine.yaml")[0] == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kind: sources\n\tsources: {}\n", "yaml-tab"),
        ("a: 1\na:   2\n", "yaml-duplicate-key"),
        ("kind:   nothing\n", "schema-not-one-of"),
        ("some:   text\n", "schema-missing-key"),
    ],
)
def test_a_file_that_is_not_understood_is_left_as_it_is_and_told(here: Path, text: str, code: str) -> None:
    (here / "odd.yaml").write_bytes(text.encode())
    ended, out, err = run("fmt")
    assert ended == 1
    assert f"error[{code}]" in err
    assert "ugly.yaml: rewritten" in out
    assert (here / "odd.yaml").read_bytes() == text.encode()


def test_a_file_that_breaks_its_schema_is_formatted_all_the_same(here: Path) -> None:
    (here / "odd.yaml").write_bytes(b"sources: [ 1,2 ]\nstranger: {z: 1,a: 2}\nkind: sources\n")
    assert run("fmt", "odd.yaml")[0] == 0
    assert (here / "odd.yaml").read_text() == "kind: sources\nsources: [1, 2]\nstranger: {z: 1, a: 2}\n"


def test_a_link_is_never_written_through(here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "other.yaml"
    outside.write_bytes(UGLY.encode())
    (here / "link.yaml").symlink_to(outside)
    (here / "inner.yaml").symlink_to("fine.yaml")
    code, _, err = run("fmt")
    assert code == 1
    assert "link.yaml: error[path-leaves-repository]" in err
    assert "inner.yaml" not in err
    assert outside.read_bytes() == UGLY.encode()
    assert (here / "link.yaml").is_symlink()
    assert (here / "inner.yaml").is_symlink()


def test_what_can_not_be_written_ends_with_2_and_leaves_nothing_behind(here: Path) -> None:
    before = (here / "ugly.yaml").read_bytes()
    (here / "sub").mkdir()
    (here / "sub" / "ugly.yaml").write_bytes(before)
    (here / "ugly.yaml").chmod(0o440)
    code, _, err = run("fmt")
    assert code == 2
    assert "ugly.yaml: error[file-unwritable]" in err
    assert (here / "ugly.yaml").read_bytes() == before
    assert (here / "sub" / "ugly.yaml").read_bytes() == FINE.encode()
    assert sorted(path.name for path in here.iterdir()) == ["fine.yaml", "sub", "ugly.yaml"]


def test_what_would_become_too_large_to_be_read_is_left_as_it_is(here: Path) -> None:
    deep = f"kind: rules\nrules: {'[' * 60}{'a, ' * 40_000}{']' * 60}\n"
    (here / "deep.yaml").write_text(deep)
    code, _, err = run("fmt", "deep.yaml")
    assert code == 1
    assert "deep.yaml: error[file-too-large]" in err
    assert (here / "deep.yaml").read_text() == deep


def test_a_missing_path_ends_with_2(here: Path) -> None:
    assert run("fmt", str(here / "nowhere"))[0] == 2
