"""Is there a point that meets affine constraints? An exact simplex that takes constraints one by one and back.

The method is the one of SMT solvers (Dutertre and de Moura, 2006): bounds on variables and on sums of them, a basis
that is repaired by pivots, Bland's rule against cycles. Values are pairs r + k times an arbitrarily small positive
number, which makes strict bounds ordinary ones.
"""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct, field

from hardmate.language.linear import Constraint

Value = tuple[Fraction, Fraction]
Bounds = tuple[dict[str, Value], dict[str, Value]]

_ZERO = Fraction(0)


class Simplex(Struct):
    """`rows` gives each basic variable as a sum of others; `values` always meets the rows."""

    values: dict[str, Value] = field(default_factory=dict)
    rows: dict[str, dict[str, Fraction]] = field(default_factory=dict)
    low: dict[str, Value] = field(default_factory=dict)
    high: dict[str, Value] = field(default_factory=dict)
    _sums: dict[frozenset[tuple[str, Fraction]], str] = field(default_factory=dict)

    def bounds(self) -> Bounds:
        """What `restore` needs to take back all that was asserted later."""
        return dict(self.low), dict(self.high)

    def restore(self, bounds: Bounds) -> None:
        self.low, self.high = dict(bounds[0]), dict(bounds[1])

    def require(self, constraint: Constraint) -> bool:
        """Adds a constraint; False when no point meets all of them any more."""
        slopes = {monomial[0]: slope for monomial, slope in constraint.affine.items() if monomial}
        if not slopes:
            return constraint.holds()
        first = min(slopes)
        size = slopes[first]
        name = self._sum({each: slope / size for each, slope in slopes.items()})
        bound = -constraint.affine.get((), _ZERO) / size
        tight = Fraction(1 if constraint.strict else 0)
        return (self._at_least(name, (bound, tight)) if size > 0 else self._at_most(name, (bound, -tight))) and (
            self._repaired()
        )

    def point(self) -> dict[str, Fraction]:
        """A point that meets the constraints; the small number is made small enough."""
        small = Fraction(1)
        for name, (at, part) in self.values.items():
            if name in self.low and self.low[name][1] > part and at > self.low[name][0]:
                small = min(small, (at - self.low[name][0]) / (self.low[name][1] - part))
            if name in self.high and part > self.high[name][1] and self.high[name][0] > at:
                small = min(small, (self.high[name][0] - at) / (part - self.high[name][1]))
        return {name: at + part * small for name, (at, part) in self.values.items() if not name.startswith("+")}

    def _sum(self, slopes: dict[str, Fraction]) -> str:
        """The variable that stands for a sum: itself if it is one variable, else one with a row."""
        for name in slopes:
            self.values.setdefault(name, (_ZERO, _ZERO))
        if len(slopes) == 1:
            return next(iter(slopes))
        key = frozenset(slopes.items())
        found = self._sums.get(key)
        if found is None:
            found = self._sums[key] = f"+{len(self._sums):06}"
            row: dict[str, Fraction] = {}
            for name, slope in slopes.items():
                for inner, factor in self.rows.get(name, {name: Fraction(1)}).items():
                    row[inner] = row.get(inner, _ZERO) + slope * factor
            self.rows[found] = {name: slope for name, slope in row.items() if slope}
            self.values[found] = self._value(self.rows[found])
        return found

    def _value(self, row: dict[str, Fraction]) -> Value:
        return (
            sum((slope * self.values[name][0] for name, slope in row.items()), _ZERO),
            sum((slope * self.values[name][1] for name, slope in row.items()), _ZERO),
        )

    def _at_least(self, name: str, bound: Value) -> bool:
        if name in self.low and self.low[name] >= bound:
            return True
        if name in self.high and bound > self.high[name]:
            return False
        self.low[name] = bound
        if name not in self.rows and self.values[name] < bound:
            self._move(name, bound)
        return True

    def _at_most(self, name: str, bound: Value) -> bool:
        if name in self.high and self.high[name] <= bound:
            return True
        if name in self.low and bound < self.low[name]:
            return False
        self.high[name] = bound
        if name not in self.rows and self.values[name] > bound:
            self._move(name, bound)
        return True

    def _move(self, name: str, to: Value) -> None:
        """Gives a variable that is not basic a new value."""
        step = (to[0] - self.values[name][0], to[1] - self.values[name][1])
        self.values[name] = to
        for basic, row in self.rows.items():
            slope = row.get(name)
            if slope:
                at = self.values[basic]
                self.values[basic] = (at[0] + slope * step[0], at[1] + slope * step[1])

    def _repaired(self) -> bool:
        """Pivots until every basic variable is within its bounds, or one can not be."""
        while True:
            broken = min((name for name in self.rows if self._outside(name)), default=None)
            if broken is None:
                return True
            short = broken in self.low and self.values[broken] < self.low[broken]
            free = (name for name, slope in self.rows[broken].items() if self._can_move(name, up=(slope > 0) is short))
            chosen = min(free, default=None)
            if chosen is None:
                return False
            self._pivot(broken, chosen)
            self._move(broken, self.low[broken] if short else self.high[broken])

    def _outside(self, name: str) -> bool:
        at = self.values[name]
        return (name in self.low and at < self.low[name]) or (name in self.high and at > self.high[name])

    def _can_move(self, name: str, *, up: bool) -> bool:
        if up:
            return name not in self.high or self.values[name] < self.high[name]
        return name not in self.low or self.values[name] > self.low[name]

    def _pivot(self, leaving: str, entering: str) -> None:
        """Swaps a basic variable with one of its row."""
        row = self.rows.pop(leaving)
        slope = row.pop(entering)
        turned = {name: -factor / slope for name, factor in row.items()}
        turned[leaving] = 1 / slope
        for other in self.rows.values():
            factor = other.pop(entering, None)
            if factor is None:
                continue
            for name, part in turned.items():
                total = other.get(name, _ZERO) + factor * part
                if total:
                    other[name] = total
                else:
                    other.pop(name, None)
        self.rows[entering] = turned
