"""A counterexample once more, as files: through the ordinary loader, conformance and the assessment of a pair."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from hardmate.analysis.premises import advises
from hardmate.analysis.prove.counterexample import Counterexample
from hardmate.analysis.prove.theory import Theory
from hardmate.analysis.prove.trial import Roles
from hardmate.analysis.prove.written import Texts, declaration
from hardmate.assess.conformance import conformance
from hardmate.assess.pair import Assignment, assessment
from hardmate.assess.verdict import Judge, Verdict
from hardmate.language.judge import Outcome
from hardmate.model.roles import SIDES
from hardmate.model.said import Sayings
from hardmate.model.vehicle import Port, Vehicle
from hardmate.repository import Applied, File, declared
from hardmate.schema import Validator


class Replay(Struct, frozen=True):
    """What the ordinary evaluator says of two files, by name: `why_not` is empty if it confirms the failure."""

    files: Mapping[str, str]
    why_not: str
    beside: tuple[str, ...] = ()


class Player(Struct):
    """Replays counterexamples of one theory, to so many `goals`."""

    theory: Theory
    judge: Judge
    gates: Mapping[str, Validator]
    goals: int = 1
    _sayings: Sayings = field(default_factory=Sayings)
    _texts: Texts = field(default_factory=Texts)

    def port(self, name: str, text: str) -> Port | str:
        """The port that a file declares; why there is none."""
        file = File(path=Path(name), shown=name, raw=text.encode())
        loaded = declared(file, self.theory.library, self.gates, self._sayings, among=len(SIDES) * self.goals)
        if not isinstance(loaded, Vehicle):
            return f"{name} does not load: {loaded[0].message}"
        return loaded.ports[0]

    def replay(self, name: str, goal: Applied, roles: Roles, every: Roles, found: Counterexample) -> Replay:
        """`name` begins the names of the files; `roles` are those of the goal, `every` those of all axes."""
        files, ports = {}, {}
        for side, values in found.sides.items():
            vehicle = f"{name}-{side}"
            title = f"Side {side} of a counterexample to {goal.clause.id}"
            words = [word for word, at in every.items() if at == side]
            text = declaration(vehicle, title, self.theory.standard, words, values, texts=self._texts)
            files[f"{vehicle}.yaml"] = text
            port = self.port(f"{vehicle}.yaml", text)
            if isinstance(port, str):
                return Replay(files, port)
            ports[side] = port
        for port in ports.values():
            for judged in conformance(port, self.theory.library, self.judge):
                for verdict in judged.verdicts:
                    if advises(verdict.applied) or verdict.clause.id in self.theory.refused:
                        continue
                    if _speaks(verdict):
                        return Replay(files, f"{port.id} does not conform to {verdict.clause.id}")
        assessed = assessment(ports["a"], ports["b"], self.theory.library, self.judge)
        failing = [each for each in assessed.tried if _fails(each, goal, roles)]
        if not failing:
            return Replay(files, f"the pair does not fail {goal.clause.id}")
        beside = {
            verdict.clause.id
            for verdict in failing[0].verdicts
            if _speaks(verdict, failures=True) and verdict.clause is not goal.clause
        }
        return Replay(files, "", tuple(sorted(beside)))


def _fails(tried: Assignment, goal: Applied, roles: Roles) -> bool:
    """Whether the clause fails in a tried assignment in which its words are where they shall be."""
    for verdict in tried.verdicts:
        if verdict.clause is goal.clause and _speaks(verdict, failures=True):
            return not goal.clause.axes or dict(verdict.sides) == {word: roles[word] for word in verdict.sides}
    return False


def _speaks(verdict: Verdict, *, failures: bool = False) -> bool:
    """Whether a verdict is a failure, also one that is only recalled; or, unless `failures`, not a pass either.

    What waits for nothing but a number of the standard says nothing against a port.
    """
    if verdict.outcome is Outcome.FAIL or verdict.judgement.doubtful:
        return True
    judgement = verdict.judgement
    return not failures and judgement.outcome is Outcome.UNDETERMINED and not judgement.waits_for_standard
