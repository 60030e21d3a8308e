"""Expression text to syntax tree, or one fault with its place. Never raises on any text."""

from __future__ import annotations

import re
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from importlib import resources

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from hardmate.language import tree as t
from hardmate.language.fault import Fault, FaultError
from hardmate.language.syntax import syntax_fault
from hardmate.quantity import Unit, UnitError, unit

LONGEST = 2_000
LONGEST_CHAIN = 100
MOST_NESTED = 3
MOST_DIGITS = 30
FUNCTIONS = ("abs", "arc", "fitted", "max", "min", "norm")
QUANTIFIERS = ("all", "any", "count", "sum")
_WORDS = frozenset({"and", "false", "implies", "in", "not", "or", "overlaps", "true", "within"})


def parse(text: str) -> t.Node | Fault:
    """The tree of one clause expression, or what is wrong with the text."""
    if len(text) > LONGEST:
        return Fault(
            t.Span(LONGEST, len(text)),
            f"the expression is {len(text)} characters long; {LONGEST} is the most",
            "split it into two clauses",
        )
    try:
        node = _build(_grammar().parse(text), 0)
        _limit_nesting(node, nested=0)
    except FaultError as error:
        return error.fault
    except UnexpectedInput as error:
        return syntax_fault(error, text)
    return node


@cache
def _grammar() -> Lark:
    source = resources.files("hardmate.language").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(source, parser="lalr", propagate_positions=True)


def _limit_nesting(node: t.Node, *, nested: int) -> None:
    nested += isinstance(node, t.Quantified)
    if nested > MOST_NESTED:
        raise FaultError(
            Fault(node.span, f"more than {MOST_NESTED} quantifiers inside each other", "split it into two clauses")
        )
    for child in t.children(node):
        _limit_nesting(child, nested=nested)


def _limit_depth(span: t.Span, depth: int) -> None:
    """Keeps every later walk of the tree far from the recursion limit; the parser itself does not recurse."""
    if depth > LONGEST_CHAIN:
        raise FaultError(
            Fault(span, f"more than {LONGEST_CHAIN} operations stand inside each other", "split it into two clauses")
        )


def _build(node: Tree[Token] | Token, depth: int) -> t.Node:
    """A Lark tree to our own nodes; Lark's types do not leave this module."""
    assert isinstance(node, Tree)
    span = _span(node)
    _limit_depth(span, depth)
    parts = node.children
    below = depth + 1
    match node.data:
        case "start" | "bracket":
            return _build(parts[0], below)
        case "number":
            return _number(span, parts)
        case "tbd":
            return _tbd(span, parts)
        case "span":
            return _range(span, parts)
        case "minus":
            return _minus(span, parts[1], below)
        case "word":
            return t.Word(span, str(parts[0])[1:-1])
        case "words":
            return t.Words(span, tuple(str(part)[1:-1] for part in parts))
        case "true" | "false":
            return t.Truth(span, node.data == "true")
        case "reference":
            return _reference(node)
        case "arithmetic":
            return t.Arithmetic(span, str(parts[1]), _build(parts[0], below), _build(parts[2], below))
        case "compare":
            return t.Compare(span, str(parts[1]), _build(parts[0], below), _build(parts[2], below))
        case "within" | "member" | "overlaps":
            op = "in" if node.data == "member" else str(node.data)
            return t.Compare(span, op, _build(parts[0], below), _build(parts[1], below))
        case "negated":
            return t.Not(span, _build(parts[0], below))
        case "disjunction" | "conjunction":
            op = "or" if node.data == "disjunction" else "and"
            return t.Junction(span, op, tuple(_build(part, below) for part in parts))
        case "implies":
            return t.Implies(span, _build(parts[0], below), _build(parts[1], below))
        case "call":
            return _call(span, str(parts[0]), parts[1:], below)
        case other:  # pragma: no cover - the grammar and this match list the same rules
            raise AssertionError(other)


def _call(span: t.Span, name: str, parts: list[Tree[Token] | Token], depth: int) -> t.Node:
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
        return t.Quantified(span, name, str(variable), _reference(table), _build(trees[1], depth))
    if name not in FUNCTIONS:
        known = sorted(FUNCTIONS + QUANTIFIERS)
        near = get_close_matches(name, known, 1)
        raise FaultError(
            Fault(
                t.Span(span.start, span.start + len(name)),
                f"there is no function `{name}`",
                f"did you mean `{near[0]}`?" if near else f"the functions are {', '.join(known)}",
            )
        )
    if binders:
        raise FaultError(
            Fault(
                _span(binders[0]),
                f"`{name}` does not take a row of a table",
                f"rows are for {', '.join(QUANTIFIERS)}",
            )
        )
    return t.Call(span, name, tuple(_build(part, depth) for part in trees))


