"""The table of units against Pint, the grammar of units, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pint
import pytest

from hardmate.quantity import KINDS, ONE, UNITS, UnitError, fits, kind_unit, unit

# Our symbol: Pint's name, where they differ. Pint computes with Fractions here, so the comparison is exact.
PINT_NAMES = {
    "%": "percent",
    "L": "liter",
    "Mohm": "megaohm",
    "Torr": "torr",
    "arcmin": "arcminute",
    "arcsec": "arcsecond",
    "day": "day",
    "gn": "standard_gravity",
    "h": "hour",
    "in": "inch",
    "kgf": "kilogram_force",
    "kohm": "kiloohm",
    "lbf": "force_pound",
    "lbm": "pound",
    "mL": "milliliter",
    "min": "minute",
    "mohm": "milliohm",
    "t": "metric_ton",
    "uA": "microampere",
    "um": "micrometer",
    "uohm": "microohm",
    "us": "microsecond",
}
PINT_BASES = ("meter", "kilogram", "second", "ampere", "kelvin", "degree", "bit")

# Not in Pint: base dimensions of our own. Gas at 0 degC and 101 325 Pa; level in decibel, never converted.
NOT_IN_PINT = {"scc", "dB"}


@pytest.fixture(scope="module")
def registry() -> Any:
    return pint.UnitRegistry(non_int_type=Fraction)


@pytest.mark.parametrize("symbol", sorted(set(UNITS) - NOT_IN_PINT))
def test_the_factor_is_pints(registry: Any, symbol: str) -> None:
    ours = UNITS[symbol]
    base = registry.dimensionless
    for name, exponent in zip(PINT_BASES, ours.dimension.exponents, strict=False):
        base = base * registry.Unit(name) ** exponent
    name = PINT_NAMES.get(symbol, symbol)
    zero, one = (registry.Quantity(Fraction(number), name).to(base).magnitude for number in (0, 1))
    assert (ours.offset, ours.factor) == (zero, one - zero)


def test_units_that_pint_lacks_are_base_units() -> None:
    for symbol in NOT_IN_PINT:
        assert UNITS[symbol].factor == 1
        assert str(UNITS[symbol].dimension) == symbol


@pytest.mark.parametrize(
    ("symbol", "factor"),
    [
        # International yard and pound agreement of 1959: 0.3048 m and 0.45359237 kg; CGPM 1901: 9.80665 m/s^2.
        ("in", "0.0254"),
        ("lbf", "4.4482216152605"),
        # CGPM 1954: 101 325 Pa; the torr is 1/760 of it; conventional mercury 13.5951 g/cm^3.
        ("Torr", "20265/152"),
        ("mmHg", "133.322387415"),
        ("rpm", "6"),
        ("kB", "8000"),
        ("KiB", "8192"),
    ],
)
def test_the_factor_is_the_definition(symbol: str, factor: str) -> None:
    assert UNITS[symbol].factor == Fraction(factor)


@pytest.mark.parametrize(
    ("text", "symbol", "dimension", "factor"),
    [
        ("N*m", "N*m", "m^2*kg/s^2", "1"),
        ("m2", "m^2", "m^2", "1"),
        ("mm^2", "mm^2", "m^2", "1/1000000"),
        ("1/K", "1/K", "1/K", "1"),
        ("K^-1", "1/K", "1/K", "1"),
        ("kg/day", "kg/day", "kg/s", "1/86400"),
        ("um/m/K", "um/m/K", "1/K", "1/1000000"),
        ("N*m/deg", "N*m/deg", "m^2*kg/s^2/deg", "1"),
        ("mV/V", "mV/V", "1", "1/1000"),
        ("1", "1", "1", "1"),
    ],
)
def test_products_and_quotients(text: str, symbol: str, dimension: str, factor: str) -> None:
    found = unit(text)
    assert (found.symbol, str(found.dimension), found.factor) == (symbol, dimension, Fraction(factor))


@pytest.mark.parametrize(
    ("text", "message", "suggestions"),
    [
        ("MPA", "there is no unit `MPA`", ("MPa",)),
        ("KG", "there is no unit `KG`", ("kg", "kgf")),
        ("Nm", "there is no unit `Nm`", ("N*m", "J", "nm")),
        ("m/sec", "there is no unit `sec`", ("m/s",)),
        ("°C", "`°C` is not a unit", ("degC",)),
        ("mm²", "`mm²` is not a unit", ("mm^2",)),
        ("µm", "`µm` is not a unit", ("um",)),
        ("", "a unit's symbol is missing here", ()),
        ("m/", "a unit's symbol is missing here", ()),
        ("*m", "a unit's symbol is missing here", ()),
        ("N m", "`N m` is not a unit", ("N*m", "J", "nm")),
        ("m^0", "`m^0` is not a unit", ()),
        ("m^7", "a unit's exponent lies between -6 and 6", ()),
        ("m^99999999999", "a unit's exponent lies between -6 and 6", ()),
        ("m*m*m*m*m*m*m", "a unit has at most 6 symbols", ()),
        ("m" * 1000, "a unit has at most 40 characters; this one has 1000", ()),
        ("W/m*K", "`*` after `/` can be read in two ways", ("W/m/K",)),
        ("W/degC", "degC is a point on a scale; inside a product write K", ("W/K",)),
        ("rad", "a radian is not an exact number of degrees, and values here are exact: state the angle in deg", ()),
        ("xyzzy", "there is no unit `xyzzy`", ()),
    ],
)
def test_what_is_not_a_unit(text: str, message: str, suggestions: tuple[str, ...]) -> None:
    with pytest.raises(UnitError) as caught:
        unit(text)
    assert (caught.value.message, caught.value.suggestions) == (message, suggestions)
    assert 0 <= caught.value.offset <= len(text)


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_accepts_what_it_suggests(name: str) -> None:
    kind = KINDS[name]
    assert unit(kind.base_unit).factor == 1
    assert all(fits(unit(symbol), kind) for symbol in kind.units)


@pytest.mark.parametrize(
    ("kind", "refused", "suggestions"),
    [
        ("torque", "J", ("N*m",)),
        ("energy", "N*m", ("J",)),
        ("energy", "lbf*ft", ()),
        ("gauge-pressure", "psia", ()),
        ("pressure", "psig", ()),
        ("pressure", "psia", ("psi",)),
        ("duration", "1/Hz", ()),
        ("angular-rate", "Hz", ()),
        ("frequency", "rpm", ()),
        ("volume-flow", "cm^3/s", ()),
        ("ratio", "deg", ()),
        ("ratio", "bit", ()),
        ("level", "%", ()),
        ("count", "%", ()),
        ("mass", "lb", ("lbm",)),
        ("force", "lb", ("lbf",)),
    ],
)
def test_a_unit_of_another_kind_is_refused(kind: str, refused: str, suggestions: tuple[str, ...]) -> None:
    with pytest.raises(UnitError) as caught:
        kind_unit(refused, KINDS[kind])
    assert caught.value.suggestions == suggestions


def test_a_degree_celsius_is_a_point_for_temperatures_and_a_step_for_differences() -> None:
    point = kind_unit("degC", KINDS["temperature"])
    step = kind_unit("degC", KINDS["temperature-difference"])
    assert point.to_base(Fraction(-39)) == Fraction("234.15")
    assert step.to_base(Fraction("0.1")) == Fraction("0.1")
    assert point.difference == step


def test_a_bare_number_has_the_unit_one() -> None:
    assert kind_unit("1", KINDS["ratio"]) == ONE
