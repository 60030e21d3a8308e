"""The pairs that no plan has, in; what they are warned of, out: in words as far as a report shows it, the rest counted.

There are as many pairs as ports squared. Of those that come out alike it is known without looking at each how many
warnings they have, so only those are put into words that come early enough to be shown.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from hardmate.assess.alike import Outline, Pairs
from hardmate.assess.gate import unplanned_findings, warning, warning_severity
from hardmate.assess.pair import assessment
from hardmate.assess.planes import Ports, Roster
from hardmate.assess.suspects import Chosen, Suspects
from hardmate.assess.verdict import Judge, Verdict
from hardmate.assess.wording import first_place
from hardmate.finding import Brief, Finding, Severity
from hardmate.model.roles import SIDES
from hardmate.model.vehicle import Port
from hardmate.repository import Applied, Library

Pair = tuple[str, str]
"""Two ports by their ids, in order."""
Kind = tuple[Severity, bool]
"""How a finding counts: its severity, and whether a baseline knows it, which makes it a note."""


class Wanted(Struct, frozen=True):
    """What of the warnings is put into words: of each kind the first `limit` in the order of findings; all if that
    is 0. `known` are the pairs of which a baseline knows something; `knows` says whether it knows a finding."""

    limit: int = 0
    known: frozenset[Pair] = frozenset()
    knows: Callable[[Brief], bool] = lambda _: False


ALL = Wanted()


class Warned:
    """What pairs are warned of. `findings` are in words, in no order; `left_out` counts the others by kind.

    Those on the pairs `named` are all in words: there is more to say of them.
    """

    def __init__(self, library: Library, judge: Judge, wanted: Wanted, named: Collection[Pair]) -> None:
        self.library, self.judge, self.wanted, self.named = library, judge, wanted, named
        self.left_out: Counter[Kind] = Counter()
        self._told: defaultdict[Kind, list[Finding]] = defaultdict(list)
        self._always: dict[Finding, None] = {}
        self._early: dict[str, Ports] = {}

    @property
    def findings(self) -> Iterator[Finding]:
        yield from self._always
        for found in self._told.values():
            yield from found

    def over(self, others: Suspects | Chosen) -> Iterator[None]:
        """Look at one port or pair after the other."""
        if isinstance(others, Suspects):
            yield from self._rows(others)
            return
        for first, second in others.pairs:
            assessed = assessment(first, second, self.library, self.judge)
            found = dict.fromkeys(unplanned_findings(assessed, self.library.dictionary))
            if (first.id, second.id) in self.named or len({each.brief for each in found}) < len(found):
                self._always |= found
            else:
                for finding in found:
                    self._add(self._kind(finding.brief), finding)
            yield

    def _kind(self, brief: Brief) -> Kind:
        return (Severity.NOTE, True) if self.wanted.knows(brief) else (brief.severity, False)

    def _add(self, kind: Kind, finding: Finding) -> None:
        told, limit = self._told[kind], self.wanted.limit
        if not limit:
            told.append(finding)
            return
        insort(told, finding, key=lambda each: each.order)
        if len(told) > limit:
            told.pop()
            self.left_out[kind] += 1

    def _last(self, kind: Kind) -> Finding | None:
        """The last finding that there is room for; None if there is more room."""
        told = self._told[kind]
        return told[-1] if self.wanted.limit and len(told) == self.wanted.limit else None

    def _rows(self, others: Suspects) -> Iterator[None]:
        roster = others.roster
        pairs = Pairs(roster, self.library)
        numbers = {port.id: number for number, port in enumerate(roster.ports)}
        known, named = _partners(self.wanted.known, numbers), _partners(self.named, numbers)
        for number, parts in pairs.outlines(lambda number: others.telling[number]):
            for partners, outline in parts:
                if outline.failed:
                    row = _Row(pairs, outline, number)
                    self._part(row, partners, known=known.get(number, 0), named=named.get(number, 0))
            yield

    def _part(self, row: _Row, partners: Ports, *, known: Ports, named: Ports) -> None:
        """The warnings of a port with partners that fail by the same clauses."""
        listed = row.roster.listed
        if not row.each_its_own:
            named = partners
        for partner in listed(partners & named):
            ports = row.ports(partner)
            told = (warning(ports, each, self.library.dictionary) for each in row.verdicts(partner))
            self._always.update(dict.fromkeys(told))
        for applied in row.outline.failed:
            for partner in listed(partners & known & ~named):
                self._tell(self._kind(row.brief(applied, partner)), applied, row, partner)
            kind = (warning_severity(applied.clause), False)
            rest = partners & ~(known | named)
            early = rest & self._in_reach(kind, row)
            if late := (rest & ~early).bit_count():
                self.left_out[kind] += late
            for partner in listed(early):
                self._tell(kind, applied, row, partner)

    def _in_reach(self, kind: Kind, row: _Row) -> Ports:
        """The partners with which a port may have a warning that stands early enough: in a file of one of the two."""
        last = self._last(kind)
        if last is None or row.roster.ports[row.number].location.file <= last.location.file:
            return row.roster.everyone
        file = last.location.file
        if file not in self._early:
            self._early = {file: _until(file, row.roster)}
        return self._early[file]

    def _tell(self, kind: Kind, applied: Applied, row: _Row, partner: int) -> None:
        last, ports = self._last(kind), row.ports(partner)
        (verdict,) = row.verdicts(partner, (applied,))
        if last is not None:
            sides = dict(zip(SIDES, ports, strict=True))
            place = first_place(verdict, sides, self.library.dictionary) or ports[0].location
            if (place, applied.clause.id) > (last.location, last.code):
                self.left_out[kind] += 1
                return
        self._add(kind, warning(ports, verdict, self.library.dictionary))


class _Row(Struct, frozen=True):
    """A port, and what it and some partners are told."""

    pairs: Pairs
    outline: Outline
    number: int

    @property
    def roster(self) -> Roster:
        return self.pairs.roster

    @property
    def each_its_own(self) -> bool:
        """Whether no two clauses that fail would make findings that only their words tell apart."""
        failed = self.outline.failed
        return len({(each.clause.id, each.clause.standard) for each in failed}) == len(failed)

    def ports(self, partner: int) -> tuple[Port, Port]:
        return self.roster.ports[self.number], self.roster.ports[partner]

    def brief(self, applied: Applied, partner: int) -> Brief:
        subject = ("pair", *(port.id for port in self.ports(partner)), applied.clause.standard)
        return Brief(applied.clause.id, warning_severity(applied.clause), subject)

    def verdicts(self, partner: int, clauses: Iterable[Applied] | None = None) -> list[Verdict]:
        asked = self.outline.failed if clauses is None else tuple(clauses)
        return self.pairs.verdicts(self.outline, asked, self.number, partner)


def _partners(pairs: Collection[Pair], numbers: Mapping[str, int]) -> Mapping[int, Ports]:
    """By the number of the first port of a pair, its partners."""
    found: defaultdict[int, Ports] = defaultdict(int)
    for one, other in pairs:
        if one in numbers and other in numbers:
            found[numbers[one]] |= 1 << numbers[other]
    return found


def _until(file: str, roster: Roster) -> Ports:
    """The ports that a file up to this one declares."""
    return sum(1 << number for number, port in enumerate(roster.ports) if port.location.file <= file)
