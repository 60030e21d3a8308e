"""Where YAML 1.2 is stricter about lines and spaces than libyaml: the text of a node in, a refusal out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from yaml.nodes import Node

from hardmate.document.refusal import Refusal, Refused

_DOUBTFUL = re.compile(r"(?<=[^ \r\n])#|\?")
_COMMENT = re.compile(r"(?<![^ \n])#")
_BLOCK_START = re.compile(r"[|>]([-+0-9]*)[^\n]*\n((?: *\r?\n)*)( *)")
_DIRECTIVES = re.compile(r"^%.*", re.MULTILINE)
_HEAD = re.compile(r"(?: *(?:#.*)?\n)*%YAML 1\.2 *(?: #.*)?\r?(?=\n)")

SHALLOW = Refusal(
    "yaml-indentation",
    "a line of a list, mapping or text is not indented deeper than the line it belongs to",
    "indent it by two spaces more than the key or dash above",
)
_STUCK_COMMENT = Refusal("yaml-comment", "a comment stands right behind something", "write a space before the #")
_ANNOUNCED_KEY = Refusal("yaml-key", "readers disagree about keys announced by `?`", "write `key: value` without it")
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
_DIRECTIVE = Refusal(
    "yaml-directive", "a line begins with %: the only directive read is `%YAML 1.2`, at the start", "remove the line"
)


def directives(text: str) -> list[Refused]:
    """Every line that begins with %, except `%YAML 1.2` before anything else."""
    if "%" not in text:
        return []
    head = _HEAD.match(text)
    start = head.end() if head else 0
    return [Refused(match.start(), _DIRECTIVE) for match in _DIRECTIVES.finditer(text, start)]


def shallow_line(text: str, start: int, end: int, indent: int) -> Refused | None:
    """The first further line of `text[start:end]` that is not indented by more than `indent` spaces."""
    line = text.find("\n", start, end) + 1
    while line:
        outside = text[line : min(line + indent + 1, end)].strip(" \r")
        if outside and outside[0] != "\n":
            return Refused(line, SHALLOW)
        line = text.find("\n", line, end) + 1
    return None


def block_scalar_refusal(text: str, start: int, end: int) -> Refused | None:
    """A block scalar that begins with blank lines deeper than its text, or that the file ends in the middle of."""
    if text[-1] != "\n" and not text[end:].strip(" "):
        return Refused(start, _UNENDED)
    head = _BLOCK_START.match(text, start)
    if head is None or any(digit in head.group(1) for digit in "123456789"):
        return None
    blank = max((len(line.rstrip("\r")) for line in head.group(2).split("\n")), default=0)
    indent = len(head.group(3)) if head.end() < end else 0
    return Refused(head.start(2), _BLANK) if blank > indent else None


def structure_refusals(text: str, root: Node) -> list[Refused]:
    """Every comment with no space before it, and every `?` that announces a key, in a tree without aliases."""
    found = [match.start() for match in _DOUBTFUL.finditer(text)]
    if not found:
        return []
    spans = sorted(_scalar_spans(root))
    told = {"#": _STUCK_COMMENT, "?": _ANNOUNCED_KEY}
    return [Refused(offset, told[text[offset]]) for offset in found if _is_structure(text, offset, spans)]


def _is_structure(text: str, offset: int, spans: list[tuple[int, int]]) -> bool:
    """Whether the character at `offset` stands outside all scalars, and outside comments that began before it."""
    index = bisect_right(spans, (offset, len(text))) - 1
    start, end = spans[index] if index >= 0 else (0, 0)
    line = text.rfind("\n", 0, offset) + 1
    if offset < end and not (start >= line and text[start] in "|>"):
        return False
    after = max(line, start if offset < end else end)
    return _COMMENT.search(text, after, offset) is None


def _scalar_spans(node: Node) -> Iterator[tuple[int, int]]:
    """Start and end of every scalar of a tree without aliases."""
    match node.value:
        case str():
            yield node.start_mark.index, node.end_mark.index
        case children:
            for child in children:
                for part in child if isinstance(child, tuple) else (child,):
                    yield from _scalar_spans(part)
