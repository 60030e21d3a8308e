"""A pair with values that nobody tells in; what the claims of both ports decide alone, and which few values the rest.

A port that claims a standard says, without a single value, that it keeps every `shall` of it. So a value that is
withheld, or not declared, is any that those clauses allow. A clause is decided if it holds, or fails, for all of them.
Clauses and claims that are only recalled, or disputed, decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hardmate.analysis.impact.clauses import read_paths
from hardmate.analysis.impact.entail import related
from hardmate.analysis.premises import binds
from hardmate.analysis.prove.declared import numbers
from hardmate.analysis.prove.encode import NotEncodableError
from hardmate.analysis.prove.statements import fails, holds, question
from hardmate.analysis.prove.symbols import Vocabulary, same
from hardmate.assess.capability import CapabilityVerdict, capabilities
from hardmate.assess.conformance import conformance
from hardmate.assess.pair import Assessment
from hardmate.assess.verdict import Judge, Verdict
from hardmate.language import polynomial as p
from hardmate.language import tree as t
from hardmate.language.formula import Formula
from hardmate.language.judge import Outcome
from hardmate.language.value import State, Trust, Value
from hardmate.model.roles import PORT, SIDES
from hardmate.model.standard import Clause
from hardmate.model.vehicle import Port
from hardmate.pairing import claim_trust
from hardmate.quantity import Form, Quantity
from hardmate.repository import Library
from hardmate.solver import Solver, Status

MOST_OWED = 6
"""A clause that waits for more values than this, or for tables, is not asked about: all that it waits for is needed."""
WORK = 300_000
"""How many steps the solver may take for one question."""

Place = tuple[str, str]
"""A side of the pair and the path of a value there."""


class Answer(StrEnum):
    """What the claims say of one open clause."""

    PASS = "pass"
    FAIL = "fail"
    OPEN = "open"
    CONTRADICTION = "contradiction"
    UNASKED = "not asked, or not found out"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What is decided of the clauses that are open, and what the rest waits for.

    `passing` and `failing` are decided by the claims; of `contradicted` the values that are told leave the claims no
    way to be kept. `deciding` gives for each other clause values that settle it whatever they are, as few as were
    found; `spared` are values that are owed and need not be told. `capabilities` are those with what is decided.
    """

    passing: tuple[Verdict, ...]
    failing: tuple[Verdict, ...]
    contradicted: tuple[Verdict, ...]
    deciding: Mapping[str, tuple[Place, ...]]
    spared: tuple[Place, ...]
    capabilities: tuple[CapabilityVerdict, ...]

    @property
    def fewest(self) -> tuple[Place, ...]:
        """The values that settle all of the rest together."""
        return tuple(sorted({place for places in self.deciding.values() for place in places}))


def disclosure(assessed: Assessment, library: Library) -> Disclosure:
    """What the claims of the two ports decide of the clauses that are open between them.

    Raises MissingEngineError if no solver is installed.
    """
    decided: dict[int, Outcome] = {}
    deciding: dict[str, tuple[Place, ...]] = {}
    contradicted: list[Verdict] = []
    best = assessed.best
    with Solver(work=WORK) as solver:
        kept = {side: _kept(port, library) for side, port in _sides(assessed).items()}
        claims = _Claims(assessed, kept, library, solver)
        waiting = [each for each in best.verdicts if each.outcome is Outcome.UNDETERMINED and claims.owed(each)]
        for verdict in waiting:
            answer = claims.decided(verdict) if claims.speak_of(verdict) else Answer.UNASKED
            if answer is Answer.PASS or answer is Answer.FAIL:
                decided[id(verdict)] = Outcome(answer.value)
                continue
            contradicted += [verdict] if answer is Answer.CONTRADICTION else []
            few = claims.fewest(verdict) if answer is Answer.OPEN else tuple(claims.owed(verdict))
            deciding[verdict.clause.id] = few
    told = {place for places in deciding.values() for place in places}
    owed = {place for verdict in waiting for place in claims.owed(verdict)}
    verdicts = [_with(each, decided.get(id(each))) for each in best.verdicts]
    return Disclosure(
        passing=tuple(each for each in waiting if decided.get(id(each)) is Outcome.PASS),
        failing=tuple(each for each in waiting if decided.get(id(each)) is Outcome.FAIL),
        contradicted=tuple(contradicted),
        deciding=deciding,
        spared=tuple(sorted(owed - told)),
        capabilities=capabilities(
            best.mode, verdicts, assessed.basis, shared_out=best.shared_out, taken=best.taken, doubt=best.doubt
        ),
    )


def _with(verdict: Verdict, outcome: Outcome | None) -> Verdict:
    if outcome is None:
        return verdict
    # What rests on a claim is no more than provisional: nobody has told the value.
    judgement = replace(verdict.judgement, outcome=outcome, owed=(), leans=Trust.PROVISIONAL)
    return replace(verdict, judgement=judgement)


def _sides(assessed: Assessment) -> dict[str, Port]:
    return dict(zip(SIDES, assessed.ports, strict=True))


def _kept(port: Port, library: Library) -> tuple[Clause, ...]:
    """What a port keeps by its own word: every `shall` of what it claims that nothing it declares contradicts."""
    found: dict[int, Clause] = {}
    for answer in conformance(port, library, Judge(library.dictionary)):
        if answer.claim is not None and claim_trust(answer.claim) < Trust.PROVISIONAL:
            continue
        for verdict in answer.verdicts:
            firm = binds(verdict.applied) and verdict.applied.trust >= Trust.PROVISIONAL
            if firm and verdict.outcome is not Outcome.FAIL:
                found[id(verdict.clause)] = verdict.clause
    return tuple(found.values())


