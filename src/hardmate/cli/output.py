"""Text to standard output, with colour and code frames, and a bar for long work."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

from hardmate import api
from hardmate.cli.ending import stop
from hardmate.report.style import Style
from hardmate.repository import Repository, leads_out, lines_of

PIECES = 1000
"""Pieces of a long text that are written at once."""
PATIENCE = 0.5
"""Seconds of work before a bar is shown."""


def print_lines(lines: Iterable[str]) -> None:
    write(joined(lines))


def stream(pieces: Iterable[str]) -> None:
    """The same for text that is too long to hold."""
    waiting = iter(pieces)
    while some := "".join(islice(waiting, PIECES)):
        write(some)


def joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def write(text: str) -> None:
    """Bytes that do not depend on the locale: UTF-8 with LF."""
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def write_file(file: Path, text: str) -> None:
    """The text into a file of the user's naming; a stop if that can not be, or if a link there leads elsewhere."""
    name = file.as_posix()
    if leads_out(file):
        stop(f"{name} is not written: a link there leads out of the repository")
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        stop(f"can not write {name}: {error.strerror or 'the system gave no reason'}")


def style_of(colour: bool | None = None) -> Style:
    """Colour on a terminal, unless the user asked for none."""
    wanted = sys.stdout.isatty() if colour is None else colour
    return Style(wanted and "NO_COLOR" not in os.environ)


def lines_by_name(repository: Repository) -> Callable[[str], Sequence[str]]:
    return cache(lambda name: lines_of(repository.origins[name]) if name in repository.origins else ())


def progress_bar(title: str) -> api.Progress | None:
    """A bar on a terminal for work that takes longer than half a second."""
    if not sys.stderr.isatty():
        return None

    def shown(parts: Iterable[api.Work], total: int) -> Iterator[api.Work]:
        from rich.console import Console  # noqa: PLC0415 - only long work on a terminal pays for it
        from rich.progress import Progress  # noqa: PLC0415

        started = time.monotonic()
        bar: Progress | None = None
        try:
            for done, each in enumerate(parts):
                yield each
                if bar is None and time.monotonic() - started > PATIENCE:
                    bar = Progress(console=Console(stderr=True), transient=True)
                    bar.start()
                    task = bar.add_task(title, total=total)
                if bar is not None:
                    bar.update(task, completed=done + 1)
        finally:
            if bar is not None:
                bar.stop()

    return shown
