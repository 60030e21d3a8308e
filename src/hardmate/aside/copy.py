"""A copy of this process, which works on parts from the last on and hands over in the end what came of them."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO
from mmap import mmap
from types import MappingProxyType
from typing import IO, Any, TypeVar

from msgspec import Struct

Item = TypeVar("Item")

HERE, ASIDE = 0, 1
"""Where both note how far they are: how many parts are taken here, and the first of those that are taken aside."""


class Copy(Struct):
    """The copy as its original knows it; nothing is heard of one that could not be made."""

    far: mmap
    heard: IO[bytes]
    held: Sequence[object]
    ended: bool = False

    def leaves(self, number: int) -> bool:
        """Whether it has not taken a part; it leaves that from now on, if those before it are taken here."""
        self.far[HERE] = number + 1
        return number < self.far[ASIDE]

    def made(self) -> list[Any]:
        """What came of the last parts, of the last one first: of all that it took, unless it ended early."""
        unpickler = _Unpickler(self.heard, self.held)
        found = []
        with suppress(EOFError, pickle.UnpicklingError):
            while True:
                found.append(unpickler.load())
        self.ended = True
        return found


@contextmanager
def begun(
    work: Callable[[Sequence[Item]], object], parts: Sequence[Sequence[Item]], held: Sequence[object]
) -> Iterator[Copy]:
    """A copy that works on the parts; none is left afterwards."""
    far = mmap(-1, 2)
    far[ASIDE] = len(parts)
    process, heard = _forked(lambda stream: _worked(work, parts, held, far, stream))
    copy = Copy(far, heard, held)
    try:
        yield copy
    finally:
        heard.close()
        if process:
            with suppress(ProcessLookupError, ChildProcessError):  # the system may have been told that nobody waits
                if not copy.ended:
                    os.kill(process, 9)
                os.waitpid(process, 0)


def _forked(work: Callable[[IO[bytes]], None]) -> tuple[int, IO[bytes]]:
    """The number of a process that does the work, and what is heard of it; 0 and nothing, if there can be none."""
    try:
        heard, told = os.pipe()
    except OSError:
        return 0, BytesIO()
    try:
        process = os.fork()
    except OSError:
        os.close(heard)
        os.close(told)
        return 0, BytesIO()
    if process:
        os.close(told)
        return process, open(heard, "rb")  # noqa: PTH123 - a descriptor; whoever asked closes it
    try:
        os.close(heard)
        with open(told, "wb") as stream:  # noqa: PTH123
            work(stream)
    finally:  # what went wrong here goes wrong there as well
        os._exit(0)


def _worked(
    work: Callable[[Sequence[Item]], object],
    parts: Sequence[Sequence[Item]],
    held: Sequence[object],
    far: mmap,
    stream: IO[bytes],
) -> None:
    raw = BytesIO()  # nobody listens before his own work is done
    pickler = _pickler(raw, held)
    for number in reversed(range(len(parts))):
        if number < far[HERE]:
            break
        far[ASIDE] = number
        pickler.dump(work(parts[number]))
    stream.write(raw.getbuffer())


def _pickler(stream: IO[bytes], held: Sequence[object]) -> pickle.Pickler:
    numbers = {id(each): number for number, each in enumerate(held)}
    reducers: dict[type, Callable[[Any], Any]] = {MappingProxyType: lambda one: (_read_only, (dict(one),))}
    for kind in {type(each) for each in held}:
        reducers[kind] = lambda one: (_held, (numbers[id(one)],)) if id(one) in numbers else one.__reduce__()
    pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = reducers
    return pickler


class _Unpickler(pickle.Unpickler):
    """Reads what the copy made; nobody else can write it."""

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
