"""What a comparison reads, as bounds, in; whether it surely holds, surely fails or is surely unknown, out.

Exact intervals, of one value or of many that are looked at together: enough where all of them stay clear of a limit.
What this reading can not settle is left to `judge`, so it never decides a case differently, only sooner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from hardmate.language import tree as t
from hardmate.language.build import PI, ends
from hardmate.language.dictionary import Reading
from hardmate.language.value import State, Trust, Value
from hardmate.quantity import Form, Quantity, sqrt_bounds

Interval = tuple[Fraction, Fraction]


class Bounds(Struct, frozen=True):
    """One value, or several that differ in nothing but their numbers.

    `number` holds what they may come to. `least` and `most` hold the ends of what is accepted, None where that is
    open; all three are None for what is no number. `fact` is a word, a set of words, a flag, or the rows of a table.
    """

    state: State
    fact: object = None
    number: Interval | None = None
    limit: bool = False
    least: Interval | None = None
    most: Interval | None = None

    @property
    def shape(self) -> tuple[object, ...]:
        """What values must share to be looked at together."""
        return (self.state, self.fact, self.number is None, self.limit, self.least is None, self.most is None)


Known = Mapping[tuple[str, str], Bounds]
"""The values that a comparison reads, by role word and path; cells by the name of the row and the column."""


class Truth(IntEnum):
    """What an interval reading can say."""

    HOLDS = 0
    FAILS = 1
    UNKNOWN = 2
    UNSETTLED = 3
    """It depends on more than this reading sees."""


class _Unsettled(Exception):  # noqa: N818 - not an error of the program
    """The comparison holds something that this reading does not take apart."""


def bounds(value: Value) -> Bounds:
    """A value's bounds. What is disputed can not be used, and is as good as missing."""
    if value.state is State.NONE and value.trust >= Trust.RECALLED:
        return Bounds(State.NONE)
    if value.state is not State.KNOWN or value.trust < Trust.RECALLED:
        return Bounds(State.MISSING)
    content = value.content
    if isinstance(content, tuple):
        return Bounds(State.KNOWN, tuple(tuple((name, bounds(cell)) for name, cell in row.items()) for row in content))
    if not isinstance(content, Quantity):
        return Bounds(State.KNOWN, content)
    if value.parameter.reading is not Reading.ACCEPTS:
        return Bounds(State.KNOWN, number=ends(value))
    least, most = (None if end is None else (end, end) for end in (content.low, content.high))
    number = ends(value) if content.form is Form.POINT else None
    return Bounds(State.KNOWN, number=number, limit=True, least=least, most=most)


def around(many: Iterable[Bounds]) -> Bounds:
    """Bounds of one shape together."""
    first, *others = many
    if not others:
        return first
    every = (first, *others)
    number, least, most = (
        None if getattr(first, name) is None else _hull([getattr(each, name) for each in every])
        for name in ("number", "least", "most")
    )
    return Bounds(first.state, first.fact, number, first.limit, least, most)


def _hull(intervals: list[Interval]) -> Interval:
    return min(low for low, _ in intervals), max(high for _, high in intervals)


Reader = Callable[[Known], Truth]


def truth(node: t.Node, known: Known) -> Truth:
    """Whether a formula holds for every value that may occur and every choice, for none, or is unknown."""
    return reader(node)(known)


def reader(node: t.Node) -> Reader:
    """The same for a formula that is read many times: what the formula itself says is worked out once."""
    match node:
        case t.Not(operand=operand):
            turned = reader(operand)
            return lambda known: _turned(turned(known))
        case t.Junction(op=op, operands=operands):
            parts = [reader(operand) for operand in operands]
            return lambda known: _joined(op, (part(known) for part in parts))
        case t.Implies(left=left, right=right):
            guard, then = reader(left), reader(right)
            return lambda known: _joined("or", (_turned(guard(known)), then(known)))
        case t.Quantified(op="all" | "any"):
            return _over_rows(node)
        case t.Call(name="fitted", arguments=(t.Reference(root=root, path=path),)):
            found = {State.KNOWN: Truth.HOLDS, State.NONE: Truth.FAILS}
            return lambda known: found.get(known[root, path].state, Truth.UNKNOWN)
    inner = tuple(t.walk(node))
    if any(isinstance(each, t.Quantified) for each in inner):
        return lambda _: Truth.UNSETTLED
    read = _reads(node)
    return lambda known: _read(node, read, known)


def _read(node: t.Node, read: Sequence[t.Reference | t.Tbd], known: Known) -> Truth:
    state = _state(read, known)
    if state is not State.KNOWN:
        return Truth.FAILS if state is State.NONE else Truth.UNKNOWN
    try:
        return _comparison(node, known)
    except _Unsettled:
        return Truth.UNSETTLED


