"""Kinds of quantity: torque is not energy, gauge pressure not absolute, a radius not a diameter.

Two kinds may share a dimension. A kind knows its base unit, the units to suggest, and the units of the same
dimension that speak of another kind (J for a torque).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct

from hardmate.quantity.units import DIMENSIONLESS, ONE, Dimension, Unit, UnitError, spellings, unit


class Kind(Struct, frozen=True, cache_hash=True):
    """A kind of quantity, known by its name; `units` are those to suggest, the base unit first.

    `shuns` are symbols that no unit of this kind contains. `scale` marks the kind whose units are points on a
    scale (a temperature), `whole` the kind of bare whole numbers (a count).
    """

    name: str
    title: str
    base_unit: str
    dimension: Dimension
    units: tuple[str, ...]
    shuns: frozenset[str] = frozenset()
    scale: bool = False
    whole: bool = False

    @property
    def bare(self) -> bool:
        """Whether a number may stand without a unit."""
        return self.dimension == DIMENSIONLESS

    @property
    def noun(self) -> str:
        """The title with its article: `a torque`, `an angle`."""
        return f"{'an' if self.title[0] in 'aeiou' else 'a'} {self.title}"

    @property
    def wanted(self) -> str:
        """What is accepted, in words: `a torque is written in N*m, kN*m`."""
        if self.whole:
            return f"{self.noun} is a bare whole number"
        if self.bare:
            return f"{self.noun} is a bare number, or one in {', '.join(self.units[1:])}"
        return f"{self.noun} is written in {', '.join(self.units)}"


_ENERGY = frozenset({"J", "kJ", "MJ", "W", "mW", "kW", "MW"})
_FORCE = frozenset({"N", "mN", "kN", "MN", "lbf", "kgf"})
_LENGTHS = "m mm cm km um in ft"
_PRESSURES = "Pa kPa hPa MPa bar mbar psi mmHg Torr atm"

# name, title, units to suggest (the base unit first), symbols that speak of another kind
_ROWS: tuple[tuple[str, str, str, frozenset[str]], ...] = (
    ("count", "count", "1", frozenset()),
    ("ratio", "ratio", "1 % ppm", frozenset()),
    ("level", "level", "dB", frozenset()),
    ("length", "length", _LENGTHS, frozenset()),
    ("diameter", "diameter", _LENGTHS, frozenset()),
    ("radius", "radius", _LENGTHS, frozenset()),
    ("offset", "offset", _LENGTHS, frozenset()),
    ("distance", "distance", _LENGTHS, frozenset()),
    ("wavelength", "wavelength", "m nm um mm", frozenset()),
    ("area", "area", "m^2 cm^2 mm^2 in^2 ft^2", frozenset()),
    ("volume", "volume", "m^3 L mL cm^3 mm^3 in^3 ft^3", frozenset()),
    ("speed", "speed", "m/s mm/s cm/s km/s km/h m/min ft/s", frozenset()),
    ("acceleration", "acceleration", "m/s^2 mm/s^2 gn", frozenset()),
    ("angle", "angle", "deg arcmin arcsec", frozenset()),
    ("angular-rate", "angular rate", "deg/s deg/min deg/h rpm", frozenset()),
    ("angular-acceleration", "angular acceleration", "deg/s^2", frozenset()),
    ("mass", "mass", "kg g mg t lbm", frozenset()),
    ("force", "force", "N kN mN MN lbf kgf", frozenset()),
    ("torque", "torque", "N*m kN*m N*mm lbf*ft lbf*in", _ENERGY),
    ("energy", "energy", "J kJ MJ W*h kW*h", _FORCE),
    ("impulse", "impulse", "N*s kN*s lbf*s", frozenset()),
    ("inertia", "moment of inertia", "kg*m^2 g*mm^2 lbm*ft^2", frozenset()),
    ("stiffness", "stiffness", "N/m N/mm kN/m kN/mm MN/m lbf/in", frozenset()),
    ("rotational-stiffness", "rotational stiffness", "N*m/deg kN*m/deg lbf*in/deg", _ENERGY),
    ("pressure", "absolute pressure", _PRESSURES, frozenset()),
    ("gauge-pressure", "gauge pressure", _PRESSURES, frozenset()),
    ("pressure-difference", "pressure difference", _PRESSURES, frozenset()),
    ("duration", "duration", "s ms us min h day", frozenset({"Hz", "kHz", "MHz", "GHz"})),
    ("frequency", "frequency", "Hz kHz MHz GHz 1/s 1/min", frozenset()),
    ("voltage", "voltage", "V mV kV", frozenset()),
    ("current", "current", "A mA uA", frozenset()),
    ("power", "power", "W mW kW MW", frozenset()),
    ("resistance", "resistance", "ohm uohm mohm kohm Mohm", frozenset()),
    ("temperature", "temperature", "K degC degF", frozenset()),
    ("temperature-difference", "temperature difference", "K degC degF", frozenset()),
    ("thermal-conductance", "thermal conductance", "W/K mW/K kW/K", frozenset()),
    ("thermal-expansion", "coefficient of thermal expansion", "1/K ppm/K um/m/K", frozenset()),
    ("mass-flow", "mass flow", "kg/s g/s kg/h kg/day g/day lbm/day", frozenset()),
    ("volume-flow", "flow of gas at the reference condition", "scc/s scc/min scc/h", frozenset()),
    ("ventilation-flow", "flow of air by volume", "m^3/s m^3/min m^3/h L/s ft^3/min", frozenset()),
    ("data-size", "data size", "bit byte kbit Mbit Gbit kB MB GB KiB MiB GiB", frozenset()),
    ("data-rate", "data rate", "bit/s kbit/s Mbit/s Gbit/s byte/s kB/s MB/s", frozenset()),
)


def _kind(name: str, title: str, units: str, shuns: frozenset[str]) -> Kind:
    listed = tuple(units.split())
    return Kind(
        name=name,
        title=title,
        base_unit=listed[0],
        dimension=unit(listed[0]).dimension,
        units=listed,
        shuns=shuns,
        scale=name == "temperature",
        whole=name == "count",
    )


# Spellings that name the kind of pressure as well as its unit.
_MARKED = {
    "pressure": ("psia", "bara", "kPaa"),
    "gauge-pressure": ("psig", "barg", "kPag"),
    "pressure-difference": ("psid",),
}

KINDS: Mapping[str, Kind] = MappingProxyType({row[0]: _kind(*row) for row in _ROWS})


@lru_cache(maxsize=2048)
def kind_unit(text: str, kind: Kind) -> Unit:
    """The unit that a text names, checked against the kind; raises UnitError with suggestions that fit.

    For a kind other than temperature, degC and degF come back as units of difference, without their zero.
    """
    for name, spellings_of_it in _MARKED.items():
        if text in spellings_of_it and name != kind.name:
            raise UnitError(f"`{text}` says {KINDS[name].title}; this is {kind.noun}")
    try:
        found = unit(text)
        _check(found, kind)
    except UnitError as error:
        raise UnitError(error.message, _fitting(text, kind), error.offset) from None
    return found if kind.scale else found.difference


def fits(found: Unit, kind: Kind) -> bool:
    """Whether values of the kind may be written in the unit."""
    try:
        _check(found, kind)
    except UnitError:
        return False
    return True


def _check(found: Unit, kind: Kind) -> None:
    if kind.whole and found != ONE:
        raise UnitError(f"{kind.noun} takes no unit, and this has `{found.symbol}`")
    if found.dimension != kind.dimension:
        raise UnitError(f"`{found.symbol}` is a unit of {_measured(found)}; this is {kind.noun}")
    if any(symbol in kind.shuns for symbol, _ in found.parts):
        raise UnitError(f"`{found.symbol}` has the dimension of {kind.noun} but is a unit of {_measured(found)}")


def _measured(found: Unit) -> str:
    """What a unit measures, in words, for a message."""
    kinds = [
        kind.title
        for kind in KINDS.values()
        if kind.dimension == found.dimension and not any(symbol in kind.shuns for symbol, _ in found.parts)
    ]
    if len(kinds) > 3:
        return kinds[0]
    return " or ".join(kinds) or f"dimension {found.dimension}"


def _fitting(text: str, kind: Kind) -> tuple[str, ...]:
    """Units of the kind that were meant."""
    return tuple(near for near in spellings(text) if near != text and fits(unit(near), kind))[:3]
