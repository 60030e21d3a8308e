"""Work on many things, shared with a copy of this process on a core that would do nothing else.

It is never more than sooner: where there is no core or process to be had, and where the copy ends before it has handed
everything over, all is done here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

PARTS, MOST_PARTS = 32, 255
"""In so many parts is work shared, unless its items take long and differ in how long; and in so many it can be."""


@contextmanager
def shared(
    work: Callable[[Sequence[Item]], Made],
    items: Sequence[Item],
    least: int,
    held: Sequence[object] = (),
    *,
    parts: int = PARTS,
) -> Iterator[Callable[[], list[Made]]]:
    """Begin to work on the items aside, part by part from the last on, if they are at least so many.

    What this gives works on them here, from the first part on, until the two meet, and gives what came of each part;
    that may be a copy, but for what is `held`: things of one class that were there before, and that it may have in it.
    """
    if len(items) < least or not _sooner():
        yield lambda: [work(items)]
        return
    from hardmate.aside.copy import begun  # noqa: PLC0415 - only for many things

    size = -(-len(items) // parts)
    sliced = [items[at : at + size] for at in range(0, len(items), size)]
    with begun(work, sliced, held) as copy:

        def made() -> list[Made]:
            own: list[Made] = []
            while len(own) < len(sliced) and copy.leaves(len(own)):
                own.append(work(sliced[len(own)]))
            others: list[Made] = copy.made()[: len(sliced) - len(own)] if len(own) < len(sliced) else []
            missing = sliced[len(own) : len(sliced) - len(others)]
            return [*own, *map(work, missing), *reversed(others)]

        yield made


def _sooner() -> bool:
    """Whether there is a second core, and this process can be copied: not while a thread of it may hold a lock, nor
    where libraries of the system do not bear it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    threads = sys.modules.get("threading")
    alone = threads is None or threads.active_count() == 1
    return cores > 1 and alone and hasattr(os, "fork") and sys.platform != "darwin"
