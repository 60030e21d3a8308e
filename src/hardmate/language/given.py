"""A clause that leaves numbers to be determined, and the numbers in; the clause as it will be, out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec.structs import replace

from hardmate.language import tree as t
from hardmate.quantity import decimal


def given(node: t.Node, numbers: Mapping[str, Fraction]) -> t.Node:
    """The tree with these numbers, each in the unit written behind its name; others stay to be determined."""
    match node:
        case t.Tbd(span=span, name=name, unit=unit) if name in numbers:
            amount = numbers[name]
            text = decimal(amount) if unit is None else f"{decimal(amount)} {unit.symbol}"
            return t.Number(span, amount, unit, text)
        case (
            t.Arithmetic(left=left, right=right) | t.Compare(left=left, right=right) | t.Implies(left=left, right=right)
        ):
            return replace(node, left=given(left, numbers), right=given(right, numbers))
        case t.Call(arguments=arguments):
            return replace(node, arguments=tuple(given(each, numbers) for each in arguments))
        case t.Not(operand=operand):
            return replace(node, operand=given(operand, numbers))
        case t.Junction(operands=operands):
            return replace(node, operands=tuple(given(each, numbers) for each in operands))
        case t.Quantified(body=body):
            return replace(node, body=given(body, numbers))
        case _:
            return node
