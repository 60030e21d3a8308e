"""What the README shows is true: its declaration passes the gate, and its plan is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from shipped_standards import judged_by_shipped
from typer.testing import CliRunner

from hardmate import api
from hardmate.cli import app
from hardmate.document import Document, parse
from hardmate.schema import kind_of

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def _named(block: str, number: int) -> str:
    found = re.search(r"^id: (\S+)$", block, re.MULTILINE)
    return f"{found[1] if found else f'block-{number}'}.yaml"


def test_the_declaration_passes_the_gate_with_its_source_beside_it(tmp_path: Path) -> None:
    for number, block in enumerate(BLOCKS):
        if not block.startswith("kind: plan"):
            (tmp_path / _named(block, number)).write_text(block, encoding="utf-8")
    repository = judged_by_shipped([tmp_path], ROOT / "standards")
    assert list(repository.ports) == ["kestrel/forward"]
    errors = [each.message for each in api.check(repository, "2026-11-22").findings if str(each.severity) != "note"]
    assert errors == []


def test_every_block_is_a_file_of_a_known_kind() -> None:
    kinds = []
    for block in BLOCKS:
        document = parse(block.encode(), "README.md")
        assert isinstance(document, Document)
        kinds.append(kind_of(document))
    assert kinds == ["vehicle", "sources", "plan", "change"]


@pytest.mark.parametrize(("command", "folder"), [("pair", "."), ("repair", "tests/cases/commands/repair-planned")])
def test_what_a_command_is_shown_to_say_it_says(command: str, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line that is shown stands in what it prints, in this order; `...` is for what is left out."""
    (shown,) = (block for block in SHOWN if block.startswith(f"$ hardmate {command} "))
    first, *lines = shown.splitlines()
    monkeypatch.chdir(ROOT / folder)
    printed = iter(CliRunner().invoke(app, first.split()[2:]).output.splitlines())
    missing = [line for line in lines if line.strip() not in ("", "...") and line not in printed]
    assert missing == []


def test_every_command_of_the_table_exists_and_none_is_left_out() -> None:
    from typer.main import get_command

    shown = set(re.findall(r"^\| `hardmate (\w+)", README, re.MULTILINE))
    assert shown == set(getattr(get_command(app), "commands"))  # noqa: B009
