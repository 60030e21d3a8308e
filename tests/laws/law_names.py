"""The shipped world under other names: families, vehicles and mechanisms renamed together, then loaded from disk."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from law_fleet import ROOT, written

from hardmate import api
from hardmate.document import Document, read
from hardmate.repository import Repository

Rename = Callable[[tuple[str, ...]], dict[str, str]]


def reversed_order(names: tuple[str, ...]) -> dict[str, str]:
    """New names that sort the other way round."""
    return {name: f"n{len(names) - number:03}" for number, name in enumerate(sorted(names))}


def random_words(names: tuple[str, ...]) -> dict[str, str]:
    chance = random.Random(20270301)  # noqa: S311 - names, not secrets
    found = {"".join(chance.choices(string.ascii_lowercase, k=9)) for _ in range(2 * len(names))}
    return dict(zip(names, chance.sample(sorted(found), len(names)), strict=True))


def families(repository: Repository) -> tuple[str, ...]:
    return tuple(sorted({each.family for each in repository.library.standards.values()} - {"common"}))


def mechanisms(repository: Repository) -> tuple[str, ...]:
    declared = (port.mechanism for port in repository.ports.values() if port.mechanism is not None)
    return tuple(sorted({str(each.content) for each in declared if each.content is not None}))


def names(repository: Repository, vehicles: Iterable[str]) -> tuple[str, ...]:
    """All that is renamed, together: a family and a mechanism of one name keep one name, and no two meet in one."""
    return tuple(sorted({*families(repository), *mechanisms(repository), *vehicles}))


def renamed(name: str, words: Mapping[str, str]) -> str:
    """A port or standard, `first/rest`, by its new name."""
    first, slash, rest = name.partition("/")
    return f"{words.get(first, first)}{slash}{rest}"


def _renamed_file(data: object, words: Mapping[str, str], key: str = "") -> object:
    """A file with the ids of its families, vehicles and mechanisms changed wherever a file may name them."""
    match data:
        case dict():
            return {name: _renamed_file(inner, words, name) for name, inner in data.items()}
        case list():
            return [_renamed_file(inner, words, key) for inner in data]
        case str() if key in ("id", "extends", "standard", "standards"):
            return renamed(data, words)
        case str() if key in ("mechanism", "value") and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", data):
            return words.get(data, data)
        case _:
            return data


def other_world(folder: Path, words: Mapping[str, str], files: Sequence[Path]) -> Repository:
    """The shipped standards and the given declarations, written to disk under other names and loaded like any other."""
    for file in (*sorted((ROOT / "standards").rglob("*.yaml")), *files):
        document = read(file, file.name)
        assert isinstance(document, Document)
        assert isinstance(document.data, dict)
        parts = list(file.relative_to(ROOT).with_suffix("").parts)
        parts = [words.get(part, part) for part in parts] if parts[0] != "standards" else parts
        if parts[0] == "standards":
            parts[1] = words.get(parts[1], parts[1])
        data = document.data
        if data["kind"] in ("standard", "vehicle", "adapter"):
            changed = _renamed_file(data, words)
            assert isinstance(changed, dict)
            data = changed
        target = folder.joinpath("standards" if parts[0] == "standards" else "vehicles", *parts[1:]).with_suffix(
            ".yaml"
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(written(data), encoding="utf-8")
    repository = api.loaded([folder / "vehicles"], folder / "standards")
    assert repository.findings == ()
    return repository
