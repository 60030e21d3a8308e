"""A verdict that ports share, for they declare the same for what a clause reads, is the one that each has alone."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st
from law_fleet import declared, library, shipped
from law_values import declarations
from msgspec.structs import replace

from hardmate.assess.conformance import conformance
from hardmate.assess.verdict import Judge, Verdict, capped
from hardmate.language.judge import judge as judged
from hardmate.model.standard import COMMON
from hardmate.model.vehicle import Port
from hardmate.pairing import claim_trust
from hardmate.repository import Applied, Library


def plainly(applied: Applied, port: Port) -> Verdict:
    """A clause on one port, by the judge of the language and nothing that remembers."""
    sides = dict.fromkeys(applied.clause.words, "a")
    holders = dict.fromkeys(sides, replace(port.holder, id="a"))
    clause = applied.clause
    return Verdict(
        applied, sides, capped(judged(clause.requires, clause.when, library().dictionary, holders), applied.trust)
    )


def require_the_same(ports: Iterable[Port], known: Library, judge: Judge) -> None:
    for port in ports:
        found = conformance(port, known, judge)
        assert [each.standard for each in found] == [COMMON, *(claim.standard for claim in port.claims)]
        for each in found:
            own = [one for one in known.clauses[each.standard].values() if not one.clause.pairwise]
            alone = [plainly(one, port) for one in own]
            if each.claim is not None:
                trust = claim_trust(each.claim)
                alone = [replace(one, judgement=capped(one.judgement, trust)) for one in alone]
            assert list(each.verdicts) == alone


def require_the_same_tersely(ports: Iterable[Port], judge: Judge, terse: Judge) -> None:
    """What somebody has to hear of is the same if the rest is told with its outcome alone."""
    for port in ports:
        for full, brief in zip(conformance(port, library(), judge), conformance(port, library(), terse), strict=True):
            assert brief.notable == full.notable
            assert [each.outcome for each in brief.verdicts] == [each.outcome for each in full.verdicts]


def test_every_third_shipped_port_conforms_as_it_does_alone() -> None:
    require_the_same(list(shipped().ports.values())[::3], library(), Judge(library().dictionary))


def test_every_shipped_port_conforms_tersely_as_in_full() -> None:
    terse = Judge(library().dictionary, terse=True)
    require_the_same_tersely(shipped().ports.values(), Judge(library().dictionary), terse)
    assert terse.judged > 0


@settings(max_examples=25)
@given(st.lists(declarations("v"), min_size=1, max_size=2))
def test_generated_ports_conform_tersely_as_in_full(fleet: list[dict[str, object]]) -> None:
    ports = [port for each in fleet for port in declared(each).ports]
    known = [port for port in ports if all(each.standard in library().clauses for each in port.claims)]
    require_the_same_tersely(known, Judge(library().dictionary), Judge(library().dictionary, terse=True))


@settings(max_examples=12)
@given(st.lists(declarations("v"), min_size=2, max_size=4))
def test_generated_ports_conform_as_each_does_alone(fleet: list[dict[str, object]]) -> None:
    ports = [declared(each).ports[0] for each in fleet]
    require_the_same([port for port in ports if all(each.standard in library().clauses for each in port.claims)],
                     library(), Judge(library().dictionary))  # fmt: skip


def test_one_judge_for_two_libraries_takes_neither_for_the_other() -> None:
    fewer = replace(
        library(),
        clauses={name: dict(list(clauses.items())[::2]) for name, clauses in library().clauses.items()},
    )
    port = shipped().ports["concept-chaser/forward"]
    judge = Judge(library().dictionary)
    for known in (library(), fewer, library()):
        require_the_same([port], known, judge)
