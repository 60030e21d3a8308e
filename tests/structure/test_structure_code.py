"""The code keeps to its own rules: style, types, one direction of imports, who prints, what is not said."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "hardmate"
BIN = Path(sys.executable).parent
CHECKS = {
    "style": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("mypy",),
    "layers": ("lint-imports",),
}
UNFINISHED = ("TO" + "DO", "FIX" + "ME", "X" * 3 + " ")
PRIVATE = ("shared" + "/", "/" + "work/", "/" + "home/", "/" + "Users/", "/root" + "/", "C:" + "\\Users")


@pytest.mark.takes_long
@pytest.mark.parametrize("check", CHECKS)
def test_the_tools_have_nothing_to_say(check: str) -> None:
    tool, *arguments = CHECKS[check]
    ran = subprocess.run([BIN / tool, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_layers_leave_no_module_out() -> None:
    """An exhaustive contract, so that a new module has to say where it stands."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(each for each in settings["contracts"] if each["type"] == "layers")
    assert layers["exhaustive"] is True
    assert layers["containers"] == ["hardmate"]
    assert "ignore_imports" not in layers
    listed = {name.strip(" ()") for layer in layers["layers"] for name in layer.split("|")}
    modules = {path.stem for path in SOURCE.glob("*.py")} | {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert modules - {"__init__"} <= listed


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Every call in a module, with its line, by the name it is called by."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def test_only_the_command_line_prints_and_exits_and_writes_files() -> None:
    loud = re.compile(
        r"print|sys\.(exit|stdout|stderr)\b.*|os\._exit|exit|quit|.*\.(write_text|write_bytes|mkdir|unlink)"
    )
    told = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path.name not in ("saving.py", "copy.py", "__main__.py") and path.parent.name not in ("cli", "store")
        for line, name in calls(path)
        if loud.fullmatch(name)
    ]
    assert told == []


def test_every_module_opens_with_what_it_is() -> None:
    for path in sorted(SOURCE.rglob("*.py")):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def kept_files() -> list[Path]:
    """The files under version control; everything, where that is not at hand."""
    ran = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode:
        hidden = {".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache"}
        return [each for each in ROOT.rglob("*") if each.is_file() and not hidden & set(each.parts)]
    return [ROOT / name for name in ran.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_nothing_is_left_unfinished_and_nothing_private_is_told() -> None:
    found: list[str] = []
    for path in kept_files():
        text = path.read_bytes().decode("utf-8", errors="replace")
        for word in (*UNFINISHED, *PRIVATE):
            found.extend(
                f"{path.relative_to(ROOT)}:{number}: {word}"
                for number, line in enumerate(text.splitlines(), 1)
                if word in line
            )
    assert found == []


def test_every_test_module_stands_where_it_is_collected() -> None:
    tests = ROOT / "tests"
    assert {path.parent.parent for path in tests.rglob("test_*.py")} == {tests}


def test_every_test_module_has_a_name_of_its_own() -> None:
    """Tests are imported by their bare names, so two of one name would hide each other."""
    names = [path.name for path in (ROOT / "tests").rglob("*.py")]
    assert sorted(names) == sorted(set(names))
