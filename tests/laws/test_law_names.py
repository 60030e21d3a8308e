"""Names decide nothing: with every vehicle, mechanism and standard called otherwise, the verdicts stay the same."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from law_fleet import ROOT, assessed, essence, shipped, written

from hardmate import api
from hardmate.assess.pair import assessment
from hardmate.assess.verdict import Judge
from hardmate.document import Document, read
from hardmate.model.vehicle import Port
from hardmate.repository import Repository

Rename = Callable[[tuple[str, ...]], dict[str, str]]

FLEET = (
    "apollo-csm", "concept-chaser", "concept-station", "dragon-2", "harmony", "ida-2", "mars-transport-node", "nauka",
    "nauka-ring", "orion", "pma-2", "prichal", "progress-ms", "shenzhou", "soyuz-ms", "starship-hls", "tianhe",
)  # fmt: skip


@cache
def families() -> tuple[str, ...]:
    return tuple(sorted({each.family for each in shipped().library.standards.values()} - {"common"}))


def reversed_order(names: tuple[str, ...]) -> dict[str, str]:
    """New names that sort the other way round."""
    return {name: f"n{len(names) - number:03}" for number, name in enumerate(sorted(names))}


def random_words(names: tuple[str, ...]) -> dict[str, str]:
    chance = random.Random(20270301)  # noqa: S311 - names, not secrets
    found = {"".join(chance.choices(string.ascii_lowercase, k=9)) for _ in range(2 * len(names))}
    return dict(zip(names, chance.sample(sorted(found), len(names)), strict=True))


def renamed_file(data: object, words: Mapping[str, str], key: str = "") -> object:
    """A file with the ids of its families, vehicles and mechanisms changed wherever a file may name them."""
    match data:
        case dict():
            return {name: renamed_file(inner, words, name) for name, inner in data.items()}
        case list():
            return [renamed_file(inner, words, key) for inner in data]
        case str() if key in ("id", "extends", "standard", "standards"):
            first, slash, rest = data.partition("/")
            return f"{words.get(first, first)}{slash}{rest}"
        case str() if key in ("mechanism", "value") and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", data):
            return words.get(data, data)
        case _:
            return data


def other_world(folder: Path, words: Mapping[str, str]) -> Repository:
    """The shipped standards and some of the fleet under other names, written to disk and loaded like any other."""
    sources = [ROOT / "vehicles" / f"{name}.yaml" for name in (*FLEET, "sources")]
    for file in (*sorted((ROOT / "standards").rglob("*.yaml")), *sources):
        document = read(file, file.name)
        assert isinstance(document, Document)
        assert isinstance(document.data, dict)
        parts = list(file.relative_to(ROOT).with_suffix("").parts)
        if parts[0] == "vehicles" or parts[1] in families():
            parts[1] = words.get(parts[1], parts[1])
        data = document.data
        if data["kind"] in ("standard", "vehicle", "adapter"):
            changed = renamed_file(data, words)
            assert isinstance(changed, dict)
            data = changed
        target = folder.joinpath(*parts).with_suffix(".yaml")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(written(data), encoding="utf-8")
    repository = api.loaded([folder / "vehicles"], folder / "standards")
    assert repository.findings == ()
    return repository


def mechanisms() -> tuple[str, ...]:
    declared = (port.mechanism for port in shipped().ports.values() if port.mechanism is not None)
    return tuple(sorted({str(each.content) for each in declared if each.content is not None}))


def names() -> tuple[str, ...]:
    """All that is renamed, together: a family and a mechanism of one name keep one name, and no two meet in one."""
    return tuple(sorted({*families(), *mechanisms(), *FLEET}))


@pytest.mark.parametrize("rename", [reversed_order, random_words])
def test_verdicts_stay_the_same_under_other_names(tmp_path: Path, rename: Rename) -> None:
    words = rename(names())
    other = other_world(tmp_path, words)
    judge = Judge(other.library.dictionary)
    standards = {name: _renamed(name, words) for name in shipped().library.standards}
    here = [port for port in shipped().ports.values() if port.vehicle in FLEET]
    there = {port.id: other.ports[_renamed(port.id, words)] for port in here}
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


def _renamed(name: str, words: Mapping[str, str]) -> str:
    first, slash, rest = name.partition("/")
    return f"{words.get(first, first)}{slash}{rest}"


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
    words = reversed_order(names())
    other = other_world(tmp_path, words)
    mine: dict[str, Port] = dict(shipped().ports)
    assert not mine.keys() & other.ports.keys()
    assert shipped().library.standards.keys() & other.library.standards.keys() == {"common"}
    assert not set(mechanisms()) & {str(p.mechanism.content) for p in other.ports.values() if p.mechanism}
