"""What the claims of two ports decide alone, as text, and which values would decide the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from hardmate.analysis.disclosure import Disclosure, Place
from hardmate.assess.pair import Assessment
from hardmate.assess.verdict import Verdict
from hardmate.model.roles import SIDES
from hardmate.report.style import Style, wrapped


def claims_lines(found: Disclosure, assessed: Assessment, style: Style) -> Iterator[str]:
    """Clauses that are decided whatever the values are, what that makes of the pair, and what need not be told."""
    yield from ("", style("bold", "Decided by what both ports claim, whatever they do not tell"))
    for word, colour, verdicts in (("pass", "green", found.passing), ("fail", "red", found.failing)):
        if verdicts:
            first, *more = wrapped(f"{word}: {_clauses(verdicts)}", "  ")
            yield first.replace(word, style(colour, word), 1)
            yield from more
    if not found.passing and not found.failing:
        yield "  Nothing that is open."
    for before, after in zip(assessed.best.capabilities, found.capabilities, strict=True):
        if before.standing is not after.standing:
            yield from wrapped(f"{after.capability.id} would be {after.standing}, and is {before.standing}", "  ")
    if found.contradicted:
        told = "What is told leaves the claims no way to be kept, so nothing follows for"
        yield from wrapped(f"{told}: {_clauses(found.contradicted)}", "  ")
    total = len(found.fewest) + len(found.spared)
    if found.spared:
        yield from wrapped(f"{len(found.spared)} of the {total} values that are owed need not be told:", "  ")
        yield from _values(found.spared, assessed)
    if found.fewest and len(found.fewest) <= MOST_NAMED:
        yield from wrapped(f"These decide the rest{', and no fewer do' if found.least else ''}:", "  ")
        yield from _values(found.fewest, assessed)
    elif found.fewest:
        yield from wrapped(f"The other {len(found.fewest)} decide the rest; --format json names them by clause.", "  ")
    if found.unasked:
        number = len(found.unasked)
        told = "1 clause" if number == 1 else f"{number} clauses"
        counted = f"For {told}, of which the claims tell nothing, or too much to be found out, all that is owed counts."
        yield from wrapped(counted, "  ")


MOST_NAMED = 24
"""More values than these are counted and not named."""


def _clauses(verdicts: Sequence[Verdict]) -> str:
    return ", ".join(each.clause.id for each in verdicts)


def _values(places: Sequence[Place], assessed: Assessment) -> Iterator[str]:
    ports = dict(zip(SIDES, assessed.ports, strict=True))
    for side, group in groupby(sorted(places), key=lambda place: place[0]):
        port = ports[side]
        yield from wrapped(f"{port.id} ({port.agency}): {', '.join(path for _, path in group)}", "    ")
