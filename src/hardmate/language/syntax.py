"""Text that is no expression: the parser's complaint and the text go in, a fault in plain words comes out."""

from __future__ import annotations

import re

from lark.exceptions import UnexpectedEOF, UnexpectedInput, UnexpectedToken

from hardmate.language.fault import Fault
from hardmate.language.tree import Span

_WORDS = {
    "NAME": "a name",
    "NUMBER": "a number",
    "UNIT": "a unit",
    "STRING": "a quoted word",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "COMMA": "`,`",
    "DOT": "`.`",
    "__ANON_0": "`..`",
    "$END": "the end",
}
_JOINS = frozenset({"_AND", "_OR", "_IMPLIES"})
_RELATES = frozenset({"COMPARE", "_WITHIN", "_IN", "_OVERLAPS"})
_COMPUTES = frozenset({"PLUS", "MINUS", "TIMES", "OVER"})

# What people write for it, read at the place of the complaint, and what it is here.
_FOREIGN: tuple[tuple[str, str, str], ...] = (
    (r"&&?", "`&` is not a word of the language", "write `and`"),
    (r"\|\|?", "`|` is not a word of the language", "write `or`"),
    (r"=>|->|⇒|→", "an arrow is not a word of the language", "write `implies`"),
    (r"=<", "`=<` is not a comparison", "write `<=`"),
    (r"=", "`=` is not a comparison", "write `==`, and only of counts and words"),
    (r"<>|≠", "this is not a comparison", "write `!=`"),
    (r"!", "`!` is not a word of the language", "write `not`"),
    (r"≤", "`≤` is not a comparison", "write `<=`"),
    (r"≥", "`≥` is not a comparison", "write `>=`"),
    (r"[×·]", "this is not a product", "write `*`"),
    (r"[–—−]", "this is a dash, not a minus sign", "write `-`"),
    (r"±", "`±` is not a word of the language", "write a range, or `abs(x - y) <= tolerance`"),
    (r"[\^]|\*\*", "there are no powers", "multiply the value with itself"),
    (r"[“”„‘’«»]", "this is not a quotation mark", 'write `"`'),
    (r"[A-Z]", "a name begins with a small letter", "names are written in small letters, words in quotes"),
)


def syntax_fault(error: UnexpectedInput, text: str) -> Fault:
    """The complaint at its place, with what could stand there."""
    end = len(text.rstrip())
    offset = error.pos_in_stream or 0
    if isinstance(error, UnexpectedEOF) or (isinstance(error, UnexpectedToken) and error.token.type == "$END"):
        offset = end
    offset = min(max(offset, 0), end)
    if not end:
        return Fault(Span(0, len(text)), "the expression is empty", "write what shall hold")
    allowed = frozenset(getattr(error, "accepts", None) or getattr(error, "allowed", None) or ())
    return (
        _inches(text, offset)
        or _to_be_determined(text, offset)
        or _torn(text, offset, allowed)
        or _foreign(text, offset)
        or _chained(text, offset, allowed)
        or _lone_name(text, offset, allowed)
        or _bad_number(text, offset)
        or _plain(text, offset, allowed)
    )


def _inches(text: str, offset: int) -> Fault | None:
    """`5 in <= x`: where `in` follows a number, inches were meant."""
    for match in re.finditer(r"[0-9]\s*(in)\b", text):
        if match.start(1) <= offset and not text[match.end() : offset].strip():
            remedy = "write mm; 1 in is 25.4 mm"
            return Fault(Span(*match.span(1)), "inches can not be written: `in` asks for a word in a set", remedy)
    return None


def _to_be_determined(text: str, offset: int) -> Fault | None:
    """`TBD m/s` without a name, or a range with an end that nobody has."""
    if match := re.search(r"\bTBD\s*([A-Za-z]+[*/][A-Za-z0-9]*\s*)?$", text[:offset]):
        remedy = "write `TBD limit_name m/s`, and list the name under open_numbers"
        return Fault(Span(match.start(), match.start() + 3), "a number that is to be determined has a name", remedy)
    end = re.search(r"\bTBD\s+[a-z][a-z0-9_]*\s*\S*\s*$", text[:offset])
    if text.startswith("..", offset) and end:
        remedy = "write two comparisons, joined by `and`"
        return Fault(Span(end.start(), offset + 2), "a range has no end that is to be determined", remedy)
    if text.startswith("TBD", offset) and re.search(r"\.\.\s*$", text[:offset]):
        remedy = "write two comparisons, joined by `and`"
        return Fault(Span(offset, offset + 3), "a range has no end that is to be determined", remedy)
    return None


