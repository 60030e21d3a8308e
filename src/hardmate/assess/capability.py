"""Verdicts of clauses to standings of capabilities, along the graph of what each needs first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from hardmate.assess.verdict import Verdict, bounded
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


class CapabilityVerdict(Struct, frozen=True):
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


class Bearing(Struct, frozen=True):
    """What a capability rests on: the axes that it waits for, and by their places among all clauses, those that bear
    on it and those that are essential to it."""

    capability: Capability
    gates: tuple[Axis, ...]
    own: tuple[int, ...]
    wanted: tuple[int, ...]


class Told(Struct, frozen=True):
    """What clauses say of a capability: why it is not to be had, why nobody can tell, and what a yes leans on.

    `essential` are kept only because a living object keeps its id.
    """

    verdicts: tuple[Verdict, ...]
    essential: tuple[Verdict, ...]
    against: tuple[str, ...]
    unsure: tuple[str, ...]
    leans: Trust


def bearings(mode: Mode, basis: Basis) -> tuple[Bearing, ...]:
    """What each capability of a mode rests on, in their order."""
    own: dict[str, list[int]] = {name: [] for name in mode.capabilities}
    named: dict[str, list[int]] = {}
    for number, applied in enumerate(basis.clauses.values()):
        own.get(applied.clause.capability, []).append(number)
        named.setdefault(applied.clause.id, []).append(number)
    return tuple(
        Bearing(
            each,
            tuple(axis for axis, gated in mode.axes.items() if gated == each.id),
            tuple(own[each.id]),
            tuple(number for name in basis.essential.get(each.id, ()) for number in named.get(name, ())),
        )
        for each in mode.capabilities.values()
    )


def capabilities(
    rests_on: Sequence[Bearing],
    verdicts: Sequence[Verdict],
    basis: Basis,
    *,
    shared_out: Axes,
    taken: Mapping[Axis, Take],
    doubt: str,
    known: dict[tuple[object, ...], Told],
) -> tuple[CapabilityVerdict, ...]:
    """The standing of each capability of a mode under one role assignment; `doubt` is about the mode itself.

    `known` is what was told before of the same verdicts.
    """
    found: dict[str, CapabilityVerdict] = {}
    for bearing in rests_on:
        capability, gates = bearing.capability, bearing.gates
        needed = [found[need] for need in capability.needs]
        told = _told([verdicts[at] for at in bearing.own], [verdicts[at] for at in bearing.wanted], known)
        against = [
            *(lacks(need.capability.id) for need in needed if need.standing is Standing.INCOMPATIBLE),
            *(shared_out.refusals[axis] for axis in gates if axis in shared_out.refusals),
            *told.against,
        ]
        unsure = [
            *(waits(need.capability.id) for need in needed if need.standing is Standing.UNDETERMINED),
            *(taken[axis].doubt for axis in gates if axis in taken and taken[axis].doubt),
            *([doubt] if doubt and not needed else []),
            *told.unsure,
        ]
        standing, leans = Standing.COMPATIBLE, Trust.FIRM
        reasons: tuple[str, ...] = ()
        if against:
            standing, reasons = Standing.INCOMPATIBLE, tuple(against)
        elif unsure:
            standing, reasons = Standing.UNDETERMINED, tuple(unsure)
        else:
            leans = min(
                told.leans,
                *(need.leans for need in needed),
                *(taken[axis].trust for axis in gates if axis in taken),
                basis.leans(capability.id),
            )
        found[capability.id] = CapabilityVerdict(capability, standing, reasons, told.verdicts, leans)
    return tuple(found.values())


def _told(own: Sequence[Verdict], wanted: Sequence[Verdict], known: dict[tuple[object, ...], Told]) -> Told:
    key = (*map(id, own), None, *map(id, wanted))
    found = known.get(key)
    if found is None:
        bounded(known)
        vexed = [each for each in own if each.outcome not in _SETTLED]
        lacking = [each for each in wanted if each.outcome not in _SETTLED]
        still_open = [f"{each.clause.id} is open" for each in lacking if _is_open(each)]
        settled = still_open or any(each.outcome is Outcome.PASS for each in wanted)
        found = known[key] = Told(
            tuple(own),
            tuple(wanted),
            against=tuple(dict.fromkeys(each.clause.id for each in (*vexed, *lacking) if _fails(each, Force.SHALL))),
            unsure=(
                *(f"{each.clause.id} {ADVISED}" for each in vexed if _fails(each, Force.SHOULD)),
                *(f"{each.clause.id} {RECALLED}" for each in vexed if _doubted(each)),
                *still_open,
                *(() if settled else ("no standard that both claim settles it",)),
            ),
            leans=min(
                (each.judgement.leans for each in (*own, *wanted) if each.outcome in _SETTLED), default=Trust.FIRM
            ),
        )
    return found


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
