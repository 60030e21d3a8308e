"""The command, when a few of the files that it was asked about have changed since."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hardmate.store.question import keys_of

ROOT = Path(__file__).resolve().parents[2]
FEW = ("cda", "sources", "orion", "halo")
OPENED = (
    "import os, sys\n"
    "opened = set()\n"
    "def hook(event, given):\n"
    "    if event == 'open' and isinstance(given[0], str):\n"
    "        opened.add(given[0])\n"
    "from hardmate.store.answer import Question\n"
    "run = Question.answered\n"
    "def answered(self, go):\n"
    "    sys.addaudithook(hook)\n"
    "    def end(to=go):\n"
    "        try:\n"
    "            to()\n"
    "        finally:\n"
    "            print(*sorted(opened), sep='\\n', file=sys.stderr)\n"
    "    run(self, end)\n"
    "Question.answered = answered\n"
    "from hardmate.__main__ import main\n"
    "main()\n"
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache that holds nothing but the standards."""
    place = tmp_path / "cache" / "hardmate"
    place.mkdir(parents=True, mode=0o700)
    for path in Path(os.environ["XDG_CACHE_HOME"], "hardmate").glob("standards-*"):
        shutil.copy(path, place)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return place


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "fleet"
    folder.mkdir()
    for name in FEW:
        shutil.copy(ROOT / "vehicles" / f"{name}.yaml", folder)
    monkeypatch.chdir(folder)
    return folder


def hardmate(*arguments: str) -> tuple[int, bytes]:
    done = subprocess.run([sys.executable, "-m", "hardmate", *arguments], capture_output=True, check=False)
    return done.returncode, done.stdout


def opened(*arguments: str) -> set[str]:
    """The declarations that a command opens once it knows that it has no answer."""
    done = subprocess.run([sys.executable, "-c", OPENED, *arguments], capture_output=True, text=True, check=False)
    return {Path(line).name for line in done.stderr.splitlines() if line.endswith(".yaml")}


def forget(cache: Path) -> None:
    for path in (*cache.glob("answer-*"), *cache.glob("found-*")):
        path.unlink()


def swap(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_only_what_changed_is_read_and_the_answer_is_that_of_a_check_of_all(cache: Path, fleet: Path) -> None:
    hardmate("check", ".", "--format", "json")
    (found,) = cache.glob("found-*")
    swap(fleet / "orion.yaml", "revision: ", "# changed\nrevision: ")
    question = ("check", ".", "--notes", "--format", "sarif")
    assert opened(*question) == {"orion.yaml", "sources.yaml"}
    now = hardmate(*question)
    assert list(cache.glob("found-*")) == [found]
    forget(cache)
    assert hardmate(*question) == now


def test_ships_and_stations_with_their_plans_are_renewed(cache: Path, fleet: Path) -> None:
    for name in ("i-hab", "starliner", "ida-1", "ida-3", "dragon-2", "plans/gateway", "plans/artemis-lunar-landing"):
        shutil.copy(ROOT / "vehicles" / f"{name}.yaml", fleet)
    before = hardmate("check", ".")
    swap(fleet / "orion.yaml", "idss/F", "idss/E")
    (fleet / "ida-3.yaml").unlink()
    now = hardmate("check", ".")
    assert now != before
    assert "cda.yaml" not in opened("check", ".", "--format", "json")
    forget(cache)
    assert hardmate("check", ".") == now


def test_notes_of_another_check_are_no_help(cache: Path, fleet: Path) -> None:
    """As where two processes kept what they found at once."""
    hardmate("check", ".")
    (notes,) = cache.glob("notes-of-*")
    old = notes.read_bytes()
    swap(fleet / "orion.yaml", "idss/F", "idss/E")
    (found,) = cache.glob("found-*")
    found.unlink()
    hardmate("check", ".")
    assert notes.read_bytes() != old
    notes.write_bytes(old)
    swap(fleet / "orion.yaml", "revision: ", "# changed\nrevision: ")
    assert opened("check", ".") == {"orion.yaml", "sources.yaml"}
    assert opened("check", ".", "--notes") > {"orion.yaml", "sources.yaml"}


def test_what_was_found_is_no_help_when_it_is_damaged(cache: Path, fleet: Path) -> None:
    hardmate("check", ".")
    (found,) = cache.glob("found-*")
    raw = found.read_bytes()
    found.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    swap(fleet / "orion.yaml", "revision: ", "# changed\nrevision: ")
    assert opened("check", ".") > {"orion.yaml", "sources.yaml"}


@pytest.mark.usefixtures("cache")
def test_settings_that_change_what_is_read_are_heard(fleet: Path) -> None:
    assert b"4 files" in hardmate("check")[1]
    (fleet / "hardmate.toml").write_text('exclude = ["halo.yaml"]\n')
    assert b"3 files" in hardmate("check")[1]
    (fleet / "hardmate.toml").unlink()
    assert b"4 files" in hardmate("check")[1]


@pytest.mark.usefixtures("cache")
def test_files_that_settings_name_are_renewed(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From any folder of the repository."""
    (fleet / ".git").mkdir()
    (fleet / "hardmate.toml").write_text('paths = ["ships", "halo.yaml"]\n')
    (fleet / "ships").mkdir()
    for name in ("cda", "sources", "orion"):
        (fleet / f"{name}.yaml").rename(fleet / "ships" / f"{name}.yaml")
    monkeypatch.chdir(fleet / "ships")
    hardmate("check")
    swap(fleet / "ships" / "orion.yaml", "idss/F", "idss/E")
    assert opened("check") == {"orion.yaml", "sources.yaml"}
    assert hardmate("check") == hardmate("check", "--no-cache")


@pytest.mark.usefixtures("cache")
def test_a_file_that_has_become_a_folder_is_gone(fleet: Path) -> None:
    hardmate("check", ".")
    (fleet / "halo.yaml").unlink()
    (fleet / "halo.yaml").mkdir()
    assert hardmate("check", ".") == hardmate("check", ".", "--no-cache")


@pytest.mark.usefixtures("cache")
@pytest.mark.skipif(os.name != "posix", reason="links need no rights there")
def test_a_file_that_has_become_a_link_is_looked_at_anew(fleet: Path) -> None:
    (fleet / ".git").mkdir()
    assert b"path-leaves-repository" not in hardmate("check", ".")[1]
    (fleet / "halo.yaml").rename(fleet.parent / "halo.yaml")
    (fleet / "halo.yaml").symlink_to(fleet.parent / "halo.yaml")
    assert b"path-leaves-repository" in hardmate("check", ".")[1]


def test_what_was_found_is_of_one_day_and_serves_every_format(fleet: Path) -> None:
    def found(*arguments: str, day: str = "2026-11-22") -> str:
        keys = keys_of(("check", *arguments), [str(fleet)], day=day)
        assert keys is not None
        return keys.found

    plain = found()
    assert found("--format", "sarif", "--notes") == found("--format=json", "--fail-on", "never") == plain
    assert found("--limit", "5") == found("--limit=0") == plain
    swap(fleet / "orion.yaml", "revision: ", "# changed\nrevision: ")
    assert found() == plain
    assert len({plain, found(day="2026-11-23"), found("--today", "2026-11-22"), found("--standards", "x")}) == 4
