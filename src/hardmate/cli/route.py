"""`hardmate route`: chains of adapters."""

from __future__ import annotations

import sys
from typing import Annotated

from hardmate import api
from hardmate.analysis.chains import MOST
from hardmate.cli.asked import Argument, Option
from hardmate.cli.completion import ports_like
from hardmate.cli.options import At, Flights, Format, In, Need, Output, Serials, Standards
from hardmate.cli.output import print_lines, style_of, write
from hardmate.cli.reading import judgeable, loaded, needed, occasion_of, two_ports
from hardmate.report.route_text import route_lines
from hardmate.repository import in_effect


def route(
    one: Annotated[str, Argument(metavar="A", help="A port: dragon-2/forward.", autocompletion=ports_like)],
    other: Annotated[str, Argument(metavar="B", help="The port to reach: harmony/forward.", autocompletion=ports_like)],
    paths: In = None,
    standards: Standards = None,
    form: Output = Format.TEXT,
    most: Annotated[int, Option("--max", min=0, max=9, help="The most adapters in a chain.")] = MOST,
    need: Need = None,
    at: At = None,
    flights: Flights = None,
    serials: Serials = None,
    everything: Annotated[
        bool, Option("--all", help="Take adapters that are lost, retired or a concept as well.")
    ] = False,
) -> None:
    """The shortest chains of adapters that join two ports; if there is none, what blocks. Exit code 1 if none."""
    repository = judgeable(loaded(paths, standards))
    occasion = occasion_of(at, flights, serials, repository)
    one, other = two_ports(one, other, repository, occasion, "; a route joins two")
    repository = in_effect(repository, occasion)
    found = api.route(repository, one, other, needs=needed(need, repository), most=most, everything=everything)
    if form is Format.JSON:
        from hardmate.report import json_report  # noqa: PLC0415 - its records take long to load
        from hardmate.report.route_json import route_record  # noqa: PLC0415

        write(json_report.text(route_record(found)))
    else:
        print_lines(route_lines(found, style_of()))
    if not found.chains:
        sys.exit(1)
