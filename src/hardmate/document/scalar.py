"""A plain scalar's text in; its value, or why readers disagree about it, out."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TypeAlias

from hardmate.document.limits import MAX_DIGITS, MAX_EXPONENT
from hardmate.document.refusal import Refusal, shortened

Scalar: TypeAlias = "str | int | Decimal | bool | None"

_VALUES: dict[str, Scalar] = {"true": True, "false": False, "null": None, "": None}
_TRUE = ("y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "True", "TRUE")
_FALSE = ("n", "N", "no", "No", "NO", "off", "Off", "OFF", "False", "FALSE")
_NULL = ("~", "Null", "NULL")
_LONGEST_WORD = 5

# What begins like a number is read if it is one of JSON's, less those with an exponent that YAML 1.1 takes for text.
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++(?:[eE][-+][0-9]++)?)?")
# One match tells what else it is; the first group that fits wins, and all are refused. A reader of 1.1 also knows
# 0b101, 1_000, 1:30 and dates, one of 1.2 knows 0o17 and 1e3, one that keeps to the JSON schema of 1.2 knows neither
# +5 nor .5 nor 0x1F, Ruby's drops the commas of 1,000, and some find a number in `.` or ++5.
# No repetition gives back what it took, so that a long scalar takes no longer than its length.
_ODD = r"""
        (?P<base>    [-+]?0(?:[xX][-+]?[0-9A-Fa-f_]++ | [bB][-+]?[01_]++ | [oO][-+]?[0-7_]++))
      | (?P<date>    [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ ]++)[0-9]{1,2}:[0-9:.]*+[ ]*+(?:[Zz]|[-+][0-9:]++)?)?)
      | (?P<sixty>   [-+]?[0-9][0-9_]*+(?::[0-5]?[0-9])++(?:\.[0-9_]*+)?)
      | (?P<infinite>[-+]?\.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN))
      | (?P<group>   [-+]?(?:[0-9]++[_,][0-9_,]*+(?:\.[0-9_]*+)? | [0-9]*+\.[0-9]*+_[0-9_]*+)(?:[eE][-+]?[0-9]++)?)
      | (?P<zero>    [-+]?0[0-9]++(?:\.[0-9]*+)?)
      | (?P<exponent>[-+]?(?:[0-9]++\.?[0-9]*+|\.[0-9]*+)?[eE][-+]?[0-9]++)
      | (?P<form>    [-+]*+(?:[0-9]++\.?[0-9]*+|\.[0-9]*+))
      | (?P<dash>    -|---(?:\s.*+)?)
    """
_NUMBER_STARTS = frozenset("+-.0123456789")

_FORMS = {
    "base": ("yaml-number-base", "some readers take {} for a number, others for text"),
    "date": ("yaml-date", "some readers take {} for a date and change it, others for text"),
    "sixty": ("yaml-sexagesimal", "some readers take {} for a number in base 60, others for text"),
    "infinite": ("yaml-not-finite", "{} is not a finite number, and some readers take it for text"),
    "group": ("yaml-digit-separator", "some readers take {} for a number without its separators, others for text"),
    "zero": ("yaml-leading-zero", "some readers take {} for octal, others for decimal or for text"),
    "exponent": ("yaml-number-exponent", "some readers take {} for a number, others for text"),
    "form": ("yaml-number-form", "some readers take {} for a number, others for text"),
    "dash": ("yaml-lone-dash", "some readers take {} for the beginning of a list or document, others for text"),
}


def plain_value(text: str) -> Scalar | Refusal:
    """What the plain scalar `text` says in YAML 1.2 core, if every reader reads it so."""
    if text[:1] in _NUMBER_STARTS:
        if " " in text and text[4:5] != "-" and text[:3] != "---":  # `0.05 .. 0.10 m/s`: no number has a space
            return text
        if _NUMBER.fullmatch(text):
            return _exact(text)
        odd = _odd().fullmatch(text)
        return text if odd is None else _odd_number(text, str(odd.lastgroup))
    if len(text) > _LONGEST_WORD:
        return text
    if text in _VALUES:
        return _VALUES[text]
    return _word(text)


@cache
def _odd() -> re.Pattern[str]:
    """Made when it is asked for: that takes longer than to read most files."""
    return re.compile(_ODD, re.VERBOSE | re.DOTALL)


def _word(text: str) -> str | Refusal:
    """`text` itself unless some reader takes it for something other than text."""
    told, instead = f"some readers take `{text}` for %s, others for text", f'"{text}" for the text'
    if text in _TRUE:
        return Refusal("yaml-boolean-word", told % "a truth value", f"write true for the truth value, {instead}")
    if text in _FALSE:
        return Refusal("yaml-boolean-word", told % "a truth value", f"write false for the truth value, {instead}")
    if text in _NULL:
        return Refusal("yaml-null-word", told % "null", f"write null for no value, {instead}")
    if text == "=":
        return Refusal("yaml-equals-sign", told % "a special value", f"write {instead}")
    if text == "<<":
        return Refusal("yaml-merge-key", told % "the keys of another mapping", f"write those keys out, {instead}")
    return text


def _odd_number(text: str, form: str) -> Refusal:
    code, told = _FORMS[form]
    number = _plain_number(text)
    instead = f'"{shortened(text)}" for the text'
    return Refusal(
        code,
        told.format(f"`{shortened(text)}`"),
        f"write {number} for the number, {instead}" if number else f"write {instead}",
    )


def _plain_number(text: str) -> str:
    """The number that whoever wrote `text` had in mind, written plainly; nothing if that is a guess or too long."""
    digits = text.replace("_", "").lower()  # a comma may be a decimal point
    try:
        if digits.lstrip("+-")[:2] in {"0x", "0b", "0o"}:
            return str(int(digits, 0)) if len(digits) < MAX_EXPONENT else ""
        number = Decimal(digits)
    except (InvalidOperation, ValueError):
        return ""
    fits = number.is_finite() and len(digits) < MAX_EXPONENT and abs(number.adjusted()) < MAX_DIGITS
    return f"{number:f}" if fits else ""


def _exact(text: str) -> int | Decimal | Refusal:
    """The number that the JSON number `text` is, if readers with binary floating point keep its digits too."""
    mantissa, _, exponent = text.lower().partition("e")
    digits = mantissa.lstrip("-").replace(".", "").lstrip("0")
    if len(digits) > MAX_DIGITS:
        told = f"the number has {len(digits)} significant digits; many readers keep only the first {MAX_DIGITS}"
        return Refusal("yaml-number-digits", told, "round it, or put it in quotes if it is text")
    power = exponent.lstrip("+-").lstrip("0")
    if len(power) > 2 or int(power or "0") > MAX_EXPONENT or len(mantissa) > MAX_DIGITS + MAX_EXPONENT:
        told = f"the number is too large or too small: exponents go from -{MAX_EXPONENT} to {MAX_EXPONENT}"
        return Refusal("yaml-number-exponent", told, "use a unit of a fitting size, or quotes if it is text")
    return Decimal(text) if "." in text else int(text)
