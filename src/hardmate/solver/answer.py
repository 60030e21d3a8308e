"""What a solver says, read from its text: whether the question can be met, by which values, or by whose fault not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct, field

_TOKEN = re.compile(r"\s*(\(|\)|\|[^|]*\||[^\s()|]+)")

Tree = str | list["Tree"]


class Status(StrEnum):
    """Whether a question can be met."""

    SAT = "sat"
    UNSAT = "unsat"
    UNKNOWN = "unknown"


class Answer(Struct, frozen=True):
    """`values` of a question that can be met; booleans are 0 or 1, and an irrational number is given roughly.

    `core` are labels that can not be met together. `reason` says why it is not known.
    """

    status: Status
    values: Mapping[str, Fraction] = field(default_factory=dict)
    core: tuple[str, ...] = ()
    reason: str = ""


def answer(reply: Mapping[str, str]) -> Answer:
    """The answer in a solver process's reply."""
    status = Status(reply["status"])
    values = {name: value for name, value in _values(reply.get("values", "")) if value is not None}
    core = tuple(sorted(_bare(each) for each in _core(reply.get("core", ""))))
    return Answer(status, values, core, reply.get("reason", ""))


def _core(text: str) -> list[str]:
    return [each for tree in trees(text) if isinstance(tree, list) for each in tree if isinstance(each, str)]


def _values(text: str) -> Iterator[tuple[str, Fraction | None]]:
    for tree in trees(text):
        for pair in tree if isinstance(tree, list) else ():
            if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str):
                yield _bare(pair[0]), number(pair[1])


def _bare(name: str) -> str:
    return name.strip("|")


def trees(text: str) -> list[Tree]:
    """The expressions of a text in brackets."""
    stack: list[list[Tree]] = [[]]
    for match in _TOKEN.finditer(text):
        token = match[1]
        if token == "(":
            stack.append([])
        elif token == ")" and len(stack) > 1:
            done = stack.pop()
            stack[-1].append(done)
        elif token != ")":
            stack[-1].append(token)
    return stack[0]


def number(tree: Tree) -> Fraction | None:
    """The number that a term stands for; None for one that is no plain number."""
    if isinstance(tree, str):
        if tree in ("true", "false"):
            return Fraction(int(tree == "true"))
        try:
            return Fraction(tree.rstrip("?"))
        except ValueError:
            return None
    arguments = [number(each) for each in tree[1:]]
    known = [each for each in arguments if each is not None]
    if len(known) != len(arguments):
        return None
    match tree[0], known:
        case "-", [value]:
            return -value
        case "/", [top, bottom] if bottom:
            return top / bottom
        case "to_real", [value]:
            return value
    return None
