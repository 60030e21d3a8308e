"""Where settings are looked for, what they may name, and which files a pattern leaves out."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardmate.cli.options import FailOn
from hardmate.document import Document
from hardmate.document.toml import parse_toml
from hardmate.model.published import configuration
from hardmate.model.words import Form, Threshold
from hardmate.repository import Settings, settings
from hardmate.repository.exclusion import exclusion
from hardmate.schema import compiled, findings

EVERY_KEY = b"""
paths = ["vehicles", "plans"]
standards = "standards"
exclude = ["**/drafts"]
fail_on = "warning"
limit = 50
format = "github"
output = ["sarif=hardmate.sarif"]
baseline = "baseline.json"
"""


def codes(found: object) -> list[str]:
    return [each.code for each in found] if isinstance(found, tuple) else []


def test_the_nearest_settings_count_and_none_above_the_top_of_the_repository(tmp_path: Path) -> None:
    top = tmp_path / "top"
    deep = top / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "hardmate.toml").write_text('fail_on = "never"\n')
    (top / ".git").mkdir()
    assert settings(deep) == Settings()
    (top / "pyproject.toml").write_text('[tool.hardmate]\nfail_on = "note"\npaths = ["a"]\n')
    found = settings(deep)
    assert isinstance(found, Settings)
    assert (found.fail_on, found.paths) == ("note", (Path(".."),))
    (top / "a" / "pyproject.toml").write_text('[project]\nname = "without settings"\n')
    assert settings(deep) == found
    (top / "a" / "hardmate.toml").write_text('standards = "b"\n')
    nearer = settings(deep)
    assert isinstance(nearer, Settings)
    assert (set(nearer.said), nearer.standards) == ({"standards"}, Path())


def test_without_a_repository_only_the_folder_itself_is_asked(tmp_path: Path) -> None:
    (tmp_path / "hardmate.toml").write_text('fail_on = "never"\n')
    inside = tmp_path / "inside"
    inside.mkdir()
    assert settings(inside) == Settings()
    found = settings(tmp_path)
    assert isinstance(found, Settings)
    assert found.fail_on == "never"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('paths = ["out"]', "path-leaves-repository"),
        ('standards = "out/inner"', "path-leaves-repository"),
        ('baseline = "out/new.json"', "path-leaves-repository"),
        ('output = ["json=out/new.json"]', "path-leaves-repository"),
        ('output = ["json=loop"]', ""),
        ('output = ["json=.git/hooks/pre-commit"]', "path-of-git"),
        ('output = ["json=hooks/pre-commit"]', "path-of-git"),
        ('baseline = ".git"', "path-of-git"),
        ('baseline = ".GIT"', "path-of-git"),
        ('output = ["json=.Git./hooks/pre-commit"]', "path-of-git"),
        ('output = ["json=GIT~1/hooks/pre-commit"]', "path-of-git"),
        ('paths = ["x\\u0000y"]', "schema-pattern"),
        ('paths = ["nowhere"]', "no-file"),
    ],
)
def test_no_path_leads_out_of_the_repository_by_name_or_by_link(tmp_path: Path, text: str, code: str) -> None:
    top = tmp_path / "top"
    (top / ".git" / "hooks").mkdir(parents=True)
    (tmp_path / "outside" / "inner").mkdir(parents=True)
    (top / "out").symlink_to(tmp_path / "outside")
    (top / "hooks").symlink_to(".git/hooks")
    (top / "loop").symlink_to("loop")
    (top / "hardmate.toml").write_text(text + "\n")
    found = settings(top)
    assert codes(found) == ([code] if code else [])
    for finding in found if isinstance(found, tuple) else ():
        assert finding.location.line == 1


def test_settings_are_not_read_through_a_link_that_leads_out(tmp_path: Path) -> None:
    top = tmp_path / "top"
    (top / ".git").mkdir(parents=True)
    (tmp_path / "secret").write_text("token = 1\n")
    (top / "hardmate.toml").symlink_to(tmp_path / "secret")
    found = settings(top)
    assert codes(found) == ["path-leaves-repository"]
    assert "token" not in str(found)


def test_the_schema_knows_every_key_and_is_closed() -> None:
    schema = configuration()
    jsonschema.Draft202012Validator.check_schema(schema)
    document = parse_toml(EVERY_KEY, "hardmate.toml")
    assert isinstance(document, Document)
    assert isinstance(document.data, dict)
    assert findings(document, compiled(schema)) == ()
    assert document.data.keys() == schema["properties"].keys()
    assert schema["additionalProperties"] is False
    assert all(entry["description"] for entry in schema["properties"].values())
    assert [each.value for each in Threshold] == [each.value for each in FailOn]
    pattern = schema["properties"]["output"]["items"]["pattern"]
    assert set(re.findall(r"[a-z]+", pattern.partition("=")[0])) == {each.value for each in Form}


@pytest.mark.parametrize(
    ("pattern", "path", "holds"),
    [
        ("drafts", "drafts/a.yaml", True),
        ("drafts/", "drafts", True),
        ("drafts", "vehicles/drafts/a.yaml", False),
        ("**/drafts", "vehicles/drafts/a.yaml", True),
        ("**/drafts", "drafts/a.yaml", True),
        ("vehicles/**", "vehicles/a.yaml", True),
        ("vehicles/**/a.yaml", "vehicles/a.yaml", True),
        ("vehicles/**/**/b/*.yaml", "vehicles/x/y/b/a.yaml", True),
        ("vehicles/**/b/*.yaml", "vehicles/x/y/a.yaml", False),
        ("*.yaml", "a.yaml", True),
        ("*.yaml", "vehicles/a.yaml", False),
        ("*/old-?.yaml", "vehicles/old-1.yaml", True),
        ("draft", "drafts/a.yaml", False),
        ("../other", "../other/a.yaml", False),
    ],
)
def test_a_pattern_fits_names_and_folders(tmp_path: Path, pattern: str, path: str, holds: bool) -> None:  # noqa: FBT001
    assert exclusion(tmp_path, [pattern]).holds(tmp_path / path) is holds


NAMES = st.lists(st.sampled_from(["a", "b", "ab", "abb"]), min_size=1, max_size=5)
PARTS = st.lists(st.sampled_from(["a", "a*", "*", "**", "?b", "b"]), min_size=1, max_size=5)


@given(NAMES, PARTS)
def test_a_pattern_means_what_the_same_regular_expression_means(names: list[str], parts: list[str]) -> None:
    way = "".join(
        "(?:[^/]+/)*" if part == "**" else part.replace("*", "[^/]*").replace("?", "[^/]") + "/" for part in parts
    )
    wanted = re.match(way, "/".join(names) + "/") is not None
    assert exclusion(Path("/top"), ["/".join(parts)]).holds(Path("/top", *names)) is wanted
