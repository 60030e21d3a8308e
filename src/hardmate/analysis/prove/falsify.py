"""Where nothing decides, values are tried: those of the clause alone, near its limits, the same on every machine."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from importlib.util import find_spec
from typing import TYPE_CHECKING

from msgspec import Struct

from hardmate.analysis.prove.declared import known, quantity
from hardmate.analysis.prove.nearby import near, stated_limits
from hardmate.analysis.prove.theory import Theory
from hardmate.analysis.prove.trial import Roles, Sides, Trial
from hardmate.language.dictionary import Parameter, Type
from hardmate.language.value import Content, Value
from hardmate.model.standard import reads
from hardmate.repository import Applied

if TYPE_CHECKING:
    from hypothesis import strategies as st

TRIES = 300
FALSIFIER = "falsifier"


class Search(Struct, frozen=True):
    """What was tried, and what was found: values by side and path."""

    told: str
    found: Mapping[str, Mapping[str, Value]] | None = None


def falsified(theory: Theory, goal: Applied, roles: Roles, base: Sides, trial: Trial) -> Search:
    """Values of the clause's own parameters, over the base, at which both sides conform and the clause fails."""
    if find_spec("hypothesis") is None:
        return Search("nothing was tried, for hypothesis is not installed")
    from hypothesis import HealthCheck, Phase, given, settings  # noqa: PLC0415 - an extra
    from hypothesis import strategies as st  # noqa: PLC0415

    places = sorted({(roles[word], path) for word, path in reads(goal.clause)})
    limits = tuple(sorted({*stated_limits(theory, goal.clause, places)}))
    drawn = st.fixed_dictionaries({place: _values(theory.library.dictionary[place[1]], limits) for place in places})
    found: list[Mapping[str, Mapping[str, Value]]] = []
    tried = 0

    @settings(
        max_examples=TRIES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn)
    def attempt(values: Mapping[tuple[str, str], Value]) -> None:
        nonlocal tried
        tried += 1
        if found:
            return
        stated = {side: {path: value for (at, path), value in values.items() if at == side} for side in base}
        sides = {side: {**base[side], **stated[side]} for side in base}
        if trial.fails(goal, roles, sides) and all(trial.conforms(side, sides, stated[side]) for side in sides):
            found.append(stated)

    attempt()
    if found:
        return Search(f"found by trying {tried} values", found[0])
    return Search(f"{tried} values of its parameters were tried, and none of them was a counterexample")


def _values(parameter: Parameter, limits: tuple[Fraction, ...]) -> st.SearchStrategy[Value]:
    from hypothesis import strategies as st  # noqa: PLC0415

    stated = _contents(parameter, limits).map(lambda content: known(parameter, content))
    return st.one_of(stated, stated, stated, st.just(known(parameter, None)))


def _contents(parameter: Parameter, limits: tuple[Fraction, ...]) -> st.SearchStrategy[Content]:
    from hypothesis import strategies as st  # noqa: PLC0415

    words = sorted(parameter.choices)
    match parameter.type:
        case Type.FLAG:
            return st.booleans()
        case Type.CHOICE:
            return st.sampled_from(words)
        case Type.TEXT:
            return st.sampled_from(["text 1", "text 2"])
        case Type.SET:
            return st.frozensets(st.sampled_from(words), min_size=1)
        case Type.TABLE:
            row = st.fixed_dictionaries({name: _values(column, limits) for name, column in parameter.columns.items()})
            return st.lists(row, min_size=1, max_size=min(2, parameter.max_rows)).map(tuple)
        case _:
            ends = st.sampled_from(near(parameter, limits))
            return st.tuples(ends, ends).map(lambda two: _quantity(parameter, *sorted(two)))


def _quantity(parameter: Parameter, low: Fraction, high: Fraction) -> Content:
    return quantity(parameter, low, high)
