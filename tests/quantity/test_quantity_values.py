"""The forms of a value, the near misses with what they are told, and how values are shown."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from hardmate.quantity import KINDS, QuantityError, Rounding, read_quantity, show, show_quantity, sqrt_bounds, unit

HERE = Path(__file__).parent
ACCEPTED = yaml.safe_load((HERE / "accepted.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "kind", "form", "low", "high"), ACCEPTED, ids=[case[0] for case in ACCEPTED])
def test_accepted(text: str, kind: str, form: str, low: str | None, high: str | None) -> None:
    quantity = read_quantity(text, KINDS[kind])
    assert quantity.form == form
    assert quantity.low == (None if low is None else Fraction(low))
    assert quantity.high == (None if high is None else Fraction(high))
    assert quantity.text == text


def refused() -> Iterator[tuple[str, str, str]]:
    """Kind, text and what is told, from the case file; control characters stand there as escapes."""
    blocks = (HERE / "refused.txt").read_text(encoding="utf-8").split("\n\n")
    for block in blocks[1:]:
        first, told = block.split("\n", 1)
        kind, text = first.split(": ", 1)
        yield kind, text.replace("\\t", "\t").replace("\\xa0", "\xa0"), told.rstrip("\n")


@pytest.mark.parametrize(("kind", "text", "told"), list(refused()))
def test_refused(kind: str, text: str, told: str) -> None:
    with pytest.raises(QuantityError) as caught:
        read_quantity(text, KINDS[kind])
    error = caught.value
    assert f"  {error.offset}: {error.message}\n  {error.help}" == told
    for suggestion in error.suggestions:
        assert f"`{suggestion}`" in error.help
        read_quantity(suggestion, KINDS[kind])


def test_numbers_that_yaml_already_read() -> None:
    assert read_quantity(12, KINDS["count"]).low == 12
    assert read_quantity(Decimal("0.10"), KINDS["ratio"]).low == Fraction(1, 10)
    assert read_quantity(Decimal("1E-7"), KINDS["ratio"]).low == Fraction(1, 10**7)


@pytest.mark.parametrize(
    "value",
    [True, 10**40, 10**9000, Decimal("NaN"), Decimal("Infinity"), Decimal("1E+99999")],
    ids=["true", "long", "very long", "nan", "infinity", "exponent"],
)
def test_numbers_that_are_no_values(value: int | Decimal) -> None:
    with pytest.raises(QuantityError):
        read_quantity(value, KINDS["ratio"])


BOMBS = ["9" * 31 + " m", "1e31 m", "1e-31 m", "1e999999999 m", "1" * 10**5 + " m", "1e" + "9" * 150, "0." + "0" * 31]


@pytest.mark.parametrize("text", BOMBS, ids=[text[:12] for text in BOMBS])
def test_bombs_are_refused_before_they_are_computed(text: str) -> None:
    with pytest.raises(QuantityError) as caught:
        read_quantity(text, KINDS["length"])
    assert len(caught.value.message) < 200


@pytest.mark.parametrize(
    ("value", "symbol", "shown"),
    [
        ("0.05", "m/s", "0.05 m/s"),
        ("1.2", "mm", "1200 mm"),
        ("0", "m", "0 m"),
        ("-0.5", "m", "-0.5 m"),
        ("234.15", "degC", "-39 degC"),
        ("0.05", "%", "5 %"),
        ("12", "1", "12"),
        ("1/3", "m", "0.333333 m"),
        ("-2/3", "m", "-0.666667 m"),
        ("0.0254", "in", "1 in"),
        ("1", "in", "39.3701 in"),
        ("123456789012", "m", "123456789012 m"),
        ("1234567890123", "m", "1234570000000 m"),
        ("1/100000000", "m", "1e-8 m"),
        ("1e20", "m", "1e20 m"),
        ("999999.9999999", "m", "1000000 m"),
        ("0.0000001", "m", "0.0000001 m"),
    ],
)
def test_shown(value: str, symbol: str, shown: str) -> None:
    assert show(Fraction(value), unit(symbol)) == shown


@pytest.mark.parametrize(
    ("value", "down", "up"),
    [("1/3", "0.333333", "0.333334"), ("-1/3", "-0.333334", "-0.333333"), ("0.25", "0.25", "0.25")],
)
def test_rounding_goes_the_way_asked(value: str, down: str, up: str) -> None:
    ratio = unit("1")
    assert show(Fraction(value), ratio, rounding=Rounding.DOWN) == down
    assert show(Fraction(value), ratio, rounding=Rounding.UP) == up


@pytest.mark.parametrize(
    ("text", "kind", "symbol", "shown"),
    [
        ("0.05 .. 0.10 m/s", "speed", "mm/s", "50 .. 100 mm/s"),
        ("0.05 .. 0.10 m/s", "speed", "ft/s", "0.164041 .. 0.328084 ft/s"),
        ("at most 0.10 m", "length", "mm", "at most 100 mm"),
        ("at least 1 m", "length", "ft", "at least 3.28083 ft"),
        ("1200 +/- 0.5 mm", "diameter", "m", "1.2 +/- 0.0005 m"),
        ("31300 N +/- 5 %", "force", "N", "31300 +/- 1565 N"),
        ("about 1300 mm", "length", "m", "about 1.3 +/- 0.1 m"),
        ("20 +/- 0.1 degC", "temperature", "degC", "20 +/- 0.1 degC"),
        ("20 +/- 0.1 degC", "temperature", "K", "293.15 +/- 0.1 K"),
        ("98 %", "ratio", "1", "0.98"),
    ],
)
def test_shown_in_another_unit(text: str, kind: str, symbol: str, shown: str) -> None:
    quantity = read_quantity(text, KINDS[kind])
    assert show_quantity(quantity, unit(symbol)) == shown
    assert show_quantity(quantity) == text


def test_roots_of_squares_are_exact() -> None:
    assert sqrt_bounds(Fraction(9, 4)) == (Fraction(3, 2), Fraction(3, 2))
    assert sqrt_bounds(Fraction(0)) == (Fraction(0), Fraction(0))
    with pytest.raises(ValueError, match="negative"):
        sqrt_bounds(Fraction(-1))
