"""Findings as JUnit XML: a suite for each file, with a case for each finding, and one that passes if none fails."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as Xml

from hardmate.finding import Finding
from hardmate.report.run import Run
from hardmate.report.style import plain

PASSES = "passes"


def junit(run: Run) -> str:
    """The report. What does not fail the run, warnings by default and all that is waived, is a skipped case."""
    names = sorted({*run.files, *(each.location.file for each in run.findings)})
    root = Xml.Element("testsuites", name=f"hardmate {run.command}")
    for name in names:
        root.append(_suite(name, run))
    cases = list(root.iter("testcase"))
    root.set("tests", str(len(cases)))
    root.set("failures", str(_number(root, "failure")))
    root.set("errors", "0")
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'


def _suite(file: str, run: Run) -> Xml.Element:
    found = [(finding, mark) for finding, mark in run.marked if finding.location.file == file]
    suite = Xml.Element("testsuite", name=plain(file))
    if not any(run.fails(finding) for finding, _ in found):
        Xml.SubElement(suite, "testcase", name=PASSES, classname=plain(file))
    for finding, mark in found:
        # The fingerprint makes the name unique, and the same again in the next run.
        name = plain(f"{finding.code} {' '.join(finding.subject[1:])} {mark}")
        case = Xml.SubElement(suite, "testcase", name=name, classname=plain(file))
        waived = f"waived by {finding.waived}: " if finding.waived else ""
        kind = "failure" if run.fails(finding) else "skipped"
        told = Xml.SubElement(case, kind, type=str(finding.severity), message=plain(waived + finding.message))
        told.text = "\n".join(_lines(finding))
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
