"""Every two ports of a roster in; what they are told, out, worked out once for all pairs that come out alike.

What a pair is told rests on the claims, roles and modes of its ports and on how each clause comes out; the numbers
behind that matter only to margins and words, which are asked for where somebody reads them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from hardmate.assess.capability import Standing, bearings
from hardmate.assess.pair import MATE, Assessment, Assignment, assessment, verdicts_of
from hardmate.assess.planes import Placement, Ports, Roster, rows
from hardmate.assess.verdict import Verdict, bounded
from hardmate.model.roles import SIDES, Axis
from hardmate.model.standard import Clause
from hardmate.model.vehicle import Port
from hardmate.pairing import Basis, claim_trust, declared_modes
from hardmate.repository import Applied, Library

FEW = 16
"""With fewer pairs of two kinds than this, each is assessed by itself."""
BITS = 1 << 23
"""Ports of a span times all ports: bits of one plane of one clause, so that the size of a fleet bounds no memory."""
OUTLINES = 1 << 13
"""Outlines that are remembered."""
FIRST, SECOND = "\0a", "\0b"
"""What stands for the ids of the two ports until they are named; no id has such a character, and they are in order."""

Kind = tuple[object, ...]
"""All of a port that decides, beside what it declares for a clause, what a pair is told."""
Part = tuple[Ports, tuple[int, ...]]
"""Partners with which every clause comes out the same, and how."""
Turned = tuple[Clause, Placement]
"""A clause with its role words on the sides of a pair."""


class Outline(Struct, frozen=True):
    """What pairs that come out alike are told, with FIRST and SECOND for their ports.

    `bearing` are the clauses on the way to hard mate, in the order of the capabilities; `failed` those that fail
    there, if that is told of two ports that nobody plans to join.
    """

    standing: Standing
    reasons: tuple[str, ...]
    basis: Basis
    best: Assignment
    bearing: tuple[Applied, ...]
    failed: tuple[Applied, ...]

    def why(self, first: Port, second: Port) -> tuple[str, ...]:
        """The reasons for the standing of two ports."""
        return tuple(each.replace(FIRST, first.id).replace(SECOND, second.id) for each in self.reasons)


def outline(assessed: Assessment) -> Outline:
    """What there is to tell of the pair on the way to hard mate."""
    best = assessed.best
    needed = [verdict for capability in best.needed((MATE,)) for verdict in capability.verdicts]
    telling = assessed.basis.shared and Axis.CAPTURE not in best.shared_out.refusals
    failed = [verdict for capability in best.needed((MATE,)) for verdict in capability.failed] if telling else []
    return Outline(
        assessed.standing,
        assessed.reasons,
        assessed.basis,
        # The verdicts are those of one pair; whoever wants those of another asks for them.
        replace(best, verdicts=(), capabilities=()),
        tuple(each.applied for each in needed if each.sides),
        tuple(each.applied for each in failed),
    )


class Kinds(Struct, frozen=True):
    """The ports of each kind, and the number of the kind of each port."""

    members: tuple[Ports, ...]
    of: Mapping[int, int]

    def few(self, one: int, other: int, few: int) -> bool:
        """Whether two kinds have so few pairs that each is looked at by itself."""
        return self.members[one].bit_count() * self.members[other].bit_count() < few


class Pairs(Struct):
    """Every two ports of a roster, in the order of their numbers."""

    roster: Roster
    library: Library
    few: int = FEW
    bits: int = BITS
    assessed: int = 0
    """How many pairs were assessed in full."""
    _kinds: Kinds | None = None
    _known: dict[tuple[object, ...], Outline] = field(default_factory=dict)
    _settings: dict[tuple[int, int], tuple[Turned, ...]] = field(default_factory=dict)

    @property
    def kinds(self) -> Kinds:
        if self._kinds is None:
            found: dict[Kind, Ports] = defaultdict(int)
            for number, port in enumerate(self.roster.ports):
                found[_kind(port)] |= 1 << number
            members = tuple(found.values())
            of = {number: kind for kind, ports in enumerate(members) for number in self.roster.listed(ports)}
            self._kinds = Kinds(members, of)
        return self._kinds

    def outlines(self, wanted: Callable[[int], Ports]) -> Iterator[tuple[int, list[tuple[Ports, Outline]]]]:
        """For each port its partners of higher number, as far as they are `wanted`, by what the pairs are told."""
        roster = self.roster
        kinds = self.kinds
        span = max(1, self.bits // max(1, len(roster.ports)))
        for start in range(0, len(roster.ports), span):
            span_of = ((1 << span) - 1 << start) & roster.everyone
            parted = _Parted(self, kinds.members, span_of)
            for number in roster.listed(span_of):
                partners = wanted(number) & (roster.everyone >> number + 1 << number + 1)
                found: list[tuple[Ports, Outline]] = []
                for kind, ports in enumerate(kinds.members):
                    if some := partners & ports:
                        mine = (kinds.of[number], kind)
                        if kinds.few(*mine, self.few):
                            found += self._alone(number, some)
                        else:
                            found += self._together(number, some, parted.parts(number, some, mine), mine)
                yield number, found

    def _alone(self, number: int, partners: Ports) -> Iterator[tuple[Ports, Outline]]:
        for partner in self.roster.listed(partners):
            yield 1 << partner, outline(self._sample(number, partner))

    def _together(
        self, number: int, partners: Ports, parts: Sequence[Part], kinds: tuple[int, int]
    ) -> Iterator[tuple[Ports, Outline]]:
        for ports, outcomes in parts:
            both = partners & ports
            if not both:
                continue
            key = (*kinds, outcomes)
            found = self._known.get(key)
            if found is None:
                bounded(self._known, OUTLINES)
                found = self._known[key] = outline(self._sample(number, next(self.roster.listed(both))))
            yield both, found

    def turns(self, number: int, partners: Ports, kinds: tuple[int, int]) -> tuple[Turned, ...]:
        """The clauses that decide what two ports of these kinds are told, seen on a port and the first of some."""
        if kinds not in self._settings:
            bounded(self._settings)
            self._settings[kinds] = _turns(self._sample(number, next(self.roster.listed(partners))))
        return self._settings[kinds]

    def _sample(self, number: int, partner: int) -> Assessment:
        self.assessed += 1
        first, second = self.roster.ports[number], self.roster.ports[partner]
        return assessment(replace(first, id=FIRST), replace(second, id=SECOND), self.library, self.roster.judge)

    def verdicts(self, found: Outline, clauses: Sequence[Applied], number: int, partner: int) -> list[Verdict]:
        """What some of the clauses of an outline say of a pair that it is for."""
        sides = dict(zip(SIDES, (self.roster.ports[number], self.roster.ports[partner]), strict=True))
        return verdicts_of(clauses, sides, found.basis, found.best, self.roster.judge)


class _Parted:
    """The ports of a span, by how all clauses come out with their partners: worked out once for all ports of a kind
    with which every clause comes out the same."""

    def __init__(self, pairs: Pairs, members: Sequence[Ports], span: Ports) -> None:
        self.pairs, self.members, self.span = pairs, members, span
        self._rows: dict[tuple[object, ...], Mapping[tuple[Ports, ...], Ports]] = {}
        self._parts: dict[tuple[int, int], Mapping[int, Sequence[Part]]] = {}

    def parts(self, number: int, partners: Ports, kinds: tuple[int, int]) -> Sequence[Part]:
        """All ports of the second kind by the outcomes of all clauses beside a port of the first. The clauses are seen
        on that port and the first of some partners."""
        if kinds not in self._parts:
            mine, theirs = self.members[kinds[0]] & self.span, self.members[kinds[1]]
            turns = self.pairs.turns(number, partners, kinds)
            self._parts[kinds] = {
                each: parts
                for ports, parts in self._all(mine, theirs, turns)
                for each in self.pairs.roster.listed(ports)
            }
        return self._parts[kinds][number]

    def _all(self, mine: Ports, theirs: Ports, turns: Sequence[Turned]) -> Iterator[tuple[Ports, Sequence[Part]]]:
        alike: dict[tuple[Sequence[tuple[int, Ports]], ...], Ports] = {(): mine}
        for turned in turns:
            seen: dict[Sequence[tuple[int, Ports]], Ports] = defaultdict(int)
            for planes, ports in self._row(turned).items():
                if some := ports & mine:
                    seen[tuple((at, both) for at, plane in enumerate(planes) if (both := plane & theirs))] |= some
            alike = {
                (*key, outcomes): both
                for key, ports in alike.items()
                for outcomes, some in seen.items()
                if (both := ports & some)
            }
        for key, ports in alike.items():
            yield ports, _combined(theirs, key)

    def _row(self, turned: Turned) -> Mapping[tuple[Ports, ...], Ports]:
        """The ports of the span by the partners with which the clause comes out in each way."""
        clause, placement = turned
        key = (id(clause), *placement.values())
        if key not in self._rows:
            found: dict[tuple[Ports, ...], Ports] = defaultdict(int)
            for ports, row in rows(clause, placement, self.pairs.roster, self.span):
                found[row.planes] |= ports
            self._rows[key] = found
        return self._rows[key]


def _combined(partners: Ports, outcomes: Sequence[Sequence[tuple[int, Ports]]]) -> list[Part]:
    """The partners by all outcomes at once."""
    parts: list[Part] = [(partners, ())]
    for planes in outcomes:
        parts = [(both, (*told, at)) for ports, told in parts for at, plane in planes if (both := ports & plane)]
    return parts


def _kind(port: Port) -> Kind:
    claims = tuple((claim.standard, claim_trust(claim)) for claim in port.claims)
    roles = sorted(
        (axis.value, tuple(sorted(each.words)), each.evidence.provenance) for axis, each in port.roles.items()
    )
    return (claims, tuple(roles), declared_modes(port))


def _turns(assessed: Assessment) -> tuple[Turned, ...]:
    """Every clause that decides what is told, in each way that it is asked."""
    found: dict[tuple[object, ...], Turned] = {}
    for verdict in _deciding(assessed):
        clause, sides = verdict.clause, verdict.sides
        other = {word: SIDES[1 - SIDES.index(side)] for word, side in sides.items()}
        for placement in (sides, other) if set(sides) & set(SIDES) else (sides,) if sides else ():
            found[id(clause), *placement.values()] = (clause, placement)
    return tuple(found.values())


def _deciding(assessed: Assessment) -> Iterator[Verdict]:
    """If roles can be given in one way alone, what bears on the way to hard mate; else all, since what a pair can do
    beyond that helps to choose the way."""
    if len(assessed.tried) > 1:
        for assignment in assessed.tried:
            yield from assignment.verdicts
        return
    (assigned,) = assessed.tried
    on_the_way = {each.capability.id for each in assigned.needed((MATE,))}
    rests_on = [each for each in bearings(assigned.mode, assessed.basis) if each.capability.id in on_the_way]
    for number in sorted({number for each in rests_on for number in (*each.own, *each.wanted)}):
        yield assigned.verdicts[number]
