"""One clause on one port or pair: does it hold, by how much, at which values, and what is still owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from hardmate.language import tree as t
from hardmate.language.build import Builder, Holder
from hardmate.language.decide import UndecidableError, counterexample
from hardmate.language.dictionary import Dictionary, Type
from hardmate.language.formula import Formula, Join, Leaf, Mode, Variables, join, leaves
from hardmate.language.margin import Margin, margin
from hardmate.language.value import State, Trust, Value
from hardmate.quantity import Form, Quantity


class Outcome(StrEnum):
    """The verdict of a clause."""

    PASS = "pass"
    FAIL = "fail"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """One value that a clause reads: the holder's id and the path, `group.name`, or `group.name[2].column`."""

    holder: str
    path: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one clause says.

    `leans` is the weakest trust that the outcome rests on. `doubtful` marks a failure that rests on recalled values,
    for which the outcome is undetermined. `witness` gives values at which it fails, in base units, by reading.
    `culprits` are the comparisons that fail. `owed` are the readings that leave it undetermined.
    """

    outcome: Outcome
    leans: Trust = Trust.FIRM
    doubtful: bool = False
    margin: Margin | None = None
    witness: tuple[tuple[Reading, Fraction], ...] = ()
    culprits: tuple[t.Span, ...] = ()
    readings: tuple[Reading, ...] = ()
    owed: tuple[Reading, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Solved:
    outcome: Outcome
    formula: Formula
    variables: Variables
    point: Mapping[str, Fraction]
    reason: str = ""


def judge(requires: t.Node, when: t.Node | None, dictionary: Dictionary, roles: Mapping[str, Holder]) -> Judgement:
    """Judge a type-checked clause. Never raises on any values; what can not be decided is undetermined."""
    values = _values(requires, dictionary, roles)
    if when is not None:
        values |= _values(when, dictionary, roles)
    readings = tuple(values)
    solved = _solve(requires, when, dictionary, roles, Trust.RECALLED)
    outcome, leans = solved.outcome, Trust.FIRM
    if outcome is Outcome.UNDETERMINED:
        return Judgement(outcome, readings=readings, owed=_owed(values), reason=solved.reason)
    weakest = min((value.trust for value in values.values()), default=Trust.FIRM)
    if weakest < Trust.FIRM:
        for least in (Trust.FIRM, Trust.PROVISIONAL, Trust.RECALLED):
            if _solve(requires, when, dictionary, roles, least).outcome is outcome:
                leans = least
                break
    if outcome is Outcome.NOT_APPLICABLE:
        return Judgement(outcome, leans, readings=readings)
    named = {f"{reading.holder}.{reading.path}": reading for reading in readings}
    judgement = Judgement(
        outcome,
        leans,
        margin=margin(solved.formula, solved.variables, holds=outcome is Outcome.PASS),
        witness=tuple((named[name], at) for name, at in sorted(solved.point.items()) if name in named),
        culprits=_culprits(solved.formula, solved.variables) if outcome is Outcome.FAIL else (),
        readings=readings,
    )
    if outcome is Outcome.FAIL and leans is Trust.RECALLED:
        owed = tuple(reading for reading, value in values.items() if value.trust is Trust.RECALLED)
        return replace(judgement, outcome=Outcome.UNDETERMINED, doubtful=True, owed=owed)
    return judgement


def _solve(
    requires: t.Node, when: t.Node | None, dictionary: Dictionary, roles: Mapping[str, Holder], least: Trust
) -> _Solved:
    """The outcome when only values of at least this trust count as known."""
    builder = Builder(dictionary, roles, lambda value: value.trust >= least)
    try:
        formula = builder.formula(requires)
        if when is not None:
            avoided = builder.formula(when, positive=False)
            if _fails(_unknown_as(avoided, value=False), builder.variables, uncertain_helps=False) is None:
                return _Solved(Outcome.NOT_APPLICABLE, formula, builder.variables, {})
            guard = builder.formula(when)
            if _outcome(guard, builder.variables)[0] is Outcome.UNDETERMINED:
                return _Solved(Outcome.UNDETERMINED, formula, builder.variables, {})
            formula = join("or", (avoided, formula))
        outcome, point = _outcome(formula, builder.variables)
    except UndecidableError as error:
        return _Solved(Outcome.UNDETERMINED, Leaf(None, requires.span), {}, {}, f"not decided: {error}")
    return _Solved(outcome, formula, builder.variables, point)


def _outcome(formula: Formula, variables: Variables) -> tuple[Outcome, Mapping[str, Fraction]]:
    """Pass if it holds whatever the unknown is; fail if it fails whatever the unknown is."""
    if _fails(_unknown_as(formula, value=False), variables, uncertain_helps=False) is None:
        return Outcome.PASS, {}
    point = _fails(_unknown_as(formula, value=True), variables, uncertain_helps=True)
    return (Outcome.UNDETERMINED, {}) if point is None else (Outcome.FAIL, point)


def _fails(formula: Formula, variables: Variables, *, uncertain_helps: bool) -> Mapping[str, Fraction] | None:
    mode = Mode.SELECTABLE if uncertain_helps else Mode.OCCURS
    turned = {
        name: replace(variable, mode=mode) if variable.mode is Mode.UNCERTAIN else variable
        for name, variable in variables.items()
    }
    return counterexample(formula, turned)


def _unknown_as(formula: Formula, *, value: bool) -> Formula:
    if isinstance(formula, Join):
        return Join(formula.op, tuple(_unknown_as(part, value=value) for part in formula.parts))
    return Leaf(value, formula.span) if isinstance(formula, Leaf) and formula.value is None else formula


def _culprits(formula: Formula, variables: Variables) -> tuple[t.Span, ...]:
    """The comparisons that do not hold on their own."""
    failing = (
        leaf.span
        for leaf in leaves(formula)
        if not (isinstance(leaf, Leaf) and leaf.value is None)
        and _fails(leaf, variables, uncertain_helps=True) is not None
    )
    return tuple(dict.fromkeys(failing))


def _values(node: t.Node, dictionary: Dictionary, roles: Mapping[str, Holder]) -> dict[Reading, Value]:
    """The values that an expression reads, in the order written, cells of tables after their table."""
    found: dict[Reading, Value] = {}
    for reference in t.references(node):
        holder = roles[reference.root]
        value = holder.value(reference.path, dictionary)
        found[Reading(holder.id, reference.path)] = value
        if value.parameter.type is Type.TABLE and isinstance(value.content, tuple):
            for number, row in enumerate(value.content, 1):
                for column, cell in row.items():
                    found[Reading(holder.id, f"{reference.path}[{number}].{column}")] = cell
    return found


def _owed(values: Mapping[Reading, Value]) -> tuple[Reading, ...]:
    """What is missing or disputed; failing that, what is too vague to settle the clause."""
    unknown = tuple(
        reading
        for reading, value in values.items()
        if value.state not in (State.KNOWN, State.NONE) or value.trust is Trust.DISPUTED
    )
    vague = (
        reading
        for reading, value in values.items()
        if isinstance(value.content, Quantity) and value.content.form is Form.ABOUT
    )
    return unknown or tuple(vague)
