"""The wheel that users install: built, installed where no checkout is near, and run."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.xdist_group("wheel"), pytest.mark.takes_long]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as an installer builds it: in an environment of its own, which takes the package index."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", ".", "--no-deps", "-w", str(folder)]
    built = subprocess.run(pip, cwd=ROOT, capture_output=True, text=True, check=False)
    if built.returncode and "hatchling" in built.stderr + built.stdout and "No matching distribution" in built.stderr:
        pytest.skip("no package index within reach, and hatchling is needed to build the wheel")
    assert built.returncode == 0, built.stderr[-3_000:]
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel; what it depends on is taken from this one, which needs no network."""
    venv = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    python = venv / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    (packages,) = (venv / "lib").glob("python*/site-packages")
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()) + "\n", encoding="utf-8")
    return venv


def hardmate(venv: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    command = [str(venv / "bin" / "hardmate"), *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_it_is_not_the_checkout_that_runs(installed: Path, tmp_path: Path) -> None:
    asked = "import hardmate, hardmate.api as a; print(hardmate.__file__); print(a.standards_folder())"
    ran = subprocess.run(
        [str(installed / "bin" / "python"), "-c", asked],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={},
    )
    for line in ran.stdout.splitlines():
        assert Path(line).is_relative_to(installed), line


def test_standards_and_schemas_ship_inside(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("standards", "schemas"):
        files = (path for path in (ROOT / folder).rglob("*") if path.suffix in (".yaml", ".json"))
        assert {f"hardmate/data/{path.relative_to(ROOT).as_posix()}" for path in files} <= names
    template = [path for path in (ROOT / "src" / "hardmate" / "template").rglob("*") if path.is_file()]
    assert {path.relative_to(ROOT / "src").as_posix() for path in template} <= names
    assert "hardmate/py.typed" in names
    assert "hardmate/language/grammar.lark" in names
    assert [name for name in names if name.endswith("/licenses/LICENSE")]
    outside = {name.partition("/")[0] for name in names} - {"hardmate"}
    assert len(outside) == 1
    assert outside.pop().endswith(".dist-info")
    assert not [name for name in names if name.startswith("hardmate/data/vehicles") or "__pycache__" in name]


def test_the_version_is_told(installed: Path, tmp_path: Path) -> None:
    from hardmate import __version__

    for flags in (("--version",), ("--version", "--help")):
        ran = hardmate(installed, *flags, cwd=tmp_path)
        assert (ran.returncode, ran.stdout) == (0, f"hardmate {__version__}\n")


def test_the_schema_is_the_published_one(installed: Path, tmp_path: Path) -> None:
    ran = hardmate(installed, "schema", "vehicle", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == (ROOT / "schemas" / "vehicle.schema.json").read_text(encoding="utf-8")


def test_a_clause_is_explained(installed: Path, tmp_path: Path) -> None:
    ran = hardmate(installed, "explain", "ring-diameters-agree", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert "ring-diameters-agree" in ran.stdout


def test_declarations_are_checked_in_a_folder_of_their_own(installed: Path, tmp_path: Path) -> None:
    for name in ("concept-chaser.yaml", "concept-station.yaml", "sources.yaml"):
        (tmp_path / name).write_bytes((ROOT / "vehicles" / name).read_bytes())
    ran = hardmate(installed, "check", ".", "--today", "2027-03-01", cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "0 errors" in ran.stdout
    wrong = (tmp_path / "concept-chaser.yaml").read_text(encoding="utf-8").replace("mm", "inches", 1)
    (tmp_path / "concept-chaser.yaml").write_text(wrong, encoding="utf-8")
    ran = hardmate(installed, "check", ".", cwd=tmp_path)
    assert ran.returncode == 1
    assert "inches" in ran.stdout
    assert str(ROOT) not in ran.stdout
