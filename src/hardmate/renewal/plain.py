"""Values to plain things that compare, and that a clause can be judged with again; ports without all that none reads.

No clause can tell the value that comes back from the one that went in; where it stood, and who owes it, is lost.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from hardmate.finding import Location
from hardmate.language.dictionary import Parameter, Type
from hardmate.language.value import Content, Evidence, Maturity, Provenance, State, Statistics, Value
from hardmate.model.roles import Axis
from hardmate.model.vehicle import Claim, Port, Roles
from hardmate.quantity import Quantity, read_quantity

Plain = tuple[Any, ...]
"""Texts, truths and tuples of them."""
_NOWHERE = Location("")


def plain_value(value: Value) -> Plain:
    content: object = value.content
    if isinstance(content, Quantity):
        content = content.text
    elif isinstance(content, frozenset):
        content = tuple(sorted(content))
    elif isinstance(content, tuple):
        content = tuple(tuple((name, plain_value(cell)) for name, cell in row.items()) for row in content)
    said = value.statistics
    spread = None if said is None else (str(said.sigma), said.independent)
    return (value.state.value, content, value.evidence.provenance.value, value.evidence.maturity.value, spread)


def value_of(plain: Plain, parameter: Parameter) -> Value:
    state, content, provenance, maturity, spread = plain
    evidence = Evidence(Provenance(provenance), maturity=Maturity(maturity))
    statistics = None if spread is None else Statistics(Fraction(spread[0]), independent=spread[1])
    made = None if content is None else _content(content, parameter)
    return Value(parameter, State(state), made, "", evidence, None, statistics)


def _content(content: Any, parameter: Parameter) -> Content:
    match parameter.type:
        case Type.TABLE:
            return tuple({name: value_of(cell, parameter.columns[name]) for name, cell in row} for row in content)
        case Type.SET:
            return frozenset(content)
        case Type.COUNT | Type.QUANTITY | Type.RANGE:
            return _quantity(content, parameter)
    assert isinstance(content, str | bool)
    return content


@lru_cache(maxsize=20_000)
def _quantity(text: str, parameter: Parameter) -> Quantity:
    assert parameter.kind is not None
    return read_quantity(text, parameter.kind)


def plain_shape(port: Port) -> Plain:
    """All of a port but its values that decides by what it is judged, and with whom."""
    claims = tuple((claim.standard, claim.evidence.provenance.value) for claim in port.claims)
    roles = tuple(
        (axis.value, tuple(sorted(each.words)), each.evidence.provenance.value) for axis, each in port.roles.items()
    )
    return claims, roles


def claims_of(shape: Plain) -> tuple[Claim, ...]:
    return tuple(Claim(name, Evidence(Provenance(provenance)), _NOWHERE) for name, provenance in shape[0])


def roles_of(shape: Plain) -> dict[Axis, Roles]:
    return {
        Axis(axis): Roles(frozenset(words), Evidence(Provenance(provenance)), _NOWHERE)
        for axis, words, provenance in shape[1]
    }