def _foreign(text: str, offset: int) -> Fault | None:
    for pattern, message, remedy in _FOREIGN:
        if match := re.compile(pattern).match(text, offset):
            return Fault(Span(*match.span()), message, remedy)
    if text[offset : offset + 1] in ('"', "'"):
        return Fault(Span(offset, len(text.rstrip())), "the quoted word does not end", f"close it with {text[offset]}")
    return None


def _chained(text: str, offset: int, allowed: frozenset[str]) -> Fault | None:
    """`1 <= x <= 5`: a second comparison where only joins may follow."""
    match = re.compile(r"<=|>=|==|!=|<|>|(?:within|in|overlaps)\b").match(text, offset)
    if match is None or not allowed & _JOINS or allowed & _RELATES:
        return None
    return Fault(Span(*match.span()), "comparisons do not chain", "join two with `and`, or write `within`")


def _lone_name(text: str, offset: int, allowed: frozenset[str]) -> Fault | None:
    """A name that no dot and no bracket follows."""
    if not {"DOT", "LPAR"} <= allowed:
        return None
    match = re.search(r"[a-z][a-z0-9_]*\s*$", text[:offset])
    if match is None:
        return None
    name = match[0].strip()
    return Fault(
        Span(match.start(), match.start() + len(name)),
        f"`{name}` stands alone",
        f'a parameter is written role.group.name, a word in quotes: "{name}"',
    )


def _torn(text: str, offset: int, allowed: frozenset[str]) -> Fault | None:
    """What was read before the complaint was meant otherwise."""
    rest = text[offset:]
    if match := re.search(r"[0-9][eE][0-9]*\s*$", text[:offset]):
        remedy = "a number has no exponent here; write it out, or in a larger or smaller unit"
        return Fault(Span(match.start(), offset), f"`{match[0].strip()}` can not be read", remedy)
    if rest.startswith(".") and (match := re.search(r"[*/][a-z][a-z0-9]*$", text[:offset])):
        place = Span(match.start(), match.start() + 1)
        return Fault(place, f"`{match[0][0]}` was read as part of a unit", "put spaces round it")
    if re.match(r",[0-9]{3}", rest) and (match := re.search(r"[0-9]+$", text[:offset])) and "COMMA" not in allowed:
        return Fault(Span(match.start(), offset + 4), "a comma does not part digits", "write the digits together")
    if re.match(r"not\b", rest) and "_IN" in allowed:
        return Fault(Span(offset, offset + 3), "`not` stands before the whole comparison", "write `not (x in y)`")
    if re.match(r"[0-9]", rest) and "UNIT" in allowed:
        length = len(re.split(r"[^0-9.]", rest, maxsplit=1)[0])
        return Fault(Span(offset, offset + length), "two numbers stand side by side", "write the digits together")
    return None


def _bad_number(text: str, offset: int) -> Fault | None:
    if match := re.compile(r"\.[0-9]+").match(text, offset):
        return Fault(Span(*match.span()), f"`{match[0]}` is not a number", f"write `0{match[0]}`")
    if offset < len(text) and text[offset].isnumeric() and not text[offset].isascii():
        return Fault(Span(offset, offset + 1), f"`{text[offset]}` is not a digit", "write the digits 0 to 9")
    return None


def _plain(text: str, offset: int, allowed: frozenset[str]) -> Fault:
    hint = f"expected {_expected(allowed)}" if allowed else ""
    rest = text[offset:].split()
    if not rest:
        return Fault(Span(offset, offset), "the expression ends too early", hint)
    found = re.match(r"[A-Za-z0-9_.]+|.", rest[0])
    assert found is not None
    return Fault(Span(offset, offset + len(found[0])), f"`{found[0]}` is not expected here", hint)


def _expected(allowed: frozenset[str]) -> str:
    """What may follow, the longest lists cut to what helps: where a value may stand, not every way to begin one."""
    if "NUMBER" in allowed:
        return "a number, a parameter, a word in quotes, or a bracket"
    told = [word for group, word in ((_RELATES, "a comparison"), (_JOINS, "and, or, implies")) if group & allowed]
    rest = allowed - _RELATES - _JOINS - _COMPUTES
    if told:
        rest &= {"$END", "RPAR", "COMMA", "RBRACE"}
    return " or ".join([*told, *sorted(_WORDS.get(name, f"`{name.strip('_').lower()}`") for name in rest)])
