"""A clause's tree to a normal form: two trees with one normal form say the same, however they are written.

Units, brackets, the side on which a comparison stands and the order of `and` and `or` leave no trace. Nothing is
rewritten that `none` or a missing value could tell apart: `not (a < b)` is not `a >= b` where a is not fitted.
"""

from __future__ import annotations

from hardmate.language import tree as t

Normal = tuple[object, ...]

_TURNED = {">=": "<=", ">": "<"}
_EITHER_WAY = ("==", "!=", "overlaps")


def normal(node: t.Node, bound: tuple[str, ...] = ()) -> Normal:
    """The normal form; `bound` are the names of the rows around it, of which only the depth counts."""
    match node:
        case t.Number(base=base, unit=unit):
            # A difference of temperatures and a temperature are not one number, even where the amounts agree.
            return ("number", base, "" if unit is None else unit.dimension)
        case t.Tbd(name=name, unit=unit):
            return ("TBD", name, "" if unit is None else unit.dimension)
        case t.Range(low=low, high=high):
            return ("range", normal(low), normal(high))
        case t.Word(text=text):
            return ("word", text)
        case t.Words(texts=texts):
            return ("words", tuple(sorted(set(texts))))
        case t.Truth(value=value):
            return ("truth", value)
        case t.Reference(root=root, path=path):
            return ("read", bound.index(root) if root in bound else root, path)
        case t.Arithmetic(op="+" | "*" as op, left=left, right=right):
            return (op, *_sorted(normal(left, bound), normal(right, bound)))
        case t.Arithmetic(op=op, left=left, right=right):
            return (op, normal(left, bound), normal(right, bound))
        case t.Call(name=name, arguments=arguments):
            inner = tuple(normal(each, bound) for each in arguments)
            return (name, *(_sorted(*inner) if name in ("min", "max", "norm") else inner))
        case t.Compare(op=op, left=left, right=right):
            sides = normal(left, bound), normal(right, bound)
            if op in _TURNED:
                return (_TURNED[op], *sides[::-1])
            return (op, *(_sorted(*sides) if op in _EITHER_WAY else sides))
        case t.Not(operand=operand):
            return ("not", normal(operand, bound))
        case t.Junction(op=op, operands=operands):
            return (op, *_sorted(*dict.fromkeys(_flat(op, operands, bound))))
        case t.Implies(left=left, right=right):
            return ("or", *_sorted(("not", normal(left, bound)), normal(right, bound)))
        case t.Quantified(op=op, variable=variable, table=table, body=body):
            return (op, normal(table, bound), normal(body, (variable, *bound)))


def _flat(op: str, operands: tuple[t.Node, ...], bound: tuple[str, ...]) -> list[Normal]:
    found: list[Normal] = []
    for each in operands:
        if isinstance(each, t.Junction) and each.op == op:
            found.extend(_flat(op, each.operands, bound))
        else:
            found.append(normal(each, bound))
    return found


def _sorted(*parts: Normal) -> tuple[Normal, ...]:
    return tuple(sorted(parts, key=repr))
