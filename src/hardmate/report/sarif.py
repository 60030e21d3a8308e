"""Findings as a SARIF 2.1.0 log, which GitHub code scanning and other viewers read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote

from hardmate import __version__
from hardmate.finding import Finding, Location
from hardmate.model.standard import Clause
from hardmate.report.json_report import pretty
from hardmate.report.run import Run, more
from hardmate.report.style import plain

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
FINGERPRINT = "hardmate/v1"

Json = dict[str, object]


def sarif(run: Run) -> str:
    """A log with one run, a rule for each code that was found, and a result for each finding."""
    shown = [finding for finding, _ in run.marked]
    codes = {code: number for number, code in enumerate(dict.fromkeys(finding.code for finding in shown))}
    worst = {finding.code: finding for finding in sorted(shown, key=lambda each: each.severity)}
    clauses = run.clauses
    driver = {
        "name": "Hardmate",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(code, worst[code], clauses) for code in codes],
    }
    told: Json = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"hardmate/{run.command}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder that Hardmate was started in."}}},
        "results": [_result(finding, mark, codes[finding.code]) for finding, mark in run.marked],
    }
    if others := more(run.left_out):
        notice = {"level": "warning", "message": {"text": _sentence(others)}}
        told["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": [notice]}]
        told["properties"] = {"leftOut": {f"{severity}s": number for severity, number in run.left_out.items()}}
    return pretty({"$schema": SCHEMA, "version": "2.1.0", "runs": [told]})


def _rule(code: str, example: Finding, clauses: Mapping[str, Clause]) -> Json:
    """A clause with what it asks and why; a rule of the reader by its name and what helps against it."""
    clause = clauses.get(code)
    words = code.replace("-", " ").replace("yaml", "YAML")
    if clause is not None:
        short, full, remedy = clause.title, f"{clause.requirement}: {clause.rationale}", clause.help
    else:
        short = words[:1].upper() + words[1:]
        full, remedy = f"Hardmate's rule on files: {words}", example.help or f"Correct what {code} names"
    return {
        "id": code,
        "name": "".join(word[:1].upper() + word[1:] for word in words.split()),
        "shortDescription": {"text": _sentence(short)},
        "fullDescription": {"text": _sentence(full)},
        "help": {"text": _sentence(remedy)},
        "defaultConfiguration": {"level": str(example.severity)},
    }


def _result(finding: Finding, fingerprint: str, rule: int) -> Json:
    told: Json = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": str(finding.severity),
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": _place(finding.location)}],
        "relatedLocations": [
            {"id": number, "physicalLocation": _place(each.location), "message": {"text": _sentence(each.message)}}
            for number, each in enumerate(finding.related, 1)
        ],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "properties": {"subject": [plain(each) for each in finding.subject]},
    }
    if finding.waived:
        justification = _sentence(f"Waived by departure {finding.waived}")
        told["suppressions"] = [{"kind": "external", "status": "accepted", "justification": justification}]
    return told


def _message(finding: Finding) -> str:
    """What is found, with links to the other places: viewers show these only where the message names them."""
    links = [f"[{_link(each.message)}]({number})." for number, each in enumerate(finding.related, 1)]
    remedy = [f"Help: {_sentence(finding.help)}"] if finding.help else []
    return " ".join((_sentence(finding.message), *links, *remedy))


def _link(text: str) -> str:
    """The text of a link, which a bracket in it, or a backslash at its end, would break."""
    return _inert(text).replace("[", "(").replace("]", ")").removesuffix("\\")


def _sentence(text: str) -> str:
    inert = _inert(text)
    return inert if inert.endswith(".") else f"{inert}."


def _inert(text: str) -> str:
    """Text in which a viewer finds no link and no placeholder: no `[text](address)`, no `{0}`."""
    return re.sub(r"\](?=\()|\{(?=\d)", r"\g<0> ", plain(text))


def _place(location: Location) -> Json:
    """A place; for a file as a whole its first line, since viewers leave out what has none."""
    region = {"startLine": max(location.line, 1), **({"startColumn": location.column} if location.column else {})}
    return {"artifactLocation": _artifact(location.file), "region": region}


def _artifact(file: str) -> Json:
    """Relative paths start where Hardmate was started; bytes that are no text stay what they are."""
    name = quote(file, safe="/", errors="surrogateescape")
    if PurePosixPath(file).is_absolute():
        return {"uri": f"file://{name}"}
    if PureWindowsPath(file).is_absolute():
        return {"uri": f"file:///{name}"}
    return {"uri": name, "uriBaseId": ROOT}
