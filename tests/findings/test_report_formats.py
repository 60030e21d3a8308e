"""Every format is what its readers expect, whatever the findings say: other people's schemas and parsers agree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import cmarkgfm
import jsonschema_rs
import pytest
import xmlschema
from cmarkgfm.cmark import Options
from finding_ground import TODAY, standards, vehicle, written
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import Failure, JUnitXml, Skipped
from msgspec.structs import replace

from hardmate import api
from hardmate.finding import Finding, Location, Related, Severity
from hardmate.fingerprint import fingerprints
from hardmate.report.github import LIMIT, github
from hardmate.report.gitlab import gitlab
from hardmate.report.jsonl import jsonl
from hardmate.report.junit import PASSES, junit
from hardmate.report.markdown import LONGEST, OPEN, markdown
from hardmate.report.run import Run, more
from hardmate.report.sarif import sarif

DATA = Path(__file__).parent / "data"
SARIF = jsonschema_rs.validator_for(json.loads((DATA / "sarif-2.1.0.json").read_text(encoding="utf-8")))
JUNIT = xmlschema.XMLSchema(DATA / "junit-10.xsd")

_HOSTILE = st.sampled_from(
    [
        "\x1b[31m",
        "\x00\x08\x0b\ufffe\uffff",
        "\r\n::error file=x::y",
        "##[add-mask]x",
        "##vso[task.complete]",
        "%0A::warning::",
        "]]><!--&amp;<x>",
        "[link](https://example.org)",
        "https://example.org www.example.org a@example.org",
        "@someone #1",
        "| a | b |\\|",
        "``` `` ` \\`",
        "<script>alert(1)</script>",
        "</details>",
        "{0} {1} {{",
        "\u202e\u2066\u200b\u2028",
        "\ud800",
        "..",
        ",:%",
    ]
)
_TEXT = st.lists(_HOSTILE | st.text(max_size=12), min_size=1, max_size=4).map("".join)
# A file name that is no text comes with the surrogates of its bytes.
_FILE = _TEXT.map(lambda text: text.replace("\0", "").replace("\ud800", "\udcff") or "x")
_PLACE = st.builds(Location, _FILE, st.integers(0, 9), st.integers(0, 9))
_FINDING = st.builds(
    Finding,
    code=st.from_regex(r"[a-z]{1,4}(-[a-z]{1,4})?", fullmatch=True),
    severity=st.sampled_from(Severity),
    message=_TEXT,
    location=_PLACE,
    help=st.just("") | _TEXT,
    related=st.lists(st.builds(Related, _PLACE, _TEXT), max_size=2).map(tuple),
    requirement=st.just("") | _TEXT,
    subject=st.lists(_TEXT, max_size=3).map(tuple),
    waived=st.just("") | _TEXT,
)


@st.composite
def runs(draw: st.DrawFn) -> Run:
    """A run with room for all that was found."""
    findings = tuple(draw(st.lists(_FINDING, max_size=6)))
    least = draw(st.none() | st.sampled_from(Severity))
    return Run("check", TODAY, findings, tuple(draw(st.lists(_FILE, max_size=2))), {}, least, draw(st.booleans()))


@st.composite
def cut_short(draw: st.DrawFn) -> Run:
    """A run that found more than there is room for, and put only some of it into words."""
    run = draw(runs().filter(lambda run: len(run.findings) > 1))
    limit = draw(st.integers(1, len(run.findings) - 1))
    kinds = st.sampled_from([(Severity.WARNING, False), (Severity.NOTE, False), (Severity.NOTE, True)])
    return replace(run, limit=limit, counted=draw(st.dictionaries(kinds, st.integers(1, 10**6))))


def printable(text: str) -> bool:
    return all(each.isprintable() or each == "\n" for each in text)


def ci_commands(text: str) -> list[str]:
    """Lines that a CI system which reads standard output would take for commands."""
    return [line for line in text.splitlines() if re.match(r"\s*::", line) or re.search(r"##\w*\[", line)]


@settings(max_examples=20)
@given(runs())
def test_sarif_keeps_to_its_schema_and_tells_every_finding(run: Run) -> None:
    text = sarif(run)
    assert printable(text)
    assert ci_commands(text) == []
    log = json.loads(text)
    assert list(SARIF.iter_errors(log)) == []
    (told,) = log["runs"]
    rules = told["tool"]["driver"]["rules"]
    marks = fingerprints(run.findings)
    assert len(told["results"]) == len(run.findings)
    for finding, mark, result in zip(run.findings, marks, told["results"], strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        assert result["level"] == str(finding.severity)
        assert result["partialFingerprints"] == {"hardmate/v1": mark}
        assert ("suppressions" in result) is bool(finding.waived)
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1
        assert len(result["relatedLocations"]) == len(finding.related)
        # The only links in a message are ours, one to each other place.
        links = re.findall(r"\[[^][]*\]\(([^)]*)\)", result["message"]["text"])
        assert links == [str(number) for number in range(1, len(finding.related) + 1)]
        assert not re.search(r"\{\d", result["message"]["text"])


@settings(max_examples=20)
@given(runs())
def test_junit_keeps_to_the_schema_of_jenkins_and_junitparser_reads_it_back(run: Run) -> None:
    text = junit(run)
    assert printable(text)
    assert ci_commands(text) == []
    JUNIT.validate(text)
    read = JUnitXml.fromstring(text.encode())
    cases = [case for suite in read for case in suite]
    failing = [each for each in run.findings if run.fails(each)]
    results = [type(result) for case in cases for result in case.result]
    assert results.count(Failure) == read.failures == len(failing)
    assert results.count(Skipped) == len(run.findings) - len(failing)
    assert read.tests == len(cases)
    assert len({(case.classname, case.name) for case in cases if case.name != PASSES}) == len(run.findings)
    files = {*run.files, *(each.location.file for each in run.findings)}
    assert sum(case.is_passed for case in cases) == len(files - {each.location.file for each in failing})


def commands(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Name, properties and message of each line, in the way that the runner of GitHub Actions reads commands."""

    def value(text: str, escaped: dict[str, str]) -> str:
        for code, character in escaped.items():
            text = text.replace(code, character)
        return text.replace("%25", "%")

    data = {"%0D": "\r", "%0A": "\n"}
    for line in text.splitlines():
        head, mark, message = line.removeprefix("::").partition("::")
        assert line.startswith("::")
        assert mark
        name, _, listed = head.partition(" ")
        pairs = (each.split("=", 1) for each in listed.split(","))
        yield name, {key: value(raw, data | {"%3A": ":", "%2C": ","}) for key, raw in pairs}, value(message, data)


