"""Where YAML 1.2 is stricter about lines and spaces than libyaml: the text of a node in, a refusal out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from yaml.nodes import Node

from hardmate.document.limits import MAX_FINDINGS
from hardmate.document.refusal import Refusal, Refused

_DOUBTFUL = re.compile(r"(?<=[^ \r\n])#|\?")
_GAP = re.compile(r"(?P<comment>(?<![^ \n])#[^\n]*)|(?P<stuck>#[^\n]*)|(?P<announced>\?)")
_INDENT_GIVEN = re.compile(r"[|>][-+]?[1-9]")
_ESCAPED_BREAK = re.compile(r"((?<!\\)(?:\\\\)*+)\\\r?\n")
_INK = re.compile(r"[^ \r\n]")
_MARKERS = re.compile(r"^(?:%|\.\.\.(?=[ \r\n]|\Z))", re.MULTILINE)
_HEAD = re.compile(r"(?: *(?:#.*)?\n)*%YAML 1\.2 *(?: #.*)?\r?(?=\n)")

SHALLOW = Refusal(
    "yaml-indentation",
    "a line of a list, mapping or text is not indented deeper than the line it belongs to",
    "indent it by two spaces more than the key or dash above",
)
_STUCK_COMMENT = Refusal("yaml-comment", "a comment stands right behind something", "write a space before the #")
_ANNOUNCED_KEY = Refusal("yaml-key", "readers disagree about keys announced by `?`", "write `key: value` without it")
_GIVEN_INDENT = Refusal("yaml-block-text", "readers disagree about block text with an indentation number", "remove it")
_BREAK_ESCAPE = Refusal(
    "yaml-escape",
    "readers disagree about what follows a backslash at the end of a line",
    "write the text on one line, or as block text behind >-",
)
_BLANK = Refusal(
    "yaml-indentation",
    "a blank line at the start of the block text holds more spaces than the text is indented by",
    "remove the spaces of the blank line",
)
_UNENDED = Refusal(
    "yaml-final-line-break",
    "readers disagree how block text ends when the file does not end with a line break",
    "end the file with a line break",
)
_DOCUMENT_END = Refusal("yaml-document-end", "readers disagree about what follows `...`", "remove the line")
_DIRECTIVE = Refusal(
    "yaml-directive", "a line begins with %: the only directive read is `%YAML 1.2`, at the start", "remove the line"
)


def marker_refusals(text: str) -> list[Refused]:
    """Every line that begins with `%` or is `...`, except `%YAML 1.2` before anything else."""
    head = _HEAD.match(text)
    start = head.end() if head else 0
    told = {"%": _DIRECTIVE, "...": _DOCUMENT_END}
    return [
        Refused(match.start(), told[match.group()])
        for match in islice(_MARKERS.finditer(text, start), MAX_FINDINGS + 1)
    ]


def shallow_line(text: str, start: int, end: int, indent: int) -> Refused | None:
    """The first further line of `text[start:end]` that is not indented by more than `indent` spaces."""
    line = text.find("\n", start, end) + 1
    while line:
        outside = text[line : min(line + indent + 1, end)].strip(" \r")
        if outside and outside[0] != "\n":
            return Refused(line, SHALLOW)
        line = text.find("\n", line, end) + 1
    return None


def escaped_break(text: str, start: int, end: int) -> Refused | None:
    """The first backslash in the double-quoted `text[start:end]` that stands at the end of a line."""
    found = _ESCAPED_BREAK.search(text, start, end)
    return Refused(found.end(1), _BREAK_ESCAPE) if found else None


def block_scalar_refusal(text: str, start: int, end: int) -> Refused | None:
    """Why a block scalar's text is in doubt: a given indentation, deep blank lines before it, no line break after."""
    if text[-1] != "\n" and not text[end:].strip(" "):
        return Refused(start, _UNENDED)
    body = text.find("\n", start) + 1
    if _INDENT_GIVEN.match(text, start):
        return Refused(start, _GIVEN_INDENT)
    ink = _INK.search(text, body)
    first = ink.start() if ink else len(text)
    line = text.rfind("\n", body - 1, first) + 1
    return Refused(body, _BLANK) if " " * (first - line + 1) in text[body:line] else None


def structure_refusals(text: str, root: Node) -> list[Refused]:
    """Every comment with no space before it, and every `?` that announces a key, in a tree without aliases."""
    if not _DOUBTFUL.search(text):
        return []
    refused = []
    gap = 0
    for start, end in [*_scalar_spans(root), (len(text), len(text))]:
        header = text.find("\n", start, end) if text[start : start + 1] in ("|", ">") else start
        for match in _GAP.finditer(text, gap, header):
            if match.lastgroup != "comment":
                told = _STUCK_COMMENT if match.lastgroup == "stuck" else _ANNOUNCED_KEY
                refused.append(Refused(match.start(), told))
        gap = end
    return refused


def _scalar_spans(node: Node) -> Iterator[tuple[int, int]]:
    """Start and end of every scalar of a tree without aliases."""
    match node.value:
        case str():
            yield node.start_mark.index, node.end_mark.index
        case children:
            for child in children:
                for part in child if isinstance(child, tuple) else (child,):
                    yield from _scalar_spans(part)