def _reads(node: t.Node) -> tuple[t.Reference | t.Tbd, ...]:
    """What of a term can be missing: the values that it reads, and the numbers that the clause itself waits for."""
    return tuple(each for each in t.walk(node) if isinstance(each, t.Reference | t.Tbd))


def _state(read: Iterable[t.Reference | t.Tbd], known: Known) -> State:
    """What is declared as not there decides before what is missing."""
    states = {State.MISSING if isinstance(each, t.Tbd) else known[each.root, each.path].state for each in read}
    return State.NONE if State.NONE in states else State.MISSING if State.MISSING in states else State.KNOWN


def _over_rows(node: t.Quantified) -> Reader:
    fixed: dict[tuple[str, str], t.Node] = {}
    each_row = reader(_with_fixed(node.body, node.variable, fixed))
    columns = {each.path for each in t.walk(node.body) if isinstance(each, t.Reference) and each.root == node.variable}
    absent = {(node.variable, column): Bounds(State.MISSING) for column in columns}
    op, place = "and" if node.op == "all" else "or", (node.table.root, node.table.path)
    terms = [(name, term, _reads(term)) for name, term in fixed.items()]

    def read(known: Known) -> Truth:
        table = known[place]
        if table.state is not State.KNOWN:
            return Truth.FAILS if table.state is State.NONE else Truth.UNKNOWN
        assert isinstance(table.fact, tuple)
        beside = {**known, **{name: _bounded(term, read, known) for name, term, read in terms}, **absent}
        rows = ({(node.variable, name): cell for name, cell in row} for row in table.fact)
        return _joined(op, (each_row({**beside, **row}) for row in rows))

    return read


def _with_fixed(node: t.Node, variable: str, fixed: dict[tuple[str, str], t.Node]) -> t.Node:
    """The body of a quantifier with names for the terms that are the same in every row, which go into `fixed`."""
    if isinstance(node, t.Arithmetic | t.Call) and not any(
        isinstance(each, t.Quantified) or (isinstance(each, t.Reference) and each.root == variable)
        for each in t.walk(node)
    ):
        if isinstance(node, t.Call) and node.name == "fitted":
            return node
        name = ("", f"{node.span.start}..{node.span.end}")
        fixed[name] = node
        return t.Reference(node.span, *name)
    match node:
        case t.Arithmetic(left=left, right=right) | t.Compare(left=left, right=right):
            return replace(node, left=_with_fixed(left, variable, fixed), right=_with_fixed(right, variable, fixed))
        case t.Call(arguments=arguments):
            return replace(node, arguments=tuple(_with_fixed(each, variable, fixed) for each in arguments))
        case _:
            return node


def _bounded(term: t.Node, read: Sequence[t.Reference | t.Tbd], known: Known) -> Bounds:
    """The bounds of a term; without a number where this reading can not tell."""
    state = _state(read, known)
    if state is not State.KNOWN:
        return Bounds(state)
    try:
        return Bounds(State.KNOWN, number=_interval(term, known))
    except _Unsettled:
        return Bounds(State.KNOWN, limit=True)


def _turned(found: Truth) -> Truth:
    return Truth(1 - found) if found in (Truth.HOLDS, Truth.FAILS) else found


def _joined(op: str, parts: Iterable[Truth]) -> Truth:
    """Strong Kleene; unknown only where nothing that is unsettled could make it more."""
    neutral, decisive = (Truth.HOLDS, Truth.FAILS) if op == "and" else (Truth.FAILS, Truth.HOLDS)
    found = neutral
    for part in parts:
        if part is decisive:
            return decisive
        if part is not neutral:
            found = part if found is neutral else max(found, part)
    return found


def _comparison(node: t.Node, known: Known) -> Truth:
    match node:
        case t.Truth(value=value):
            return _settled(value)
        case t.Reference():
            return _settled(bool(_fact(node, known)))
        case t.Compare(op="within", left=left, right=right) if _is_limit(right, known):
            return _within(left, right, known)
        case t.Compare(op="within", left=left, right=right):
            return _settled(_words(left, known) <= _words(right, known))
        case t.Compare(op="overlaps", left=left, right=right):
            return _settled(bool(_words(left, known) & _words(right, known)))
        case t.Compare(op="in", left=left, right=right):
            return _settled(_fact(left, known) in _words(right, known))
        case t.Compare(op="==" | "!=" as op, left=left, right=right):
            equal = _same(left, right, known)
            return equal if op == "==" else _turned(equal)
        case t.Compare(op=op, left=left, right=right):
            return _ordered(op, _interval(left, known), _interval(right, known))
        case _:
            raise _Unsettled


def _settled(held: bool) -> Truth:  # noqa: FBT001 - a truth is what it is about
    return Truth.HOLDS if held else Truth.FAILS


