"""Exactness: stacks at the limit, norms with irrational roots, and margins that are never told too large."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

import pytest
from clause_world import DICTIONARY, clause, judged, number, quantity, shown, value, written
from hypothesis import given, settings
from hypothesis import strategies as st

from hardmate.language.build import Holder
from hardmate.language.check import checked, undecidable
from hardmate.language.dictionary import Parameter, Reading
from hardmate.language.fault import Fault
from hardmate.language.judge import Judgement, Outcome, judge
from hardmate.language.shown import margin_text
from hardmate.language.value import Evidence, State, Value
from hardmate.quantity import KINDS, read_quantity

PASS, FAIL = Outcome.PASS, Outcome.FAIL

STACK: dict[str, Parameter] = {
    f"g.{name}": number(f"g.{name}", reading, kind="length", domain="0 .. 200 mm", unit_text="mm")
    for name, reading in (("pin", Reading.OCCURS), ("hole", Reading.OCCURS), ("gap", Reading.OCCURS))
}
STACK["g.limit"] = number("g.limit", Reading.ACCEPTS, kind="length", domain="0 .. 600 mm", unit_text="mm")


def stacked(text: str, **stated: str) -> Judgement:
    node = checked(text, STACK, {"port"})
    assert not isinstance(node, Fault), node
    values = {
        f"g.{name}": Value(STACK[f"g.{name}"], State.KNOWN, read_quantity(one, KINDS["length"]), one, Evidence(), None)
        for name, one in stated.items()
    }
    return judge(node, None, STACK, {"port": Holder("p", values)})


hundredths = st.integers(1, 9_999).map(lambda number: Fraction(number, 100))


@settings(max_examples=60, deadline=None)
@given(hundredths, hundredths, hundredths)
def test_a_stack_at_its_limit_passes_and_a_hundredth_more_fails(a: Fraction, b: Fraction, c: Fraction) -> None:
    """One in seven of these fails in binary floating point: 24.94 + 0.35 + 0.39 <= 25.68 is False there."""
    parts = {"pin": f"{shown(a)} mm", "hole": f"{shown(b)} mm", "gap": f"{shown(c)} mm"}
    limit = shown(a + b + c)
    for asked, stated in (
        (f"port.g.pin + port.g.hole + port.g.gap <= {limit} mm", {}),
        ("port.g.pin + port.g.hole + port.g.gap within port.g.limit", {"limit": f"at most {limit} mm"}),
        ("port.g.pin + port.g.hole + port.g.gap within port.g.limit", {"limit": f"{limit} .. 600 mm"}),
    ):
        found = stacked(asked, **parts, **stated)
        assert found.outcome is PASS
        assert found.margin is not None
        assert found.margin.amount == 0
    over = stacked(
        f"port.g.pin + port.g.hole + port.g.gap <= {limit} mm", **{**parts, "gap": f"{shown(c + Fraction(1, 100))} mm"}
    )
    assert over.outcome is FAIL
    assert over.margin is not None
    assert over.margin.amount == Fraction(-1, 100_000)


def test_the_float_trap_is_real() -> None:
    assert not 24.94 + 0.35 + 0.39 <= 25.68
    asked = "port.g.pin + port.g.hole + port.g.gap <= 25.68 mm"
    assert stacked(asked, pin="24.94 mm", hole="0.35 mm", gap="0.39 mm").outcome is PASS


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 80))
def test_a_norm_is_compared_without_its_root(y: int, z: int, limit: int) -> None:
    """In tenths, so that everything fits the domain."""
    y, z, limit = min(y, 56), min(z, 56), min(limit, 79)
    found = judged(f"norm(port.g.x, port.g.y) <= {shown(Fraction(limit, 10))}", x=_tenths(y), y=_tenths(z))
    square, root = y * y + z * z, isqrt(y * y + z * z)
    assert found.outcome is (PASS if square <= limit * limit else FAIL)
    assert found.margin is not None
    if root * root == square:
        assert found.margin.amount == Fraction(limit - root, 10)
    else:
        # never told larger than it is: (limit - amount)^2 is at least the square
        assert (Fraction(limit, 10) - found.margin.amount) ** 2 >= Fraction(square, 100)
        assert abs(found.margin.amount - Fraction(limit - root, 10)) <= Fraction(1, 10)


def _tenths(number: int) -> str:
    return shown(Fraction(number, 10))


def test_three_four_five() -> None:
    at_limit = judged("norm(port.g.x, port.g.y) <= 5", x="3", y="4")
    assert at_limit.outcome is PASS
    assert at_limit.margin is not None
    assert at_limit.margin.amount == 0
    assert at_limit.margin.fraction == 0
    assert judged("norm(port.g.x, port.g.y) < 5", x="3", y="4").outcome is FAIL
    assert judged("norm(port.g.x, port.g.y) <= 5", x="3.001", y="4").outcome is FAIL
    assert judged("norm(port.g.x, port.g.y) <= 5", x="-3 .. 3", y="-4 .. 4").outcome is PASS
    assert judged("norm(port.g.x, port.g.y) >= 5", x="3", y="4").outcome is PASS
    assert judged("norm(port.g.x, port.g.y) >= 1", x="-3 .. 3", y="-4 .. 4").outcome is FAIL
    assert (
        judged("norm(port.g.x, port.g.y) + port.g.z within port.g.k", x="3", y="4", z="1", k="at most 6").outcome
        is PASS
    )
    assert (
        judged("norm(port.g.x, port.g.y) + port.g.z within port.g.k", x="3", y="4", z="1.001", k="at most 6").outcome
        is FAIL
    )


def test_a_norm_is_rounded_to_the_unfavourable_side() -> None:
    asked = clause("norm(port.g.x, port.g.y) <= 2")
    found = judged("norm(port.g.x, port.g.y) <= 2", x="1", y="1")
    assert found.margin is not None
    assert (2 - found.margin.amount) ** 2 > 2
    assert margin_text(found.margin, asked, DICTIONARY) == "0.585786, 29.2 %"
    short = judged("norm(port.g.x, port.g.y) <= 1", x="1", y="1")
    assert short.margin is not None
    assert (1 - short.margin.amount) ** 2 > 2
    twice = judged("2 * norm(port.g.x, port.g.y) <= 11", x="3", y="4")
    assert twice.margin is not None
    assert twice.margin.amount == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-12, 12).map(lambda n: Fraction(n, 2)), min_size=4, max_size=4), st.integers(0, 10))
def test_a_norm_over_ranges_is_that_of_its_worst_corner(ends: list[Fraction], limit: int) -> None:
    (a, b), (c, d) = sorted(ends[:2]), sorted(ends[2:])
    x, y = value(DICTIONARY["g.x"], quantity(a, b)), value(DICTIONARY["g.y"], quantity(c, d))
    largest = max(u * u + v * v for u in (a, b) for v in (c, d))
    least = sum(Fraction(0) if u < 0 < v else min(u * u, v * v) for u, v in ((a, b), (c, d)))
    inside = judged(f"norm(port.g.x, port.g.y) <= {limit}", x=x, y=y)
    outside = judged(f"norm(port.g.x, port.g.y) >= {limit}", x=x, y=y)
    assert inside.outcome is (PASS if largest <= limit**2 else FAIL)
    assert outside.outcome is (PASS if least >= limit**2 else FAIL)
    for asked, found in (("<=", inside), (">=", outside)):
        if found.outcome is FAIL:
            points = {"g.x": x, "g.y": y} | {
                reading.path: value(DICTIONARY[reading.path], quantity(at, at)) for reading, at in found.witness
            }
            assert judged(f"norm(port.g.x, port.g.y) {asked} {limit}", points).outcome is FAIL


def test_a_band_is_measured_against_its_width_and_a_limit_against_itself() -> None:
    band = judged("port.g.x within 2 .. 6", x="3 .. 5")
    assert band.margin is not None
    assert band.margin.amount == 1
    assert band.margin.fraction == Fraction(1, 4)
    for x in ("3", "1 .. 3"):
        for asked in ("port.g.x <= 4", "4 >= port.g.x"):
            limit = judged(asked, x=x)
            assert limit.margin is not None
            assert limit.margin.amount == 1
            assert limit.margin.fraction == Fraction(1, 4)


def test_margins_of_and_are_the_smallest_and_of_or_the_largest() -> None:
    both = judged("port.g.x <= 4 and port.g.y <= 4", x="1", y="3")
    either = judged("port.g.x <= 4 or port.g.y <= 4", x="1", y="3")
    assert both.margin is not None
    assert either.margin is not None
    assert both.margin.fraction == Fraction(1, 4)
    assert either.margin.fraction == Fraction(3, 4)
    # nothing left, though the limit is zero and so has no fraction: that is the tightest
    tight = judged("port.g.x <= 0 and port.g.y <= 4", x="0", y="3")
    assert tight.margin is not None
    assert tight.margin.amount == 0
    # a choice that suits one part and hurts the other has no margin that either part could tell
    assert judged("port.g.s >= port.g.x and port.g.s <= port.g.y", s="0 .. 8", x="2", y="4").margin is None
    assert judged("port.g.x <= 5 or port.g.x >= 5", x="4 .. 6").margin is None
    assert judged("port.g.flag", flag="true").margin is None
    assert judged("port.g.flag or port.g.x <= 4", flag="true", x="1").margin is None


def test_a_guard_lends_no_margin() -> None:
    found = judged("port.g.y <= 4", when="port.g.x > 0", x="1", y="6")
    assert found.margin is not None
    assert found.margin.amount == -2
    assert judged("port.g.y <= 4", when="port.g.x > 0", x="-1 .. 1", y="6").margin is None


def test_quotients() -> None:
    # the bottoms are x - y and x - z, both positive, though their product multiplied out may look negative
    asked = "port.g.w / (port.g.x - port.g.y) + port.g.w / (port.g.x - port.g.z) <= 2"
    world = {
        **DICTIONARY,
        "g.x": number("g.x", domain="4 .. 6"),
        "g.y": number("g.y", domain="0 .. 2"),
        "g.z": number("g.z", domain="0 .. 2"),
        "g.w": number("g.w", domain="0 .. 8"),
    }
    node = checked(asked, world, {"port"})
    assert not isinstance(node, Fault)
    known = {
        f"g.{name}": written(f"g.{name}", text) for name, text in (("x", "4 .. 6"), ("y", "0 .. 2"), ("z", "0 .. 2"))
    }
    for w, expected in ((Fraction(2), PASS), (Fraction(21, 10), FAIL)):
        given_w = {"g.w": value(world["g.w"], quantity(w, w))}
        assert judge(node, None, world, {"port": Holder("p", known | given_w)}).outcome is expected
    negative = checked("port.g.w / (port.g.y - 3) >= -2", world, {"port"})
    assert not isinstance(negative, Fault)
    for w, expected in ((Fraction(2), PASS), (Fraction(21, 10), FAIL)):
        given_w = {"g.w": value(world["g.w"], quantity(w, w))}
        assert judge(negative, None, world, {"port": Holder("p", known | given_w)}).outcome is expected
    assert judged("abs(port.g.x) / (2 / 4) <= 4", x="2").outcome is PASS
    assert judged("abs(port.g.x) / (2 / 4) <= 4", x="2.1").outcome is FAIL
    assert judged("port.g.x / -2 <= 1", x="-2").outcome is PASS
    assert judged("port.g.x / -2 <= 1", x="-3").outcome is FAIL


@pytest.mark.parametrize(("x", "expected"), [("5", PASS), ("5.5", FAIL)])
def test_minus(x: str, expected: Outcome) -> None:
    assert judged("-port.g.x >= -5", x=x).outcome is expected
    assert judged("-(port.g.x - 1) >= -4", x=x).outcome is expected


def test_arc_is_decided_beyond_the_fifteenth_digit_of_pi() -> None:
    world = {
        "g.a": number("g.a", kind="angle", domain="-90 .. 90 deg"),
        "g.r": number("g.r", kind="radius", domain="0 .. 10 m"),
    }
    node = checked("arc(port.g.a, port.g.r) <= 3.14159265358979 m", world, {"port"})
    assert not isinstance(node, Fault)
    assert undecidable(node, None, world) is None
    for angle, expected in (("18 deg", FAIL), ("17.9999999999999 deg", PASS), ("-90 .. 0 deg", PASS)):
        values = {
            "g.a": value(world["g.a"], read_quantity(angle, KINDS["angle"])),
            "g.r": value(world["g.r"], read_quantity("10 m", KINDS["radius"])),
        }
        assert judge(node, None, world, {"port": Holder("p", values)}).outcome is expected
