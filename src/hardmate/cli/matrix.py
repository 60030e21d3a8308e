"""`hardmate matrix`: all pairs at a glance."""

from __future__ import annotations

from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import Annotated

from hardmate import api
from hardmate.cli.asked import Option
from hardmate.cli.ending import stop
from hardmate.cli.options import LIMIT, At, Flights, Format, Limit, Output, Paths, Serials, Standards
from hardmate.cli.output import print_lines, progress_bar, stream, style_of
from hardmate.cli.reading import chosen, judgeable, loaded, occasion_of
from hardmate.report.cell import cell
from hardmate.report.matrix_text import Ranking, Square, reason_line
from hardmate.repository import in_effect

SPOOLED = 1 << 24
"""Characters of reasons that are held in memory; what goes beyond waits on the disk until the square is written."""


def matrix(
    paths: Paths = None,
    standards: Standards = None,
    form: Output = Format.TEXT,
    only: Annotated[
        list[str] | None,
        Option("--port", help="Only these ports, or all ports of these vehicles.", show_default=False),
    ] = None,
    reasons: Annotated[bool, Option("--reasons", help="List every pair with the reason for its verdict.")] = False,
    margins: Annotated[
        bool, Option("--margins", help="List the pairs that have one by their tightest margin.")
    ] = False,
    limit: Limit = None,
    at: At = None,
    flights: Flights = None,
    serials: Serials = None,
) -> None:
    """All pairs at a glance: which can hard-mate, which can not, and which nobody can tell yet."""
    if limit is not None and not margins:
        stop("--limit is for the list of --margins: add that, or leave --limit out")
    if form is Format.JSON and (reasons or margins):
        stop("--reasons and --margins are for text: JSON tells of every pair its margin, and why")
    repository = judgeable(loaded(paths, standards))
    repository = in_effect(repository, occasion_of(at, flights, serials, repository))
    ports = chosen(only or [], repository)
    dictionary = repository.library.dictionary
    bands = api.bands(repository, ports, progress_bar("Judging pairs"))
    names = sorted(port.id for port in ports)
    if form is Format.JSON:
        from hardmate.report import matrix_json  # noqa: PLC0415 - its records take long to load

        glances = (each for band in bands for each in band.glances(margins=True))
        stream(matrix_json.matrix_text(names, glances, dictionary))
        return
    square, ranking = Square(names), Ranking(LIMIT if limit is None else limit)
    with SpooledTemporaryFile(SPOOLED, "w+", encoding="utf-8", newline="\n") as kept:
        for band in bands:
            for partners, outline in band.told:
                square.add(band.number, partners, outline.standing)
            for partners, outline, tight in band.alike() if margins else ():
                ranking.count += partners.bit_count() if tight is not None else 0
                # One pair after the other only where something may be told of each.
                if tight is not None and ranking.admits(tight[1].rank, names[band.number]):
                    for glance in band.glances_of(partners, outline, tight):
                        ranking.add(cell(glance, dictionary))
            for glance in band.glances(margins=False) if reasons else ():
                kept.write(f"{reason_line(cell(glance, dictionary))}\n")
        stream(f"{line}\n" for line in square.lines(style_of()))
        if margins:
            print_lines(ranking.lines())
        if reasons:
            kept.seek(0)
            stream(chain(("\n",), kept))
