"""The files of a standards folder in; with them those that the folder says it stands upon out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from hardmate.document import Document, parse, read
from hardmate.finding import Finding
from hardmate.model.place import Place
from hardmate.repository.files import File

HEAD = "library.yaml"
"""The file at the top of a standards folder that says what it stands upon."""


def renamed(files: Sequence[File], folder: Path, shown_as: str) -> tuple[File, ...]:
    """The files of a folder by another name for it."""
    return tuple(replace(each, shown=f"{shown_as}/{each.path.relative_to(folder).as_posix()}") for each in files)


def standing(files: Sequence[File], folder: Path, below: Sequence[File]) -> tuple[tuple[File, ...], list[Finding]]:
    """The files of a folder, after those `below` if it stands upon them; and the heads that stand elsewhere in it."""
    top = os.path.realpath(folder)
    upon, found = False, []
    for file in files:
        if file.path.name != HEAD:
            continue
        head = read(file.path, file.shown) if file.raw is None else parse(file.raw, file.shown)
        if not isinstance(head, Document) or not isinstance(head.data, dict) or head.data.get("kind") != "library":
            continue
        if os.path.realpath(file.path.parent) == top:
            upon = head.data.get("upon") == "shipped"
        else:
            message = f"this file says what the folder {folder.as_posix()} stands upon"
            found.append(Place(head).down("kind").error("misplaced-file", message, f"move it to the top, as {HEAD}"))
    return (*below, *files) if upon else tuple(files), found
