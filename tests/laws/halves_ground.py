"""Work that is done aside, each of these in a process of its own: `python halves_ground.py NAME`. All must hold."""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from types import MappingProxyType

from hardmate.aside import halved
from hardmate.language.value import Evidence

HERE = os.getpid()
ITEMS = tuple(range(10))


def aside() -> bool:
    return os.getpid() != HERE


def doubled(items: Sequence[int]) -> list[int]:
    return [2 * each for each in items]


def nobody_is_left() -> None:
    with suppress(ChildProcessError):
        raise AssertionError(os.waitpid(-1, os.WNOHANG))


def in_two_processes() -> None:
    first, second = halved(lambda items: (os.getpid(), doubled(items)), ITEMS)
    assert first == (HERE, [0, 2, 4, 6, 8])
    assert second[0] != HERE
    assert second[1] == [10, 12, 14, 16, 18]


def on_one_core() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    assert halved(lambda _: aside(), ITEMS) == (False, False)


def beside_a_thread() -> None:
    end = threading.Event()
    other = threading.Thread(target=end.wait)
    other.start()
    assert halved(lambda _: aside(), ITEMS) == (False, False)
    end.set()
    other.join()


def more_than_a_pipe_holds() -> None:
    texts = [[f"{number} " * 1000 for number in items] for items in (range(2000), range(2000, 4000))]
    assert list(halved(lambda items: [f"{number} " * 1000 for number in items], range(4000))) == texts


def what_both_hold_is_one_thing() -> None:
    held, new = Evidence(owner="both"), Evidence(owner="new")
    _, (one, other, within) = halved(lambda _: (held, new, MappingProxyType({1: held})), ITEMS, [held])
    assert other is not new
    assert one is within[1] is held
    assert other == new


def one_that_ends_early() -> None:
    def work(items: Sequence[int]) -> list[int]:
        if aside():
            os._exit(0)
        return doubled(items)

    assert halved(work, ITEMS) == ([0, 2, 4, 6, 8], [10, 12, 14, 16, 18])


def one_that_is_killed() -> None:
    def work(items: Sequence[int]) -> list[int]:
        if aside():
            os.kill(os.getpid(), signal.SIGKILL)
        return doubled(items)

    assert halved(work, ITEMS) == ([0, 2, 4, 6, 8], [10, 12, 14, 16, 18])


def one_without_memory() -> None:
    def work(items: Sequence[int]) -> int:
        if aside():
            resource.setrlimit(resource.RLIMIT_AS, (1 << 28, 1 << 28))
            bytearray(1 << 29)
        return sum(items)

    assert halved(work, ITEMS) == (10, 35)


def one_that_makes_what_can_not_be_handed_back() -> None:
    _, second = halved(lambda items: partial(lambda: sum(items)), ITEMS)
    assert second() == 35


def one_that_fails_as_this_one_does() -> None:
    def work(items: Sequence[int]) -> int:
        return 1 // (items[0] - 5)

    try:
        halved(work, ITEMS)
    except ZeroDivisionError:
        return
    raise AssertionError


def interrupted_here() -> None:
    def work(items: Sequence[int]) -> int:
        if aside():
            signal.pause()
        raise KeyboardInterrupt(items)

    try:
        halved(work, ITEMS)
    except KeyboardInterrupt:
        return
    raise AssertionError


def without_a_pipe() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, most))
    assert halved(lambda _: aside(), ITEMS) == (False, False)


def where_nobody_waits() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    assert halved(lambda _: aside(), ITEMS) == (False, True)


GROUND = (
    in_two_processes,
    on_one_core,
    beside_a_thread,
    more_than_a_pipe_holds,
    what_both_hold_is_one_thing,
    one_that_ends_early,
    one_that_is_killed,
    one_without_memory,
    one_that_makes_what_can_not_be_handed_back,
    one_that_fails_as_this_one_does,
    interrupted_here,
    without_a_pipe,
    where_nobody_waits,
)

if __name__ == "__main__":
    next(each for each in GROUND if each.__name__ == sys.argv[1])()
    nobody_is_left()
