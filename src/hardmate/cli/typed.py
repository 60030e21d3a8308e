"""The commands as typer reads them: what is not plain, help and completion."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from inspect import Signature, signature
from typing import Annotated, Any, get_args, get_type_hints

import typer

from hardmate.cli.asked import Argument
from hardmate.cli.settings import defaults


def app_of(commands: tuple[str, ...], every: tuple[str, ...]) -> typer.Typer:
    """The command line with these commands alone, of `every`: loading one that is not asked for takes time."""
    made = typer.Typer(
        help="Will these two spacecraft mate, by what margin, and if not, whose move is it?",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )

    def main(
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
        context.default_map = defaults(called, every)

    made.callback()(main)
    for name in commands:
        made.command()(for_typer(getattr(import_module(f"hardmate.cli.{name}"), name)))
    return made


def for_typer(command: Callable[..., None]) -> Callable[..., None]:
    """The command with typer's own words for what it can be told."""

    @wraps(command)
    def called(*given: Any, **named: Any) -> None:
        command(*given, **named)

    hints = {name: _annotation(hint) for name, hint in get_type_hints(command, include_extras=True).items()}
    parameters = [each.replace(annotation=hints[name]) for name, each in signature(command).parameters.items()]
    called.__annotations__ = hints
    called.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return called


def _annotation(hint: Any) -> Any:
    if not get_args(hint):
        return hint
    kind, told = get_args(hint)
    word = typer.Argument if isinstance(told, Argument) else typer.Option
    return Annotated[kind, word(*told.names, **told.said)]


def _version(wanted: bool) -> None:
    if wanted:
        from hardmate import __version__  # noqa: PLC0415

        typer.echo(f"hardmate {__version__}")
        raise typer.Exit
