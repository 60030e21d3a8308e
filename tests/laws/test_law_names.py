"""Names decide nothing: with every vehicle, mechanism and standard called otherwise, the verdicts stay the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from law_fleet import ROOT, assessed, essence, shipped
from law_names import Rename, mechanisms, names, other_world, random_words, renamed, reversed_order

from hardmate.assess.pair import assessment
from hardmate.assess.verdict import Judge
from hardmate.model.vehicle import Port
from hardmate.repository import Repository

FLEET = (
    "apollo-csm", "concept-chaser", "concept-station", "dragon-2", "harmony", "ida-2", "mars-transport-node", "nauka",
    "nauka-ring", "orion", "pma-2", "prichal", "progress-ms", "shenzhou", "soyuz-ms", "starship-hls", "tianhe",
)  # fmt: skip
FILES = tuple(ROOT / "vehicles" / f"{name}.yaml" for name in (*FLEET, "sources"))


@pytest.mark.parametrize("rename", [reversed_order, random_words])
def test_verdicts_stay_the_same_under_other_names(tmp_path: Path, rename: Rename) -> None:
    words = rename(names(shipped(), FLEET))
    other = other_world(tmp_path, words, FILES)
    judge = Judge(other.library.dictionary)
    standards = {name: renamed(name, words) for name in shipped().library.standards}
    here = [port for port in shipped().ports.values() if port.vehicle in FLEET]
    there = {port.id: other.ports[renamed(port.id, words)] for port in here}
    pairs = [(a, b) for number, a in enumerate(here) for b in here[number + 1 :] if a.vehicle != b.vehicle]
    assert len(pairs) > 200
    for one, two in pairs[::5]:
        old_names = {one.id: "one", two.id: "two"}
        new = assessment(there[one.id], there[two.id], other.library, judge)
        new_names = {there[one.id].id: "one", there[two.id].id: "two"}
        assert _common_names(essence(assessed(one, two), old_names), standards) == essence(new, new_names), (
            one.id,
            two.id,
        )


def _common_names(found: object, standards: Mapping[str, str]) -> object:
    """The facts of an assessment with the standards called by their new names."""
    match found:
        case tuple():
            return tuple(_common_names(each, standards) for each in found)
        case frozenset():
            return frozenset(_common_names(each, standards) for each in found)
        case str() if type(found) is str:
            return standards.get(found, found)
        case _:
            return found


def test_the_renaming_renames(tmp_path: Path) -> None:
    """The control: no port and no standard but the common one keeps its name."""
    words = reversed_order(names(shipped(), FLEET))
    other: Repository = other_world(tmp_path, words, FILES)
    mine: dict[str, Port] = dict(shipped().ports)
    assert not mine.keys() & other.ports.keys()
    assert shipped().library.standards.keys() & other.library.standards.keys() == {"common"}
    assert not set(mechanisms(shipped())) & {str(p.mechanism.content) for p in other.ports.values() if p.mechanism}
