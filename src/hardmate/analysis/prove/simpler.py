"""A value that somebody could have written, near another: round numbers, few rows, and as little change as will do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import ceil, floor

from hardmate.analysis.prove.declared import known, quantity
from hardmate.analysis.prove.symbols import domain
from hardmate.language.dictionary import Parameter, Reading
from hardmate.language.value import Row, Value
from hardmate.quantity import Quantity

Good = Callable[[Value], bool]
COARSE, FINE = 4, 6
"""Powers of ten of the resolution: from how many above it to how many below it a number is rounded."""
HALVINGS = 24


def simplest(value: Value, near: Value | None, good: Good) -> Value:
    """A value that is still good: written with round numbers, and close to the one that it stands in for."""
    content = value.content
    if isinstance(content, Quantity):
        base = near.content if near is not None and isinstance(near.content, Quantity) else None
        return _number(value, content, base, good)
    if isinstance(content, frozenset):
        return _words(value, content, near, good)
    if isinstance(content, tuple):
        return _table(value, near, good)
    return value


def _number(value: Value, content: Quantity, near: Quantity | None, good: Good) -> Value:
    parameter = value.parameter
    best = value
    if near is not None:
        best = _towards(best, near, good)
    for step in steps(parameter):
        for low, high in _rounded(best.content, near, step, parameter):
            candidate = known(parameter, quantity(parameter, low, high, toleranced=_is_toleranced(content, parameter)))
            if good(candidate):
                return candidate
    return best


def _is_toleranced(content: Quantity, parameter: Parameter) -> bool:
    return parameter.reading is Reading.SELECTABLE and content.nominal is not None and content.low != content.high


def steps(parameter: Parameter) -> Iterator[Fraction]:
    """Step widths for a number, the coarsest first; whole numbers go by one."""
    if parameter.kind is not None and parameter.kind.whole:
        yield Fraction(1)
        return
    step = parameter.resolution
    fine = step.nominal if step is not None and step.nominal is not None else None
    least, most = domain(parameter)
    start = fine or (most - least) / 10**6
    for power in range(COARSE, -FINE - 1, -1):
        yield start * Fraction(10) ** power


def _towards(value: Value, near: Quantity, good: Good) -> Value:
    """The value moved as far towards another as it stays good, by halving; the other itself, if that is good."""
    there = known(value.parameter, near)
    if good(there):
        return there
    best = value
    for _ in range(HALVINGS):
        content = best.content
        assert isinstance(content, Quantity)
        low, high = _middle(content.low, near.low), _middle(content.high, near.high)
        candidate = known(value.parameter, quantity(value.parameter, *_whole(low, high, value.parameter)))
        if candidate.content == content or not good(candidate):
            return best
        best = candidate
    return best


def _middle(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return one if one is None or other is None else (one + other) / 2


def _whole(
    low: Fraction | None, high: Fraction | None, parameter: Parameter
) -> tuple[Fraction | None, Fraction | None]:
    if parameter.kind is None or not parameter.kind.whole:
        return low, high
    return None if low is None else Fraction(floor(low)), None if high is None else Fraction(floor(high))


def _rounded(
    content: object, near: Quantity | None, step: Fraction, parameter: Parameter
) -> Iterator[tuple[Fraction | None, Fraction | None]]:
    """Ends on the grid, one value before two, and the grid point next to the nearby value first."""
    assert isinstance(content, Quantity)
    low, high = content.low, content.high
    single = parameter.reading is not Reading.ACCEPTS
    if single and low is not None and high is not None:
        for end in dict.fromkeys((low, high)):
            middle = None if near is None else _middle(near.low, near.high)
            yield from ((at, at) for at in _grid(end, middle, step, parameter))
    lows = (None,) if low is None else tuple(_grid(low, None if near is None else near.low, step, parameter))
    highs = (None,) if high is None else tuple(_grid(high, None if near is None else near.high, step, parameter))
    yield from ((a, b) for a in lows for b in highs if a is None or b is None or a <= b)


def _grid(at: Fraction, near: Fraction | None, step: Fraction, parameter: Parameter) -> Iterator[Fraction]:
    """The two grid points around a number within the domain, the one nearer to `near` first."""
    unit = parameter.unit
    offset = unit.offset if unit is not None else Fraction(0)
    least, most = domain(parameter)
    around = {floor((at - offset) / step) * step + offset, ceil((at - offset) / step) * step + offset}
    goal = at if near is None else near
    return (each for each in sorted(around, key=lambda each: (abs(each - goal), each)) if least <= each <= most)


def _words(value: Value, content: frozenset[str], near: Value | None, good: Good) -> Value:
    """As few words added and left out as will do."""
    best = content
    base = near.content if near is not None and isinstance(near.content, frozenset) else frozenset[str]()
    for word in sorted(best ^ base):
        changed = best ^ {word}
        if changed and good(known(value.parameter, changed)):
            best = changed
    return known(value.parameter, best)


def _table(value: Value, near: Value | None, good: Good) -> Value:
    """As few rows as will do, each cell as simple as will do."""
    assert isinstance(value.content, tuple)
    rows: list[Row] = list(value.content)
    wanted = near.content if near is not None and isinstance(near.content, tuple) else ()

    def stated(listed: list[Row]) -> Value:
        return known(value.parameter, tuple(listed))

    for number in range(len(rows) - 1, 0, -1):
        fewer = rows[:number] + rows[number + 1 :]
        if good(stated(fewer)):
            rows = fewer
    for number in range(len(rows)):
        for name in sorted(rows[number]):

            def fits(cell: Value, number: int = number, name: str = name) -> bool:
                return good(stated([*rows[:number], {**rows[number], name: cell}, *rows[number + 1 :]]))

            base = wanted[number].get(name) if number < len(wanted) else None
            cell = base if base is not None and fits(base) else simplest(rows[number][name], base, fits)
            rows[number] = {**rows[number], name: cell}
    return stated(rows)