def _reference(node: Tree[Token] | Token) -> t.Reference:
    assert isinstance(node, Tree)
    names = [str(part) for part in node.children]
    return t.Reference(_span(node), names[0], ".".join(names[1:]))


def _number(span: t.Span, parts: list[Tree[Token] | Token], *, sign: int = 1) -> t.Number:
    digits = str(parts[0])
    if len(digits) > MOST_DIGITS:
        raise FaultError(Fault(span, f"the number has more than {MOST_DIGITS} digits", "write fewer digits"))
    measure, text = None, digits
    if len(parts) == 2:
        token = parts[1]
        assert isinstance(token, Token)
        measure = _unit(digits, token)
        text = f"{digits} {token}"
    return t.Number(span, sign * Fraction(digits), measure, "-" * (sign < 0) + text)


def _tbd(span: t.Span, parts: list[Tree[Token] | Token]) -> t.Tbd:
    """`TBD closing_limit m/s`: a name, so that it can be said who owes the number, and the unit it will have."""
    token = parts[0]
    assert isinstance(token, Token)
    name = str(token)
    if len(parts) == 1 and _is_unit(name):
        remedy = f"write a name of the number before its unit: `TBD limit {name}`"
        raise FaultError(Fault(span, "a number that is to be determined has a name", remedy))
    if name in _WORDS:
        raise FaultError(Fault(span, f"`{name}` is a word of the language", "name the number otherwise"))
    unit_token = parts[1] if len(parts) == 2 else None
    assert unit_token is None or isinstance(unit_token, Token)
    return t.Tbd(span, name, None if unit_token is None else _unit("", unit_token))


def _is_unit(text: str) -> bool:
    try:
        unit(text)
    except UnitError:
        return False
    return True


def _unit(digits: str, token: Token) -> Unit:
    """The unit after a number; a clause is read by machines alike, so only the plain spelling will do."""
    assert token.start_pos is not None
    assert token.end_pos is not None
    whole = t.Span(token.start_pos, token.end_pos)
    try:
        return unit(str(token))
    except UnitError as error:
        if re.fullmatch(r"[eE][0-9]*", token):
            remedy = "a number has no exponent here; write it out, or in a larger or smaller unit"
            raise FaultError(Fault(whole, f"`{digits}{token}` can not be read", remedy)) from None
        meant = [each for each in error.suggestions if each != "in"]
        remedy = f"did you mean {' or '.join(f'`{each}`' for each in meant)}?" if meant else ""
        if not remedy and re.fullmatch(r"inch(es)?|in[*/^].*", token):
            remedy = "write mm; 1 inch is 25.4 mm"
        if re.fullmatch(r"[mu]?rad(ian)?s?([*/].*)?", token):
            remedy = "write deg"
        if not remedy and re.search(r"[*/]", token):
            remedy = "put spaces round `*` and `/` where they are not part of a unit"
        raise FaultError(Fault(whole, error.message, remedy or "write a unit such as mm, N*m or m/s")) from None


def _minus(span: t.Span, part: Tree[Token] | Token, depth: int) -> t.Node:
    """`-39 degC` is one signed number, not minus (39 degC), which would be -312.15 K; so is the low end of a range."""
    if isinstance(part, Tree) and part.data == "number":
        return _number(span, part.children, sign=-1)
    if isinstance(part, Tree) and part.data == "span":
        return _range(span, part.children, sign=-1)
    operand = _build(part, depth)
    return t.Arithmetic(span, "*", t.Number(t.Span(span.start, span.start + 1), Fraction(-1), None, "-1"), operand)


def _range(span: t.Span, parts: list[Tree[Token] | Token], *, sign: int = 1) -> t.Node:
    """`0.05 .. 0.10 m/s`: the unit written last serves both ends."""
    first, last = parts
    assert isinstance(first, Tree)
    low, high = _number(_span(first), first.children, sign=sign), _signed(last)
    if low.unit is not None and high.unit is None:
        raise FaultError(Fault(low.span, "the unit stands last and serves both numbers", "write `1 .. 2 m`"))
    if low.unit is None and high.unit is not None:
        low = t.Number(low.span, low.amount, high.unit, f"{low.text} {high.unit.symbol}")
    if low.unit is not None and high.unit is not None and low.unit.dimension != high.unit.dimension:
        raise FaultError(
            Fault(span, "the two ends of the range measure different things", "write the unit once, at the end")
        )
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
