"""The command line: arguments in, text or JSON out, and the exit code. Nothing else prints or exits."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from hardmate.cli.settings import defaults

# In the order that `hardmate --help` lists them; each is a module here, with a function of its name.
COMMANDS = (
    "check",
    "pair",
    "route",
    "repair",
    "matrix",
    "impact",
    "prove",
    "audit",
    "explain",
    "departures",
    "baseline",
    "coverage",
    "schema",
    "fmt",
    "init",
)


COMPLETION = "_HARDMATE_COMPLETE"
"""Set by a shell that wants to know what may follow."""


def app_of(*commands: str) -> typer.Typer:
    """The command line with these commands alone: loading a command that is not asked for takes time."""
    made = typer.Typer(
        help="Will these two spacecraft mate, by what margin, and if not, whose move is it?",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    made.callback()(_main)
    for name in commands:
        made.command()(getattr(import_module(f"hardmate.cli.{name}"), name))
    return made


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """The command line with the command that is asked for, if that is plain from the first argument; else with all."""
    plain = arguments and arguments[0] in COMMANDS and COMPLETION not in os.environ
    return app_of(arguments[0]) if plain else app_of(*COMMANDS)


def __getattr__(name: str) -> typer.Typer:
    if name == "app":
        return app_of(*COMMANDS)
    raise AttributeError(name)


def _version(wanted: bool) -> None:
    if wanted:
        from hardmate import __version__  # noqa: PLC0415

        typer.echo(f"hardmate {__version__}")
        raise typer.Exit


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
    context.default_map = defaults(called, COMMANDS)
