"""Is a standard sound? Each of its clauses on two ports, for any two ports that conform to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from hardmate.analysis.premises import advises
from hardmate.analysis.prove.base import Bases, everyone
from hardmate.analysis.prove.counterexample import Counterexample, counterexample
from hardmate.analysis.prove.declared import values, with_rest
from hardmate.analysis.prove.encode import NotEncodableError
from hardmate.analysis.prove.engine import Engine, Reply
from hardmate.analysis.prove.falsify import FALSIFIER, falsified
from hardmate.analysis.prove.nearby import NEARBY, nearby
from hardmate.analysis.prove.needs import needs
from hardmate.analysis.prove.replay import Player
from hardmate.analysis.prove.statements import DOMAIN, GOAL, Question, applies, fails, holds, question
from hardmate.analysis.prove.symbols import Part
from hardmate.analysis.prove.theory import Premise, Theory, theory, ways
from hardmate.analysis.prove.trial import Roles, Trial
from hardmate.analysis.prove.verdicts import (
    OPEN,
    Contradiction,
    Proof,
    Proposition,
    Refutation,
    Soundness,
    Standing,
)
from hardmate.assess.verdict import Judge
from hardmate.language.formula import Formula
from hardmate.language.value import Trust
from hardmate.model.roles import SIDES
from hardmate.model.standard import reads
from hardmate.model.vehicle import Port
from hardmate.pairing import USUAL_MODE
from hardmate.repository import Applied, Library
from hardmate.repository.stages import validators
from hardmate.schema import Validator
from hardmate.solver import Answer, Status

NOBODY = Reply(Answer(Status.UNKNOWN), "", "")
FEW = 16
"""Clauses on two ports that one process sees through before another one could begin."""
MOST_REPAIRS = 6
"""How often a counterexample that other clauses fail beside is asked for again without them."""


def soundness(
    library: Library,
    standard: str,
    engine: Engine,
    *,
    only: Sequence[str] = (),
    references: Sequence[Port] = (),
    gates: Mapping[str, Validator] | None = None,
    known: Theory | None = None,
) -> Soundness:
    """Every clause on two ports, or only those of these ids.

    `references` are ports to stay near, `gates` what declarations of the library have to pass, and `known` is the
    standard's theory, if somebody has made it already.
    """
    known = known or theory(library, standard)
    goals = [applied for applied in known.goals if not only or applied.clause.id in only]
    judge = Judge(library.dictionary, full=False)
    player = Player(known, judge, gates or validators(library.dictionary), len(goals))
    prover = Prover(known, engine, Bases(known, engine, references), player, known.advised())
    contradiction = prover.contradiction()
    propositions: list[Proposition] = []
    if contradiction is None:
        held = (*known.goals, *known.premises, *known.advice)
        with engine.sharing(prover.found, goals, FEW, held) as found:
            propositions = found()
    solvers = [each.engine for each in (engine.solver, engine.second) if each is not None]
    return Soundness(
        standard=standard,
        conforming=prover.conforming,
        near=prover.bases.start(USUAL_MODE, everyone({})).ports,
        contradiction=contradiction,
        propositions=tuple(propositions),
        refused=known.refused,
        engines=("intervals", *solvers),
        asked=sum(each.asked for each in (engine.solver, engine.second) if each is not None),
        evidence=engine.kept,
    )


class Prover(Struct):
    """Proves or refutes one goal after the other."""

    theory: Theory
    engine: Engine
    bases: Bases
    player: Player
    advised: Theory
    """The theory with recommendations as premises."""
    conforming: str = ""
    _trials: dict[tuple[object, ...], Trial] = field(default_factory=dict)

    def contradiction(self) -> Contradiction | None:
        """Premises of one port that can not all hold; sets how a conforming port was shown."""
        base = self.bases.base(USUAL_MODE, everyone({}))
        if any(base.values()) and all(self._trial({}).conforms(side, base) for side in base):
            self.conforming = "a declaration that keeps to all of them was judged"
            return None
        one = [each for each in self.theory.premises if each.side == SIDES[0]]
        asked = question({each.label: each.ruled.formula for each in one}, self.theory.vocabulary)
        reply = self.engine.reply(asked, main=True)
        if reply.status is Status.UNSAT:
            proof = self._proof(asked, one)
            return Contradiction(proof.premises, proof.domains)
        if reply.status is Status.SAT:
            self.conforming = f"{reply.by} found values that keep to all of them"
        return None

    def found(self, goals: Sequence[Applied]) -> list[Proposition]:
        return [each for goal in goals for each in self.propositions(goal)]

    def propositions(self, goal: Applied) -> Iterator[Proposition]:
        several = ways(goal.clause)
        for number, roles in enumerate(several, 1):
            name = goal.clause.id if len(several) == 1 else f"{goal.clause.id}-{number}"
            found = self._proposition(goal, roles, name)
            yield replace(found, advised=self._advised(found)) if found.standing in OPEN else found

    def _advised(self, found: Proposition) -> tuple[Premise, ...]:
        """The recommendations that would prove what is not proved, if every port kept them."""
        clause, vocabulary = found.applied.clause, self.theory.vocabulary
        around = self.advised.around(frozenset((found.roles[word], path) for word, path in reads(clause)))
        if not any(advises(each.applied) for each in around) or self._fails_all_the_same(found):
            return ()
        try:
            failing = fails(clause.requires, clause.when, found.roles, vocabulary).formula
        except NotEncodableError:
            return ()
        near = self.advised.cone(failing)
        if not any(advises(each.applied) for each in near):
            return ()
        asked = self._question(near, failing)
        if not self.engine.impossible(asked):
            return ()
        return tuple(each for each in self._proof(asked, near).premises if advises(each.applied))

    def _fails_all_the_same(self, found: Proposition) -> bool:
        """Whether the ports of a counterexample keep every recommendation already."""
        if found.refutation is None:
            return False
        every = everyone(found.roles)
        base = self.bases.base(self._mode(found.applied), every)
        sides = {side: dict(values) for side, values in base.items()}
        changed: dict[str, list[str]] = {side: [] for side in base}
        for each in found.refutation.changes:
            changed[each.side].append(each.path)
            if each.after is None:
                del sides[each.side][each.path]
            else:
                sides[each.side][each.path] = each.after
        careful = self._trials.setdefault(
            ("advised", *sorted(every.items())), Trial(self.advised, every, self.bases.judged)
        )
        return all(careful.still_conforms(side, sides, base, changed[side]) for side in base)

    def _proposition(self, goal: Applied, roles: Roles, name: str) -> Proposition:
        if goal.trust is Trust.DISPUTED:
            return Proposition(goal, roles, Standing.UNKNOWN, reason="its sources dispute the clause")
        near = self._nearby(goal, roles, name)
        if near is not None:
            return near
        clause, vocabulary = goal.clause, self.theory.vocabulary
        try:
            failing = fails(clause.requires, clause.when, roles, vocabulary)
            guard = applies(clause.requires, clause.when, roles, vocabulary)
        except NotEncodableError as error:
            return self._falsified(goal, roles, name, f"it can not be encoded: {error}", NOBODY)
        cone = self.theory.cone(failing.formula)
        if clause.when is not None:
            vacuous = self._vacuous(goal, roles, guard.formula)
            if vacuous is not None:
                return vacuous
        asked = self._question(cone, failing.formula)
        waits = bool(clause.open_numbers) or any(each.applied.clause.open_numbers for each in cone)
        if self.engine.solver is not None and not waits:
            # Most that comes here can be refuted, and then nothing else need be asked.
            fitted = self._fitted(asked)
            reply = self.engine.reply(fitted, main=True, straight=True)
            if reply.status is Status.SAT:
                return self._refuted(goal, roles, name, fitted, reply)
        reply = self.engine.reply(asked, main=True)
        if reply.status is Status.UNSAT:
            proof = self._proof(asked, cone, failing.presumed)
            return Proposition(goal, roles, Standing.PROVED, reply.by, reply.key, proof=proof)
        if waits:
            return self._open(goal, roles, name, reply)
        return self._denied(goal, roles, name, asked, reply)

    def _denied(self, goal: Applied, roles: Roles, name: str, asked: Question, reply: Reply) -> Proposition:
        """What becomes of a question that was not answered with no."""
        match reply.status:
            case Status.SAT:
                fitted = self._fitted(asked)
                with_values = self.engine.reply(fitted, straight=True)
                if with_values.status is Status.SAT:
                    asked, reply = fitted, Reply(with_values.answer, reply.by, reply.key)
                return self._refuted(goal, roles, name, asked, reply)
            case _:
                return self._falsified(goal, roles, name, reply.answer.reason, reply)

    def _open(self, goal: Applied, roles: Roles, name: str, reply: Reply) -> Proposition:
        """Refuted if it fails with every number and no premise waits for one; else it turns on the numbers."""
        clause = goal.clause
        surely = fails(clause.requires, clause.when, roles, self.theory.vocabulary, surely=True).formula
        cone = self.theory.cone(surely)
        if not any(each.applied.clause.open_numbers for each in cone):
            asked = self._question(cone, surely)
            answer = self.engine.reply(asked)
            if answer.status is not Status.UNSAT:
                found = self._denied(goal, roles, name, asked, answer)
                if found.standing is Standing.REFUTED:
                    return found
        wanted = tuple(needs(clause, roles, cone, self.theory, self.engine))
        told = "; ".join(str(each) for each in wanted)
        return Proposition(goal, roles, Standing.UNKNOWN, reply.by, reply.key, told, needs=wanted)

    def _nearby(self, goal: Applied, roles: Roles, name: str) -> Proposition | None:
        """Refuted by values next to the base; None if that is not so easy, or a solver may find less that fails."""
        base = self.bases.base(self._mode(goal), everyone(roles))
        found = nearby(self.theory, goal, roles, base, self._trial(roles))
        written = counterexample(goal, roles, found, base, self._trial(roles)) if found is not None else None
        if written is None:
            return None
        shown = self._shown(goal, roles, name, written, Reply(Answer(Status.SAT), NEARBY, ""))
        if shown.refutation is None or (shown.refutation.beside and self.engine.solver is not None):
            return None
        return shown

    def _question(self, cone: Sequence[Premise], formula: Formula) -> Question:
        labelled = {each.label: each.ruled.formula for each in cone}
        return question({GOAL: formula, **labelled}, self.theory.vocabulary)

    def _fitted(self, asked: Question) -> Question:
        """The question with a value for all that the goal reads: `none` tells less."""
        vocabulary, more = self.theory.vocabulary, {}
        for slot in vocabulary.behind(vocabulary.spoken(asked.labelled[GOAL])):
            if "[" not in slot.place:
                more[f"fitted {slot.port}.{slot.place}"] = vocabulary.is_true(slot, Part.FITTED)
        return question({**_plain(asked), **more}, vocabulary)

    def _vacuous(self, goal: Applied, roles: Roles, guard: Formula) -> Proposition | None:
        cone = self.theory.cone(guard)
        asked = self._question(cone, guard)
        reply = self.engine.reply(asked)
        if reply.status is not Status.UNSAT:
            return None
        reason = "no two ports that conform come to where it applies"
        proof = self._proof(asked, cone)
        return Proposition(goal, roles, Standing.VACUOUS, reply.by, reply.key, reason, proof=proof)

    def _proof(self, asked: Question, cone: Sequence[Premise], presumed: frozenset[str] = frozenset()) -> Proof:
        """What is left when nothing more can be left out; what is least wanted is tried first."""
        domains = sorted(label for label in asked.labelled if label.startswith(DOMAIN))
        order = (*domains, *(each.label for each in sorted(cone, key=lambda each: each.rank)))
        core = self.engine.core(asked, order)
        premises = tuple(each for each in cone if each.label in core)
        presumed = presumed.union(*(each.ruled.presumed for each in premises))
        used = {label.removeprefix(DOMAIN) for label in core if label.startswith(DOMAIN)}
        used |= {
            f"{slot.port}.{slot.place}" for slot in self.theory.vocabulary.behind(presumed) if slot.parameter.numeric
        }
        return Proof(premises, tuple(sorted(used)))

    def _refuted(self, goal: Applied, roles: Roles, name: str, asked: Question, reply: Reply) -> Proposition:
        """The counterexample, replayed; without other failures beside it, if there is such a one."""
        best: Proposition | None = None
        why_not = ""
        for _ in range(MOST_REPAIRS):
            if reply.status is not Status.SAT:
                break
            found = self._replayed(goal, roles, name, asked, reply)
            if found.refutation is None:
                why_not = found.reason
                break
            if best is None or len(found.refutation.beside) < len(_beside(best)):
                best = found
            if not found.refutation.beside:
                break
            stricter = self._without_failures(asked, found.refutation.beside, roles)
            if stricter is None:
                break
            asked = stricter
            reply = self.engine.reply(asked, straight=True)
        if best is not None:
            return best
        return self._falsified(goal, roles, name, f"a counterexample of {reply.by} did not hold: {why_not}", reply)

    def _without_failures(self, asked: Question, beside: Sequence[str], roles: Roles) -> Question | None:
        """The question with the clauses that failed beside the goal as premises."""
        trial = self._trial(roles)
        more: dict[str, Formula] = {}
        for applied in self.theory.goals:
            if applied.clause.id in beside:
                for number, way in enumerate(trial.orientations(applied.clause)):
                    clause = applied.clause
                    try:
                        held = holds(clause.requires, clause.when, way, self.theory.vocabulary)
                    except NotEncodableError:
                        return None
                    more[f"beside {clause.standard} {clause.id} {number}"] = held.formula
        if set(more) <= set(asked.labelled):
            return None
        labelled = _plain(asked) | more
        reached = {near.label: near.ruled.formula for each in more.values() for near in self.theory.cone(each)}
        return question({**labelled, **reached}, self.theory.vocabulary)

    def _replayed(self, goal: Applied, roles: Roles, name: str, asked: Question, reply: Reply) -> Proposition:
        every = everyone(roles)
        slots = asked.vocabulary.behind(asked.vocabulary.spoken(*asked.labelled.values()))
        found = values(slots, reply.answer.values, asked.vocabulary)
        base = self.bases.base(self._mode(goal), every)
        unsaid = [(roles[word], path) for word, path in reads(goal.clause) if path not in base[roles[word]]]
        found = with_rest(found, unsaid, asked.vocabulary)
        written = counterexample(goal, roles, found, base, self._trial(roles))
        if written is None:
            reason = "the evaluator does not find the clause failing between ports that conform"
            return Proposition(goal, roles, Standing.UNKNOWN, reply.by, reply.key, reason)
        return self._shown(goal, roles, name, written, reply)

    def _shown(self, goal: Applied, roles: Roles, name: str, written: Counterexample, reply: Reply) -> Proposition:
        """Refuted, if the ordinary loader and evaluator say so too."""
        by, key = reply.by, reply.key
        replay = self.player.replay(name, goal, roles, everyone(roles), written)
        if replay.why_not:
            return Proposition(goal, roles, Standing.UNKNOWN, by, key, f"the replay does not confirm: {replay.why_not}")
        unbounded = {
            each.path
            for each in written.changes
            if not any((each.side, each.path) in premise.places for premise in self.theory.premises)
        }
        refutation = Refutation(replay.files, written.changes, tuple(sorted(unbounded)), replay.beside)
        return Proposition(goal, roles, Standing.REFUTED, by, key, refutation=refutation)

    def _falsified(self, goal: Applied, roles: Roles, name: str, reason: str, reply: Reply) -> Proposition:
        """What is left where neither intervals nor a solver decide: to try values, and to say how many."""
        by, key = reply.by, reply.key
        every = everyone(roles)
        base = self.bases.base(self._mode(goal), every)
        search = falsified(self.theory, goal, roles, base, self._trial(roles))
        if search.found is not None:
            written = counterexample(goal, roles, search.found, base, self._trial(roles))
            if written is not None:
                shown = self._shown(goal, roles, name, written, Reply(Answer(Status.SAT), FALSIFIER, key))
                if shown.standing is Standing.REFUTED:
                    return shown
        return Proposition(goal, roles, Standing.UNKNOWN, by, key, f"{reason}; {search.told}")

    def _trial(self, roles: Roles, theory: Theory | None = None) -> Trial:
        """One for all goals with these roles: much of what is judged for one is judged for another too."""
        every, theory = everyone(roles), theory or self.theory
        key = (id(theory), *sorted(every.items()))
        found = self._trials.get(key)
        if found is None:
            found = self._trials[key] = Trial(theory, every, self.bases.judged)
        return found

    def _mode(self, goal: Applied) -> str:
        """A mode in which the clause can be judged, the usual one if it can."""
        for mode in sorted(self.theory.library.modes.values(), key=lambda each: (each.id != USUAL_MODE, each.id)):
            if goal.clause.capability in mode.capabilities and all(axis in mode.axes for axis in goal.clause.axes):
                return mode.id
        return ""


def _plain(asked: Question) -> dict[str, Formula]:
    """What a question was made of."""
    return {label: each for label, each in asked.labelled.items() if not label.startswith(DOMAIN)}


def _beside(found: Proposition) -> tuple[str, ...]:
    return found.refutation.beside if found.refutation is not None else ()
