"""The ports of two sides, each judged by its own standards, in; the verdicts that turn, and who has to act, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from hardmate.analysis.impact.side import Side, claiming
from hardmate.assess.capability import Standing
from hardmate.assess.conformance import conformance
from hardmate.assess.owed import Owed, owed
from hardmate.assess.pair import Assessment, assessment
from hardmate.assess.verdict import Judge, Verdict
from hardmate.language.dictionary import Nature
from hardmate.language.judge import Outcome
from hardmate.model.plan import Mating
from hardmate.model.roles import SIDES
from hardmate.model.vehicle import Port
from hardmate.pairing import basis, mating_pairs
from hardmate.repository import Applied

NOT_THERE = "not there"
"""Stands for a verdict on a side that has no such port, capability or clause."""
_BEST_FIRST = (
    *(Outcome.PASS.value, Outcome.NOT_APPLICABLE.value, Standing.COMPATIBLE.value),
    *(NOT_THERE, Outcome.UNDETERMINED.value, Standing.UNDETERMINED.value),
    *(Outcome.FAIL.value, Standing.INCOMPATIBLE.value),
)
_SILENT = {NOT_THERE, Outcome.NOT_APPLICABLE.value, Outcome.PASS.value}
"""From one of these to another, nobody has anything to do or to hope for."""


class Flip(Struct, frozen=True, order=True):
    """One verdict that turns: of a capability of a pair, or of a clause on one port.

    `what` is the capability, or `standard: clause`. `movers` are who has to act, where it turns for the worse.
    """

    ports: tuple[str, ...]
    what: str
    old: str
    new: str
    reasons: tuple[str, ...]
    movers: tuple[str, ...]
    planned: tuple[str, ...] = ()

    @property
    def worse(self) -> bool:
        """A pair that was not there before has nothing to lose, unless somebody plans it."""
        if self.old == NOT_THERE and len(self.ports) == 2 and not self.planned:
            return False
        return _BEST_FIRST.index(self.new) > _BEST_FIRST.index(self.old)


class Fleet(Struct, frozen=True):
    """What becomes of a fleet. `ports` and `pairs` count those that were compared; `owed` was not owed before.

    `unread` are ports as they were, whose declarations the new side can not read any more.
    """

    ports: int
    pairs: int
    port_flips: tuple[Flip, ...]
    pair_flips: tuple[Flip, ...]
    owed: tuple[Owed, ...]
    unread: tuple[Port, ...] = ()

    @property
    def flips(self) -> tuple[Flip, ...]:
        return (*self.port_flips, *self.pair_flips)

    @property
    def worse(self) -> bool:
        return bool(self.unread) or any(each.worse for each in self.flips)

    @property
    def affected(self) -> tuple[str, ...]:
        """The parties that have to act, or owe something that they did not."""
        movers = {mover for each in self.flips for mover in each.movers} | {each.agency for each in self.unread}
        return tuple(sorted(movers | {each.owner for each in self.owed}))


class _Seen(Struct, frozen=True):
    """One pair or port as one side sees it: each verdict by what it is of, why, who would have to act, what is owed."""

    verdicts: Mapping[str, str]
    reasons: Mapping[str, tuple[str, ...]]
    movers: Mapping[str, tuple[str, ...]]
    owed: frozenset[Owed]


_NOTHING = _Seen({}, {}, {}, frozenset())


def fleet(old: Side, new: Side) -> Fleet:
    """Every port against its standards, and every pair that is planned or shares a mating standard on either side."""
    before, after = claiming(old, new)
    port_views = [_port_views(side, ports) for side, ports in ((old, before), (new, after))]
    names = sorted(before.keys() | after.keys())
    port_flips = [
        flip
        for name in names
        for flip in _flips((name,), port_views[0].get(name, _NOTHING), port_views[1].get(name, _NOTHING), ())
    ]
    wanted = {*_pairs(old, before), *_pairs(new, after)}
    touched = {pair for pair in wanted if not _untouched(pair, old, new, before, after)}
    pair_views = [_pair_views(side, ports, touched) for side, ports in ((old, before), (new, after))]
    pair_flips: list[Flip] = []
    more: set[Owed] = set()
    for pair in sorted(touched):
        was, now = (views.get(pair, _NOTHING) for views in pair_views)
        pair_flips.extend(_flips(pair, was, now, _planned(pair, new)))
        more |= now.owed - was.owed
    for name in names:
        more |= port_views[1].get(name, _NOTHING).owed - port_views[0].get(name, _NOTHING).owed
    failed = set(new.repository.failed)
    unread = tuple(port for name, port in before.items() if name not in after and port.location.file in failed)
    return Fleet(len(names), len(wanted), tuple(port_flips), tuple(pair_flips), _once(more), unread)


def _flips(ports: tuple[str, ...], was: _Seen, now: _Seen, planned: tuple[str, ...]) -> Iterator[Flip]:
    for what in dict.fromkeys((*was.verdicts, *now.verdicts)):
        old, new = was.verdicts.get(what, NOT_THERE), now.verdicts.get(what, NOT_THERE)
        if old == new or {old, new} <= _SILENT:
            continue
        reasons = now.reasons.get(what, ())
        flip = Flip(ports, what, old, new, reasons, (), planned)
        yield Flip(ports, what, old, new, reasons, now.movers.get(what, ()) if flip.worse else (), planned)


def _port_views(side: Side, ports: Mapping[str, Port]) -> dict[str, _Seen]:
    """Each port against each standard that it claims, one verdict per clause."""
    judge = Judge(side.library.dictionary)
    views: dict[str, _Seen] = {}
    for name, port in ports.items():
        verdicts: dict[str, str] = {}
        movers: dict[str, tuple[str, ...]] = {}
        asked: list[Verdict] = []
        for found in conformance(port, side.library, judge):
            for verdict in found.verdicts:
                # Two revisions are held against each other: the clause's own name tells more than the revision's.
                named = found.standard.partition("/")[0] if side.standard else found.standard
                what = f"{named}: {verdict.clause.id}"
                verdicts[what] = verdict.outcome.value
                movers[what] = _movers([verdict], {"a": port}, side)
                asked.append(verdict)
        views[name] = _Seen(verdicts, {}, movers, frozenset(owed(asked, {"a": port}, side.library.dictionary)))
    return views


def _pairs(side: Side, ports: Mapping[str, Port]) -> Iterator[tuple[str, str]]:
    """The pairs that a side judges: planned ones, and those that share a mating standard."""
    planned = {tuple(sorted(mating.pair)) for mating in side.repository.matings}
    for first, second in mating_pairs(ports.values()):
        if (first.id, second.id) in planned or basis(first, second, side.library).shared:
            yield first.id, second.id


def _same(was: Applied, now: Applied) -> bool:
    return was.clause is now.clause and was.confirmed is now.confirmed


def _untouched(
    pair: tuple[str, str], old: Side, new: Side, before: Mapping[str, Port], after: Mapping[str, Port]
) -> bool:
    """Whether nothing that the pair is judged by, or declares, is another object on the two sides."""
    if old.library.dictionary is not new.library.dictionary or old.library.modes is not new.library.modes:
        return False
    if any(name not in before or before[name] is not after.get(name) for name in pair):
        return False
    one, other = (before[name] for name in pair)
    was, now = basis(one, other, old.library), basis(one, other, new.library)
    if was.essential != now.essential or was.standards != now.standards or was.clauses.keys() != now.clauses.keys():
        return False
    return all(_same(applied, now.clauses[key]) for key, applied in was.clauses.items())


def _pair_views(
    side: Side, ports: Mapping[str, Port], wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], _Seen]:
    judge = Judge(side.library.dictionary)
    return {
        (one, other): _pair_view(side, ports[one], ports[other], judge)
        for one, other in sorted(wanted)
        if one in ports and other in ports
    }


def _pair_view(side: Side, one: Port, other: Port, judge: Judge) -> _Seen:
    assessed = _assessed(side, one, other, judge)
    sides = dict(zip(SIDES, assessed.ports, strict=True))
    verdicts: dict[str, str] = {}
    reasons: dict[str, tuple[str, ...]] = {}
    movers: dict[str, tuple[str, ...]] = {}
    for each in assessed.best.capabilities:
        name = each.capability.id
        verdicts[name], reasons[name] = each.standing.value, each.reasons
        named = {why.partition(" ")[0] for why in each.reasons}
        deciding = [verdict for verdict in assessed.best.verdicts if verdict.clause.id in named]
        followed = {who for need in each.capability.needs if verdicts[need] == verdicts[name] for who in movers[need]}
        movers[name] = tuple(sorted({*_movers(deciding, sides, side), *followed}))
    missing = owed(assessed.best.verdicts, sides, side.library.dictionary)
    return _Seen(verdicts, reasons, movers, frozenset(missing))


def _assessed(side: Side, one: Port, other: Port, judge: Judge) -> Assessment:
    """As the first plan that joins the two has it, or freely."""
    for mating in side.repository.matings:
        if set(mating.pair) == {one.id, other.id} and (not mating.mode or mating.mode in side.library.modes):
            return assessment(
                one, other, side.library, judge, mode=mating.mode, agreed=mating.roles, needs=mating.needs
            )
    return assessment(one, other, side.library, judge)


def _movers(verdicts: Sequence[Verdict], sides: Mapping[str, Port], side: Side) -> tuple[str, ...]:
    """Who has to act: who owes what is missing; of a failure, who declares what can be adjusted, or else all of it."""
    dictionary = side.library.dictionary
    found = {each.owner for each in owed(verdicts, sides, dictionary)}
    for verdict in verdicts:
        if verdict.outcome is not Outcome.FAIL:
            continue
        read = [(reading.holder, reading.path.partition("[")[0]) for reading in verdict.judgement.readings]
        free = [holder for holder, path in read if dictionary[path].nature is Nature.ADJUSTABLE]
        found |= {sides[holder].agency for holder in free or [holder for holder, _ in read]}
    return tuple(sorted(found))


def _planned(pair: tuple[str, str], side: Side) -> tuple[str, ...]:
    matings: Iterable[Mating] = side.repository.matings
    return tuple(f"{each.plan}/{each.id}" for each in matings if tuple(sorted(each.pair)) == pair)


def _once(values: Iterable[Owed]) -> tuple[Owed, ...]:
    """Each value once, whichever pairs wait for it."""
    return tuple(sorted({(each.of, each.path): each for each in sorted(values)}.values()))
