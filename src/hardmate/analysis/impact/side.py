"""The two sides of a comparison: a repository each, and which of its standards is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from hardmate.model.vehicle import Claim, Port
from hardmate.repository import Applied, Library, Repository


class Side(Struct, frozen=True):
    """What is compared. `label` is how the reader named it; `standard` the one revision meant, empty for all."""

    label: str
    repository: Repository
    standard: str = ""

    @property
    def library(self) -> Library:
        return self.repository.library

    def clauses(self) -> Iterator[tuple[str, str, Applied]]:
        """Each clause of the standards that are meant, with the standard that applies it and its id."""
        for standard, clauses in self.library.clauses.items():
            if self.standard in ("", standard):
                for name, applied in clauses.items():
                    yield standard, name, applied


def claiming(old: Side, new: Side) -> tuple[Mapping[str, Port], Mapping[str, Port]]:
    """The ports of each side. For two revisions, each port that claims either, as if it claimed that side's."""
    if not old.standard:
        return old.repository.ports, new.repository.ports
    either = {old.standard, new.standard}
    ports = {name: port for name, port in old.repository.ports.items() if either & {c.standard for c in port.claims}}
    return _claiming(ports, either, old.standard), _claiming(ports, either, new.standard)


def _claiming(ports: Mapping[str, Port], either: set[str], standard: str) -> dict[str, Port]:
    return {name: replace(port, claims=_claims(port, either, standard)) for name, port in ports.items()}


def _claims(port: Port, either: set[str], standard: str) -> tuple[Claim, ...]:
    """The claims with those to either revision turned into one to this; of two, the first's evidence is kept."""
    found: dict[str, Claim] = {}
    for claim in port.claims:
        named = standard if claim.standard in either else claim.standard
        found.setdefault(named, replace(claim, standard=named))
    return tuple(found.values())
