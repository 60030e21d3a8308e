"""Declarations that may show that something does not follow: the few that stand next to the numbers of the clauses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import product

from msgspec.structs import replace

from hardmate.analysis.impact.given import Declared, Given
from hardmate.analysis.prove.declared import known, quantity
from hardmate.analysis.prove.simpler import simplest
from hardmate.analysis.prove.symbols import domain, step_of
from hardmate.language import tree as t
from hardmate.language.dictionary import Dictionary, Parameter, Reading, Type
from hardmate.language.value import Content, Value
from hardmate.quantity import Quantity, show_quantity

MOST_READ = 4
MOST_TRIED = 200


def tried(
    goal: Given,
    given: Sequence[Given],
    dictionary: Dictionary,
    shows: Callable[[Given, Sequence[Given], Declared, Dictionary], bool],
) -> Declared | None:
    """The first of the declarations that shows it; None if none does, which proves nothing."""
    places = list(dict.fromkeys(place for each in (goal, *given) for place in _places(each)))
    if len(places) > MOST_READ:
        return None
    numbers = sorted(
        {number for each in (goal, *given) for number in t.stated_numbers((each.clause.when, each.clause.requires))}
    )
    options = [_options(dictionary[path], numbers) for _, path in places]
    for count, chosen in enumerate(product(*options)):
        if count == MOST_TRIED:
            return None
        stated: dict[str, dict[str, Value]] = {}
        for (port, path), value in zip(places, chosen, strict=True):
            stated.setdefault(port, {})[path] = value
        if shows(goal, given, stated, dictionary):
            return stated
    return None


def _places(given: Given) -> Iterator[tuple[str, str]]:
    """Port and path of each value that a clause reads."""
    nodes = [node for node in (given.clause.when, given.clause.requires) if node is not None]
    for node in nodes:
        for each in t.references(node):
            yield given.roles[each.root], each.path


def _options(parameter: Parameter, numbers: Sequence[Fraction]) -> list[Value]:
    """Values of a parameter, those that are next to the numbers first."""
    contents: Sequence[Content] = ()
    match parameter.type:
        case Type.FLAG:
            contents = [True, False]
        case Type.CHOICE:
            contents = list(parameter.choices)
        case Type.SET:
            contents = [frozenset({word}) for word in parameter.choices] + [frozenset(parameter.choices)]
        case Type.COUNT | Type.QUANTITY | Type.RANGE:
            contents = list(_quantities(parameter, numbers))
        case Type.TEXT | Type.TABLE:
            pass
    return [told(known(parameter, content)) for content in contents]


def _quantities(parameter: Parameter, numbers: Sequence[Fraction]) -> Iterator[Quantity]:
    low, high = domain(parameter)
    step = step_of(parameter)
    near = dict.fromkeys(at for number in numbers for at in (number, number - step, number + step) if low <= at <= high)
    for at in dict.fromkeys((*near, low, high)):
        if parameter.reading is Reading.ACCEPTS:
            yield quantity(parameter, None, at)
            yield quantity(parameter, at, None)
        else:
            yield quantity(parameter, at, at)


def told(value: Value) -> Value:
    """The value with the text that a declaration would have."""
    content = value.content
    text = value.state.value
    if isinstance(content, bool):
        text = str(content).lower()
    elif isinstance(content, str):
        text = content
    elif isinstance(content, frozenset):
        text = f"[{', '.join(sorted(content))}]"
    elif isinstance(content, Quantity):
        text = show_quantity(content, value.parameter.unit)
    elif isinstance(content, tuple):
        rows = ({name: told(cell).text for name, cell in row.items()} for row in content)
        text = "; ".join("{" + ", ".join(f"{name}: {cell}" for name, cell in row.items()) + "}" for row in rows)
    return replace(value, text=text)


def simpler(stated: Declared, shows: Callable[[Declared], bool]) -> Declared:
    """The same with round numbers and few rows, value by value, as far as it still shows it."""
    current: dict[str, Mapping[str, Value]] = dict(stated)
    for port, path in sorted((name, path) for name, values in stated.items() for path in values):
        good = partial(_still, current, shows, port, path)
        current = _with(current, port, path, simplest(current[port][path], None, good))
    return {port: {path: told(value) for path, value in values.items()} for port, values in current.items()}


def _still(stated: Declared, shows: Callable[[Declared], bool], port: str, path: str, value: Value) -> bool:
    return shows(_with(stated, port, path, value))


def _with(stated: Declared, port: str, path: str, value: Value) -> dict[str, Mapping[str, Value]]:
    return {**stated, port: {**stated[port], path: value}}
