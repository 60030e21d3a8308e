"""A file's new content in; the file in its place, wholly or not at all, or a finding, out."""

from __future__ import annotations

import stat
from contextlib import suppress
from pathlib import Path

from hardmate.finding import Finding, Location, Severity

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def save(file: Path, text: str, path: str) -> Finding | None:
    """Write `text` into the file that findings call `path`; its permissions stay. A link is never written through."""
    import tempfile  # noqa: PLC0415 - takes long to load, and few commands write

    temporary = ""
    try:
        status = file.lstat()
        if not stat.S_ISREG(status.st_mode):
            return _unwritable(path, "it is not a file, or a link to one")
        if not status.st_mode & _WRITABLE:
            return _unwritable(path, "it is read-only")
        descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=".hardmate-")
        with open(descriptor, "wb") as stream:  # noqa: PTH123 - a descriptor, not a path
            stream.write(text.encode())
        Path(temporary).chmod(stat.S_IMODE(status.st_mode))
        Path(temporary).replace(file)
    except OSError as error:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink()
        return _unwritable(path, (error.strerror or "the system gave no reason").lower())
    return None


def _unwritable(path: str, why: str) -> Finding:
    message = f"the file cannot be written: {why}"
    return Finding("file-unwritable", Severity.ERROR, message, Location(path), subject=("file", path))
