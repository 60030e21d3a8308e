"""Verdicts of clauses to standings of capabilities, along the graph of what each needs first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hardmate.assess.verdict import Verdict
from hardmate.language.judge import Outcome
from hardmate.language.margin import Margin
from hardmate.language.value import Trust
from hardmate.model.roles import Axis
from hardmate.model.standard import Capability, Mode
from hardmate.model.words import Force
from hardmate.pairing import Axes, Basis, Take

RECALLED = "would fail on what is only recalled"
ADVISED = "is not met, and is only a should"
"""What is said of a clause whose failure decides nothing yet."""


_SETTLED = (Outcome.PASS, Outcome.NOT_APPLICABLE)
"""That a clause does not apply is as good as the values that say so."""


class Standing(StrEnum):
    """The verdict of a capability or a pair."""

    COMPATIBLE = "compatible"
    UNDETERMINED = "undetermined"
    INCOMPATIBLE = "incompatible"


@dataclass(frozen=True, slots=True)
class CapabilityVerdict:
    """Whether a pair has a capability.

    `reasons` say what decided, worst first. `verdicts` are all clauses that bear on it; `leans` is the weakest trust
    that a compatible rests on.
    """

    capability: Capability
    standing: Standing
    reasons: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    leans: Trust

    @property
    def failed(self) -> tuple[Verdict, ...]:
        return tuple(each for each in self.verdicts if each.outcome is Outcome.FAIL)

    @property
    def open(self) -> tuple[Verdict, ...]:
        """The clauses that are undetermined."""
        return tuple(each for each in self.verdicts if each.outcome is Outcome.UNDETERMINED)

    @property
    def tightest(self) -> tuple[Verdict, Margin] | None:
        """The clause that holds with the smallest margin, or fails with the largest shortfall."""
        return tightest(self.verdicts)


def tightest(verdicts: Iterable[Verdict]) -> tuple[Verdict, Margin] | None:
    """The verdict with the smallest margin, or the largest shortfall."""
    found = [(each, margin) for each in verdicts if (margin := each.judgement.margin) is not None]
    return min(found, key=lambda entry: (entry[1].rank, entry[0].clause.id)) if found else None


def capabilities(
    mode: Mode,
    verdicts: Sequence[Verdict],
    basis: Basis,
    *,
    shared_out: Axes,
    taken: Mapping[Axis, Take],
    doubt: str,
) -> tuple[CapabilityVerdict, ...]:
    """The standing of each capability of a mode under one role assignment; `doubt` is about the mode itself."""
    found: dict[str, CapabilityVerdict] = {}
    bearing: dict[str, list[Verdict]] = {name: [] for name in mode.capabilities}
    named: dict[str, list[Verdict]] = {}
    for each in verdicts:
        bearing.get(each.clause.capability, []).append(each)
        named.setdefault(each.clause.id, []).append(each)
    for capability in mode.capabilities.values():
        gates = [axis for axis, gated in mode.axes.items() if gated == capability.id]
        needed = [found[need] for need in capability.needs]
        own = tuple(bearing[capability.id])
        wanted = [each for clause_id in basis.essential.get(capability.id, ()) for each in named.get(clause_id, ())]
        against = [
            *(lacks(need.capability.id) for need in needed if need.standing is Standing.INCOMPATIBLE),
            *(shared_out.refusals[axis] for axis in gates if axis in shared_out.refusals),
            *dict.fromkeys(each.clause.id for each in (*own, *wanted) if _fails(each, Force.SHALL)),
        ]
        unsure = [
            *(waits(need.capability.id) for need in needed if need.standing is Standing.UNDETERMINED),
            *(taken[axis].doubt for axis in gates if axis in taken and taken[axis].doubt),
            *([doubt] if doubt and not needed else []),
            *(f"{each.clause.id} {ADVISED}" for each in own if _fails(each, Force.SHOULD)),
            *(f"{each.clause.id} {RECALLED}" for each in own if _doubted(each)),
            *(f"{each.clause.id} is open" for each in wanted if _is_open(each)),
        ]
        if not any(each.outcome is Outcome.PASS for each in wanted) and not any(_is_open(each) for each in wanted):
            unsure.append("no standard that both claim settles it")
        standing, leans = Standing.COMPATIBLE, Trust.FIRM
        reasons: tuple[str, ...] = ()
        if against:
            standing, reasons = Standing.INCOMPATIBLE, tuple(against)
        elif unsure:
            standing, reasons = Standing.UNDETERMINED, tuple(unsure)
        else:
            leans = min(
                *(each.judgement.leans for each in (*own, *wanted) if each.outcome in _SETTLED),
                *(need.leans for need in needed),
                *(taken[axis].trust for axis in gates if axis in taken),
                basis.leans(capability.id),
            )
        found[capability.id] = CapabilityVerdict(capability, standing, reasons, own, leans)
    return tuple(found.values())


def lacks(capability: str) -> str:
    """The reason of a capability that needs one which is not to be had."""
    return f"no {capability}"


def waits(capability: str) -> str:
    """The reason of a capability that needs one which is undetermined."""
    return f"{capability} is undetermined"


def _fails(verdict: Verdict, force: Force) -> bool:
    return verdict.outcome is Outcome.FAIL and verdict.clause.force is force


def _doubted(verdict: Verdict) -> bool:
    """A `may` takes nothing away when it fails, so a doubtful failure of one takes nothing away either."""
    return verdict.judgement.doubtful and verdict.clause.force is not Force.MAY


def _is_open(verdict: Verdict) -> bool:
    return verdict.outcome is Outcome.UNDETERMINED and not verdict.judgement.doubtful
