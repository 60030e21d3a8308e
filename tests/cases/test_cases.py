"""Cases as folders: files in, `expected.txt` out. `--accept` writes what is printed now.

`clauses/<clause id>/` holds small declarations, `a.yaml` and for a clause that judges a pair `b.yaml`. The one clause
is judged on each port of a, or on each port of a with each of b. Ports declare only what the clause reads.

`commands/<name>/` holds files and `command.txt`, the arguments after `hardmate`, run inside the folder; expected are
standard output, standard error and the exit code.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from clause_verdicts import UNDETERMINED, clause_lines, clauses, shipped
from typer.testing import CliRunner

from hardmate import __version__, api
from hardmate.cli import app
from hardmate.finding import Finding
from hardmate.language.value import Provenance
from hardmate.repository import Library
from hardmate.repository.files import File, yaml_files
from hardmate.repository.library import library

CLAUSES = Path(__file__).parent / "clauses"
COMMANDS = Path(__file__).parent / "commands"
EXPECTED = "expected.txt"


def folders(where: Path) -> list[str]:
    return sorted(path.name for path in where.iterdir() if path.is_dir())


def expect(folder: Path, text: str, *, accept: bool) -> None:
    file = folder / EXPECTED
    if accept:
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text(encoding="utf-8")


def test_every_clause_has_its_folder() -> None:
    assert folders(CLAUSES) == sorted(clauses())


@pytest.mark.parametrize("name", folders(CLAUSES))
def test_clause(name: str, accept: bool) -> None:  # noqa: FBT001 - a fixture
    folder = CLAUSES / name
    expect(folder, "".join(f"{line}\n" for line in clause_lines(folder)), accept=accept)


@pytest.mark.parametrize("name", folders(CLAUSES))
def test_clause_shows_all_that_it_can_say(name: str) -> None:
    """A pass, a failure (a doubtful one if it is recalled) and an undetermined; a disputed clause settles nothing."""
    lines = (CLAUSES / name / EXPECTED).read_text(encoding="utf-8").splitlines()
    said = {line.split(": ")[1].partition(" (")[0] for line in lines}
    clause = clauses()[name]
    match clause.provenance:
        case Provenance.DISPUTED:
            wanted = {UNDETERMINED}
        case Provenance.RECALLED:
            wanted = {"pass", "would fail", UNDETERMINED}
        case _:
            wanted = {"pass", "fail", UNDETERMINED}
    if clause.when is not None:
        wanted.add("not applicable")
    assert said - {"would fail"} == wanted - {"would fail"}
    assert wanted <= said


@pytest.mark.parametrize("name", folders(COMMANDS))
def test_command(name: str, accept: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001 - a fixture
    folder = COMMANDS / name
    assert shipped()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys.modules["hardmate.repository.load"], "library", remembered)
    result = CliRunner().invoke(app, shlex.split((folder / "command.txt").read_text(encoding="utf-8")))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    errors = f"--- standard error\n{result.stderr}" if result.stderr else ""
    text = f"{result.stdout}{errors}--- exit {result.exit_code}\n"
    expect(folder, text.replace(f'"hardmate": "{__version__}"', '"hardmate": "VERSION"'), accept=accept)


def test_a_pair_reads_the_same_in_either_order() -> None:
    one, other = (COMMANDS / name / EXPECTED for name in ("pair-planned", "pair-other-order"))
    assert one.read_text(encoding="utf-8") == other.read_text(encoding="utf-8")


def remembered(files: Iterable[File]) -> tuple[Library, tuple[Finding, ...]]:
    """The standards that come with Hardmate, read once and not once a command; others are read as ever."""
    files = tuple(files)
    return (shipped(), ()) if files == shipped_files() else library(files)


@cache
def shipped_files() -> tuple[File, ...]:
    folder = api.standards_folder()
    files, _ = yaml_files([folder])
    return tuple(File(each.path, f"{api.SHIPPED}/{each.path.relative_to(folder).as_posix()}") for each in files)
