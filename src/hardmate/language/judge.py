"""One clause on one port or pair: does it hold, by how much, at which values, and what is still owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from hardmate.language import tree as t
from hardmate.language.build import Builder, Holder
from hardmate.language.combined import Combined, combined
from hardmate.language.decidable import require_decidable
from hardmate.language.decide import UndecidableError, counterexample
from hardmate.language.dictionary import Dictionary, Type
from hardmate.language.formula import Formula, Mode, Variables, join, leaves, names, negation, with_unknown
from hardmate.language.margin import Margin, margin
from hardmate.language.polynomial import TooLargeError
from hardmate.language.value import State, Trust, Value
from hardmate.quantity import Form, Quantity


class Outcome(StrEnum):
    """The verdict of a clause."""

    PASS = "pass"
    FAIL = "fail"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not applicable"


class Reading(Struct, frozen=True, order=True):
    """One value that a clause reads: the holder's id and the path, `group.name`, or `group.name[2].column`."""

    holder: str
    path: str


class Judgement(Struct, frozen=True):
    """What one clause says.

    `leans` is the weakest trust that the outcome rests on. `doubtful` marks a failure that rests on recalled values,
    for which the outcome is undetermined. `witness` gives values at which it fails, in base units, by reading.
    `rss` is the margin by RSS, which stands beside the worst case and decides nothing.
    `culprits` are the comparisons that fail. `owed` are the readings that leave it undetermined, and `numbers` the
    names of the numbers that the standard itself owes.
    """

    outcome: Outcome
    leans: Trust = Trust.FIRM
    doubtful: bool = False
    margin: Margin | None = None
    rss: Combined | None = None
    witness: tuple[tuple[Reading, Fraction], ...] = ()
    culprits: tuple[t.Span, ...] = ()
    readings: tuple[Reading, ...] = ()
    owed: tuple[Reading, ...] = ()
    numbers: tuple[str, ...] = ()
    reason: str = ""

    @property
    def waits_for_standard(self) -> bool:
        """Whether nothing but a number that the standard owes leaves it undetermined."""
        return self.outcome is Outcome.UNDETERMINED and bool(self.numbers) and not self.owed


class _Solved(Struct, frozen=True):
    """`requires` is the formula to tell margins of; None where the guard leaves it open whether it applies."""

    outcome: Outcome
    requires: Formula | None
    variables: Variables
    point: Mapping[str, Fraction]
    reason: str = ""


