"""How a command ends: exit code 0, 1 or 2, and why."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NoReturn

from hardmate.cli.options import FailOn
from hardmate.finding import Severity
from hardmate.report.style import plain
from hardmate.store.answer import ASKED

COULD_NOT_RUN = 2


def exit_by(found: Iterable[Severity], fail_on: FailOn) -> None:
    """End by the severities of what was found."""
    if fail_on is FailOn.NEVER:
        return
    least = Severity[fail_on.name]
    if any(each >= least for each in found):
        sys.exit(1)


def say(line: str) -> None:
    """To standard error: what is not the answer. An answer with more than itself to tell is not kept."""
    print(line, file=sys.stderr)
    question = ASKED.get()
    if question is not None:
        question.whole = False


def stop(message: str) -> NoReturn:
    """Hardmate could not run: say why, and exit 2."""
    say(f"hardmate: {plain(message)}")
    sys.exit(COULD_NOT_RUN)


def near(word: str, known: Iterable[str]) -> str:
    alike = get_close_matches(word, list(known), 3)
    return f"; did you mean {' or '.join(alike)}?" if alike else ""
