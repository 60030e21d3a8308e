"""The shortest chains of adapters between two ends. Ends, sides and adapters are names here; joints are asked for.

A label is a chain so far, with the side that it leaves exposed. Labels are settled in the order of what they cost and
of what the rest must cost at least, so chains come out best first, and what can not end well is never followed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heappop, heappush
from typing import NamedTuple

from hardmate.assess.capability import Standing

LISTED = 8
"""How many equally good chains are listed."""


@dataclass(frozen=True, slots=True)
class Link:
    """Whether a joint, or the way through an adapter, serves the needs, and if not, why: one reason at least."""

    standing: Standing
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """One adapter. `ways` are its sides to enter and to leave by; `stock` is how often a chain can use it.

    `mass` is in kg, None when nobody tells.
    """

    id: str
    ways: tuple[tuple[str, str], ...]
    through: Link
    stock: int = 1
    mass: Fraction | None = None


class Step(NamedTuple):
    """An adapter in a chain, with the side towards the first end and the side towards the other."""

    piece: str
    entry: str
    exit: str


class Cost(NamedTuple):
    """What a chain costs, worst first: blocked links and their reasons, reasons of doubt, mass not told, and mass."""

    blocked: int = 0
    against: int = 0
    doubts: int = 0
    untold: int = 0
    mass: Fraction = Fraction(0)

    def plus(self, other: Cost) -> Cost:
        return Cost(
            self.blocked + other.blocked,
            self.against + other.against,
            self.doubts + other.doubts,
            self.untold + other.untold,
            self.mass + other.mass,
        )


@dataclass(frozen=True, slots=True)
class Chain:
    """Adapters from the first end to the other, none if the two meet directly."""

    ends: tuple[str, str]
    steps: tuple[Step, ...]
    cost: Cost

    @property
    def standing(self) -> Standing:
        """Compatible if every link is, incompatible if one is."""
        if self.cost.blocked:
            return Standing.INCOMPATIBLE
        return Standing.UNDETERMINED if self.cost.doubts else Standing.COMPATIBLE

    @property
    def joints(self) -> tuple[tuple[str, str], ...]:
        """The pairs of ports that meet, in order."""
        left = (self.ends[0], *(step.exit for step in self.steps))
        right = (*(step.entry for step in self.steps), self.ends[1])
        return tuple(zip(left, right, strict=True))


def shortest(
    ends: tuple[str, str], pieces: Sequence[Piece], joint: Callable[[str, str], Link], most: int, listed: int = LISTED
) -> tuple[Chain, ...]:
    """The chains to tell, of at most `most` adapters. None means that each one has an incompatible link.

    The shortest come first, at most `listed` of a length, by mass. Longer ones are told only if they leave fewer
    doubts than every shorter one, and nothing is longer than a chain without doubt.
    """
    found: list[Chain] = []
    search = Search(ends, {piece.id: piece for piece in pieces}, joint, blocked=False)
    for count in range(most + 1):
        if found and found[-1].standing is Standing.COMPATIBLE:
            break
        alike: list[Chain] = []
        for chain in search.chains(count):
            doubts = chain.cost.doubts
            too_many = doubts > alike[0].cost.doubts if alike else found and doubts >= found[-1].cost.doubts
            if too_many or len(alike) == listed:
                break
            alike.append(chain)
        found += alike
    return tuple(found)


def nearest_miss(
    ends: tuple[str, str], pieces: Sequence[Piece], joint: Callable[[str, str], Link], most: int
) -> Chain | None:
    """The chain with the fewest links that are incompatible, for the fewest reasons; of equals the shortest."""
    search = Search(ends, {piece.id: piece for piece in pieces}, joint, blocked=True)
    firsts = (next(search.chains(count), None) for count in range(most + 1))
    return min((each for each in firsts if each is not None), key=lambda each: each.cost[:3], default=None)


@dataclass(frozen=True, slots=True)
class Search:
    """Chains of one length, best first. `blocked`: incompatible links may be used, at their price."""

    ends: tuple[str, str]
    pieces: Mapping[str, Piece]
    joint: Callable[[str, str], Link]
    blocked: bool
    known: dict[tuple[str, str, int], Cost | None] = field(default_factory=dict)

    def chains(self, count: int) -> Iterator[Chain]:
        start, _ = self.ends
        least = self.least("", start, count)
        labels: list[tuple[Cost, tuple[Step, ...], Cost]] = [] if least is None else [(least, (), Cost())]
        settled: dict[tuple[str, tuple[str, ...]], Cost] = {}
        while labels:
            whole, steps, spent = heappop(labels)
            piece, _, exposed = steps[-1] if steps else Step("", "", start)
            if len(steps) == count:
                yield Chain(self.ends, steps, whole)
                continue
            used = [step.piece for step in steps]
            # Of labels that expose the same side after the same adapters, only the cheapest lead to chains told first.
            if settled.setdefault((exposed, tuple(sorted(used))), whole)[:3] < whole[:3]:
                continue
            for step, price in self.onward(piece, exposed, last=len(steps) + 1 == count):
                if used.count(step.piece) < self.pieces[step.piece].stock:
                    rest = self.least(step.piece, step.exit, count - len(steps) - 1)
                    if rest is not None:
                        to_here = spent.plus(price)
                        heappush(labels, (to_here.plus(rest), (*steps, step), to_here))

    def least(self, piece: str, exposed: str, count: int) -> Cost | None:
        """A lower bound of the cost from an exposed side to the far end by `count` more adapters; None if no way."""
        key = (piece, exposed, count)
        if key not in self.known:
            self.known[key] = self._least(piece, exposed, count)
        return self.known[key]

    def _least(self, piece: str, exposed: str, count: int) -> Cost | None:
        if count == 0:
            return self.price(self.joint(exposed, self.ends[1]))
        found: list[Cost] = []
        for step, price in self.onward(piece, exposed, last=count == 1):
            rest = self.least(step.piece, step.exit, count - 1)
            if rest is not None:
                found.append(price.plus(rest))
        return min(found, default=None)

    def onward(self, piece: str, exposed: str, *, last: bool = False) -> Iterator[tuple[Step, Cost]]:
        """Adapters that the exposed side takes; before the `last` joint, only those that the far end takes as well.

        Two pieces of one declaration are never joined: nothing says what their joint would be.
        """
        for other in self.pieces.values():
            through = self.price(other.through)
            if other.id == piece or through is None:
                continue
            weight = Cost(untold=1) if other.mass is None else Cost(mass=other.mass)
            for entry, leaving in other.ways:
                if last and self.least(other.id, leaving, 0) is None:
                    continue
                met = self.price(self.joint(exposed, entry))
                if met is not None:
                    yield Step(other.id, entry, leaving), met.plus(through).plus(weight)

    def price(self, link: Link) -> Cost | None:
        match link.standing:
            case Standing.COMPATIBLE:
                return Cost()
            case Standing.UNDETERMINED:
                return Cost(doubts=max(1, len(link.reasons)))
        return Cost(blocked=1, against=max(1, len(link.reasons))) if self.blocked else None
