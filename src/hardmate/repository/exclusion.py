"""Which files are left out: patterns of the settings and a path in, yes or no out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import Struct


class Exclusion(Struct, frozen=True):
    """Patterns of paths below a folder. `*` and `?` stand for anything in one name, `**` for any number of names; what
    fits a folder holds for all that is in it."""

    folder: Path
    patterns: tuple[tuple[str, ...], ...]

    def holds(self, path: str | Path) -> bool:
        """Whether the path is left out. A link is judged by where it stands, not by where it leads."""
        if not self.patterns:
            return False
        below = os.path.relpath(path, self.folder).replace(os.sep, "/").split("/")
        return below[0] != ".." and any(_fits(below, pattern) for pattern in self.patterns)


NOTHING = Exclusion(Path(), ())
"""No file is left out."""


def exclusion(folder: Path, patterns: Sequence[str]) -> Exclusion:
    """The patterns as they are written: `drafts`, `drafts/`, `*/old-*.yaml`, `**/drafts`."""
    split = (tuple(part for part in pattern.split("/") if part not in ("", ".")) for pattern in patterns)
    return Exclusion(folder, tuple(each for each in split if each))


def _fits(names: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether the pattern fits the path or a folder that it lies in; in steps bounded by the product of the lengths."""
    reached = {0}
    for name in (*names, None):
        reached |= {at + 1 for at in _past_any(reached, pattern)}
        if len(pattern) in reached:
            return True
        if name is None:
            break
        reached = {
            at if pattern[at] == "**" else at + 1
            for at in reached
            if pattern[at] == "**" or fnmatchcase(name, pattern[at])
        }
    return False


def _past_any(reached: set[int], pattern: Sequence[str]) -> set[int]:
    """The `**` that may stand for no more names, those that follow each other included."""
    found: set[int] = set()
    for at in sorted(reached):
        while at < len(pattern) and pattern[at] == "**":
            found.add(at)
            at += 1  # noqa: PLW2901 - the run of `**` from here on
    return found
