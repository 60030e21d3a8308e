"""Files and folders in; what their contents are known by, and whether they are still the same later, out.

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

_SUFFIXES = (".yaml", ".yml")
_LARGEST = 4 * 1024 * 1024
_COARSE = 3_000_000_000
"""Nanoseconds within which a file system may give two changes of a file the same time."""


class Unclear(Exception):  # noqa: N818 - not an error of the program
    """What the answer depends on can not be told from outside."""


class Keys:
    """`answer` is the key of what is written: by arguments, day, terminal, all files read, and Hardmate itself.
    `found` is the key of what was found out for it: the same without what the files hold, and without how it is told.
    `read` has a digest of each file by its name; nothing for a folder."""

    def __init__(self, arguments: Sequence[str], untold: Sequence[str], paths: Sequence[str], day: str) -> None:
        self._paths, self._day = paths, day
        self._long_ago = time.time_ns() - _COARSE
        self._around = self._of_all()
        self._stamps: dict[str, tuple[int, ...]] = {}
        self.read: dict[str, bytes] = {}
        for name, leads in names_of(paths):
            if leads is None:
                self.read[name] = b""
            else:
                content, self._stamps[name] = content_of(name)
                self.read[name] = _digest_of(content, leads)
        told = _digest((*arguments, *self._around, str(sys.stdout.isatty()), str("NO_COLOR" in os.environ)))
        for name, digest in self.read.items():
            told.update(f"{len(name)} {name} ".encode("utf-8", "surrogateescape") + digest)
        self.answer = f"answer-{told.hexdigest()}"
        self.found = f"found-{_digest((*untold, *self._around)).hexdigest()}"

    def _of_all(self) -> list[str]:
        """What files are not: where all this is, the day, and Hardmate."""
        here = os.getcwd()
        places = [here, top_of(here), *map(_lead, self._paths)]
        return [*places, self._day or time.strftime("%Y-%m-%d", time.gmtime()), *program()]

    def hold(self) -> bool:
        """Whether all is still as it was, so that what was read meanwhile is what the keys speak of. A file is read
        again only if it is a link, or if the system tells of a change not long before the keys were made, or since."""
        try:
            leads = dict(names_of(self._paths))
            return (
                leads.keys() == self.read.keys()
                and self._around == self._of_all()
                and all(self._holds(*each) for each in leads.items())
            )
        except (OSError, ValueError, Unclear):
            return False

    def _holds(self, name: str, leads: str | None) -> bool:
        if leads is None:
            return not self.read[name]
        if not leads:
            stamp = _stamp(os.stat(name))
            if stamp == self._stamps[name] and max(stamp[:2]) < self._long_ago:
                return True
        return _digest_of(content_of(name)[0], leads) == self.read[name]


def _stamp(known: os.stat_result) -> tuple[int, ...]:
    """What the system gives another value when somebody writes to a file, or puts another in its place."""
    return known.st_mtime_ns, known.st_ctime_ns, known.st_size, known.st_ino


def _digest_of(content: bytes, leads: str) -> bytes:
    lead = f"{len(leads)} {leads}\n".encode("utf-8", "surrogateescape")
    return sha256(lead + content).digest()


def _digest(words: Sequence[str]) -> Hash:
    told = sha256()
    for word in words:
        told.update(f"{len(word)} {word}\n".encode("utf-8", "surrogateescape"))
    return told


def names_of(paths: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """Every YAML file that the paths name or hold, as `repository.files` finds them, each with where it leads to if it
    is a link (it may be out of bounds) and "" if it is none; every folder with None."""
    for path in paths:
        if os.path.isdir(path):
            yield from _within(path)
        else:
            yield path, _lead(path) if os.path.islink(path) else ""


def _lead(path: str) -> str:
    """Where a path leads, and the repository that it stands in, which a link shall not lead out of."""
    return f"{os.path.realpath(path)} {os.path.realpath(top_of(os.path.dirname(os.path.abspath(path))))}"


def top_of(folder: str) -> str:
    """The top of the git repository that a folder lies in; "" for none."""
    return next((each for each in around(folder) if os.path.lexists(os.path.join(each, ".git"))), "")


def around(folder: str) -> list[str]:
    """A folder and all that it lies in, the nearest first."""
    found = [folder]
    while os.path.dirname(found[-1]) != found[-1]:
        found.append(os.path.dirname(found[-1]))
    return found


def _within(folder: str) -> Iterator[tuple[str, str | None]]:
    """Raises OSError for a folder that can not be listed."""
    waiting = [folder]
    while waiting:
        folder = waiting.pop()
        for entry in _entries(folder):
            if entry.name.startswith(".") or entry.name == "node_modules":
                continue
            if entry.is_dir():
                if not entry.is_symlink():
                    waiting.append(entry.path)
            elif entry.name.endswith(_SUFFIXES):
                yield entry.path, _lead(entry.path) if entry.is_symlink() else ""
        yield folder, None


def _entries(folder: str) -> Sequence[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        return sorted(found, key=lambda entry: entry.name)


def content_of(path: str, most: int = _LARGEST) -> tuple[bytes, tuple[int, ...]]:
    """What a file of at most so many bytes holds, and what the system knew of it before it was read."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        known = os.fstat(descriptor)
        if not stat.S_ISREG(known.st_mode) or known.st_size > most:
            raise Unclear
        content = os.read(descriptor, known.st_size + 1)
    finally:
        os.close(descriptor)
    if len(content) != known.st_size:
        raise Unclear
    return content, _stamp(known)


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
    for entry in _entries(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _stamps(entry.path)
        else:
            known = entry.stat()
            yield f"{entry.path} {known.st_size} {known.st_mtime_ns}"
