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
from hardmate.assess.planes import Placement, Ports, Roster, Row, rows
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


class Pairs(Struct):
    """Every two ports of a roster, in the order of their numbers."""

    roster: Roster
    library: Library
    few: int = FEW
    bits: int = BITS
    assessed: int = 0
    """How many pairs were assessed in full."""
    _known: dict[tuple[int, int, int], Outline] = field(default_factory=dict)
    _settings: dict[tuple[int, int], tuple[Turned, ...]] = field(default_factory=dict)

    def outlines(self, wanted: Callable[[int], Ports]) -> Iterator[tuple[int, list[tuple[Ports, Outline]]]]:
        """For each port its partners of higher number, as far as they are `wanted`, by what the pairs are told."""
        roster = self.roster
        kinds: dict[Kind, Ports] = defaultdict(int)
        for number, port in enumerate(roster.ports):
            kinds[_kind(port)] |= 1 << number
        members = tuple(kinds.values())
        kind_of = {number: kind for kind, ports in enumerate(members) for number in roster.listed(ports)}
        span = max(1, self.bits // max(1, len(roster.ports)))
        for start in range(0, len(roster.ports), span):
            span_of = ((1 << span) - 1 << start) & roster.everyone
            by_clause: dict[tuple[object, ...], Mapping[int, Row]] = {}
            for number in roster.listed(span_of):
                partners = wanted(number) & (roster.everyone >> number + 1 << number + 1)
                found: list[tuple[Ports, Outline]] = []
                for kind, ports in enumerate(members):
                    if some := partners & ports:
                        mine = (kind_of[number], kind)
                        many = members[kind_of[number]].bit_count() * ports.bit_count() >= self.few
                        parts = self._parted(number, some, mine, span_of, by_clause) if many else None
                        found += self._alone(number, some) if parts is None else self._together(number, parts, mine)
                yield number, found

    def _alone(self, number: int, partners: Ports) -> Iterator[tuple[Ports, Outline]]:
        for partner in self.roster.listed(partners):
            yield 1 << partner, outline(self._sample(number, partner))

    def _together(
        self, number: int, parts: Sequence[tuple[Ports, int]], kinds: tuple[int, int]
    ) -> Iterator[tuple[Ports, Outline]]:
        for partners, outcomes in parts:
            key = (*kinds, outcomes)
            found = self._known.get(key)
            if found is None:
                bounded(self._known, OUTLINES)
                found = self._known[key] = outline(self._sample(number, next(self.roster.listed(partners))))
            yield partners, found

    def _parted(
        self,
        number: int,
        partners: Ports,
        kinds: tuple[int, int],
        span: Ports,
        by_clause: dict[tuple[object, ...], Mapping[int, Row]],
    ) -> list[tuple[Ports, int]]:
        """The partners by how all clauses come out with them: one number for each combination of outcomes."""
        if kinds not in self._settings:
            bounded(self._settings)
            self._settings[kinds] = _turns(self._sample(number, next(self.roster.listed(partners))))
        parts = [(partners, 0)]
        for clause, placement in self._settings[kinds]:
            key = (id(clause), *placement.values())
            row = by_clause.get(key)
            if row is None:
                found = rows(clause, placement, self.roster, span)
                row = by_clause[key] = {each: told for ports, told in found for each in self.roster.listed(ports)}
            planes = row[number].planes
            parts = [
                (both, outcomes * len(planes) + at)
                for ports, outcomes in parts
                for at, plane in enumerate(planes)
                if (both := ports & plane)
            ]
        return parts

    def _sample(self, number: int, partner: int) -> Assessment:
        self.assessed += 1
        first, second = self.roster.ports[number], self.roster.ports[partner]
        return assessment(replace(first, id=FIRST), replace(second, id=SECOND), self.library, self.roster.judge)

    def verdicts(self, found: Outline, clauses: Sequence[Applied], number: int, partner: int) -> list[Verdict]:
        """What some of the clauses of an outline say of a pair that it is for."""
        sides = dict(zip(SIDES, (self.roster.ports[number], self.roster.ports[partner]), strict=True))
        return verdicts_of(clauses, sides, found.basis, found.best, self.roster.judge)


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
