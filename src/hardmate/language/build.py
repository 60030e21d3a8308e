"""Syntax tree and values to a formula over variables: the one place that says what each construct means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeVar

from msgspec import Struct, field

from hardmate.finding import Location
from hardmate.language import polynomial as p
from hardmate.language import tree as t
from hardmate.language.counted import uncounted
from hardmate.language.dictionary import Dictionary, Parameter, Reading, Type
from hardmate.language.formula import Atom, Formula, Leaf, Mode, Variable, join, names, negation, settled
from hardmate.language.number import Number, added, at_most, calculated
from hardmate.language.types import parameter_of
from hardmate.language.value import Row, State, Value, missing
from hardmate.quantity import Form, Quantity

T = TypeVar("T")

# pi lies between these; a verdict that the gap of 1e-15 would decide goes to the unfavourable side.
PI = (Fraction(3141592653589793, 10**15), Fraction(3141592653589794, 10**15))

TBD = "TBD "
"""How the variable of a number begins that is to be determined; its name follows."""
ANY_NUMBER = (Fraction(-(10**60)), Fraction(10**60))
"""Every number that a clause can state, in base units, lies between these."""


class Holder(Struct, frozen=True):
    """A port as a clause sees it: its id and the values it declares, by `group.name`.

    `location` is where the port is declared, for values it does not declare.
    """

    id: str
    values: Mapping[str, Value]
    location: Location | None = None

    def value(self, path: str, dictionary: Dictionary) -> Value:
        found = self.values.get(path)
        return missing(dictionary[path], self.location) if found is None else found


class _UnknownError(Exception):
    """A comparison reads a value that is not known."""


class _NotFittedError(Exception):
    """A comparison reads a value that is declared `none`."""


class Limits(Struct, frozen=True):
    """What a side accepts: each end in base units, None where it is open."""

    low: Fraction | None
    high: Fraction | None

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """Both ends of a range that has both."""
        assert self.low is not None
        assert self.high is not None
        return self.low, self.high

    @property
    def width(self) -> Fraction | None:
        return self.high - self.low if self.low is not None and self.high is not None else None


class Builder(Struct):
    """Builds formulas for one set of role bindings; gathers the variables they use.

    `trusted` says which values may be used; the others count as unknown. Unless `facts`, what is not a number
    counts as unknown too, which leaves every comparison of numbers standing, and a number that is to be determined is
    a variable: whatever it will be, the clause can be judged.
    """

    dictionary: Dictionary
    roles: Mapping[str, Holder]
    trusted: Callable[[Value], bool]
    facts: bool = True
    variables: dict[str, Variable] = field(default_factory=dict)
    rows: dict[str, tuple[str, Parameter, Row]] = field(default_factory=dict)
    counts: dict[str, tuple[Formula, ...]] = field(default_factory=dict)

    def formula(self, node: t.Node) -> Formula:
        """The formula of a node that holds or not."""
        match node:
            case t.Not(operand=operand):
                return negation(self.formula(operand))
            case t.Junction(op=op, operands=operands):
                return join(op, tuple(self.formula(operand) for operand in operands))
            case t.Implies(left=left, right=right):
                return join("or", (negation(self.formula(left)), self.formula(right)))
        try:
            if isinstance(node, t.Quantified):
                return self._over_rows(node)
            return uncounted(self._comparison(node), self.counts)
        except _UnknownError:
            return Leaf(False if self._reads_none(node) else None, node.span)
        except _NotFittedError:
            # A comparison with what is not fitted does not hold.
            return Leaf(False, node.span)

    def _over_rows(self, node: t.Quantified) -> Formula:
        rows = self._rows(node.table)
        parts = tuple(self._in_row(node, prefix, row, lambda: self.formula(node.body)) for prefix, row in rows)
        if not parts:
            return Leaf(node.op == "all", node.span)
        return join("and" if node.op == "all" else "or", parts)

    def _reads_none(self, node: t.Node) -> bool:
        """Whether a comparison that reads something unknown also reads something declared `none`."""
        match node:
            case t.Reference():
                value = self._value(node)[1]
                return value.state is State.NONE and self.trusted(value)
            case t.Call(name="fitted"):
                return False
            case t.Quantified(op="sum", table=table, body=body):
                if self._reads_none(table):
                    return True
                value = self._value(table)[1]
                if value.state is not State.KNOWN or not self.trusted(value):
                    return False
                return any(
                    self._in_row(node, prefix, row, lambda: self._reads_none(body)) for prefix, row in self._rows(table)
                )
            case t.Quantified(table=table):
                return self._reads_none(table)
            case _:
                return any(self._reads_none(child) for child in t.children(node))

    def _rows(self, table: t.Reference) -> list[tuple[str, Row]]:
        holder, value = self._read(table)
        assert isinstance(value.content, tuple)
        return [(f"{holder}.{table.path}[{number}]", row) for number, row in enumerate(value.content, 1)]

    def _in_row(self, node: t.Quantified, prefix: str, row: Row, built: Callable[[], T]) -> T:
        self.rows[node.variable] = (prefix, self.dictionary[node.table.path], row)
        try:
            return built()
        finally:
            del self.rows[node.variable]

    def _value(self, reference: t.Reference) -> tuple[str, Value]:
        """The holder's id, with the row for a cell, and the value."""
        if reference.root in self.rows:
            prefix, table, row = self.rows[reference.root]
            return prefix, row.get(reference.path) or missing(table.columns[reference.path])
        holder = self.roles[reference.root]
        return holder.id, holder.value(reference.path, self.dictionary)

    def _read(self, reference: t.Reference) -> tuple[str, Value]:
        """As `_value`, for a known value; one that is not there, not fitted or not trusted raises."""
        prefix, value = self._value(reference)
        if value.state not in (State.KNOWN, State.NONE) or not self.trusted(value):
            raise _UnknownError
        if value.state is State.NONE:
            raise _NotFittedError
        if not self.facts and not isinstance(value.content, Quantity | tuple):
            raise _UnknownError
        return prefix, value

    def _comparison(self, node: t.Node) -> Formula:
        match node:
            case t.Truth(value=value):
                return Leaf(value, node.span)
            case t.Reference():
                return Leaf(bool(self._read(node)[1].content), node.span)
            case t.Call(name="fitted"):
                return self._fitted(node)
            case t.Compare(op="within"):
                return self._within(node)
            case t.Compare(op="overlaps"):
                return self._overlaps(node)
            case t.Compare(op="in"):
                return Leaf(self._word(node.left) in self._words(node.right), node.span)
            case t.Compare(op="==" | "!="):
                return self._equal(node)
            case t.Compare(op=op, left=left, right=right):
                return self._ordered(node.span, op, left, right)
            case _:
                raise AssertionError(node)

    def _ordered(self, span: t.Span, op: str, left: t.Node, right: t.Node) -> Formula:
        """A margin is a fraction of the limit: the side without a parameter, else the right one."""
        first, second = self._number(left), self._number(right)
        literal = not _reads(left) and _reads(right)
        limit = first if literal or (second.pieces and not first.pieces) else second
        low, high = (first, second) if op in ("<", "<=") else (second, first)
        built = at_most(span, low, high, strict=op in ("<", ">"), against=limit)
        # Counts that are known compare like words: three petals for three petals is no margin of zero.
        categorical = not names(built) and not self._measures(left) and not self._measures(right)
        return settled(built) if categorical else built

    def _measures(self, node: t.Node) -> bool:
        """Whether a number rests on anything but counts."""
        match node:
            case t.Reference():
                return self._parameter(node).type is not Type.COUNT
            case t.Quantified(op=op):
                return op == "sum"
            case _:
                return any(self._measures(child) for child in t.children(node))

    def _fitted(self, node: t.Call) -> Formula:
        reference = node.arguments[0]
        assert isinstance(reference, t.Reference)
        try:
            self._read(reference)
        except _NotFittedError:
            return Leaf(False, node.span)
        return Leaf(True if self.facts else None, node.span)

    def _equal(self, node: t.Compare) -> Formula:
        if self._is_number(node.left):
            sides = (
                self._ordered(node.span, "<=", node.left, node.right),
                self._ordered(node.span, ">=", node.left, node.right),
            )
            both = join("and", sides)
        else:
            both = Leaf(self._fact(node.left) == self._fact(node.right), node.span)
        return both if node.op == "==" else negation(both)

    def _is_number(self, node: t.Node) -> bool:
        if isinstance(node, t.Reference):
            return self._parameter(node).numeric
        return (
            isinstance(node, t.Number | t.Tbd | t.Arithmetic)
            or (isinstance(node, t.Call) and node.name != "fitted")
            or isinstance(node, t.Quantified)
        )

    def _fact(self, node: t.Node) -> object:
        if isinstance(node, t.Word | t.Words):
            return node.text if isinstance(node, t.Word) else frozenset(node.texts)
        if isinstance(node, t.Truth):
            return node.value
        assert isinstance(node, t.Reference)
        return self._read(node)[1].content

    def _word(self, node: t.Node) -> str:
        found = self._fact(node)
        assert isinstance(found, str)
        return found

    def _words(self, node: t.Node) -> frozenset[str]:
        found = self._fact(node)
        assert isinstance(found, frozenset)
        return found

    def _parameter(self, reference: t.Reference) -> Parameter:
        return parameter_of(reference, self.dictionary, {name: row[1] for name, row in self.rows.items()})

    def _limits(self, node: t.Node) -> Limits | None:
        """What a range literal or an accepting parameter allows; None for anything else."""
        if isinstance(node, t.Range):
            return Limits(node.low.base, node.high.base)
        if isinstance(node, t.Reference) and self._parameter(node).reading is Reading.ACCEPTS:
            content = self._read(node)[1].content
            assert isinstance(content, Quantity)
            return Limits(content.low, content.high)
        return None

    def _within(self, node: t.Compare) -> Formula:
        if not self._speaks_of_numbers(node.right):
            return Leaf(self._words(node.left) <= self._words(node.right), node.span)
        accepted = self._limits(node.right)
        assert accepted is not None
        inner = self._limits(node.left)
        if inner is None:
            number = self._number(node.left)
            return _inside(node.span, number, number, accepted)
        assert isinstance(node.left, t.Range | t.Reference)
        low, high = self._closed(node.left, inner)
        return _inside(node.span, Number(p.constant(low)), Number(p.constant(high)), accepted)

    def _speaks_of_numbers(self, node: t.Node) -> bool:
        return isinstance(node, t.Range) or (isinstance(node, t.Reference) and self._parameter(node).numeric)

    def _closed(self, node: t.Range | t.Reference, limits: Limits) -> tuple[Fraction, Fraction]:
        """Open ends of what a parameter accepts meet its domain."""
        if isinstance(node, t.Range):
            return node.low.base, node.high.base
        domain = self._parameter(node).domain
        assert domain is not None
        assert domain.low is not None
        assert domain.high is not None
        return (
            domain.low if limits.low is None else limits.low,
            domain.high if limits.high is None else limits.high,
        )

    def _overlaps(self, node: t.Compare) -> Formula:
        if not self._speaks_of_numbers(node.left):
            return Leaf(bool(self._words(node.left) & self._words(node.right)), node.span)
        left, right = self._reach(node.left), self._reach(node.right)
        if left is None and right is None:
            # Two values, each only roughly known, share a value where they are equal.
            both = self._number(node.left), self._number(node.right)
            return join("and", tuple(_below(node.span, *pair) for pair in (both, both[::-1])))
        if left is None or right is None:
            number = self._number(node.left if left is None else node.right)
            return _inside(node.span, number, number, (left or right or Limits(None, None)))
        (low_a, high_a), (low_b, high_b) = left.ends, right.ends
        shared = min(high_a, high_b) - max(low_a, low_b)
        narrow = min(high_a - low_a, high_b - low_b)
        return Atom(p.constant(shared), False, node.span, p.constant(Fraction(1)), p.constant(narrow))

    def _reach(self, node: t.Node) -> Limits | None:
        """The values of a range, or those that a parameter accepts or can be set to.

        None for a setting with a tolerance, which can not take them all at will, and for one that is vague.
        """
        limits = self._limits(node)
        if limits is None:
            assert isinstance(node, t.Reference)
            value = self._read(node)[1]
            assert isinstance(value.content, Quantity)
            return None if value.content.form in (Form.TOLERANCE, Form.ABOUT) else Limits(*ends(value))
        assert isinstance(node, t.Range | t.Reference)
        return Limits(*self._closed(node, limits))

    def _number(self, node: t.Node) -> Number:
        match node:
            case t.Number():
                return Number(p.constant(node.base))
            case t.Tbd():
                return Number(self._to_be_determined(node))
            case t.Reference():
                return Number(self._variable(node))
            case t.Arithmetic() | t.Call():
                return calculated(node, self._number, self._pi, self._box)
            case t.Quantified(op="sum"):
                total = Number({})
                for prefix, row in self._rows(node.table):
                    total = added(total, self._in_row(node, prefix, row, lambda: self._number(node.body)), sign=1)
                return total
            case t.Quantified():
                return Number(self._count(node))
            case _:
                raise AssertionError(node)

    def _variable(self, reference: t.Reference) -> p.Polynomial:
        prefix, value = self._read(reference)
        low, high = ends(value)
        assert isinstance(value.content, Quantity)
        if low == high:
            return p.constant(low)
        name = f"{prefix}.{reference.path}"
        about = value.content.form is Form.ABOUT
        # A tolerance occurs, even that of a setting that could be chosen.
        occurs = value.content.form is Form.TOLERANCE
        mode = Mode.UNCERTAIN if about else Mode.OCCURS if occurs else Mode(value.parameter.reading.value)
        kind = value.parameter.kind
        whole = kind is not None and kind.whole
        stated = value.statistics
        sigma = stated.sigma if stated is not None and stated.independent else None
        self.variables[name] = Variable(name, low, high, mode, whole, sigma)
        return p.variable(name)

    def _to_be_determined(self, node: t.Tbd) -> p.Polynomial:
        if self.facts:
            raise _UnknownError
        name = f"{TBD}{node.name}"
        self.variables[name] = Variable(name, *ANY_NUMBER, Mode.OCCURS)
        return p.variable(name)

    def _pi(self) -> p.Polynomial:
        self.variables["pi"] = Variable("pi", *PI, Mode.OCCURS)
        return p.variable("pi")

    def _count(self, node: t.Quantified) -> p.Polynomial:
        """A variable for the number of rows that meet the body; `uncounted` takes it out of the comparison."""
        rows = tuple(
            settled(self._in_row(node, prefix, row, lambda: self.formula(node.body)))
            for prefix, row in self._rows(node.table)
        )
        sure = sum(isinstance(row, Leaf) and row.value is True for row in rows)
        never = sum(isinstance(row, Leaf) and row.value is False for row in rows)
        low, high = Fraction(sure), Fraction(len(rows) - never)
        if low == high:
            return p.constant(low)
        name = f"count {len(self.counts)}"
        self.counts[name] = rows
        self.variables[name] = Variable(name, low, high, Mode.OCCURS, whole=True)
        return p.variable(name)

    def _box(self, polynomial: p.Polynomial) -> p.Box:
        return {name: (self.variables[name].low, self.variables[name].high) for name in p.names(polynomial)}


