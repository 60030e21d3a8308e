"""The syntax tree of a clause expression: what the parser gives, and every reader of a clause walks.

All nodes are frozen and carry the half-open character span of the text they were read from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import wraps
from typing import TypeVar

from msgspec import Struct

from hardmate.quantity import Unit

T = TypeVar("T")


class Span(Struct, frozen=True):
    """Characters `start` up to, not including, `end` of the expression's text."""

    start: int
    end: int


class Number(Struct, frozen=True):
    """A number as written with its unit; `unit` is None for a bare number."""

    span: Span
    amount: Fraction
    unit: Unit | None
    text: str

    @property
    def base(self) -> Fraction:
        """The number in base units."""
        return self.amount if self.unit is None else self.amount * self.unit.factor + self.unit.offset


class Tbd(Struct, frozen=True):
    """A number that the standard does not have yet: `TBD closing_limit m/s`; `unit` is None for a bare number."""

    span: Span
    name: str
    unit: Unit | None


class Range(Struct, frozen=True):
    """A closed range literal, `0.05 .. 0.10 m/s`."""

    span: Span
    low: Number
    high: Number


class Word(Struct, frozen=True):
    """A quoted word or text."""

    span: Span
    text: str


class Words(Struct, frozen=True):
    """A set of quoted words."""

    span: Span
    texts: tuple[str, ...]


class Truth(Struct, frozen=True):
    """`true` or `false`."""

    span: Span
    value: bool


class Reference(Struct, frozen=True):
    """A parameter of a role, `active.capture.closing_rate`, or a cell of a bound row, `case.tension`."""

    span: Span
    root: str
    path: str

    def __str__(self) -> str:
        return f"{self.root}.{self.path}"


class Arithmetic(Struct, frozen=True):
    """`left op right` with op one of + - * /."""

    span: Span
    op: str
    left: Node
    right: Node


class Call(Struct, frozen=True):
    """A function of values: min, max, abs, norm, arc, or the test fitted."""

    span: Span
    name: str
    arguments: tuple[Node, ...]


class Compare(Struct, frozen=True):
    """`left op right` with op one of <= < >= > == != within in overlaps."""

    span: Span
    op: str
    left: Node
    right: Node


class Not(Struct, frozen=True):
    span: Span
    operand: Node


class Junction(Struct, frozen=True):
    """`and` or `or` of two or more operands."""

    span: Span
    op: str
    operands: tuple[Node, ...]


class Implies(Struct, frozen=True):
    span: Span
    left: Node
    right: Node


class Quantified(Struct, frozen=True):
    """all, any, count or sum over the rows of a table; `variable` names the row in `body`."""

    span: Span
    op: str
    variable: str
    table: Reference
    body: Node


Node = (
    Number
    | Tbd
    | Range
    | Word
    | Words
    | Truth
    | Reference
    | Arithmetic
    | Call
    | Compare
    | Not
    | Junction
    | Implies
    | Quantified
)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in the order written."""
    match node:
        case Range(low=low, high=high):
            return (low, high)
        case Arithmetic(left=left, right=right) | Compare(left=left, right=right) | Implies(left=left, right=right):
            return (left, right)
        case Call(arguments=arguments):
            return arguments
        case Not(operand=operand):
            return (operand,)
        case Junction(operands=operands):
            return operands
        case Quantified(table=table, body=body):
            return (table, body)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, outermost first."""
    yield node
    for child in children(node):
        yield from walk(child)


def stated_numbers(nodes: Iterable[Node | None]) -> Iterator[Fraction]:
    """The numbers that expressions state, in base units."""
    for top in nodes:
        for node in walk(top) if top is not None else ():
            if isinstance(node, Number):
                yield node.base


def remembered(asked: Callable[[Node], T]) -> Callable[[Node], T]:
    """A question about a node that is answered once for each node. A node is known by what it is, and not by what it
    says: to compare whole trees would cost as much as to ask again."""
    known: dict[int, tuple[Node, T]] = {}

    @wraps(asked)
    def answer(node: Node) -> T:
        found = known.get(id(node))
        if found is None:
            found = known[id(node)] = (node, asked(node))  # with the node, so that no other takes its place in memory
        return found[1]

    return answer


@remembered
def references(node: Node) -> tuple[Reference, ...]:
    """The parameters that an expression reads, each once, in the order written; cells of rows are left out."""
    bound = {inner.variable for inner in walk(node) if isinstance(inner, Quantified)}
    found = {
        str(inner): inner
        for inner in reversed(list(walk(node)))
        if isinstance(inner, Reference) and inner.root not in bound
    }
    return tuple(sorted(found.values(), key=lambda reference: reference.span.start))


@remembered
def tbds(node: Node) -> tuple[Tbd, ...]:
    """The places of numbers that are to be determined, in the order written; one number may stand in several."""
    return tuple(inner for inner in walk(node) if isinstance(inner, Tbd))
