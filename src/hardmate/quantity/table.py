"""The closed table of units, as data: each symbol with its exact size in symbols defined above it.

Every factor is exact by definition: SI prefixes, the international inch and pound (1959), standard gravity
9.80665 m/s^2 (CGPM 1901), the standard atmosphere 101 325 Pa (CGPM 1954), Torr = atm/760, and the
conventional millimetre of mercury, 13.5951 g/cm^3 x 1 mm x standard gravity.

The degree is the base of plane angle because a radian is not a rational number of degrees. Data (bit), gas
measured at a reference condition (scc) and level (dB) are base dimensions of their own, so none of them is
taken for a bare number. One scc is one cubic centimetre of gas at 0 degC and 101 325 Pa.
"""

from __future__ import annotations

BASES = ("m", "kg", "s", "A", "K", "deg", "bit", "scc", "dB")

# symbol, numerator, denominator, "of" (a product of symbols defined before it; "1" is a bare number)
DERIVED: tuple[tuple[str, int, int, str], ...] = (
    ("%", 1, 100, "1"),
    ("ppm", 1, 10**6, "1"),
    # length
    ("km", 1000, 1, "m"),
    ("cm", 1, 100, "m"),
    ("mm", 1, 1000, "m"),
    ("um", 1, 10**6, "m"),
    ("nm", 1, 10**9, "m"),
    ("in", 254, 10_000, "m"),
    ("ft", 12, 1, "in"),
    # volume
    ("L", 1, 1000, "m^3"),
    ("mL", 1, 1000, "L"),
    # mass
    ("t", 1000, 1, "kg"),
    ("g", 1, 1000, "kg"),
    ("mg", 1, 10**6, "kg"),
    ("lbm", 45_359_237, 10**8, "kg"),
    # time
    ("ms", 1, 1000, "s"),
    ("us", 1, 10**6, "s"),
    ("min", 60, 1, "s"),
    ("h", 60, 1, "min"),
    ("day", 24, 1, "h"),
    ("Hz", 1, 1, "1/s"),
    ("kHz", 1000, 1, "Hz"),
    ("MHz", 10**6, 1, "Hz"),
    ("GHz", 10**9, 1, "Hz"),
    # angle
    ("arcmin", 1, 60, "deg"),
    ("arcsec", 1, 3600, "deg"),
    ("rpm", 360, 1, "deg/min"),
    # acceleration and force
    ("gn", 980_665, 100_000, "m/s^2"),
    ("N", 1, 1, "kg*m/s^2"),
    ("mN", 1, 1000, "N"),
    ("kN", 1000, 1, "N"),
    ("MN", 10**6, 1, "N"),
    ("lbf", 1, 1, "lbm*gn"),
    ("kgf", 1, 1, "kg*gn"),
    # pressure
    ("Pa", 1, 1, "N/m^2"),
    ("hPa", 100, 1, "Pa"),
    ("kPa", 1000, 1, "Pa"),
    ("MPa", 10**6, 1, "Pa"),
    ("mbar", 100, 1, "Pa"),
    ("bar", 100_000, 1, "Pa"),
    ("psi", 1, 1, "lbf/in^2"),
    ("atm", 101_325, 1, "Pa"),
    ("Torr", 1, 760, "atm"),
    ("mmHg", 133_322_387_415, 10**9, "Pa"),
    # energy and power
    ("J", 1, 1, "N*m"),
    ("kJ", 1000, 1, "J"),
    ("MJ", 10**6, 1, "J"),
    ("W", 1, 1, "J/s"),
    ("mW", 1, 1000, "W"),
    ("kW", 1000, 1, "W"),
    ("MW", 10**6, 1, "W"),
    # electricity
    ("mA", 1, 1000, "A"),
    ("uA", 1, 10**6, "A"),
    ("V", 1, 1, "W/A"),
    ("mV", 1, 1000, "V"),
    ("kV", 1000, 1, "V"),
    ("ohm", 1, 1, "V/A"),
    ("uohm", 1, 10**6, "ohm"),
    ("mohm", 1, 1000, "ohm"),
    ("kohm", 1000, 1, "ohm"),
    ("Mohm", 10**6, 1, "ohm"),
    # data: k, M, G are decimal and Ki, Mi, Gi binary (IEC 80000-13)
    ("kbit", 1000, 1, "bit"),
    ("Mbit", 10**6, 1, "bit"),
    ("Gbit", 10**9, 1, "bit"),
    ("byte", 8, 1, "bit"),
    ("kB", 1000, 1, "byte"),
    ("MB", 10**6, 1, "byte"),
    ("GB", 10**9, 1, "byte"),
    ("KiB", 1024, 1, "byte"),
    ("MiB", 1024, 1, "KiB"),
    ("GiB", 1024, 1, "MiB"),
)

# Scales with a zero of their own: symbol, size of a degree in K, place of its zero in K.
SCALES: tuple[tuple[str, tuple[int, int], tuple[int, int]], ...] = (
    ("degC", (1, 1), (27_315, 100)),
    ("degF", (5, 9), (45_967, 180)),
)
