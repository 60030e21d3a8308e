"""From changed files to what they can touch: what a partial check says is what the whole check says of those pairs,
and what it leaves out says the same as before."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hardmate import api
from hardmate.api import Check
from hardmate.assess.affected import scope_of
from hardmate.assess.scope import Scope
from hardmate.finding import Finding
from hardmate.repository import Repository

CASES = Path(__file__).resolve().parents[1] / "cases" / "commands"
TODAY = "2026-11-22"


@dataclass(frozen=True)
class Edit:
    """A change of one file; `told` is what it is, for a reader of a failing example."""

    told: str
    file: str
    change: Callable[[str], str | None]
    """Its text after the change; None for a file that is deleted."""


def swapped(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert re.search(old, text), (old, text)
        return re.sub(old, new, text, count=1)

    return change


EDITS = (
    Edit("a wider ring", "station.yaml", swapped("ring_diameter: 12[05]0", "ring_diameter: 1300")),
    Edit("a claim less", "ship.yaml", swapped(r", ispsis/A", "")),
    Edit("a comment", "ship.yaml", lambda text: f"# seen\n{text}"),
    Edit("a vehicle gone", "rescuer.yaml", lambda _: None),
    Edit("a vehicle broken", "rescuer.yaml", lambda text: f"{text}nonsense: 1\n"),
    Edit("a mating less", "visit.yaml", swapped(r"(?s)  second:.*", "")),
    Edit("a need more", "visit.yaml", swapped("needs: .hard-mate.", "needs: [hard-mate, power]")),
    Edit("a plan gone", "visit.yaml", lambda _: None),
    Edit("a signature less", "wide-supply.yaml", swapped(r"  - .party: ESA.*\n", "")),
    Edit("a departure gone", "wide-supply.yaml", lambda _: None),
    Edit("a clause of a service", "standards/ispsis/A/clauses/source-voltage-accepted.yaml", swapped("shall", "should")),
    Edit("a clause gone", "standards/ispsis/A/clauses/connectors-shared.yaml", lambda _: None),
    Edit("a clause of the first revision", "standards/idss/A/clauses/capture-latches-closed.yaml", lambda t: f"# x\n{t}"),
    Edit("a clause of all", "standards/common/clauses/ring-diameters-agree.yaml", swapped("<= 1 mm", "<= 90 mm")),
    Edit("a head", "standards/idss/E/standard.yaml", lambda text: f"# seen\n{text}"),
    Edit("a parameter", "standards/parameters/scs.yaml", lambda text: f"# seen\n{text}"),
    Edit("a source", "standards/sources.yaml", lambda text: f"# seen\n{text}"),
    Edit("a clause over fleets", "standards/common/fleet-clauses/crew-has-somewhere-to-go.yaml", swapped("at_least: 2", "at_least: 3")),
)
