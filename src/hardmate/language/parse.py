"""Expression text to syntax tree, or one fault with its place. Never raises on any text."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from importlib import resources

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from hardmate.language import tree as t
from hardmate.language.fault import Fault, FaultError
from hardmate.quantity import UnitError, unit

LONGEST = 2_000
DEEPEST = 40
MOST_NESTED = 3
MOST_DIGITS = 30
FUNCTIONS = ("abs", "arc", "fitted", "max", "min", "norm")
QUANTIFIERS = ("all", "any", "count", "sum")

_WORDS = {
    "COMPARE": "a comparison",
    "PLUS": "+",
    "MINUS": "-",
    "TIMES": "*",
    "OVER": "/",
    "NAME": "a name",
    "NUMBER": "a number",
    "UNIT": "a unit",
    "STRING": "a quoted word",
    "LPAR": "(",
    "RPAR": ")",
    "LBRACE": "{",
    "RBRACE": "}",
    "COMMA": ",",
    "DOT": ".",
    "__ANON_0": "..",
    "$END": "the end",
}


def parse(text: str) -> t.Node | Fault:
    """The tree of one clause expression, or what is wrong with the text."""
    if len(text) > LONGEST:
        return Fault(
            t.Span(LONGEST, len(text)),
            f"the expression is {len(text)} characters long; {LONGEST} is the most",
            "split it into two clauses",
        )
    if fault := _too_deep(text):
        return fault
    try:
        node = _build(_grammar().parse(text))
        _limit_nesting(node, depth=0, nested=0)
    except FaultError as error:
        return error.fault
    except UnexpectedInput as error:
        return _syntax_fault(error, text)
    return node


@cache
def _grammar() -> Lark:
    source = resources.files("hardmate.language").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(source, parser="lalr", propagate_positions=True)


def _too_deep(text: str) -> Fault | None:
    """Brackets, signs and `not` nest; counting them first keeps any text away from the recursion limit."""
    depth = 0
    for match in re.finditer(r"[({]|[)}]", text):
        depth += 1 if match[0] in "({" else -1
        if depth > DEEPEST:
            return Fault(t.Span(match.start(), match.end()), f"the expression nests deeper than {DEEPEST} brackets")
    if run := re.search(rf"(?:(?:-|not\b|implies\b[^()]*?)\s*){{{DEEPEST},}}", text):
        return Fault(t.Span(run.start(), run.end()), f"more than {DEEPEST} signs or `not` in a row")
    return None


def _limit_nesting(node: t.Node, *, depth: int, nested: int) -> None:
    nested += isinstance(node, t.Quantified)
    if nested > MOST_NESTED:
        raise FaultError(Fault(node.span, f"more than {MOST_NESTED} quantifiers inside each other"))
    if depth > 10 * DEEPEST:
        raise FaultError(Fault(node.span, "the expression is too deep"))
    for child in t.children(node):
        _limit_nesting(child, depth=depth + 1, nested=nested)


def _syntax_fault(error: UnexpectedInput, text: str) -> Fault:
    offset = len(text) if isinstance(error, UnexpectedEOF) else (error.pos_in_stream or 0)
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        offset = len(text.rstrip())
    expected = sorted(
        {
            _WORDS.get(name, name.lower())
            for name in getattr(error, "accepts", None) or getattr(error, "allowed", None) or ()
        }
    )
    rest = text[offset:].split()
    found = f"`{rest[0]}`" if rest else "the end of the expression"
    end = offset + (len(rest[0]) if rest else 1)
    if isinstance(error, UnexpectedCharacters) and text[offset : offset + 1] == "=":
        return Fault(t.Span(offset, offset + 1), "`=` is not a comparison", "write `==`")
    hint = f"expected {', '.join(expected)}" if expected else ""
    return Fault(t.Span(offset, end), f"the expression can not be read at {found}", hint)


def _build(node: Tree[Token] | Token) -> t.Node:
    """A Lark tree to our own nodes; Lark's types do not leave this module."""
    assert isinstance(node, Tree)
    span = t.Span(node.meta.start_pos, node.meta.end_pos)
    parts = node.children
    match node.data:
        case "start" | "bracket":
            return _build(parts[0])
        case "number":
            return _number(span, parts)
        case "span":
            return _range(span, parts)
        case "minus":
            return _minus(span, parts[1])
        case "word":
            return t.Word(span, str(parts[0])[1:-1])
        case "words":
            return t.Words(span, tuple(str(part)[1:-1] for part in parts))
        case "true" | "false":
            return t.Truth(span, node.data == "true")
        case "reference":
            return t.Reference(span, str(parts[0]), ".".join(str(part) for part in parts[1:]))
        case "arithmetic":
            return t.Arithmetic(span, str(parts[1]), _build(parts[0]), _build(parts[2]))
        case "compare":
            return t.Compare(span, str(parts[1]), _build(parts[0]), _build(parts[2]))
        case "within" | "member" | "overlaps":
            op = "in" if node.data == "member" else str(node.data)
            return t.Compare(span, op, _build(parts[0]), _build(parts[1]))
        case "negated":
            return t.Not(span, _build(parts[0]))
        case "disjunction" | "conjunction":
            op = "or" if node.data == "disjunction" else "and"
            return t.Junction(span, op, tuple(_build(part) for part in parts))
        case "implies":
            return t.Implies(span, _build(parts[0]), _build(parts[1]))
        case "call":
            return _call(span, str(parts[0]), parts[1:])
        case other:  # pragma: no cover - the grammar and this match list the same rules
            raise AssertionError(other)


