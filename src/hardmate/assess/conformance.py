"""One port against the standards it claims, and against itself."""

from __future__ import annotations

from msgspec import Struct

from hardmate.assess.verdict import Judge, Verdict
from hardmate.language.value import Trust
from hardmate.model.standard import COMMON
from hardmate.model.vehicle import Claim, Port
from hardmate.pairing import claim_trust
from hardmate.repository import Library


class Conformance(Struct, frozen=True):
    """The verdicts of one standard's conformance and consistency clauses on one port; `claim` is None for common.

    `notable` are those of which somebody has to hear, clauses that read alike together.
    """

    port: Port
    standard: str
    claim: Claim | None
    verdicts: tuple[Verdict, ...]
    notable: tuple[Verdict, ...]


def conformance(port: Port, library: Library, judge: Judge) -> tuple[Conformance, ...]:
    """The port against common, then against each standard it claims."""
    return (
        Conformance(port, COMMON, None, *judge.alone(port, library, COMMON, Trust.FIRM)),
        *(
            Conformance(port, claim.standard, claim, *judge.alone(port, library, claim.standard, claim_trust(claim)))
            for claim in port.claims
        ),
    )
