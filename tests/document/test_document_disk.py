"""Whatever stands at a path, reading it ends in a document or one finding."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hardmate.document import Document, read
from hardmate.document.limits import MAX_BYTES


def _code(file: Path) -> str:
    outcome = read(file, "given/as.yaml")
    assert isinstance(outcome, tuple)
    (finding,) = outcome
    assert str(finding.location) == "given/as.yaml"
    return finding.code


def test_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a: b\n")
    outcome = read(file, "given/as.yaml")
    assert isinstance(outcome, Document)
    assert (outcome.path, outcome.data) == ("given/as.yaml", {"a": "b"})


def test_nothing_there(tmp_path: Path) -> None:
    assert _code(tmp_path / "a.yaml") == "file-missing"


def test_a_directory(tmp_path: Path) -> None:
    assert _code(tmp_path) == "file-not-regular"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes in the file tree")
def test_a_pipe_that_nobody_writes_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert _code(tmp_path / "pipe") == "file-not-regular"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a system without devices in the file tree")
def test_a_device_without_end() -> None:
    assert _code(Path("/dev/zero")) == "file-not-regular"


def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "c").symlink_to(tmp_path / "d")
    assert _code(tmp_path / "a") == "file-unreadable"
    assert _code(tmp_path / "c") == "file-missing"


def test_a_path_through_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    assert _code(tmp_path / "a" / "b") == "file-unreadable"


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_a_name_that_no_file_can_have(tmp_path: Path, name: str) -> None:
    assert _code(tmp_path / name) == "file-unreadable"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a: b\n")
    file.chmod(0)
    assert _code(file) == "file-unreadable"


def test_a_file_too_large(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    with file.open("wb") as stream:
        stream.truncate(1 << 40)  # sparse: a terabyte that takes no room
    assert _code(file) == "file-too-large"
    file.write_bytes(b"#" * MAX_BYTES)
    outcome = read(file, "a.yaml")
    assert isinstance(outcome, tuple)
    assert [finding.code for finding in outcome] == ["yaml-empty"]
