"""The kept library is the library: equal, with the same things shared; and bytes can name nothing but Hardmate."""

from __future__ import annotations

import marshal
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardmate import api
from hardmate.finding import Location, Related
from hardmate.language.check import checked
from hardmate.language.fault import Fault
from hardmate.model.roles import AXIS_OF, PORT, SIDES
from hardmate.repository import Library
from hardmate.store.coded import Apart, decoded, encoded


def test_the_shipped_library_comes_back_as_it_was() -> None:
    library = api.loaded([]).library
    again = decoded(encoded(library))
    assert again == library
    assert list(again.dictionary) == list(library.dictionary)

    def shared(one: Library) -> int:
        return len({id(applied.clause) for each in one.clauses.values() for applied in each.values()})

    assert shared(again) == shared(library)


def test_clauses_are_checked_by_a_kept_dictionary_as_by_its_own() -> None:
    library = api.loaded([]).library
    again = decoded(encoded(library))
    for name, applied in library.clauses.items():
        for each in applied.values():
            clause = each.clause
            found = checked(clause.requires_text, again.dictionary, {PORT, *AXIS_OF, *SIDES})
            assert not isinstance(found, Fault), (name, clause.id, found)
    # A number with the unit of a scale is of the kind that the program itself knows.
    assert not isinstance(checked("port.thermal.flange_temperature <= 300 K", again.dictionary, {PORT}), Fault)


plain = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.fractions() | st.just(Decimal("1.50"))
things = st.recursive(
    plain | st.builds(Location, st.text(max_size=3), st.integers(), st.integers()),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        | st.frozensets(plain, max_size=3)
        | st.builds(Related, st.builds(Location, st.text(max_size=3)), st.text(max_size=3))
    ),
    max_leaves=12,
)


@given(things)
def test_anything_of_hardmate_comes_back_as_it_was(thing: object) -> None:
    again = decoded(encoded(thing))
    assert again == thing
    assert type(again) is type(thing)


@given(st.dictionaries(st.text(max_size=3), things, max_size=3), things)
def test_what_is_apart_comes_back_as_it_was(entries: dict[str, object], beside: object) -> None:
    again = decoded(encoded((beside, Apart(entries), beside)))
    assert again == (beside, entries, beside)
    assert list(again[1]) == list(entries)


def test_what_is_apart_is_made_when_it_is_asked_for_and_is_shared() -> None:
    one, other = Location("one"), Location("other")
    raw = encoded(Apart({"a": (one, other), "b": (one,), "c": (Location("third"),)}))
    again = decoded(raw)
    assert again["b"][0] is again["a"][0]
    assert again["a"] is again["a"]
    assert "third" not in repr(again._made)


def test_true_is_not_one_and_one_is_not_a_fraction() -> None:
    again = decoded(encoded((True, 1, Fraction(1), Decimal(1))))
    assert [type(each) for each in again] == [bool, int, Fraction, Decimal]


def test_what_is_foreign_is_not_written() -> None:
    with pytest.raises(TypeError, match="none of Hardmate's own"):
        encoded([Path("here")])


@pytest.mark.parametrize(
    "table",
    [
        ([("os", "system")], [(-1, "true"), (7, (0,))]),
        ([("builtins", "eval")], [(-1, "1"), (7, (0,))]),
        ([("hardmate.finding", "annotations")], [(7, ())]),
        ([("hardmate.api", "loaded")], [(7, ())]),
        ([("hardmate.no_such_module", "Thing")], [(7, ())]),
        ([("hardmate.finding", "Location")], [(7, ())]),
        ([], [(0, (5,))]),
        ([], []),
        "text",
    ],
)
def test_bytes_that_name_something_else_are_refused(table: Any) -> None:
    raw = table
    if not isinstance(table, str):
        kinds, entries = table
        raw = (kinds, [0], [()], [marshal.dumps(entries)], len(entries) - 1)
    with pytest.raises(ValueError, match=r"nothing that can be read|no module of Hardmate|unpack"):
        decoded(marshal.dumps(raw))
