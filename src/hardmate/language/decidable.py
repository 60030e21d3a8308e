"""Can the worst case of a formula be found exactly, whatever values stand for its variables?

The walk is that of `decide`, over the whole domains. A variable that would be put at an end of its interval is kept,
as a constant that may be anywhere in it: nothing vanishes here that does not vanish for every value. Narrower
intervals, settled parts and fewer rows only make a formula easier, so what passes here is decided for all values.
"""

from __future__ import annotations

from hardmate.language import linear
from hardmate.language import polynomial as p
from hardmate.language.decide import (
    MOST_CASES,
    MOST_CHOICES,
    MOST_CORNERS,
    MOST_WHOLE,
    UndecidableError,
    box_of,
    groups,
    pulls,
    require_plain_norm,
)
from hardmate.language.formula import Atom, Formula, Join, Leaf, Mode, NormAtom, Variables, leaves, names

_NONE: frozenset[str] = frozenset()


def require_decidable(formula: Formula, variables: Variables, fixed: frozenset[str] = _NONE, cases: int = 1) -> None:
    """Raises UndecidableError if the worst case can not be found for all values; `cases` were opened around it."""
    if not names(formula) - fixed:
        return
    parts = groups(formula, variables, fixed)
    if len(parts) > 1:
        for part in parts:
            require_decidable(part, variables, fixed, cases)
        return
    settling = {name for name, pull in pulls(formula, box_of(formula, variables), fixed).items() if pull}
    if settling:
        require_decidable(formula, variables, fixed | settling, cases)
        return
    _require_hard(formula, variables, fixed, cases)


def _require_hard(formula: Formula, variables: Variables, fixed: frozenset[str], cases: int) -> None:
    free = sorted(names(formula) - fixed)
    selectable = [name for name in free if variables[name].mode is Mode.SELECTABLE]
    whole = [name for name in free if variables[name].whole]
    if whole:
        at = variables[whole[0]]
        if at.high - at.low >= MOST_WHOLE:
            raise UndecidableError(f"{whole[0]} may be any of more than {MOST_WHOLE} whole numbers that pull both ways")
        require_decidable(formula, variables, fixed | {whole[0]}, _limited(cases * int(at.high - at.low + 1)))
        return
    if isinstance(formula, NormAtom) and not selectable:
        require_plain_norm(formula, fixed)
        return
    if all(isinstance(leaf, Leaf) or (isinstance(leaf, Atom) and _affine(leaf, fixed)) for leaf in leaves(formula)):
        count, longest = _failing_cases(formula)
        _limited(cases * count)
        occurring = len(free) - len(selectable)
        most = linear.most_constraints(longest + 2 * occurring, occurring)
        if selectable and occurring and (cases * count > MOST_CHOICES or most > linear.MOST_CONSTRAINTS):
            raise UndecidableError(f"the choice of {' and '.join(selectable)} depends on too many other values")
        return
    if isinstance(formula, Atom) and not selectable:
        if any(p.degree(formula.slack, name) > 1 for name in free) or len(free) > MOST_CORNERS:
            raise UndecidableError(f"it is not linear in {' and '.join(free)}, which can pull both ways")
        return
    raise UndecidableError(f"it is not linear in {' and '.join(free)}, which can pull its comparisons both ways")


def _affine(atom: Atom, fixed: frozenset[str]) -> bool:
    return all(sum(name not in fixed for name in monomial) <= 1 for monomial in atom.slack)


def _failing_cases(formula: Formula) -> tuple[int, int]:
    """In how many ways the formula can fail, and how many comparisons the longest of them has."""
    match formula:
        case Join(op="and", parts=parts):
            found = [_failing_cases(part) for part in parts]
            return _limited(sum(count for count, _ in found)), max(longest for _, longest in found)
        case Join(parts=parts):
            count, longest = 1, 0
            for part in parts:
                more, length = _failing_cases(part)
                count, longest = _limited(count * more), longest + length
            return count, longest
        case _:
            return 1, 1


def _limited(cases: int) -> int:
    if cases > MOST_CASES:
        raise UndecidableError(f"it has more than {MOST_CASES} cases to go through")
    return cases
