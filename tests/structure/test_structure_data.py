"""What the shipped standards and the fleet promise: ids, sources, evidence, and how much there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

from shipped_standards import judged_by_shipped

from hardmate.language.value import Evidence, Value
from hardmate.model.standard import Clause
from hardmate.model.vehicle import Port
from hardmate.repository import Repository

ROOT = Path(__file__).resolve().parents[2]


@cache
def shipped() -> Repository:
    return judged_by_shipped([ROOT / "vehicles"])


def clauses() -> list[Clause]:
    """Every clause, where it is stated."""
    own = {
        (applied.clause.standard, applied.clause.id): applied.clause
        for each in shipped().library.clauses.values()
        for applied in each.values()
    }
    return list(own.values())


def test_everything_loads_without_a_word() -> None:
    assert shipped().sound
    assert shipped().findings == ()
    assert shipped().failed == ()


def test_every_clause_says_where_it_comes_from_and_what_to_do() -> None:
    for clause in clauses():
        where = f"{clause.standard} {clause.id}"
        assert clause.requirement.strip(), where
        assert clause.source, where
        assert set(clause.source) <= shipped().library.sources.keys(), where
        assert len(clause.rationale.split()) >= 3, where
        assert len(clause.help.split()) >= 2, where
        assert clause.help.strip().endswith("."), where
        assert clause.verify, where
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", clause.id), where


def test_every_clause_is_a_file_of_its_name_and_every_file_is_loaded() -> None:
    files = sorted((ROOT / "standards").glob("**/clauses/*"))
    assert {PurePosixPath(clause.location.file).stem for clause in clauses()} == {file.stem for file in files}
    assert len(clauses()) == len(files)
    for clause in clauses():
        stem = PurePosixPath(clause.location.file)
        assert (stem.stem, stem.suffix, stem.parent.name) == (clause.id, ".yaml", "clauses")


def test_an_id_is_used_for_one_thing() -> None:
    """One id in two revisions is one clause changed; in two families it would be two things of one name."""
    families: dict[str, set[str]] = {}
    for clause in clauses():
        families.setdefault(clause.id, set()).add(clause.standard.partition("/")[0])
    assert {name: each for name, each in families.items() if len(each) > 1} == {}


def shape(clause: Clause) -> tuple[object, ...]:
    """A clause with its parameters numbered: two that differ only in the parameter's name have one shape."""
    numbers: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        return f"{match.group(1)}.{numbers.setdefault(match.group(2), len(numbers))}"

    text = re.sub(r"\b([a-z_]+)\.([a-z_]+\.[a-z_]+)", numbered, f"{clause.when_text} => {clause.requires_text}")
    return (clause.judges, " ".join(text.split()))


def test_there_are_at_least_45_clauses_that_differ_in_more_than_a_name() -> None:
    counted = [each for each in clauses() if each.standard == "common" or each.standard.startswith("idss/")]
    distinct = {shape(clause) for clause in counted}
    assert len(distinct) >= 45, f"{len(distinct)} of {len(counted)}"


def test_the_fleet_is_large_enough_to_mean_something() -> None:
    usual = [port for port in shipped().ports.values() if "@" not in port.id]
    assert len(shipped().vehicles) >= 18
    assert len(usual) >= 28
    assert len(shipped().ports) > len(usual), "some port has more than one configuration"
    assert any(vehicle.adapter for vehicle in shipped().vehicles.values())
    assert len(shipped().matings) >= 10
    assert len({vehicle.agency for vehicle in shipped().vehicles.values()}) >= 5


def told_by(port: Port) -> Iterator[tuple[str, Evidence]]:
    """Everything that a port says, with how it is known."""
    for claim in port.claims:
        yield f"{port.id} claims {claim.standard}", claim.evidence
    for axis, roles in port.roles.items():
        yield f"{port.id} {axis} roles", roles.evidence
    if port.mechanism is not None:
        yield f"{port.id} mechanism", port.mechanism.evidence
    for value in port.values.values():
        yield from _values(f"{port.id} {value.parameter.name}", value)


def _values(name: str, value: Value) -> Iterator[tuple[str, Evidence]]:
    yield name, value.evidence
    if isinstance(value.content, tuple):
        for number, row in enumerate(value.content, 1):
            for column, cell in row.items():
                yield f"{name} row {number} {column}", cell.evidence


def test_everything_a_port_says_has_a_source_that_is_listed() -> None:
    listed = shipped().library.sources
    asked = 0
    for port in shipped().ports.values():
        for name, evidence in told_by(port):
            asked += 1
            assert evidence.source, name
            assert set(evidence.source) <= listed.keys(), name
    assert asked > 1_000


def test_every_standard_and_plan_has_a_source_that_is_listed() -> None:
    listed = shipped().library.sources
    for standard in shipped().library.standards.values():
        assert standard.source, standard.id
        assert set(standard.source) <= listed.keys(), standard.id
    for plan in shipped().plans:
        assert plan.source, plan.id
        assert set(plan.source) <= listed.keys(), plan.id
