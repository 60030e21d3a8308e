"""What was or would be rewritten, as text."""

from __future__ import annotations

from collections.abc import Iterator

from hardmate.report.style import Style, plain
from hardmate.repository.rewriting import Rewriting, Rewritings


def fmt_lines(found: Rewritings, style: Style, *, written: bool) -> Iterator[str]:
    """The files that are not in canonical form, then how many are."""
    for each in found.changed:
        yield f"{style('bold', plain(each.file.shown))}: {'rewritten' if written else 'not in canonical form'}"
    changed, rest = len(found.changed), found.files - len(found.changed)
    did = "rewritten" if written else "would be rewritten"
    yield f"{_files(changed)} {did}, {_files(rest)} left as {'it is' if rest == 1 else 'they are'}"


def settled_lines(rewriting: Rewriting, style: Style) -> Iterator[str]:
    """What was put right in one file, each with the place it was found at."""
    for each in rewriting.settled:
        place = style("bold", plain(str(each.finding.location)))
        yield f"{place}: {style('green', f'fixed[{each.finding.code}]')} {plain(each.was)} is now {plain(each.now)}"


def _files(number: int) -> str:
    return f"{number} file{'' if number == 1 else 's'}"
