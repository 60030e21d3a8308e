"""One pair of ports, assessed: every clause, every admissible role assignment, the best one chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from hardmate.assess.capability import Bearing, CapabilityVerdict, Standing, bearings, capabilities, lacks, waits
from hardmate.assess.verdict import Judge, Verdict, bounded, capped, worse
from hardmate.language.judge import Judgement, Outcome
from hardmate.language.value import Trust
from hardmate.model.roles import AXIS_OF, SIDES, WORDS, Axis
from hardmate.model.standard import Mode
from hardmate.model.vehicle import Port
from hardmate.pairing import Axes, Basis, Take, assignments, axes, basis, claim_trust, modes
from hardmate.repository import Applied, Library

MATE = "hard-mate"
"""The capability that a matrix shows: whether the two become one structure."""


class Assignment(Struct, frozen=True):
    """One mode and role assignment with what the pair can do in it; `doubt` says why the mode is not sure."""

    mode: Mode
    doubt: str
    shared_out: Axes
    taken: Mapping[Axis, Take]
    verdicts: tuple[Verdict, ...]
    capabilities: tuple[CapabilityVerdict, ...]

    def capability(self, name: str) -> CapabilityVerdict | None:
        return next((each for each in self.capabilities if each.capability.id == name), None)

    def why(self, wanted: Collection[str]) -> tuple[str, ...]:
        """What keeps the wanted capabilities from being compatible: what decided, not what followed from it."""
        chain = [name for name in wanted if name in self.mode.capabilities]
        standings = [each.standing for each in self.capabilities if each.capability.id in chain]
        worst = max(standings, key=tuple(Standing).index, default=Standing.COMPATIBLE)
        if worst is Standing.COMPATIBLE:
            return ()
        for name in chain:
            chain.extend(need for need in self.mode.capabilities[name].needs if need not in chain)
        alike = [each for each in self.capabilities if each.capability.id in chain and each.standing is worst]
        told = dict.fromkeys(reason for each in alike for reason in each.reasons)
        followed = {text for name in chain for text in (lacks(name), waits(name))}
        return tuple(reason for reason in told if reason not in followed)

    def needed(self, needs: Sequence[str]) -> list[CapabilityVerdict]:
        """The capabilities that are needed, with all that those need, in order."""
        wanted: set[str] = set()
        waiting = [need for need in needs if need in self.mode.capabilities]
        while waiting:
            need = waiting.pop()
            if need not in wanted:
                wanted.add(need)
                waiting.extend(self.mode.capabilities[need].needs)
        return [each for each in self.capabilities if each.capability.id in wanted]

    def rank(self, needs: Sequence[str]) -> tuple[object, ...]:
        """The best assignment is the least: by what is needed, then all capabilities in order, doubts, and names."""
        standings = {each.capability.id: tuple(Standing).index(each.standing) for each in self.capabilities}
        missing = len(Standing)
        return (
            max(standings.get(need, missing) for need in needs),
            tuple(standings.get(need, missing) for need in needs),
            bool(self.doubt),
            tuple(standings.values()),
            tuple(len(each.failed) for each in self.capabilities),
            sum(bool(take.doubt) for take in self.taken.values()),
            self.mode.id,
            tuple(take.first for take in self.taken.values()),
        )


class Assessment(Struct, frozen=True):
    """All that is said of a pair. `ports` are in the order of their ids; `best` is one of `tried`."""

    ports: tuple[Port, Port]
    basis: Basis
    best: Assignment
    tried: tuple[Assignment, ...]

    @property
    def standing(self) -> Standing:
        """Whether the two become one structure."""
        mate = self.best.capability(MATE)
        return Standing.UNDETERMINED if mate is None else mate.standing

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the two do not become one structure, or why nobody can tell."""
        return self.best.why((MATE,))

    def side(self, name: str) -> Port:
        return self.ports[SIDES.index(name)]


def assessment(
    one: Port,
    other: Port,
    library: Library,
    judge: Judge,
    *,
    mode: str = "",
    agreed: Mapping[str, str] | None = None,
    needs: Sequence[str] = (MATE,),
) -> Assessment:
    """Assess two ports, in any order, with the same result.

    `mode`, `agreed` roles and the capabilities that it `needs` come from a plan; the best assignment is the one that
    comes nearest to them.
    """
    first, second = sorted((one, other), key=lambda port: port.id)
    bench = _Bench({"a": first, "b": second}, _basis(first, second, library, judge), judge)
    spoken_of = {axis for applied in bench.basis.clauses.values() for axis in applied.clause.axes}
    tried: list[Assignment] = []
    for name, doubt in modes(first, second, library, mode).items():
        shared_out = axes(first, second, library.modes[name], agreed or {}, planned=bool(mode))
        tried += bench.assignments(library.modes[name], shared_out, assignments(shared_out, spoken_of), doubt)
    best = min(tried, key=lambda each: each.rank(needs))
    return Assessment((first, second), bench.basis, best, tuple(tried))


