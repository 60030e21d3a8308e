"""The arguments of a command in; a key of all that its answer depends on out, none if that can not be told beforehand.

Read before anything of Hardmate is loaded, so that an answer that is kept costs little more than starting Python.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from hashlib import sha256

from hardmate import __version__

TYPE_CHECKING = False  # typing itself takes as long to load as many an answer to be found
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from hashlib import _Hash as Hash

NO_CACHE = "--no-cache"
_WITH_VALUE = {
    "check": ("--standards", "--format", "--fail-on", "--today", "--at", "--flight", "--serial"),
    "prove": ("--standards", "--format", "--clause", "--work"),
    "audit": ("--standards", "--format", "--work"),
}
_ALONE = {"check": ("--notes",), "prove": ("--cvc5",), "audit": ("--cvc5", "--closing", "--no-closing")}
_NAMED_FIRST = ("prove", "audit")
"""The commands whose first argument is a standard and not a path."""
_OF_TELLING = ("--format", "--fail-on")
_SETTINGS = ("hardmate.toml", "pyproject.toml")
_SUFFIXES = (".yaml", ".yml")
_LARGEST = 4 * 1024 * 1024


class _Unclear(Exception):  # noqa: N818 - not an error of the program
    """What the answer depends on can not be told from outside."""


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
    except (OSError, ValueError, _Unclear):
        return None
    if command in _NAMED_FIRST:
        return (*paths[1:], *standards, *settled)
    return (*(paths or ["."]), *standards, *settled)


def _settled(folder: str) -> list[str]:
    """The files that may hold settings, as `repository.settings` looks for them, and what they have a check read."""
    above = [folder]
    while os.path.dirname(above[-1]) != above[-1]:
        above.append(os.path.dirname(above[-1]))
    top = next((each for each in above if os.path.lexists(os.path.join(each, ".git"))), folder)
    found: list[str] = []
    for each in above[: above.index(top) + 1]:
        for name in _SETTINGS:
            file = os.path.join(each, name)
            if os.path.lexists(file):
                content = _content(file)
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
        raise _Unclear from None
    if name != _SETTINGS[0]:
        tools = said.get("tool", {})
        if not isinstance(tools, dict):
            raise _Unclear
        said = tools.get("hardmate", {})
    if not isinstance(said, dict) or not {"output", "baseline"}.isdisjoint(said):
        raise _Unclear
    paths = said.get("paths", [])
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in (*paths, said.get("standards", ""))):
        raise _Unclear
    paths = [*paths, *([said["standards"]] if "standards" in said else [])]
    return [os.path.join(folder, path) for path in paths]


Read = dict[str, bytes]
"""A digest of each file that is read, by its name; nothing for a folder."""


def keys_of(arguments: Sequence[str], paths: Sequence[str], *, day: str = "") -> tuple[str, str, Read] | None:
    """The key of the answer: arguments, day, terminal, every file that is read, and Hardmate itself. The key of what
    was found of the same before: the same without what the files hold, and without how it is told. And the files."""
    asked = [*arguments, *_place(paths), day or time.strftime("%Y-%m-%d", time.gmtime())]
    try:
        itself = list(program())
        read: Read = {}
        for path in paths:
            for name, content in files_of(path, top=True):
                leads = os.path.realpath(name) if os.path.islink(name) else ""  # it may be out of bounds
                lead = f"{len(leads)} {leads}\n".encode("utf-8", "surrogateescape")
                read[name] = sha256(lead + content).digest() if content is not None else b""
    except (OSError, ValueError, _Unclear):
        return None
    told = _digest((*asked, str(sys.stdout.isatty()), str("NO_COLOR" in os.environ), *itself))
    for name, digest in read.items():
        told.update(f"{len(name)} {name} ".encode("utf-8", "surrogateescape") + digest)
    found = _digest((*_untold(arguments), *asked[len(arguments) :], *itself))
    return f"answer-{told.hexdigest()}", f"found-{found.hexdigest()}", read


def key_of(arguments: Sequence[str], paths: Sequence[str], *, day: str = "") -> str | None:
    """The key of the answer alone."""
    found = keys_of(arguments, paths, day=day)
    return None if found is None else found[0]


def _place(paths: Sequence[str]) -> list[str]:
    return [os.getcwd(), *map(os.path.realpath, paths)]


def _digest(words: Sequence[str]) -> Hash:
    told = sha256()
    for word in words:
        told.update(f"{len(word)} {word}\n".encode("utf-8", "surrogateescape"))
    return told


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


def files_of(path: str, *, top: bool = False) -> Iterator[tuple[str, bytes | None]]:
    """Every YAML file that a path names or holds, with its content, as `repository.files` finds them; every folder
    with none."""
    try:
        with os.scandir(path) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except NotADirectoryError:
        yield path, _content(path)
        return
    except OSError:
        if top:
            raise
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name == "node_modules":
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from files_of(entry.path)
        elif entry.name.endswith(_SUFFIXES):
            yield entry.path, _content(entry.path)
    yield path, None


def _content(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            raise _Unclear
        content = os.read(descriptor, found.st_size + 1)
    finally:
        os.close(descriptor)
    if len(content) != found.st_size:
        raise _Unclear
    return content


def program() -> Iterator[str]:
    """What tells one Hardmate from another: its version, its files and shipped standards, and what is installed."""
    yield f"{__version__} {sys.version} {sys.flags.optimize}"
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    yield from _stamps(package)
    if not os.path.isdir(os.path.join(package, "data")):
        yield from _stamps(os.path.join(os.path.dirname(os.path.dirname(package)), "standards"))
    for place in sys.path:
        if place.endswith("-packages") and os.path.isdir(place):
            yield f"{place} {os.stat(place).st_mtime_ns}"


def _stamps(folder: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _stamps(entry.path)
        else:
            known = entry.stat()
            yield f"{entry.path} {known.st_size} {known.st_mtime_ns}"
