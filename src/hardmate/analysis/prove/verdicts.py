"""What is said of a clause between any two ports that conform: proved, refuted, vacuous, or not known and why."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from hardmate.analysis.prove.counterexample import Change
from hardmate.analysis.prove.theory import Premise
from hardmate.language.value import Trust
from hardmate.repository import Applied


class Standing(StrEnum):
    """Whether the clause holds between any two ports that conform."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNKNOWN = "unknown"
    VACUOUS = "vacuous"


OPEN = (Standing.REFUTED, Standing.UNKNOWN)
"""What has to be judged pair by pair."""


class Proof(Struct, frozen=True):
    """Premises none of which could be left out, and the physical domains that the proof needs, by port and path."""

    premises: tuple[Premise, ...]
    domains: tuple[str, ...]


class Refutation(Struct, frozen=True):
    """Two files, by name, that conform and between which the clause fails.

    `unbounded` are changed parameters that no clause on one port speaks of. `beside` are other clauses that fail.
    """

    files: Mapping[str, str]
    changes: tuple[Change, ...]
    unbounded: tuple[str, ...]
    beside: tuple[str, ...]


class Need(Struct, frozen=True):
    """A number that a clause leaves to be determined, and on which a proposition turns. `due` is an ISO date, or empty.

    `holds` says with which numbers it is proved, if that was found out.
    """

    standard: str
    clause: str
    number: str
    owner: str
    due: str
    holds: str = ""

    def __str__(self) -> str:
        due = f", due {self.due}" if self.due else ""
        found = f"; {self.holds}" if self.holds else ""
        return f"needs this number: TBD {self.number} of {self.clause} ({self.owner} owes it{due}){found}"


class Proposition(Struct, frozen=True):
    """One clause in one assignment of its roles, and what was found out. `key` is the hash of the question.

    `needs` are the numbers that it turns on and that nobody has. `advised` are recommendations: if every port kept
    them, it would be proved.
    """

    applied: Applied
    roles: Mapping[str, str]
    standing: Standing
    by: str = ""
    key: str = ""
    reason: str = ""
    needs: tuple[Need, ...] = ()
    proof: Proof | None = None
    refutation: Refutation | None = None
    advised: tuple[Premise, ...] = ()

    @property
    def recalled(self) -> tuple[str, ...]:
        """What of the grounds is only recalled: the clause itself, or premises, by id."""
        premises = self.proof.premises if self.proof is not None else ()
        applied = (self.applied, *(each.applied for each in premises))
        return tuple(dict.fromkeys(each.clause.id for each in applied if each.trust is Trust.RECALLED))


class Contradiction(Struct, frozen=True):
    """Clauses on one port that no port can keep to at once."""

    premises: tuple[Premise, ...]
    domains: tuple[str, ...]


class Soundness(Struct, frozen=True):
    """What is found out about a standard. `conforming` says by what a port that keeps to all its clauses was shown.

    `near` are the reference ports that counterexamples start from, by side. `refused` are clauses on one port that
    could not be used, with why.
    """

    standard: str
    conforming: str
    near: Mapping[str, str]
    contradiction: Contradiction | None
    propositions: tuple[Proposition, ...]
    refused: Mapping[str, str]
    engines: tuple[str, ...]
    asked: int
    evidence: Mapping[str, str]

    def count(self, standing: Standing) -> int:
        return sum(each.standing is standing for each in self.propositions)
