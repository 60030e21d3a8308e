"""What declarations and plans name, and nobody knows: findings at the places that name it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from hardmate.finding import Finding, Location, Severity
from hardmate.language.value import Evidence, Value
from hardmate.model.departure import Departure
from hardmate.model.plan import Mating, Plan
from hardmate.model.said import Declared
from hardmate.model.vehicle import Port, Vehicle
from hardmate.repository.library import Library, unknown_sources


def unknown_names(declared: Vehicle, known: Library) -> list[Finding]:
    """Standards and sources that a declaration names and nobody knows. Each place once."""
    found: dict[tuple[Location | None, str], Finding] = {}
    about = ("adapter" if declared.adapter else "vehicle", declared.id)
    for dated in (declared.effectivity, *(port.effectivity for port in declared.ports)):
        for finding in unknown_sources(dated.source, dated.location, known.sources, (*about, "effectivity")):
            found[dated.location, finding.message] = finding
    for port in declared.ports:
        for claim in port.claims:
            if claim.standard not in known.standards:
                near = get_close_matches(claim.standard, known.standards, 1)
                then = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(known.standards))}"
                message = f"{port.id} claims {claim.standard}, and there is no such standard"
                found[claim.location, ""] = Finding(
                    "unknown-standard",
                    Severity.ERROR,
                    message,
                    claim.location,
                    then,
                    subject=("port", port.id, claim.standard),
                )
        for evidence, location in _evidence(port, known):
            for finding in unknown_sources(evidence.source, location, known.sources, about):
                # One default names a source for many values: it is told once, at the first of them.
                first = found.get((None, finding.message))
                if first is None or finding.location < first.location:
                    found[None, finding.message] = finding
    for value in (*([declared.mass] if declared.mass is not None else []), *declared.passes.values()):
        for finding in unknown_sources(
            value.evidence.source, value.location, known.sources, (*about, value.parameter.name)
        ):
            found[value.location, finding.message] = finding
    through = known.through()
    for name, value in declared.passes.items():
        if name not in through:
            near = get_close_matches(name, through, 1)
            then = f"did you mean {near[0]}?" if near else f"known are {', '.join(through)}"
            at = value.location or declared.location
            message = f'"{name}" is nothing that goes on through an adapter'
            found[at, name] = Finding(
                "unknown-capability", Severity.ERROR, message, at, then, subject=(*about, "passes", name)
            )
    return list(found.values())


def _evidence(port: Port, known: Library) -> list[tuple[Evidence, Location | None]]:
    """What is known of claims, roles and values; of values only if they name a source that is not known."""
    sound = isinstance(port.values, Declared) and port.values.sources() <= known.sources.keys()
    cells = [] if sound else [cell for value in port.values.values() for cell in (value, *_cells(value))]
    return [
        *((claim.evidence, claim.location) for claim in port.claims),
        *((roles.evidence, roles.location) for roles in port.roles.values()),
        *((cell.evidence, cell.location) for cell in cells),
    ]


def _cells(value: Value) -> list[Value]:
    if not isinstance(value.content, tuple):
        return []
    return [cell for row in value.content for cell in row.values()]


def mating_findings(mating: Mating, ports: Mapping[str, Port], known: Library, failed: set[str]) -> list[Finding]:
    found: list[Finding] = []
    for number, name in enumerate(mating.pair):
        if name not in ports and name.partition("/")[0] not in failed:
            near = get_close_matches(name, ports, 1)
            then = f"did you mean {near[0]}?" if near else "declare it, or correct the plan"
            found.append(
                mating.place.down("pair", number).error("unknown-port", f"no declaration has a port {name}", then)
            )
    capabilities = known.capability_ids()
    for number, need in enumerate(mating.needs):
        if need not in capabilities:
            near = get_close_matches(need, capabilities, 1)
            then = f"did you mean {near[0]}?" if near else f"known are {', '.join(capabilities)}"
            found.append(
                mating.place.down("needs", number).error("unknown-capability", f'there is no capability "{need}"', then)
            )
    if mating.mode and mating.mode not in known.modes:
        found.append(
            mating.place.down("mode").error(
                "unknown-mode", f'there is no mode "{mating.mode}"', f"known are {', '.join(known.modes)}"
            )
        )
    return found


def fleet_findings(intended: Plan, vehicles: Mapping[str, Vehicle], failed: set[str]) -> Iterator[Finding]:
    for name, location in intended.fleet.items():
        if name not in vehicles and name not in failed:
            near = get_close_matches(name, vehicles, 1)
            then = f"did you mean {near[0]}?" if near else "declare it, or take it out of the fleet"
            message = f"the fleet of {intended.id} names {name}, and no declaration has that id"
            yield Finding(
                "unknown-vehicle", Severity.ERROR, message, location, then, subject=("plan", intended.id, "fleet", name)
            )


def departure_findings(
    granted: Departure, ports: Mapping[str, Port], known: Library, failed: set[str]
) -> Iterator[Finding]:
    about = ("departure", granted.id)
    place = granted.place
    if granted.standard not in known.standards:
        near = get_close_matches(granted.standard, known.standards, 1)
        then = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(known.standards))}"
        yield place.down("standard").error("unknown-standard", f"there is no standard {granted.standard}", then)
    elif granted.clause not in known.clauses[granted.standard]:
        clauses = known.clauses[granted.standard]
        near = get_close_matches(granted.clause, clauses, 1)
        then = f"did you mean {near[0]}?" if near else "name a clause that the standard has"
        message = f"{granted.standard} has no clause {granted.clause}"
        yield place.down("clause").error("unknown-clause", message, then)
    for name in granted.ports:
        if name not in ports and name.partition("/")[0] not in failed:
            near = get_close_matches(name, ports, 1)
            then = f"did you mean {near[0]}?" if near else "declare it, or withdraw the departure"
            yield granted.named(name).error("unknown-port", f"no declaration has a port {name}", then)
    dated = granted.effectivity
    yield from unknown_sources(dated.source, dated.location, known.sources, (*about, "effectivity"))
