"""Exact values as text: a rational or quantity in base units goes in, decimal numbers with their unit come out."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from hardmate.quantity.form import Form, Quantity
from hardmate.quantity.units import ONE, Unit

EXACT_DIGITS = 12
ROUNDED_DIGITS = 6


class Rounding(StrEnum):
    """Where a number goes that has no short exact decimal."""

    NEAREST = "nearest"
    DOWN = "down"
    UP = "up"


def show(value: Fraction, unit: Unit, *, rounding: Rounding = Rounding.NEAREST) -> str:
    """`0.05 m/s` for a value in base units; see `decimal` for the number.

    For a margin or another difference of temperatures pass `unit.difference`.
    """
    return with_unit(decimal(unit.from_base(value), rounding=rounding), unit)


def with_unit(number: str, unit: Unit) -> str:
    """The number's text with the unit's symbol; a bare number has none."""
    return number if unit == ONE else f"{number} {unit.symbol}"


def decimal(number: Fraction, *, rounding: Rounding = Rounding.NEAREST) -> str:
    """The exact decimal when it has at most 12 significant digits, else one rounded to 6; no trailing zeros.

    Numbers below 1e-7 or from 1e15 on are written with an exponent.
    """
    if number == 0:
        return "0"
    mantissa, places = _exact(abs(number)) or _rounded(number, rounding)
    while mantissa % 10 == 0:
        mantissa, places = mantissa // 10, places + 1
    return ("-" if number < 0 else "") + _written(str(mantissa), places)


def _exact(number: Fraction) -> tuple[int, int] | None:
    """Mantissa and power of ten of a positive number, if they are short and exact."""
    twos = (number.denominator & -number.denominator).bit_length() - 1
    odd, fives = number.denominator >> twos, 0
    while odd % 5 == 0:
        odd, fives = odd // 5, fives + 1
    places = max(twos, fives)
    if odd != 1 or places > 400:
        return None
    mantissa = number.numerator * 2 ** (places - twos) * 5 ** (places - fives)
    power = -places
    while mantissa >= 10**EXACT_DIGITS and mantissa % 10 == 0:
        mantissa, power = mantissa // 10, power + 1
    return (mantissa, power) if mantissa < 10**EXACT_DIGITS else None


def _rounded(number: Fraction, rounding: Rounding) -> tuple[int, int]:
    """Mantissa of 6 digits (7 after a carry) and power of ten of a number that is not zero."""
    size = abs(number)
    estimate = (size.numerator.bit_length() - size.denominator.bit_length()) * 30103 // 100_000
    power = estimate - ROUNDED_DIGITS - 1
    while size >= Fraction(10) ** (power + ROUNDED_DIGITS):
        power += 1
    scaled = number / Fraction(10) ** power
    match rounding:
        case Rounding.DOWN:
            return abs(floor(scaled)), power
        case Rounding.UP:
            return abs(ceil(scaled)), power
        case Rounding.NEAREST:
            return abs(round(scaled)), power


def _written(digits: str, places: int) -> str:
    """Digits times 10**places, plainly where that is short."""
    leading = len(digits) + places
    if leading > 15 or leading < -6:
        point = f".{digits[1:]}" if len(digits) > 1 else ""
        return f"{digits[0]}{point}e{leading - 1}"
    if places >= 0:
        return digits + "0" * places
    if leading > 0:
        return f"{digits[:leading]}.{digits[leading:]}"
    return "0." + "0" * -leading + digits


def show_quantity(quantity: Quantity, unit: Unit | None = None) -> str:
    """The quantity as written, or in another unit, bounds without a short decimal rounded outwards.

    A unit with a zero of its own is taken as a scale only if the quantity was written on one.
    """
    if unit is None:
        return quantity.text
    low, high, nominal = quantity.low, quantity.high, quantity.nominal
    match quantity.form:
        case Form.AT_MOST if high is not None:
            return f"at most {show(high, unit, rounding=Rounding.UP)}"
        case Form.AT_LEAST if low is not None:
            return f"at least {show(low, unit, rounding=Rounding.DOWN)}"
        case Form.TOLERANCE | Form.ABOUT if nominal is not None and high is not None:
            width = decimal((high - nominal) / unit.factor, rounding=Rounding.UP)
            about = "about " if quantity.form is Form.ABOUT else ""
            return with_unit(f"{about}{decimal(unit.from_base(nominal))} +/- {width}", unit)
        case Form.RANGE if low is not None and high is not None:
            lower = decimal(unit.from_base(low), rounding=Rounding.DOWN)
            return f"{lower} .. {show(high, unit, rounding=Rounding.UP)}"
        case _ if low is not None:
            return show(low, unit)
    raise AssertionError(f"a quantity without bounds: {quantity!r}")
