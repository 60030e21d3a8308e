"""Findings and departures in; the findings with those lowered that a departure grants, and each departure's standing,
out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from hardmate.departure.standing import Standing, Stood, stood, unused
from hardmate.finding import Finding, Related, Severity
from hardmate.model.effectivity import Occasion
from hardmate.repository import Repository, absent


class Departed(Struct, frozen=True):
    """All findings, those against the owners of departures among them; and how each departure stands, by its id."""

    findings: tuple[Finding, ...]
    departures: tuple[Stood, ...]


def departed(
    findings: Iterable[Finding],
    repository: Repository,
    today: str,
    occasion: Occasion,
    *,
    judged: Callable[[tuple[str, ...]], bool],
) -> Departed:
    """Findings as departures leave them. A departure lowers a finding to a note, and never hides it.

    `judged` says of one or two ports whether they were judged: a departure for others is left alone. Whether one is
    in effect is asked for the day of the mating, where it has one.
    """
    told = list(findings)
    ends: list[Stood] = []
    gone = absent(repository, occasion, (port for each in repository.departures for port in each.ports))
    days = {f"{each.plan}/{each.id}": each.day for each in repository.matings if each.day}
    for departure in repository.departures:
        if not judged(departure.ports):
            continue
        found = stood(departure, repository, today, occasion)
        mine = [number for number, each in enumerate(told) if _covers(found, each)]
        if not mine and not gone.keys().isdisjoint(departure.ports):
            found = replace(found, standing=Standing.OUT_OF_EFFECT, findings=())
        elif not mine and found.standing in _NEEDED:
            found = replace(found, standing=Standing.UNUSED, findings=(unused(departure),))
        then = [
            stood(departure, repository, today, replace(occasion, day=day)) if day else found
            for day in (days.get(told[number].subject[1]) for number in mine)
        ]
        for number, each in zip(mine, then, strict=True):
            told[number] = _touched(told[number], each)
        ends.append(next((each for each in then if each.standing is Standing.IN_FORCE), then[0] if then else found))
    against = [finding for each in ends for finding in each.findings]
    return Departed((*told, *against), tuple(ends))


_NEEDED = (Standing.IN_FORCE, Standing.EXCEEDED, Standing.EXPIRED)
"""The standings in which a departure is there for a finding."""


def _covers(found: Stood, finding: Finding) -> bool:
    """Whether a finding is the failure of the departure's clause for its ports."""
    if found.clause is None:
        return False
    kind, *about = finding.subject or ("",)
    ports = about[1:-1] if kind == "mating" else about[:-1]
    return (
        finding.code == found.departure.clause
        and kind in ("port", "pair", "mating")
        and tuple(ports) == found.departure.ports
        and about[-1] == found.clause.standard
    )


def _touched(finding: Finding, found: Stood) -> Finding:
    """The finding lowered, or told why its departure does not help any more."""
    departure = found.departure
    until = f" until {departure.expires}" if departure.expires else ""
    said = f"{departure.form} {departure.id}{until}: {departure.title}"
    related = (*finding.related, Related(departure.location, said))
    if found.standing is not Standing.IN_FORCE:
        return replace(finding, related=related, message=f"{finding.message}; {departure.id} is {found.standing}")
    return replace(
        finding,
        severity=Severity.NOTE,
        message=f"{finding.message}; granted by {departure.form} {departure.id}{until}",
        related=related,
        waived=departure.id,
    )
