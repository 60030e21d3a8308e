"""How people write values elsewhere: a text goes in, what is unusual and the texts to write instead come out.

Only text is rewritten here. Whoever asks reads the result again, so that nothing refused is ever suggested.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from msgspec import Struct

from hardmate.quantity.shown import decimal
from hardmate.quantity.spelling import SUPERSCRIPTS

_Replacement = str | Callable[[re.Match[str]], str]


class NearMiss(Struct, frozen=True):
    """What is unusual, the place of the first such spot, and texts to write instead, the likeliest first."""

    message: str
    offset: int
    texts: tuple[str, ...]


def near_miss(text: str) -> NearMiss | None:
    """What the usual habits make of a text; None when none of them explains it."""
    texts: tuple[str, ...] = (text,)
    message, offset = "", 0
    for told, pattern, replacements in _RULES:
        match = re.search(pattern, texts[0])
        rewritten = tuple(re.sub(pattern, to, one) for one in texts for to in replacements) if match else texts
        if match and rewritten != texts:
            message, offset = (message, offset) if message else (told, _first_difference(text, rewritten[0]))
            texts = rewritten
    return NearMiss(message, offset, texts) if message else None


def _first_difference(before: str, after: str) -> int:
    """The offset in `before` of the first character that differs."""
    pairs = enumerate(zip(before, after, strict=False))
    shortest = max(0, min(len(before) - 1, len(after)))
    return next((place for place, (one, other) in pairs if one != other), shortest)


def _asymmetric(match: re.Match[str]) -> str:
    """`1200 +0.5/-0.2 mm` as a range."""
    middle, one, two = Fraction(match[1]), Fraction(match[3]), Fraction(match[4])
    low, high = decimal(middle + min(one, two)), decimal(middle + max(one, two))
    return f"{low} .. {high}{match[5] or match[2] or ''}"


def _power(match: re.Match[str]) -> str:
    return f"e{match[1].translate(SUPERSCRIPTS)}"


def _ungrouped(match: re.Match[str]) -> str:
    return re.sub(r"[ ,_']", "", match[0])


_N = r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?"
_D = r"[0-9]{1,12}(?:\.[0-9]{1,12})?"
_U = r"[A-Za-z%][^ ]*"

_MINUS = "the minus sign is the plain hyphen -"
_SPACE = "a space stands between a number and its unit"
_AT_MOST = "an upper bound is written `at most`"
_AT_LEAST = "a lower bound is written `at least`"
_ABOUT = "an uncertain value is written `about`"
_DIGITS = "the digits of a number are not grouped"
_RANGE = "a range is written with `..` between spaces"
_PLUS_MINUS = "a tolerance is written with `+/-` between spaces"
_POWER = "a power of ten is written as in 1e3"
_LAST = "the unit stands last and applies to both numbers"
_PRESSURE = "the parameter says whether a pressure is absolute or gauge"

# In this order: what to tell, the pattern, its replacements (several where there are several readings).
_RULES: tuple[tuple[str, str, tuple[_Replacement, ...]], ...] = (
    # characters
    ("only plain spaces stand inside a value", r"[^\S ]", (" ",)),
    (_MINUS, r"[−﹣-]", ("-",)),
    (_MINUS, r"(?<![\w%°º ])(?<![\w%°º] ) *[‐‑–—](?=[0-9])", ("-",)),
    (_POWER, r" *[xX×*·] *10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})", (_power,)),
    # digits
    (_DIGITS, r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3}){2,}(?![0-9,])", (_ungrouped,)),
    (_DIGITS, r"(?<![0-9.,])[0-9]{1,3},[0-9]{3}(?=\.[0-9])", (_ungrouped,)),
    ("a number has no comma", r"(?<![0-9.,])([1-9][0-9]{0,2}),([0-9]{3})(?![0-9,.])", (r"\1\2", r"\1.\2")),
    ("the decimal sign is a point", r"(?<=[0-9]),(?=[0-9])", (".",)),
    (_DIGITS, r"(?<![\w.])[0-9]{1,3}(?:[_'][0-9]{3})+", (_ungrouped,)),
    (_DIGITS, r"(?<![\w.])[1-9][0-9]{0,2}(?: [0-9]{3})+(?![0-9])", (_ungrouped,)),
    (_POWER, r" *[xX×*·] *10(?:\^|\*\*)? *([+-]?[0-9]{1,2})(?![0-9])", (r"e\1",)),
    (_POWER, r"(?<![\w.])10(?:\^|\*\*)([+-]?[0-9]{1,2})(?![0-9])", (r"1e\1",)),
    ("a digit stands before the decimal point", r"(?<![\w.])\.(?=[0-9])", ("0.",)),
    ("a digit stands after the decimal point", r"(?<=[0-9])\.(?= |$)", ("",)),
    ("a number has no leading zeros", r"(?<![\w.^])0+(?=[0-9])", ("",)),
    # tolerances
    (
        "an uneven tolerance is written as a range",
        rf"^ *({_N})( {_U})? *(?=.*\+)(?=.*-)([+-]{_D}) ?/? ?([+-]{_D})( ?{_U})?$",
        (_asymmetric,),
    ),
    ("a tolerance needs a value that it is around", rf"^ *(?:±|\+ ?/ ?-|\+-) *({_D})", (r"-\1 .. \1",)),
    (_PLUS_MINUS, r" *(?:±|\+ ?/ ?-|\+-) *", (" +/- ",)),
    # bounds
    (_AT_MOST, r"^ *(?:<=|=<|≤|⩽) *", ("at most ",)),
    (_AT_LEAST, r"^ *(?:>=|=>|≥|⩾) *", ("at least ",)),
    (f"{_AT_MOST}, and includes its end", r"^ *< *", ("at most ",)),
    (f"{_AT_LEAST}, and includes its end", r"^ *> *", ("at least ",)),
    (
        _AT_MOST,
        r"(?i)^ *(?:at *-? *most|up to|(?:no|not) more than|max(?:\.|imum)?) +(?=[+-]?[0-9])",
        ("at most ",),
    ),
    (
        _AT_LEAST,
        r"(?i)^ *(?:at *-? *least|(?:no|not) less than|min(?:\.|imum)?) +(?=[+-]?[0-9])",
        ("at least ",),
    ),
    (_AT_MOST, r"(?i)^ *([+-]?[0-9].*?),? +\(?(?:max(?:\.|imum)?|or less)\)?$", (r"at most \1",)),
    (_AT_LEAST, r"(?i)^ *([+-]?[0-9].*?),? +\(?(?:min\.|minimum|or more)\)?$", (r"at least \1",)),
    (_ABOUT, r"^ *[~≈≃∼] *", ("about ",)),
    (_ABOUT, r"(?i)^ *(?:about|approximately|approx\.?|around|circa|ca\.?|c\.) *(?=[+-]?[0-9])", ("about ",)),
    # ranges
    (_RANGE, r"^ *(?:from|between) +(?=[+-]?[0-9])", ("",)),
    (_RANGE, rf"^ *[\[(] *({_N}) *(?:[,;]|\.\.) *({_N}) *[\])]", (r"\1 .. \2",)),
    (_RANGE, r"(?<=[\w%]) *(?:\.{2,3}|…|‥) *(?=[+-]?[0-9])", (" .. ",)),
    (_RANGE, r"(?<=[\w%]) +(?:to|until|through|and) +(?=[+-]?[0-9])", (" .. ",)),
    (f"{_RANGE}; a hyphen is a minus sign", r"(?<=[\w%°º])(?<![0-9][eE]) *[-‐‑–—] *(?=[0-9])", (" .. ",)),
    # units
    (_SPACE, rf"(?<![\w.^/*-])({_N})(?![0-9.eE])(?=[^\W_]|[%°º])", (r"\1 ",)),
    (_SPACE, rf"(?<![\w.^/*-])({_N})(?=[eE][A-Za-z])", (r"\1 ",)),
    ("dc or ac is not part of a unit", r"V[ _]?(?:dc|DC|ac|AC)\b", ("V",)),
    (
        "the symbols of a unit are multiplied with *",
        r"(?<= )(k?N|lbf|k?W|A) (m|mm|ft|in|h|s)(?!\w)",
        (r"\1*\2",),
    ),
    ("a standard cubic centimetre is written scc", r"(?<= )(?:std|standard|atm)\.?[ -]?cc(?=/)", ("scc",)),
    ("there are no spaces inside a unit", r"(?<=[A-Za-z%]) *([/*·]) *(?=[A-Za-z])", (r"\1",)),
    ("there are no spaces inside a unit", r"(?<=[0-9] )(deg|°|º) +(?=[CFcf]$)", ("deg",)),
    (_PRESSURE, r"(?i) *(?:\((?:a|abs|absolute)\)| abs\.?| absolute)$", ("a",)),
    (_PRESSURE, r"(?i) *(?:\((?:g|gauge|gage)\)| gauge| gage)$", ("g",)),
    (_LAST, rf"({_N}) ({_U}) \.\. ({_N})$", (r"\1 .. \3 \2",)),
    (_LAST, rf"({_N}) ({_U}) \+/- ({_N})$", (r"\1 +/- \3 \2",)),
)
