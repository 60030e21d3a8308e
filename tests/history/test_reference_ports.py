"""Reference ports: every standard has an active and a passive one that keep to it, and they mate where they can."""

from __future__ import annotations

import pytest
from history_rows import repository

from hardmate.assess.capability import Standing
from hardmate.assess.conformance import conformance
from hardmate.assess.pair import assessment
from hardmate.assess.verdict import Judge
from hardmate.language.judge import Outcome
from hardmate.model.vehicle import Port

UNSETTLED = {"idss/A", "idss/B", "lids/baseline"}
"""The diameter of the first, wide ring is not known, nor the hooks of a mechanism that never docked."""


def reference(standard: str) -> tuple[Port, Port]:
    """The two reference ports of a standard, by its family, and by its revision where there are several."""
    family, _, revision = standard.partition("/")
    ports = repository().ports
    for stem in (f"{family}-{revision.lower()}", family):
        if f"{stem}-active/face" in ports:
            return ports[f"{stem}-active/face"], ports[f"{stem}-passive/face"]
    raise AssertionError(f"reference/ holds no port of {standard}")


STANDARDS = sorted(name for name in repository().library.standards if name != "common")


@pytest.mark.parametrize("standard", STANDARDS)
def test_reference_ports_keep_to_their_standard(standard: str) -> None:
    library = repository().library
    judge = Judge(library.dictionary)
    for port in reference(standard):
        assert standard in {claim.standard for claim in port.claims}
        failed = [
            each.clause.id
            for held in conformance(port, library, judge)
            for each in held.verdicts
            if each.outcome is Outcome.FAIL or each.judgement.doubtful
        ]
        assert failed == [], port.id


@pytest.mark.parametrize("standard", [name for name in STANDARDS if repository().library.standards[name].mating])
def test_reference_ports_of_a_mating_standard_mate(standard: str) -> None:
    library = repository().library
    found = assessment(*reference(standard), library, Judge(library.dictionary)).standing
    assert found is (Standing.UNDETERMINED if standard in UNSETTLED else Standing.COMPATIBLE)
