"""How far a comparison is from its limit when independent deviations are combined by the root of their squares (RSS).

It stands beside the worst case and decides nothing. A formula goes in; a margin comes out where the formula is one
linear comparison and all that varies in it states how many sigma its tolerance is and that it is independent.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from hardmate.language import polynomial as p
from hardmate.language.formula import Atom, Formula, Join, Leaf, Mode, NormAtom, Variables, join, names, settled
from hardmate.language.margin import Margin, margin

LEAST_VALUES = 2
"""One value alone has nothing to be combined with: its worst case says it all."""


class Combined(Struct, frozen=True):
    """A margin by RSS, with every deviation taken at `sigma`."""

    margin: Margin
    sigma: Fraction


def combined(formula: Formula, variables: Variables) -> Combined | None:
    """The margin by RSS at the highest level that one of the values states: none is taken narrower than stated."""
    spreads = {name: variables[name] for name in names(formula)}
    atoms = _one_comparison(formula)
    stated = {name: each.sigma for name, each in spreads.items() if each.sigma is not None}
    occurring = all(each.mode is Mode.OCCURS and not each.whole for each in spreads.values())
    if not atoms or len(stated) < max(LEAST_VALUES, len(spreads)) or not occurring:
        return None
    level = max(stated.values())
    nominal = {name: (each.low + each.high) / 2 for name, each in spreads.items()}
    deviation = {name: (each.high - each.low) / 2 * level / stated[name] for name, each in spreads.items()}
    norms = join("and", tuple(_norm(atom, nominal, deviation) for atom in atoms))
    holds = settled(norms)
    assert isinstance(holds, Leaf)
    found = margin(norms, variables, holds=holds.value is True)
    return None if found is None else Combined(found, level)


def _one_comparison(formula: Formula) -> tuple[Atom, ...]:
    """The linear sides of one comparison, as of `abs(x) <= c`; none where it is more than that."""
    parts = formula.parts if isinstance(formula, Join) and formula.op == "and" else (formula,)
    atoms = tuple(part for part in parts if isinstance(part, Atom))
    linear = all(p.is_affine(atom.slack) and p.is_constant(atom.divisor) for atom in atoms)
    return atoms if linear and len(atoms) == len(parts) and len({atom.span for atom in atoms}) == 1 else ()


def _norm(atom: Atom, nominal: Mapping[str, Fraction], deviation: Mapping[str, Fraction]) -> NormAtom:
    """The slack at the nominal values against the root of the squares of what each deviation takes from it."""
    unit = 1 / p.value(atom.divisor)
    slack = p.scale(atom.slack, unit)
    return NormAtom(
        parts=tuple(p.constant(slack[(name,)] * deviation[name]) for name in sorted(p.names(slack))),
        limit=p.substitute(slack, nominal),
        outside=False,
        strict=atom.strict,
        span=atom.span,
        scale=None if atom.scale is None else p.scale(p.substitute(atom.scale, nominal), unit),
    )
