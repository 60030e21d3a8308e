"""What is open about a declaration that nobody has made yet: a symbol for each thing that it could say otherwise.

A symbol is named for the port, the parameter and the part of its value that it stands for, as in
`a.scs.ring_diameter:low`. Facts are symbols that are 0 or 1; words are numbers. So a clause about any declaration is
a formula over symbols, with the same comparisons as one about a declaration at hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from hardmate.language import polynomial as p
from hardmate.language.dictionary import Dictionary, Parameter, Reading, Type
from hardmate.language.formula import Atom, Formula, Leaf, Mode, Variable, join, names, negation
from hardmate.language.tree import Span
from hardmate.quantity import ONE as UNITLESS

NOWHERE = Span(0, 0)
ONE, _MINUS_ONE = p.constant(Fraction(1)), p.constant(Fraction(-1))
ZERO, FULL = Fraction(0), Fraction(1)
_FREE_TEXT = Fraction(10**400)
"""Words of free text are numbered below this; it only has to be beyond any text that a clause may quote."""


_CALLED = re.compile(r"text ([1-9][0-9]{0,300})")


class Sort(StrEnum):
    """What a symbol ranges over."""

    REAL = "real"
    WHOLE = "whole"
    TRUTH = "truth"


class Part(StrEnum):
    """The part of a value that a symbol stands for."""

    POINT = ""
    """One of the values that occur."""
    LOW = "low"
    HIGH = "high"
    OPEN_LOW = "open-low"
    """An accepted range has no lower end."""
    OPEN_HIGH = "open-high"
    TOLERANCED = "toleranced"
    """A setting with a tolerance: its values occur, and none of them can be chosen."""
    FITTED = "fitted"
    """It has a value, and is not declared `none`."""
    TRUE = "true"
    WORD = "word"
    HAS = "has"
    """A set has the word that is named behind it."""
    THERE = "there"
    """A row of a table exists."""


class Symbol(Struct, frozen=True):
    """One open thing. `place` is the parameter's path, of a cell `group.table[1].column`; `word` belongs to `has`."""

    name: str
    sort: Sort
    low: Fraction
    high: Fraction
    port: str
    place: str
    part: Part
    word: str = ""


Symbols = Mapping[str, Symbol]


def at_least(slack: p.Polynomial, *, strict: bool = False) -> Formula:
    """slack >= 0, or > 0; settled where it has no symbol."""
    if not p.is_constant(slack):
        return Atom(slack, strict, NOWHERE, ONE)
    value = p.value(slack)
    return Leaf(value > 0 or (value == 0 and not strict), NOWHERE)


def not_above(left: p.Polynomial, right: p.Polynomial) -> Formula:
    return at_least(p.add(right, left, sign=-1))


def same(left: p.Polynomial, right: p.Polynomial) -> Formula:
    return join("and", (not_above(left, right), not_above(right, left)))


def true(name: str) -> Formula:
    """A symbol that is 0 or 1 is 1."""
    return Atom({**p.variable(name), **_MINUS_ONE}, False, NOWHERE, ONE)


def both(parts: Iterable[Formula]) -> Formula:
    """All of them; of none, what always holds."""
    listed = tuple(parts)
    return join("and", listed) if listed else Leaf(True, NOWHERE)


def either(parts: Iterable[Formula]) -> Formula:
    """One of them; of none, what never holds."""
    listed = tuple(parts)
    return join("or", listed) if listed else Leaf(False, NOWHERE)


def implies(left: Formula, right: Formula) -> Formula:
    return join("or", (negation(left), right))


class Slot(Struct, frozen=True):
    """One value of a declaration to be: the port, the parameter behind it, and its place in the declaration."""

    port: str
    place: str
    parameter: Parameter

    def name(self, part: Part, word: str = "") -> str:
        stem = f"{self.port}.{self.place}"
        return stem if part is Part.POINT else f"{stem}:{part}{f' {word}' if word else ''}"

    def row(self, number: int) -> Slot:
        """A row of a table, counted from 1."""
        return Slot(self.port, f"{self.place}[{number}]", self.parameter)

    def cell(self, number: int, column: str) -> Slot:
        return Slot(self.port, f"{self.place}[{number}].{column}", self.parameter.columns[column])


