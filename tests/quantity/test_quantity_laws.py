"""Laws of values: what is shown reads back, the forms agree with each other, no text makes the reader fail."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hardmate.quantity import (
    KINDS,
    Kind,
    Quantity,
    QuantityError,
    Rounding,
    Unit,
    UnitError,
    decimal,
    kind_unit,
    read_quantity,
    show,
    show_quantity,
    sqrt_bounds,
    unit,
)

kinds = st.sampled_from([kind for kind in KINDS.values() if not kind.whole])
numbers = st.builds(
    lambda digits, places: Fraction(digits, 10**places), st.integers(-(10**11), 10**11), st.integers(0, 12)
)
sizes = numbers.map(abs)
rationals = st.fractions(-(10**9), 10**9, max_denominator=10**6)


@st.composite
def units_of_a_kind(draw: st.DrawFn) -> tuple[Kind, Unit]:
    kind = draw(kinds)
    return kind, kind_unit(draw(st.sampled_from(kind.units)), kind)


@given(units_of_a_kind(), numbers)
def test_what_is_shown_reads_back(kind_and_unit: tuple[Kind, Unit], number: Fraction) -> None:
    kind, written = kind_and_unit
    quantity = read_quantity(show(written.to_base(number), written), kind)
    assert quantity.low == quantity.high == quantity.nominal == written.to_base(number)
    assert quantity.unit == written


@given(units_of_a_kind(), numbers, sizes)
def test_a_tolerance_is_the_range_between_its_ends(
    kind_and_unit: tuple[Kind, Unit], middle: Fraction, width: Fraction
) -> None:
    kind, written = kind_and_unit
    assume(written.symbol != "%")  # 20 +/- 5 % can be read in two ways, and is refused
    symbol = "" if kind.bare and written.symbol == "1" else f" {written.symbol}"
    tolerance = read_quantity(f"{decimal(middle)} +/- {decimal(width)}{symbol}", kind)
    assert tolerance.low == written.to_base(middle - width)
    assert tolerance.high == written.to_base(middle + width)
    stated = read_quantity(f"about {decimal(middle)} +/- {decimal(width)}{symbol}", kind)
    assert (stated.low, stated.high, stated.nominal) == (tolerance.low, tolerance.high, tolerance.nominal)


@given(units_of_a_kind(), numbers, numbers)
def test_a_range_lies_between_its_bounds(kind_and_unit: tuple[Kind, Unit], one: Fraction, other: Fraction) -> None:
    kind, written = kind_and_unit
    low, high = (show(written.to_base(number), written) for number in sorted((one, other)))
    both = read_quantity(f"{low} .. {high}", kind)
    assert both.low == read_quantity(f"at least {low}", kind).low
    assert both.high == read_quantity(f"at most {high}", kind).high
    if one != other:
        with pytest.raises(QuantityError) as caught:
            read_quantity(f"{high} .. {low}", kind)
        assert caught.value.suggestions == (f"{low} .. {high}",)


@given(units_of_a_kind(), rationals, rationals)
def test_a_quantity_shown_in_another_unit_encloses_it(
    kind_and_unit: tuple[Kind, Unit], one: Fraction, other: Fraction
) -> None:
    kind, shown_in = kind_and_unit
    low, high = sorted((Fraction(decimal(one)), Fraction(decimal(other))))
    base = kind_unit(kind.base_unit, kind)
    text = f"{show(low, base)} .. {show(high, base)}"
    quantity = read_quantity(text, kind)
    again = read_quantity(show_quantity(quantity, shown_in), kind)
    assert again.low is not None
    assert again.high is not None
    assert again.low <= low <= high <= again.high


@given(rationals)
def test_a_rounded_number_is_on_the_side_asked_and_near(number: Fraction) -> None:
    down, near, up = (Fraction(decimal(number, rounding=way)) for way in (Rounding.DOWN, Rounding.NEAREST, Rounding.UP))
    assert down <= number <= up
    assert down <= near <= up
    assert up - down <= abs(number) / 10**5


@given(st.fractions(min_value=0), st.integers(1, 40))
def test_roots_are_enclosed(value: Fraction, digits: int) -> None:
    low, high = sqrt_bounds(value, digits=digits)
    assert low**2 <= value <= high**2
    assert high - low <= low / 10**digits


# Texts built from the pieces of real values find more than random characters do.
WORDS = """about .. +/- ± - + ~ <= >= to m mm N*m deg degC °C % 1 0 12.5 1,200 1e3 ² / * ^ 10^ x ( ) [ ; kPa psig
gauge max rad Nm ٣ − – e E in lb ' _ ."""
PIECES = [*WORDS.split(), "at most", "at least", "\t", "\u00a0", "\n", "\x00", "9" * 40, "1e-99999999"]
texts = st.one_of(
    st.text(max_size=250),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
)


@given(texts, st.sampled_from(list(KINDS.values())))
def test_a_text_is_read_or_refused_with_suggestions_that_read(text: str, kind: Kind) -> None:
    found = read_or_refused(text, kind)
    if isinstance(found, QuantityError):
        assert 0 <= found.offset <= len(text)
        assert found.message
        assert found.help
        assert all(isinstance(read_or_refused(one, kind), Quantity) for one in found.suggestions)
    elif found.low is None or found.high is None:
        assert (found.low is None) != (found.high is None)
    else:
        assert found.low <= found.high


def read_or_refused(text: str, kind: Kind) -> Quantity | QuantityError:
    try:
        return read_quantity(text, kind)
    except QuantityError as error:
        return error


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=8).map("".join)))
def test_a_unit_is_read_or_refused_and_its_symbol_names_it(text: str) -> None:
    found = unit_or_refused(text)
    if isinstance(found, UnitError):
        assert 0 <= found.offset <= len(text)
        assert all(isinstance(unit_or_refused(one), Unit) for one in found.suggestions)
    else:
        assert unit(found.symbol) == found
        assert found.factor > 0


def unit_or_refused(text: str) -> Unit | UnitError:
    try:
        return unit(text)
    except UnitError as error:
        return error
