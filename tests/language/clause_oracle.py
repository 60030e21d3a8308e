"""What a clause means, worked out without the evaluator: expressions as tuples, judged by looking at every face.

The comparisons of an affine clause cut the plane of two values into vertices, edges and cells, and on each of these
the clause is constant. `outcome` looks at one point of each. A third value is not offered, for the same by brute force
would take too long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product

from clause_world import shown

Expression = tuple[object, ...]
"""("and" | "or", e, ...), ("not", e), ("implies", e, e), (comparison, number, number),
or ("inside", number, low, high).

A number is ("plus", constant, {name: slope}), ("abs", number), ("min" | "max", number, ...) or ("sum", number, ...).
"""

Affine = tuple[Fraction, tuple[tuple[str, Fraction], ...]]
UNKNOWN, NOT_FITTED = "unknown", "none"
Point = Mapping[str, Fraction | str]


@dataclass(frozen=True)
class Ranging:
    """A name that may be anything in an interval. `chosen` is ours to set; of `vague`, one value is true."""

    name: str
    low: Fraction
    high: Fraction
    chosen: bool = False
    vague: bool = False
    whole: bool = False


# --- text


def text(expression: Expression) -> str:
    """The expression as a clause writes it, every part in brackets."""
    op, *parts = expression
    match op:
        case "and" | "or":
            return "(" + f" {op} ".join(text(part) for part in parts) + ")"  # type: ignore[arg-type]
        case "not":
            return f"(not {text(parts[0])})"  # type: ignore[arg-type]
        case "implies":
            return f"({text(parts[0])} implies {text(parts[1])})"  # type: ignore[arg-type]
        case "inside":
            low, high = parts[1], parts[2]
            assert isinstance(low, Fraction)
            assert isinstance(high, Fraction)
            return f"({text(parts[0])} within {shown(low)} .. {shown(high)})"  # type: ignore[arg-type]
        case "plus":
            constant, slopes = parts
            assert isinstance(constant, Fraction)
            assert isinstance(slopes, dict)
            terms = [f"{shown(slope)} * port.g.{name}" for name, slope in slopes.items()]
            return "(" + " + ".join([shown(constant), *terms]) + ")"
        case "abs" | "min" | "max":
            return f"{op}(" + ", ".join(text(part) for part in parts) + ")"  # type: ignore[arg-type]
        case "sum":
            return "(" + " + ".join(text(part) for part in parts) + ")"  # type: ignore[arg-type]
        case _:
            return f"({text(parts[0])} {op} {text(parts[1])})"  # type: ignore[arg-type]


# --- truth at one point, by strong Kleene


def truth(expression: Expression, at: Point) -> bool | None:
    """Whether the clause holds at a point; None where it can not be told."""
    op, *parts = expression
    match op:
        case "and":
            return _all([truth(part, at) for part in parts])  # type: ignore[arg-type]
        case "or":
            return _not(_all([_not(truth(part, at)) for part in parts]))  # type: ignore[arg-type]
        case "not":
            return _not(truth(parts[0], at))  # type: ignore[arg-type]
        case "implies":
            return truth(("or", ("not", parts[0]), parts[1]), at)
    sides = [amount(part, at) for part in parts if isinstance(part, tuple)]
    if NOT_FITTED in sides:
        return False
    if UNKNOWN in sides:
        return None
    numbers = [side for side in sides if isinstance(side, Fraction)]
    if op == "inside":
        low, high = parts[1], parts[2]
        assert isinstance(low, Fraction)
        assert isinstance(high, Fraction)
        return low <= numbers[0] <= high
    relation: dict[object, Callable[[Fraction, Fraction], bool]] = {
        "<=": lambda a, b: a <= b,
        "<": lambda a, b: a < b,
        ">=": lambda a, b: a >= b,
        ">": lambda a, b: a > b,
    }
    return relation[op](numbers[0], numbers[1])


def _all(found: Sequence[bool | None]) -> bool | None:
    return False if False in found else None if None in found else True


def _not(found: bool | None, /) -> bool | None:  # noqa: FBT001 - three values, not a switch
    return None if found is None else not found


def amount(number: Expression, at: Point) -> Fraction | str:
    op, *parts = number
    if op == "plus":
        constant, slopes = parts
        assert isinstance(constant, Fraction)
        assert isinstance(slopes, dict)
        read = [at[name] for name in slopes]
        if NOT_FITTED in read or UNKNOWN in read:
            return NOT_FITTED if NOT_FITTED in read else UNKNOWN
        return constant + sum((slope * at[name] for name, slope in slopes.items()), Fraction(0))
    inner = [amount(part, at) for part in parts]  # type: ignore[arg-type]
    if NOT_FITTED in inner or UNKNOWN in inner:
        return NOT_FITTED if NOT_FITTED in inner else UNKNOWN
    numbers = [each for each in inner if isinstance(each, Fraction)]
    match op:
        case "abs":
            return abs(numbers[0])
        case "min":
            return min(numbers)
        case "max":
            return max(numbers)
        case _:
            return sum(numbers, Fraction(0))


# --- where the truth can change


def borders(expression: Expression) -> set[Affine]:
    """Affine functions on whose zeros alone the truth of the clause can change."""
    op, *parts = expression
    if op in ("and", "or", "not", "implies"):
        return {border for part in parts for border in borders(part)}  # type: ignore[arg-type]
    first = _pieces(parts[0])  # type: ignore[arg-type]
    ties = {_less(a, b) for a, b in product(first, first) if a != b}
    if op == "inside":
        others: list[Affine] = [(end, ()) for end in parts[1:] if isinstance(end, Fraction)]
    else:
        others = _pieces(parts[1])  # type: ignore[arg-type]
        ties |= {_less(a, b) for a, b in product(others, others) if a != b}
    return ties | {_less(a, b) for a, b in product(first, others)}


def _pieces(number: Expression) -> list[Affine]:
    """The affine functions of which a number is always one."""
    op, *parts = number
    if op == "plus":
        constant, slopes = parts
        assert isinstance(constant, Fraction)
        assert isinstance(slopes, dict)
        return [(constant, tuple(sorted((name, slope) for name, slope in slopes.items() if slope)))]
    inner = [_pieces(part) for part in parts]  # type: ignore[arg-type]
    match op:
        case "abs":
            return [*inner[0], *(_less((Fraction(0), ()), each) for each in inner[0])]
        case "sum":
            total: list[Affine] = [(Fraction(0), ())]
            for each in inner:
                total = [_less(one, _less((Fraction(0), ()), other)) for one, other in product(total, each)]
            return total
        case _:
            return [piece for each in inner for piece in each]


def _less(left: Affine, right: Affine) -> Affine:
    slopes = dict(left[1])
    for name, slope in right[1]:
        slopes[name] = slopes.get(name, Fraction(0)) - slope
    return left[0] - right[0], tuple(sorted((name, slope) for name, slope in slopes.items() if slope))


# --- judging


def outcome(expression: Expression, ranging: Sequence[Ranging], fixed: Point, when: Expression | None = None) -> str:
    """pass, fail, undetermined or not applicable, for at most two names that range."""
    if when is None:
        return _verdict(expression, ranging, fixed)
    points = _points(borders(when), [*ranging], fixed)
    if all(truth(when, at) is False for at in points):
        return "not applicable"
    if _verdict(when, ranging, fixed) == "undetermined":
        return "undetermined"
    return _verdict(("implies", when, expression), ranging, fixed)


def _verdict(expression: Expression, ranging: Sequence[Ranging], fixed: Point) -> str:
    lines = borders(expression)
    surely = [each for each in ranging if each.chosen and not each.vague]
    if _exists(expression, lines, surely, [each for each in ranging if each not in surely], fixed, good={True}):
        return "pass"
    perhaps = [each for each in ranging if each.chosen or each.vague]
    rest = [each for each in ranging if each not in perhaps]
    return "undetermined" if _exists(expression, lines, perhaps, rest, fixed, good={True, None}) else "fail"


def _exists(
    expression: Expression,
    lines: set[Affine],
    chosen: Sequence[Ranging],
    others: Sequence[Ranging],
    fixed: Point,
    *,
    good: set[bool | None],
) -> bool:
    """Whether some choice makes the clause good for all values of the others."""
    choices = _points(lines | _shadows(lines, others), chosen, fixed)
    return any(all(truth(expression, at) in good for at in _points(lines, others, choice)) for choice in choices)


def _shadows(lines: set[Affine], others: Sequence[Ranging]) -> set[Affine]:
    """Where borders meet each other or an edge, as seen by what is chosen."""
    found: set[Affine] = set()
    for other in others:
        unit: tuple[tuple[str, Fraction], ...] = ((other.name, Fraction(1)),)
        walls: set[Affine] = {(-other.low, unit), (-other.high, unit)}
        for one, two in product(lines | walls, repeat=2):
            first, second = dict(one[1]).get(other.name), dict(two[1]).get(other.name)
            if first and second and one != two:
                found.add(_less(_times(one, second), _times(two, first)))
    return found


def _times(line: Affine, factor: Fraction) -> Affine:
    return line[0] * factor, tuple((name, slope * factor) for name, slope in line[1])


def _points(lines: set[Affine], ranging: Sequence[Ranging], fixed: Point) -> list[dict[str, Fraction | str]]:
    """A point of every vertex, edge and cell into which the lines cut the box of at most two names."""
    if not ranging:
        return [dict(fixed)]
    first, rest = ranging[0], ranging[1:]
    seen = lines | _shadows(lines, rest)
    found: list[dict[str, Fraction | str]] = []
    for value in _samples(first, (_crossing(line, first.name, fixed) for line in seen)):
        found.extend(_points(lines, rest, {**fixed, first.name: value}))
    return found


def _crossing(line: Affine, name: str, fixed: Point) -> Fraction | None:
    """Where a line that has no other open name crosses zero."""
    slopes = dict(line[1])
    slope = slopes.pop(name, Fraction(0))
    read = [(fixed.get(other), factor) for other, factor in slopes.items()]
    if not slope or any(not isinstance(at, Fraction) for at, _ in read):
        return None
    return -(line[0] + sum((factor * at for at, factor in read if isinstance(at, Fraction)), Fraction(0))) / slope


def _samples(name: Ranging, crossings: Iterable[Fraction | None]) -> list[Fraction]:
    """All whole numbers; or the ends, every crossing between them, and a point between each two neighbours."""
    if name.whole:
        return [Fraction(value) for value in range(int(name.low), int(name.high) + 1)]
    inner = {at for at in crossings if at is not None and name.low < at < name.high}
    stops = sorted({name.low, name.high} | inner)
    return sorted({*stops, *((a + b) / 2 for a, b in pairwise(stops))})
