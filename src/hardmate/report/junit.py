"""Findings as JUnit XML: a suite for each file, with a case for each finding, and one that passes if none fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as Xml

from hardmate.finding import Finding
from hardmate.report.run import Run, more
from hardmate.report.style import plain

PASSES = "passes"
REST = "left out"


def junit(run: Run) -> str:
    """The report. What does not fail the run, warnings by default and all that is waived, is a skipped case."""
    found: dict[str, list[tuple[Finding, str]]] = {name: [] for name in run.files}
    for finding, mark in run.marked:
        found.setdefault(finding.location.file, []).append((finding, mark))
    root = Xml.Element("testsuites", name=f"hardmate {run.command}")
    suites = (_suite(name, found[name], run) for name in sorted(found))
    root.extend(suite for suite in suites if len(suite))
    if others := more(run.left_out):
        root.append(_rest(others, run))
    cases = list(root.iter("testcase"))
    root.set("tests", str(len(cases)))
    root.set("failures", str(_number(root, "failure")))
    root.set("errors", "0")
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'


def _suite(file: str, found: Sequence[tuple[Finding, str]], run: Run) -> Xml.Element:
    suite = Xml.Element("testsuite", name=plain(file))
    if not any(run.fails(finding) for finding, _ in found) and not _fails_unseen(run):
        Xml.SubElement(suite, "testcase", name=PASSES, classname=plain(file))
    for finding, mark in found:
        # The fingerprint makes the name unique, and the same again in the next run.
        name = plain(f"{finding.code} {' '.join(finding.subject[1:])} {mark}")
        case = Xml.SubElement(suite, "testcase", name=name, classname=plain(file))
        waived = f"waived by {finding.waived}: " if finding.waived else ""
        kind = "failure" if run.fails(finding) else "skipped"
        told = Xml.SubElement(case, kind, type=str(finding.severity), message=plain(waived + finding.message))
        told.text = "\n".join(_lines(finding))
    return _counted(suite)


def _rest(others: str, run: Run) -> Xml.Element:
    """What is left out, as a case that fails if something fails there: nobody knows then which files pass."""
    suite = Xml.Element("testsuite", name=REST)
    case = Xml.SubElement(suite, "testcase", name=REST, classname=REST)
    Xml.SubElement(case, "failure" if _fails_unseen(run) else "skipped", message=others)
    return _counted(suite)


def _fails_unseen(run: Run) -> bool:
    return run.least is not None and any(number for severity, number in run.left_out.items() if severity >= run.least)


def _counted(suite: Xml.Element) -> Xml.Element:
    suite.set("tests", str(_number(suite, "testcase")))
    suite.set("failures", str(_number(suite, "failure")))
    suite.set("errors", "0")
    suite.set("skipped", str(_number(suite, "skipped")))
    return suite


def _number(element: Xml.Element, tag: str) -> int:
    return sum(1 for _ in element.iter(tag))


def _lines(finding: Finding) -> Iterator[str]:
    yield plain(f"{finding.location}: {finding.message}")
    for related in finding.related:
        yield plain(f"{related.location}: {related.message}")
    if finding.requirement:
        yield plain(f"clause {finding.requirement}")
    if finding.help:
        yield plain(f"help {finding.help}")
