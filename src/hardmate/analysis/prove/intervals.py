"""Can formulas hold at once? A no that needs no solver: intervals are narrowed until one of them is empty.

Nothing is guessed: `impossible` is True only if no values meet all formulas. Every narrowing keeps all that do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor

from msgspec import Struct

from hardmate.analysis.prove.symbols import Sort, Symbols, Vocabulary
from hardmate.language import polynomial as p
from hardmate.language.formula import Atom, Formula, Join, Leaf, NormAtom

ROUNDS = 6
MOST_OPTIONS = 8
Interval = tuple[Fraction, Fraction]
Box = dict[str, Interval]


def impossible(formulas: Iterable[Formula], vocabulary: Vocabulary) -> bool:
    """Whether the intervals alone show that the formulas can not all hold."""
    symbols = vocabulary.symbols
    listed = [(each, vocabulary.spoken(each)) for each in formulas]
    read = frozenset[str]().union(*(spoken for _, spoken in listed))
    narrowing = _Narrowing(symbols, {name: (symbols[name].low, symbols[name].high) for name in sorted(read)})
    changed: set[str] = set(read)
    for number in range(ROUNDS):
        before, changed = changed, set()
        for formula, spoken in listed:
            if number and not spoken & (before | changed):
                continue
            log: Box = {}
            if not narrowing.by(formula, log):
                return True
            changed |= log.keys()
        if not changed:
            return False
    return False


def possible(formula: Formula, box: p.Box) -> bool:
    """False if the formula holds nowhere in the box."""
    match formula:
        case Leaf(value=value):
            return bool(value)
        case Atom(slack=slack, strict=strict):
            high = p.bounds(slack, box)[1]
            return high > 0 or (high == 0 and not strict)
        case NormAtom():
            return _norm_possible(formula, box)
        case Join(op="and", parts=parts):
            return all(possible(part, box) for part in parts)
        case Join(parts=parts):
            return any(possible(part, box) for part in parts)


def _norm_possible(atom: NormAtom, box: p.Box) -> bool:
    """By squares, for the root may be irrational."""
    low, high = p.bounds(atom.limit, box)
    ends = [p.bounds(part, box) for part in atom.parts]
    if atom.outside:
        if low < 0 or (low == 0 and not atom.strict):
            return True
        most = sum((max(abs(a), abs(b)) ** 2 for a, b in ends), Fraction(0))
        return most > low**2 or (most == low**2 and not atom.strict)
    if high < 0 or (high == 0 and atom.strict):
        return False
    least = sum((Fraction(0) if a <= 0 <= b else min(abs(a), abs(b)) ** 2 for a, b in ends), Fraction(0))
    return least < high**2 or (least == high**2 and not atom.strict)


class _Narrowing(Struct, frozen=True):
    """Narrows a box in place. A log takes, for each name that changed, the interval that it had before."""

    symbols: Symbols
    box: Box

    def by(self, formula: Formula, log: Box) -> bool:
        """Leaves out values at which the formula does not hold; False if none is left."""
        match formula:
            case Leaf(value=value):
                return bool(value)
            case Atom(slack=slack, strict=strict) if p.is_affine(slack):
                return self._by_affine(slack, log, strict=strict)
            case Atom(slack=slack, strict=strict):
                return possible(formula, self.box) and self._by_comparison(slack, log, strict=strict)
            case Join(op="and", parts=parts):
                return all(self.by(part, log) for part in parts)
            case Join(parts=parts):
                return self._by_options([part for part in parts if possible(part, self.box)], log)
            case _:
                return possible(formula, self.box)

    def _by_options(self, options: Sequence[Formula], log: Box) -> bool:
        """What some option leaves: only what all of them narrow is narrowed."""
        if len(options) == 1:
            return self.by(options[0], log)
        if len(options) > MOST_OPTIONS:
            return True
        left: list[Box] = []
        for option in options:
            inner: Box = {}
            if self.by(option, inner):
                left.append({name: self.box[name] for name in inner})
            self.box.update(inner)
        if not left:
            return False
        for name in sorted(frozenset.intersection(*(frozenset(each) for each in left))):
            self._put(name, (min(each[name][0] for each in left), max(each[name][1] for each in left)), log)
        return True

    def _put(self, name: str, interval: Interval, log: Box) -> None:
        if interval != self.box[name]:
            log.setdefault(name, self.box[name])
            self.box[name] = interval

    def _by_affine(self, slack: p.Polynomial, log: Box, *, strict: bool) -> bool:
        """slack >= 0 bounds each value by what the others leave, and what it bounds is not what they leave."""
        most = p.bounds(slack, self.box)[1]
        if most < 0 or (most == 0 and strict):
            return False
        for monomial in sorted(slack):
            for name in monomial:
                rises = slack[monomial]
                low, high = self.box[name]
                whole = self.symbols[name].sort is not Sort.REAL
                if rises > 0:
                    low = max(low, _up(high - most / rises, whole=whole, strict=strict))
                else:
                    high = min(high, -_up(most / rises - low, whole=whole, strict=strict))
                if low > high:
                    return False
                self._put(name, (low, high), log)
        return True

    def _by_comparison(self, slack: p.Polynomial, log: Box, *, strict: bool) -> bool:
        """slack >= 0 bounds each value that it rises or falls with, whatever the others are."""
        for name in sorted(p.names(slack)):
            if p.degree(slack, name) != 1:
                continue
            low, high = p.bounds(p.derivative(slack, name), self.box)
            if low <= 0 <= high:
                continue
            rest = p.bounds(p.substitute(slack, {name: Fraction(0)}), self.box)[1]
            bounds = (-rest / low, -rest / high)
            least, most = self.box[name]
            whole = self.symbols[name].sort is not Sort.REAL
            if low > 0:
                least = max(least, _up(min(bounds), whole=whole, strict=strict))
            else:
                most = min(most, -_up(-max(bounds), whole=whole, strict=strict))
            if least > most:
                return False
            self._put(name, (least, most), log)
        return True


def _up(bound: Fraction, *, whole: bool, strict: bool) -> Fraction:
    """The least number that a value above the bound can be."""
    if not whole:
        return bound
    return Fraction(floor(bound) + 1 if strict else ceil(bound))
