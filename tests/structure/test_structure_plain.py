"""Plain command lines are read without typer, as typer reads them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import cache, wraps
from importlib import import_module
from typing import Any

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.main import get_command

from hardmate.cli import COMMANDS
from hardmate.cli.plain import told
from hardmate.cli.typed import for_typer

VALUES = ("text", "json", "sarif", "error", "never", "3", "10", "007", "9999", "vehicles", "a b", "ü", "orion=ms-18")
ODD = ("", "-", "--", "--help", "--flub", "-n", "-1", "--notes=1", "a\0b", "*.yaml", "²")
PLAIN = (
    "check",
    "check vehicles/orion.yaml --notes --format=sarif --fail-on never --output sarif=a --output junit=b",
    "check --since HEAD --baseline known.json vehicles plans",
    "check --changed a.yaml b.yaml --in vehicles --in plans --no-cache",
    "pair orion/forward starship-hls/nose --in vehicles --owed",
    "route a/b c/d --max 3 --all",
    "audit idss/E --no-closing --work 2000",
    "impact idss/D idss/E --fleet vehicles",
    "explain source-voltage-accepted --format json",
    "init",
)


@cache
def command(name: str) -> Callable[..., None]:
    found: Callable[..., None] = getattr(import_module(f"hardmate.cli.{name}"), name)
    return found


def by_typer(name: str, words: Sequence[str]) -> dict[str, Any] | None:
    """What typer calls a command with; None if it does not."""
    heard: list[dict[str, Any]] = []

    @wraps(command(name))
    def hears(**named: Any) -> None:
        heard.append(named)

    app = typer.Typer(add_completion=False)
    app.command()(for_typer(hears))
    try:
        get_command(app).main(list(words), standalone_mode=False)
    except Exception:
        return None
    return heard[0] if heard else None


def called(name: str, said: dict[str, Any]) -> dict[str, Any]:
    bound = inspect.signature(command(name)).bind(**said)
    bound.apply_defaults()
    return bound.arguments


@st.composite
def lines(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A command and words, of which most mean something to it."""
    name = draw(st.sampled_from(COMMANDS))
    hints = inspect.signature(command(name), eval_str=True).parameters.values()
    options = [part for each in hints for told in each.annotation.__metadata__ for part in told.names]
    written = [half for option in options for half in option.split("/")]
    value = st.sampled_from((*VALUES, *ODD))
    word = st.sampled_from((*written, "stray")) | value
    either = word | st.tuples(word, value).map("=".join)
    return name, draw(st.lists(either, max_size=6))


@settings(max_examples=400, deadline=None)
@given(lines())
def test_what_is_plain_is_read_as_typer_reads_it(line: tuple[str, list[str]]) -> None:
    name, words = line
    said = told(command(name), words)
    assert said is None or called(name, said) == by_typer(name, words)


@pytest.mark.parametrize("line", PLAIN)
def test_what_is_usual_is_plain(line: str) -> None:
    name, *words = line.split()
    said = told(command(name), words)
    assert said is not None
    assert called(name, said) == by_typer(name, words)


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_asked_of_typer_is_not_plain(name: str) -> None:
    assert told(command(name), ["--help"]) is None
    assert told(command(name), ["--flub"]) is None
