"""Bytes in; their text, and the characters in it that readers or people read differently, out."""

from __future__ import annotations

import codecs
import re
from itertools import islice

from hardmate.document.limits import MAX_FINDINGS
from hardmate.document.refusal import Refusal, Refused

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_UNFIT = re.compile(
    "(?P<tab>\t)"
    "|(?P<newline>\r(?!\n)|[\x85\u2028\u2029])"
    "|(?P<mark>\ufeff)"
    "|(?P<direction>[\u202a-\u202e\u2066-\u2069])"
    "|(?P<control>[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff])"
)
_TOLD = {
    "tab": ("yaml-tab", "a tab: readers disagree where one may stand", "write spaces, or \\t in double quotes"),
    "newline": (
        "yaml-line-break",
        "a character that ends the line for some readers only",
        "end lines with LF or CR LF",
    ),
    "mark": ("yaml-byte-order-mark", "a byte order mark: some readers drop it, others keep it", "save as plain UTF-8"),
    "direction": (
        "yaml-hidden-character",
        "a character that makes text show in another order than it is read",
        "remove it",
    ),
    "control": ("yaml-control-character", "a control character", "remove it"),
}
_USUAL = b"\n" + bytes(range(0x20, 0x7F))


def decoded(raw: bytes) -> tuple[str, tuple[Refused, ...]]:
    """The text of UTF-8 bytes (up to the first wrong one) and what is refused in it, with character offsets."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return "", (Refused(0, _encoding(f"the file is in {encoding}")),)
    if raw[:1] == b"\0" or raw[1:2] == b"\0":
        return "", (Refused(0, _encoding("the file looks like UTF-16 or is not text")),)
    if not raw.translate(None, _USUAL):  # as nearly every file is, and ten times as fast
        return raw.decode("ascii"), ()
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        text = raw[: error.start].decode()
        message = f"the byte 0x{raw[error.start]:02X} is not UTF-8 here"
        return text, (*unfit_characters(text), Refused(len(text), _encoding(message)))
    return text, unfit_characters(text)


def unfit_characters(text: str) -> tuple[Refused, ...]:
    """Every character of `text` that has no place in a document."""
    if text.replace("\n", "").isprintable():  # mostly, and ten times as fast
        return ()
    return tuple(Refused(match.start(), _unfit(match)) for match in islice(_UNFIT.finditer(text), MAX_FINDINGS + 1))


def _unfit(match: re.Match[str]) -> Refusal:
    code, message, help_ = _TOLD[str(match.lastgroup)]
    return Refusal(code, f"{message} (U+{ord(match.group()):04X})", help_)


def _encoding(message: str) -> Refusal:
    return Refusal("yaml-encoding", f"{message}; readers of YAML share only UTF-8", "save the file as UTF-8")
