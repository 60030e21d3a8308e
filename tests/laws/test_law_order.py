"""No order counts: not of files, of keys, of ports, or of words in a list."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from law_fleet import ROOT, written
from shipped_standards import judged_by_shipped

from hardmate import api
from hardmate.document import Document, read
from hardmate.finding import Finding, Related

FLEET = ("concept-chaser", "concept-station", "dragon-2", "ida-2", "nauka", "orion", "prichal", "shuttle", "sources")
PLAN = "concept-example"
TODAY = "2027-01-01"
UNORDERED_LISTS = {"standards", "source", "can", "approach", "capture", "hooks", "power", "fluid", "arm"}


@cache
def files() -> Mapping[str, dict[str, object]]:
    """The data of a few declarations and a plan, by path."""
    found: dict[str, dict[str, object]] = {}
    for name in (*(f"vehicles/{each}.yaml" for each in FLEET), f"vehicles/plans/{PLAN}.yaml"):
        document = read(ROOT / name, name)
        assert isinstance(document, Document)
        assert isinstance(document.data, dict)
        found[Path(name).name] = document.data
    return found


def told(findings: tuple[Finding, ...]) -> set[tuple[object, ...]]:
    """Findings without their lines and columns, which move when keys do."""
    return {
        (each.code, each.severity, each.message, each.help, each.requirement, _file(each), _related(each.related))
        for each in findings
    }


def _file(finding: Finding) -> str:
    return Path(finding.location.file).name


def _related(related: tuple[Related, ...]) -> frozenset[tuple[str, str]]:
    return frozenset((Path(each.location.file).name, each.message) for each in related)


def shuffled(data: object, order: random.Random, key: str = "") -> object:
    """The same data with the keys of every mapping, and the words of lists that are sets, in another order."""
    match data:
        case dict():
            names = list(data)
            order.shuffle(names)
            return {name: shuffled(data[name], order, name) for name in names}
        case list():
            parts = [shuffled(each, order) for each in data]
            if key in UNORDERED_LISTS and all(isinstance(each, str) for each in parts):
                order.shuffle(parts)
            return parts
        case _:
            return data


def named() -> list[Path]:
    return [ROOT / "vehicles" / f"{each}.yaml" for each in FLEET] + [ROOT / "vehicles" / "plans" / f"{PLAN}.yaml"]


@cache
def usual() -> tuple[Finding, ...]:
    """What is found in the files as they are shipped."""
    return api.check(judged_by_shipped(named()), TODAY).findings


def test_the_order_in_which_files_are_named_changes_nothing() -> None:
    assert len(usual()) > 12
    assert api.check(judged_by_shipped(list(reversed(named()))), TODAY).findings == usual()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_keys_and_ports_changes_nothing(tmp_path: Path, seed: int) -> None:
    order = random.Random(seed)  # noqa: S311 - an order, not a secret
    for name, data in files().items():
        mixed = shuffled(data, order)
        assert isinstance(mixed, dict)
        assert written(mixed) != written(data)
        (tmp_path / name).write_text(written(mixed), encoding="utf-8")
    assert told(api.check(judged_by_shipped([tmp_path]), TODAY).findings) == told(usual())
