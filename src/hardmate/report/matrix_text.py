"""All pairs at a glance: a square of one sign a pair, in blocks that fit the width, and lists of pairs below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hardmate.assess.capability import Standing
from hardmate.report.cell import Cell, Tightest
from hardmate.report.pair_text import COLOURS
from hardmate.report.style import Style

SIGNS = {Standing.COMPATIBLE: "+", Standing.UNDETERMINED: "?", Standing.INCOMPATIBLE: "-"}
WIDTH = 100
_CODES = {standing: code for code, standing in enumerate(SIGNS, 1)}


class Square:
    """The standings of all pairs of some ports: one byte for each two, whatever else there is to tell of them."""

    def __init__(self, ports: Sequence[str]) -> None:
        self.ports = ports
        self._at = {name: number for number, name in enumerate(ports)}
        self._codes = bytearray(len(ports) ** 2)

    def add(self, cell: Cell) -> None:
        one, other = (self._at[name] for name in cell.ports)
        size = len(self.ports)
        self._codes[one * size + other] = self._codes[other * size + one] = _CODES[cell.standing]

    def lines(self, style: Style) -> Iterator[str]:
        """The square, and a line that counts the pairs."""
        signs = [style("dim", "."), *(style(COLOURS[standing], sign) for standing, sign in SIGNS.items())]
        size = len(self.ports)
        label = max(map(len, self.ports), default=0)
        digits = len(str(size))
        across = max(1, (WIDTH - label - digits - 3) // 2)
        for start in range(0, size, across):
            columns = range(start, min(start + across, size))
            yield from _header(columns, digits, label)
            for row, name in enumerate(self.ports):
                codes = self._codes[row * size + columns.start : row * size + columns.stop]
                yield f"{row + 1:>{digits}} {name:<{label}}  {' '.join([signs[code] for code in codes])}"
            yield ""
        counts = {standing: self._codes.count(code) // 2 for standing, code in _CODES.items()}
        told = ", ".join(f"{SIGNS[each]} {each.value} {counts[each]}" for each in Standing)
        yield f"{_pairs(sum(counts.values()))} at hard mate: {told}; . one vehicle"


class Ranking:
    """The pairs of the smallest margins, as many as asked for; all if that is 0."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.count = 0
        self._found: list[tuple[Tightest, Cell]] = []

    def add(self, cell: Cell) -> None:
        if cell.tightest is not None:
            self.count += 1
            self._found.append((cell.tightest, cell))
            if self.most and len(self._found) >= 2 * self.most:
                self._sort()

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
