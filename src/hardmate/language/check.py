"""Is a clause's expression sound: does it parse, are its types right, can its worst case always be decided?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from hardmate.language import tree as t
from hardmate.language.build import Builder, Holder
from hardmate.language.decide import UndecidableError, counterexample
from hardmate.language.dictionary import Dictionary, Parameter, Type
from hardmate.language.fault import Fault
from hardmate.language.formula import Mode
from hardmate.language.parse import parse
from hardmate.language.polynomial import TooLargeError
from hardmate.language.types import fault as type_fault
from hardmate.language.value import Content, Evidence, Row, State, Value
from hardmate.quantity import Form


def checked(text: str, dictionary: Dictionary, roles: Collection[str]) -> t.Node | Fault:
    """The tree of a sound expression that uses only these role words, or its first fault."""
    node = parse(text)
    if isinstance(node, Fault):
        return node
    return type_fault(node, dictionary, roles) or node


def undecidable(requires: t.Node, when: t.Node | None, dictionary: Dictionary) -> Fault | None:
    """A fault if the worst case over the whole domains of the parameters can not be found exactly."""
    node = requires if when is None else t.Implies(requires.span, when, requires)
    holders = {
        root: Holder(
            root,
            {
                reference.path: _anything(dictionary[reference.path])
                for reference in t.references(node)
                if reference.root == root
            },
        )
        for root in {reference.root for reference in t.references(node)}
    }
    builder = Builder(dictionary, holders, lambda _: True)
    try:
        formula = builder.formula(node)
        vague = any(variable.mode is Mode.UNCERTAIN for variable in builder.variables.values())
        for mode in (Mode.OCCURS, Mode.SELECTABLE) if vague else (Mode.OCCURS,):
            variables = {
                name: replace(variable, mode=mode) if variable.mode is Mode.UNCERTAIN else variable
                for name, variable in builder.variables.items()
            }
            counterexample(formula, variables, opaque=True)
    except UndecidableError as error:
        return Fault(
            requires.span,
            f"the worst case can not be found exactly: {error}",
            "split the clause, or put the product into a parameter of its own",
        )
    except TooLargeError:
        return Fault(requires.span, "the expression multiplies out to too many terms", "split the clause")
    return None


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
