"""Work that is shared with a copy of the process, each in a process of its own: `python halves_ground.py NAME`."""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from types import MappingProxyType
from typing import Any

from hardmate.aside import PARTS, shared
from hardmate.language.value import Evidence

HERE = os.getpid()
ITEMS = tuple(range(3 * PARTS + 1))
SLOW = 0.02
"""Seconds that a part takes here, so that the copy gets some too."""
Work = Callable[[Sequence[int]], Any]


def aside() -> bool:
    return os.getpid() != HERE


def made(work: Work, least: int = 1, held: Sequence[object] = ()) -> list[Any]:
    def slowly(items: Sequence[int]) -> Any:
        if not aside():
            time.sleep(SLOW)
        return work(items)

    with shared(slowly, ITEMS, least, held) as all_made:
        return all_made()


def told(items: Sequence[int]) -> list[int]:
    return [2 * each for each in items]


def all_told(work: Work) -> bool:
    return [each for part in made(work) for each in part] == told(ITEMS)


def in_two_processes() -> None:
    where = made(lambda _: aside())
    assert where == sorted(where)
    assert where[-1]
    assert all_told(told)


def a_few_here() -> None:
    assert made(lambda items: (aside(), items), len(ITEMS) + 1) == [(False, ITEMS)]


def on_one_core() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    assert made(lambda items: (aside(), items)) == [(False, ITEMS)]


def beside_a_thread() -> None:
    end = threading.Event()
    other = threading.Thread(target=end.wait)
    other.start()
    assert made(lambda _: aside()) == [False]
    end.set()
    other.join()


def more_than_a_pipe_holds() -> None:
    texts = made(lambda items: [f"{each} " * 100_000 for each in items])
    assert [each[:5] for part in texts for each in part] == [f"{each} {each} {each} "[:5] for each in ITEMS]


def what_both_hold_is_one_thing() -> None:
    held, new = Evidence(owner="both"), Evidence(owner="new")
    *_, (one, other, within) = made(lambda _: (held, new, MappingProxyType({1: held})), held=[held])
    assert other is not new
    assert one is within[1] is held
    assert other == new


def what_is_in_several_parts_is_one_thing() -> None:
    new = Evidence()
    *_, one, other = made(lambda _: new)
    assert one is other is not new


def one_that_ends_early() -> None:
    def work(items: Sequence[int]) -> list[int]:
        if aside() and items[0] < 2 * PARTS:
            os._exit(0)
        return told(items)

    assert all_told(work)


def one_that_is_killed() -> None:
    def work(items: Sequence[int]) -> list[int]:
        if aside():
            os.kill(os.getpid(), signal.SIGKILL)
        return told(items)

    assert all_told(work)


def one_without_memory() -> None:
    def work(items: Sequence[int]) -> list[int]:
        if aside():
            resource.setrlimit(resource.RLIMIT_AS, (1 << 28, 1 << 28))
            bytearray(1 << 29)
        return told(items)

    assert all_told(work)


def one_that_makes_what_can_not_be_handed_over() -> None:
    parts = made(lambda items: partial(lambda: items))
    assert [each for part in parts for each in part()] == list(ITEMS)


def one_that_fails_as_this_one_does() -> None:
    try:
        made(lambda items: 1 // (items[-1] - ITEMS[-1]))
    except ZeroDivisionError:
        return
    raise AssertionError


def interrupted_here() -> None:
    def work(items: Sequence[int]) -> None:
        if aside():
            signal.pause()
        raise KeyboardInterrupt(items)

    try:
        made(work)
    except KeyboardInterrupt:
        return
    raise AssertionError


def without_a_pipe() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    made(told)  # what has to be loaded is
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, most))
    assert not any(made(lambda _: aside()))


def where_nobody_waits() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    assert all_told(told)


GROUND = (
    in_two_processes,
    a_few_here,
    on_one_core,
    beside_a_thread,
    more_than_a_pipe_holds,
    what_both_hold_is_one_thing,
    what_is_in_several_parts_is_one_thing,
    one_that_ends_early,
    one_that_is_killed,
    one_without_memory,
    one_that_makes_what_can_not_be_handed_over,
    one_that_fails_as_this_one_does,
    interrupted_here,
    without_a_pipe,
    where_nobody_waits,
)

if __name__ == "__main__":
    next(each for each in GROUND if each.__name__ == sys.argv[1])()
    with suppress(ChildProcessError):
        raise AssertionError(os.waitpid(-1, os.WNOHANG))  # nobody is left
