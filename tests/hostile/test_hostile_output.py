"""What a hostile declaration says stays text in every format that is printed, and in every file that is written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from hostile_ground import HEALTHY, TODAY, hardmate, require_harmless, standards

FORMATS = ("text", "json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown")
NASTY = r"\e[31m]]><x>|`@someone`|[l](https://example.org)\r\n::error::owned ##[add-mask]a {0} \u202E"
PATH = "::warning file=x::a,b%0A##[group]|`.yaml"


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a declaration's key, word, name and file name are all hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    standards(folder / "own")
    (folder / "fleet").mkdir()
    plain = NASTY.replace(r"\e", "").replace(r"\r\n", " ").replace(r"\u202E", "")
    text = HEALTHY.replace("face: seal", f'face: "{plain}"').replace("forward:", f'"{plain}": {{}}\n  forward:')
    (folder / "fleet" / PATH).write_text(text, encoding="utf-8")
    escaped = HEALTHY.replace("name: Healthy", f'name: "{NASTY}"')
    (folder / "fleet" / "escaped.yaml").write_text(escaped, encoding="utf-8")
    (folder / "fleet" / "raw.yaml").write_bytes(HEALTHY.replace("Agency", "\x1b]0;x\x07\x9b31m").encode())
    return folder


def harmless(text: str, form: str) -> None:
    require_harmless(text)
    assert not re.search(r"##\w*\[", text)
    own = r"::(error|notice|warning) file=[^:]*::" if form == "github" else r"(?!)"
    assert [line for line in text.splitlines() if re.match(r"\s*::", line) and not re.match(own, line)] == []


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_that_is_printed_or_written_steers_its_reader(fleet: Path, form: str) -> None:
    arguments = ("check", "fleet", "--standards", "own", "--today", TODAY)
    run = hardmate(*arguments, "--format", form, "--output", f"{form}=told", cwd=fleet)
    assert run.code == 1
    assert run.err == ""
    harmless(run.out, form)
    written = (fleet / "told").read_text(encoding="utf-8")
    assert written == run.out
    if form in ("json", "sarif", "gitlab"):
        assert json.loads(written)
    elif form == "junit":
        assert Xml.fromstring(written).tag == "testsuites"  # noqa: S314 - our own, and what it is has to be shown
    elif form == "markdown":
        loose = re.sub(r"(`+).*?(?<!`)\1(?!`)", "", written)
        assert not re.search(r"someone|https|<x>|add-mask", loose)


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("sarfi=x", "there is no format sarfi; did you mean sarif?"),
        ("sarif", "names no file"),
        ("sarif=", "names no file"),
        ("sarif=nowhere/x", "can not write nowhere/x: "),
        ("sarif=fleet", "can not write fleet: "),
    ],
)
def test_an_output_that_can_not_be_is_told_before_anything_is_printed(fleet: Path, output: str, said: str) -> None:
    run = hardmate("check", "fleet", "--standards", "own", "--output", output, cwd=fleet)
    assert run.code == 2
    assert run.out == ""
    assert said in run.err


def test_several_files_are_written_in_one_run(fleet: Path) -> None:
    files = [part for form in FORMATS for part in ("--output", f"{form}={form}.out")]
    assert hardmate("check", "fleet", "--standards", "own", *files, cwd=fleet).code == 1
    assert all((fleet / f"{form}.out").stat().st_size for form in FORMATS)
    twice = hardmate("check", "fleet", "--standards", "own", "--output", "json=x", "--output", "text=x", cwd=fleet)
    assert (twice.code, twice.out) == (2, "")
