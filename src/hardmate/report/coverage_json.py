"""What is checked, and what not, to the records of the JSON report."""

from __future__ import annotations

from collections.abc import Callable

from hardmate import __version__
from hardmate.analysis.coverage import Coverage, RuleCoverage, StandardCoverage, Status
from hardmate.report import record as r
from hardmate.report.json_report import finding_records
from hardmate.report.run import marked


def coverage_record(covered: Coverage) -> r.CoverageRecord:
    return r.CoverageRecord(
        report="coverage",
        hardmate=__version__,
        ports=covered.ports,
        counts=_counts(len(covered.rules), covered.count),
        rules=[_rule(each) for each in covered.rules],
        standards=[_standard(each) for each in covered.standards],
        findings=finding_records(marked(covered.findings)),
    )


def _counts(total: int, count: Callable[[Status], int]) -> r.CountsRecord:
    return r.CountsRecord(
        total=total,
        checked=count(Status.CHECKED),
        need_value=count(Status.NEEDS),
        not_checkable=count(Status.NOT_CHECKABLE),
        unaccounted_for=count(Status.UNACCOUNTED),
    )


def _rule(each: RuleCoverage) -> r.RuleRecord:
    rule = each.rule
    said = rule.open or rule.leaves_open
    return r.RuleRecord(
        rule=rule.id,
        statement=rule.statement,
        discipline=rule.discipline.value,
        severity=rule.severity.value,
        grounds=rule.grounds.value,
        source=list(rule.source),
        status=each.status.value,
        in_part=each.partly,
        clauses=[f"{clause.standard}:{clause.id}" for clause in each.clauses],
        waiting=[f"{clause.standard}:{clause.id}" for clause in each.waiting],
        kept=rule.kept,
        nobody_has=list(each.needs),
        needs=said.needs if said is not None else "",
        not_checkable=said.reason if said is not None else "",
        missing=said.missing if said is not None else "",
    )


def _standard(each: StandardCoverage) -> r.StandardRecord:
    return r.StandardRecord(
        standard=each.standard.id,
        title=each.standard.title,
        clauses=_counts(len(each.clauses) + len(each.fleet), each.clause_count),
        rules=_counts(len(each.rules), each.rule_count),
        every_clause=[
            r.CoveredClauseRecord(
                clause=entry.clause.id,
                stated_by=entry.clause.standard,
                status=entry.status.value,
                nobody_has=list(entry.needs),
                rules=list(entry.clause.rules),
            )
            for entry in each.clauses
        ],
        over_a_fleet=[r.FleetCoveredRecord(clause=over.id, rules=list(over.rules)) for over in each.fleet],
    )
