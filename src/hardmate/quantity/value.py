"""Values as people write them: `0.05 .. 0.10 m/s` and its kind go in, exact bounds in base units come out."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from hardmate.quantity.form import Form, Quantity
from hardmate.quantity.kinds import Kind, kind_unit
from hardmate.quantity.near_misses import near_miss
from hardmate.quantity.shown import decimal
from hardmate.quantity.units import ONE, Unit, UnitError, is_unit

MAX_TEXT = 200
MAX_DIGITS = 30
MAX_POWER = 30

_NUMBER = re.compile(r"([+-]?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_WORD = re.compile(r"[^ ]+")


class QuantityError(ValueError):
    """A text that is not a value of its kind.

    `help` says what to write, `suggestions` are whole texts that read, `offset` is the place in the text.
    """

    def __init__(self, message: str, remedy: str, offset: int, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.help = remedy
        self.offset = offset
        self.suggestions = suggestions


class _Refusal(Exception):  # noqa: N818 - becomes a QuantityError once the near misses are known
    """Why a text is not canonical, where, and texts that may be; `unit` when only the unit is at fault."""

    def __init__(self, message: str, offset: int, *fixes: str, remedy: str = "", unit: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.fixes = fixes
        self.remedy = remedy
        self.unit = unit


class _Word(Struct, frozen=True):
    text: str
    offset: int


class _Number(Struct, frozen=True):
    """A number as written: `step` is one unit of its last significant digit."""

    value: Fraction
    step: Fraction


def read_quantity(value: str | int | Decimal, kind: Kind) -> Quantity:
    """The quantity that a text, or a bare number, states; raises QuantityError and nothing else."""
    if isinstance(value, bool):
        raise QuantityError(f"true and false are not {kind.noun}", kind.wanted, 0)
    if isinstance(value, int) and value.bit_length() > 4 * MAX_DIGITS:
        raise QuantityError(f"a number has at most {MAX_DIGITS} digits", "write fewer digits", 0)
    text = str(value)
    if len(text) > MAX_TEXT:
        raise QuantityError(f"a value has at most {MAX_TEXT} characters; this has {len(text)}", _forms(kind), MAX_TEXT)
    try:
        return _read(text, kind)
    except _Refusal as refusal:
        raise _explained(text, kind, refusal) from None


def _explained(text: str, kind: Kind, refusal: _Refusal) -> QuantityError:
    """The refusal with the texts to write instead; each suggestion has been read and accepted."""
    near = near_miss(text)
    message, offset, remedy = refusal.message, refusal.offset, refusal.remedy
    meant: tuple[str, ...] = ()
    if near is not None:
        meant = tuple(good for one in near.texts for good in _readable(one, kind))
        wanting = None if meant else _refusal(near.texts[0], kind)
        if wanting is None or wanting.unit:
            message, offset = f"`{_short(text)}`: {near.message}", near.offset
            remedy = remedy if wanting is None else wanting.remedy
    meant = tuple(dict.fromkeys(meant or _readable(text, kind)))[:3]
    if meant:
        remedy = "write " + " or ".join(f"`{one}`" for one in meant)
    return QuantityError(message, remedy or _forms(kind), offset, meant)


def _readable(text: str, kind: Kind, *, depth: int = 3) -> tuple[str, ...]:
    """The text if it reads, else those of its fixes that do."""
    if len(text) > MAX_TEXT:
        return ()
    try:
        _read(text, kind)
    except _Refusal as refusal:
        fixes = refusal.fixes if depth else ()
        return tuple(good for fix in fixes for good in _readable(fix, kind, depth=depth - 1))
    return (text,)


def _refusal(text: str, kind: Kind) -> _Refusal | None:
    try:
        _read(text, kind)
    except _Refusal as refusal:
        return refusal
    return None


def _forms(kind: Kind) -> str:
    """The forms of a value, in the unit of the kind."""
    unit = "" if kind.bare else f" {kind.base_unit}"
    forms = "12{0}, 10 .. 12{0}, at most 12{0}, at least 12{0}, 12 +/- 1{0}, about 12{0}"
    return f"{kind.wanted}; a value looks like {forms.format(unit)}"


@lru_cache(maxsize=20_000)
def _read(text: str, kind: Kind) -> Quantity:
    """The quantity that a text in canonical form states; raises _Refusal."""
    words = tuple(_Word(match[0], match.start()) for match in _WORD.finditer(text))
    texts = [word.text for word in words]
    if not words:
        raise _Refusal("the value is empty", 0)
    if texts[:2] == ["at", "most"]:
        value, _, unit = _measure(words[2:], kind, text)
        return Quantity(Form.AT_MOST, None, value, None, unit, text)
    if texts[:2] == ["at", "least"]:
        value, _, unit = _measure(words[2:], kind, text)
        return Quantity(Form.AT_LEAST, value, None, None, unit, text)
    if texts[0] == "about":
        if "+/-" in texts:
            return _tolerance(words[1:], texts.index("+/-") - 1, Form.ABOUT, kind, text)
        value, step, unit = _measure(words[1:], kind, text)
        return Quantity(Form.ABOUT, value - step, value + step, value, unit, text)
    if ".." in texts:
        return _range(words, texts.index(".."), kind, text)
    if "+/-" in texts:
        return _tolerance(words, texts.index("+/-"), Form.TOLERANCE, kind, text)
    value, _, unit = _measure(words, kind, text)
    return Quantity(Form.POINT, value, value, value, unit, text)


def _range(words: tuple[_Word, ...], middle: int, kind: Kind, text: str) -> Quantity:
    left, right = words[:middle], words[middle + 1 :]
    _require_last_unit(left, right, text)
    high, _, unit = _measure(right, kind, text)
    shared = right[1] if len(right) == 2 else None
    low, _, _ = _measure(left, kind, text, shared=shared)
    if low > high:
        lower, upper = (right[:1], left + right[1:]) if len(left) == 1 else (right, left)
        fix = f"{_joined(lower)} .. {_joined(upper)}"
        raise _Refusal("the range is empty: its first end is above its second", left[0].offset, fix)
    return Quantity(Form.RANGE, low, high, None, unit, text)


def _tolerance(words: tuple[_Word, ...], middle: int, form: Form, kind: Kind, text: str) -> Quantity:
    left, right = words[:middle], words[middle + 1 :]
    percent = next((word for word in (*left[1:], *right[1:]) if word.text == "%"), None)
    if percent is not None and (kind.bare or kind.scale):
        remedy = "write the tolerance in K" if kind.scale else "write both ends, as in 15 .. 25 %"
        raise _Refusal(f"a percentage of {kind.noun} can be read in two ways", percent.offset, remedy=remedy)
    _require_last_unit(left, right, text)
    if len(right) == 2 and right[1] is percent:
        nominal, _, unit = _measure(left, kind, text)
        width = abs(nominal) * _number(right[0]).value / 100
    else:
        nominal, _, unit = _measure(left, kind, text, shared=right[1] if len(right) == 2 else None)
        width, _, _ = _measure(right, kind, text, difference=True)
    if width < 0:
        positive = text.replace(right[0].text, right[0].text[1:])
        raise _Refusal("a tolerance is not negative: it goes both ways", right[0].offset, positive)
    return Quantity(form, nominal - width, nominal + width, nominal, unit, text)


def _require_last_unit(left: tuple[_Word, ...], right: tuple[_Word, ...], text: str) -> None:
    """`5 % .. 10` would otherwise be read as 0.05 .. 10."""
    if len(left) == 2 and len(right) == 1:
        symbol = left[1]
        fix = f"{text[: symbol.offset].rstrip()}{text[symbol.offset + len(symbol.text) :]} {symbol.text}"
        raise _Refusal("the unit stands last and applies to both numbers", left[1].offset, fix)


def _measure(
    words: tuple[_Word, ...],
    kind: Kind,
    text: str,
    *,
    shared: _Word | None = None,
    difference: bool = False,
) -> tuple[Fraction, Fraction, Unit]:
    """A number with its unit: the value and one unit of its last digit, both in base units, and the unit."""
    if not words:
        raise _Refusal("a number is missing", len(text))
    number = _number(words[0])
    if len(words) > 2:
        odd = next((word for word in words if word.text in {"..", "+/-"}), words[2])
        raise _Refusal(f"`{_short(odd.text)}` is not expected here", odd.offset)
    if kind.whole and not _WHOLE.fullmatch(words[0].text):
        fixes = (_replaced(text, words[0], decimal(number.value)),) if number.value.denominator == 1 else ()
        raise _Refusal(f"{kind.noun} is a whole number, not `{_short(words[0].text)}`", words[0].offset, *fixes)
    symbol = words[1] if len(words) == 2 else shared
    if symbol is None and not kind.bare:
        raise _Refusal(
            f"{kind.noun} needs a unit after `{_short(words[0].text)}`",
            words[0].offset + len(words[0].text),
            remedy=f"write the unit after the number; {kind.wanted}",
            unit=True,
        )
    unit = ONE if symbol is None else _unit(symbol, kind, text)
    value = number.value * unit.factor if difference else unit.to_base(number.value)
    return value, number.step * unit.factor, unit


def _unit(word: _Word, kind: Kind, text: str) -> Unit:
    try:
        return kind_unit(word.text, kind)
    except UnitError as error:
        fixes = [_replaced(text, word, suggestion) for suggestion in error.suggestions]
        if kind.bare and not is_unit(word.text):
            fixes.append(_replaced(text, word, "").rstrip())
        raise _Refusal(error.message, word.offset + error.offset, *fixes, remedy=kind.wanted, unit=True) from None


def _number(word: _Word) -> _Number:
    match = _NUMBER.fullmatch(word.text)
    if match is None:
        raise _Refusal(f"`{_short(word.text)}` is not a number", word.offset)
    sign, whole, fraction, power = match[1], match[2], match[3] or "", match[4] or "0"
    if len(whole) + len(fraction) > MAX_DIGITS:
        raise _Refusal(f"a number has at most {MAX_DIGITS} digits", word.offset, remedy="write fewer digits")
    if len(power) > 4 or abs(int(power)) > MAX_POWER:
        message = f"the exponent of a number lies between -{MAX_POWER} and {MAX_POWER}"
        raise _Refusal(message, word.offset, remedy="write the value in a larger or smaller unit")
    digits = (whole + fraction).lstrip("0")
    places = int(power) - len(fraction)
    # without a decimal point the zeros at the end only hold places: about 1300 is good to a hundred
    spare = 0 if fraction else len(digits) - len(digits.rstrip("0"))
    value = _scaled(int(digits or "0"), places)
    return _Number(-value if sign == "-" else value, _scaled(1, places + spare))


def _scaled(digits: int, places: int) -> Fraction:
    """digits * 10**places."""
    return Fraction(digits * 10**places) if places >= 0 else Fraction(digits, 10**-places)


def _joined(words: tuple[_Word, ...]) -> str:
    return " ".join(word.text for word in words)


def _replaced(text: str, word: _Word, by: str) -> str:
    return f"{text[: word.offset]}{by}{text[word.offset + len(word.text) :]}"


def _short(text: str) -> str:
    """A text fit to be quoted in a message: printable, at most 40 characters."""
    shown = "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)
    return shown if len(shown) <= 40 else f"{shown[:39]}…"
