"""A path in, a document or findings out: the file is looked at before it is opened, and read up to a bound."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from hardmate.document.limits import MAX_BYTES
from hardmate.document.portable import parse
from hardmate.document.tree import Document
from hardmate.finding import Finding, Location, Severity

_KINDS = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
# A file that becomes a pipe between the look and the opening must not make the reader wait for a writer.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def read(file: Path, path: str) -> Document | tuple[Finding, ...]:
    """Read `file`, which findings call `path`. Whatever stands at that path, this returns and never raises."""
    raw = content(file, path, MAX_BYTES)
    return raw if isinstance(raw, tuple) else parse(raw, path)


def content(file: Path, path: str, most: int) -> bytes | tuple[Finding, ...]:
    """What the file holds, of a file that is too large a byte more than `most`; never raises."""
    try:
        refusal = _refusal(file.stat(), path)
        if refusal:
            return (refusal,)
        descriptor = os.open(file, _FLAGS)
        with open(descriptor, "rb") as stream:  # noqa: PTH123 - a descriptor, not a path
            refusal = _refusal(os.fstat(descriptor), path)
            if refusal:
                return (refusal,)
            return stream.read(most + 1)
    except FileNotFoundError:
        return (_finding("file-missing", "there is no such file", path, "check the path"),)
    except OSError as error:
        reason = (error.strerror or "the system gave no reason").lower()
        return (_finding("file-unreadable", f"the file cannot be read: {reason}", path),)
    except ValueError:
        return (_finding("file-unreadable", "the path holds a character that no path can hold", path),)


def _refusal(status: os.stat_result, path: str) -> Finding | None:
    """Why a thing of this status is not read, or None."""
    if stat.S_ISREG(status.st_mode):
        return None
    kind = next((name for test, name in _KINDS if test(status.st_mode)), "something else")
    return _finding("file-not-regular", f"this is {kind}, not a file", path, "name a YAML file")


def _finding(code: str, message: str, path: str, help: str = "") -> Finding:  # noqa: A002 - the finding's word
    return Finding(code, Severity.ERROR, message, Location(path), help, subject=("file", path))
