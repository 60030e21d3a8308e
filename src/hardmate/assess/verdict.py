"""The verdict of one clause on one port or pair, capped by how far clause and claim can be trusted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from hardmate.language.build import Holder
from hardmate.language.dictionary import Dictionary
from hardmate.language.judge import Judgement, Outcome, Reading, judge
from hardmate.language.quick import Bounds, bounds
from hardmate.language.sooner import Settler, settler
from hardmate.language.value import State, Trust, Value, missing
from hardmate.model.said import Part, parts, said
from hardmate.model.standard import Clause, reads
from hardmate.model.vehicle import Port
from hardmate.quantity import Quantity
from hardmate.repository import Applied, Library

MOST_KNOWN = 1 << 16
"""Judgements that a judge remembers."""
_MISSING = Bounds(State.MISSING)
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

    @property
    def notable(self) -> bool:
        """Whether somebody has to hear of it: it is no pass, and it applies."""
        return self.judgement.doubtful or self.outcome in (Outcome.FAIL, Outcome.UNDETERMINED)


class Judge(Struct):
    """Judges clauses, each only once for the same values.

    Ports that declare the same for what a clause reads get the same judgement, so `judged` counts the judgements
    made and `asked` those asked for. Unless `full`, what is decided comes without margin, witness and culprits. If
    `terse`, a clause on one port that exact intervals show to hold, or not to apply, comes with nothing but that.
    """

    dictionary: Dictionary
    full: bool = True
    terse: bool = False
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

    def alone(
        self, port: Port, library: Library, standard: str, trust: Trust
    ) -> tuple[tuple[Verdict, ...], tuple[Verdict, ...]]:
        """The verdicts of a standard's clauses on one port, which claims it with so much trust; and those of them that
        somebody has to hear of.

        Ports that declare the same for what a clause reads get the same verdict, so it is made for the first of them.
        """
        clauses = library.clauses[standard]
        known = self._alone.get((id(clauses), trust))
        if known is None:
            known = self._alone[id(clauses), trust] = self._together(clauses)
        declared = parts(port.values)
        shared = declared.get("")
        found: list[Verdict] = []
        notable: list[Verdict] = []
        for each in known.together:
            read = [declared.get(group, shared) for group in each.groups]
            key = tuple(map(id, read))
            told = each.told.get(key)
            if told is None:
                bounded(each.told)
                verdicts = [self._one(port, one, trust) for one in each.judged]
                # What is read is kept beside what it leads to: only a living object keeps its id.
                told = each.told[key] = (read, verdicts, [one for one in verdicts if one.notable])
            found += told[1]
            notable += told[2]
        return tuple(map(found.__getitem__, known.order)), tuple(notable)

    def _together(self, clauses: Mapping[str, Applied]) -> Alone:
        """Those of the clauses that judge one port."""
        own = [each for each in clauses.values() if not each.clause.pairwise]
        read = [tuple(dict.fromkeys(path for _, path in self._reads(each.clause))) for each in own]
        alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, paths in enumerate(read):
            alike[tuple(sorted({path.partition(".")[0] for path in paths}))].append(number)
        numbers = [number for each in alike.values() for number in each]
        order = sorted(range(len(own)), key=numbers.__getitem__)
        together = (
            Together(groups, tuple(self._lone(own[number], read[number]) for number in each))
            for groups, each in alike.items()
        )
        return Alone(clauses, tuple(together), tuple(order))

    def _lone(self, applied: Applied, paths: tuple[str, ...]) -> Lone:
        clause = applied.clause
        return Lone(applied, paths, settler(clause.requires, clause.when) if self.terse else None)

    def _one(self, port: Port, lone: Lone, trust: Trust) -> Verdict:
        """The verdict of one of these clauses on a port that claims its standard with so much trust."""
        key = tuple([self.number(port, path) for path in lone.paths])
        verdict = lone.settled.get(key)
        if verdict is None:
            applied, sides = lone.applied, dict.fromkeys(lone.applied.clause.words, "a")
            # What is disputed is told with all that was found, even where it holds.
            told = None if Trust.DISPUTED in (trust, applied.trust) else lone.told(port)
            verdict = self.verdict(applied, sides, {"a": port}) if told is None else Verdict(applied, sides, told)
            verdict = lone.settled[key] = claimed(verdict, trust)
        return verdict

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
            found = self._paths[id(clause)] = reads(clause)
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


class Lone(Struct, frozen=True):
    """A clause on one port, the paths that it reads, and its verdicts by what is declared for these; `settler` if it is
    judged tersely."""

    applied: Applied
    paths: tuple[str, ...]
    settler: Settler | None
    settled: dict[tuple[int, ...], Verdict] = field(default_factory=dict)

    def told(self, port: Port) -> Judgement | None:
        """That it surely holds or does not apply; None for all else."""
        if self.settler is None:
            return None
        (word,) = self.applied.clause.words
        values = ((path, said(port.values, path)) for path in self.paths)
        known = {(word, path): _MISSING if value is None else bounds(value) for path, value in values}
        outcome = self.settler(known)
        return Judgement(outcome) if outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE) else None


class Together(Struct, frozen=True):
    """Clauses on one port that read the same groups; and the verdicts, all and the notable ones, that were told ports
    which share such parts."""

    groups: tuple[str, ...]
    judged: tuple[Lone, ...]
    told: dict[tuple[int, ...], tuple[Sequence[Part | None], Sequence[Verdict], Sequence[Verdict]]] = field(
        default_factory=dict
    )


class Alone(Struct, frozen=True):
    """Those of some clauses that judge one port; `order` says where each of them, in their own order, is found."""

    clauses: Mapping[str, Applied]
    """Kept, for only a living object keeps its id."""
    together: tuple[Together, ...]
    order: tuple[int, ...]


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


def value_at(port: Port, reading: Reading, dictionary: Dictionary, *, own: bool = True) -> Value:
    """The value behind a reading: the port's own, a cell of one of its tables, or one that is missing. It need not be
    its `own`, with its place, if that does not matter."""
    path, bracket, rest = reading.path.partition("[")
    value = port.values.get(path) if own else said(port.values, path)
    if not bracket:
        return value or missing(dictionary[path], port.location)
    assert value is not None
    number, _, column = rest.partition("].")
    rows = value.content
    assert isinstance(rows, tuple)
    return rows[int(number) - 1][column]
