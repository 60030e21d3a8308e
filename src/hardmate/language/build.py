"""Syntax tree and values to a formula over variables: the one place that says what each construct means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from hardmate.finding import Location
from hardmate.language import polynomial as p
from hardmate.language import tree as t
from hardmate.language.decide import UndecidableError, counterexample
from hardmate.language.dictionary import Dictionary, Parameter, Reading, Type
from hardmate.language.formula import Atom, Formula, Leaf, Mode, NormAtom, Variable, join, names, negation
from hardmate.language.types import parameter_of
from hardmate.language.value import Row, State, Value, missing
from hardmate.quantity import Form, Quantity

T = TypeVar("T")

# pi lies between these; a verdict that the gap of 1e-15 would decide goes to the unfavourable side.
PI = (Fraction(3141592653589793, 10**15), Fraction(3141592653589794, 10**15))


@dataclass(frozen=True, slots=True)
class Holder:
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


@dataclass(frozen=True, slots=True)
class _Piece:
    """factor × max(arguments), or factor × norm(arguments)."""

    factor: Fraction
    op: str
    arguments: tuple[p.Polynomial, ...]


@dataclass(frozen=True, slots=True)
class _Number:
    """top / bottom + the pieces; with pieces, bottom is 1."""

    top: p.Polynomial
    bottom: p.Polynomial = field(default_factory=lambda: p.constant(Fraction(1)))
    pieces: tuple[_Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a side accepts: each end in base units, None where it is open. `band` when both ends were stated."""

    low: Fraction | None
    high: Fraction | None

    @property
    def width(self) -> Fraction | None:
        return self.high - self.low if self.low is not None and self.high is not None else None


