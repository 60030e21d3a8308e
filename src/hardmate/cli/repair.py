"""`hardmate repair`: what would have to change."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import Annotated

from hardmate.analysis.repair.mend import repair as mended
from hardmate.cli.asked import Argument, Option
from hardmate.cli.completion import ports_like
from hardmate.cli.ending import near, stop
from hardmate.cli.options import At, Flights, Format, In, Need, Output, Serials, Standards
from hardmate.cli.output import print_lines, style_of, write
from hardmate.cli.prove import engine
from hardmate.cli.reading import judgeable, loaded, needed, occasion_of, two_ports
from hardmate.language.dictionary import Dictionary, Nature
from hardmate.report.repair_text import repair_lines
from hardmate.repository import in_effect
from hardmate.solver import WORK


def repair(
    one: Annotated[str, Argument(metavar="A", help="A port: orion/forward.", autocompletion=ports_like)],
    other: Annotated[str, Argument(metavar="B", help="The other port: starship-hls/nose.", autocompletion=ports_like)],
    paths: In = None,
    standards: Standards = None,
    form: Output = Format.TEXT,
    need: Need = None,
    free: Annotated[
        str | None,
        Option(
            "--free",
            help="What may change beside adjustable values: need, fact, or parameters such as hcs.passive_hooks.",
            metavar="NAMES",
            show_default=False,
        ),
    ] = None,
    at: At = None,
    flights: Flights = None,
    serials: Serials = None,
) -> None:
    """The smallest changes that make a pair reach what it needs. Exit code 1 if none does."""
    repository = judgeable(loaded(paths, standards))
    occasion = occasion_of(at, flights, serials, repository)
    one, other = two_ports(one, other, repository, occasion, ", and can not mate")
    repository = in_effect(repository, occasion)
    freed = _freed(free, repository.library.dictionary)
    with ExitStack() as stack:
        solver = engine(stack, cvc5=False, work=WORK).solver
        found = mended(repository, one, other, needs=needed(need, repository), freed=freed, solver=solver)
    if form is Format.JSON:
        from hardmate.report import json_report  # noqa: PLC0415 - its records take long to load
        from hardmate.report.repair_json import repair_record  # noqa: PLC0415

        write(json_report.text(repair_record(found)))
    else:
        print_lines(repair_lines(found, style_of()))
    if not found.reached:
        sys.exit(1)


def _freed(text: str | None, dictionary: Dictionary) -> frozenset[str]:
    """The natures and parameters that `need,hcs.passive_hooks` names."""
    names = [name for name in (part.strip() for part in (text or "").split(",")) if name]
    for name in names:
        if name not in (*Nature, *dictionary):
            stop(f"--free {name} is no nature and no parameter{near(name, [*Nature, *dictionary])}")
    return frozenset(names)
