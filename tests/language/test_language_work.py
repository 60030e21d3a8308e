"""Clauses that are slow to judge: the work is counted, never timed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest
from clause_world import DICTIONARY, number, quantity, value
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hardmate.language import tree as t
from hardmate.language.build import Holder
from hardmate.language.check import checked, undecidable
from hardmate.language.decidable import require_decidable
from hardmate.language.decide import MOST_CHOICES, UndecidableError, counterexample
from hardmate.language.dictionary import Parameter, Reading, Type
from hardmate.language.fault import Fault
from hardmate.language.formula import Atom, Join, Mode, Variable, join, leaves
from hardmate.language.judge import Judgement, Outcome, judge
from hardmate.language.linear import Constraint
from hardmate.language.polynomial import add, constant, scale, variable
from hardmate.language.simplex import Simplex
from hardmate.language.tree import Span
from hardmate.language.value import Evidence, Row, State, Value
from hardmate.quantity import KINDS, read_quantity

PARTS = ("tension", "compression", "shear", "torsion", "bending", "pressure")
COLUMNS = {part: number(part, kind="force", domain="0 .. 1000 kN", unit_text="N") for part in PARTS}


def table(name: str) -> Parameter:
    return Parameter(name=name, title=name, type=Type.TABLE, reading=Reading.OCCURS, columns=COLUMNS, max_rows=8)


LOADS: Mapping[str, Parameter] = {"loads.cases": table("loads.cases"), "loads.capability": table("loads.capability")}
ENVELOPED = (
    "all(case in a.loads.cases, any(limits in b.loads.capability, "
    + " and ".join(f"case.{part} <= limits.{part}" for part in PARTS)
    + "))"
)


def eight(parameter: Parameter, text: str) -> Value:
    row: Row = {
        part: Value(column, State.KNOWN, read_quantity(text, KINDS["force"]), text, Evidence(), None)
        for part, column in COLUMNS.items()
    }
    return Value(parameter, State.KNOWN, (row,) * 8, "", Evidence(), None)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts the constraints that the simplex is asked to take."""
    taken = [0]
    require = Simplex.require

    def counting(self: Simplex, constraint: Constraint) -> bool:
        taken[0] += 1
        return require(self, constraint)

    monkeypatch.setattr(Simplex, "require", counting)
    return taken


def test_eight_cases_against_eight_envelopes_need_no_search(steps: list[int]) -> None:
    node = checked(ENVELOPED, LOADS, {"a", "b"})
    assert not isinstance(node, Fault)
    assert undecidable(node, None, LOADS) is None
    for cases, expected in (
        ("1 .. 5 kN", Outcome.PASS),
        ("1 .. 6 kN", Outcome.FAIL),
        ("about 5 kN", Outcome.UNDETERMINED),
    ):
        roles = {
            "a": Holder("a", {"loads.cases": eight(LOADS["loads.cases"], cases)}),
            "b": Holder("b", {"loads.capability": eight(LOADS["loads.capability"], "5 kN")}),
        }
        assert judge(node, None, LOADS, roles).outcome is expected
    assert steps[0] <= 2_000


ONE = constant(Fraction(1))
NOWHERE = Span(0, 1)


def atom(name: str, at: int, *, above: bool) -> Atom:
    """name >= at, or <= at."""
    slack = add(variable(name), constant(Fraction(at)), sign=-1)
    return Atom(slack if above else scale(slack, Fraction(-1)), False, NOWHERE, ONE)


def bands(count: int) -> Join:
    """An `or` of bands of x, side by side from 0 to `count`, each with its ends."""
    found = join(
        "or", tuple(join("and", (atom("x", k, above=True), atom("x", k + 1, above=False))) for k in range(count))
    )
    assert isinstance(found, Join)
    return found


def test_a_search_through_many_cases_prunes(steps: list[int]) -> None:
    """Twelve bands side by side have 4,096 ways to be missed, of which nearly all contradict themselves."""
    variables = {"x": Variable("x", Fraction(0), Fraction(12), Mode.OCCURS)}
    assert counterexample(bands(12), variables) is None
    assert steps[0] <= 400
    wider = {"x": Variable("x", Fraction(0), Fraction(13), Mode.OCCURS)}
    point = counterexample(bands(12), wider)
    assert point is not None
    assert point["x"] > 12


def test_a_choice_alone_is_one_search(steps: list[int]) -> None:
    variables = {"x": Variable("x", Fraction(0), Fraction(12), Mode.SELECTABLE)}
    assert counterexample(bands(12), variables) is None
    assert steps[0] <= 20


def test_a_choice_among_too_many_cases_is_refused_not_tried(steps: list[int]) -> None:
    """Seven bands of x + s, with s to be chosen: 128 ways to miss them, and a setting has to avoid them all."""
    atoms = [leaf for leaf in leaves(bands(7)) if isinstance(leaf, Atom)]
    moved = [
        replace(leaf, slack=add(leaf.slack, variable("s"), sign=1 if leaf.slack[("x",)] > 0 else -1)) for leaf in atoms
    ]
    formula = join("or", tuple(join("and", pair) for pair in zip(moved[::2], moved[1::2], strict=True)))
    variables = {
        "x": Variable("x", Fraction(0), Fraction(7), Mode.OCCURS),
        "s": Variable("s", Fraction(-1), Fraction(1), Mode.SELECTABLE),
    }
    assert MOST_CHOICES < 2**7
    for refused in (counterexample, require_decidable):
        with pytest.raises(UndecidableError):
            refused(formula, variables)
    assert not steps[0]


