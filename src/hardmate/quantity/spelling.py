"""What somebody may have meant by a unit that is not in the table: a text goes in, candidate texts come out.

Candidates are only strings; whoever asks must read them again and keep the units of the right kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from itertools import islice, product

MOST_CANDIDATES = 24

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

# ASCII spelling: the characters written for it
_CHARACTERS = {
    "degC": ("°C", "º C", "° C", "℃"),
    "degF": ("°F", "º F", "° F", "℉"),
    "deg": ("°", "º"),
    "arcmin": ("′",),
    "arcsec": ("″",),
    "u": ("µ", "μ"),
    "ohm": ("Ω", "Ω"),
    "*": ("·", "⋅", "×", "∙"),
    "^": ("**",),
    "/": ("⁄", "∕"),
}

# A whole unit: other spellings of it. Several units may share one, the kind of quantity then decides.
_WHOLE = {
    "N*m": "Nm N-m N.m NM nm J mN",
    "kN*m": "kNm kN-m kN.m KNm kJ",
    "N*mm": "Nmm N-mm N.mm",
    "lbf*ft": "ft-lb ft-lbf ft*lb ftlb lb-ft lbf-ft",
    "lbf*in": "in-lb in-lbf in*lb inlb lb-in lbf-in",
    "J": "N*m Nm",
    "kJ": "kN*m kNm",
    "W*h": "Wh",
    "kW*h": "kWh kwh KWh",
    "N*s": "Ns N-s N.s",
    "kg*m^2": "kgm2 kgm^2 kg-m2 kg-m^2 kg.m2 kg.m^2",
    "m/s": "mps",
    "km/h": "kph kmh",
    "ft/s": "fps",
    "deg/s": "dps",
    "m^2": "sqm",
    "cm^3": "cc",
    "scc/s": "sccs sccps atm-cc/s",
    "scc/min": "sccm",
    "bit/s": "bps",
    "kbit/s": "kbps Kbps kbs kb/s",
    "Mbit/s": "Mbps mbps Mb/s",
    "Gbit/s": "Gbps gbps Gb/s",
    "kB/s": "KBps kBps",
    "MB/s": "MBps",
}

# One symbol inside a unit: other spellings of it.
_SYMBOLS = {
    "m": "meter meters metre metres",
    "mm": "millimeter millimeters millimetre millimetres",
    "km": "kilometer kilometers kilometre kilometres",
    "um": "micron microns micrometre micrometer",
    "in": "inch inches",
    "ft": "foot feet",
    "L": "l litre litres liter liters",
    "mL": "ml cc",
    "kg": "kgs kilogram kilograms kilo",
    "g": "gr gram grams gramme grammes",
    "t": "ton tons tonne tonnes",
    "lbm": "lb lbs pound pounds lbf",
    "lbf": "lb lbs pound pounds lbm",
    "kgf": "kg kp",
    "N": "newton newtons",
    "gn": "g g0 G gee gees",
    "s": "sec secs second seconds",
    "ms": "msec msecs millisecond milliseconds",
    "min": "m mins minute minutes",
    "h": "hr hrs hour hours",
    "day": "d days",
    "deg": "degree degrees degs",
    "arcmin": "minute minutes amin",
    "arcsec": "second seconds asec",
    "Pa": "pascal pascals",
    "mbar": "millibar millibars",
    "psi": "psia psig psid",
    "kPa": "kPaa kPag",
    "bar": "bara barg",
    "Torr": "torr",
    "V": "volt volts Vdc Vac",
    "A": "amp amps ampere amperes Adc Aac",
    "W": "watt watts",
    "ohm": "ohms",
    "mohm": "milliohm milliohms",
    "Hz": "hertz",
    "K": "kelvin degK",
    "degC": "C celsius centigrade deg_C",
    "degF": "F fahrenheit deg_F",
    "bit": "bits b",
    "byte": "bytes B octet octets",
    "kbit": "kb kbits",
    "Mbit": "Mb Mbits",
    "Gbit": "Gb Gbits",
    "kB": "KB kb",
    "KiB": "KB",
    "%": "percent pct",
}


def plain(text: str) -> str:
    """The text with superscripts, degree and micro signs and multiplication dots in their ASCII spelling."""
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda run: "^" + run[0].translate(SUPERSCRIPTS), text)
    for spelling, characters in _CHARACTERS.items():
        for character in characters:
            text = text.replace(character, spelling)
    return text


def candidates(text: str, symbols: Iterable[str], *, known: bool) -> tuple[str, ...]:
    """What somebody who wrote `text` may have meant, the likeliest first; none need be a unit.

    `known` says that `text` is a unit already, though perhaps of another kind: then its symbols are in doubt too.
    """
    table = tuple(symbols)
    start = plain(text).strip(" .")
    joined = start.replace(" ", "")
    pieces = re.split(r"([*/^]|(?<=[A-Za-z%])-?[0-9]+)", joined)
    options = [_meanings(piece, table, known=known) if re.match(r"[A-Za-z%]", piece) else (piece,) for piece in pieces]
    over, _, under = joined.partition("/")
    found = [start, *_readings(whole=True).get(joined, ()), "*".join(start.split())]
    found += ("".join(choice) for choice in islice(product(*options), MOST_CANDIDATES))
    found += (re.sub(r"deg[CF]", "K", joined), f"{over}/{under.replace('*', '/')}")
    return tuple(dict.fromkeys(found))


def _meanings(piece: str, table: tuple[str, ...], *, known: bool) -> tuple[str, ...]:
    """One symbol's readings: itself if in the table, a common spelling, another case, else the nearest by letters."""
    if piece in table and not known:
        return (piece,)
    spelled = _readings(whole=False)
    found = [piece] if piece in table else [symbol for symbol in table if symbol.casefold() == piece.casefold()]
    found += spelled.get(piece, ()) or spelled.get(piece.lower(), ())
    if not found and len(piece) <= 16:
        found = get_close_matches(piece, table, n=3, cutoff=0.6)
    return tuple(dict.fromkeys(found)) or (piece,)


@cache
def _readings(*, whole: bool) -> Mapping[str, tuple[str, ...]]:
    """The spellings' table turned round: what was written, to the units it may mean."""
    readings: dict[str, tuple[str, ...]] = {}
    for meant, written in (_WHOLE if whole else _SYMBOLS).items():
        for spelling in written.split():
            readings[spelling] = (*readings.get(spelling, ()), meant)
    return readings