@dataclass(slots=True)
class Builder:
    """Builds formulas for one set of role bindings; gathers the variables they use.

    `trusted` says which known values may be used; the others count as unknown.
    """

    dictionary: Dictionary
    roles: Mapping[str, Holder]
    trusted: Callable[[Value], bool]
    variables: dict[str, Variable] = field(default_factory=dict)
    rows: dict[str, tuple[str, Parameter, Row]] = field(default_factory=dict)

    def formula(self, node: t.Node, *, positive: bool = True) -> Formula:
        """The formula of a node that holds or not, or of its negation."""
        match node:
            case t.Not(operand=operand):
                return self.formula(operand, positive=not positive)
            case t.Junction(op=op, operands=operands):
                parts = tuple(self.formula(operand, positive=positive) for operand in operands)
                return join("and" if (op == "and") is positive else "or", parts)
            case t.Implies(left=left, right=right):
                parts = (self.formula(left, positive=not positive), self.formula(right, positive=positive))
                return join("or" if positive else "and", parts)
            case t.Quantified(op="all" | "any"):
                return self._over_rows(node, positive=positive)
        try:
            built = self._comparison(node)
        except _UnknownError:
            return Leaf(None, node.span)
        except _NotFittedError:
            # What is not fitted meets no comparison, whichever way it is put.
            return Leaf(False, node.span)
        return built if positive else negation(built)

    def _over_rows(self, node: t.Quantified, *, positive: bool) -> Formula:
        try:
            rows = self._rows(node.table)
        except _UnknownError:
            return Leaf(None, node.span)
        except _NotFittedError:
            return Leaf(False, node.span)
        every = (node.op == "all") is positive
        parts = tuple(
            self._in_row(node, prefix, row, lambda: self.formula(node.body, positive=positive)) for prefix, row in rows
        )
        return join("and" if every else "or", parts) if parts else Leaf(every, node.span)

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

    def _read(self, reference: t.Reference) -> tuple[str, Value]:
        """The holder's id and its known value; a value that is not there or not trusted raises."""
        if reference.root in self.rows:
            prefix, table, row = self.rows[reference.root]
            value = row.get(reference.path) or missing(table.columns[reference.path])
        else:
            prefix = self.roles[reference.root].id
            value = self.roles[reference.root].value(reference.path, self.dictionary)
        if value.state not in (State.KNOWN, State.NONE) or not self.trusted(value):
            raise _UnknownError
        if value.state is State.NONE:
            raise _NotFittedError
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
                low, high = (left, right) if op in ("<", "<=") else (right, left)
                built = self._at_most(node.span, self._number(low), self._number(high), strict=op in ("<", ">"))
                return self._settled_count(node, built)
            case _:
                raise AssertionError(node)

    def _settled_count(self, node: t.Compare, built: Formula) -> Formula:
        """Counts that are known compare like words: three petals for three petals is no margin of zero."""
        read = [inner for inner in t.walk(node) if isinstance(inner, t.Reference)]
        if isinstance(built, Atom) and not names(built) and all(self._parameter(r).type is Type.COUNT for r in read):
            return Leaf(counterexample(built, {}) is None, node.span)
        return built

    def _fitted(self, node: t.Call) -> Formula:
        reference = node.arguments[0]
        assert isinstance(reference, t.Reference)
        try:
            self._read(reference)
        except _NotFittedError:
            return Leaf(False, node.span)
        return Leaf(True, node.span)

    def _equal(self, node: t.Compare) -> Formula:
        wanted = node.op == "=="
        if self._is_number(node.left):
            left, right = self._number(node.left), self._number(node.right)
            both = (
                self._at_most(node.span, left, right, strict=False),
                self._at_most(node.span, right, left, strict=False),
            )
            equal = join("and", tuple(self._settled_count(node, side) for side in both))
            return equal if wanted else negation(equal)
        left_fact, right_fact = self._fact(node.left), self._fact(node.right)
        return Leaf((left_fact == right_fact) is wanted, node.span)

    def _is_number(self, node: t.Node) -> bool:
        if isinstance(node, t.Reference):
            return self._parameter(node).numeric
        return (
            isinstance(node, t.Number | t.Arithmetic)
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
            return self._inside(node.span, number, number, accepted)
        assert isinstance(node.left, t.Range | t.Reference)
        low, high = self._closed(node.left, inner)
        return self._inside(node.span, _Number(p.constant(low)), _Number(p.constant(high)), accepted)

    def _speaks_of_numbers(self, node: t.Node) -> bool:
        return isinstance(node, t.Range) or (isinstance(node, t.Reference) and self._parameter(node).numeric)

    def _inside(self, span: t.Span, lowest: _Number, highest: _Number, accepted: Limits) -> Formula:
        sides: list[Formula] = []
        scale = None if accepted.width is None else p.constant(accepted.width)
        if accepted.low is not None:
            sides.append(self._at_most(span, _Number(p.constant(accepted.low)), lowest, strict=False, scale=scale))
        if accepted.high is not None:
            sides.append(self._at_most(span, highest, _Number(p.constant(accepted.high)), strict=False, scale=scale))
        return join("and", tuple(sides)) if sides else Leaf(True, span)

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
        (low_a, high_a), (low_b, high_b) = (self._reach(side) for side in (node.left, node.right))
        shared = min(high_a, high_b) - max(low_a, low_b)
        narrow = min(high_a - low_a, high_b - low_b)
        return Atom(p.constant(shared), False, node.span, p.constant(Fraction(1)), p.constant(narrow))

    def _reach(self, node: t.Node) -> tuple[Fraction, Fraction]:
        """The values of a range, or those that a parameter accepts or can be set to."""
        limits = self._limits(node)
        if limits is None:
            assert isinstance(node, t.Reference)
            return ends(self._read(node)[1])
        assert isinstance(node, t.Range | t.Reference)
        return self._closed(node, limits)

    def _number(self, node: t.Node) -> _Number:
        match node:
            case t.Number():
                return _Number(p.constant(node.base))
            case t.Reference():
                return _Number(self._variable(node))
            case t.Arithmetic(op="+" | "-" as op, left=left, right=right):
                return _added(self._number(left), self._number(right), sign=1 if op == "+" else -1)
            case t.Arithmetic(op="*", left=left, right=right):
                return _multiplied(self._number(left), self._number(right))
            case t.Arithmetic(left=left, right=right):
                return self._divided(self._number(left), self._number(right))
            case t.Call(name="arc", arguments=(angle, radius)):
                turn = p.scale(self._pi(), Fraction(1, 180))
                return _multiplied(_multiplied(self._number(angle), self._number(radius)), _Number(turn))
            case t.Call(name=name, arguments=arguments):
                return _piece(name, tuple(self._number(argument) for argument in arguments))
            case t.Quantified(op="sum"):
                total = _Number({})
                for prefix, row in self._rows(node.table):
                    total = _added(total, self._in_row(node, prefix, row, lambda: self._number(node.body)), sign=1)
                return total
            case t.Quantified():
                return _Number(self._count(node))
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
        mode = Mode.UNCERTAIN if about else Mode(value.parameter.reading.value)
        kind = value.parameter.kind
        self.variables[name] = Variable(name, low, high, mode, whole=kind is not None and kind.whole)
        return p.variable(name)

    def _pi(self) -> p.Polynomial:
        self.variables["pi"] = Variable("pi", *PI, Mode.OCCURS)
        return p.variable("pi")

    def _count(self, node: t.Quantified) -> p.Polynomial:
        """How many rows meet the body: surely met to not surely missed."""
        rows = self._rows(node.table)
        met = missed = 0
        for prefix, row in rows:
            sides = [
                self._in_row(node, prefix, row, lambda way=way: self.formula(node.body, positive=way))  # type: ignore[misc]
                for way in (True, False)
            ]
            met += counterexample(sides[0], self.variables) is None
            missed += counterexample(sides[1], self.variables) is None
        low, high = Fraction(met), Fraction(len(rows) - missed)
        if low == high:
            return p.constant(low)
        name = f"count {node.span.start} {node.table}"
        self.variables[name] = Variable(name, low, high, Mode.UNCERTAIN, whole=True)
        return p.variable(name)

    def _box(self, polynomial: p.Polynomial) -> p.Box:
        return {name: (self.variables[name].low, self.variables[name].high) for name in p.names(polynomial)}

    def _divided(self, left: _Number, right: _Number) -> _Number:
        if right.pieces or (left.pieces and p.names(right.top)):
            raise UndecidableError("it divides by, or inside, a min, max, abs or norm")
        low, high = p.bounds(right.top, self._box(right.top))
        if low <= 0 <= high:
            raise UndecidableError("it divides by a value that may be zero")
        if left.pieces:
            return _multiplied(left, _Number(p.constant(1 / p.value(right.top))))
        return _Number(p.multiply(left.top, right.bottom), p.multiply(left.bottom, right.top))

    def _at_most(
        self, span: t.Span, low: _Number, high: _Number, *, strict: bool, scale: p.Polynomial | None = None
    ) -> Formula:
        """low <= high. A margin's fraction is against `scale`, else against the side that is the limit."""
        gap = _added(high, low, sign=-1)
        if gap.pieces:
            if scale is None:
                scale = next((side.top for side in (high, low) if not side.pieces and not p.names(side.top)), None)
            return self._split(span, gap.top, gap.pieces, strict=strict, scale=scale)
        box = self._box(gap.bottom)
        sign = Fraction(1 if p.bounds(gap.bottom, box)[0] > 0 else -1)
        divisor = p.scale(gap.bottom, sign)
        limit = low if p.names(high.top) and not p.names(low.top) else high
        against = p.multiply(limit.top, p.multiply(_others(limit, low, high).bottom, p.constant(sign)))
        if scale is not None:
            against = p.multiply(scale, divisor)
        return Atom(p.scale(gap.top, sign), strict, span, divisor, against)

    def _split(
        self,
        span: t.Span,
        rest: p.Polynomial,
        pieces: tuple[_Piece, ...],
        *,
        strict: bool,
        scale: p.Polynomial | None,
    ) -> Formula:
        """rest + the pieces >= 0, with each max taken apart: below it every argument counts, above it any one."""
        maxima = [piece for piece in pieces if piece.op == "max"]
        if maxima:
            first = maxima[0]
            others = tuple(piece for piece in pieces if piece is not first)
            options = tuple(
                self._split(span, p.add(rest, p.scale(argument, first.factor)), others, strict=strict, scale=scale)
                for argument in first.arguments
            )
            return join("or" if first.factor > 0 else "and", options)
        if not pieces:
            return Atom(rest, strict, span, p.constant(Fraction(1)), scale)
        if len(pieces) > 1:
            raise UndecidableError("it has two norms in one comparison")
        norm = pieces[0]
        limit = p.scale(rest, -1 / norm.factor)
        return NormAtom(norm.arguments, limit, norm.factor > 0, strict, span, scale)


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


def _others(limit: _Number, low: _Number, high: _Number) -> _Number:
    return low if limit is high else high


def _added(left: _Number, right: _Number, *, sign: int) -> _Number:
    pieces = left.pieces + tuple(_Piece(sign * piece.factor, piece.op, piece.arguments) for piece in right.pieces)
    if left.bottom == right.bottom:
        top, bottom = p.add(left.top, right.top, sign=sign), left.bottom
    else:
        top = p.add(p.multiply(left.top, right.bottom), p.multiply(right.top, left.bottom), sign=sign)
        bottom = p.multiply(left.bottom, right.bottom)
    if pieces and bottom != p.constant(Fraction(1)):
        raise UndecidableError("it mixes a quotient with a min, max, abs or norm")
    return _Number(top, bottom, pieces)


def _multiplied(left: _Number, right: _Number) -> _Number:
    if right.pieces:
        left, right = right, left
    if not left.pieces:
        return _Number(p.multiply(left.top, right.top), p.multiply(left.bottom, right.bottom))
    if right.pieces or p.names(right.top) or right.bottom != p.constant(Fraction(1)):
        raise UndecidableError("it multiplies a min, max, abs or norm by a value")
    factor = p.value(right.top)
    pieces = tuple(_Piece(piece.factor * factor, piece.op, piece.arguments) for piece in left.pieces if factor)
    return _Number(p.scale(left.top, factor), pieces=pieces)


def _piece(name: str, arguments: tuple[_Number, ...]) -> _Number:
    if any(argument.pieces or argument.bottom != p.constant(Fraction(1)) for argument in arguments):
        raise UndecidableError(f"`{name}` holds a quotient or another min, max, abs or norm")
    tops = tuple(argument.top for argument in arguments)
    negative = tuple(p.scale(top, Fraction(-1)) for top in tops)
    match name:
        case "max":
            piece = _Piece(Fraction(1), "max", tops)
        case "min":
            piece = _Piece(Fraction(-1), "max", negative)
        case "abs":
            piece = _Piece(Fraction(1), "max", tops + negative)
        case _:
            piece = _Piece(Fraction(1), "norm", tops)
    return _Number({}, pieces=(piece,))
