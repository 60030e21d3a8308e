"""A clause about declarations that nobody has made yet: the tree goes in, a formula over symbols comes out.

The meaning of every construct is that of `language.build`, read for values that are open; a test holds the two
together. Every value that the clause reads is declared here, with a value or as `none`: what is missing, vague or
doubtful only leaves more undetermined, and never turns a pass into a fail. A comparison with a number that is to be
determined stays unknown, as a leaf that each statement reads in the way that is safe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from msgspec import Struct, field

from hardmate.analysis.prove.symbols import (
    NOWHERE,
    Part,
    Slot,
    Vocabulary,
    both,
    domain,
    either,
    implies,
    not_above,
    same,
)
from hardmate.language import polynomial as p
from hardmate.language import tree as t
from hardmate.language.build import PI
from hardmate.language.counted import uncounted
from hardmate.language.dictionary import Parameter, Reading, Type
from hardmate.language.formula import Formula, Leaf, Mode, Variable, join, negation
from hardmate.language.number import Number, added, at_most, calculated, multiplied

T = TypeVar("T")


class NotEncodableError(Exception):
    """The clause says something that has no formula over symbols; the text says what."""


class Encoder(Struct):
    """Encodes one clause for one way to put ports to its role words; gathers the values that occur in it.

    `points` are the values over which the clause is quantified, each with the two ends between which it lies.
    """

    vocabulary: Vocabulary
    roles: Mapping[str, str]
    points: dict[str, tuple[p.Polynomial, p.Polynomial]] = field(default_factory=dict)
    variables: dict[str, Variable] = field(default_factory=dict)
    rows: dict[str, tuple[Slot, int]] = field(default_factory=dict)
    counts: dict[str, tuple[Formula, ...]] = field(default_factory=dict)
    chosen: set[str] = field(default_factory=set)

    def formula(self, node: t.Node, *, helps: bool | None = True) -> Formula:
        """The formula of a node that holds or not; whether its holding helps the clause to hold, which is how a setting
        in it is chosen. None for what can do either."""
        against = None if helps is None else not helps
        match node:
            case t.Not(operand=operand):
                return negation(self.formula(operand, helps=against))
            case t.Junction(op=op, operands=operands):
                return join(op, tuple(self.formula(operand, helps=helps) for operand in operands))
            case t.Implies(left=left, right=right):
                return implies(self.formula(left, helps=against), self.formula(right, helps=helps))
            case t.Call(name="fitted", arguments=(reference,)):
                assert isinstance(reference, t.Reference)
                return self._fitted(self._slot(reference))
            case t.Quantified(op="all", table=table):
                rows = (join("or", (negation(there), body)) for there, body in self._each_row(node, helps))
                return both((self._fitted(self._slot(table)), *rows))
            case t.Quantified(op="any", table=table):
                rows = (join("and", (there, body)) for there, body in self._each_row(node, helps))
                return both((self._fitted(self._slot(table)), either(rows)))
            case _ if t.tbds(node):
                return both((*self._needed(node), Leaf(None, node.span)))
            case t.Compare(op="within", left=left, right=right) if self._is_setting(left):
                return both((*self._needed(node), self._chosen_within(node.span, left, right, helps)))
            case _:
                # A comparison with what is not fitted does not hold.
                return both((*self._needed(node), uncounted(self._comparison(node), self.counts)))

    def _each_row(self, node: t.Quantified, helps: bool | None) -> Iterator[tuple[Formula, Formula]]:  # noqa: FBT001
        """For each row that the table may have: that it is there, and what is said of it."""
        table = self._slot(node.table)
        for number in range(1, table.parameter.max_rows + 1):
            there = self.vocabulary.is_true(table.row(number), Part.THERE)
            yield there, self._in_row(node, number, lambda: self.formula(node.body, helps=helps))

    def _in_row(self, node: t.Quantified, number: int, built: Callable[[], T]) -> T:
        self.rows[node.variable] = (self._slot(node.table), number)
        try:
            return built()
        finally:
            del self.rows[node.variable]

    def _slot(self, reference: t.Reference) -> Slot:
        if reference.root in self.rows:
            table, number = self.rows[reference.root]
            return self.vocabulary.cell(table, number, reference.path)
        return self.vocabulary.slot(self.roles[reference.root], reference.path)

    def _parameter(self, node: t.Node) -> Parameter | None:
        return self._slot(node).parameter if isinstance(node, t.Reference) else None

    def _fitted(self, slot: Slot) -> Formula:
        return self.vocabulary.is_true(slot, Part.FITTED)

    def _needed(self, node: t.Node) -> Iterator[Formula]:
        """That everything is fitted that a comparison reads; what it counts is judged row by row."""
        match node:
            case t.Reference():
                yield self._fitted(self._slot(node))
            case t.Quantified(op="sum", table=table, body=body):
                yield self._fitted(self._slot(table))
                for number in range(1, self._slot(table).parameter.max_rows + 1):
                    there = self.vocabulary.is_true(self._slot(table).row(number), Part.THERE)
                    cells = self._in_row(node, number, lambda: tuple(self._needed(body)))
                    yield from (implies(there, cell) for cell in cells)
            case t.Quantified(table=table):
                yield self._fitted(self._slot(table))
            case _:
                for child in t.children(node):
                    yield from self._needed(child)

    def _comparison(self, node: t.Node) -> Formula:
        match node:
            case t.Truth(value=value):
                return Leaf(value, node.span)
            case t.Reference():
                return self.vocabulary.is_true(self._slot(node), Part.TRUE)
            case t.Compare(op="within", left=left, right=right):
                return self._within(node, left, right)
            case t.Compare(op="overlaps", left=left, right=right):
                return self._overlaps(left, right)
            case t.Compare(op="in", left=left, right=right):
                word, words = self._word(left), self._words(right)
                return either(
                    join("and", (same(word, p.constant(self.vocabulary.word(one))), has)) for one, has in words.items()
                )
            case t.Compare(op="==" | "!=" as op, left=left, right=right):
                equal = self._equal(node.span, left, right)
                return equal if op == "==" else negation(equal)
            case t.Compare(op=op, left=left, right=right):
                return self._ordered(node.span, op, left, right)
            case _:
                raise AssertionError(node)

    def _ordered(self, span: t.Span, op: str, left: t.Node, right: t.Node) -> Formula:
        first, second = self._number(left), self._number(right)
        low, high = (first, second) if op in ("<", "<=") else (second, first)
        return at_most(span, low, high, strict=op in ("<", ">"), against=high)

    def _equal(self, span: t.Span, left: t.Node, right: t.Node) -> Formula:
        kinds = {self._sort(side) for side in (left, right)}
        if Type.FLAG in kinds:
            first, second = self._flag(left), self._flag(right)
            return join("or", (join("and", (first, second)), join("and", (negation(first), negation(second)))))
        if Type.SET in kinds:
            mine, theirs = self._words(left), self._words(right)
            never = Leaf(False, span)
            pairs = [(mine.get(word, never), theirs.get(word, never)) for word in sorted({*mine, *theirs})]
            return both(each for a, b in pairs for each in (implies(a, b), implies(b, a)))
        if Type.TEXT in kinds:
            return same(self._word(left), self._word(right))
        return both(self._ordered(span, op, left, right) for op in ("<=", ">="))

    def _sort(self, node: t.Node) -> Type:
        """Of what sort a side of an equality is; choices count as text."""
        match node:
            case t.Truth():
                return Type.FLAG
            case t.Words():
                return Type.SET
            case t.Word():
                return Type.TEXT
            case t.Reference():
                sort = self._slot(node).parameter.type
                return Type.TEXT if sort is Type.CHOICE else sort
            case _:
                return Type.QUANTITY

    def _flag(self, node: t.Node) -> Formula:
        if isinstance(node, t.Truth):
            return Leaf(node.value, node.span)
        assert isinstance(node, t.Reference)
        return self.vocabulary.is_true(self._slot(node), Part.TRUE)

    def _word(self, node: t.Node) -> p.Polynomial:
        """The number of a word."""
        if isinstance(node, t.Word):
            return p.constant(self.vocabulary.word(node.text))
        assert isinstance(node, t.Reference)
        return self.vocabulary.of(self._slot(node), Part.WORD)

    def _words(self, node: t.Node) -> Mapping[str, Formula]:
        """Each word that a set may have, with the statement that it has it."""
        if isinstance(node, t.Words):
            return {word: Leaf(True, node.span) for word in sorted(node.texts)}
        assert isinstance(node, t.Reference)
        slot = self._slot(node)
        return {word: self.vocabulary.is_true(slot, Part.HAS, word) for word in sorted(slot.parameter.choices)}

    def _within(self, node: t.Compare, left: t.Node, right: t.Node) -> Formula:
        parameter = self._parameter(right)
        if not isinstance(right, t.Range) and (parameter is None or not parameter.numeric):
            mine, theirs = self._words(left), self._words(right)
            return both(implies(has, theirs.get(word, Leaf(False, node.span))) for word, has in mine.items())
        reach = self._reach(left)
        lowest, highest = (self._number(left),) * 2 if reach is None else map(Number, reach)
        return self._inside(node.span, lowest, highest, right)

    def _inside(self, span: t.Span, lowest: Number, highest: Number, accepted: t.Node) -> Formula:
        """Both within what is accepted, which an open end does not limit."""
        reach = self._reach(accepted)
        assert reach is not None
        above = at_most(span, Number(reach[0]), lowest, strict=False, against=lowest)
        below = at_most(span, highest, Number(reach[1]), strict=False, against=highest)
        if isinstance(accepted, t.Reference) and self._slot(accepted).parameter.reading is Reading.ACCEPTS:
            slot = self._slot(accepted)
            above = join("or", (self.vocabulary.is_true(slot, Part.OPEN_LOW), above))
            below = join("or", (self.vocabulary.is_true(slot, Part.OPEN_HIGH), below))
        return join("and", (above, below))

    def _is_setting(self, node: t.Node) -> bool:
        parameter = self._parameter(node)
        return parameter is not None and parameter.numeric and parameter.reading is Reading.SELECTABLE

    def _chosen_within(self, span: t.Span, node: t.Node, accepted: t.Node, helps: bool | None) -> Formula:  # noqa: FBT001
        """One setting is chosen, so that it suits the clause best; of a setting with a tolerance all values occur."""
        assert isinstance(node, t.Reference)
        slot = self._slot(node)
        name = slot.name(Part.POINT)
        if helps is None or name in self.chosen:
            raise NotEncodableError(f"what suits it best of {node}, which can be chosen, is not plain")
        self.chosen.add(name)
        low, high = map(Number, self._ends(slot))
        at, vague = Number(self._point(node)), self._toleranced(node)
        best = self._inside(span, high, low, accepted) if helps else self._inside(span, low, high, accepted)
        occurs = self._inside(span, at, at, accepted)
        return both((join("or", (vague, best)), join("or", (negation(vague), occurs))))

    def _reach(self, node: t.Node) -> tuple[p.Polynomial, p.Polynomial] | None:
        """Both ends of a range, of what is accepted, or of a setting; None for what occurs."""
        if isinstance(node, t.Range):
            return p.constant(node.low.base), p.constant(node.high.base)
        if isinstance(node, t.Reference) and self._slot(node).parameter.reading is not Reading.OCCURS:
            return self._ends(self._slot(node))
        return None

    def _ends(self, slot: Slot) -> tuple[p.Polynomial, p.Polynomial]:
        return self.vocabulary.of(slot, Part.LOW), self.vocabulary.of(slot, Part.HIGH)

    def _overlaps(self, left: t.Node, right: t.Node) -> Formula:
        parameter = self._parameter(left)
        if not isinstance(left, t.Range) and (parameter is None or not parameter.numeric):
            mine, theirs = self._words(left), self._words(right)
            return either(join("and", (mine[word], theirs[word])) for word in sorted(mine.keys() & theirs.keys()))
        (low_a, high_a), (low_b, high_b) = self._reach_of_all(left), self._reach_of_all(right)
        vague = self._toleranced(left), self._toleranced(right)
        shared = join("and", (not_above(low_a, high_b), not_above(low_b, high_a)))
        cases = [join("or", (*vague, shared))]
        never = Leaf(False, NOWHERE)
        if vague[0] != never:
            at = self._point(left)
            one = join("and", (not_above(low_b, at), not_above(at, high_b)))
            cases.append(join("or", (negation(vague[0]), vague[1], one)))
        if vague[1] != never:
            at = self._point(right)
            one = join("and", (not_above(low_a, at), not_above(at, high_a)))
            cases.append(join("or", (vague[0], negation(vague[1]), one)))
        if never not in vague:
            one = same(self._point(left), self._point(right))
            cases.append(join("or", (negation(vague[0]), negation(vague[1]), one)))
        return both(cases)

    def _reach_of_all(self, node: t.Node) -> tuple[p.Polynomial, p.Polynomial]:
        reach = self._reach(node)
        if reach is None:
            raise NotEncodableError("it asks whether values that occur overlap")
        return reach

    def _toleranced(self, node: t.Node) -> Formula:
        parameter = self._parameter(node)
        if parameter is None or parameter.reading is not Reading.SELECTABLE:
            return Leaf(False, NOWHERE)
        assert isinstance(node, t.Reference)
        return self.vocabulary.is_true(self._slot(node), Part.TOLERANCED)

    def _point(self, node: t.Node) -> p.Polynomial:
        """A value that occurs, over which the clause is quantified."""
        assert isinstance(node, t.Reference)
        slot = self._slot(node)
        at = self.vocabulary.of(slot, Part.POINT)
        name = slot.name(Part.POINT)
        self.points[name] = self._ends(slot)
        kind = slot.parameter.kind
        whole = kind is not None and kind.whole
        self.variables[name] = Variable(name, *domain(slot.parameter), Mode.OCCURS, whole=whole)
        return at

    def _number(self, node: t.Node) -> Number:
        match node:
            case t.Number():
                return Number(p.constant(node.base))
            case t.Reference():
                if self._slot(node).parameter.reading is not Reading.OCCURS:
                    raise NotEncodableError(f"it calculates with {node}, which can be chosen")
                return Number(self._point(node))
            case t.Arithmetic() | t.Call():
                return calculated(node, self._number, self._pi, self._box)
            case t.Quantified(op="sum"):
                return self._total(node)
            case t.Quantified():
                return Number(self._count(node))
            case _:
                raise AssertionError(node)

    def _total(self, node: t.Quantified) -> Number:
        """A sum over rows; a row that is not there adds nothing."""
        table, total = self._slot(node.table), Number({})
        for number in range(1, table.parameter.max_rows + 1):
            there = Number(self.vocabulary.of(table.row(number), Part.THERE))
            self._known(table.row(number).name(Part.THERE))
            each = multiplied(there, self._in_row(node, number, lambda: self._number(node.body)))
            total = added(total, each, sign=1)
        return total

    def _known(self, name: str) -> None:
        symbol = self.vocabulary.symbols[name]
        self.variables[name] = Variable(name, symbol.low, symbol.high, Mode.OCCURS, whole=True)

    def _pi(self) -> p.Polynomial:
        self.points["pi"] = (p.constant(PI[0]), p.constant(PI[1]))
        self.variables["pi"] = Variable("pi", *PI, Mode.OCCURS)
        return self.vocabulary.pi(*PI)

    def _count(self, node: t.Quantified) -> p.Polynomial:
        """A variable for the number of rows that meet the body; `uncounted` takes it out of the comparison."""
        rows: Sequence[Formula] = tuple(join("and", each) for each in self._each_row(node, None))
        name = f"count {len(self.counts)}"
        self.counts[name] = tuple(rows)
        self.variables[name] = Variable(name, Fraction(0), Fraction(len(rows)), Mode.OCCURS, whole=True)
        return p.variable(name)

    def _box(self, polynomial: p.Polynomial) -> p.Box:
        return {name: (self.variables[name].low, self.variables[name].high) for name in p.names(polynomial)}
