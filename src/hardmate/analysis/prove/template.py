"""Clauses about one value on one port, from the tightest to the loosest: that it is there, a word, a bound, rows."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import floor

from msgspec import Struct

from hardmate.analysis.prove.symbols import domain
from hardmate.language.dictionary import Parameter, Reading, Type
from hardmate.quantity import ONE, Rounding, show

STEPS = 1_000
"""Into how many steps a domain is divided where the dictionary names no resolution."""


class Template(Struct, frozen=True):
    """A clause for each step from 0, the tightest, to `steps`, the loosest; of one without steps there is one clause.

    `word` is the word that it asks for; `presence` that it only asks for a value; `way` to which end of the domain the
    tightest presses values, 1 to the upper and -1 to the lower; `reach` from which end what is accepted has to reach.
    A step below `least` leaves one value: that is no requirement anybody would write. The loosest of one that takes in
    the `whole` domain asks no more than that there is a value.
    """

    path: str
    text: Callable[[int], str]
    steps: int = 0
    word: str = ""
    presence: bool = False
    way: int = 0
    reach: int = 0
    least: int = 0
    whole: bool = False

    def says(self, step: int) -> bool:
        """Whether the clause at a step is one that somebody would write."""
        return step >= self.least and not (self.whole and step == self.steps)

    def goes_with(self, other: Template) -> bool:
        """Whether two of them may say more than one: not of two words for one value, or of a value that is there.

        What is accepted from one end of the domain and from the other is all of it.
        """
        if self.path != other.path:
            return True
        return bool(self.steps and other.steps) and not (self.reach and other.reach)


def templates(path: str, parameter: Parameter) -> list[Template]:
    """The clauses about a parameter, presence first."""
    value = f"port.{path}"
    found = [Template(path, _always(f"fitted({value})"), presence=True)]
    words = sorted(parameter.choices)
    match parameter.type:
        case Type.FLAG:
            found += [Template(path, _always(text)) for text in (value, f"not {value}")]
        case Type.CHOICE:
            found += [Template(path, _always(f'{value} == "{word}"'), word=word) for word in words]
        case Type.SET if parameter.reading is not Reading.OCCURS:
            found += [Template(path, _always(f'"{word}" in {value}'), word=word) for word in words]
        case Type.TABLE:
            found += _of_table(path, parameter)
        case Type.COUNT | Type.QUANTITY | Type.RANGE if parameter.reading is Reading.OCCURS:
            found += _bounds(path, parameter, "{}")
        case Type.COUNT | Type.QUANTITY | Type.RANGE:
            found += _covers(path, parameter)
        case _:
            pass
    return found


def _always(text: str) -> Callable[[int], str]:
    return lambda _: text


def _bounds(path: str, parameter: Parameter, around: str, value: str = "") -> list[Template]:
    """At most, and at least; `around` is what the comparison is put into."""
    least, most = domain(parameter)
    grid = Grid.of(parameter)
    read = value or f"port.{path}"

    def at_most(step: int) -> str:
        return around.format(f"{read} <= {grid.text(least, step, Rounding.DOWN)}")

    def at_least(step: int) -> str:
        return around.format(f"{read} >= {grid.text(most, -step, Rounding.UP)}")

    whole = not value
    return [
        Template(path, at_most, grid.steps, way=-1, least=1, whole=whole),
        Template(path, at_least, grid.steps, way=1, least=1, whole=whole),
    ]


def _covers(path: str, parameter: Parameter) -> list[Template]:
    """What is accepted reaches from one end of the domain at least so far; a setting can be chosen beyond a limit."""
    least, most = domain(parameter)
    grid, value = Grid.of(parameter), f"port.{path}"
    low, high = _plain(least, parameter), _plain(most, parameter)

    def from_most(step: int) -> str:
        return grid.text(most, -step, Rounding.UP)

    def from_least(step: int) -> str:
        return grid.text(least, step, Rounding.DOWN)

    if parameter.reading is Reading.SELECTABLE:
        return [
            Template(path, lambda step: f"{value} within {from_most(step)} .. {high}", grid.steps, least=1, whole=True),
            Template(path, lambda step: f"{value} within {low} .. {from_least(step)}", grid.steps, least=1, whole=True),
        ]
    return [
        Template(path, lambda step: f"{low} .. {from_most(step)} within {value}", grid.steps, reach=-1, least=1),
        Template(path, lambda step: f"{from_least(step)} .. {high} within {value}", grid.steps, reach=1, least=1),
    ]


def _of_table(path: str, parameter: Parameter) -> list[Template]:
    """Rows in number, and each number of every row."""
    most = parameter.max_rows
    column = next(iter(sorted(parameter.columns)), "")
    every = f"fitted(row.{column}) or not fitted(row.{column})"
    counted = f"count(row in port.{path}, {every})"
    found = [
        Template(path, lambda step: f"{counted} >= {most - step}", most - 1, way=1, least=min(1, most - 1)),
        Template(path, lambda step: f"{counted} <= {1 + step}", most - 1, way=-1, least=min(1, most - 1)),
    ]
    for name, each in sorted(parameter.columns.items()):
        if each.numeric and each.reading is Reading.OCCURS:
            found += _bounds(path, each, f"all(row in port.{path}, {{}})", f"row.{name}")
    return found


class Grid(Struct, frozen=True):
    """Steps between the ends of a domain, as fine as the resolution."""

    parameter: Parameter
    step: Fraction
    steps: int

    @classmethod
    def of(cls, parameter: Parameter) -> Grid:
        least, most = domain(parameter)
        whole = parameter.kind is not None and parameter.kind.whole
        fine = parameter.resolution.nominal if parameter.resolution is not None else None
        step = fine or (Fraction(1) if whole else (most - least) / STEPS)
        return cls(parameter, step, floor((most - least) / step))

    def number(self, width: Fraction) -> int:
        """How many steps fit into a width."""
        return floor(width / self.step)

    def between(self, low: Fraction, high: Fraction, *, inwards: bool = False) -> str:
        """A range, its ends rounded so that it is wider, or `inwards`."""
        down, up = (Rounding.UP, Rounding.DOWN) if inwards else (Rounding.DOWN, Rounding.UP)
        return f"{_plain(low, self.parameter, down)} .. {_plain(high, self.parameter, up)}"

    def text(self, end: Fraction, steps: int, rounding: Rounding) -> str:
        return _plain(end + steps * self.step, self.parameter, rounding)


def _plain(value: Fraction, parameter: Parameter, rounding: Rounding = Rounding.NEAREST) -> str:
    """A value in the parameter's unit, without an exponent, which a clause can not have."""
    number, space, unit = show(value, parameter.unit or ONE, rounding=rounding).partition(" ")
    return f"{Decimal(number):f}{space}{unit}"
