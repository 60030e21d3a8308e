"""What is judged by the standards that come with Hardmate: worked out once for all tests of all workers.

They are kept as a user's are, by the content of every file and by Hardmate itself, in a folder that no command writes
to, so that nothing else a test keeps drives them out. That the kept library is the built one, `tests/store` shows.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from hardmate import api
from hardmate.repository import Library, Repository
from hardmate.store.folder import usable

KEPT = os.path.join(os.environ["XDG_CACHE_HOME"], "shipped")  # noqa: PTH118 - a cache folder is text


def judged_by_shipped(paths: Sequence[Path], standards: Path | None = None) -> Repository:
    """As `api.loaded`, for the shipped standards."""
    assert usable(KEPT)
    return api.loaded(paths, standards, cache=KEPT)


def shipped_library() -> Library:
    return judged_by_shipped([]).library
