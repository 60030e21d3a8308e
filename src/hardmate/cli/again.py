"""A check that was asked before, of files of which a few have changed since: answered from what was found then."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from hardmate import api
from hardmate.cli.reading import wanted
from hardmate.cli.settings import left_out
from hardmate.finding import Finding
from hardmate.renewal.renewed import Renewed, renewed
from hardmate.renewal.state import bytes_of, state_in, state_of
from hardmate.repository import library_kept, schemas_kept
from hardmate.store.answer import ASKED
from hardmate.store.folder import keep, kept

_NOTES = "notes-of-"
"""What the key of the notes begins with, before that of what else was found."""


def checked_again(paths: list[Path] | None, standards: Path | None, today: str, *, counted: bool) -> Renewed | None:
    """What there is to say now, if that follows from what was found before; with notes only `counted`, if that is
    enough."""
    asked = ASKED.get()
    raw = None if asked is None else kept(asked.place, asked.keys.found)
    if asked is None or raw is None:
        return None
    gc.disable()
    try:
        state = state_in(raw)
        library = library_kept(asked.place, state.library)
        if library is None:
            return None
        named = wanted(paths, standards)
        schema = schemas_kept(asked.place, state.library, library.dictionary)

        def listed() -> Sequence[str] | None:
            return api.listed(named, standards, left_out())

        def notes() -> bytes | None:
            raw = kept(asked.place, _NOTES + asked.keys.found)
            return raw if raw is not None and sha256(raw).digest() == state.apart else None

        return renewed(
            state, asked.keys.read, library, schema, listed=listed, notes=notes, counted=counted, today=today
        )
    finally:
        gc.freeze()
        gc.enable()


def keep_found(check: api.Check, texts: Mapping[Finding, str]) -> None:
    """Keep what was found, for when a few files change; `texts` are what findings read like, once they are shown."""
    asked = ASKED.get()
    if asked is None:
        return

    def keeping() -> None:
        found = state_of(check, asked.keys.read, texts)
        if found is not None:
            state, notes = found
            keep(asked.place, _NOTES + asked.keys.found, notes)
            keep(asked.place, asked.keys.found, bytes_of(state))

    asked.if_unchanged(keeping)
