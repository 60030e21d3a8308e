"""Two ports and what they are asked for in; what would have to change, replayed from changed files, out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from hardmate.analysis.repair.bench import Bench, Changes, Place, failing
from hardmate.analysis.repair.moves import stepped_back
from hardmate.analysis.repair.replay import Line, Replayed, replayed
from hardmate.analysis.repair.search import Component, components
from hardmate.assess.capability import CapabilityVerdict, Standing
from hardmate.assess.intended import intended
from hardmate.assess.owed import Owed, owed
from hardmate.assess.pair import MATE, Assessment
from hardmate.assess.verdict import Judge, Verdict
from hardmate.language.judge import Outcome
from hardmate.language.value import Value
from hardmate.model.plan import Mating
from hardmate.model.vehicle import Port
from hardmate.repository import Repository
from hardmate.schema import Validator
from hardmate.solver import Solver


class Alternative(Struct, frozen=True):
    """One repair of a component: the values that change, the lines that say so, and what the pair can do with it.

    `less` is each number one step nearer to what it was, which does not do. `elsewhere` are matings that are planned
    and get worse. `proved` if nothing cheaper does: neither less of these values, nor some of them alone.
    """

    changes: Changes
    lines: tuple[Line, ...]
    after: Assessment
    less: Changes
    elsewhere: tuple[str, ...]
    proved: bool


class Mended(Struct, frozen=True):
    """One component with those of its repairs that stood up to a replay."""

    component: Component
    alternatives: tuple[Alternative, ...]


class Repair(Struct, frozen=True):
    """What it takes for a pair to reach what it needs.

    `after` is the pair with the first repair of every component together, None if that is not to be had; `open` are
    the values that what is needed waits for even so, and `refusals` what no value can mend. `solved` if a solver
    looked for the repairs.
    """

    before: Assessment
    needs: tuple[str, ...]
    mended: tuple[Mended, ...]
    after: Assessment | None
    open: tuple[Owed, ...]
    refusals: tuple[str, ...]
    bench: Bench
    solved: bool

    @property
    def reached(self) -> bool:
        """Whether all that is needed is compatible in the end."""
        best = (self.after or self.before).best
        # What the mode does not have can not be reached, though nothing stands against it.
        there = all(best.capability(need) is not None for need in self.needs)
        return there and all(each.standing is Standing.COMPATIBLE for each in best.needed(self.needs))


def repair(
    repository: Repository,
    one: str,
    other: str,
    *,
    needs: Sequence[str] = (),
    freed: Collection[str] = (),
    solver: Solver | None = None,
) -> Repair:
    """The smallest changes to adjustable values; `freed` names natures and parameters that may change as well.

    Without a solver the evaluator looks for them, and they are smallest only among their neighbours.
    """
    judge = Judge(repository.library.dictionary)
    before = intended(repository.ports[one], repository.ports[other], repository, judge, needs)
    asked = _asked(repository, before, needs)
    bench = Bench(before, repository.library, judge)
    found = components(failing(_bearing(before, asked)), bench, freed, solver)
    replay = _Replay(repository, bench, asked, repository.gates)
    mended = tuple(Mended(each, replay.alternatives(each)) for each in found)
    first = [each.alternatives[0].changes for each in mended if each.alternatives]
    after = replay.assessed({place: new for changes in first for place, new in changes.items()}) if first else None
    last = after[1] if after is not None else before
    sides = dict(zip(bench.ports, last.ports, strict=True))
    waiting = [each for each in _bearing(last, asked, settling=True) if each.outcome is Outcome.UNDETERMINED]
    return Repair(
        before=before,
        needs=asked,
        mended=mended,
        after=None if after is None else after[1],
        open=owed([each for each in waiting if not each.judgement.doubtful], sides, repository.library.dictionary),
        refusals=_refusals(last, asked),
        bench=bench,
        solved=solver is not None,
    )


def _asked(repository: Repository, assessed: Assessment, needs: Sequence[str]) -> tuple[str, ...]:
    """What plans ask of the pair, and the reader."""
    pair = {port.id for port in assessed.ports}
    planned = [need for mating in repository.matings if set(mating.pair) == pair for need in mating.needs]
    return tuple(dict.fromkeys((*planned, *needs))) or (MATE,)


def _bearing(assessed: Assessment, needs: Sequence[str], *, settling: bool = False) -> list[Verdict]:
    """The clauses that what is needed turns on; with `settling`, of those that are open only the essential ones."""
    wanted: list[CapabilityVerdict] = assessed.best.needed(needs)
    names = {name for each in wanted for name in assessed.basis.essential.get(each.capability.id, ())}
    bearing = {id(each) for capability in wanted for each in capability.verdicts} if not settling else set()
    return [each for each in assessed.best.verdicts if id(each) in bearing or each.clause.id in names]


def _refusals(assessed: Assessment, needs: Sequence[str]) -> tuple[str, ...]:
    """What stands in the way that is no value: roles that nobody can take, or that are in doubt."""
    best = assessed.best
    gated = {each.capability.id for each in best.needed(needs)}
    axes = [axis for axis, capability in best.mode.axes.items() if capability in gated]
    doubts = (best.taken[axis].doubt for axis in axes if axis in best.taken)
    told = [*(best.shared_out.refusals[axis] for axis in axes if axis in best.shared_out.refusals), *doubts]
    missing = [f"the mode {best.mode.id} has no {need}" for need in needs if best.capability(need) is None]
    return tuple(text for text in (*told, *missing) if text)


def _rank(repository: Repository, mating: Mating, judge: Judge) -> tuple[int, ...]:
    """How far a mating is from what it needs, capability by capability."""
    one, other = (repository.ports[name] for name in mating.pair)
    assessed = intended(one, other, repository, judge, mating.needs)
    return tuple(list(Standing).index(each.standing) for each in assessed.best.needed(mating.needs))


class _Replay(Struct, frozen=True):
    """Repairs written into the files, loaded, and judged."""

    repository: Repository
    bench: Bench
    needs: Sequence[str]
    gates: Mapping[str, Validator]

    def alternatives(self, component: Component) -> tuple[Alternative, ...]:
        """The repairs that hold when the changed files are read: all clauses of the component, and no other worse."""
        found = []
        for least in component.alternatives:
            changes = least.changes
            answer = self.assessed(changes)
            if answer is not None and self._holds(component, changes, answer[1]):
                again, after = answer
                less = dict(self._less(component, changes))
                elsewhere = tuple(self._worse(again.repository))
                found.append(Alternative(changes, again.lines, after, less, elsewhere, least.proved))
        return tuple(found)

    def _less(self, component: Component, changes: Changes) -> Iterator[tuple[Place, Value]]:
        for place, new in changes.items():
            old = self.bench.value(place)
            back = stepped_back(old, new) if old is not None else None
            if back is not None and not self.bench.mended(component.failing, {**changes, place: back}):
                yield place, back

    def _worse(self, changed: Repository) -> Iterator[str]:
        """The other matings of the changed vehicles that reach less of what they need."""
        for mating in self.repository.matings:
            ports = [self.repository.ports.get(name) for name in mating.pair]
            now = [changed.ports.get(name) for name in mating.pair]
            if None in ports or ports == now or {*mating.pair} == {port.id for port in self.bench.assessed.ports}:
                continue
            if _rank(changed, mating, self.bench.judge) > _rank(self.repository, mating, self.bench.judge):
                yield f"{mating.plan}/{mating.id}"

    def assessed(self, changes: Changes) -> tuple[Replayed, Assessment] | None:
        """The pair of the changed files, in the roles and mode of the one that was assessed."""
        again = replayed(self.repository, self.bench, changes, self.gates)
        if again is None:
            return None
        one, other = (again.repository.ports[port.id] for port in self.bench.assessed.ports)
        return again, intended(one, other, again.repository, self.bench.judge, self.needs)

    def _holds(self, component: Component, changes: Changes, after: Assessment) -> bool:
        stated: dict[str, Port] = dict(zip(self.bench.ports, after.ports, strict=True))
        same = all(stated[side].values[path].content == new.content for (side, path), new in changes.items())
        return same and not failing(
            verdict
            for verdict in after.best.verdicts
            if any(verdict.clause.id == each.clause.id for each in component.failing)
        )
