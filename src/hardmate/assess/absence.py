"""A planned mating and the ports that are not there on its day in; what the gate says of that out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hardmate.finding import Finding, Severity
from hardmate.model.plan import Mating
from hardmate.model.words import PlanStatus


def absences(mating: Mating, gone: Mapping[str, str]) -> Iterator[Finding]:
    """One finding for each port that is not in effect when the two are to mate; `gone` says why, by port id.

    A plan that names the day itself is at fault; one that does not is only passed over on the day that is asked for.
    """
    worst = Severity.ERROR if mating.status is PlanStatus.ACTIVE else Severity.WARNING
    for number, name in enumerate(mating.pair):
        if name not in gone:
            continue
        told = f"{mating.plan}/{mating.id}: {name} is not in effect"
        message = f"{told} on the occasion asked for, so the mating is not judged: {gone[name]}"
        remedy = ""
        if mating.day:
            message = f"{told} on {mating.day}: {gone[name]}"
            remedy = "name the port, or its configuration, as it is on that day, or correct the day"
        yield Finding(
            "port-not-in-effect",
            worst if mating.day else Severity.NOTE,
            message,
            mating.place.down("pair", number).location(),
            remedy,
            subject=("mating", f"{mating.plan}/{mating.id}", name),
        )