class Vocabulary(Struct):
    """The symbols spoken of so far, and the numbers of words. Asking for a symbol makes it known."""

    dictionary: Dictionary
    symbols: dict[str, Symbol] = field(default_factory=dict)
    slots: dict[tuple[str, str], Slot] = field(default_factory=dict)
    terms: dict[int, tuple[Formula, str, frozenset[str]]] = field(default_factory=dict)
    """Formulas as SMT-LIB with their names, by identity: a premise stands in many questions."""
    _variables: dict[str, Variable] = field(default_factory=dict)
    _names: dict[int, tuple[Formula, frozenset[str]]] = field(default_factory=dict)
    _about: dict[tuple[str, str, str], Formula] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        every = (inner for each in self.dictionary.values() for inner in (each, *each.columns.values()))
        words = sorted({word for parameter in every for word in parameter.choices})
        self._numbers = {word: number for number, word in enumerate(words, 1)}

    def word(self, text: str) -> Fraction:
        """The number of a word; of a text that is no choice of the dictionary, a number far beyond theirs."""
        known = self._numbers.get(text)
        if known is None:
            called = _CALLED.fullmatch(text)
            known = int(called[1]) if called else int.from_bytes(b"\1" + text.encode())
            known = self._numbers[text] = int.from_bytes(b"\2" + text.encode()) if self._taken(known) else known
        return Fraction(known)

    def _taken(self, number: int) -> bool:
        return number in self._numbers.values()

    def text(self, number: Fraction) -> str:
        """The word of a number; a text that nobody has quoted is called by its number."""
        return next((word for word, known in self._numbers.items() if known == number), f"text {number}")

    def slot(self, port: str, path: str) -> Slot:
        return self._known(Slot(port, path, self.dictionary[path]))

    def cell(self, table: Slot, number: int, column: str) -> Slot:
        return self._known(table.cell(number, column))

    def _known(self, slot: Slot) -> Slot:
        return self.slots.setdefault((slot.port, slot.place), slot)

    def of(self, slot: Slot, part: Part, word: str = "") -> p.Polynomial:
        """The symbol of a part of a value, as a number."""
        name = slot.name(part, word)
        if name not in self.symbols:
            sort, low, high = self._range(slot.parameter, part)
            self._add(Symbol(name, sort, low, high, slot.port, slot.place, part, word))
        return p.variable(name)

    def twins(self, one: str, other: str) -> dict[str, str]:
        """What each symbol of a port is called of another one; symbols of no port keep their names."""
        called: dict[str, str] = {}
        for symbol in tuple(self.symbols.values()):
            if symbol.port == one:
                name = called[symbol.name] = f"{other}{symbol.name.removeprefix(one)}"
                if name not in self.symbols:
                    self._add(replace(symbol, name=name, port=other))
            elif not symbol.port:
                called[symbol.name] = symbol.name
        for port, place in tuple(self.slots):
            if port == one:
                self._known(replace(self.slots[port, place], port=other))
        return called

    def pi(self, low: Fraction, high: Fraction) -> p.Polynomial:
        """A number between two that are known to enclose pi."""
        if "pi" not in self.symbols:
            self._add(Symbol("pi", Sort.REAL, low, high, "", "pi", Part.POINT))
        return p.variable("pi")

    def limit(self, most: Fraction, *, whole: bool) -> str:
        """A number from 0 to so much, which says how far a limit has moved."""
        name = f"moved {'whole ' if whole else ''}{most}"
        if name not in self.symbols:
            self._add(Symbol(name, Sort.WHOLE if whole else Sort.REAL, ZERO, most, "", name, Part.POINT))
        return name

    def _add(self, symbol: Symbol) -> None:
        name, whole = symbol.name, symbol.sort is not Sort.REAL
        self.symbols[name] = symbol
        self._variables[name] = Variable(name, symbol.low, symbol.high, Mode.OCCURS, whole=whole)

    def variables(self) -> Mapping[str, Variable]:
        """Every symbol with the widest interval that it may have."""
        return self._variables

    def spoken(self, *formulas: Formula) -> frozenset[str]:
        """The names in formulas that stand in many questions."""
        return frozenset[str]().union(*map(self._names_in, formulas))

    def _names_in(self, formula: Formula) -> frozenset[str]:
        found = self._names.get(id(formula))
        if found is None:
            found = self._names[id(formula)] = (formula, names(formula))
        return found[1]

    def behind(self, names: Iterable[str]) -> tuple[Slot, ...]:
        """The values that symbols are parts of, sorted; with a cell, its table."""
        found: set[tuple[str, str]] = set()
        for name in names:
            symbol = self.symbols[name]
            if symbol.port:
                table, bracket, _ = symbol.place.partition("[")
                found |= {(symbol.port, table)} if bracket else set()
                found |= {(symbol.port, symbol.place)} if symbol.part is not Part.THERE else set()
        return tuple(self.slots[each] for each in sorted(found))

    def is_true(self, slot: Slot, part: Part, word: str = "") -> Formula:
        self.of(slot, part, word)
        return true(slot.name(part, word))

    def _range(self, parameter: Parameter, part: Part) -> tuple[Sort, Fraction, Fraction]:
        if part in (Part.POINT, Part.LOW, Part.HIGH):
            whole = parameter.kind is not None and parameter.kind.whole
            return (Sort.WHOLE if whole else Sort.REAL, *domain(parameter))
        if part is not Part.WORD:
            return Sort.TRUTH, ZERO, FULL
        numbers = [self.word(word) for word in parameter.choices]
        return Sort.WHOLE, min(numbers, default=ZERO), max(numbers, default=_FREE_TEXT)

    def well_formed(self, slot: Slot) -> Formula:
        """What any value of the parameter meets that the schema lets pass, its physical domain left out."""
        return self._once("shape", slot, self._shaped)

    def _once(self, about: str, slot: Slot, said: Callable[[Slot], Formula]) -> Formula:
        key = (about, slot.port, slot.place)
        if key not in self._about:
            self._about[key] = said(slot)
        return self._about[key]

    def _shaped(self, slot: Slot) -> Formula:
        parameter = slot.parameter
        match parameter.type:
            case Type.COUNT | Type.QUANTITY | Type.RANGE:
                return self._ends_in_order(slot)
            case Type.CHOICE:
                at = self.of(slot, Part.WORD)
                return either(same(at, p.constant(self.word(word))) for word in sorted(parameter.choices))
            case Type.TEXT:
                return at_least(self.of(slot, Part.WORD))
            case Type.SET:
                return either(self.is_true(slot, Part.HAS, word) for word in sorted(parameter.choices))
            case Type.TABLE:
                there = [self.is_true(slot.row(number), Part.THERE) for number in range(1, parameter.max_rows + 1)]
                return both((there[0], *(implies(after, before) for before, after in pairwise(there))))
            case Type.FLAG:
                return Leaf(True, NOWHERE)

    def _ends_in_order(self, slot: Slot) -> Formula:
        """The lower end is not above the upper; an open end is put where the domain ends."""
        low, high = self.of(slot, Part.LOW), self.of(slot, Part.HIGH)
        if slot.parameter.reading is not Reading.ACCEPTS:
            return not_above(low, high)
        least, most = domain(slot.parameter)
        opens = self.is_true(slot, Part.OPEN_LOW), self.is_true(slot, Part.OPEN_HIGH)
        return both(
            (
                not_above(low, high),
                implies(opens[0], same(low, p.constant(least))),
                implies(opens[1], same(high, p.constant(most))),
                negation(join("and", opens)),
            )
        )

    def in_domain(self, slot: Slot) -> Formula | None:
        """That a number keeps to its physical domain; None for what is no number."""
        return self._once("domain", slot, self._bounded) if slot.parameter.numeric else None

    def _bounded(self, slot: Slot) -> Formula:
        least, most = domain(slot.parameter)
        return both(
            (
                not_above(p.constant(least), self.of(slot, Part.LOW)),
                not_above(self.of(slot, Part.HIGH), p.constant(most)),
            )
        )


def domain(parameter: Parameter) -> tuple[Fraction, Fraction]:
    """Both ends of a number's physical domain."""
    known = parameter.domain
    assert known is not None
    assert known.low is not None
    assert known.high is not None
    return known.low, known.high


def step_of(parameter: Parameter) -> Fraction:
    """The smallest difference worth telling, in base units; of a count, one."""
    resolution = parameter.resolution
    if resolution is None or not resolution.nominal:
        return (parameter.unit or UNITLESS).factor
    return resolution.nominal
