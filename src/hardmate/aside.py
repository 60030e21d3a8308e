"""Work done beside one's own, by a second process that is a copy of this one, on a core that would do nothing else.

It is never more than sooner: where there is no core or process to be had, and where a process ends before it has handed
everything back, this one does the work.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO
from types import MappingProxyType
from typing import IO, Any, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def halved(
    work: Callable[[Sequence[Item]], Made], items: Sequence[Item], held: Sequence[object] = ()
) -> tuple[Made, Made]:
    """What comes of the first half of the items, and of the second, which is worked on aside; `held` as below."""
    half = len(items) // 2
    with aside(lambda: work(items[half:]), held) as later:
        return work(items[:half]), later()


@contextmanager
def aside(work: Callable[[], Made], held: Sequence[object] = ()) -> Iterator[Callable[[], Made]]:
    """Begin the work; what this gives is asked once for what came of it. That is a copy, but for what is `held`: things
    of one class that were there before, and that it may have in it."""
    begun = _begun(work, held)
    if begun is None:
        yield work
        return
    child, stream = begun
    ended = False

    def handed() -> Made:
        nonlocal ended
        try:
            made: Made = _Unpickler(stream, held).load()
        except (EOFError, pickle.UnpicklingError):
            return work()
        ended = True
        return made

    try:
        yield handed
    finally:
        stream.close()
        with suppress(ProcessLookupError, ChildProcessError):  # it may be told to the system that nobody waits
            if not ended:
                os.kill(child, 9)
            os.waitpid(child, 0)


def _begun(work: Callable[[], object], held: Sequence[object]) -> tuple[int, IO[bytes]] | None:
    """The process that does the work, and what it is heard from; None if there is none."""
    if not _sooner():
        return None
    try:
        heard, told = os.pipe()
    except OSError:
        return None
    try:
        child = os.fork()
    except OSError:
        os.close(heard)
        os.close(told)
        return None
    if child:
        os.close(told)
        return child, open(heard, "rb")  # noqa: PTH123 - a descriptor; whoever asked closes it
    try:
        os.close(heard)
        raw = BytesIO()  # for nobody listens before his own work is done
        _pickler(raw, held).dump(work())
        with open(told, "wb") as stream:  # noqa: PTH123
            stream.write(raw.getbuffer())
    finally:  # what went wrong, the other one meets as well
        os._exit(0)


def _sooner() -> bool:
    """Whether there is a second core, and this process can be copied: not while a thread of it may hold a lock, nor
    where libraries of the system do not bear it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    threads = sys.modules.get("threading")
    alone = threads is None or threads.active_count() == 1
    return cores > 1 and alone and hasattr(os, "fork") and sys.platform != "darwin"


def _pickler(stream: IO[bytes], held: Sequence[object]) -> pickle.Pickler:
    numbers = {id(each): number for number, each in enumerate(held)}
    pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)
    reducers: dict[type, Callable[[Any], Any]] = {MappingProxyType: lambda one: (_read_only, (dict(one),))}
    for kind in {type(each) for each in held}:
        reducers[kind] = lambda one: (_held, (numbers[id(one)],)) if id(one) in numbers else one.__reduce__()
    pickler.dispatch_table = reducers
    return pickler


class _Unpickler(pickle.Unpickler):
    """Reads what the other process made; nobody else can write it."""

    def __init__(self, stream: IO[bytes], held: Sequence[object]) -> None:
        super().__init__(stream)
        self._held = held

    def find_class(self, module: str, name: str) -> Any:
        return self._held.__getitem__ if name == _held.__name__ else super().find_class(module, name)


def _held(number: int) -> object:
    """Stands for what both processes hold, by its number."""
    raise NotImplementedError(number)


def _read_only(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)
