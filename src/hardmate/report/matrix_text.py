"""All pairs at a glance: a square of one sign a pair, in blocks that fit the width."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from hardmate.assess.capability import Standing
from hardmate.report.pair_text import COLOURS
from hardmate.report.style import Style

SIGNS = {Standing.COMPATIBLE: "+", Standing.UNDETERMINED: "?", Standing.INCOMPATIBLE: "-"}
WIDTH = 100

Cells = Mapping[frozenset[str], tuple[Standing, str]]
"""Per pair of port ids its standing at hard mate, and why."""


def matrix_lines(ports: Sequence[str], cells: Cells, style: Style, *, reasons: bool) -> Iterator[str]:
    """The matrix of the ports; with `reasons` each pair in a line of its own below."""
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
    counts = Counter(standing for standing, _ in cells.values())
    told = ", ".join(f"{SIGNS[each]} {each.value} {counts[each]}" for each in Standing)
    yield f"{len(cells)} pairs at hard mate: {told}; . one vehicle"
    if reasons:
        yield ""
        for pair in sorted(cells, key=sorted):
            standing, why = cells[pair]
            yield f"{SIGNS[standing]} {' with '.join(sorted(pair))}{f': {why}' if why else ''}"


def _header(columns: range, digits: int, label: int) -> Iterator[str]:
    """Column numbers, written downwards."""
    for place in range(digits):
        numbers = " ".join(f"{column + 1:>{digits}}"[place] for column in columns)
        yield f"{'':{digits}} {'':{label}}  {numbers}".rstrip()


def _sign(row: str, column: str, cells: Cells, style: Style) -> str:
    cell = cells.get(frozenset((row, column)))
    return style("dim", ".") if cell is None else style(COLOURS[cell[0]], SIGNS[cell[0]])
