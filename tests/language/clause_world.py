"""A small dictionary to write clauses about, and values for it: `g.x` and `g.y` occur, `g.s` and `g.t` can be chosen.

`g.n` counts and occurs, `g.m` counts and can be chosen, `g.k`, `g.l` accept, `g.rows` is a table of `v`, `w`, `f`.
All numbers are bare ratios in -8 .. 8, counts in 0 .. 4, so that what a test enumerates stays small and exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from hardmate.language import tree as t
from hardmate.language.build import Holder
from hardmate.language.check import checked
from hardmate.language.dictionary import Parameter, Reading, Type
from hardmate.language.fault import Fault
from hardmate.language.judge import Judgement, judge
from hardmate.language.value import Content, Evidence, Row, State, Value
from hardmate.quantity import KINDS, Form, Kind, Quantity, decimal, read_quantity, unit

DOMAIN = (Fraction(-8), Fraction(8))
COUNTS = (Fraction(0), Fraction(4))
BARE = unit("1")


def number(
    name: str,
    reading: Reading = Reading.OCCURS,
    *,
    kind: str = "ratio",
    domain: str = "-8 .. 8",
    unit_text: str = "",
    resolution: str = "",
) -> Parameter:
    """A numeric parameter of the dictionary."""
    found: Kind = KINDS[kind]
    step = KINDS["temperature-difference"] if found.scale else found
    return Parameter(
        name=name,
        title=name,
        type=Type.COUNT if found.whole else Type.RANGE,
        reading=reading,
        kind=found,
        unit=unit(unit_text or found.base_unit),
        domain=read_quantity(domain, found),
        resolution=read_quantity(resolution, step) if resolution else None,
    )


ROWS = Parameter(
    name="g.rows",
    title="g.rows",
    type=Type.TABLE,
    reading=Reading.OCCURS,
    columns={
        "v": number("v"),
        "w": number("w"),
        "f": Parameter(name="f", title="f", type=Type.FLAG, reading=Reading.OCCURS),
    },
    max_rows=8,
)
DICTIONARY: dict[str, Parameter] = {
    "g.x": number("g.x"),
    "g.y": number("g.y"),
    "g.z": number("g.z"),
    "g.s": number("g.s", Reading.SELECTABLE),
    "g.t": number("g.t", Reading.SELECTABLE),
    "g.n": number("g.n", kind="count", domain="0 .. 4"),
    "g.m": number("g.m", Reading.SELECTABLE, kind="count", domain="0 .. 4"),
    "g.k": number("g.k", Reading.ACCEPTS),
    "g.l": number("g.l", Reading.ACCEPTS),
    "g.flag": Parameter(name="g.flag", title="g.flag", type=Type.FLAG, reading=Reading.OCCURS),
    "g.word": Parameter(
        name="g.word", title="g.word", type=Type.CHOICE, reading=Reading.OCCURS, choices={"seal": "", "flange": ""}
    ),
    "g.words": Parameter(
        name="g.words", title="g.words", type=Type.SET, reading=Reading.ACCEPTS, choices={"seal": "", "flange": ""}
    ),
    "g.rows": ROWS,
}

Values = Mapping[str, Value]


def value(parameter: Parameter, content: Content | State, evidence: Evidence | None = None) -> Value:
    """A value of a parameter: its content, or the state that it is in without one."""
    state = content if isinstance(content, State) else State.KNOWN
    known = None if isinstance(content, State) else content
    return Value(parameter, state, known, "", evidence or Evidence(), None)


def quantity(low: Fraction | None, high: Fraction | None, form: Form = Form.RANGE) -> Quantity:
    """A bare quantity of given ends."""
    middle = low if low == high else None
    return Quantity(Form.POINT if middle is not None and form is Form.RANGE else form, low, high, middle, BARE, "")


def written(path: str, text: str, evidence: Evidence | None = None) -> Value:
    """The value that a text states for a parameter of the dictionary; `none` and `missing` as well."""
    parameter = DICTIONARY[path]
    states = {"none": State.NONE, "missing": State.MISSING, "TBD": State.TBD}
    if text in states:
        return value(parameter, states[text], evidence)
    if parameter.type is Type.FLAG:
        return value(parameter, text == "true", evidence)
    if parameter.type is Type.SET:
        return value(parameter, frozenset(text.split()), evidence)
    if parameter.kind is None:
        return value(parameter, text, evidence)
    return value(parameter, read_quantity(text, parameter.kind), evidence)


def rows(*given: Mapping[str, str]) -> Value:
    """A table of rows, each cell as text; `true` and `false` are flags."""

    def cell(name: str, text: str) -> Value:
        column = ROWS.columns[name]
        if text in ("none", "missing"):
            return value(column, State.NONE if text == "none" else State.MISSING)
        if column.kind is None:
            return value(column, text == "true")
        return value(column, read_quantity(text, column.kind))

    table: tuple[Row, ...] = tuple({name: cell(name, text) for name, text in row.items()} for row in given)
    return value(ROWS, table)


def clause(text: str) -> t.Node:
    """The tree of a clause that speaks of `port`; a fault fails the test."""
    node = checked(text, DICTIONARY, {"port"})
    assert not isinstance(node, Fault), (text, node)
    return node


def judged(text: str, values: Values | None = None, when: str | None = None, **stated: str | Value) -> Judgement:
    """The judgement of a clause on values, given by path, or by name as text: `judged("...", x="4 .. 6")`."""
    known = dict(values or {})
    for name, one in stated.items():
        path = f"g.{name}"
        known[path] = written(path, one) if isinstance(one, str) else one
    guard = None if when is None else clause(when)
    return judge(clause(text), guard, DICTIONARY, {"port": Holder("p", known)})


def shown(at: Fraction) -> str:
    """A number as a clause writes it."""
    return decimal(at)
