"""pre-commit itself, with our hooks: as `try-repo` runs them, and as a repository made by `hardmate init` has them.

An environment is built once, for all cases together: `try-repo` itself would throw one of its own away, so it is the
configuration that it writes which is run.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from hardmate import __version__

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("src", "standards", "schemas", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
KESTREL, HARBOUR = "vehicles/kestrel.yaml", "vehicles/harbour.yaml"
pytestmark = [pytest.mark.xdist_group("pre-commit"), pytest.mark.takes_long]


@dataclass(frozen=True)
class Ran:
    """How a command ended, and all that it said."""

    code: int
    text: str

    def hook(self, name: str) -> str:
        """Passed, Failed or Skipped."""
        (line,) = (line for line in self.text.splitlines() if line.startswith(f"Hardmate, {name}..."))
        return line.rpartition(".")[2].removeprefix("(no files to check)")


@dataclass(frozen=True)
class Ground:
    """A repository under test, and a way to run commands in it."""

    folder: Path
    run: Callable[..., Ran]

    def change(self, name: str, was: str, now: str) -> None:
        file = self.folder / name
        text = file.read_text(encoding="utf-8")
        assert was in text
        file.write_text(text.replace(was, now), encoding="utf-8")

    def commit(self) -> Ran:
        self.run("git", "add", "--all")
        return self.run("git", "commit", "--message", "a change")

    def back(self) -> None:
        self.run("git", "reset", "--quiet", "--hard")
        self.run("git", "clean", "--quiet", "-d", "--force")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Ran]:
    """Commands, with nothing of this machine's settings and nothing of the checkout within reach."""
    homes = tmp_path_factory.mktemp("homes")
    bin_folder = str(Path(sys.executable).parent)
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("GIT_", "PYTHON", "PRE_COMMIT"))}
    environment = {
        **kept,
        "PATH": os.pathsep.join((bin_folder, os.environ["PATH"])),
        "HOME": str(homes),
        "XDG_CACHE_HOME": str(homes / "cache"),
        "PIP_CACHE_DIR": subprocess.run(
            [sys.executable, "-m", "pip", "cache", "dir"], capture_output=True, text=True, check=True
        ).stdout.strip(),
        "PRE_COMMIT_HOME": str(homes / "pre-commit"),
        "PRE_COMMIT_COLOR": "never",
        "PIP_NO_COMPILE": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "GIT_CONFIG_GLOBAL": str(homes / "no-git-settings"),
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "x@x.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }

    def runs(*words: str, cwd: Path) -> Ran:
        done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
        text = done.stdout + done.stderr
        if "No matching distribution" in text or "Could not find a version" in text:
            pytest.skip("no package index within reach, and hooks are installed from it")
        return Ran(done.returncode, text)

    return runs


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, run: Callable[..., Ran]) -> Path:
    """A git repository with Hardmate as it stands here, committed or not, under the tag of its version."""
    folder = tmp_path_factory.mktemp("hardmate")
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "as it stands"]):
        assert run("git", *words, cwd=folder).code == 0
    assert run("git", "tag", f"v{__version__}", cwd=folder).code == 0
    return folder


MAKE = """
import sys
sys.path.insert(0, {0!r})
from hardmate.cli import app
app(["init", {1!r}, "--from", {2!r}])
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, home: Path, run: Callable[..., Ran]) -> Ground:
    """What `hardmate init` makes, with its hooks installed and its first commit made through them."""
    folder = tmp_path_factory.mktemp("made") / "standards repository"
    begun = run(sys.executable, "-P", "-c", MAKE.format(str(ROOT / "src"), str(folder), str(home)), cwd=home)
    assert begun.code == 0, begun.text
    ground = Ground(folder, lambda *words: run(*words, cwd=folder))
    for words in (["git", "init", "--quiet"], ["git", "add", "--all"], ["pre-commit", "install"]):
        assert ground.run(*words).code == 0
    first = ground.commit()
    assert first.code == 0, first.text
    assert {name: first.hook(name) for name in ("each changed file", "all pairs", "canonical form")} == dict.fromkeys(
        ("each changed file", "all pairs", "canonical form"), "Passed"
    )
    return ground


def test_every_hook_as_try_repo_offers_it_passes_on_a_repository_that_is_right(made: Ground, home: Path) -> None:
    offered = yaml.safe_load((home / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    hooks = [{"id": name} for name in sorted(each["id"] for each in offered)]
    tried = {"repos": [{"repo": str(home), "rev": f"v{__version__}", "hooks": hooks}]}
    (made.folder / "tried.json").write_text(json.dumps(tried), encoding="utf-8")
    ran = made.run("pre-commit", "run", "--config", "tried.json", "--all-files")
    made.back()
    assert ran.code == 0, ran.text
    assert ran.hook("each changed file") == ran.hook("all pairs") == ran.hook("canonical form") == "Passed"


def test_a_port_that_breaks_its_standard_in_a_file_out_of_form_is_not_committed(made: Ground) -> None:
    made.change(KESTREL, "closing_rate: 0.05 .. 0.10 m/s", "closing_rate:   0.05 .. 0.13 m/s")
    refused = made.commit()
    made.back()
    assert refused.code == 1
    assert refused.hook("canonical form") == "Failed"
    assert f"{KESTREL}: not in canonical form" in refused.text
    assert refused.hook("each changed file") == refused.hook("all pairs") == "Failed"
    assert f"{KESTREL}:26:25: error[approach-is-gentle]" in refused.text


def test_a_pair_that_breaks_is_found_though_every_file_is_right(made: Ground) -> None:
    made.change(HARBOUR, "1200 +/- 0.5 mm", "1250 +/- 0.5 mm")
    refused = made.commit()
    made.back()
    assert refused.code == 1
    assert (refused.hook("each changed file"), refused.hook("all pairs")) == ("Passed", "Failed")
    assert "error[ring-diameters-agree]" in refused.text


def test_a_deleted_file_is_missed_though_pre_commit_passes_no_name(made: Ground) -> None:
    (made.folder / HARBOUR).unlink()
    refused = made.commit()
    made.back()
    assert refused.code == 1
    assert (refused.hook("each changed file"), refused.hook("all pairs")) == ("Skipped", "Failed")
    assert "plans/first-visit.yaml:7:" in refused.text
    assert "no declaration has a port harbour/zenith" in refused.text


def test_all_files_in_several_batches_tell_each_finding_once(made: Ground) -> None:
    text = (made.folder / KESTREL).read_text(encoding="utf-8")
    for number in range(12):
        rate = "0.05 .. 0.13 m/s" if number == 7 else "0.05 .. 0.10 m/s"
        several = text.replace("id: kestrel", f"id: kestrel-{number}").replace("0.05 .. 0.10 m/s", rate)
        (made.folder / "vehicles" / f"kestrel-{number}.yaml").write_text(several, encoding="utf-8")
    made.run("git", "add", "--all")
    ran = made.run("pre-commit", "run", "hardmate-files", "--all-files")
    made.back()
    assert (ran.code, ran.hook("each changed file")) == (1, "Failed")
    assert ran.text.count("error[approach-is-gentle]") == 1
    batches = ran.text.count(" 0 pairs judged as of ")
    assert batches > 1 or os.cpu_count() == 1
