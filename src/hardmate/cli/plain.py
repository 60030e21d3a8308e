"""Plain command lines, read without typer, which takes longer to load than most commands take to run.

Whatever is not plain is left to typer: help, completion, what is wrong or merely unusual. A law holds that both read
the same.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import partial
from importlib import import_module
from pathlib import Path
from types import NoneType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from hardmate.cli.asked import Argument, Told
from hardmate.cli.settings import defaults

COMPLETION = "_HARDMATE_COMPLETE"
"""Set by a shell that wants to know what may follow."""

_EXPANDED = "*?[~$%" if sys.platform == "win32" else ""
"""What typer expands where no shell does."""


class _Parameter(NamedTuple):
    told: Told
    kind: Any
    several: bool
    required: bool


class _NotPlainError(Exception):
    """For typer to read."""


def plain(arguments: Sequence[str], commands: Sequence[str]) -> Callable[[], object] | None:
    """The command with all that it is told, by the settings too; None if the arguments are not plain."""
    if not arguments or arguments[0] not in commands or COMPLETION in os.environ:
        return None
    command = getattr(import_module(f"hardmate.cli.{arguments[0]}"), arguments[0])
    parameters = _parameters(command)
    said = _plain(parameters, arguments[1:])
    if said is None:
        return None
    settled = defaults(arguments[0], commands)[arguments[0]]
    by_settings = {name: _settled(parameters[name], entry) for name, entry in settled.items() if name in parameters}
    return partial(command, **(by_settings | said))


def told(command: Callable[..., object], words: Sequence[str]) -> dict[str, Any] | None:
    """What the words tell a command, by parameter; None if they are not plain."""
    return _plain(_parameters(command), words)


def _plain(parameters: Mapping[str, _Parameter], words: Sequence[str]) -> dict[str, Any] | None:
    try:
        return _told(parameters, words)
    except _NotPlainError:
        return None


def _parameters(command: Callable[..., object]) -> Mapping[str, _Parameter]:
    hints = get_type_hints(command, include_extras=True)
    placed = command.__code__.co_varnames[: command.__code__.co_argcount]
    optional = {*(command.__kwdefaults__ or ()), *placed[len(placed) - len(command.__defaults__ or ()) :]}
    return {name: _parameter(hint, required=name not in optional) for name, hint in hints.items() if name != "return"}


def _parameter(hint: Any, *, required: bool) -> _Parameter:
    kind, told = get_args(hint)
    several = next((part for part in (kind, *get_args(kind)) if get_origin(part) is list), None)
    if several is not None:
        (kind,) = get_args(several)
    else:
        kind = next((part for part in get_args(kind) if part is not NoneType), kind)
    return _Parameter(told, kind, several is not None, required)


def _told(parameters: Mapping[str, _Parameter], words: Sequence[str]) -> dict[str, Any]:
    """What the words say, by parameter."""
    found: dict[str, Any] = {}
    placed: list[str] = []
    flags, valued = _options(parameters)
    rest = iter(words)
    for word in rest:
        option, equals, text = word.partition("=")
        if not word.startswith("-"):
            placed.append(word)
        elif word in flags:
            name, found_as = flags[word]
            found[name] = found_as
        elif option in valued:
            name = valued[option]
            _add(found, name, parameters[name], text if equals else next(rest, ""))
        else:
            raise _NotPlainError
    for name, parameter in parameters.items():
        if isinstance(parameter.told, Argument):
            if parameter.required and not placed:
                raise _NotPlainError
            mine, placed = (placed, []) if parameter.several else (placed[:1], placed[1:])
            for word in mine:
                _add(found, name, parameter, word)
    if placed:
        raise _NotPlainError
    return found


def _options(parameters: Mapping[str, _Parameter]) -> tuple[dict[str, tuple[str, bool]], dict[str, str]]:
    """The names of options: of flags, with what each says; and of those that take a value."""
    flags: dict[str, tuple[str, bool]] = {}
    valued: dict[str, str] = {}
    for name, parameter in parameters.items():
        for written in parameter.told.names:
            if parameter.kind is bool:
                yes, _, no = written.partition("/")
                flags |= {yes: (name, True)} | ({no: (name, False)} if no else {})
            else:
                valued[written] = name
    return flags, valued


def _add(found: dict[str, Any], name: str, parameter: _Parameter, text: str) -> None:
    if not text or text.startswith("-") or not text.isprintable() or any(each in text for each in _EXPANDED):
        raise _NotPlainError
    if parameter.several:
        found.setdefault(name, []).append(_read(parameter, text))
    elif name in found:
        raise _NotPlainError
    else:
        found[name] = _read(parameter, text)


def _read(parameter: _Parameter, text: str) -> Any:
    if issubclass(parameter.kind, Enum):
        if text not in [each.value for each in parameter.kind]:
            raise _NotPlainError
        return parameter.kind(text)
    if parameter.kind is int:
        limits = parameter.told.said
        if not text.isascii() or not text.isdigit() or len(text) > len(str(sys.maxsize)):
            raise _NotPlainError
        if not limits.get("min", 0) <= int(text) <= limits.get("max", sys.maxsize):
            raise _NotPlainError
        return int(text)
    return Path(text) if parameter.kind is Path else text


def _settled(parameter: _Parameter, entry: Any) -> Any:
    """What the settings say, which `settings` has read already, as the parameter takes it."""
    return list(entry) if parameter.several else parameter.kind(entry)
