"""The command line: arguments in, text or JSON out, and the exit code. Nothing else prints or exits."""

from __future__ import annotations

from typing import Annotated

import typer

from hardmate.cli.baseline import baseline
from hardmate.cli.check import check
from hardmate.cli.coverage import coverage
from hardmate.cli.departures import departures
from hardmate.cli.explain import explain
from hardmate.cli.fmt import fmt
from hardmate.cli.impact import impact
from hardmate.cli.init import init
from hardmate.cli.matrix import matrix
from hardmate.cli.pair import pair
from hardmate.cli.prove import prove
from hardmate.cli.repair import repair
from hardmate.cli.route import route
from hardmate.cli.schema import schema
from hardmate.cli.settings import defaults

app = typer.Typer(
    help="Will these two spacecraft mate, by what margin, and if not, whose move is it?",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        from hardmate import __version__  # noqa: PLC0415

        typer.echo(f"hardmate {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    context: typer.Context,
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    isolated: Annotated[
        bool, typer.Option("--isolated", help="Read no settings, neither hardmate.toml nor pyproject.toml.")
    ] = False,
) -> None:
    """Will these two spacecraft mate, by what margin, and if not, whose move is it?"""
    called = None if isolated or version else context.invoked_subcommand
    context.default_map = defaults(called, [command.__name__ for command in COMMANDS])


# In the order that `hardmate --help` lists them.
COMMANDS = (
    check,
    pair,
    route,
    repair,
    matrix,
    impact,
    prove,
    explain,
    departures,
    baseline,
    coverage,
    schema,
    fmt,
    init,
)
for command in COMMANDS:
    app.command()(command)
