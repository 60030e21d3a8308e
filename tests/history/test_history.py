"""Sixty years of dockings: no row is contradicted, nearly all are settled, and by geometry rather than by names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from history_page import PAGE, page
from history_rows import FILES, HERE, ROOT, Claim, Says, claims, judged, repository, rows, verified
from law_names import names, other_world, random_words, renamed
from msgspec.structs import replace

from hardmate.assess.capability import Standing
from hardmate.assess.verdict import Judge
from hardmate.language import tree as t
from hardmate.model.vehicle import Port


def told(claim: Claim) -> str:
    return f"{claim.row.id} {claim.capability}: {claim.says}, judged {claim.standing}"


def test_rows_are_well_told() -> None:
    ids = [row.id for row in rows()]
    assert len(ids) == len(set(ids))
    listed = repository().library.sources.keys()
    for row in rows():
        assert row.ports or not row.says, row.id
        assert len(row.ports) in (0, 2), row.id
        assert set(row.ports) <= repository().ports.keys(), row.id
        assert set(row.source) <= listed, row.id
        assert row.known in ("primary", "secondary", "recalled", "inferred"), row.id


@pytest.mark.parametrize("says", list(Says))
def test_no_row_is_contradicted(says: Says) -> None:
    """What mated is never incompatible, what cannot is never compatible, what is unclear is undetermined."""
    found = [claim for claim in judged() if claim.says is says]
    assert found
    assert [told(claim) for claim in found if claim.wrong] == []


def test_nine_in_ten_verified_rows_are_settled() -> None:
    """Rows whose evidence contradicts itself count as not settled, though they may not be."""
    checked = [claim for claim in judged() if verified(claim)]
    assert len(checked) > 100
    assert sum(claim.settled for claim in checked) >= 0.9 * len(checked)


@cache
def geometry() -> tuple[str, ...]:
    """The parameters that decide the mating: all that the essential clauses of capture and hard mate read."""
    library = repository().library
    read: set[str] = set()
    for name, standard in library.standards.items():
        if not standard.mating:
            continue
        for capability in ("soft-capture", "hard-mate"):
            for clause_id in library.essential(name, capability):
                applied = library.clauses[name].get(clause_id) or library.clauses["common"][clause_id]
                nodes = (applied.clause.requires, applied.clause.when)
                read.update(ref.path for node in nodes if node is not None for ref in t.references(node))
    return tuple(sorted(read))


def without(path: str) -> Mapping[str, Port]:
    """Every port, silent about one parameter."""
    return {
        name: replace(port, values={each: value for each, value in port.values.items() if each != path})
        for name, port in repository().ports.items()
    }


@pytest.mark.parametrize("path", geometry())
def test_each_geometry_parameter_carries_a_row(path: str) -> None:
    """Silence about it unsettles some row and never turns a verdict round."""
    silent = claims(without(path), Judge(repository().library.dictionary))
    pairs = list(zip(judged(), silent, strict=True))
    turned = [told(now) for was, now in pairs if was.settled and now.settled and was.standing is not now.standing]
    assert turned == []
    assert any(was.settled and not now.settled for was, now in pairs)
    assert not any(now.settled and not was.settled for was, now in pairs)


def test_geometry_is_more_than_a_name() -> None:
    assert len(geometry()) >= 10
    assert {"mechanism.capture_principles", "mechanism.geometry", "hcs.active_hooks"} <= set(geometry())


def test_the_score_is_the_same_under_other_names(tmp_path: Path) -> None:
    spoken_of = sorted({port.partition("/")[0] for row in rows() for port in row.ports})
    files = [
        next(path for folder in ("vehicles", "reference", "tests/history/ports")
             if (path := ROOT / folder / f"{name}.yaml").exists())
        for name in spoken_of
    ]  # fmt: skip
    words = random_words(names(repository(), spoken_of))
    other = other_world(tmp_path, words, [*files, ROOT / "vehicles" / "sources.yaml"])
    back = {port: other.ports[renamed(port, words)] for row in rows() for port in row.ports}
    elsewhere = claims(back, Judge(other.library.dictionary), library=other.library)
    assert [told(claim) for claim in elsewhere] == [told(claim) for claim in judged()]


def test_the_page_is_current(*, accept: bool) -> None:
    text = page()
    if accept:
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text, "pytest tests/history --accept writes it anew"


def test_every_file_of_rows_says_something() -> None:
    for name in FILES:
        assert any(claim.row.file == name for claim in judged()), name
    assert {path.stem for path in HERE.glob("*.yaml")} == set(FILES)
    assert all(claim.assessed.best.capability(claim.capability) for claim in judged())
    assert any(claim.standing is Standing.COMPATIBLE for claim in judged())
