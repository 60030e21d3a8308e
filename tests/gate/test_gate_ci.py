"""What is offered to CI: valid by the services' own schemas, and its shell steps run on a real small repository."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from hardmate.solver import installed

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "src" / "hardmate" / "template"
BIN = Path(sys.executable).parent
BROKEN = ("0.05 .. 0.10 m/s", "0.05 .. 0.13 m/s")
SCHEMAS = {
    "action.yml": "vendor.github-actions",
    "templates/hardmate.yml": "vendor.gitlab-ci",
    "src/hardmate/template/.gitlab-ci.yml": "vendor.gitlab-ci",
    "src/hardmate/template/.github/workflows/hardmate.yml": "vendor.github-workflows",
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_is_valid_by_the_schema_of_the_service(name: str) -> None:
    command = [str(BIN / "check-jsonschema"), "--builtin-schema", SCHEMAS[name], str(ROOT / name)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_pre_commit_reads_the_hooks_and_the_configuration() -> None:
    for word, name in (
        ("validate-manifest", ".pre-commit-hooks.yaml"),
        ("validate-config", "src/hardmate/template/.pre-commit-config.yaml"),
    ):
        ran = subprocess.run([BIN / "pre-commit", word, ROOT / name], capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    hooks = {each["id"] for each in read(".pre-commit-hooks.yaml")}
    used = {each["id"] for each in read("src/hardmate/template/.pre-commit-config.yaml")["repos"][0]["hooks"]}
    assert used == hooks


@pytest.fixture
def ground(tmp_path: Path) -> Path:
    """A small repository, and beside it a `hardmate` that runs what is under test."""
    program = tmp_path / "runner" / "hardmate" / "bin" / "hardmate"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT / "src"}" exec "{sys.executable}" -m hardmate "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return Path(shutil.copytree(TEMPLATE, tmp_path / "repository"))


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def bash(script: str, ground: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    runner = ground.parent / "runner"
    environment = {
        "PATH": os.pathsep.join((str(runner / "hardmate" / "bin"), os.environ["PATH"])),
        "HOME": str(runner),
        "RUNNER_TEMP": str(runner),
        "GITHUB_OUTPUT": str(runner / "output"),
        **variables,
    }
    flags = ["--noprofile", "--norc", "-eo", "pipefail", "-c", script]  # as GitHub starts it
    return subprocess.run(["bash", *flags], cwd=ground, env=environment, capture_output=True, text=True, check=False)


def action(ground: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The action's check, with what was given for its inputs put where GitHub puts it."""
    described = read("action.yml")
    given = {name: inputs.get(name.replace("-", "_"), each["default"]) for name, each in described["inputs"].items()}
    step = described["runs"]["steps"][-1]
    assert "${{" not in step["run"]
    values = {key: given[text.removeprefix("${{ inputs.").removesuffix(" }}")] for key, text in step["env"].items()}
    return bash(step["run"], ground, **values)


def test_the_action_annotates_and_writes_sarif(ground: Path) -> None:
    kestrel = ground / "vehicles" / "kestrel.yaml"
    kestrel.write_text(kestrel.read_text(encoding="utf-8").replace(*BROKEN), encoding="utf-8")
    ran = action(ground)
    assert ran.returncode == 1, ran.stderr
    assert "::error file=vehicles/kestrel.yaml,line=26" in ran.stdout
    assert (ground.parent / "runner" / "output").read_text() == "sarif=hardmate.sarif\n"
    run = json.loads((ground / "hardmate.sarif").read_text(encoding="utf-8"))["runs"][0]
    assert "approach-is-gentle" in {each["ruleId"] for each in run["results"]}


def test_the_inputs_of_the_action_are_never_commands(ground: Path) -> None:
    (ground / "a folder; touch bad").mkdir()
    shutil.copy(ground / "vehicles" / "harbour.yaml", ground / "a folder; touch bad" / "harbour.yaml")
    ran = action(
        ground, paths="a folder; touch bad\n\n", standards="standards", fail_on="never", format="jsonl", sarif="$(id)"
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert not (ground / "bad").exists()
    assert (ground / "$(id)").is_file()
    refused = action(ground, paths="--version\n")
    assert refused.returncode == 2
    assert "there is no file or folder --version" in refused.stderr


def test_the_gitlab_job_writes_a_code_quality_report(ground: Path) -> None:
    install, check = read("templates/hardmate.yml")["hardmate"]["script"]
    assert install.startswith("pip install ")
    kestrel = ground / "vehicles" / "kestrel.yaml"
    kestrel.write_text(kestrel.read_text(encoding="utf-8").replace(*BROKEN), encoding="utf-8")
    ran = bash(check, ground, HARDMATE_PATHS="vehicles plans", HARDMATE_STANDARDS="standards")
    assert ran.returncode == 1, ran.stderr
    report = json.loads((ground / "gl-code-quality-report.json").read_text(encoding="utf-8"))
    assert "vehicles/kestrel.yaml" in {each["location"]["path"] for each in report}
    assert bash(check, ground, HARDMATE_PATHS="vehicles/harbour.yaml", HARDMATE_FAIL_ON="never").returncode == 0


@pytest.mark.skipif(not installed("z3"), reason="z3 is not installed")
def test_what_a_new_clause_does_not_promise_fails_and_nothing_else(ground: Path) -> None:
    """The record of the template is that of today, or more would fail."""
    workflow = read("src/hardmate/template/.github/workflows/hardmate.yml")
    step = workflow["jobs"]["prove"]["steps"][-1]["run"]
    assert read("src/hardmate/template/.gitlab-ci.yml")["hardmate-prove"]["script"][-1] == step
    clauses = ground / "standards" / "example-docking" / "A" / "clauses"
    text = (clauses / "approach-is-gentle.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("id: approach-is-gentle", "id: approach-is-gentler"),
        ("judges: conformance", "judges: compatibility"),
        ("when: fitted(port.", "when: fitted(chaser."),
        ("requires: port.contact.closing_rate <= 0.12", "requires: chaser.contact.closing_rate <= 0.05"),
    ):
        assert old in text
        text = text.replace(old, new)
    (clauses / "approach-is-gentler.yaml").write_text(text, encoding="utf-8")
    ran = bash(step, ground)
    assert ran.returncode == 1, ran.stderr
    first, *more = ran.stdout.partition("It does not pass: ")[2].splitlines()
    assert first == "one proposition is newly refuted or unknown, and not negotiated."
    assert more == ["approach-is-gentler is refuted, and is not in the record."]


def test_every_step_is_shell_that_can_be_read() -> None:
    github, gitlab = (
        read(f"src/hardmate/template/{name}") for name in (".github/workflows/hardmate.yml", ".gitlab-ci.yml")
    )
    steps = [
        *(step["run"] for step in read("action.yml")["runs"]["steps"]),
        *read("templates/hardmate.yml")["hardmate"]["script"],
        *(step for job in gitlab.values() for step in job["script"]),
        *(step["run"] for job in github["jobs"].values() for step in job["steps"] if "run" in step),
    ]
    for step in steps:
        ran = subprocess.run(["bash", "-n", "-c", step], capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
