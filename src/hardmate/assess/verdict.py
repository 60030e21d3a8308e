"""The verdict of one clause on one port or pair, capped by how far clause and claim can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from hardmate.language import tree as t
from hardmate.language.build import Holder
from hardmate.language.dictionary import Dictionary
from hardmate.language.judge import Judgement, Outcome, Reading, judge
from hardmate.language.value import Trust, Value, missing
from hardmate.model.said import said
from hardmate.model.standard import Clause
from hardmate.model.vehicle import Port
from hardmate.quantity import Quantity
from hardmate.repository import Applied, Library

MOST_KNOWN = 1 << 16
"""Judgements that a judge remembers."""
_WORST_FIRST = (Outcome.FAIL, Outcome.UNDETERMINED, Outcome.PASS, Outcome.NOT_APPLICABLE)


class Verdict(Struct, frozen=True):
    """What a clause says of a port or pair.

    `sides` maps each role word of the clause to "a" or "b", the sides of the pair ("a" alone for one port).
    `why_not` explains a clause that does not apply, or what makes an outcome less than it seems.
    """

    applied: Applied
    sides: Mapping[str, str]
    judgement: Judgement
    why_not: str = ""

    @property
    def clause(self) -> Clause:
        return self.applied.clause

    @property
    def outcome(self) -> Outcome:
        return self.judgement.outcome


class Judge(Struct):
    """Judges clauses, each only once for the same values.

    Ports that declare the same for what a clause reads get the same judgement, so `judged` counts the judgements
    made and `asked` those asked for. Unless `full`, what is decided comes without margin, witness and culprits.
    """

    dictionary: Dictionary
    full: bool = True
    judged: int = 0
    asked: int = 0
    settled: dict[tuple[object, ...], Verdict] = field(default_factory=dict)
    """Verdicts of pairs, by clause, claims, what either port declares for the clause, and roles."""
    told: dict[tuple[object, ...], Any] = field(default_factory=dict)
    """What such verdicts say of a capability, by the ids of the verdicts, which are kept there."""
    bases: dict[tuple[object, ...], Any] = field(default_factory=dict)
    """What pairs are judged by, by the claims of both."""
    rests_on: dict[tuple[object, ...], Any] = field(default_factory=dict)
    """What the capabilities of a mode rest on, by the ids of such a basis and of the mode."""
    _known: dict[tuple[object, ...], Judgement] = field(default_factory=dict)
    _alone: dict[tuple[int, Trust], Alone] = field(default_factory=dict)
    _numbers: dict[object, int] = field(default_factory=dict)
    _seen: dict[int, tuple[Value, int]] = field(default_factory=dict)
    _quantities: dict[int, tuple[Quantity, int]] = field(default_factory=dict)
    _paths: dict[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    _classes: dict[tuple[int, int], tuple[int, Mapping[str, Value]]] = field(default_factory=dict)

    def verdict(self, applied: Applied, sides: Mapping[str, str], ports: Mapping[str, Port]) -> Verdict:
        """The verdict with each role word on its side; `ports` maps the sides to the ports."""
        return Verdict(applied, sides, capped(self.judgement(applied.clause, sides, ports), applied.trust))

    def judgement(self, clause: Clause, sides: Mapping[str, str], ports: Mapping[str, Port]) -> Judgement:
        """What the clause itself says, whatever it is trusted."""
        self.asked += 1
        key = (
            id(clause),
            *sides.values(),
            *(self.number(ports[sides[word]], path) for word, path in self._reads(clause)),
        )
        found = self._known.get(key)
        if found is None:
            self.judged += 1
            bounded(self._known)
            holders = {word: Holder(side, ports[side].values, ports[side].location) for word, side in sides.items()}
            found = judge(clause.requires, clause.when, self.dictionary, holders, full=self.full)
            self._known[key] = found
        return found

    def alone(self, port: Port, library: Library, standard: str, trust: Trust) -> tuple[Verdict, ...]:
        """The verdicts of a standard's clauses on one port, which claims it with so much trust.

        Ports that declare the same for what a clause reads get the same verdict, so it is made for the first of them.
        """
        clauses = library.clauses[standard]
        known = self._alone.get((id(clauses), trust))
        if known is None:
            own = [each for each in clauses.values() if not each.clause.pairwise]
            read = [tuple(dict.fromkeys(path for _, path in self._reads(each.clause))) for each in own]
            known = Alone(clauses, tuple((each, paths, {}) for each, paths in zip(own, read, strict=True)))
            self._alone[id(clauses), trust] = known
        numbers = _Numbers(self, port)
        found = []
        for applied, paths, verdicts in known.judged:
            key = tuple(map(numbers.__getitem__, paths))
            verdict = verdicts.get(key)
            if verdict is None:
                sides = dict.fromkeys(applied.clause.words, "a")
                verdict = verdicts[key] = claimed(self.verdict(applied, sides, {"a": port}), trust)
            found.append(verdict)
        return tuple(found)

    def classes(self, clause: Clause, ports: Iterable[Port]) -> Iterator[int]:
        """For each port a small number that it shares with those that the clause can not tell from it."""
        for port in ports:
            known = self._classes.get((id(clause), id(port.values)))
            if known is None:
                paths = dict.fromkeys(path for _, path in self._reads(clause))
                declared = (id(clause), *(self.number(port, path) for path in paths))
                bounded(self._classes)
                # What is declared is kept beside the number: only a living object keeps its id.
                known = (self._numbers.setdefault(declared, len(self._numbers)), port.values)
                self._classes[id(clause), id(port.values)] = known
            yield known[0]

    def _reads(self, clause: Clause) -> tuple[tuple[str, str], ...]:
        found = self._paths.get(id(clause))
        if found is None:
            nodes = (clause.requires,) if clause.when is None else (clause.requires, clause.when)
            found = tuple(dict.fromkeys((r.root, r.path) for node in nodes for r in t.references(node)))
            self._paths[id(clause)] = found
        return found

    def number(self, port: Port, path: str) -> int:
        """A small number that two values share exactly when no clause can tell them apart."""
        value = said(port.values, path)
        if value is None:
            return -1
        seen = self._seen.get(id(value))
        if seen is None:
            # The value is kept beside its number: only a living object keeps its id.
            seen = (value, self._numbers.setdefault(self._signature(value), len(self._numbers)))
            self._seen[id(value)] = seen
        return seen[1]

    def _signature(self, value: Value) -> object:
        content: object = value.content
        if isinstance(content, tuple):
            content = tuple(tuple((name, self._signature(cell)) for name, cell in row.items()) for row in content)
        elif isinstance(content, Quantity):
            # Exact fractions take long to hash, and a fleet shares its quantities.
            known = self._quantities.get(id(content))
            if known is None:
                known = (content, self._numbers.setdefault(content, len(self._numbers)))
                self._quantities[id(content)] = known
            content = known[1]
        return (value.parameter.name, value.state, content, value.trust, value.statistics)


class Alone(Struct, frozen=True):
    """Those of some clauses that judge one port, each with the paths that it reads and its verdicts by what is
    declared for these."""

    clauses: Mapping[str, Applied]
    """Kept, for only a living object keeps its id."""
    judged: tuple[tuple[Applied, tuple[str, ...], dict[tuple[int, ...], Verdict]], ...]


class _Numbers(dict[str, int]):
    """The numbers of what a port declares, by path, each looked for once."""

    def __init__(self, judge: Judge, port: Port) -> None:
        super().__init__()
        self._judge, self._port = judge, port

    def __missing__(self, path: str) -> int:
        self[path] = number = self._judge.number(self._port, path)
        return number


def claimed(verdict: Verdict, trust: Trust) -> Verdict:
    """Nobody fails for sure against a standard that he is only recalled to claim."""
    return verdict if trust is Trust.FIRM else replace(verdict, judgement=capped(verdict.judgement, trust))


def bounded(known: dict[Any, Any], most: int = MOST_KNOWN) -> None:
    """Forget everything before there is too much to remember."""
    if len(known) >= most:
        known.clear()


def capped(judgement: Judgement, trust: Trust) -> Judgement:
    """A clause or claim that is only recalled can not fail anybody; a disputed one settles nothing."""
    if judgement.outcome not in (Outcome.PASS, Outcome.FAIL) or trust is Trust.FIRM:
        return judgement
    if trust is Trust.DISPUTED:
        return replace(judgement, outcome=Outcome.UNDETERMINED, leans=trust, reason="the sources dispute it")
    if judgement.outcome is Outcome.FAIL and trust is Trust.RECALLED:
        return replace(judgement, outcome=Outcome.UNDETERMINED, doubtful=True, leans=min(judgement.leans, trust))
    return replace(judgement, leans=min(judgement.leans, trust))


def worse(first: Verdict, second: Verdict) -> Verdict:
    """The one that decides when both must hold: the worse outcome, then the smaller margin.

    Where both come out alike, it leans on the weaker trust of the two, and both sides' owed values are owed.
    """
    chosen, other = sorted((first, second), key=_rank)
    mine, theirs = chosen.judgement, other.judgement
    if (mine.outcome, mine.doubtful) != (theirs.outcome, theirs.doubtful):
        return chosen
    owed = tuple(sorted({*mine.owed, *theirs.owed}))
    return replace(chosen, judgement=replace(mine, leans=min(mine.leans, theirs.leans), owed=owed))


def _rank(verdict: Verdict) -> tuple[object, ...]:
    margin = verdict.judgement.margin
    return (
        _WORST_FIRST.index(verdict.outcome),
        not verdict.judgement.doubtful,
        margin is None,
        margin.rank if margin is not None else (),
        tuple(verdict.sides.items()),
    )


def value_at(port: Port, reading: Reading, dictionary: Dictionary) -> Value:
    """The value behind a reading: the port's own, a cell of one of its tables, or one that is missing."""
    table, bracket, rest = reading.path.partition("[")
    if not bracket:
        return port.values.get(reading.path) or missing(dictionary[reading.path], port.location)
    number, _, column = rest.partition("].")
    rows = port.values[table].content
    assert isinstance(rows, tuple)
    return rows[int(number) - 1][column]
