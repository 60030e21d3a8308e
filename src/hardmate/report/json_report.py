"""Checks, pairs, matrices and clauses to the records of the JSON report, and all records to text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction

from pydantic import TypeAdapter

from hardmate import __version__
from hardmate.analysis.disclosure import Disclosure
from hardmate.api import Check
from hardmate.assess.capability import CapabilityVerdict
from hardmate.assess.owed import Owed, owed
from hardmate.assess.pair import Assessment, words_taken
from hardmate.assess.verdict import Verdict
from hardmate.assess.wording import Sides, values_text, witness_text
from hardmate.finding import Finding, Location, Severity
from hardmate.language.combined import Combined
from hardmate.language.dictionary import Dictionary
from hardmate.language.shown import margin_text
from hardmate.model.fleet import FleetClause
from hardmate.model.plan import Mating
from hardmate.model.published import BASE
from hardmate.model.roles import SIDES
from hardmate.model.standard import Clause, read_paths
from hardmate.report import record as r
from hardmate.report.pair_text import NOT_ANALYSED
from hardmate.report.record_impact import ImpactRecord
from hardmate.report.record_repair import RepairRecord
from hardmate.report.run import Counts, found, left_out, marked


def text(report: r.Record) -> str:
    """The report as JSON: the same bytes for the same report."""
    return pretty(report.model_dump(mode="json"))


def pretty(data: object) -> str:
    """Data as JSON in many lines."""
    return _harmless(json.dumps(data, indent=2, ensure_ascii=True)) + "\n"


def line(data: object) -> str:
    """Data as JSON in one line."""
    return _harmless(json.dumps(data, ensure_ascii=True)) + "\n"


def _harmless(text: str) -> str:
    """The same data, without what a CI system that reads along takes for a command: `##[add-mask]`, `##vso[...]`."""
    return text.replace("##", "#\\u0023")


def schema_text() -> str:
    """The JSON Schema of the report, as text."""
    schema = TypeAdapter(r.Report | ImpactRecord | RepairRecord).json_schema(mode="serialization")
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{BASE}/report.schema.json",
        "title": "Hardmate's JSON report",
        "description": "What Hardmate's reading commands print with --format json.",
    }
    return json.dumps(head | schema, indent=2, ensure_ascii=False) + "\n"


def check_record(check: Check, limit: int = 0) -> r.CheckRecord:
    shown = marked(check.findings, limit)
    others = left_out(found(check.findings, check.left_out), (finding for finding, _ in shown))
    return r.CheckRecord(
        report="check",
        hardmate=__version__,
        today=check.today,
        files=len(check.repository.files),
        ports=len(check.repository.ports),
        at=check.occasion.day,
        flights=dict(check.occasion.flights),
        serials=dict(check.occasion.serials),
        pairs=check.pairs,
        partial=check.partial,
        judged=check.repository.sound,
        findings=finding_records(shown),
        left_out=counts_record(others),
    )


def pair_report(
    assessed: Assessment,
    matings: Sequence[Mating],
    findings: Iterable[Finding],
    dictionary: Dictionary,
    *,
    today: str,
    claims: Disclosure | None,
) -> r.PairReport:
    sides = dict(zip(SIDES, assessed.ports, strict=True))
    pair = r.PairRecord(
        ports=[port.id for port in assessed.ports],
        planned=[f"{mating.plan}/{mating.id}" for mating in matings],
        mode=assessed.best.mode.id,
        standards=list(assessed.basis.standards),
        roles=dict(words_taken(assessed)),
        assignments=len(assessed.tried),
        standing=assessed.standing.value,
        capabilities=[capability_record(each) for each in assessed.best.capabilities],
        clauses=[_clause(each, sides, dictionary) for each in assessed.best.verdicts],
        owed=[owed_record(each) for each in owed(assessed.best.verdicts, sides, dictionary)],
        not_analysed=NOT_ANALYSED,
    )
    return r.PairReport(
        report="pair",
        hardmate=__version__,
        today=today,
        pair=pair,
        findings=finding_records(marked(tuple(findings))),
        claims=None if claims is None else _claims(claims, sides),
    )


def _claims(claims: Disclosure, sides: Sides) -> r.ClaimsRecord:
    def places(found: Iterable[tuple[str, str]]) -> list[r.PlaceRecord]:
        return [r.PlaceRecord(port=sides[side].id, agency=sides[side].agency, parameter=path) for side, path in found]

    return r.ClaimsRecord(
        passing=[each.clause.id for each in claims.passing],
        failing=[each.clause.id for each in claims.failing],
        contradicted=[each.clause.id for each in claims.contradicted],
        capabilities=[capability_record(each) for each in claims.capabilities],
        spared=places(claims.spared),
        least=claims.least,
        unasked=sorted(claims.unasked),
        deciding=[
            r.DecidingRecord(clause=name, values=places(found)) for name, found in sorted(claims.deciding.items())
        ],
    )


def tightest_record(clause: str, text: str, fraction: Fraction | None) -> r.TightestRecord:
    return r.TightestRecord(clause=clause, text=text, fraction=None if fraction is None else str(fraction))


def explain_record(clause: Clause, applied_by: Sequence[str]) -> r.ExplainRecord:
    return r.ExplainRecord(
        report="explain",
        hardmate=__version__,
        clause=clause.id,
        standard=clause.standard,
        applied_by=list(applied_by),
        title=clause.title,
        requirement=clause.requirement,
        provenance=clause.provenance.value,
        source=list(clause.source),
        force=clause.force.value,
        judges=clause.judges.value,
        capability=clause.capability,
        when=clause.when_text,
        requires=clause.requires_text,
        rationale=clause.rationale,
        help=clause.help,
        verify=[method.value for method in clause.verify],
        parameters=list(read_paths(clause)),
        open_numbers=[
            r.OpenNumberRecord(
                number=each.name,
                unit="" if each.unit is None else each.unit.symbol,
                owner=each.owner,
                due=each.due,
                note=each.note,
            )
            for each in clause.open_numbers.values()
        ],
        negotiated=clause.negotiated,
    )


def fleet_explain_record(clause: FleetClause) -> r.ExplainRecord:
    return r.ExplainRecord(
        report="explain",
        hardmate=__version__,
        clause=clause.id,
        standard=clause.standard,
        applied_by=[clause.standard],
        title=clause.title,
        requirement=clause.requirement,
        provenance=clause.provenance.value,
        source=list(clause.source),
        force=clause.force.value,
        judges="fleet",
        capability=", ".join(clause.reaching),
        when="",
        requires=clause.asks,
        rationale=clause.rationale,
        help=clause.help,
        verify=[method.value for method in clause.verify],
        parameters=[],
        open_numbers=[],
        negotiated="",
    )


def location_record(location: Location) -> r.LocationRecord:
    return r.LocationRecord(file=location.file, line=location.line, column=location.column)


def finding_records(findings: Iterable[tuple[Finding, str]]) -> list[r.FindingRecord]:
    """Findings of one run, each with what tells it from all others."""
    return [_finding(each, mark) for each, mark in findings]


def counts_record(counts: Counts) -> r.SeveritiesRecord:
    return r.SeveritiesRecord(
        errors=counts[Severity.ERROR], warnings=counts[Severity.WARNING], notes=counts[Severity.NOTE]
    )


def _finding(finding: Finding, fingerprint: str) -> r.FindingRecord:
    return r.FindingRecord(
        code=finding.code,
        severity=str(finding.severity),
        message=finding.message,
        location=location_record(finding.location),
        related=[
            r.RelatedRecord(location=location_record(each.location), message=each.message) for each in finding.related
        ],
        requirement=finding.requirement,
        help=finding.help,
        subject=list(finding.subject),
        fingerprint=fingerprint,
        waived=finding.waived,
    )


def owed_record(entry: Owed) -> r.OwedRecord:
    return r.OwedRecord(
        owner=entry.owner,
        port=entry.port,
        standard=entry.standard,
        parameter=entry.path,
        why=entry.why,
        due=entry.due,
        location=location_record(entry.location),
    )


def capability_record(each: CapabilityVerdict) -> r.CapabilityRecord:
    return r.CapabilityRecord(
        capability=each.capability.id,
        standing=each.standing.value,
        reasons=list(each.reasons),
        leans_on=each.leans.name.lower(),
        open_clauses=len(each.open),
    )


def _rss(rss: Combined | None, clause: Clause, dictionary: Dictionary) -> r.RssRecord | None:
    if rss is None:
        return None
    fraction = rss.margin.fraction
    return r.RssRecord(
        text=margin_text(rss.margin, clause.requires, dictionary),
        fraction=None if fraction is None else str(fraction),
        sigma=str(rss.sigma),
    )


def _clause(verdict: Verdict, sides: Sides, dictionary: Dictionary) -> r.ClauseRecord:
    clause, judgement = verdict.clause, verdict.judgement
    margin = None
    if judgement.margin is not None:
        fraction = judgement.margin.fraction
        margin = r.MarginRecord(
            text=margin_text(judgement.margin, clause.requires, dictionary),
            fraction=None if fraction is None else str(fraction),
        )
    return r.ClauseRecord(
        clause=clause.id,
        standard=verdict.applied.standard,
        requirement=clause.requirement,
        capability=clause.capability,
        force=clause.force.value,
        outcome=judgement.outcome.value,
        doubtful=judgement.doubtful,
        leans_on=judgement.leans.name.lower(),
        roles={word: sides[side].id for word, side in verdict.sides.items()},
        values=values_text(verdict, sides, dictionary) if verdict.sides else "",
        witness=witness_text(verdict, sides, dictionary),
        margin=margin,
        rss=_rss(judgement.rss, clause, dictionary),
        reason=verdict.why_not or judgement.reason,
    )
