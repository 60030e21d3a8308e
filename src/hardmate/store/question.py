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
        files, named, judged_by = _settled(os.getcwd())
    except (OSError, ValueError, Unclear):
        return None
    read = paths[1:] if command in _NAMED_FIRST else paths or named or ["."]
    return tuple(dict.fromkeys((*read, *standards, *files, *named, *judged_by)))


def _settled(folder: str) -> tuple[list[str], list[str], list[str]]:
    """The files that may hold settings, as `repository.settings` looks for them; and what is read by these settings:
    paths, and a standards folder if they name one, as they are written in the folder."""
    folders = around(folder)
    top = top_of(folder) or folder
    files: list[str] = []
    for each in folders[: folders.index(top) + 1]:
        said = None
        for name in _SETTINGS:
            file = os.path.join(each, name)
            if os.path.lexists(file):
                content = content_of(file)[0]
                files.append(file)
                # An escape can spell the name of the table, so that it does not stand there.
                if name == _SETTINGS[0] or b"hardmate" in content or b"\\" in content:
                    found = _named(content, name)
                    said = found if said is None else said
        if said is not None:
            named, judged_by = ([os.path.relpath(os.path.join(each, path), folder) for path in part] for part in said)
            return files, named, judged_by
    return files, [], []


def _named(content: bytes, name: str) -> tuple[list[str], list[str]] | None:
    """The paths and the standards folder that settings name; None if these are none. What they have written, or left
    to compare with, is more than an answer."""
    import tomllib  # noqa: PLC0415 - only where there are settings

    try:
        said = tomllib.loads(content.decode())
    except (ValueError, RecursionError):
        raise Unclear from None
    if name != _SETTINGS[0]:
        tools = said.get("tool", {})
        if not isinstance(tools, dict):
            raise Unclear
        if "hardmate" not in tools:
            return None
        said = tools["hardmate"]
    if not isinstance(said, dict) or not {"output", "baseline"}.isdisjoint(said):
        raise Unclear
    paths, standards = said.get("paths", []), [said["standards"]] if "standards" in said else []
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in (*paths, *standards)):
        raise Unclear
    return paths, standards


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