@settings(max_examples=20)
@given(runs())
def test_github_reads_one_command_for_each_line_and_no_property_but_ours(run: Run) -> None:
    text = github(run)
    assert printable(text)
    read = list(commands(text))
    assert {name for name, _, _ in read} <= {"error", "warning", "notice"}
    assert all(properties.keys() <= {"file", "line", "col", "title"} for _, properties, _ in read)
    shown = [name for name, _, _ in read]
    for severity, name in ((Severity.ERROR, "error"), (Severity.WARNING, "warning")):
        assert shown.count(name) == sum(each.severity is severity for each in run.findings)


@settings(max_examples=20)
@given(runs())
def test_gitlab_gets_a_list_with_fingerprints_of_their_own(run: Run) -> None:
    text = gitlab(run)
    assert printable(text)
    assert ci_commands(text) == []
    entries = json.loads(text)
    assert len({each["fingerprint"] for each in entries}) == len(entries) == len(run.findings)
    for finding, entry in zip(run.findings, entries, strict=True):
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert entry["location"]["path"] == finding.location.file
        assert entry["location"]["lines"]["begin"] >= 1
        assert entry["description"]
        assert printable(entry["description"])
        assert len(entry["other_locations"]) == len(finding.related)


@settings(max_examples=20)
@given(runs())
def test_json_lines_are_the_findings_of_the_json_report(run: Run) -> None:
    text = jsonl(run)
    assert printable(text)
    assert ci_commands(text) == []
    lines = [json.loads(line) for line in text.splitlines()]
    assert [each["fingerprint"] for each in lines] == list(fingerprints(run.findings))
    assert [each["message"] for each in lines] == [each.message for each in run.findings]
    assert [each["waived"] for each in lines] == [each.waived for each in run.findings]


