"""What pairs are told that come out alike is what each of them is told when it is assessed by itself."""

from __future__ import annotations

import gc
import json
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law_fleet import assessed, declared, library, shipped, with_values
from law_values import declarations, value_of
from msgspec.structs import replace

from hardmate import api
from hardmate.api import Glance
from hardmate.assess.alike import Pairs
from hardmate.assess.capability import tightest
from hardmate.assess.gate import unplanned_findings, warning
from hardmate.assess.margins import Margins
from hardmate.assess.pair import MATE
from hardmate.assess.planes import Roster
from hardmate.assess.verdict import Judge
from hardmate.language.shown import margin_text
from hardmate.model.vehicle import Port
from hardmate.report.matrix_json import matrix_text


def require_the_same(ports: Sequence[Port], *, few: int, bits: int) -> Pairs:
    """Standing, reasons, margins and warnings of every two ports, against the pair by itself."""
    ordered = tuple(sorted(ports, key=lambda port: port.id))
    pairs = Pairs(Roster(ordered, Judge(library().dictionary)), library(), few=few, bits=bits)
    told = {
        (number, partner): outline
        for number, found in pairs.outlines(pairs.roster.foreign)
        for partners, outline in found
        for partner in pairs.roster.listed(partners)
    }
    wanted = [
        (one, other)
        for one in range(len(ordered))
        for other in range(one + 1, len(ordered))
        if ordered[one].vehicle != ordered[other].vehicle
    ]
    assert sorted(told) == wanted
    margins = Margins(pairs)
    met = {
        (number, partner): tight
        for number, found in pairs.outlines(pairs.roster.foreign)
        for partners, outline in found
        for some, tight in margins.met(outline, number, partners)
        for partner in pairs.roster.listed(some)
    }
    assert met.keys() == told.keys()
    for (one, other), outline in told.items():
        first, second = ordered[one], ordered[other]
        alone = assessed(first, second)
        assert (outline.standing, outline.why(first, second)) == (alone.standing, alone.reasons), (first.id, second.id)
        mine = met[one, other]
        theirs = tightest(each for capability in alone.best.needed((MATE,)) for each in capability.verdicts)
        assert mine == theirs
        failed = pairs.verdicts(outline, outline.failed, one, other)
        assert [warning((first, second), each, library().dictionary) for each in failed] == list(
            unplanned_findings(alone, library().dictionary)
        )
    return pairs


def named(ports: Sequence[Port]) -> list[Port]:
    """The ports, each of a vehicle of its own, in the order of their ids."""
    return [replace(port, id=f"v{number:03}/port", vehicle=f"v{number:03}") for number, port in enumerate(ports)]


@pytest.mark.parametrize(("few", "bits"), [(0, 1 << 20), (0, 40), (1 << 20, 1 << 20)])
def test_every_thirteenth_shipped_port_is_told_the_same(few: int, bits: int) -> None:
    require_the_same(list(shipped().ports.values())[::13], few=few, bits=bits)


@settings(max_examples=10, deadline=None)
@given(st.lists(declarations("v"), min_size=2, max_size=5))
def test_generated_ports_are_told_the_same(fleet: list[dict[str, object]]) -> None:
    require_the_same(named([declared(each).ports[0] for each in fleet]), few=0, bits=1 << 20)


def test_ports_of_one_family_are_told_the_same_and_most_pairs_are_not_assessed() -> None:
    """Rates around a limit, so that some pairs pass and some fail."""
    shared = shipped().ports["concept-chaser/forward"]
    flown, captured = (library().dictionary[f"{group}.closing_rate"] for group in ("contact", "capture"))
    ports = named(
        [
            with_values(
                shared,
                {
                    flown.name: value_of(flown, f"0.0{50 + number} .. 0.0{60 + number} m/s"),
                    captured.name: value_of(captured, f"0.0{45 + number} .. 0.0{70 + number % 9} m/s"),
                },
            )
            for number in range(16)
        ]
    )
    pairs = require_the_same(ports, few=0, bits=1 << 20)
    assert pairs.assessed < 16


def test_no_pair_is_held_once_it_is_written() -> None:
    """A fleet of 60 ports: whatever is written, no more are there than ways to be told and two."""
    ports = named([shipped().ports[name] for name in ("concept-chaser/forward", "concept-station/forward")] * 30)
    glances = api.matrix(shipped(), ports, margins=False)
    pieces = matrix_text([port.id for port in ports], glances, library().dictionary)
    for written, piece in enumerate(pieces):
        if written % 400 == 0:
            assert piece
            assert sum(isinstance(each, Glance) for each in gc.get_objects()) <= 8
    assert written == 60 * 59 // 2


def test_the_text_that_alike_pairs_share_says_of_each_what_it_is_told_by_itself() -> None:
    sides = [shipped().ports[name] for name in ("concept-chaser/forward", "concept-station/forward")]
    ports = named(sides * 6 + list(shipped().ports.values())[::29])
    by_id = {port.id: port for port in ports}
    pieces = matrix_text(list(by_id), api.matrix(shipped(), ports), library().dictionary)
    pairs = json.loads("".join(pieces))["pairs"]
    assert [tuple(told["ports"]) for told in pairs] == list(combinations(by_id, 2))
    for told in pairs:
        alone = assessed(*(by_id[name] for name in told["ports"]))
        found = tightest(each for capability in alone.best.needed((MATE,)) for each in capability.verdicts)
        assert (told["standing"], told["reason"]) == (alone.standing.value, "; ".join(alone.reasons))
        assert told["tightest"] == (
            found
            and {
                "clause": found[0].clause.id,
                "text": margin_text(found[1], found[0].clause.requires, library().dictionary),
                "fraction": None if found[1].fraction is None else str(found[1].fraction),
            }
        )
