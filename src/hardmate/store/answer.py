"""An answer to a check: what it wrote to standard output and its exit code, kept by the key of the question."""

from __future__ import annotations

import sys
from contextvars import ContextVar

from hardmate.store.folder import folder, keep, kept, usable
from hardmate.store.question import keys_of, paths_of

TYPE_CHECKING = False  # typing itself takes as long to load as many an answer to be found
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO, NoReturn, TextIO

    from hardmate.store.keys import Keys

MOST_BYTES = 16 * 1024 * 1024
_CODES = (0, 1)
"""That Hardmate could not run is never kept."""


class Question:
    """A check with the keys of its answer, and the folder where the answer may be. `whole` is false once anything was
    told besides the answer."""

    def __init__(self, place: str, keys: Keys) -> None:
        self.place, self.keys = place, keys
        self.wanted: list[Callable[[], None]] = []
        self.whole = True

    def if_unchanged(self, keeping: Callable[[], None]) -> None:
        """Have something kept in the end, unless a file was changed meanwhile."""
        self.wanted.append(keeping)

    def answer(self) -> tuple[bytes, int] | None:
        """What was written when this was asked before, and the exit code."""
        found = kept(self.place, self.keys.answer)
        return None if not found or found[0] not in _CODES else (found[1:], found[0])

    def answered(self, run: Callable[[], object]) -> NoReturn:
        """Run the command, keep what it writes unless a file was changed meanwhile, and exit as it does."""
        shown = sys.stdout
        heard = Copied(shown)
        sys.stdout = heard
        code: object = 0
        before = ASKED.set(self)
        try:
            run()
        except SystemExit as end:
            code = end.code or 0
        finally:
            sys.stdout = shown
            ASKED.reset(before)
        if isinstance(code, int) and code in _CODES and self.keys.hold():
            if self.whole and heard.buffer.size <= MOST_BYTES:
                keep(self.place, self.keys.answer, bytes([code]) + b"".join(heard.buffer.parts))
            for each in self.wanted:
                each()
        sys.exit(code)  # type: ignore[arg-type]


def asked(arguments: Sequence[str]) -> Question | None:
    """The question that the arguments ask, if its answer can be kept at all."""
    paths = paths_of(arguments)
    if paths is None:
        return None
    place = folder()
    keys = keys_of(arguments, paths) if usable(place, apart_from=paths) else None
    return None if keys is None else Question(place, keys)


ASKED: ContextVar[Question | None] = ContextVar("ASKED", default=None)
"""The question that is being answered."""


class Copied:
    """A text stream that remembers what is written to it, up to a limit."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.buffer = _Buffer(stream.buffer)

    def write(self, text: str) -> int:
        self.buffer.write(text.encode(self._stream.encoding, self._stream.errors or "strict"))
        return len(text)

    def flush(self) -> None:
        self.buffer.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


class _Buffer:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.parts: list[bytes] = []
        self.size = 0

    def write(self, content: bytes) -> int:
        self.size += len(content)
        if self.size <= MOST_BYTES:
            self.parts.append(content)
        return self._stream.write(content)

    def flush(self) -> None:
        self._stream.flush()