slopes = st.dictionaries(st.sampled_from("xyz"), st.integers(-3, 3).map(Fraction), max_size=3)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(slopes, st.integers(-4, 4), st.booleans()), max_size=6), st.integers(0, 5))
def test_the_simplex_finds_a_point_if_a_grid_does(
    given_constraints: list[tuple[dict[str, Fraction], int, bool]], taken_back: int
) -> None:
    """A point it finds meets everything; where it finds none, no grid point does; what is taken back is forgotten."""
    simplex = Simplex()
    box = [Constraint({(n,): Fraction(s), (): Fraction(2)}, strict=False) for n in "xyz" for s in (1, -1)]
    constraints = [
        Constraint(
            {(name,): slope for name, slope in slope_of.items() if slope} | ({(): Fraction(at)} if at else {}), strict
        )
        for slope_of, at, strict in given_constraints
    ]
    before = simplex.bounds()
    for one in constraints[:taken_back]:
        if not simplex.require(one):
            break
    simplex.restore(before)
    met = all(simplex.require(one) for one in (*box, *constraints))
    if met:
        point = simplex.point()
        assert all(_meets(one, point) for one in (*box, *constraints))
        return
    grid = [Fraction(k, 2) for k in range(-4, 5)]
    for x, y, z in product(grid, repeat=3):
        assert not all(_meets(one, {"x": x, "y": y, "z": z}) for one in constraints)


def _meets(constraint: Constraint, at: Mapping[str, Fraction]) -> bool:
    total = sum((k * (at[m[0]] if m else 1) for m, k in constraint.affine.items()), Fraction(0))
    return total > 0 or (total == 0 and not constraint.strict)


# --- products, which only the load check keeps decidable

factors = st.sampled_from(["port.g.x", "port.g.y", "port.g.n", "port.g.p", "port.g.q"])
products = st.lists(factors, min_size=1, max_size=3).map(" * ".join)
sums = st.lists(st.tuples(st.sampled_from(["+", "-"]), products), min_size=1, max_size=3).map(
    lambda terms: "0 " + " ".join(f"{sign} {term}" for sign, term in terms)
)
relations = st.tuples(sums, st.sampled_from(["<=", ">", ">="]), sums).map(" ".join)
nonlinear = st.one_of(
    relations,
    st.lists(relations, min_size=2, max_size=3).map(" or ".join),
    st.lists(relations, min_size=2, max_size=2).map(" implies ".join),
    st.tuples(products, sums).map(lambda pair: f"norm({pair[0]}, port.g.z) <= {pair[1]}"),
    st.tuples(products, sums).map(lambda pair: f"abs({pair[0]}) <= max({pair[1]}, port.g.z)"),
    st.tuples(sums, products).map(lambda pair: f"({pair[0]}) / (port.g.p + 1) <= {pair[1]}"),
)
PRODUCTS = {
    **DICTIONARY,
    "g.p": number("g.p", domain="0 .. 8"),
    "g.q": number("g.q", domain="0 .. 8"),
}
spans = st.tuples(st.integers(-8, 8), st.integers(-8, 8)).map(sorted)
positive = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(sorted)
counted = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(sorted)


def around(ends: Mapping[str, list[int]]) -> dict[str, Value]:
    """The values that range between given ends."""
    return {
        f"g.{name}": value(PRODUCTS[f"g.{name}"], quantity(Fraction(low), Fraction(high)))
        for name, (low, high) in ends.items()
    }


def told(node: t.Node, values: Mapping[str, Value]) -> Judgement:
    return judge(node, None, PRODUCTS, {"port": Holder("p", values)})


@settings(max_examples=200, deadline=None)
@given(
    nonlinear,
    st.fixed_dictionaries({"x": spans, "y": spans, "z": spans, "p": positive, "q": positive, "n": counted}),
    st.lists(st.tuples(*[st.integers(0, 1)] * 6), min_size=3, max_size=3),
)
def test_what_loads_is_decided_for_all_values(
    text: str, ends: dict[str, list[int]], corners: list[tuple[int, ...]]
) -> None:
    """Products and norms too: no clause that loads is left undecided, and corners and witnesses agree with it."""
    node = checked(text, PRODUCTS, {"port"})
    if isinstance(node, Fault) or undecidable(node, None, PRODUCTS) is not None:
        return
    found = told(node, around(ends))
    assert not found.reason
    assert found.outcome in (Outcome.PASS, Outcome.FAIL)
    if found.outcome is Outcome.FAIL:
        points = {reading.path: value(PRODUCTS[reading.path], quantity(at, at)) for reading, at in found.witness}
        assert told(node, around(ends) | points).outcome is Outcome.FAIL
        return
    for corner in corners:
        point = {name: [between[side]] * 2 for (name, between), side in zip(ends.items(), corner, strict=True)}
        assert told(node, around(point)).outcome is Outcome.PASS


def test_what_vanishes_at_an_end_of_the_domain_is_still_refused() -> None:
    """At p = 0, the worst end, the square is gone; at other values it is not."""
    node = checked("port.g.p * port.g.x * port.g.x - port.g.x >= -9", PRODUCTS, {"port"})
    assert not isinstance(node, Fault)
    refused = undecidable(node, None, PRODUCTS)
    assert refused is not None
    assert "port.g.x" in refused.message


def test_role_words_that_may_name_one_port_share_their_values() -> None:
    """Apart the two products could be decided; on one port it is the same value squared."""
    either = checked("chaser.g.p * chaser.g.x <= 9 or active.g.x * chaser.g.q >= -9", PRODUCTS, {"chaser", "active"})
    assert not isinstance(either, Fault)
    assert undecidable(either, None, PRODUCTS) is not None
