"""The `hardmate` command. The version, and what was asked before, is told without loading anything."""

from __future__ import annotations

import os
import sys

READER_GONE, COULD_NOT_RUN, INTERRUPTED = 1, 2, 130


def main() -> None:
    """Run the command line, and end without taking apart what was loaded, which takes longer than many a command."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed before the start: the exit code is all that is told
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
    if not hasattr(
        sys.stdout.buffer, "raw"
    ):  # with PYTHONUNBUFFERED: what a full disk does not take of a write is lost
        coding, errors = sys.stdout.encoding, sys.stdout.errors
        sys.stdout = os.fdopen(sys.stdout.fileno(), "w", encoding=coding, errors=errors, closefd=False)
    try:
        code = _run()
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = READER_GONE
    except KeyboardInterrupt:
        code = INTERRUPTED
    except OSError as error:  # as where the disk is full
        code = COULD_NOT_RUN
        _say(f"hardmate: {error}\n")
    except ImportError as error:  # as where there is too little memory for a library
        code = COULD_NOT_RUN
        _say(f"hardmate: a part of it can not be loaded: {error}\n")
    except MemoryError:
        code = COULD_NOT_RUN
        _say("hardmate: there is not enough memory\n")
    except Exception:  # a fault of Hardmate's own, which shall not look like findings
        code = COULD_NOT_RUN
        sys.excepthook(*sys.exc_info())
    os._exit(code)


def _say(line: str) -> None:
    """To standard error, if that can be written to."""
    try:
        os.write(2, line.encode())
    except OSError:
        return


def _run() -> int:
    """The exit code."""
    try:
        _told()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _told() -> None:
    if sys.argv[1:] == ["--version"]:
        from hardmate import __version__  # noqa: PLC0415

        sys.stdout.write(f"hardmate {__version__}\n")
        return
    from hardmate.store.answer import asked  # noqa: PLC0415

    question = asked(sys.argv[1:])
    answer = None if question is None else question.answer()
    if answer is not None:
        sys.stdout.buffer.write(answer[0])
        sys.stdout.buffer.flush()
        sys.exit(answer[1])

    from hardmate.cli import run  # noqa: PLC0415

    if question is None:
        run(sys.argv[1:])
    else:
        question.answered(lambda: run(sys.argv[1:]))


if __name__ == "__main__":
    main()
