"""Is a clause's expression sound: does it parse, are its types right, can its worst case always be decided?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import product

from msgspec.structs import replace

from hardmate.language import tree as t
from hardmate.language.build import TBD, Builder, Holder
from hardmate.language.decidable import require_decidable
from hardmate.language.decide import UndecidableError
from hardmate.language.dictionary import Dictionary, Parameter, Type
from hardmate.language.fault import Fault
from hardmate.language.polynomial import TooLargeError
from hardmate.language.types import fault as type_fault
from hardmate.language.value import Content, Evidence, Row, State, Value
from hardmate.quantity import Form

_SIDES = ("one port", "other port")


def checked(text: str, dictionary: Dictionary, roles: Collection[str]) -> t.Node | Fault:
    """The tree of a sound expression that uses only these role words, or its first fault."""
    from hardmate.language.parse import parse  # noqa: PLC0415 - takes long to load, and kept standards need none

    node = parse(text)
    if isinstance(node, Fault):
        return node
    return type_fault(node, dictionary, roles) or node


def undecidable(requires: t.Node, when: t.Node | None, dictionary: Dictionary) -> Fault | None:
    """A fault if the worst case over the whole domains of the parameters can not be found exactly."""
    nodes = (requires,) if when is None else (when, t.Implies(requires.span, when, requires))
    for holders in _bindings(nodes[-1], dictionary):
        builder = Builder(dictionary, holders, lambda _: True, facts=False)
        try:
            for node in nodes:
                formula = builder.formula(node)
                require_decidable(formula, builder.variables, _to_be_determined(builder))
        except UndecidableError as error:
            return Fault(
                requires.span,
                f"the worst case can not be found exactly: {error}",
                "split the clause, or put the product into a parameter of its own",
            )
        except TooLargeError:
            return Fault(requires.span, "the expression multiplies out to too many terms", "split the clause")
    return None


def _to_be_determined(builder: Builder) -> frozenset[str]:
    """The numbers that the standard does not have yet: constants, of which only the place is known."""
    return frozenset(name for name in builder.variables if name.startswith(TBD))


def _bindings(node: t.Node, dictionary: Dictionary) -> Iterator[dict[str, Holder]]:
    """Every way in which role words may come to name the same port, as far as that makes values the same one."""
    read: dict[str, set[str]] = {}
    for reference in t.references(node):
        read.setdefault(reference.root, set()).add(reference.path)
    roots = sorted(read)
    alike = [root for root in roots if any(read[root] & read[other] for other in roots if other != root)]
    fixed = {root: root for root in roots if root not in alike}
    for sides in product(_SIDES, repeat=max(0, len(alike) - 1)):
        ids = {**fixed, **dict(zip(alike, (_SIDES[0], *sides), strict=False))}
        yield {
            root: Holder(ids[root], {path: _anything(dictionary[path]) for path in sorted(read[root])})
            for root in roots
        }


def _anything(parameter: Parameter) -> Value:
    """A value that ranges over all that the dictionary allows."""
    return Value(parameter, State.KNOWN, _content(parameter), "", Evidence(), None)


def _content(parameter: Parameter) -> Content:
    match parameter.type:
        case Type.TABLE:
            row: Row = {name: _anything(column) for name, column in parameter.columns.items()}
            return (row,) * parameter.max_rows
        case Type.FLAG:
            return True
        case Type.SET:
            return frozenset(parameter.choices)
        case Type.CHOICE | Type.TEXT:
            return next(iter(parameter.choices), "")
        case _:
            assert parameter.domain is not None
            return replace(parameter.domain, form=Form.RANGE)
