"""The command line: arguments in, text or JSON out, and the exit code. Nothing else prints or exits."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

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


def run(arguments: Sequence[str]) -> None:
    """Run the command that is asked for."""
    gc.disable()  # of what is loaded, nothing is garbage
    _load_records()
    from hardmate.cli.plain import COMPLETION, plain  # noqa: PLC0415 - without looking for garbage

    command = plain(arguments, COMMANDS)
    if command is None:
        from hardmate.cli.typed import app_of  # noqa: PLC0415 - only what is not plain pays for typer

        alone = arguments and arguments[0] in COMMANDS and COMPLETION not in os.environ
        command = app_of((arguments[0],) if alone else COMMANDS, COMMANDS)
        gc.enable()
        command(prog_name="hardmate")
        return
    gc.freeze()
    gc.enable()
    command()


def _load_records() -> None:
    """Load msgspec without typing_extensions: it takes from there what `typing` has had since Python 3.11, and to load
    that takes as long as all the rest of msgspec."""
    missing = "typing_extensions" not in sys.modules
    if missing:
        sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # as import reads it: it is not there
    import_module("msgspec")
    if missing:
        del sys.modules["typing_extensions"]


def __getattr__(name: str) -> Any:
    if name == "app":
        from hardmate.cli.typed import app_of  # noqa: PLC0415

        return app_of(COMMANDS, COMMANDS)
    raise AttributeError(name)