def judge(
    requires: t.Node,
    when: t.Node | None,
    dictionary: Dictionary,
    roles: Mapping[str, Holder],
    *,
    full: bool = True,
) -> Judgement:
    """Judge a type-checked clause. Never raises on any values; what can not be decided is undetermined.

    Unless `full`, a clause that is decided comes without margin, witness and culprits, which cost most of the time.
    """
    nodes = (requires,) if when is None else (requires, when)
    values = {reading: value for node in nodes for reading, value in _values(node, dictionary, roles).items()}
    readings = tuple(values)
    solved = _solve(requires, when, dictionary, roles, Trust.RECALLED)
    outcome, leans = solved.outcome, Trust.FIRM
    if outcome is Outcome.UNDETERMINED:
        numbers = tuple(dict.fromkeys(each.name for node in nodes for each in t.tbds(node)))
        owed = tuple(dict.fromkeys(one for node in nodes for one in _owed(node, dictionary, roles)))
        return Judgement(outcome, readings=readings, owed=owed, numbers=numbers, reason=solved.reason)
    weakest = min((value.trust for value in values.values()), default=Trust.FIRM)
    if weakest < Trust.FIRM:
        for least in (Trust.FIRM, Trust.PROVISIONAL, Trust.RECALLED):
            # Margin and witness are told of the values that the outcome rests on.
            solved = _solve(requires, when, dictionary, roles, least)
            if solved.outcome is outcome:
                leans = least
                break
    if outcome is Outcome.NOT_APPLICABLE or not (full or (outcome is Outcome.FAIL and leans is Trust.RECALLED)):
        return Judgement(outcome, leans, readings=readings)
    named = {f"{reading.holder}.{reading.path}": reading for reading in readings}
    formula = solved.requires
    judgement = Judgement(
        outcome,
        leans,
        margin=None if formula is None else margin(formula, solved.variables, holds=outcome is Outcome.PASS),
        rss=None if formula is None else combined(formula, solved.variables),
        witness=tuple((named[name], at) for name, at in sorted(solved.point.items()) if name in named),
        culprits=_culprits(formula, solved.variables) if formula is not None and outcome is Outcome.FAIL else (),
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
        if when is None:
            outcome, point = _outcome(formula, builder.variables)
            return _Solved(outcome, formula, builder.variables, point)
        return _guarded(formula, builder.formula(when), builder.variables)
    except (UndecidableError, TooLargeError) as error:
        return _Solved(Outcome.UNDETERMINED, None, {}, {}, f"not decided: {error}")


def _guarded(formula: Formula, guard: Formula, variables: Variables) -> _Solved:
    """The outcome where the guard holds. It does not apply if no value, not even one that can be chosen, opens it."""
    avoided = negation(guard)
    every = {name: replace(variable, mode=Mode.OCCURS) for name, variable in variables.items()}
    if counterexample(avoided, every) is None:
        return _Solved(Outcome.NOT_APPLICABLE, None, variables, {})
    applies = _outcome(guard, variables)[0]
    if applies is Outcome.UNDETERMINED:
        return _Solved(Outcome.UNDETERMINED, None, variables, {})
    outcome, point = _outcome(join("or", (avoided, formula)), variables)
    return _Solved(outcome, formula if applies is Outcome.PASS else None, variables, point)


def _outcome(formula: Formula, variables: Variables) -> tuple[Outcome, Mapping[str, Fraction]]:
    """Pass if it holds whatever the unknown is; fail if it fails whatever the unknown is."""
    spoilt = counterexample(formula, _uncertain_as(Mode.OCCURS, variables))
    if spoilt is None:
        return Outcome.PASS, {}
    kindly = with_unknown(formula, holds=True)
    vague = any(variables[name].mode is Mode.UNCERTAIN for name in names(formula))
    try:
        turned = _uncertain_as(Mode.SELECTABLE, variables)
        if vague:
            require_decidable(kindly, turned)
        point: Mapping[str, Fraction] | None = counterexample(kindly, turned)
    except UndecidableError:
        if not vague:
            raise
        # Whether every true value of what is vague fails somewhere is more than can be found out. Where all of them
        # fail at the same values of the rest, it is settled all the same.
        point = _failing_at(kindly, _fixed(turned, spoilt, variables))
    return (Outcome.UNDETERMINED, {}) if point is None else (Outcome.FAIL, point)


def _uncertain_as(mode: Mode, variables: Variables) -> Variables:
    return {
        name: replace(variable, mode=mode) if variable.mode is Mode.UNCERTAIN else variable
        for name, variable in variables.items()
    }


def _fixed(turned: Variables, point: Mapping[str, Fraction], variables: Variables) -> Variables:
    """What occurs, only as it is at this point."""
    return {
        name: replace(turned[name], low=point[name], high=point[name])
        if variable.mode is Mode.OCCURS and name in point
        else turned[name]
        for name, variable in variables.items()
    }


def _failing_at(formula: Formula, variables: Variables) -> Mapping[str, Fraction] | None:
    try:
        return counterexample(formula, variables)
    except UndecidableError:
        return None


def _culprits(formula: Formula, variables: Variables) -> tuple[t.Span, ...]:
    """The comparisons that do not hold on their own."""
    kindly = _uncertain_as(Mode.SELECTABLE, variables)
    failing = (leaf.span for leaf in leaves(with_unknown(formula, holds=True)) if _fails(leaf, kindly))
    return tuple(dict.fromkeys(failing))


def _fails(leaf: Formula, variables: Variables) -> bool:
    try:
        return counterexample(leaf, variables) is not None
    except UndecidableError:
        return False


def _values(node: t.Node, dictionary: Dictionary, roles: Mapping[str, Holder]) -> dict[Reading, Value]:
    """The values that an expression reads, in the order written, cells of tables after their table."""
    found: dict[Reading, Value] = {}
    columns = _columns(node)
    for reference in t.references(node):
        holder = roles[reference.root]
        value = holder.value(reference.path, dictionary)
        found[Reading(holder.id, reference.path)] = value
        if value.parameter.type is Type.TABLE and isinstance(value.content, tuple):
            for number, row in enumerate(value.content, 1):
                for column in columns[str(reference)]:
                    if column in row:
                        found[Reading(holder.id, f"{reference.path}[{number}].{column}")] = row[column]
    return found


@t.remembered
def _columns(node: t.Node) -> dict[str, tuple[str, ...]]:
    """The columns of each table that an expression reads, by the table's reference."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for inner in t.walk(node):
        if isinstance(inner, t.Quantified):
            cells = (each for each in t.walk(inner.body) if isinstance(each, t.Reference))
            found[str(inner.table)] |= {cell.path: None for cell in cells if cell.root == inner.variable}
    return defaultdict(tuple, {table: tuple(columns) for table, columns in found.items()})


def _owed(node: t.Node, dictionary: Dictionary, roles: Mapping[str, Holder]) -> tuple[Reading, ...]:
    """What is missing or disputed, a missing cell by its table; failing that and a limit, what is too vague."""
    values = _values(node, dictionary, roles)
    unknown = [
        reading
        for reading, value in values.items()
        if value.state not in (State.KNOWN, State.NONE) or value.trust is Trust.DISPUTED
    ]
    columns = _columns(node)
    for reference in t.references(node):
        reading = Reading(roles[reference.root].id, reference.path)
        content = values[reading].content
        if isinstance(content, tuple) and any(
            column not in row for row in content for column in columns[str(reference)]
        ):
            unknown.append(reading)
    if unknown or t.tbds(node):
        return tuple(unknown)
    return tuple(
        reading
        for reading, value in values.items()
        if isinstance(value.content, Quantity) and value.content.form is Form.ABOUT
    )
