"""From the numbers of symbols to the values that a declaration states, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from hardmate.analysis.prove.symbols import Part, Slot, Vocabulary, domain
from hardmate.language.dictionary import Parameter, Reading, Type
from hardmate.language.value import Content, Evidence, Row, State, Value
from hardmate.quantity import ONE, Form, Quantity

Numbers = Mapping[str, Fraction]


def values(slots: Iterable[Slot], numbers: Numbers, vocabulary: Vocabulary) -> dict[str, dict[str, Value]]:
    """The values that symbols with these numbers stand for, by port and path."""
    found: dict[str, dict[str, Value]] = {}
    listed = tuple(slots)
    for slot in listed:
        if "[" not in slot.place:
            found.setdefault(slot.port, {})[slot.place] = _value(slot, listed, numbers, vocabulary)
    return found


def with_rest(
    stated: Mapping[str, Mapping[str, Value]], places: Iterable[tuple[str, str]], vocabulary: Vocabulary
) -> dict[str, dict[str, Value]]:
    """The values, and some value for each of these ports and paths that they say nothing of.

    What a clause comes to may not depend on a value that it reads, and then no formula speaks of it; but who judges
    the clause asks for it.
    """
    found = {port: dict(values) for port, values in stated.items()}
    for port, path in places:
        if path not in found.setdefault(port, {}):
            parameter = vocabulary.dictionary[path]
            found[port][path] = known(parameter, least(parameter))
    return found


def least(parameter: Parameter) -> Content:
    """Something that a declaration may say: all that can be accepted, and of what occurs the least."""
    return _anything(parameter, largest=False)


def most(parameter: Parameter) -> Content:
    """The same, of what occurs the most."""
    return _anything(parameter, largest=True)


def _anything(parameter: Parameter, *, largest: bool) -> Content:
    match parameter.type:
        case Type.FLAG:
            return False
        case Type.TEXT:
            return "text 1"
        case Type.CHOICE:
            return min(parameter.choices)
        case Type.SET:
            return frozenset({min(parameter.choices)})
        case Type.TABLE:
            cells = ((name, column, _anything(column, largest=largest)) for name, column in parameter.columns.items())
            return ({name: known(column, content) for name, column, content in cells},)
        case _:
            low, high = domain(parameter)
            end = high if largest else low
            return quantity(parameter, *((low, high) if parameter.reading is Reading.ACCEPTS else (end, end)))


def _value(slot: Slot, slots: tuple[Slot, ...], numbers: Numbers, vocabulary: Vocabulary) -> Value:
    if not numbers.get(slot.name(Part.FITTED), 1):
        return known(slot.parameter, None)
    return known(slot.parameter, _content(slot, slots, numbers, vocabulary))


def known(parameter: Parameter, content: Content | None) -> Value:
    """A value that somebody states for sure; without content, that there is none."""
    state = State.NONE if content is None else State.KNOWN
    return Value(parameter, state, content, "", Evidence(), None)


def _content(slot: Slot, slots: tuple[Slot, ...], numbers: Numbers, vocabulary: Vocabulary) -> Content:
    parameter = slot.parameter
    match parameter.type:
        case Type.FLAG:
            return bool(numbers.get(slot.name(Part.TRUE), 0))
        case Type.CHOICE | Type.TEXT:
            least = min((vocabulary.word(word) for word in parameter.choices), default=Fraction(0))
            return vocabulary.text(numbers.get(slot.name(Part.WORD), least))
        case Type.SET:
            return frozenset(word for word in parameter.choices if numbers.get(slot.name(Part.HAS, word), 0))
        case Type.TABLE:
            there = (number for number in range(1, parameter.max_rows + 1))
            return tuple(
                _row(slot, number, slots, numbers, vocabulary)
                for number in there
                if numbers.get(slot.row(number).name(Part.THERE), number == 1)
            )
        case _:
            return quantity(parameter, *_ends(slot, numbers), toleranced=_is(slot, Part.TOLERANCED, numbers))


def _is(slot: Slot, part: Part, numbers: Numbers) -> bool:
    return bool(numbers.get(slot.name(part), 0))


def _ends(slot: Slot, numbers: Numbers) -> tuple[Fraction | None, Fraction | None]:
    least, most = domain(slot.parameter)
    low, high = numbers.get(slot.name(Part.LOW), least), numbers.get(slot.name(Part.HIGH), most)
    return (
        None if _is(slot, Part.OPEN_LOW, numbers) else low,
        None if _is(slot, Part.OPEN_HIGH, numbers) else high,
    )


def _row(table: Slot, number: int, slots: tuple[Slot, ...], numbers: Numbers, vocabulary: Vocabulary) -> Row:
    stem = f"{table.row(number).place}."
    cells = (slot for slot in slots if slot.port == table.port and slot.place.startswith(stem))
    found = {slot.place.removeprefix(stem): _value(slot, slots, numbers, vocabulary) for slot in cells}
    if not found:
        # No clause reads a cell, and a row has to say something.
        name, column = next(iter(table.parameter.columns.items()))
        found[name] = known(column, None)
    return found


def quantity(
    parameter: Parameter, low: Fraction | None, high: Fraction | None, *, toleranced: bool = False
) -> Quantity:
    """The form in which a value of these ends is stated for the parameter."""
    unit = parameter.unit or ONE
    if low is None or high is None:
        return Quantity(Form.AT_MOST if low is None else Form.AT_LEAST, low, high, None, unit, "")
    if low == high and parameter.reading is not Reading.ACCEPTS:
        return Quantity(Form.POINT, low, high, low, unit, "")
    if parameter.type is Type.QUANTITY or toleranced:
        return Quantity(Form.TOLERANCE, low, high, (low + high) / 2, unit, "")
    return Quantity(Form.RANGE, low, high, None, unit, "")


def numbers(slots: Iterable[Slot], stated: Mapping[str, Mapping[str, Value]], vocabulary: Vocabulary) -> Numbers:
    """The numbers of the symbols of these values: what `values` is the way back from. `stated` is by port and path.

    Only values that are known, or declared `none`, have numbers.
    """
    found: dict[str, Fraction] = {}
    for slot in slots:
        value = _stated(slot, stated)
        if value is not None and value.state in (State.KNOWN, State.NONE):
            found.update(_numbers(slot, value, vocabulary))
    return found


def _stated(slot: Slot, stated: Mapping[str, Mapping[str, Value]]) -> Value | None:
    path, bracket, rest = slot.place.partition("[")
    value = stated.get(slot.port, {}).get(path)
    if not bracket or value is None or not isinstance(value.content, tuple):
        return None if bracket else value
    number, _, column = rest.partition("].")
    return value.content[int(number) - 1].get(column) if int(number) <= len(value.content) else None


def _numbers(slot: Slot, value: Value, vocabulary: Vocabulary) -> dict[str, Fraction]:
    content, parameter = value.content, slot.parameter
    found = {slot.name(Part.FITTED): Fraction(content is not None)}
    match content:
        case bool():
            found[slot.name(Part.TRUE)] = Fraction(content)
        case str():
            found[slot.name(Part.WORD)] = vocabulary.word(content)
        case frozenset():
            found |= {slot.name(Part.HAS, word): Fraction(word in content) for word in parameter.choices}
        case tuple():
            rows = range(1, parameter.max_rows + 1)
            found |= {slot.row(row).name(Part.THERE): Fraction(row <= len(content)) for row in rows}
        case Quantity():
            least, most = domain(parameter)
            found[slot.name(Part.LOW)] = least if content.low is None else content.low
            found[slot.name(Part.HIGH)] = most if content.high is None else content.high
            found[slot.name(Part.OPEN_LOW)] = Fraction(content.low is None)
            found[slot.name(Part.OPEN_HIGH)] = Fraction(content.high is None)
            found[slot.name(Part.TOLERANCED)] = Fraction(content.form is Form.TOLERANCE)
    return found
