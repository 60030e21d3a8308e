"""Cases as folders: files in, `expected.txt` out. `--accept` writes what is printed now.

`clauses/<clause id>/` holds small declarations, `a.yaml` and for a clause that judges a pair `b.yaml`. The one clause
is judged on each port of a, or on each port of a with each of b. Ports declare only what the clause reads. Where the
clause leaves numbers to be determined, it is judged once more with those of `given.txt`, which are nobody's limits.

`commands/<name>/` holds files and `command.txt`, the arguments after `hardmate`, run inside the folder; expected are
standard output, standard error and the exit code.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from clause_verdicts import UNDETERMINED, clause_lines, clauses
from command_case import EXPECTED, expect, printed

from hardmate.language.value import Provenance

CLAUSES = Path(__file__).parent / "clauses"
COMMANDS = Path(__file__).parent / "commands"


def folders(where: Path) -> list[str]:
    return sorted(path.name for path in where.iterdir() if path.is_dir())


def test_every_clause_has_its_folder() -> None:
    assert folders(CLAUSES) == sorted(clauses())


@pytest.mark.parametrize("name", folders(CLAUSES))
def test_clause(name: str, accept: bool) -> None:  # noqa: FBT001 - a fixture
    folder = CLAUSES / name
    expect(folder / EXPECTED, "".join(f"{line}\n" for line in clause_lines(folder)), accept=accept)


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
    arguments = (folder / "command.txt").read_text(encoding="utf-8")
    expect(folder / EXPECTED, printed(folder, arguments, monkeypatch), accept=accept)


def test_a_pair_reads_the_same_in_either_order() -> None:
    one, other = (COMMANDS / name / EXPECTED for name in ("pair-planned", "pair-other-order"))
    assert one.read_text(encoding="utf-8") == other.read_text(encoding="utf-8")
