"""A key in, the bytes kept under it out. What is damaged, or stands where others may write, is as good as absent."""

from __future__ import annotations

import os
import sys
from hashlib import sha256

from hardmate.store.keys import Unclear, content_of

MOST_BYTES = 256 * 1024 * 1024
MOST_ENTRIES = 400
_MAGIC = b"hardmate 1\n"
_DIGEST = 32
_O_BINARY = getattr(os, "O_BINARY", 0)


def folder() -> str:
    """Where this platform keeps caches: below XDG_CACHE_HOME, Library/Caches, LOCALAPPDATA or .cache; "" if nowhere."""
    asked = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(asked):
        return os.path.join(asked, "hardmate")
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        return os.path.join(local, "hardmate", "Cache") if local else ""
    home = os.path.expanduser("~")
    if not os.path.isabs(home):
        return ""
    return os.path.join(home, *(("Library", "Caches") if sys.platform == "darwin" else (".cache",)), "hardmate")


def usable(place: str, *, apart_from: tuple[str, ...] = ()) -> bool:
    """Whether the folder is this user's alone, and not part of what is checked; it is made if it is not there."""
    if not place:
        return False
    try:
        real = os.path.realpath(place)
        for each in apart_from:
            around = os.path.realpath(each)
            if real == around or real.startswith(around.rstrip(os.sep) + os.sep):
                return False
        os.makedirs(place, mode=0o700, exist_ok=True)
        found = os.lstat(place)
    except (OSError, ValueError):  # a path may hold a character that no path can hold
        return False
    if os.path.islink(place) or not os.path.isdir(place):
        return False
    return not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)


def kept(place: str, key: str) -> bytes | None:
    """What was kept under the key, if it is whole."""
    try:
        raw, _ = content_of(os.path.join(place, key), MOST_BYTES)
    except (OSError, Unclear):
        return None
    start = len(_MAGIC) + _DIGEST
    content = raw[start:]
    whole = raw.startswith(_MAGIC) and raw[len(_MAGIC) : start] == _digest(key, content)
    return content if whole else None


def keep(place: str, key: str, content: bytes) -> None:
    """Keep the content, all of it or nothing: two processes that write one key leave one of the two."""
    if len(content) > MOST_BYTES // 4:
        return
    path = os.path.join(place, key)
    unfinished = f"{path}.{os.getpid()}.part"
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _O_BINARY, 0o600)
    except OSError:
        return
    try:
        with open(descriptor, "wb") as stream:
            stream.write(_MAGIC + _digest(key, content) + content)
        os.replace(unfinished, path)
        _evict(place)
    except OSError:
        _remove(unfinished)


def _digest(key: str, content: bytes) -> bytes:
    told = sha256(key.encode())
    told.update(content)
    return told.digest()


def _evict(place: str) -> None:
    """Remove what was kept longest ago, as long as there is too much."""
    with os.scandir(place) as found:
        entries = sorted((entry.stat().st_mtime_ns, entry.stat().st_size, entry.path) for entry in found)
    total = sum(size for _, size, _ in entries)
    for number, (_, size, path) in enumerate(entries):
        if total <= MOST_BYTES and len(entries) - number <= MOST_ENTRIES:
            return
        _remove(path)
        total -= size


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except OSError:
        return
