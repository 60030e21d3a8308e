"""The shortest chains of adapters between two ends. Ends, sides and adapters are names here; joints are asked for.

A label is a chain so far, with the side that it leaves exposed. Labels are settled in the order of what they cost and
of what the rest must cost at least, so chains come out best first, and what can not end well is never followed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from heapq import heappop, heappush
from typing import NamedTuple

from msgspec import Struct, field

from hardmate.assess.capability import Standing

LISTED = 8
"""How many equally good chains are listed."""


class Link(Struct, frozen=True):
    """Whether a joint, or the way through an adapter, serves the needs, and if not, why: one reason at least."""

    standing: Standing
    reasons: tuple[str, ...] = ()


Ends = tuple[str, str]
Joint = Callable[[str, str], Link]


class Piece(Struct, frozen=True):
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

    @property
    def worse(self) -> tuple[int, int, int]:
        """What makes one chain worse than another; mass only puts equal ones in order."""
        return (self.blocked, self.against, self.doubts)

    def plus(self, other: Cost) -> Cost:
        pairs = zip(self[:4], other[:4], strict=True)
        blocked, against, doubts, untold = (mine + theirs for mine, theirs in pairs)
        return Cost(blocked, against, doubts, untold, self.mass + other.mass)


class Chain(Struct, frozen=True):
    """Adapters from the first end to the other, none if the two meet directly."""

    ends: Ends
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


def shortest(ends: Ends, pieces: Sequence[Piece], joint: Joint, most: int, listed: int = LISTED) -> tuple[Chain, ...]:
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
        for chain in search.chains(count, found[-1].cost if found else None):
            if len(alike) == listed or (alike and chain.cost.worse > alike[0].cost.worse):
                break
            alike.append(chain)
        found += alike
    return tuple(found)


def nearest_miss(ends: Ends, pieces: Sequence[Piece], joint: Joint, most: int) -> Chain | None:
    """The chain with the fewest links that are incompatible, for the fewest reasons; of equals the shortest."""
    search = Search(ends, {piece.id: piece for piece in pieces}, joint, blocked=True)
    best: Chain | None = None
    for count in range(most + 1):
        best = next(search.chains(count, best.cost if best is not None else None), best)
    return best


class Search(Struct, frozen=True):
    """Chains of one length, best first. `blocked`: incompatible links may be used, at their price."""

    ends: Ends
    pieces: Mapping[str, Piece]
    joint: Joint
    blocked: bool
    known: dict[tuple[str, str, int], Cost | None] = field(default_factory=dict)

    def chains(self, count: int, above: Cost | None = None) -> Iterator[Chain]:
        """The chains of so many adapters that are better than `above`."""
        start, _ = self.ends
        least = self.least("", start, count)
        labels: list[tuple[Cost, tuple[Step, ...], Cost]] = [] if least is None else [(least, (), Cost())]
        settled: dict[tuple[str, tuple[str, ...]], Cost] = {}
        while labels:
            whole, steps, spent = heappop(labels)
            if above is not None and whole.worse >= above.worse:
                return
            piece, _, exposed = steps[-1] if steps else Step("", "", start)
            if len(steps) == count:
                yield Chain(self.ends, steps, whole)
                continue
            used = [step.piece for step in steps]
            # Of labels that expose the same side after the same adapters, only the cheapest lead to chains told first.
            if settled.setdefault((exposed, tuple(sorted(used))), whole).worse < whole.worse:
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
        legs = self.onward(piece, exposed, last=count == 1)
        whole = ((price, self.least(step.piece, step.exit, count - 1)) for step, price in legs)
        return min((price.plus(rest) for price, rest in whole if rest is not None), default=None)

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
        """What a link costs; None for one that may not be used."""
        reasons = max(1, len(link.reasons))
        if link.standing is Standing.INCOMPATIBLE:
            return Cost(blocked=1, against=reasons) if self.blocked else None
        return Cost() if link.standing is Standing.COMPATIBLE else Cost(doubts=reasons)
