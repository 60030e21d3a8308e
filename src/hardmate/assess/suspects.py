"""Ports in; the pairs in which a clause on the way to hard mate fails, out. The others have nothing to be warned of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from hardmate.assess.pair import MATE
from hardmate.assess.planes import Placement, Ports, Roster, placements, rows
from hardmate.language.value import Trust
from hardmate.model.roles import AXIS_OF, SIDES, WORDS, Axis
from hardmate.model.standard import Clause, reads
from hardmate.model.vehicle import Port
from hardmate.pairing import Basis, basis, claim_trust, declared_modes, may_take
from hardmate.repository import Library

Claims = tuple[tuple[str, Trust], ...]
"""All of a port that decides what it is judged by."""


class Suspects(Struct, frozen=True):
    """`sharing` counts the pairs that share a mating standard; `telling` has, for each port of the roster, its partners
    that come later there, as far as something fails in the pair."""

    sharing: int
    telling: tuple[Ports, ...]
    roster: Roster

    @property
    def pairs(self) -> Iterator[tuple[Port, Port]]:
        """Those in which something fails."""
        for port, partners in zip(self.roster.ports, self.telling, strict=True):
            for number in self.roster.listed(partners):
                yield port, self.roster.ports[number]


class Chosen(Struct, frozen=True):
    """Pairs that are looked at closely, each by itself; `sharing` counts those that share a mating standard."""

    sharing: int
    pairs: tuple[tuple[Port, Port], ...]


def suspects(
    roster: Roster,
    library: Library,
    planned: frozenset[frozenset[str]],
    among: Ports | None = None,
    *,
    reading: Collection[str] | None = None,
) -> Suspects:
    """Each two ports of different vehicles once, but for the `planned` pairs of port ids; of `among`, if these are
    named, at least one; by the clauses that read some of the paths `reading`, if these are."""
    one_of = roster.everyone if among is None else among
    partners, bearing = _bearing(roster, library, one_of)
    able = _able(roster)
    if reading is not None:
        bearing = {key: each for key, each in bearing.items() if not paths_of(each[0]).isdisjoint(reading)}
    failing = _failing(roster, bearing, able, one_of)
    apart = _without_capture(roster, library)
    numbers = {port.id: number for number, port in enumerate(roster.ports)}
    left_out: dict[int, Ports] = defaultdict(int)
    for pair in planned:
        one, *others = sorted(numbers[name] for name in pair if name in numbers) or [0]
        for other in others:
            left_out[one] |= 1 << other
    sharing = 0
    telling: list[Ports] = []
    for number, port in enumerate(roster.ports):
        later = roster.everyone >> number + 1 << number + 1
        if not one_of >> number & 1:
            later &= one_of
        wanted = partners[_claims(port)] & later & roster.foreign(number) & ~left_out[number]
        sharing += wanted.bit_count()
        at = 1 << number
        caught = (able["passive"] if able["active"] & at else 0) | (able["active"] if able["passive"] & at else 0)
        telling.append(wanted & failing[number] & (roster.everyone if apart & at else caught | apart))
    return Suspects(sharing, tuple(telling), roster)


def paths_of(clause: Clause) -> frozenset[str]:
    """All that a clause reads."""
    return frozenset(path for _, path in reads(clause))


def _claims(port: Port) -> Claims:
    return tuple((claim.standard, claim_trust(claim)) for claim in port.claims)


Bearing = Mapping[int, tuple[Clause, Mapping[Claims, Ports]]]
"""Clauses, each with the partners that ports of the same claims are judged with by it."""


def _bearing(roster: Roster, library: Library, one_of: Ports) -> tuple[Mapping[Claims, Ports], Bearing]:
    """For ports of the same claims, the partners that share a mating standard; and the clauses that bear on them."""
    alike: dict[Claims, Ports] = defaultdict(int)
    for number, port in enumerate(roster.ports):
        alike[_claims(port)] |= 1 << number
    partners: dict[Claims, Ports] = dict.fromkeys(alike, 0)
    bearing: dict[int, tuple[Clause, dict[Claims, Ports]]] = {}
    for one, mine in alike.items():
        for theirs in alike.values():
            if not (mine | theirs) & one_of:
                continue
            shared_by = basis(roster.first(mine), roster.first(theirs), library)
            if shared_by.shared:
                partners[one] |= theirs
                for clause in _telling(shared_by, library):
                    _, judged = bearing.setdefault(id(clause), (clause, dict.fromkeys(alike, 0)))
                    judged[one] |= theirs
    return partners, bearing


def _telling(found: Basis, library: Library) -> Iterator[Clause]:
    """The clauses on the way to hard mate, in any mode, that are trusted enough for somebody to fail."""
    on_the_way: set[str] = {MATE}
    for mode in library.modes.values():
        for capability in reversed(tuple(mode.capabilities.values())):
            if capability.id in on_the_way:
                on_the_way.update(capability.needs)
    for applied in found.clauses.values():
        trust = min(applied.trust, found.trust.get(applied.standard, Trust.FIRM))
        if trust > Trust.RECALLED and applied.clause.capability in on_the_way:
            yield applied.clause


def _able(roster: Roster) -> Mapping[str, Ports]:
    """For each role word the ports that may take it, as far as anybody knows."""
    able = dict.fromkeys(AXIS_OF, roster.everyone)
    for number, port in enumerate(roster.ports):
        for word, axis in AXIS_OF.items():
            if axis in port.roles and not may_take(port.roles[axis], word):
                able[word] &= ~(1 << number)
    return able


def _without_capture(roster: Roster, library: Library) -> Ports:
    """The ports that may mate in a mode in which nothing is captured; all others need roles for it, or are not told."""
    free = {mode.id for mode in library.modes.values() if Axis.CAPTURE not in mode.axes}
    found = 0
    for number, port in enumerate(roster.ports):
        declared, sure = declared_modes(port)
        if not declared or not sure or declared & free:
            found |= 1 << number
    return found


def _failing(roster: Roster, bearing: Bearing, able: Mapping[str, Ports], one_of: Ports) -> list[Ports]:
    """For each port, the partners with which a clause fails in roles that both may have, where it is one of these."""
    failing = [0] * len(roster.ports)
    claims = [_claims(port) for port in roster.ports]
    for clause, judged in bearing.values():
        for placement in _placements(clause, all_round=one_of != roster.everyone):
            mine, theirs = (roster.everyone, roster.everyone)
            for axis in clause.axes:
                for word in WORDS[axis]:
                    if placement[word] == "a":
                        mine &= able[word]
                    else:
                        theirs &= able[word]
            for ports, row in rows(clause, placement, roster, one_of):
                if row.failed & theirs:
                    for number in roster.listed(ports & mine):
                        failing[number] |= row.failed & theirs & judged[claims[number]]
                    for number in roster.listed(row.failed & theirs):
                        failing[number] |= ports & mine & judged[claims[number]]
    return failing


def _placements(clause: Clause, *, all_round: bool) -> Iterator[Placement]:
    """The ways to give a clause's roles; those that follow by turning too, if rows are not made for all ports."""
    for placement in placements(clause):
        yield placement
        if all_round:
            yield {word: SIDES[1 - SIDES.index(side)] for word, side in placement.items()}
