"""`hardmate pair`: one pair explained."""

from __future__ import annotations

from typing import Annotated

from hardmate import api
from hardmate.analysis.disclosure import disclosure
from hardmate.assess.gate import mating_findings, unplanned_findings
from hardmate.cli.asked import Argument, Option
from hardmate.cli.completion import ports_like
from hardmate.cli.ending import exit_by, stop
from hardmate.cli.options import (
    At,
    Failing,
    FailOn,
    Flights,
    In,
    Need,
    ReportFiles,
    ReportFormat,
    ReportOutput,
    Serials,
    Standards,
    Today,
)
from hardmate.cli.output import joined
from hardmate.cli.reading import judgeable, loaded, needed, occasion_of, today_of, two_ports
from hardmate.cli.reports import report, report_files, run_of
from hardmate.departure import departed
from hardmate.finding import Finding
from hardmate.report.claims_text import claims_lines
from hardmate.report.pair_text import pair_lines
from hardmate.report.style import Style
from hardmate.solver import MissingEngineError


def pair(
    one: Annotated[str, Argument(metavar="A", help="A port: orion/forward.", autocompletion=ports_like)],
    other: Annotated[str, Argument(metavar="B", help="The other port: starship-hls/nose.", autocompletion=ports_like)],
    paths: In = None,
    standards: Standards = None,
    form: ReportOutput = ReportFormat.TEXT,
    output: ReportFiles = None,
    fail_on: Failing = FailOn.ERROR,
    today: Today = None,
    at: At = None,
    flights: Flights = None,
    serials: Serials = None,
    need: Need = None,
    every: Annotated[bool, Option("--owed", help="Name every owed value, not only those needed first.")] = False,
    claims: Annotated[
        bool, Option("--claims", help="Say what the claims of both decide alone, whatever they do not tell.")
    ] = False,
) -> None:
    """One pair explained: what it can do, by which margins, what fails, and who owes what. B A gives the same."""
    files = report_files(output)
    repository = judgeable(loaded(paths, standards))
    occasion = occasion_of(at, flights, serials, repository)
    one, other = two_ports(one, other, repository, occasion, ", and can not mate")
    day = today_of(today)
    assessed = api.pair(repository, one, other, needed(need, repository))
    dictionary = repository.library.dictionary
    matings = [each for each in repository.matings if set(each.pair) == {one, other}]
    found: tuple[Finding, ...] = tuple(f for each in matings for f in mating_findings(each, assessed, dictionary, day))
    if not matings:
        found = tuple(unplanned_findings(assessed, dictionary))
    ends = departed(found, repository, day, occasion, judged=lambda ports: ports == tuple(sorted((one, other))))
    found = ends.findings
    vehicles = list(repository.vehicles.values())
    told = None
    if claims:
        try:
            told = disclosure(assessed, repository.library)
        except MissingEngineError as error:
            stop(f"--claims asks a solver, and {error} is not installed: pip install 'hardmate[prove]'")

    def text(style: Style) -> str:
        lines = pair_lines(
            assessed, vehicles, matings, ends.departures, dictionary, style=style, today=day, every=every
        )
        return joined((*lines, *(claims_lines(told, assessed, style) if told is not None else ())))

    def json() -> str:
        from hardmate.report import json_report  # noqa: PLC0415 - its records take long to load

        return json_report.text(json_report.pair_report(assessed, matings, found, dictionary, today=day, claims=told))

    report(
        run_of("pair", repository, found, day, fail_on, notes=True),
        form,
        files,
        text=text,
        json=json,
    )
    exit_by((each.severity for each in found), fail_on)
