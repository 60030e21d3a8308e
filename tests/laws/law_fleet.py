"""What the laws are checked on: the shipped repository, and small fleets that the real loader reads from YAML text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from msgspec.structs import replace
from shipped_standards import judged_by_shipped

from hardmate.assess.pair import Assessment, Assignment, assessment
from hardmate.assess.verdict import Judge, Verdict
from hardmate.document import Document, parse, read
from hardmate.language.judge import Outcome
from hardmate.model.published import published
from hardmate.model.shapes import SHAPES
from hardmate.model.standard import COMMON, Clause, clause
from hardmate.model.vehicle import Port, Vehicle, vehicle
from hardmate.repository import Library, Repository
from hardmate.schema import Validator, compiled, findings

ROOT = Path(__file__).resolve().parents[2]
VEHICLES = ROOT / "vehicles"
RANK = {Outcome.FAIL: 0, Outcome.UNDETERMINED: 1, Outcome.PASS: 2}
"""Outcomes from worse to better; a clause that does not apply is neither."""


@cache
def shipped() -> Repository:
    """The shipped standards with the whole reference fleet."""
    repository = judged_by_shipped([VEHICLES])
    assert repository.sound
    assert repository.findings == ()
    return repository


def library() -> Library:
    return shipped().library


@cache
def clauses() -> tuple[Clause, ...]:
    """Every clause of the shipped standards, each once."""
    applied = (each for standard in library().clauses.values() for each in standard.values())
    return tuple({(each.clause.standard, each.clause.id): each.clause for each in applied}.values())


@cache
def _gates() -> Mapping[str, Validator]:
    schemas = published(library().dictionary)
    return {kind: compiled(schemas[kind]) for kind in ("vehicle", "clause", "departure")}


@cache
def raw_vehicles() -> Mapping[str, dict[str, object]]:
    """The data of every shipped declaration, as its file has it."""
    found: dict[str, dict[str, object]] = {}
    for file in sorted(VEHICLES.glob("*.yaml")):
        document = read(file, file.name)
        assert isinstance(document, Document)
        assert isinstance(document.data, dict)
        if document.data["kind"] in ("vehicle", "adapter"):
            found[file.stem] = document.data
    return found


def declared(data: Mapping[str, object]) -> Vehicle:
    """A vehicle built from YAML text by the same stages that files go through."""
    document = gated(data)
    built = vehicle(SHAPES["vehicle"].of(document.data), document, library().dictionary)  # type: ignore[arg-type]
    assert isinstance(built, Vehicle), built
    return built


def stated(data: Mapping[str, object]) -> Clause:
    """A clause of common built from YAML text by the same stages that files go through."""
    document = gated(data)
    built = clause(SHAPES["clause"].of(document.data), document, COMMON, library().dictionary)  # type: ignore[arg-type]
    assert isinstance(built, Clause), built
    return built


def gated(data: Mapping[str, object]) -> Document:
    """Data as a YAML file that the schema of its kind has let through."""
    document = parse(written(data).encode(), f"{data['id']}.yaml")
    assert isinstance(document, Document), document
    refused = findings(document, _gates()[str(data["kind"])])
    assert refused == (), refused
    return document


def written(data: Mapping[str, object]) -> str:
    """A YAML file with one line for each top key."""
    return "".join(f"{key}: {flow(value)}\n" for key, value in data.items())


def flow(value: object) -> str:
    """Any data as one line of YAML, all text in double quotes."""
    match value:
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(flow, value)) + "]"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return f"{value:f}"
        case str():
            return json.dumps(value, ensure_ascii=False)
    raise AssertionError(value)


def sampled_pairs(every: int) -> list[tuple[Port, Port]]:
    """Every n-th pair of the fleet, and all pairs of the complete example."""
    ports = list(shipped().ports.values())
    pairs = [(a, b) for n, a in enumerate(ports) for b in ports[n + 1 :] if a.vehicle != b.vehicle]
    complete = [(a, b) for a, b in pairs if a.vehicle.startswith("concept-") and b.vehicle.startswith("concept-")]
    assert complete
    return [*pairs[::every], *complete]


@cache
def judge() -> Judge:
    """One judge for all laws: that it remembers changes no verdict, which is a law of its own."""
    return Judge(library().dictionary)


def assessed(first: Port, second: Port) -> Assessment:
    return assessment(first, second, library(), judge())


def with_values(port: Port, values: Mapping[str, object]) -> Port:
    """The port with some of its values exchanged."""
    return replace(port, values={**port.values, **values})


def facts(verdict: Verdict, sides: Mapping[str, str]) -> tuple[object, ...]:
    """A verdict without what only the wording needs; `sides` names the ports "a" and "b"."""
    judgement = verdict.judgement
    margin = judgement.margin
    return (
        verdict.clause.standard,
        verdict.clause.id,
        verdict.applied.trust,
        judgement.outcome,
        judgement.doubtful,
        judgement.leans,
        None if margin is None else (margin.amount, margin.fraction),
        frozenset((sides[reading.holder], reading.path) for reading in judgement.owed),
    )


def essence(pair: Assessment, names: Mapping[str, str]) -> tuple[object, ...]:
    """All that an assessment decides, with each port called as `names` has it; nothing depends on an order."""
    sides = {side: names[port.id] for side, port in zip("ab", pair.ports, strict=True)}
    return (pair.standing, standings(pair.best), frozenset(_way(each, pair, sides) for each in pair.tried))


def standings(way: Assignment) -> tuple[object, ...]:
    return tuple((each.capability.id, each.standing, each.leans) for each in way.capabilities)


def _way(way: Assignment, pair: Assessment, sides: Mapping[str, str]) -> tuple[object, ...]:
    """Who takes the roles of an axis that no clause speaks of is arbitrary, and left out."""
    spoken_of = {axis for applied in pair.basis.clauses.values() for axis in applied.clause.axes}
    taken = frozenset(
        (axis, sides[take.first], bool(take.doubt), take.trust) for axis, take in way.taken.items() if axis in spoken_of
    )
    verdicts = frozenset(facts(each, sides) for each in way.verdicts)
    return (way.mode.id, taken, frozenset(way.shared_out.refusals), verdicts, standings(way))


def keyed(ways: Iterable[Assignment]) -> dict[tuple[object, ...], Assignment]:
    """Assignments by their mode and who takes which role, to find the same one again after a change."""
    return {(way.mode.id, *((axis, take.first) for axis, take in way.taken.items())): way for way in ways}
