"""`hardmate departures`: what was granted, until when, and how it stands."""

from __future__ import annotations

from hardmate import api
from hardmate.cli.ending import exit_by
from hardmate.cli.options import At, Failing, FailOn, Flights, Format, Output, Paths, Serials, Standards, Today
from hardmate.cli.output import print_lines, progress_bar, style_of, write
from hardmate.cli.reading import judgeable, loaded, occasion_of, today_of
from hardmate.report.departures_text import departures_lines


def departures(
    paths: Paths = None,
    standards: Standards = None,
    form: Output = Format.TEXT,
    fail_on: Failing = FailOn.ERROR,
    today: Today = None,
    at: At = None,
    flights: Flights = None,
    serials: Serials = None,
) -> None:
    """The departures that are declared, the next to expire first: in force, expired, unused, exceeded, not approved."""
    repository = judgeable(loaded(paths, standards))
    day = today_of(today)
    occasion = occasion_of(at, flights, serials, repository)
    result = api.check(
        repository, day, progress_bar("Judging pairs"), occasion=occasion, scope=api.departure_scope(repository)
    )
    if form is Format.JSON:
        from hardmate.report import json_report  # noqa: PLC0415 - its records take long to load
        from hardmate.report.departures_json import departures_record  # noqa: PLC0415

        write(json_report.text(departures_record(result)))
    else:
        print_lines(departures_lines(result.departures, day, style_of()))
    exit_by((finding.severity for each in result.departures for finding in each.findings), fail_on)