def ends(value: Value) -> tuple[Fraction, Fraction]:
    """The closed interval of a known number; an open or vague end meets the parameter's domain."""
    content, domain = value.content, value.parameter.domain
    assert isinstance(content, Quantity)
    assert domain is not None
    assert domain.low is not None
    assert domain.high is not None
    low = domain.low if content.low is None else max(content.low, domain.low)
    high = domain.high if content.high is None else min(content.high, domain.high)
    return low, high


def _reads(node: t.Node) -> bool:
    return any(isinstance(inner, t.Reference) for inner in t.walk(node))


def _below(span: t.Span, low: Number, high: Number) -> Formula:
    return at_most(span, low, high, strict=False, against=high)


def _inside(span: t.Span, lowest: Number, highest: Number, accepted: Limits) -> Formula:
    """Both ends within what is accepted; a band is measured against its width, a single limit against itself."""
    sides: list[Formula] = []
    width = None if accepted.width is None else Number(p.constant(accepted.width))
    if accepted.low is not None:
        low = Number(p.constant(accepted.low))
        sides.append(at_most(span, low, lowest, strict=False, against=width or low))
    if accepted.high is not None:
        high = Number(p.constant(accepted.high))
        sides.append(at_most(span, highest, high, strict=False, against=width or high))
    return join("and", tuple(sides)) if sides else Leaf(True, span)
