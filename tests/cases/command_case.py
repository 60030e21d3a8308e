"""What a command prints inside a folder, and what is expected of it there."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from clause_verdicts import shipped
from typer.testing import CliRunner

from hardmate import __version__, api
from hardmate.cli import app
from hardmate.finding import Finding
from hardmate.repository import Library
from hardmate.repository.files import File, yaml_files
from hardmate.repository.kept import kept_library

EXPECTED = "expected.txt"


def expect(file: Path, text: str, *, accept: bool) -> None:
    """Fails unless the file holds the text; with `accept` it is written first."""
    if accept:
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text(encoding="utf-8")


def printed(folder: Path, arguments: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Standard output, standard error and the exit code of `hardmate <arguments>` inside the folder."""
    monkeypatch.chdir(folder)
    read_shipped_once(monkeypatch)
    result = CliRunner().invoke(app, shlex.split(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    errors = f"--- standard error\n{result.stderr}" if result.stderr else ""
    text = f"{result.stdout}{errors}--- exit {result.exit_code}\n"
    return text.replace(f'"hardmate": "{__version__}"', '"hardmate": "VERSION"')


def read_shipped_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For commands that are run here, as `remembered` says; what it returns has to be there before."""
    assert shipped()
    monkeypatch.setattr(sys.modules["hardmate.repository.load"], "kept_library", remembered)


def remembered(files: Iterable[File], place: str, key: str) -> tuple[Library, tuple[Finding, ...]]:
    """The standards that come with Hardmate, read once and not once a command; others are read as ever."""
    files = tuple(files)
    return (shipped(), ()) if files == shipped_files() else kept_library(files, place, key)


@cache
def shipped_files() -> tuple[File, ...]:
    folder = api.standards_folder()
    files, _ = yaml_files([folder])
    return tuple(File(each.path, f"{api.SHIPPED}/{each.path.relative_to(folder).as_posix()}") for each in files)
