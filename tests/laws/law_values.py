"""Hypothesis strategies for what a parameter can be declared as: values near the limits that clauses speak of."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from hypothesis import strategies as st
from law_fleet import clauses, library, raw_vehicles, shipped

from hardmate.document import Document, parse
from hardmate.finding import Finding
from hardmate.language import tree as t
from hardmate.language.dictionary import Parameter, Reading, Type
from hardmate.language.value import Evidence, Provenance, Value
from hardmate.model.place import Place
from hardmate.model.values import value
from hardmate.quantity import Kind, Quantity, QuantityError, read_quantity, show

STATES = ("TBD", "withheld", "none")


def _nowhere() -> Place:
    document = parse(b"kind: vehicle\n", "generated.yaml")
    assert isinstance(document, Document)
    return Place(document)


NOWHERE = _nowhere()


def value_of(parameter: Parameter, raw: object, evidence: Evidence = Evidence()) -> Value:  # noqa: B008
    """The value that a declaration with this text has."""
    built = value(parameter, raw, NOWHERE, evidence)
    assert not isinstance(built, Finding), built
    return built


@cache
def _spoken_of() -> tuple[tuple[Kind | None, Fraction], ...]:
    """Every number of the clauses and of the fleet, in base units; a kind where it is known."""
    found: dict[tuple[Kind | None, Fraction], None] = {}
    for clause in clauses():
        for node in t.walk(clause.requires):
            if isinstance(node, t.Number):
                found[None, node.base] = None
    for port in shipped().ports.values():
        for each in port.values.values():
            if isinstance(each.content, Quantity):
                for end in (each.content.low, each.content.high):
                    if end is not None:
                        found[each.parameter.kind, end] = None
    return tuple(found)


def parameter_at(path: str) -> Parameter:
    """The parameter `group.name`, or the column of a table, `group.name/column`."""
    name, _, column = path.partition("/")
    parameter = library().dictionary[name]
    return parameter.columns[column] if column else parameter


@cache
def marks(path: str) -> tuple[str, ...]:
    """Numbers worth declaring, smallest first: ends of the domain, what others declare, what clauses ask for."""
    parameter = parameter_at(path)
    domain, unit, kind = parameter.domain, parameter.unit, parameter.kind
    assert domain is not None
    assert unit is not None
    assert kind is not None
    assert domain.low is not None
    assert domain.high is not None
    width = domain.high - domain.low
    near = {number for kin, number in _spoken_of() if kin in (None, kind)}
    wanted = {domain.low, domain.high, domain.low + width / 2, *(n for n in near if domain.low <= n <= domain.high)}
    if kind.whole:
        wanted = {number for number in wanted if number.denominator == 1} | {Fraction(n) for n in (0, 1, 2, 3)}
    texts: dict[Fraction, str] = {}
    for number in sorted(wanted):
        text = show(number, unit)
        try:
            read = read_quantity(text, kind)
        except QuantityError:
            continue
        if read.low is not None and domain.low <= read.low <= domain.high:
            texts[read.low] = text
    return tuple(texts[number] for number in sorted(texts))


@cache
def _numbers(path: str) -> st.SearchStrategy[str]:
    """Every form that a number of the parameter can take."""
    parameter = parameter_at(path)
    assert parameter.kind is not None
    one = st.sampled_from(marks(path))
    ways = [spreads(path)]
    if parameter.reading is not Reading.ACCEPTS:
        ways += [one, one, one.map(lambda x: f"TBR {x}")]
        if not parameter.kind.whole:
            ways.append(one.map(lambda x: f"about {x}"))
    return st.one_of(*ways)


@cache
def spreads(path: str) -> st.SearchStrategy[str]:
    """Numbers of which there are several: bounds and ranges."""
    parameter, spots = parameter_at(path), marks(path)
    one = st.sampled_from(spots)
    ways = [one.map(lambda x: f"at most {x}"), one.map(lambda x: f"at least {x}")]
    if parameter.type is Type.RANGE:
        pair = st.lists(st.integers(0, len(spots) - 1), min_size=2, max_size=2, unique=True).map(sorted)
        ways.append(pair.map(lambda two: f"{_bare(spots[two[0]])} .. {spots[two[1]]}"))
    return st.one_of(*ways)


def _bare(text: str) -> str:
    """The number of a mark without its unit, for the lower end of a range."""
    return text.partition(" ")[0]


@cache
def known_values(path: str) -> st.SearchStrategy[object]:
    """What a file may say for a parameter whose value is known."""
    parameter = parameter_at(path)
    match parameter.type:
        case Type.CHOICE:
            return st.sampled_from(sorted(parameter.choices))
        case Type.SET:
            return st.lists(st.sampled_from(sorted(parameter.choices)), min_size=1, max_size=4, unique=True)
        case Type.FLAG:
            return st.booleans()
        case Type.TEXT:
            return st.sampled_from(["one", "other"])
        case Type.TABLE:
            cells = {name: known_values(f"{path}/{name}") for name in parameter.columns}
            return st.lists(st.fixed_dictionaries(cells), min_size=1, max_size=min(parameter.max_rows, 3))
        case _:
            return _numbers(path).filter(
                lambda raw: not isinstance(value(parameter, raw, NOWHERE, Evidence()), Finding)
            )


@cache
def raw_values(path: str) -> st.SearchStrategy[object]:
    """What a file may say for a parameter, states without a value included."""
    known = known_values(path)
    return st.one_of(*[known] * 8, st.sampled_from(STATES))


def values(path: str) -> st.SearchStrategy[Value]:
    """A value of the parameter, known in any way."""
    parameter = parameter_at(path)
    evidence = st.sampled_from([*[Provenance.PRIMARY] * 6, Provenance.RECALLED, Provenance.DISPUTED])
    return st.builds(lambda raw, provenance: value_of(parameter, raw, Evidence(provenance)), raw_values(path), evidence)


@st.composite
def holdings(draw: st.DrawFn, references: tuple[t.Reference, ...]) -> dict[str, dict[str, Value]]:
    """For each role word of a clause, values for some or all of what it reads there."""
    found: dict[str, dict[str, Value]] = {reference.root: {} for reference in references}
    for reference in references:
        if draw(st.integers(0, 9)):
            found[reference.root][reference.path] = draw(values(reference.path))
    return found


@st.composite
def declarations(draw: st.DrawFn, name: str) -> dict[str, object]:
    """A vehicle with one port: that of a shipped vehicle, with some values exchanged and some left out."""
    vehicles = raw_vehicles()
    complete = [each for each in sorted(vehicles) if each.startswith("concept-")]
    base = vehicles[draw(st.sampled_from(complete) | st.sampled_from(sorted(vehicles)))]
    ports = base["ports"]
    assert isinstance(ports, dict)
    port = dict(ports[draw(st.sampled_from(sorted(ports)))])
    port.pop("configurations", None)
    groups = {group: dict(entries) for group, entries in port.get("parameters", {}).items()}
    dictionary = library().dictionary
    for path in draw(st.lists(st.sampled_from(sorted(dictionary)), max_size=12, unique=True)):
        group, _, key = path.partition(".")
        if draw(st.booleans()) and key in groups.get(group, {}):
            del groups[group][key]
        else:
            groups.setdefault(group, {})[key] = draw(raw_values(path))
    port["parameters"] = {group: entries for group, entries in groups.items() if entries}
    kept: dict[str, object] = {"kind": "vehicle", "id": name, "name": name, "agency": "Agency", "revision": "1"}
    if "evidence" in base:
        kept["evidence"] = base["evidence"]
    return {**kept, "ports": {"forward": port}}


def references(requires: t.Node, when: t.Node | None) -> tuple[t.Reference, ...]:
    """What a clause reads, its guard included."""
    nodes: Mapping[str, t.Reference] = {
        str(each): each for node in (requires, when) if node is not None for each in t.references(node)
    }
    return tuple(nodes.values())
