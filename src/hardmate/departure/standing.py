"""One departure in; whether it holds on a day and occasion, and what its owner has to be told, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from hardmate.departure.accepted import Compared, Fit, compared
from hardmate.finding import Finding, Severity
from hardmate.model.departure import Departure
from hardmate.model.effectivity import Effectivity, Occasion, holds
from hardmate.model.standard import Clause, read_paths
from hardmate.repository import Repository


class Standing(StrEnum):
    """What a departure does today."""

    IN_FORCE = "in force"
    EXCEEDED = "exceeded"
    UNUSED = "unused"
    EXPIRED = "expired"
    OUT_OF_EFFECT = "not in effect"
    NOT_APPROVED = "not approved"
    NOT_ALLOWED = "not allowed"
    BROKEN = "broken"


class Stood(Struct, frozen=True):
    """How a departure stands, and the findings against its owner. `clause` is None if nobody has it."""

    departure: Departure
    standing: Standing
    clause: Clause | None
    findings: tuple[Finding, ...] = ()


def stood(departure: Departure, repository: Repository, today: str, occasion: Occasion) -> Stood:
    """How a departure stands today, for a mating on the occasion, before anybody looks whether a finding needs it."""
    applied = repository.library.clauses.get(departure.standard, {}).get(departure.clause)
    if applied is None or any(port not in repository.ports for port in departure.ports):
        return Stood(departure, Standing.BROKEN, None)
    clause = applied.clause
    if clause.pairwise is not (len(departure.ports) == 2):
        return Stood(departure, Standing.BROKEN, clause, (_wrong_ports(departure, clause),))
    if clause.no_departure:
        message = f"nobody can be granted a departure from {clause.id}: {clause.no_departure}"
        refused = _against(departure, "departure-not-allowed", message, "change the design, and withdraw it", "clause")
        return Stood(departure, Standing.NOT_ALLOWED, clause, (refused,))
    nothing = tuple(_means_nothing(departure, clause))
    if nothing:
        return Stood(departure, Standing.BROKEN, clause, nothing)
    unsigned = tuple(_unsigned(departure, repository, today))
    if unsigned:
        return Stood(departure, Standing.NOT_APPROVED, clause, unsigned)
    if departure.expires and departure.expires < today:
        message = f"it expired at the end of {departure.expires} (UTC)"
        aged = _against(
            departure,
            "departure-expired",
            message,
            "renew it with new signatures, or withdraw it",
            "expires",
            severity=Severity.WARNING,
        )
        return Stood(departure, Standing.EXPIRED, clause, (aged,))
    dated = replace(occasion, day=occasion.day or today)
    vehicles = {repository.ports[port].vehicle for port in departure.ports}
    if departure.effectivity.location is not None and not _in_effect(departure.effectivity, vehicles, dated):
        return Stood(departure, Standing.OUT_OF_EFFECT, clause)
    return _fitting(departure, clause, repository)


def _in_effect(said: Effectivity, vehicles: Iterable[str], occasion: Occasion) -> bool:
    """Whether it is so for one of the vehicles, and for none surely not: a flight is of one side of a pair alone."""
    answers = [holds(said, name, occasion) for name in vehicles]
    return True in answers and False not in answers


def _fitting(departure: Departure, clause: Clause, repository: Repository) -> Stood:
    """How the accepted values stand to the declared ones."""
    values = tuple(compared(departure, clause, repository.ports))
    open_ended = [each for each in values if each.fit is Fit.OPEN]
    if open_ended:
        findings = tuple(_open_ended(departure, each) for each in open_ended)
        return Stood(departure, Standing.BROKEN, clause, findings)
    beyond = [each for each in values if each.fit is Fit.BEYOND]
    if beyond:
        return Stood(departure, Standing.EXCEEDED, clause, tuple(_drifted(departure, each) for each in beyond))
    broad = tuple(_broad(departure, each) for each in values if each.fit is Fit.WITHIN)
    return Stood(departure, Standing.IN_FORCE, clause, broad)


def _wrong_ports(departure: Departure, clause: Clause) -> Finding:
    judges = "a pair of ports" if clause.pairwise else "one port"
    message = f"{clause.id} judges {judges}, and the departure names {len(departure.ports)}"
    return _against(departure, "departure-ports", message, f"name {judges}", "ports")


def _means_nothing(departure: Departure, clause: Clause) -> Iterator[Finding]:
    known = read_paths(clause)
    for port, values in departure.accepted.items():
        for path in values:
            if path not in known:
                message = f"{clause.id} does not read {path}"
                yield _against(
                    departure,
                    "departure-accepted",
                    message,
                    f"accept values of {', '.join(known)}",
                    "accepted",
                    port,
                    *path.split("."),
                )


def needed_approvals(departure: Departure, repository: Repository) -> tuple[str, ...]:
    """Who must sign: both parties for a pair, the standard's board for a port (its maker where there is no board).

    Whoever extends a standard has no say in the clauses that he takes over: the board that states one signs as well.
    """
    makers = [repository.vehicles[repository.ports[port].vehicle].agency for port in departure.ports]
    if len(departure.ports) == 2:
        return tuple(dict.fromkeys(makers))
    library = repository.library
    stated = library.clauses[departure.standard][departure.clause].clause.standard
    boards = [library.standards[name].board or makers[0] for name in (stated, departure.standard)]
    return tuple(dict.fromkeys(boards))


def _unsigned(departure: Departure, repository: Repository, today: str) -> Iterator[Finding]:
    for party in needed_approvals(departure, repository):
        signed = min((each.date for each in departure.approvals if each.party == party), default="")
        if not signed:
            message = f"{party} has not approved it"
        elif signed > today:
            message = f"{party} approves it only from {signed}"
        else:
            continue
        remedy = f"add the approval of {party}, or withdraw it"
        yield _against(departure, "departure-not-approved", message, remedy, "approvals", about=party)


def _open_ended(departure: Departure, each: Compared) -> Finding:
    message = f"it does not say which {each.path} of {each.port} it accepts; declared is {each.declared}"
    return _against(
        departure,
        "departure-open-ended",
        message,
        f"add {each.path}: {each.declared} under accepted, {each.port}",
        "accepted",
        about=f"{each.port} {each.path}",
    )


def _drifted(departure: Departure, each: Compared) -> Finding:
    message = f"{each.port} declares {each.path} {each.declared}, beyond the {each.accepted} that it accepts"
    return _against(
        departure,
        "departure-exceeded",
        message,
        "come back within what was accepted, or have the new value approved",
        "accepted",
        each.port,
        *each.path.split("."),
        severity=Severity.WARNING,
    )


def _broad(departure: Departure, each: Compared) -> Finding:
    message = f"it accepts {each.path} {each.accepted} of {each.port}, which declares {each.declared}"
    return _against(
        departure,
        "departure-broader-than-needed",
        message,
        f"narrow it to {each.declared}",
        "accepted",
        each.port,
        *each.path.split("."),
        severity=Severity.WARNING,
    )


def _against(
    departure: Departure,
    code: str,
    told: str,
    remedy: str,
    *steps: str,
    severity: Severity = Severity.ERROR,
    about: str = "",
) -> Finding:
    """A finding against the departure's owner, at the place in its file that the steps lead to, if it is there."""
    place = departure.place
    return Finding(
        code=code,
        severity=severity,
        message=f"{departure.id}: {told}; {departure.owner} owns it",
        location=place.down(*steps).location() if place.has(*steps) else departure.location,
        help=remedy,
        subject=("departure", departure.id, *steps, *([about] if about else [])),
    )


def unused(departure: Departure) -> Finding:
    """The finding against a departure that no finding needs."""
    told = f"no finding needs it: {departure.clause} does not fail for {' with '.join(departure.ports)}"
    return _against(
        departure, "departure-unused", told, "withdraw it, or correct its clause or ports", severity=Severity.WARNING
    )
