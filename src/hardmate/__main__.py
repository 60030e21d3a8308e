"""The `hardmate` command. The version, and what was asked before, is told without loading anything."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
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
