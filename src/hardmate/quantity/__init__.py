"""Exact quantities: units, kinds of quantity, and values as people write them."""

from hardmate.quantity.form import Form, Quantity
from hardmate.quantity.kinds import KINDS, Kind, fits, kind_unit
from hardmate.quantity.roots import sqrt_bounds
from hardmate.quantity.shown import Rounding, decimal, show, show_quantity
from hardmate.quantity.units import DIMENSIONLESS, ONE, UNITS, Dimension, Unit, UnitError, unit
from hardmate.quantity.value import QuantityError, read_quantity

__all__ = [
    "DIMENSIONLESS",
    "KINDS",
    "ONE",
    "UNITS",
    "Dimension",
    "Form",
    "Kind",
    "Quantity",
    "QuantityError",
    "Rounding",
    "Unit",
    "UnitError",
    "decimal",
    "fits",
    "kind_unit",
    "read_quantity",
    "show",
    "show_quantity",
    "sqrt_bounds",
    "unit",
]
