"""Chains by brute force: every order of every adapter, every way through it. What a route must equal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise, product

from hardmate.analysis.route import Link, Piece, Step
from hardmate.assess.capability import Standing

Joint = Callable[[str, str], Link]
Weight = tuple[int, int, int]
"""Incompatible links, their reasons, and the reasons of doubt."""


def steps(pieces: Sequence[Piece], most: int) -> Iterator[tuple[Step, ...]]:
    """Every chain of at most `most` adapters, whether it fits or not."""
    for count in range(most + 1):
        for order in product(pieces, repeat=count):
            if any(order.count(piece) > piece.stock for piece in order):
                continue
            if any(left is right for left, right in pairwise(order)):
                continue
            for ways in product(*(piece.ways for piece in order)):
                yield tuple(Step(piece.id, *way) for piece, way in zip(order, ways, strict=True))


def weight(ends: tuple[str, str], chain: Sequence[Step], pieces: Sequence[Piece], joint: Joint) -> Weight:
    left = [ends[0], *(step.exit for step in chain)]
    right = [*(step.entry for step in chain), ends[1]]
    through = {piece.id: piece.through for piece in pieces}
    links = [joint(*pair) for pair in zip(left, right, strict=True)] + [through[step.piece] for step in chain]
    blocked = [link for link in links if link.standing is Standing.INCOMPATIBLE]
    doubtful = [link for link in links if link.standing is Standing.UNDETERMINED]
    return (
        len(blocked),
        sum(len(link.reasons) for link in blocked),
        sum(len(link.reasons) for link in doubtful),
    )


def shortest(ends: tuple[str, str], pieces: Sequence[Piece], joint: Joint, most: int) -> dict[tuple[Step, ...], Weight]:
    """The chains to tell: of each length those with the fewest doubts, if a shorter one does not have as few."""
    found: dict[tuple[Step, ...], Weight] = {}
    best: int | None = None
    for _, group in groupby(steps(pieces, most), key=len):
        weighed = {chain: weight(ends, chain, pieces, joint) for chain in group}
        fitting = {chain: cost for chain, cost in weighed.items() if cost[0] == 0}
        least = min((doubts for _, _, doubts in fitting.values()), default=None)
        if least is not None and (best is None or least < best):
            best = least
            found |= {chain: cost for chain, cost in fitting.items() if cost[2] == least}
    return found


def nearest(ends: tuple[str, str], pieces: Sequence[Piece], joint: Joint, most: int) -> tuple[Weight, int]:
    """The least weight of any chain, and the length of the shortest that has it."""
    return min((weight(ends, chain, pieces, joint), len(chain)) for chain in steps(pieces, most))
