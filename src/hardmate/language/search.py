"""A point at which a formula of affine comparisons holds, or the certainty that there is none."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from hardmate.language import polynomial as p
from hardmate.language.formula import Atom, Formula, Join, Leaf, negation
from hardmate.language.linear import Constraint
from hardmate.language.polynomial import Box
from hardmate.language.simplex import Simplex


def solution(formula: Formula, box: Box) -> dict[str, Fraction] | None:
    """Values of the box's variables at which the formula holds; unknown leaves do not hold."""
    simplex = Simplex()
    for name, (low, high) in box.items():
        at = p.variable(name)
        simplex.require(Constraint(p.add(at, p.constant(low), sign=-1), strict=False))
        simplex.require(Constraint(p.add(p.constant(high), at, sign=-1), strict=False))
    return simplex.point() if _search([formula], [], simplex, box) else None


def _search(goals: list[Formula], choices: list[Join], simplex: Simplex, box: Box) -> bool:
    """Meets all goals, then one option of each choice, the smallest choice first.

    An option is tried together with the opposite of the comparisons tried before it, so no region is searched twice.
    """
    choices = list(choices)
    while goals:
        goal = goals.pop()
        match goal:
            case Leaf(value=value):
                if not value:
                    return False
            case Atom():
                if not simplex.require(Constraint(goal.slack, goal.strict)):
                    return False
            case Join(op="and", parts=parts):
                goals.extend(parts)
            case Join():
                choices.append(goal)
            case _:
                raise AssertionError(goal)
    if not choices:
        return True
    remaining = [(choice, _possible(choice.parts, box)) for choice in choices]
    chosen, options = min(remaining, key=lambda each: len(each[1]))
    others = [choice for choice in choices if choice is not chosen]
    before = simplex.bounds()
    refused: list[Formula] = []
    for option in options:
        if _search([option, *refused], others, simplex, box):
            return True
        simplex.restore(before)
        if isinstance(option, Atom):
            refused.append(negation(option))
    return False


def _possible(options: Iterable[Formula], box: Box) -> list[Formula]:
    """Without comparisons that hold nowhere in the box; one that holds everywhere stands alone."""
    kept: list[Formula] = []
    for option in options:
        if isinstance(option, Leaf):
            if option.value:
                return [option]
            continue
        if isinstance(option, Atom):
            low, high = p.bounds(option.slack, box)
            if low > 0 or (low == 0 and not option.strict):
                return [option]
            if high < 0 or (high == 0 and option.strict):
                continue
        kept.append(option)
    return kept
