"""A plain scalar's text in; its value, or why readers disagree about it, out."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeAlias

from hardmate.document.limits import MAX_DIGITS, MAX_EXPONENT
from hardmate.document.refusal import Refusal

Scalar: TypeAlias = "str | int | Decimal | bool | None"


_VALUES: dict[str, Scalar] = {"true": True, "false": False, "null": None, "": None}
_TRUE = ("y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "True", "TRUE")
_FALSE = ("n", "N", "no", "No", "NO", "off", "Off", "OFF", "False", "FALSE")
_NULL = ("~", "Null", "NULL")

# One match tells what a scalar that begins like a number is; the first group that fits wins. The first two are
# read (JSON's numbers, without those exponents that YAML 1.1 reads as text), the others refused. A reader of
# 1.1 also knows 0b101, 1_000, 1:30 and dates, one of 1.2 knows 0o17 and 1e3, and 1.2's own JSON schema knows
# neither +5 nor .5 nor 0x1F; Ruby's reader drops the commas of 1,000.
_NUMBER = re.compile(
    r"""(?P<int>     -?(?:0|[1-9][0-9]*))
      | (?P<decimal> -?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+][0-9]+)?)
      | (?P<base>    [-+]?0[xX][0-9A-Fa-f_]+ | [-+]?0[bB][01_]+ | [-+]?0[oO][0-7_]+)
      | (?P<date>    [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ ]+)[0-9]{1,2}:[0-9:.]*[ ]*(?:Z|z|[-+][0-9:]+)?)?)
      | (?P<sixty>   [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?)
      | (?P<infinite>[-+]?\.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN))
      | (?P<group>   [-+]?(?:[0-9]+[_,][0-9_,]*(?:\.[0-9_]*)? | [0-9]*\.[0-9]*_[0-9_]*)(?:[eE][-+]?[0-9]+)?)
      | (?P<zero>    [-+]?0[0-9]+(?:\.[0-9]*)?)
      | (?P<exponent>[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][-+]?[0-9]+)
      | (?P<form>    [-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))
    """,
    re.VERBOSE,
)
_NUMBER_STARTS = frozenset("+-.0123456789")


def plain_value(text: str) -> Scalar | Refusal:
    """What the plain scalar `text` says in YAML 1.2 core, if every reader reads it so."""
    if text[:1] in _NUMBER_STARTS:
        match = _NUMBER.fullmatch(text)
        return text if match is None else _number(text, str(match.lastgroup))
    if len(text) > 5:  # no word below is longer
        return text
    if text in _VALUES:
        return _VALUES[text]
    return _word(text)


def _word(text: str) -> str | Refusal:
    """`text` itself unless some reader takes it for something other than text."""
    if text in _TRUE or text in _FALSE:
        return Refusal(
            "yaml-boolean-word",
            f"some readers take `{text}` for a truth value, others for text",
            f'write {"true" if text in _TRUE else "false"} for a truth value, "{text}" for the text',
        )
    if text in _NULL:
        return Refusal(
            "yaml-null-word",
            f"some readers take `{text}` for null, others for text",
            f'write null for no value, "{text}" for the text',
        )
    if text == "=":
        return Refusal(
            "yaml-equals-sign",
            "a lone `=` is a special value in YAML 1.1, refused by some readers and text to others",
            'write "=" for the text',
        )
    if text == "<<":
        return Refusal(
            "yaml-merge-key",
            "`<<` merges another mapping for some readers and is ordinary text to others",
            'write the keys out; write "<<" for the text',
        )
    return text


def _number(text: str, form: str) -> int | Decimal | Refusal:
    match form:
        case "int" | "decimal":
            return _exact(text)
        case "base":
            told = f"`{text}` is a number to some readers and text to others"
            return Refusal("yaml-number-base", told, f'write the number in decimal, "{text}" for the text')
        case "date":
            told = f"some readers take `{text}` for a date and change it, others read text"
            return Refusal("yaml-date", told, f'write "{text}"')
        case "sixty":
            told = f"some readers take `{text}` for a number in base 60, others read text"
            return Refusal("yaml-sexagesimal", told, f'write "{text}"')
        case "infinite":
            told = f"`{text}` is not a number that can be compared exactly, and readers disagree about it"
            return Refusal("yaml-not-finite", told, f'write a finite number, "{text}" for the text')
        case "group":
            told = f"some readers drop the separators of `{text}` and read a number, others read text"
            plain = text.replace("_", "").replace(",", "")
            return Refusal("yaml-digit-separator", told, f'write {plain} for the number, "{text}" for the text')
        case "zero":
            told = f"some readers take `{text}` for octal, others for decimal or text"
            sign, digits = ("-", text[1:]) if text[0] == "-" else ("", text.lstrip("+"))
            plain = digits.rstrip(".").lstrip("0") or "0"
            plain = f"{sign}0{plain}" if plain.startswith(".") else sign + plain
            return Refusal("yaml-leading-zero", told, f'write {plain} for the decimal number, "{text}" for the text')
        case "exponent":
            told = f"some readers take `{text}` for a number, others for text"
            good = "with a point and a signed exponent (1.0e+3)"
            return Refusal("yaml-number-exponent", told, f'write the number {good}, "{text}" for the text')
        case _:
            told = f"`{text}` is a number to most readers and text to those that know only JSON's numbers"
            plain = text.lstrip("+").rstrip(".")
            plain = plain.replace(".", "0.", 1) if plain.lstrip("-").startswith(".") else plain
            return Refusal("yaml-number-form", told, f'write {plain} for the number, "{text}" for the text')


def _exact(text: str) -> int | Decimal | Refusal:
    """The number that the JSON number `text` is, if a reader with binary floats keeps its digits too."""
    mantissa, _, exponent = text.lower().partition("e")
    digits = mantissa.lstrip("-").replace(".", "").lstrip("0")
    if len(digits) > MAX_DIGITS:
        told = f"the number has {len(digits)} significant digits; many readers keep only the first {MAX_DIGITS}"
        return Refusal("yaml-number-digits", told, "round it, or put it in quotes if it is text")
    power = exponent.lstrip("+-").lstrip("0")
    if len(power) > 2 or int(power or "0") > MAX_EXPONENT or len(mantissa) > MAX_DIGITS + MAX_EXPONENT + 3:
        told = f"the number is beyond what readers share: exponents go from -{MAX_EXPONENT} to {MAX_EXPONENT}"
        return Refusal("yaml-number-exponent", told, "use a unit of a fitting size, or quotes if it is text")
    return Decimal(text) if "." in text else int(text)