class Page(HTMLParser):
    """The tags of a page, the cells of its rows, and its text that does not stand in code."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loose = ""
        self.code = 0
        self.feed(cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its interface
        self.tags.append(tag)
        self.code += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self.code -= tag == "code"

    def handle_data(self, data: str) -> None:
        self.loose += "" if self.code else data


OURS = {"h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "code", "br", "details", "summary"}


@settings(max_examples=20)
@given(runs())
def test_markdown_is_a_table_to_github_and_nothing_that_a_file_says_is_more_than_code(run: Run) -> None:
    text = markdown(run)
    assert printable(text)
    assert ci_commands(text) == []
    page = Page(text)
    assert set(page.tags) <= OURS
    tables = len({each.severity for each in run.told.findings})
    assert page.tags.count("table") == tables
    assert page.tags.count("td") == 3 * len(run.told.findings)
    assert page.tags.count("tr") == len(run.told.findings) + tables
    assert re.fullmatch(r"[A-Za-z0-9:,\- \n]*", page.loose), page.loose


def said(run: Run) -> str:
    """What is left out, in the words that all formats share."""
    return more(run.left_out)


@settings(max_examples=15)
@given(cut_short())
def test_every_format_counts_what_is_left_out_where_its_readers_look(run: Run) -> None:
    shown = [mark for _, mark in run.marked]
    assert len(shown) == run.limit
    others = {f"{severity}s": number for severity, number in run.left_out.items()}
    assert sum(others.values()) == len(run.findings) - run.limit + sum(run.counted.values()) > 0

    lines = [json.loads(line) for line in jsonl(run).splitlines()]
    assert [each["fingerprint"] for each in lines[:-1]] == shown
    assert lines[-1] == {"left_out": others}

    log = json.loads(sarif(run))
    assert list(SARIF.iter_errors(log)) == []
    (told,) = log["runs"]
    assert [each["partialFingerprints"]["hardmate/v1"] for each in told["results"]] == shown
    assert told["properties"]["leftOut"] == others
    (notice,) = told["invocations"][0]["toolExecutionNotifications"]
    assert notice["message"]["text"] == f"{said(run)}."

    *entries, last = json.loads(gitlab(run))
    assert [each["fingerprint"] for each in entries] == shown
    assert last["description"] == said(run)
    assert last["fingerprint"] not in shown
    assert last["location"]["path"] == run.marked[0][0].location.file

    text = junit(run)
    JUNIT.validate(text)
    read = JUnitXml.fromstring(text.encode())
    *_, (case,) = read
    unseen = run.least is not None and any(number for each, number in run.left_out.items() if each >= run.least)
    assert [(type(each), each.message) for each in case.result] == [(Failure if unseen else Skipped, said(run))]
    assert not (unseen and any(each.is_passed for suite in read for each in suite))

    beyond = more(run.told.left_out)
    assert beyond in markdown(run)
    told_all = len(Page(markdown(run)).loose.split("left out here")) - 1
    assert told_all == sum(number > 0 for number in run.told.left_out.values())
    notices = [message for _, properties, message in commands(github(run)) if properties["title"] == "hardmate"]
    assert [each.endswith(beyond) for each in notices] == ([True] if beyond else [])


def run_of(findings: tuple[Finding, ...], *, notes: bool = False) -> Run:
    return Run("check", TODAY, findings, ("a.yaml",), {}, Severity.ERROR, notes)


def many(count: int, severity: Severity, **more: Any) -> tuple[Finding, ...]:
    return tuple(
        Finding("rings-fit", severity, f"number {n}", Location("a.yaml", n), subject=(str(n),), **more)
        for n in range(1, count + 1)
    )


@pytest.mark.parametrize("count", [LIMIT, LIMIT + 1, LIMIT + 15])
def test_github_gets_no_more_than_it_shows_and_a_notice_that_counts_the_rest(count: int) -> None:
    related = (Related(Location("b.yaml", 3, 4), "accepted here"),)
    findings = many(count, Severity.ERROR, related=related) + many(count, Severity.WARNING)
    read = list(commands(github(run_of(findings))))
    names = [name for name, _, _ in read]
    assert all(names.count(name) <= LIMIT for name in ("error", "warning", "notice"))
    assert names.count("error") == names.count("warning") == LIMIT
    assert any(properties.get("file") == "b.yaml" for name, properties, _ in read if name == "notice")
    told = [message for _, properties, message in read if properties["title"] == "hardmate"]
    more = count - LIMIT
    plural = "" if more == 1 else "s"
    wanted = f"{more} error{plural}, {more} warning{plural} more than GitHub shows for one step"
    assert [each.partition(";")[0] for each in told] == ([wanted] if more else [])


def test_github_is_told_of_notes_only_if_they_are_asked_for_but_of_what_is_waived_always() -> None:
    notes = many(LIMIT + 1, Severity.NOTE)
    assert github(run_of(notes)) == ""
    assert github(run_of(notes, notes=True)).count("::notice") == LIMIT
    assert "waived by d1" in github(run_of(many(1, Severity.NOTE, waived="d1")))


def test_markdown_folds_long_tables_and_counts_what_it_leaves_out() -> None:
    assert "<details>" not in markdown(run_of(many(OPEN, Severity.ERROR)))
    assert "<details><summary>11 errors</summary>" in markdown(run_of(many(OPEN + 1, Severity.ERROR)))
    text = markdown(run_of(many(2_000, Severity.ERROR, help="x" * 500) + many(3, Severity.NOTE)))
    rows = text.count("rings-fit")
    assert f"{2_000 - rows} more errors left out here" in text
    assert "3 notes on what is undetermined" in text
    assert LONGEST * 0.9 < len(text) < 65_536


def test_a_clean_run_passes_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ground = standards(tmp_path / "standards")
    monkeypatch.chdir(tmp_path)
    port = {"parameters": {"hcs": {"hooks": 12}}}
    written(tmp_path / "fleet", {"v1": vehicle("v1", fore=port), "v2": vehicle("v2", fore=port)})
    checked = api.check(api.loaded([Path("fleet")], ground), TODAY)
    assert checked.findings == ()
    run = Run("check", TODAY, checked.findings, checked.repository.files, {}, Severity.ERROR, notes=False)
    read = JUnitXml.fromstring(junit(run).encode())
    assert [(suite.name, [case.is_passed for case in suite]) for suite in read] == [
        ("fleet/v1.yaml", [True]),
        ("fleet/v2.yaml", [True]),
    ]
    assert github(run) == jsonl(run) == ""
    assert json.loads(gitlab(run)) == []
    assert json.loads(sarif(run))["runs"][0]["results"] == []
    assert "0 errors" in markdown(run)


@pytest.mark.parametrize(
    ("file", "place"),
    [
        ("fleet/a b.yaml", {"uri": "fleet/a%20b.yaml", "uriBaseId": "%SRCROOT%"}),
        ("x:y.yaml", {"uri": "x%3Ay.yaml", "uriBaseId": "%SRCROOT%"}),
        ("/fleet/a.yaml", {"uri": "file:///fleet/a.yaml"}),
        ("D:/fleet/a.yaml", {"uri": "file:///D%3A/fleet/a.yaml"}),
        ("\udcff.yaml", {"uri": "%FF.yaml", "uriBaseId": "%SRCROOT%"}),
    ],
)
def test_sarif_names_files_by_addresses(file: str, place: dict[str, str]) -> None:
    log = json.loads(sarif(run_of((Finding("code", Severity.ERROR, "x", Location(file)),))))
    assert log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == place


def test_sarif_explains_a_clause_as_its_standard_does(tmp_path: Path) -> None:
    library = api.loaded([], standards(tmp_path)).library
    run = Run("check", TODAY, many(2, Severity.WARNING), (), library.clauses, Severity.ERROR, notes=False)
    (rule,) = json.loads(sarif(run))["runs"][0]["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == "A clause on rings-fit."
    assert rule["fullDescription"]["text"] == "Test rings-fit: So that the test has something to find."
    assert rule["help"]["text"] == "Change rings-fit."
