"""The library of a standards folder, built once and kept: files in; the library, with what is wrong with it, out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

import msgspec

from hardmate.finding import Finding
from hardmate.language.dictionary import Dictionary
from hardmate.model.dialect import Schema
from hardmate.repository.files import File
from hardmate.repository.library import Library, library
from hardmate.store.coded import decoded, encoded
from hardmate.store.folder import keep, kept
from hardmate.store.keys import program

STANDARDS = "standards-"
"""What the key of a library begins with."""


def kept_library(files: Sequence[File], cache: str, key: str) -> tuple[Library, tuple[Finding, ...]]:
    """As `library`, from the cache folder if the same files, of which `key` is the key, were found without fault
    before; "" is no folder, and no key."""
    found = library_kept(cache, key)
    if found is not None:
        return found, ()
    built, wrong = library(files)
    if key and not wrong:
        keep(cache, key, encoded(built))
    return built, wrong


def library_kept(cache: str, key: str) -> Library | None:
    """The library that is kept under a key."""
    raw = kept(cache, key) if key else None
    if raw is None:
        return None
    try:
        found = decoded(raw)
    except ValueError:
        return None
    return found if isinstance(found, Library) else None


def schemas_kept(
    cache: str, key: str, dictionary: Dictionary, lost: frozenset[str] = frozenset()
) -> Callable[[str], Schema]:
    """The schema of each kind of file over the dictionary of a library, kept beside it: to make one takes long."""

    def schema(kind: str) -> Schema:
        name = f"{key}-{kind}"
        raw = kept(cache, name) if key else None
        if raw is not None:
            found: Schema = msgspec.json.decode(raw)
            return found
        from hardmate.model.published import schema_of  # noqa: PLC0415 - made once for each standards

        made = schema_of(kind, dictionary, lost)
        if key:
            keep(cache, name, msgspec.json.encode(made))
        return made

    return schema


def library_key(files: Sequence[File]) -> str:
    """The key of the library: this program, and every file's name and content. "" if a file can not be read."""
    told = sha256("\n".join(program()).encode("utf-8", "surrogateescape"))
    try:
        for file in files:
            raw = file.path.read_bytes() if file.raw is None else file.raw
            told.update(f"{len(file.shown)} {file.shown} {len(raw)}\n".encode("utf-8", "surrogateescape"))
            told.update(raw)
    except (OSError, ValueError):
        return ""
    return f"{STANDARDS}{told.hexdigest()}"
