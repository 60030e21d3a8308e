"""A quantity: exact bounds in base units, with the form in which somebody stated them."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from hardmate.quantity.units import Unit


class Form(StrEnum):
    """How a value was stated."""

    POINT = "point"
    RANGE = "range"
    AT_MOST = "at most"
    AT_LEAST = "at least"
    TOLERANCE = "tolerance"
    ABOUT = "about"


class Quantity(Struct, frozen=True):
    """Exact bounds in base units; None on the side that is not bounded.

    `nominal` is the middle of a point, tolerance or about, and None for a range or a bound. `unit` is that of
    the nominal or of the upper end, without the zero of its scale where the kind is a difference. `text` is the
    value as written.
    """

    form: Form
    low: Fraction | None
    high: Fraction | None
    nominal: Fraction | None
    unit: Unit
    text: str
