"""Units of measure: a text such as `N*m` goes in, an exact factor to base units and a dimension come out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from hardmate.quantity.spelling import candidates, plain
from hardmate.quantity.table import BASES, DERIVED, SCALES

MAX_UNIT_LENGTH = 40
MAX_EXPONENT = 6
MAX_SYMBOLS = 6

_SYMBOL = re.compile(r"([A-Za-z%]+)(?:\^?([1-9][0-9]*)|\^(-[1-9][0-9]*))?")
_NO_RADIAN = "a radian is not an exact number of degrees, and values here are exact: state the angle in deg"


class UnitError(ValueError):
    """A text that is not a unit, or not one that fits; `suggestions` are unit texts that do."""

    def __init__(self, message: str, suggestions: tuple[str, ...] = (), offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.suggestions = suggestions
        self.offset = offset


class Dimension(Struct, frozen=True):
    """What a unit measures: one whole exponent for each base unit of `BASES`, in that order."""

    exponents: tuple[int, ...] = (0,) * len(BASES)

    def __mul__(self, other: Dimension) -> Dimension:
        return Dimension(tuple(a + b for a, b in zip(self.exponents, other.exponents, strict=True)))

    def __truediv__(self, other: Dimension) -> Dimension:
        return self * other**-1

    def __pow__(self, power: int) -> Dimension:
        return Dimension(tuple(exponent * power for exponent in self.exponents))

    def __str__(self) -> str:
        return _product_text(tuple(zip(BASES, self.exponents, strict=True)))


DIMENSIONLESS = Dimension()


class Unit(Struct, frozen=True):
    """An exact unit: `number * factor + offset` is the value in base units.

    `parts` are the table's symbols with their exponents. `offset` is zero but for a scale with its own zero.
    """

    symbol: str
    dimension: Dimension
    factor: Fraction
    offset: Fraction = Fraction(0)
    parts: tuple[tuple[str, int], ...] = ()

    def to_base(self, number: Fraction) -> Fraction:
        """The value in base units of a number written in this unit."""
        return number * self.factor + self.offset

    def from_base(self, value: Fraction) -> Fraction:
        """The number to write in this unit for a value in base units."""
        return (value - self.offset) / self.factor

    @property
    def difference(self) -> Unit:
        """The unit for differences of such values: a step of 0.1 degC is 0.1 K, not 273.25 K."""
        return replace(self, offset=Fraction(0)) if self.offset else self


ONE = Unit("1", DIMENSIONLESS, Fraction(1))


def unit(text: str) -> Unit:
    """The unit that a text such as `mm`, `N*m`, `m/s`, `m^2` or `1/K` names; raises UnitError."""
    try:
        return _read(text)
    except UnitError as error:
        raise UnitError(error.message, spellings(text)[:3], error.offset) from None


def is_unit(text: str) -> bool:
    """Whether a text names a unit, of any dimension."""
    try:
        _read(text)
    except UnitError:
        return False
    return True


def spellings(text: str) -> tuple[str, ...]:
    """Units, of any dimension, that somebody who wrote `text` may have meant, the likeliest first.

    The text's own unit in its ASCII spelling leaves no doubt: `mm²` is `mm^2` and nothing else.
    """
    if text != (ascii_text := plain(text)) and is_unit(ascii_text):
        return (_read(ascii_text).symbol,)
    found = (
        _read(near).symbol for near in candidates(text[:MAX_UNIT_LENGTH], UNITS, known=is_unit(text)) if is_unit(near)
    )
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1024)
def _read(text: str) -> Unit:
    if len(text) > MAX_UNIT_LENGTH:
        raise UnitError(f"a unit has at most {MAX_UNIT_LENGTH} characters; this one has {len(text)}")
    if (known := UNITS.get(text)) is not None:
        return known
    return _product(text, UNITS)


def _product(text: str, known: Mapping[str, Unit]) -> Unit:
    """The unit that a product or quotient of known symbols is."""
    pieces = re.split(r"([*/])", text)
    if text == "1":
        return ONE
    if len(pieces) > 2 * MAX_SYMBOLS:
        raise UnitError(f"a unit has at most {MAX_SYMBOLS} symbols")
    parts: list[tuple[str, int]] = []
    factor, dimension, offset, divided = Fraction(1), DIMENSIONLESS, 0, False
    for place, piece in enumerate(pieces):
        sign = -1 if divided else 1
        if piece in {"*", "/"} and place % 2:
            if piece == "*" and divided:
                raise UnitError("`*` after `/` can be read in two ways", offset=offset)
            divided = piece == "/"
        elif not (piece == "1" and place == 0 and len(pieces) > 1 and pieces[1] == "/"):
            base, exponent = _symbol(piece, offset, known)
            if base.offset and (len(pieces) > 1 or exponent != 1):
                raise UnitError(f"{base.symbol} is a point on a scale; inside a product write K", offset=offset)
            factor *= base.factor ** (sign * exponent)
            dimension *= base.dimension ** (sign * exponent)
            parts.append((base.symbol, sign * exponent))
        offset += len(piece)
    if len(parts) == 1 and parts[0][1] == 1:
        return known[parts[0][0]]
    return Unit(_product_text(tuple(parts)), dimension, factor, parts=tuple(parts))


def _symbol(piece: str, offset: int, known: Mapping[str, Unit]) -> tuple[Unit, int]:
    match = _SYMBOL.fullmatch(piece)
    if match is None:
        raise UnitError(f"`{piece}` is not a unit" if piece else "a unit's symbol is missing here", offset=offset)
    if match[1] in {"rad", "mrad", "urad", "radian", "radians"}:
        raise UnitError(_NO_RADIAN, offset=offset)
    if match[1] not in known:
        raise UnitError(f"there is no unit `{match[1]}`", offset=offset)
    digits = match[2] or match[3] or "1"
    if len(digits) > 2 or abs(int(digits)) > MAX_EXPONENT:
        raise UnitError(f"a unit's exponent lies between -{MAX_EXPONENT} and {MAX_EXPONENT}", offset=offset)
    return known[match[1]], int(digits)


def _product_text(parts: tuple[tuple[str, int], ...]) -> str:
    """`N*m`, `m/s^2`, `1/K`: factors in their order, divisors after them."""
    over = "*".join(_power(symbol, exponent) for symbol, exponent in parts if exponent > 0)
    under = "".join(f"/{_power(symbol, -exponent)}" for symbol, exponent in parts if exponent < 0)
    return (over or "1") + under


def _power(symbol: str, exponent: int) -> str:
    return symbol if exponent == 1 else f"{symbol}^{exponent}"


def _table() -> Mapping[str, Unit]:
    units: dict[str, Unit] = {}
    for place, symbol in enumerate(BASES):
        exponents = tuple(int(other == place) for other in range(len(BASES)))
        units[symbol] = Unit(symbol, Dimension(exponents), Fraction(1), parts=((symbol, 1),))
    for symbol, numerator, denominator, of in DERIVED:
        base = _product(of, units)
        factor = base.factor * Fraction(numerator, denominator)
        units[symbol] = Unit(symbol, base.dimension, factor, parts=((symbol, 1),))
    for symbol, size, zero in SCALES:
        units[symbol] = Unit(symbol, units["K"].dimension, Fraction(*size), Fraction(*zero), ((symbol, 1),))
    return MappingProxyType(units)


UNITS: Mapping[str, Unit] = _table()
