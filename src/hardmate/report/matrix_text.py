"""All pairs at a glance: a square of one sign a pair, in blocks that fit the width, and lists of pairs below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from hardmate.assess.capability import Standing
from hardmate.assess.planes import Ports
from hardmate.report.cell import Cell, Tightest
from hardmate.report.pair_text import COLOURS
from hardmate.report.style import Style

SIGNS = {Standing.COMPATIBLE: "+", Standing.UNDETERMINED: "?", Standing.INCOMPATIBLE: "-"}
WIDTH = 100
BLOCKS = 25
"""Blocks of the square for which the signs of a port are worked out at once."""
_CODES = {standing: code for code, standing in enumerate(SIGNS, 1)}


class Square:
    """The standings of all pairs of some ports, which are in the order of their ids: for each standing and port a set
    of the partners that come later, as bits, so that a pair takes less than one byte."""

    def __init__(self, ports: Sequence[str], blocks: int = BLOCKS) -> None:
        self.ports, self.blocks = ports, blocks
        self._planes = {standing: [0] * len(ports) for standing in SIGNS}

    def add(self, number: int, partners: Ports, standing: Standing) -> None:
        """What a port is told with partners of higher number."""
        self._planes[standing][number] |= partners

    def lines(self, style: Style) -> Iterator[str]:
        """The square, and a line that counts the pairs."""
        signs = str.maketrans(
            {"0": style("dim", ".")}
            | {str(_CODES[standing]): style(COLOURS[standing], sign) for standing, sign in SIGNS.items()}
        )
        size = len(self.ports)
        label = max(map(len, self.ports), default=0)
        digits = len(str(size))
        across = max(1, (WIDTH - label - digits - 3) // 2)
        names = [f"{row:>{digits}} {name:<{label}}  " for row, name in enumerate(self.ports, 1)]
        wide = across * self.blocks
        for stripe in range(0, size, wide):
            stop = min(stripe + wide, size)
            # A port's own row tells of those after it. What is left of the diagonal, the port of the column tells.
            own = [" ".join(self._codes(row, stripe, stop - stripe)) for row in range(stop)]
            for start in range(stripe, stop, across):
                columns = range(start, min(start + across, size))
                yield from _header(columns, digits, label)
                first, last = 2 * (start - stripe), 2 * (columns.stop - stripe) - 1
                below = zip(*(self._codes(column, start, size - start) for column in columns), strict=True)
                for row, name in enumerate(names):
                    told = own[row][first:last] if row < columns.stop else ""
                    if row >= start:
                        met = " ".join(next(below))
                        told = met[: 2 * (row - start)] + told[2 * (row - start) :] if told else met
                    yield f"{name}{told.translate(signs)}"
                yield ""
        counts = {standing: sum(map(int.bit_count, rows)) for standing, rows in self._planes.items()}
        told = ", ".join(f"{SIGNS[each]} {each.value} {counts[each]}" for each in Standing)
        yield f"{_pairs(sum(counts.values()))} at hard mate: {told}; . one vehicle"

    def _codes(self, number: int, start: int, count: int) -> str:
        """A digit for each of so many ports from a start on: how one port stands with it, if that comes later."""
        inside = (1 << count) - 1
        parts = [
            code * int(f"{self._planes[standing][number] >> start & inside:b}", 16) for standing, code in _CODES.items()
        ]
        return f"{sum(parts):0{count}x}"[::-1]


class Ranking:
    """The pairs of the smallest margins, as many as asked for; all if that is 0. `count` is of all that have one."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.count = 0
        self._found: list[tuple[Tightest, Cell]] = []
        self._last: tuple[tuple[Fraction, Fraction], str] | None = None

    def admits(self, rank: tuple[Fraction, Fraction], port: str) -> bool:
        """Whether a pair of such a margin, whose first port this is, may be among them."""
        return self._last is None or (rank, port) <= self._last

    def add(self, cell: Cell) -> None:
        if cell.tightest is not None:
            self._found.append((cell.tightest, cell))
            if self.most and len(self._found) >= 2 * self.most:
                self._sort()
                last, cell = self._found[-1]
                self._last = (last.rank, cell.ports[0])

    def _sort(self) -> None:
        self._found.sort(key=lambda entry: (entry[0].rank, entry[1].ports))
        if self.most:
            del self._found[self.most :]

    def lines(self) -> Iterator[str]:
        """Tightest first; the verdict stands before each, since other clauses may decide it."""
        self._sort()
        yield ""
        yield f"Margins on the way to hard mate, worst case, tightest first ({_pairs(self.count)} with a number):"
        for tightest, cell in self._found:
            yield f"{SIGNS[cell.standing]} {cell.names}: {tightest.text} ({tightest.clause})"
        if self.count > len(self._found):
            yield f"and {_pairs(self.count - len(self._found))} with more margin: --limit 0 lists all"


def reason_line(cell: Cell) -> str:
    return f"{SIGNS[cell.standing]} {cell.names}{f': {cell.reason}' if cell.reason else ''}"


def _pairs(number: int) -> str:
    return f"{number} pair{'' if number == 1 else 's'}"


def _header(columns: range, digits: int, label: int) -> Iterator[str]:
    """Column numbers, written downwards."""
    for place in range(digits):
        numbers = " ".join(f"{column + 1:>{digits}}"[place] for column in columns)
        yield f"{'':{digits}} {'':{label}}  {numbers}".rstrip()
