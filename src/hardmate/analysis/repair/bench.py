"""One assessed pair before the judge again: which clauses have to be mended, and what a changed value does to all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from hardmate.assess.conformance import conformance
from hardmate.assess.pair import Assessment
from hardmate.assess.verdict import Judge, Verdict, worse
from hardmate.language import tree as t
from hardmate.language.dictionary import Dictionary
from hardmate.language.judge import Judgement, Outcome
from hardmate.language.value import Value
from hardmate.model.roles import SIDES
from hardmate.model.standard import reads
from hardmate.model.vehicle import Port
from hardmate.quantity import Quantity
from hardmate.repository import Library

Place = tuple[str, str]
"""A side of the pair and the path of a value there."""
Changes = Mapping[Place, Value]

_BEST_FIRST = (Outcome.NOT_APPLICABLE, Outcome.PASS, Outcome.UNDETERMINED, Outcome.FAIL)


class Bench(Struct):
    """A pair with all clauses that judge it or one of its ports; `asked` counts the judgements made on changes."""

    assessed: Assessment
    library: Library
    judge: Judge
    asked: int = 0
    _reading: dict[Place, tuple[Verdict, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        reading: dict[Place, list[Verdict]] = {}
        for verdict in (*self.assessed.best.verdicts, *self._conformance()):
            if verdict.sides:
                for place in places(verdict):
                    reading.setdefault(place, []).append(verdict)
        self._reading = {place: tuple(each) for place, each in reading.items()}

    @property
    def ports(self) -> Mapping[str, Port]:
        return dict(zip(SIDES, self.assessed.ports, strict=True))

    @property
    def dictionary(self) -> Dictionary:
        return self.library.dictionary

    def _conformance(self) -> Iterator[Verdict]:
        """What each port's standards say of it, with the port on its side of the pair."""
        for side, port in self.ports.items():
            for found in conformance(port, self.library, self.judge):
                yield from (replace(each, sides=dict.fromkeys(each.sides, side)) for each in found.verdicts)

    def reading(self, place: Place) -> tuple[Verdict, ...]:
        """The clauses that read a value."""
        return self._reading.get(place, ())

    def value(self, place: Place) -> Value | None:
        return self.ports[place[0]].values.get(place[1])

    def mended(self, failing: Iterable[Verdict], changes: Changes, *, waiting: bool = False) -> bool:
        """Whether all of these hold with the changes, and nothing that reads a changed value is worse than before.

        With `waiting` they may also wait for a value that nobody has told, and so may other clauses.
        """
        ports = self.changed(changes)
        good = (Outcome.PASS, Outcome.NOT_APPLICABLE, *((Outcome.UNDETERMINED,) if waiting else ()))
        if any(self.outcome(each, ports) not in good for each in failing):
            return False
        beside = {id(each): each for place in changes for each in self._reading.get(place, ())}
        return all(self._as_good(each, self.outcome(each, ports), waiting=waiting) for each in beside.values())

    @staticmethod
    def _as_good(verdict: Verdict, now: Outcome, *, waiting: bool) -> bool:
        if waiting and now is Outcome.UNDETERMINED:
            return True
        return _BEST_FIRST.index(now) <= max(1, _BEST_FIRST.index(seen(verdict)))

    def shortfall(self, failing: Iterable[Verdict], changes: Changes) -> tuple[int, Fraction]:
        """How many of these still fail with the changes, and by how much in all."""
        ports = self.changed(changes)
        left = [each for each in (self._judged(verdict, ports) for verdict in failing) if seen(each) is Outcome.FAIL]
        return len(left), sum((_short(each.judgement) for each in left), Fraction(0))

    def outcome(self, verdict: Verdict, ports: Mapping[str, Port]) -> Outcome:
        """What the clause says with these ports; a failure that rests on what is recalled is one here."""
        self.asked += 1
        return seen(self._judged(verdict, ports))

    def _judged(self, verdict: Verdict, ports: Mapping[str, Port]) -> Verdict:
        if not verdict.clause.words <= set(SIDES):
            return self.judge.verdict(verdict.applied, verdict.sides, ports)
        straight = {word: word for word in verdict.clause.words}
        turned = {word: "b" if word == "a" else "a" for word in verdict.clause.words}
        return worse(*(self.judge.verdict(verdict.applied, sides, ports) for sides in (straight, turned)))

    def changed(self, changes: Changes) -> Mapping[str, Port]:
        """The ports with other values."""
        return {
            side: replace(
                port,
                values=MappingProxyType(
                    {**port.values, **{path: new for (where, path), new in changes.items() if where == side}}
                ),
            )
            for side, port in self.ports.items()
        }


def seen(verdict: Verdict) -> Outcome:
    """The outcome; a failure that rests on what is only recalled is one here."""
    return Outcome.FAIL if verdict.judgement.doubtful else verdict.outcome


def failing(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The clauses that are not met, those included that would fail on what is only recalled."""
    return [each for each in verdicts if seen(each) is Outcome.FAIL]


def places(verdict: Verdict) -> list[Place]:
    """The values that a clause reads, in the order written; of a clause that is judged both ways round, both ports'."""
    clause = verdict.clause
    both = clause.words <= set(SIDES)
    found = ((side, path) for word, path in reads(clause) for side in (SIDES if both else (verdict.sides[word],)))
    return list(dict.fromkeys(found))


def written(verdicts: Iterable[Verdict], bench: Bench) -> list[Fraction]:
    """The numbers that the clauses state, and that the ports declare for what they read."""
    found: dict[Fraction, None] = {}
    for verdict in verdicts:
        found |= dict.fromkeys(t.stated_numbers((verdict.clause.when, verdict.clause.requires)))
        found |= dict.fromkeys(end for place in places(verdict) for end in _ends(bench.value(place)))
    return sorted(found)


def numbers_of(verdicts: Sequence[Verdict], bench: Bench) -> list[Fraction]:
    """The numbers near which a limit may stand: those written, and those as far off as it is short."""
    found = dict.fromkeys(written(verdicts, bench))
    for verdict in verdicts:
        short = _short(verdict.judgement)
        for end in (end for place in places(verdict) for end in _ends(bench.value(place))):
            found |= dict.fromkeys((end - short, end + short))
    return sorted(found)


def _ends(value: Value | None) -> Iterator[Fraction]:
    content = value.content if value is not None else None
    if isinstance(content, Quantity):
        yield from (end for end in (content.low, content.high) if end is not None)


def _short(judgement: Judgement) -> Fraction:
    return abs(judgement.margin.amount) if judgement.margin is not None else Fraction(0)


def words_of(verdicts: Sequence[Verdict], bench: Bench) -> list[str]:
    """The texts that the clauses speak of, and that the ports declare for what they read."""
    found: dict[str, None] = {}
    for verdict in verdicts:
        for node in t.walk(verdict.clause.requires):
            if isinstance(node, t.Word):
                found[node.text] = None
        for place in places(verdict):
            value = bench.value(place)
            if value is not None and isinstance(value.content, str):
                found[value.content] = None
    return list(found)