def _tells(value: Value) -> bool:
    """Whether a declared value says for sure what it is."""
    if value.state not in (State.KNOWN, State.NONE) or value.trust is Trust.DISPUTED:
        return False
    return not (isinstance(value.content, Quantity) and value.content.form is Form.ABOUT)


@dataclass(frozen=True, slots=True)
class _Claims:
    """Two ports, what each keeps by its claims, and a solver to ask what follows."""

    assessed: Assessment
    kept: Mapping[str, Sequence[Clause]]
    library: Library
    solver: Solver

    def owed(self, verdict: Verdict) -> list[Place]:
        """The values that the clause waits for because nobody tells them."""
        ports = _sides(self.assessed)
        places = dict.fromkeys((each.holder, each.path.partition("[")[0]) for each in verdict.judgement.owed)
        values = {(side, path): ports[side].values.get(path) for side, path in places}
        return [place for place, value in values.items() if value is None or not _tells(value)]

    def speak_of(self, verdict: Verdict) -> bool:
        """Whether the claims say anything of the few values that the clause waits for; else all of it is needed."""
        owed = self.owed(verdict)
        tabled = any(isinstance(node, t.Quantified) for node in t.walk(verdict.clause.requires))
        if tabled or len(owed) > MOST_OWED:
            return False
        return any(path in read_paths(each) for side, path in owed for each in self.kept[side])

    def decided(self, verdict: Verdict) -> Answer:
        """Pass or fail, if no value that the claims allow makes it the other."""
        ways = _ways(verdict)
        can_hold = self._can([("holds", roles) for roles in ways], verdict, ("",))
        can_fail = [self._can([("fails", roles)], verdict, ("",)) for roles in ways]
        if can_hold is None or None in can_fail:
            return Answer.UNASKED
        if not any(can_fail):
            return Answer.PASS if can_hold else Answer.CONTRADICTION
        return Answer.OPEN if can_hold else Answer.FAIL

    def fewest(self, verdict: Verdict) -> tuple[Place, ...]:
        """Values that settle the clause: two declarations that share them can not differ on it."""
        needed = self.owed(verdict)
        for place in tuple(needed):
            rest = [each for each in needed if each != place]
            if self._settled_by(rest, verdict):
                needed = rest
        return tuple(needed)

    def _settled_by(self, shared: Sequence[Place], verdict: Verdict) -> bool:
        ways = _ways(verdict)
        for roles in ways:
            other = {word: f"{side}'" for word, side in roles.items()}
            differ = [*(("holds", each) for each in ways), ("fails", other)]
            if self._can(differ, verdict, ("", "'"), shared) is not False:
                return False
        return True

    def _can(
        self,
        said: Iterable[tuple[str, Mapping[str, str]]],
        verdict: Verdict,
        copies: Sequence[str],
        shared: Iterable[Place] = (),
    ) -> bool | None:
        """Whether what is said of the clause can be, with all that the claims ask and the ports declare.

        `copies` are marks of declarations that tell the same and may differ in the rest, but for what they share.
        """
        clause = verdict.clause
        vocabulary = Vocabulary(self.library.dictionary)
        formulas: list[Formula] = []
        try:
            for what, roles in said:
                statement = holds if what == "holds" else fails
                formulas.append(statement(clause.requires, clause.when, roles, vocabulary).formula)
        except NotEncodableError:
            return None
        for copy in copies:
            for side in SIDES:
                for each in related(clause, self.kept[side]):
                    try:
                        formulas.append(holds(each.requires, each.when, {PORT: f"{side}{copy}"}, vocabulary).formula)
                    except NotEncodableError:
                        continue
        formulas += self._declared(vocabulary, copies)
        for side, path in shared:
            formulas += _alike((side, path), vocabulary)
        asked = question({f"{number:04}": each for number, each in enumerate(formulas)}, vocabulary)
        answer = self.solver.answer(asked.script())
        return None if answer.status is Status.UNKNOWN else answer.status is Status.SAT

    def _declared(self, vocabulary: Vocabulary, copies: Iterable[str]) -> list[Formula]:
        """That each copy declares what the ports tell."""
        stated = {
            f"{side}{copy}": {path: value for path, value in port.values.items() if _tells(value)}
            for side, port in _sides(self.assessed).items()
            for copy in copies
        }
        known = numbers(vocabulary.slots.values(), stated, vocabulary)
        return [
            same(p.variable(name), p.constant(number))
            for name, number in sorted(known.items())
            if name in vocabulary.symbols
        ]


def _ways(verdict: Verdict) -> list[dict[str, str]]:
    """The sides of the clause's words; both ways round for one that is judged so."""
    if not verdict.clause.words <= set(SIDES):
        return [dict(verdict.sides)]
    turned = {"a": "b", "b": "a"}
    return [{word: word for word in verdict.clause.words}, {word: turned[word] for word in verdict.clause.words}]


def _alike(place: Place, vocabulary: Vocabulary) -> list[Formula]:
    """That two copies of a port say the same of a value."""
    side, path = place
    stem = f"{side}.{path}"
    found = []
    for name in sorted(vocabulary.symbols):
        other = f"{side}'.{name.removeprefix(f'{side}.')}"
        of_value = name == stem or name.startswith((f"{stem}:", f"{stem}["))
        if of_value and other in vocabulary.symbols:
            found.append(same(p.variable(name), p.variable(other)))
    return found
