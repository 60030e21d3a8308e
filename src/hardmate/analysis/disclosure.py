"""A pair with values that nobody tells in; what the claims of both ports decide alone, and which few values the rest.

A port that claims a standard says, without a single value, that it keeps every `shall` of it. So a value that is
withheld, or not declared, is any that those clauses allow. A clause is decided if it holds, or fails, for all of them.
Clauses and claims that are only recalled, or disputed, decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from hardmate.analysis.impact.entail import related
from hardmate.analysis.premises import binds
from hardmate.analysis.prove.declared import numbers
from hardmate.analysis.prove.encode import NotEncodableError
from hardmate.analysis.prove.statements import fails, holds, question
from hardmate.analysis.prove.symbols import Vocabulary, same
from hardmate.assess.capability import CapabilityVerdict, bearings, capabilities
from hardmate.assess.conformance import conformance
from hardmate.assess.pair import Assessment
from hardmate.assess.verdict import Judge, Verdict
from hardmate.language import polynomial as p
from hardmate.language import tree as t
from hardmate.language.formula import Formula
from hardmate.language.judge import Outcome
from hardmate.language.value import State, Trust, Value
from hardmate.model.roles import PORT, SIDES
from hardmate.model.standard import Clause, read_paths
from hardmate.model.vehicle import Port
from hardmate.pairing import claim_trust
from hardmate.quantity import Form, Quantity
from hardmate.repository import Library
from hardmate.solver import Solver, Status

MOST_OWED = 6
"""A clause that waits for more values than this, or for tables, is not asked about: all that it waits for is needed."""
WORK = 300_000
"""How many steps the solver may take for one question."""

MOST_CHOICES = 20_000
"""How many choices of values are looked at before the best is taken as it is."""

Place = tuple[str, str]
"""A side of the pair and the path of a value there."""
Options = tuple[frozenset[Place], ...]
"""Sets of values, each of which settles a clause."""


class Answer(StrEnum):
    """What the claims say of one open clause."""

    PASS = "pass"
    FAIL = "fail"
    OPEN = "open"
    CONTRADICTION = "contradiction"
    UNASKED = "not asked, or not found out"


class Disclosure(Struct, frozen=True):
    """What is decided of the clauses that are open, and what the rest waits for.

    `passing` and `failing` are decided by the claims; of `contradicted` the values that are told leave the claims no
    way to be kept. `deciding` gives for each other clause values that settle it whatever they are, none of which could
    be left out; together they are `fewest`, and there are no fewer if `least`. Of those `unasked` all that they wait
    for is taken. `spared` are values that are owed and need not be told. `capabilities` are those with what is decided.
    """

    passing: tuple[Verdict, ...]
    failing: tuple[Verdict, ...]
    contradicted: tuple[Verdict, ...]
    deciding: Mapping[str, tuple[Place, ...]]
    least: bool
    unasked: frozenset[str]
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
    options: dict[str, Options] = {}
    unasked: set[str] = set()
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
            if verdict.judgement.numbers:
                # No value of a port settles what waits for a number that the standard owes.
                continue
            name = verdict.clause.id
            if answer is Answer.OPEN:
                found, sure = claims.settling(verdict)
            else:
                found, sure = (frozenset(claims.owed(verdict)),), False
            unasked |= set() if sure else {name}
            # Clauses of one name in two standards have to be settled both.
            options[name] = tuple({one | other for one in options.get(name, (frozenset(),)) for other in found})
    chosen, least = fewest(options)
    deciding = {name: tuple(sorted(places)) for name, places in chosen.items()}
    told = {place for places in deciding.values() for place in places}
    owed = {place for verdict in waiting for place in claims.owed(verdict)}
    numberless = [each for each in waiting if id(each) not in decided and each.clause.id not in deciding]
    told |= {place for verdict in numberless for place in claims.owed(verdict)}
    verdicts = [_with(each, decided.get(id(each))) for each in best.verdicts]
    return Disclosure(
        passing=tuple(each for each in waiting if decided.get(id(each)) is Outcome.PASS),
        failing=tuple(each for each in waiting if decided.get(id(each)) is Outcome.FAIL),
        contradicted=tuple(contradicted),
        deciding=deciding,
        least=least and not unasked,
        unasked=frozenset(unasked),
        spared=tuple(sorted(owed - told)),
        capabilities=capabilities(
            bearings(best.mode, assessed.basis),
            verdicts,
            assessed.basis,
            shared_out=best.shared_out,
            taken=best.taken,
            doubt=best.doubt,
            known={},
        ),
    )


def fewest(options: Mapping[str, Options]) -> tuple[dict[str, frozenset[Place]], bool]:
    """For each clause one of the sets that settle it, so that as few values as can be settle all; and whether no
    other choice takes fewer. What is taken for one clause may do for others as well."""
    names = sorted(options, key=lambda name: (len(options[name]), name))
    best, tried = frozenset().union(*(min(each, key=_by_size) for each in options.values())), 0

    def chosen(number: int, taken: frozenset[Place]) -> None:
        nonlocal best, tried
        tried += 1
        if tried > MOST_CHOICES or len(taken) >= len(best):
            return
        if number == len(names):
            best = taken
            return
        for places in sorted(options[names[number]], key=lambda each: (len(each - taken), _by_size(each))):
            chosen(number + 1, taken | places)

    chosen(0, frozenset())
    within = {name: min((each for each in options[name] if each <= best), key=_by_size) for name in names}
    return within, tried <= MOST_CHOICES


def _by_size(places: frozenset[Place]) -> tuple[int, list[Place]]:
    return len(places), sorted(places)


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


class _Claims(Struct, frozen=True):
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

    def settling(self, verdict: Verdict) -> tuple[Options, bool]:
        """The sets of values that settle the clause, no part of which does: two declarations that share one can not
        differ on it. And whether each was found out."""
        owed, answers = tuple(self.owed(verdict)), dict[frozenset[Place], bool | None]()

        def settled(places: frozenset[Place]) -> bool:
            if places not in answers:
                answers[places] = self._settled_by(sorted(places), verdict)
            return bool(answers[places])

        if not settled(frozenset(owed)):
            # What it waits for besides is no value that somebody owes.
            return (frozenset(owed),), False
        needed = frozenset(place for place in owed if not settled(frozenset(owed) - {place}))
        rest = [place for place in owed if place not in needed]
        found: list[frozenset[Place]] = []
        for size in range(len(rest) + 1):
            for more in combinations(rest, size):
                places = needed.union(more)
                if not any(each <= places for each in found) and settled(places):
                    found.append(places)
            if found == [needed]:
                break
        return tuple(found), None not in answers.values()

    def _settled_by(self, shared: Sequence[Place], verdict: Verdict) -> bool | None:
        """Whether two declarations that share these values can not differ on the clause; None if not found out."""
        ways = _ways(verdict)
        unsure = False
        for roles in ways:
            other = {word: f"{side}'" for word, side in roles.items()}
            differ = [*(("holds", each) for each in ways), ("fails", other)]
            answer = self._can(differ, verdict, ("", "'"), shared)
            if answer:
                return False
            unsure = unsure or answer is None
        return None if unsure else True

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
