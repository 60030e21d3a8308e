"""One port against the standards it claims, and against itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hardmate.assess.verdict import Judge, Verdict, capped
from hardmate.language.value import Trust
from hardmate.model.standard import COMMON
from hardmate.model.vehicle import Claim, Port
from hardmate.pairing import claim_trust
from hardmate.repository import Library


@dataclass(frozen=True, slots=True)
class Conformance:
    """The verdicts of one standard's conformance and consistency clauses on one port; `claim` is None for common."""

    port: Port
    standard: str
    claim: Claim | None
    verdicts: tuple[Verdict, ...]


def conformance(port: Port, library: Library, judge: Judge) -> tuple[Conformance, ...]:
    """The port against common, then against each standard it claims."""
    found: list[Conformance] = []
    for name, claim in ((COMMON, None), *((claim.standard, claim) for claim in port.claims)):
        verdicts = tuple(
            _claimed(judge.verdict(applied, dict.fromkeys(applied.clause.words, "a"), {"a": port}), claim)
            for applied in library.clauses[name].values()
            if not applied.clause.pairwise
        )
        found.append(Conformance(port, name, claim, verdicts))
    return tuple(found)


def _claimed(verdict: Verdict, claim: Claim | None) -> Verdict:
    """Nobody fails for sure against a standard that he is only recalled to claim."""
    if claim is None or claim_trust(claim) is Trust.FIRM:
        return verdict
    return replace(verdict, judgement=capped(verdict.judgement, claim_trust(claim)))
