"""`hardmate check --fix`: what can only have been meant in one way is put right, anything else is left alone."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from command_case import read_shipped_once
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped_standards import shipped_library
from typer.testing import CliRunner

from hardmate.cli import app
from hardmate.document import Document, parse
from hardmate.repository.rewriting import fixed_document
from hardmate.repository.stages import validators
from hardmate.schema import Validator

ROOT = Path(__file__).resolve().parents[2]
HEAD = 'kind: vehicle\nid: kestrel\nname: Kestrel\nagency: ESA\nrevision: "1"\n'


@cache
def gates() -> dict[str, Validator]:
    return dict(validators(shipped_library().dictionary))


def put_right(text: str) -> str:
    document = parse(text.encode(), "kestrel.yaml")
    assert isinstance(document, Document), document
    return fixed_document(document, gates())[0].text


def port(parameters: str) -> str:
    return f"{HEAD}ports:\n  forward:\n    parameters:\n      {parameters}\n"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (HEAD.replace("kind:", "knd:"), HEAD),
        (HEAD.replace("agency:", "'agencey':"), HEAD.replace("agency:", "'agency':")),
        (f'{HEAD}crewed: "true"\n', f"{HEAD}crewed: true\n"),
        (f"{HEAD}crewed: 'FALSE'\n", f"{HEAD}crewed: false\n"),
        (port('mechanism: {can_capture: "true"}'), port("mechanism: {can_capture: true}")),
        (port('mechanism: {can_capture: {valu: "false"}}'), port("mechanism: {can_capture: {value: false}}")),
        (port("scs: {ring_diametre: 1200 mm}"), port("scs: {ring_diameter: 1200 mm}")),
        (port("scs: {ring-diameter: 1200 mm}"), port("scs: {ring_diameter: 1200 mm}")),
        (port("scs: {ring_diameter: 1200mm}"), port("scs: {ring_diameter: 1200 mm}")),
        (port('power: {nominal_voltage: {value: "TBR 120V"}}'), port('power: {nominal_voltage: {value: "TBR 120 V"}}')),
        (port("scs: {ring_diameter: 1200 +/- 0.5mm}"), port("scs: {ring_diameter: 1200 +/- 0.5 mm}")),
    ],
)
def test_what_is_clear_is_put_right(wrong: str, right: str) -> None:
    assert put_right(wrong) == right


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f'{HEAD}crewed: "yes"\n', id="a word that may be text"),
        pytest.param(port("hcs: {hooks: 12}"), id="a key with several candidates"),
        pytest.param(port("hcs: {inner_diameter: 800 mm}"), id="a key that belongs elsewhere"),
        pytest.param(port("scs: {ring_diametre: 1 m, ring_diameterr: 2 m}"), id="two keys for one"),
        pytest.param(port("scs: {ring_diametre: 1 m, ring_diameter: 2 m}"), id="a key that is there already"),
        pytest.param(port("contact: {closing_rate: 0.05..0.10m/s}"), id="more than a space"),
        pytest.param(port("scs: {ring_diameter: 1 200 mm}"), id="digits in groups"),
        pytest.param(port("scs: {ring_diameter: 1200}"), id="no unit"),
        pytest.param(port("scs: {ring_diameter: 1200kg}"), id="a unit of another kind"),
        pytest.param(port('scs: {"ring\\u005fdiametre": 1200 mm}'), id="a key with escapes"),
    ],
)
def test_what_is_not_clear_is_left_alone(text: str) -> None:
    assert put_right(text) == text


_VEHICLES = sorted((ROOT / "vehicles").glob("*.yaml"))


@settings(max_examples=40)
@given(st.data())
def test_a_slip_is_mended_to_what_stood_there_or_left_alone(data: st.DataObject) -> None:
    """One key, unit or flag of a shipped declaration written wrongly."""
    text = data.draw(st.sampled_from(_VEHICLES)).read_text(encoding="utf-8")
    slips = [
        *((found.start(1) + 1, found.start(1) + 2, "") for found in re.finditer(r"(?<=[ {])([a-z_]{4,}):", text)),
        *((found.start(), found.end(), "") for found in re.finditer(r"(?<=: \d) (?=[a-z]+[,}\n])", text)),
        *((found.start(), found.end(), f'"{found[0]}"') for found in re.finditer(r"(?<=: )(?:true|false)\b", text)),
    ]
    start, end, instead = data.draw(st.sampled_from(slips))
    wrong = text[:start] + instead + text[end:]
    assert put_right(wrong) in (text, wrong)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    read_shipped_once(monkeypatch)
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    ran = CliRunner().invoke(app, list(arguments))
    return ran.exit_code, ran.stdout, ran.stderr


WRONG = port('mechanism: {can_capture: "true"} # mine').replace("kind:", "kinde:")
RIGHT = port("mechanism: {can_capture: true} # mine")


def test_fixing_says_what_it_did_and_checks_again(here: Path) -> None:
    (here / "kestrel.yaml").write_text(WRONG)
    assert run("check")[0] == 1
    code, out, err = run("check", "--fix")
    assert code == 0, out
    assert err.splitlines() == [
        "kestrel.yaml:1:1: fixed[schema-unknown-key] kinde is now kind",
        'kestrel.yaml:9:32: fixed[schema-not-one-of] "true" is now true',
    ]
    assert (here / "kestrel.yaml").read_text() == RIGHT
    assert run("check", "--fix")[2] == ""


def test_the_diff_is_what_fixing_does(here: Path) -> None:
    (here / "kestrel.yaml").write_text(WRONG)
    code, out, _ = run("check", "--diff")
    assert code == 1
    assert (here / "kestrel.yaml").read_text() == WRONG
    subprocess.run(["git", "apply", "-"], input=out, text=True, check=True, cwd=here)
    assert (here / "kestrel.yaml").read_text() == RIGHT
    assert run("check", "--diff") == (0, "", "")


def test_a_file_in_canonical_form_stays_so_and_another_keeps_its_layout(here: Path) -> None:
    fine = HEAD.replace("agency", "agencyy") + "ports: {forward: {title: Front}}\n"
    fine = fine.replace("name: Kestrel\n", "") + "names: Kestrel\n"
    (here / "fine.yaml").write_text(fine)
    (here / "wild.yaml").write_text(fine.replace("ports: {", "ports:   {"))
    run("fmt", "fine.yaml")
    run("check", "--fix")
    assert run("fmt", "--check", "fine.yaml")[0] == 0
    assert (here / "wild.yaml").read_text().endswith("ports:   {forward: {title: Front}}\nname: Kestrel\n")


def test_the_standards_that_files_are_judged_by_are_never_fixed(here: Path) -> None:
    folder = here / "standards"
    folder.mkdir()
    wrong = "kind: sources\nsources:\n  K1: {titl: Page, medium: document, trust: high}\n"
    (folder / "sources.yaml").write_text(wrong)
    code, _, err = run("check", "--fix", "--standards", "standards", ".")
    assert (folder / "sources.yaml").read_text() == wrong
    assert "fixed" not in err
    assert code == 1
