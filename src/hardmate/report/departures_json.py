"""Departures to the records of the JSON report."""

from __future__ import annotations

from hardmate import __version__
from hardmate.api import Check
from hardmate.departure import Stood, needed_approvals
from hardmate.report import record as r
from hardmate.report.departures_text import by_expiry
from hardmate.report.json_report import finding_records, location_record
from hardmate.report.run import marked
from hardmate.repository import Repository


def departures_record(check: Check) -> r.DeparturesRecord:
    return r.DeparturesRecord(
        report="departures",
        hardmate=__version__,
        today=check.today,
        departures=[_departure(each, check.repository) for each in by_expiry(check.departures)],
    )


def _departure(each: Stood, repository: Repository) -> r.DepartureRecord:
    departure = each.departure
    return r.DepartureRecord(
        departure=departure.id,
        title=departure.title,
        form=departure.form.value,
        clause=departure.clause,
        standard=departure.standard,
        ports=list(departure.ports),
        accepted={
            port: {path: value.text for path, value in values.items()} for port, values in departure.accepted.items()
        },
        owner=departure.owner,
        expires=departure.expires,
        holds=str(departure.effectivity),
        approvals=[
            r.ApprovalRecord(party=sign.party, by=sign.by, date=sign.date, reference=sign.reference)
            for sign in departure.approvals
        ],
        needed=list(needed_approvals(departure, repository)) if each.clause is not None else [],
        standing=each.standing.value,
        findings=finding_records(marked(each.findings)),
        location=location_record(departure.location),
    )
