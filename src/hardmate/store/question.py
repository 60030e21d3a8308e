"""The arguments of a command in; the files and folders that its answer depends on out, if that can be told beforehand.

Read before anything of Hardmate is loaded, so that an answer that is kept costs little more than starting Python.
"""

from __future__ import annotations

import os

from hardmate.store.keys import Keys, Unclear, around, content_of, top_of

TYPE_CHECKING = False  # typing itself takes as long to load as many an answer to be found
if TYPE_CHECKING:
    from collections.abc import Sequence

NO_CACHE = "--no-cache"
_WITH_VALUE = {
    "check": ("--standards", "--format", "--fail-on", "--limit", "--today", "--at", "--flight", "--serial"),
    "prove": ("--standards", "--format", "--clause", "--work"),
    "audit": ("--standards", "--format", "--work"),
}
_ALONE = {"check": ("--notes",), "prove": ("--cvc5",), "audit": ("--cvc5", "--closing", "--no-closing")}
_NAMED_FIRST = ("prove", "audit")
"""The commands whose first argument is a standard and not a path."""
_OF_TELLING = ("--format", "--fail-on", "--limit")
_SETTINGS = ("hardmate.toml", "pyproject.toml")


def paths_of(arguments: Sequence[str]) -> tuple[str, ...] | None:
    """The files and folders that a command reads, standards and settings too; None for one whose answer is not kept,
    and for one that does more than answer."""
    command = arguments[0] if arguments else ""
    if command not in _WITH_VALUE or NO_CACHE in arguments:
        return None
    paths: list[str] = []
    standards: list[str] = []
    rest = iter(arguments[1:])
    for word in rest:
        option, equals, value = word.partition("=")
        if option in _WITH_VALUE[command]:
            given = value if equals else next(rest, "")
            if option == "--standards":
                standards.append(given)
        elif word.startswith("-") and word not in _ALONE[command]:
            return None
        elif not word.startswith("-"):
            paths.append(word)
    try:
        settled = _settled(os.getcwd())
    except (OSError, ValueError, Unclear):
        return None
    if command in _NAMED_FIRST:
        return (*paths[1:], *standards, *settled)
    return (*(paths or ["."]), *standards, *settled)


def _settled(folder: str) -> list[str]:
    """The files that may hold settings, as `repository.settings` looks for them, and what they have a check read."""
    folders = around(folder)
    top = top_of(folder) or folder
    found: list[str] = []
    for each in folders[: folders.index(top) + 1]:
        for name in _SETTINGS:
            file = os.path.join(each, name)
            if os.path.lexists(file):
                content = content_of(file)[0]
                # An escape can spell the name of the table, so that it does not stand there.
                named = name == _SETTINGS[0] or b"hardmate" in content or b"\\" in content
                found += [file, *(_named(each, content, name) if named else ())]
    return found


def _named(folder: str, content: bytes, name: str) -> list[str]:
    """The paths that settings name. What they have written, or left to compare with, is more than an answer."""
    import tomllib  # noqa: PLC0415 - only where there are settings

    try:
        said = tomllib.loads(content.decode())
    except (ValueError, RecursionError):
        raise Unclear from None
    if name != _SETTINGS[0]:
        tools = said.get("tool", {})
        if not isinstance(tools, dict):
            raise Unclear
        said = tools.get("hardmate", {})
    if not isinstance(said, dict) or not {"output", "baseline"}.isdisjoint(said):
        raise Unclear
    paths = said.get("paths", [])
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in (*paths, said.get("standards", ""))):
        raise Unclear
    paths = [*paths, *([said["standards"]] if "standards" in said else [])]
    return [os.path.join(folder, path) for path in paths]


def keys_of(arguments: Sequence[str], paths: Sequence[str], *, day: str = "") -> Keys | None:
    """The keys of what the arguments ask, on a day or today; None if a file can not be told from another."""
    try:
        return Keys(arguments, _untold(arguments), paths, day)
    except (OSError, ValueError, Unclear):
        return None


def _untold(arguments: Sequence[str]) -> list[str]:
    """The arguments without those that say only how the answer is told."""
    found: list[str] = []
    rest = iter(arguments)
    for word in rest:
        option, equals, _ = word.partition("=")
        if option in _OF_TELLING:
            if not equals:
                next(rest, "")
        elif word not in _ALONE["check"]:
            found.append(word)
    return found