def _call(span: t.Span, name: str, parts: list[Tree[Token] | Token]) -> t.Node:
    trees = [part for part in parts if isinstance(part, Tree)]
    binders = [part for part in trees if part.data == "binder"]
    if name in QUANTIFIERS:
        if len(trees) != 2 or binders != trees[:1]:
            raise FaultError(
                Fault(
                    span,
                    f"`{name}` takes a row of a table and an expression",
                    f"write `{name}(row in a.group.table, row.column <= ...)`",
                )
            )
        variable, table = binders[0].children
        return t.Quantified(span, name, str(variable), _reference(table), _build(trees[1]))
    if name not in FUNCTIONS:
        raise FaultError(
            Fault(
                span,
                f"there is no function `{name}`",
                f"the functions are {', '.join(sorted(FUNCTIONS + QUANTIFIERS))}",
            )
        )
    if binders:
        raise FaultError(Fault(span, f"`{name}` does not take a row of a table"))
    return t.Call(span, name, tuple(_build(part) for part in trees))


def _reference(node: Tree[Token] | Token) -> t.Reference:
    built = _build(node)
    assert isinstance(built, t.Reference)
    return built


def _number(span: t.Span, parts: list[Tree[Token] | Token], *, sign: int = 1) -> t.Number:
    digits = str(parts[0])
    if len(digits) > MOST_DIGITS:
        raise FaultError(Fault(span, f"the number has more than {MOST_DIGITS} digits"))
    measure = None
    text = digits
    if len(parts) == 2:
        name = str(parts[1])
        text = f"{digits} {name}"
        try:
            measure = unit(name)
        except UnitError as error:
            near = f"did you mean {' or '.join(error.suggestions)}?" if error.suggestions else ""
            raise FaultError(Fault(span, str(error), near)) from None
    return t.Number(span, sign * Fraction(digits), measure, "-" * (sign < 0) + text)


def _minus(span: t.Span, part: Tree[Token] | Token) -> t.Node:
    """`-39 degC` is one signed number, not minus (39 degC), which would be -312.15 K; so is the low end of a range."""
    if isinstance(part, Tree) and part.data == "number":
        return _number(span, part.children, sign=-1)
    if isinstance(part, Tree) and part.data == "span":
        return _range(span, part.children, sign=-1)
    operand = _build(part)
    return t.Arithmetic(span, "-", t.Number(span, Fraction(0), None, "0"), operand)


def _range(span: t.Span, parts: list[Tree[Token] | Token], *, sign: int = 1) -> t.Node:
    """`0.05 .. 0.10 m/s`: the unit written last serves both ends."""
    first, last = parts
    assert isinstance(first, Tree)
    low, high = _number(_span(first), first.children, sign=sign), _signed(last)
    if low.unit is None and high.unit is not None:
        low = t.Number(low.span, low.amount, high.unit, f"{low.text} {high.unit.symbol}")
    if low.base > high.base:
        raise FaultError(
            Fault(span, "the range is empty: its first number is above its last", "write the smaller number first")
        )
    return t.Range(span, low, high)


def _signed(node: Tree[Token] | Token) -> t.Number:
    assert isinstance(node, Tree)
    number = node.children[-1]
    assert isinstance(number, Tree)
    return _number(_span(node), number.children, sign=-1 if len(node.children) == 2 else 1)


def _span(node: Tree[Token]) -> t.Span:
    return t.Span(node.meta.start_pos, node.meta.end_pos)