def _basis(first: Port, second: Port, library: Library, judge: Judge) -> Basis:
    """The same for all ports of the same claims, unless it has something to note of these two."""
    key = tuple(tuple((claim.standard, claim_trust(claim)) for claim in port.claims) for port in (first, second))
    known = judge.bases.get(key)
    if known is None:
        known = basis(first, second, library)
        if not known.notes:
            bounded(judge.bases)
            judge.bases[key] = known
    return known


class _Asked(Struct, frozen=True):
    """A clause before two ports: the axes whose roles it asks for, and what else decides; or why it does not apply."""

    applied: Applied
    axes: tuple[Axis, ...]
    key: tuple[object, ...]
    why_not: str


class _Bench(Struct, frozen=True):
    """One pair before the judge; a clause is asked again only for other roles, or for ports that declare otherwise."""

    sides: Mapping[str, Port]
    basis: Basis
    judge: Judge

    def assignments(
        self, mode: Mode, shared_out: Axes, ways: Iterable[Mapping[Axis, Take]], doubt: str
    ) -> Iterator[Assignment]:
        """What the pair can do in a mode, in each of the ways to share out its axes."""
        asked = [self.asked(applied, mode, shared_out) for applied in self.basis.clauses.values()]
        for_all = [None if each.axes else self.verdict(each, {}) for each in asked]
        rests_on = self.rests_on(mode)
        for taken in ways:
            verdicts = tuple([one or self.verdict(each, taken) for one, each in zip(for_all, asked, strict=True)])
            standing = capabilities(
                rests_on, verdicts, self.basis, shared_out=shared_out, taken=taken, doubt=doubt, known=self.judge.told
            )
            yield Assignment(mode, doubt, shared_out, taken, verdicts, standing)

    def rests_on(self, mode: Mode) -> Sequence[Bearing]:
        known = self.judge.rests_on.get((id(self.basis), mode.id))
        if known is None:
            bounded(self.judge.rests_on)
            # The basis is kept beside what rests on it: only a living object keeps its id.
            known = self.judge.rests_on[id(self.basis), mode.id] = (self.basis, bearings(mode, self.basis))
        return known[1]

    def asked(self, applied: Applied, mode: Mode, shared_out: Axes) -> _Asked:
        clause = applied.clause
        why_not = ""
        if clause.capability not in mode.capabilities:
            why_not = f"{mode.id} has no {clause.capability}"
        for axis in () if why_not else clause.axes:
            if axis not in mode.axes or axis in shared_out.refusals:
                why_not = shared_out.refusals.get(axis, f"nobody takes {axis} roles in {mode.id}")
                break
        if why_not:
            return _Asked(applied, (), (id(applied), why_not), why_not)
        key = (id(applied), self.basis.trust.get(applied.standard), *self.judge.classes(clause, self.sides.values()))
        return _Asked(applied, clause.axes, key, "")

    def verdict(self, asked: _Asked, taken: Mapping[Axis, Take]) -> Verdict:
        """Every clause has a verdict; one that this mode or these ports leave no roles for does not apply."""
        key = (*asked.key, *[taken[axis].first for axis in asked.axes])
        known = self.judge.settled.get(key)
        if known is None:
            bounded(self.judge.settled)
            known = self.judge.settled[key] = self.claimed(
                _not_applicable(asked) if asked.why_not else self.judged(asked.applied, taken)
            )
        return known

    def judged(self, applied: Applied, taken: Mapping[Axis, Take]) -> Verdict:
        words = sorted(applied.clause.words)
        if not set(words) & set(SIDES):
            placed = {word: taken[AXIS_OF[word]].side(word, AXIS_OF[word]) for word in words}
            return self.judge.verdict(applied, placed, self.sides)
        straight = self.judge.verdict(applied, {word: word for word in words}, self.sides)
        turned = self.judge.verdict(applied, {word: "b" if word == "a" else "a" for word in words}, self.sides)
        return worse(straight, turned)

    def claimed(self, verdict: Verdict) -> Verdict:
        """A clause that applies only because of a claim leans on the claim."""
        trust = self.basis.trust.get(verdict.applied.standard, Trust.FIRM)
        return verdict if trust is Trust.FIRM else replace(verdict, judgement=capped(verdict.judgement, trust))


def _not_applicable(asked: _Asked) -> Verdict:
    return Verdict(asked.applied, {}, Judgement(Outcome.NOT_APPLICABLE), asked.why_not)


def verdicts_of(
    clauses: Iterable[Applied], sides: Mapping[str, Port], basis: Basis, assigned: Assignment, judge: Judge
) -> list[Verdict]:
    """What some clauses say of a pair in one role assignment, whatever the pair is told of others."""
    bench = _Bench(sides, basis, judge)
    asked = (bench.asked(each, assigned.mode, assigned.shared_out) for each in clauses)
    return [bench.verdict(each, assigned.taken) for each in asked]


def words_taken(assessed: Assessment) -> Mapping[str, str]:
    """Each role word of the best assignment with the port that takes it."""
    return {
        word: assessed.side(take.side(word, axis)).id
        for axis, take in assessed.best.taken.items()
        for word in WORDS[axis]
    }
