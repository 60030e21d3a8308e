"""Paths that stand in a repository and lead out of it: by a link, which may have come with a pull request."""

from __future__ import annotations

import os
from pathlib import Path


def top_of(start: Path) -> Path:
    """The top of the git repository that a folder lies in; without one, the folder itself."""
    return next((folder for folder in (start, *start.parents) if os.path.lexists(folder / ".git")), start)


def lies_in(path: Path, top: Path) -> bool:
    """Whether the path, all links followed, is in the repository; `realpath` takes even a loop of links."""
    real, root = Path(os.path.realpath(path)), Path(os.path.realpath(top))
    return real == root or root in real.parents


def leads_out(path: Path) -> bool:
    """Whether a path stands in the repository that we are in, or in another one, and leads out of that.

    What is named outside of any repository leads where its user wants it to.
    """
    here = Path.cwd()
    stands = Path(os.path.normpath(here / path))
    ours = top_of(here)
    if ours in (stands, *stands.parents):
        return not lies_in(stands, ours)
    theirs = top_of(stands.parent)
    return os.path.lexists(theirs / ".git") and not lies_in(stands, theirs)
