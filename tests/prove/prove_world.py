"""Clauses over everything that a dictionary can hold, as text, and full declarations for them, at random."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from hardmate.analysis.prove.declared import known, quantity
from hardmate.language import tree as t
from hardmate.language.check import checked
from hardmate.language.dictionary import Parameter, Reading, Type
from hardmate.language.fault import Fault
from hardmate.language.value import Content, Value
from hardmate.quantity import KINDS, Quantity, read_quantity, unit

WORDS = ("flange", "pin", "seal")


def _number(name: str, reading: Reading = Reading.OCCURS, *, sort: Type = Type.RANGE, kind: str = "ratio") -> Parameter:
    found = KINDS[kind]
    domain = read_quantity("0 .. 4" if found.whole else "-8 .. 8", found)
    return Parameter(name, name, sort, reading, kind=found, unit=unit(found.base_unit), domain=domain)


def _words(name: str, sort: Type) -> Parameter:
    return Parameter(name, name, sort, Reading.OCCURS, choices=dict.fromkeys(WORDS, ""))


def _plain(name: str, sort: Type) -> Parameter:
    return Parameter(name, name, sort, Reading.OCCURS)


COLUMNS = {
    "v": _number("v", sort=Type.QUANTITY),
    "k": _number("k", Reading.ACCEPTS),
    "flag": _plain("flag", Type.FLAG),
    "name": _plain("name", Type.TEXT),
}
DICTIONARY: dict[str, Parameter] = {
    "g.x": _number("g.x"),
    "g.y": _number("g.y", sort=Type.QUANTITY),
    "g.z": _number("g.z"),
    "g.n": _number("g.n", sort=Type.COUNT, kind="count"),
    "g.s": _number("g.s", Reading.SELECTABLE),
    "g.t": _number("g.t", Reading.SELECTABLE),
    "g.k": _number("g.k", Reading.ACCEPTS),
    "g.l": _number("g.l", Reading.ACCEPTS),
    "g.flag": _plain("g.flag", Type.FLAG),
    "g.choice": _words("g.choice", Type.CHOICE),
    "g.text": _plain("g.text", Type.TEXT),
    "g.set": _words("g.set", Type.SET),
    "g.sets": _words("g.sets", Type.SET),
    "g.rows": Parameter("g.rows", "g.rows", Type.TABLE, Reading.OCCURS, columns=COLUMNS, max_rows=3),
}

small = st.integers(-6, 6).map(str)
_affine = st.one_of(
    small,
    st.builds("{} * a.g.{} + {}".format, st.integers(-2, 2), st.sampled_from("xyzn"), small),
    st.builds("a.g.{} - a.g.{}".format, st.sampled_from("xyn"), st.sampled_from("xyz")),
    st.builds("a.g.{} + b.g.{}".format, st.sampled_from("xyn"), st.sampled_from("xyz")),
)
_curved = st.builds("a.g.{} * {}.g.{}".format, st.sampled_from("xy"), st.sampled_from("ab"), st.sampled_from("xyzn"))
_sum = st.just("sum(row in a.g.rows, row.v)")
_count = st.just("count(row in a.g.rows, row.v >= 0 or row.flag)")
numbers = st.one_of(
    _affine,
    _affine,
    _affine,
    _curved,
    _sum,
    _count,
    st.builds("abs({})".format, _affine),
    st.builds("{}({}, {})".format, st.sampled_from(["min", "max", "norm"]), _affine, _affine),
    st.builds("({}) / (a.g.n + 1)".format, _affine),
)
_words_of = st.sampled_from(["a.g.set", "b.g.set", "a.g.sets", '{"seal", "pin"}', '{"seal", "weld"}'])
_word_of = st.sampled_from(["a.g.choice", "b.g.choice", '"pin"'])
_limits = st.sampled_from(["a.g.k", "b.g.k", "a.g.l", "-2 .. 3"])
_settings = st.sampled_from(["a.g.s", "b.g.s", "a.g.t", "1 .. 4"])
_compared = st.sampled_from(["<=", "<", ">=", ">"])
_in_row = st.one_of(
    st.sampled_from(["row.flag", "fitted(row.v)", "a.g.x within row.k", "row.v within b.g.k", "row.name == a.g.text"]),
    st.builds("row.v {} {}".format, _compared, _affine),
)
comparisons = st.one_of(
    st.builds("{} {} {}".format, numbers, _compared, numbers),
    st.builds("{} within {}".format, numbers, _limits),
    st.builds("{} within {}".format, _limits, st.sampled_from(["a.g.k", "b.g.l"])),
    st.builds("{} overlaps {}".format, _settings, st.sampled_from(["a.g.t", "b.g.t", "a.g.k"])),
    st.builds("{} overlaps {}".format, _words_of, st.sampled_from(["a.g.set", "a.g.sets", "b.g.sets"])),
    st.builds("{} within {}".format, _words_of, st.sampled_from(["a.g.set", "b.g.sets", '{"seal", "pin"}'])),
    st.builds("{} in {}".format, _word_of, _words_of),
    st.builds("{} {} a.g.choice".format, _word_of, st.sampled_from(["==", "!="])),
    st.builds("a.g.text {} {}".format, st.sampled_from(["==", "!="]), st.sampled_from(["b.g.text", '"pin"', '"weld"'])),
    st.builds(
        "a.g.{} {} b.g.{}".format, st.just("set"), st.sampled_from(["==", "!="]), st.sampled_from(["set", "sets"])
    ),
    st.builds("a.g.flag {} {}".format, st.sampled_from(["==", "!="]), st.sampled_from(["b.g.flag", "true"])),
    st.builds("a.g.n {} {}".format, st.sampled_from(["==", "!="]), st.sampled_from(["b.g.n", "2"])),
    st.sampled_from(["a.g.flag", "fitted(a.g.x)", "fitted(b.g.set)", "fitted(a.g.rows)"]),
    st.builds("{}(row in a.g.rows, {})".format, st.sampled_from(["all", "any"]), _in_row),
)
clauses = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("(not ({}))".format, inner),
        st.builds("({} implies {})".format, inner, inner),
    ),
    max_leaves=3,
)


def tree(text: str) -> t.Node | None:
    """The tree of a text that is a sound clause."""
    found = checked(text, DICTIONARY, {"a", "b"})
    return None if isinstance(found, Fault) else found


_halves = st.integers(-12, 12).map(lambda number: Fraction(number, 2))
_whole = st.integers(0, 4).map(Fraction)


@st.composite
def values(draw: st.DrawFn, parameter: Parameter) -> Value:
    """A value that the schema lets pass, or `none`."""
    if draw(st.integers(0, 9)) == 0:
        return known(parameter, None)
    return known(parameter, draw(_contents(parameter)))


def _contents(parameter: Parameter) -> st.SearchStrategy[Content]:
    match parameter.type:
        case Type.FLAG:
            return st.booleans()
        case Type.CHOICE:
            return st.sampled_from(WORDS)
        case Type.TEXT:
            return st.sampled_from(["pin", "weld", "text 1"])
        case Type.SET:
            return st.frozensets(st.sampled_from(WORDS), min_size=1)
        case Type.TABLE:
            row = st.fixed_dictionaries({name: values(column) for name, column in parameter.columns.items()})
            return st.lists(row, min_size=1, max_size=parameter.max_rows).map(tuple)
        case _:
            return _quantities(parameter)


@st.composite
def _quantities(draw: st.DrawFn, parameter: Parameter) -> Content:
    step = _whole if parameter.kind is not None and parameter.kind.whole else _halves
    low, high = sorted((draw(step), draw(step)))
    shape = draw(st.integers(0, 5))
    if parameter.reading is Reading.ACCEPTS and shape < 2:
        return quantity(parameter, None if shape else low, high if shape else None)
    if parameter.reading is not Reading.ACCEPTS and shape < 2:
        high = low
    return quantity(parameter, low, high, toleranced=parameter.reading is Reading.SELECTABLE and shape == 5)


@dataclass(frozen=True, repr=False)
class Declared:
    """What a port declares, told in few words."""

    values: Mapping[str, Value]

    def __repr__(self) -> str:
        return f"Declared({', '.join(f'{path}: {_told(value)}' for path, value in self.values.items())})"


def _told(value: Value) -> str:
    content = value.content
    if isinstance(content, Quantity):
        return f"{content.form} {content.low} {content.high}"
    if isinstance(content, tuple):
        return str([{name: _told(cell) for name, cell in row.items()} for row in content])
    return str(content)


@st.composite
def declarations(draw: st.DrawFn) -> Declared:
    """A value for every parameter."""
    return Declared({path: draw(values(parameter)) for path, parameter in DICTIONARY.items()})
