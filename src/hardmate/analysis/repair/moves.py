"""A value and a test in; the nearest values that pass the test out, each as a declaration would state it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import product

from msgspec.structs import replace

from hardmate.analysis.prove.symbols import domain, step_of
from hardmate.language.dictionary import Parameter, Type
from hardmate.language.value import Content, State, Value
from hardmate.quantity import Form, Quantity, QuantityError, read_quantity, show_quantity

Passes = Callable[[Value], bool]

MOST_ENDS = 24
"""Of the numbers that a clause speaks of, the nearest are tried."""


def moves(value: Value, numbers: Sequence[Fraction], words: Sequence[str], passes: Passes) -> Iterator[Value]:
    """Values near this one that pass: of a number one for each end that can be moved, of words all single steps.

    `numbers` and `words` are those that the failing clauses speak of; a limit that is looked for stands next to one.
    """
    if value.state is not State.KNOWN:
        return
    content, parameter = value.content, value.parameter
    if isinstance(content, Quantity):
        yield from _numeric(value, content, numbers, passes)
        return
    for other in _words(parameter, content, words):
        stated = worded(value, other)
        if passes(stated):
            yield stated


def _words(parameter: Parameter, content: Content | None, words: Sequence[str]) -> Iterator[Content]:
    """What can be said instead, one step away."""
    match parameter.type, content:
        case Type.FLAG, bool():
            yield not content
        case Type.CHOICE, str():
            yield from (word for word in parameter.choices if word != content)
        case Type.TEXT, str():
            yield from (word for word in words if word != content)
        case Type.SET, frozenset():
            yield from (content | {word} for word in parameter.choices if word not in content)
            yield from (content - {word} for word in sorted(content) if len(content) > 1)


def worded(value: Value, content: Content) -> Value:
    text = (
        str(content).lower()
        if isinstance(content, bool)
        else f"[{', '.join(sorted(content))}]"
        if isinstance(content, frozenset)
        else str(content)
    )
    return replace(value, content=content, text=text)


def _numeric(value: Value, content: Quantity, numbers: Sequence[Fraction], passes: Passes) -> Iterator[Value]:
    low, high = content.low, content.high
    near = _near(value.parameter, content, numbers)

    def test(ends: tuple[Fraction | None, Fraction | None]) -> bool:
        stated = restated(value, content, *ends)
        return stated is not None and passes(stated)

    found: list[tuple[Fraction | None, Fraction | None]] = []
    if content.form in (Form.POINT, Form.TOLERANCE) and low is not None and high is not None:
        middle = (low + high) / 2
        half = (high - low) / 2
        moved = [_nearest(value, middle, to, lambda at: test((at - half, at + half))) for to in near]
        nearest = sorted({at for at in moved if at is not None}, key=lambda at: (abs(at - middle), at))
        found += [(at - half, at + half) for at in nearest[:1]]
        if half and not found:
            narrower = _nearest(value, half, Fraction(0), lambda at: test((middle - at, middle + at)))
            found += [] if narrower is None else [(middle - narrower, middle + narrower)]
    elif content.form in (Form.RANGE, Form.AT_MOST, Form.AT_LEAST):
        found = list(_ends(value, low, high, near, test))
    for ends in found:
        stated = restated(value, content, *ends)
        if stated is not None:
            yield stated


def _ends(
    value: Value,
    low: Fraction | None,
    high: Fraction | None,
    near: Sequence[Fraction],
    test: Callable[[tuple[Fraction | None, Fraction | None]], bool],
) -> Iterator[tuple[Fraction | None, Fraction | None]]:
    """The upper end moved, the lower end moved; both, if neither does alone."""
    alone: list[tuple[Fraction | None, Fraction | None]] = []
    if high is not None:
        tops = [_nearest(value, high, to, lambda at: test((low, at))) for to in near if low is None or to >= low]
        best = min((at for at in tops if at is not None), key=lambda at: abs(at - high), default=None)
        alone += [] if best is None else [(low, best)]
    if low is not None:
        bottoms = [_nearest(value, low, to, lambda at: test((at, high))) for to in near if high is None or to <= high]
        best = min((at for at in bottoms if at is not None), key=lambda at: abs(at - low), default=None)
        alone += [] if best is None else [(best, high)]
    yield from alone
    if alone or low is None or high is None:
        return
    pairs = [(a, b) for a, b in product(near, near) if a <= b and test((a, b))]
    if not pairs:
        return
    a, b = min(pairs, key=lambda pair: (abs(pair[0] - low) + abs(pair[1] - high), pair))
    top = _nearest(value, high, b, lambda at: at >= a and test((a, at)))
    b = b if top is None else top
    bottom = _nearest(value, low, a, lambda at: at <= b and test((at, b)))
    yield (a if bottom is None else bottom), b


def _near(parameter: Parameter, content: Quantity, numbers: Sequence[Fraction]) -> list[Fraction]:
    """Where a limit may stand: the numbers and a step beside each, those nearest to the value first."""
    least, most = domain(parameter)
    step = step_of(parameter)
    ends = [end for end in (content.low, content.high) if end is not None]
    around = {at for number in (*numbers, least, most) for at in (number, number - step, number + step)}
    inside = (at for at in around if least <= at <= most)
    nearest = sorted(inside, key=lambda at: (min(abs(at - end) for end in ends), at))
    return list(dict.fromkeys((*nearest[:MOST_ENDS], least, most)))


def extremes(value: Value, allowed: Passes) -> Iterator[Value]:
    """A value as far to either side as it can be moved and is allowed; of words, each single step."""
    content = value.content
    if value.state is not State.KNOWN:
        return
    if not isinstance(content, Quantity):
        yield from moves(value, (), (), allowed)
        return
    for start, to, ends in _ways(value.parameter, content):
        furthest = _furthest(value, start, to, partial(_allowed, value, content, ends, allowed))
        stated = None if furthest is None else restated(value, content, *ends(furthest))
        if stated is not None:
            yield stated


Ends = tuple[Fraction | None, Fraction | None]


def _ways(parameter: Parameter, content: Quantity) -> Iterator[tuple[Fraction, Fraction, Callable[[Fraction], Ends]]]:
    """From where to where a number, or an end of a range, can be moved; and the ends that the value then has."""
    low, high = content.low, content.high
    least, most = domain(parameter)
    if content.form in (Form.POINT, Form.TOLERANCE) and low is not None and high is not None:
        half, middle = (high - low) / 2, (low + high) / 2
        for to in (least + half, most - half):
            yield middle, to, lambda at: (at - half, at + half)
    elif content.form in (Form.RANGE, Form.AT_MOST, Form.AT_LEAST):
        if high is not None:
            for to in (least if low is None else low, most):
                yield high, to, lambda at: (low, at)
        if low is not None:
            for to in (most if high is None else high, least):
                yield low, to, lambda at: (at, high)


def _allowed(value: Value, content: Quantity, ends: Callable[[Fraction], Ends], allowed: Passes, at: Fraction) -> bool:
    stated = restated(value, content, *ends(at))
    return stated is not None and allowed(stated)


def _furthest(value: Value, start: Fraction, to: Fraction, test: Callable[[Fraction], bool]) -> Fraction | None:
    """The number furthest from `start` on the way to `to` that passes, in whole steps; None if the first step fails."""
    step = step_of(value.parameter) * (1 if to > start else -1)
    count = int(abs(to - start) // abs(step))
    if not count or not test(start + step):
        return None
    if test(start + count * step):
        return start + count * step
    passing, failing = 1, count
    while failing - passing > 1:
        middle = (failing + passing) // 2
        if test(start + middle * step):
            passing = middle
        else:
            failing = middle
    return start + passing * step


def stepped_back(old: Value, new: Value) -> Value | None:
    """The new value with each end that moved put back by one step; None where that is no other value."""
    before, after = old.content, new.content
    if not isinstance(before, Quantity) or not isinstance(after, Quantity):
        return None
    step = step_of(new.parameter)
    ends = [_back(was, now, step) for was, now in ((before.low, after.low), (before.high, after.high))]
    return None if ends == [after.low, after.high] else restated(new, after, *ends)


def _back(was: Fraction | None, now: Fraction | None, step: Fraction) -> Fraction | None:
    if was is None or now is None or was == now:
        return now
    return max(was, now - step) if now > was else min(was, now + step)


def _nearest(value: Value, start: Fraction, to: Fraction, test: Callable[[Fraction], bool]) -> Fraction | None:
    """The number nearest to `start` on the way to `to` that passes, in whole steps from `start`; None if `to` fails."""
    if start == to:
        return None
    step = step_of(value.parameter) * (1 if to > start else -1)
    count = abs(to - start) // abs(step)
    last = start + count * step
    if not test(last):
        return to if test(to) else None
    failing, passing = 0, count
    while passing - failing > 1:
        middle = (failing + passing) // 2
        if test(start + middle * step):
            passing = middle
        else:
            failing = middle
    return start + passing * step


def restated(value: Value, content: Quantity, low: Fraction | None, high: Fraction | None) -> Value | None:
    """The value with other ends, in the form in which it was stated, and in its unit or that of the dictionary.

    None if it can not be stated so.
    """
    parameter = value.parameter
    form = content.form
    if form is Form.RANGE and low == high:
        form = Form.POINT
    nominal = None
    if form in (Form.POINT, Form.TOLERANCE) and low is not None and high is not None:
        nominal = (low + high) / 2
    assert parameter.kind is not None
    own = parameter.unit or content.unit
    units = (own,) if parameter.kind.scale else dict.fromkeys((content.unit, own))
    least, most = domain(parameter)
    if any(end is not None and not least <= end <= most for end in (low, high)):
        return None
    for unit in units:
        text = show_quantity(Quantity(form, low, high, nominal, unit, ""), unit)
        try:
            read = read_quantity(text, parameter.kind)
        except QuantityError:
            continue
        if (read.low, read.high) == (low, high):
            return replace(value, content=read, text=text)
    return None
