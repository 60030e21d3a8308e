"""Departures by when they expire, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from hardmate.departure import Standing, Stood
from hardmate.report.style import Style, plain

COLOURS = {Standing.IN_FORCE: "green", Standing.EXPIRED: "red", Standing.EXCEEDED: "red"}


def by_expiry(departures: Sequence[Stood]) -> list[Stood]:
    """The next to expire first; those without an end last."""
    return sorted(departures, key=lambda each: (not each.departure.expires, each.departure.expires, each.departure.id))


def departures_lines(departures: Sequence[Stood], today: str, style: Style) -> Iterator[str]:
    """A few lines for each departure: from what, for whom, until when, who owns and who signed it, how it stands."""
    for each in by_expiry(departures):
        departure = each.departure
        standing = style(COLOURS.get(each.standing, "yellow"), each.standing.value)
        yield f"{style('bold', departure.id)}  {standing}  {_until(departure.expires, today)}"
        yield f"  {departure.form} from {departure.standard}:{departure.clause} for {' with '.join(departure.ports)}"
        yield f"  {plain(departure.title)}"
        for port, values in departure.accepted.items():
            told = ", ".join(f"{path} {plain(value.text)}" for path, value in values.items())
            yield f"  accepts of {port}: {told}"
        signed = ", ".join(f"{plain(sign.party)} ({plain(sign.by)}, {sign.date})" for sign in departure.approvals)
        yield f"  owner {plain(departure.owner)}; approved by {signed or 'nobody'}"
        if str(departure.effectivity):
            yield f"  holds {departure.effectivity}"
        for finding in each.findings:
            told = finding.message.removeprefix(f"{departure.id}: ").removesuffix(f"; {departure.owner} owns it")
            yield f"  {style('yellow', finding.code)} {plain(told)}"
        yield ""
    counts = [f"{number} {standing}" for standing in Standing if (number := _count(departures, standing))]
    yield f"{len(departures)} departure{'' if len(departures) == 1 else 's'} as of {today}" + (
        f": {', '.join(counts)}" if counts else ""
    )


def _count(departures: Sequence[Stood], standing: Standing) -> int:
    return sum(each.standing is standing for each in departures)


def _until(expires: str, today: str) -> str:
    if not expires:
        return "without an end"
    days = (date.fromisoformat(expires) - date.fromisoformat(today)).days
    if days < 0:
        return f"expired {expires}"
    return f"until {expires}, {days} day{'' if days == 1 else 's'} left" if days else f"until {expires}, today"
