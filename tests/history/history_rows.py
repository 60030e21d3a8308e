"""The rows of mating history and what Hardmate says of their ports: each pair, mode and capability judged once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from shipped_standards import judged_by_shipped

from hardmate.assess.capability import Standing
from hardmate.assess.pair import Assessment, assessment
from hardmate.assess.verdict import Judge
from hardmate.document import Document, read
from hardmate.model.vehicle import Port
from hardmate.repository import Library, Repository

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
FILES = {
    "matings": "Tried in flight and on the ground",
    "mechanisms": "Said of mechanisms",
    "incompatible": "Known not to mate",
}
VERIFIED = ("primary", "secondary")


class Says(StrEnum):
    """What a row says of a capability of its two ports."""

    MATES = "mates"
    CANNOT = "cannot"
    UNCLEAR = "unclear"


WRONG = {
    Says.MATES: (Standing.INCOMPATIBLE,),
    Says.CANNOT: (Standing.COMPATIBLE,),
    Says.UNCLEAR: (Standing.COMPATIBLE, Standing.INCOMPATIBLE),
}
"""The standings that contradict a row."""


@dataclass(frozen=True, slots=True)
class Row:
    """One event or statement. `says` is by capability; a row without ports tells of hardware that has none."""

    id: str
    file: str
    ports: tuple[str, ...]
    mode: str
    says: Mapping[str, Says]
    known: str
    source: tuple[str, ...]
    told: str
    date: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What one row says of one capability, and what Hardmate says."""

    row: Row
    capability: str
    says: Says
    assessed: Assessment

    @property
    def standing(self) -> Standing:
        found = self.assessed.best.capability(self.capability)
        assert found is not None, (self.row.id, self.capability)
        return found.standing

    @property
    def wrong(self) -> bool:
        return self.standing in WRONG[self.says]

    @property
    def settled(self) -> bool:
        return self.standing is not Standing.UNDETERMINED


@cache
def rows() -> tuple[Row, ...]:
    return tuple(row for name in FILES for row in _read(name))


def _read(name: str) -> Iterator[Row]:
    document = read(HERE / f"{name}.yaml", f"{name}.yaml")
    assert isinstance(document, Document), document
    assert isinstance(document.data, dict)
    for entry in document.data["rows"]:
        assert entry.keys() <= {"id", "date", "ports", "mode", "says", "known", "source", "told"}, entry
        yield Row(
            id=entry["id"],
            file=name,
            ports=tuple(entry["ports"]),
            mode=entry.get("mode", ""),
            says={capability: Says(word) for capability, word in entry["says"].items()},
            known=entry["known"],
            source=tuple(entry["source"]),
            told=entry["told"],
            date=entry.get("date", ""),
        )


@cache
def repository() -> Repository:
    """The fleet, the reference ports, and the few ports that only a row of this test needs."""
    found = judged_by_shipped([ROOT / "vehicles", ROOT / "reference", HERE / "ports"])
    assert found.findings == ()
    return found


def claims(ports: Mapping[str, Port], judge: Judge, library: Library | None = None) -> tuple[Claim, ...]:
    """All that the rows say, with the verdicts on the given ports by the shipped standards, or by others."""
    standards = library or repository().library
    known: dict[tuple[tuple[str, ...], str, str], Assessment] = {}
    found = []
    for row in rows():
        for capability, says in row.says.items():
            key = (row.ports, row.mode, capability)
            if key not in known:
                one, other = (ports[name] for name in row.ports)
                known[key] = assessment(one, other, standards, judge, mode=row.mode, needs=(capability,))
            found.append(Claim(row, capability, says, known[key]))
    return tuple(found)


@cache
def judged() -> tuple[Claim, ...]:
    return claims(repository().ports, Judge(repository().library.dictionary))


def verified(claim: Claim) -> bool:
    return claim.row.known in VERIFIED