def _ordered(op: str, left: Interval, right: Interval) -> Truth:
    low, high = (left, right) if op in ("<", "<=") else (right, left)
    if op in ("<", ">"):
        return Truth.HOLDS if low[1] < high[0] else Truth.FAILS if low[0] >= high[1] else Truth.UNSETTLED
    return Truth.HOLDS if low[1] <= high[0] else Truth.FAILS if low[0] > high[1] else Truth.UNSETTLED


def _same(left: t.Node, right: t.Node, known: Known) -> Truth:
    if not _is_number(left, known):
        return _settled(_fact(left, known) == _fact(right, known))
    one, other = _interval(left, known), _interval(right, known)
    return _joined("and", (_ordered("<=", one, other), _ordered(">=", one, other)))


def _within(left: t.Node, right: t.Node, known: Known) -> Truth:
    """A number within what is accepted; a narrower range within a wider one is left to the judge."""
    if _is_limit(left, known):
        raise _Unsettled
    low, high = _interval(left, known)
    least, most = _accepted(right, known)
    if (least is None or least[1] <= low) and (most is None or high <= most[0]):
        return Truth.HOLDS
    outside = (least is not None and high < least[0]) or (most is not None and low > most[1])
    return Truth.FAILS if outside else Truth.UNSETTLED


def _is_limit(node: t.Node, known: Known) -> bool:
    return isinstance(node, t.Range) or (isinstance(node, t.Reference) and known[node.root, node.path].limit)


def _accepted(node: t.Node, known: Known) -> tuple[Interval | None, Interval | None]:
    if isinstance(node, t.Range):
        return (node.low.base, node.low.base), (node.high.base, node.high.base)
    assert isinstance(node, t.Reference)
    found = known[node.root, node.path]
    return found.least, found.most


def _is_number(node: t.Node, known: Known) -> bool:
    if isinstance(node, t.Reference):
        found = known[node.root, node.path]
        return found.number is not None or found.limit
    return isinstance(node, t.Number | t.Arithmetic | t.Call)


def _fact(node: t.Node, known: Known) -> object:
    match node:
        case t.Word(text=text):
            return text
        case t.Words(texts=texts):
            return frozenset(texts)
        case t.Truth(value=value):
            return value
        case t.Reference(root=root, path=path) if not _is_number(node, known):
            return known[root, path].fact
        case _:
            raise _Unsettled


def _words(node: t.Node, known: Known) -> frozenset[str]:
    found = _fact(node, known)
    assert isinstance(found, frozenset)
    return found


def _interval(node: t.Node, known: Known) -> Interval:
    """All that a number may come to, and perhaps more: the same value in two places counts as two."""
    match node:
        case t.Number():
            return node.base, node.base
        case t.Reference(root=root, path=path):
            number = known[root, path].number
            if number is None:
                raise _Unsettled
            return number
        case t.Arithmetic(op=op, left=left, right=right):
            return _combined(op, _interval(left, known), _interval(right, known))
        case t.Call(name="arc", arguments=(angle, radius)):
            swept = _combined("*", _interval(angle, known), _interval(radius, known))
            return _combined("*", swept, (PI[0] / 180, PI[1] / 180))
        case t.Call(name="abs", arguments=(argument,)):
            low, high = _interval(argument, known)
            return Fraction(0) if low < 0 < high else min(abs(low), abs(high)), max(abs(low), abs(high))
        case t.Call(name="norm", arguments=arguments):
            sizes = [_interval(t.Call(node.span, "abs", (argument,)), known) for argument in arguments]
            least, most = (sum((size[end] ** 2 for size in sizes), Fraction(0)) for end in (0, 1))
            return sqrt_bounds(least)[0], sqrt_bounds(most)[1]
        case t.Call(name="min" | "max" as name, arguments=arguments):
            parts = [_interval(argument, known) for argument in arguments]
            chosen: Callable[[Iterable[Fraction]], Fraction] = min if name == "min" else max
            return chosen(low for low, _ in parts), chosen(high for _, high in parts)
        case _:
            raise _Unsettled


def _combined(op: str, left: Interval, right: Interval) -> Interval:
    match op:
        case "+":
            return left[0] + right[0], left[1] + right[1]
        case "-":
            return left[0] - right[1], left[1] - right[0]
        case "*":
            if left[0] is left[1] and right[0] is right[1]:
                product = left[0] * right[0]
                return product, product
            if left[0].numerator >= 0 and right[0].numerator >= 0:
                return left[0] * right[0], left[1] * right[1]
            products = [one * other for one in left for other in right]
            return min(products), max(products)
        case _:
            if right[0] <= 0 <= right[1]:
                raise _Unsettled
            quotients = [one / other for one in left for other in right]
            return min(quotients), max(quotients)
