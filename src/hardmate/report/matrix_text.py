"""All pairs at a glance: a square of one sign a pair, in blocks that fit the width."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from hardmate.assess.capability import Standing
from hardmate.report.cell import Cells
from hardmate.report.pair_text import COLOURS
from hardmate.report.style import Style

SIGNS = {Standing.COMPATIBLE: "+", Standing.UNDETERMINED: "?", Standing.INCOMPATIBLE: "-"}
WIDTH = 100


def matrix_lines(ports: Sequence[str], cells: Cells, style: Style, *, reasons: bool, margins: bool) -> Iterator[str]:
    """The matrix of the ports; below it with `margins` the pairs by tightest margin, with `reasons` every pair."""
    label = max(map(len, ports), default=0)
    digits = len(str(len(ports)))
    across = max(1, (WIDTH - label - digits - 3) // 2)
    for start in range(0, len(ports), across):
        columns = range(start, min(start + across, len(ports)))
        yield from _header(columns, digits, label)
        for row, name in enumerate(ports):
            signs = " ".join(_sign(name, ports[column], cells, style) for column in columns)
            yield f"{row + 1:>{digits}} {name:<{label}}  {signs}"
        yield ""
    counts = Counter(each.standing for each in cells.values())
    told = ", ".join(f"{SIGNS[each]} {each.value} {counts[each]}" for each in Standing)
    yield f"{_pairs(len(cells))} at hard mate: {told}; . one vehicle"
    if margins:
        yield from _margins(cells)
    if reasons:
        yield ""
        for pair in sorted(cells, key=sorted):
            cell = cells[pair]
            yield f"{SIGNS[cell.standing]} {' with '.join(sorted(pair))}{f': {cell.reason}' if cell.reason else ''}"


def _margins(cells: Cells) -> Iterator[str]:
    """Pairs with a margin, tightest first; the verdict stands before each, since other clauses may decide it."""
    found = sorted(
        ((cell.tightest.rank, sorted(pair), cell) for pair, cell in cells.items() if cell.tightest is not None),
        key=lambda entry: entry[:2],
    )
    yield ""
    yield f"Margins on the way to hard mate, worst case, tightest first ({_pairs(len(found))} with a number):"
    for _, pair, cell in found:
        assert cell.tightest is not None
        yield f"{SIGNS[cell.standing]} {' with '.join(pair)}: {cell.tightest.text} ({cell.tightest.clause})"


def _pairs(number: int) -> str:
    return f"{number} pair{'' if number == 1 else 's'}"


def _header(columns: range, digits: int, label: int) -> Iterator[str]:
    """Column numbers, written downwards."""
    for place in range(digits):
        numbers = " ".join(f"{column + 1:>{digits}}"[place] for column in columns)
        yield f"{'':{digits}} {'':{label}}  {numbers}".rstrip()


def _sign(row: str, column: str, cells: Cells, style: Style) -> str:
    cell = cells.get(frozenset((row, column)))
    return style("dim", ".") if cell is None else style(COLOURS[cell.standing], SIGNS[cell.standing])
