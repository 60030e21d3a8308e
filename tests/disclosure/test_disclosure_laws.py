"""A law of partial disclosure: what the claims decide holds for every declaration that keeps them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hardmate import api
from hardmate.analysis.disclosure import Disclosure, disclosure
from hardmate.assess.conformance import conformance
from hardmate.assess.verdict import Judge
from hardmate.language.judge import Outcome
from hardmate.model.vehicle import Vehicle
from hardmate.repository import File, Repository, declared

FOLDER = Path(__file__).parents[1] / "cases" / "commands" / "pair-claims"
PORTS = ("ship/forward", "station/zenith")
CONFORMS = (Outcome.PASS, Outcome.NOT_APPLICABLE)


@cache
def base() -> Repository:
    return api.loaded([FOLDER / "fleet"], FOLDER / "own")


@cache
def decided() -> Disclosure:
    return disclosure(api.pair(base(), *PORTS), base().library)


def told(**values: str) -> Repository:
    """The fleet with the values that it withholds told, by name of the file and of the value."""
    vehicles = dict(base().vehicles)
    for name in vehicles:
        text = (FOLDER / "fleet" / f"{name}.yaml").read_text(encoding="utf-8")
        for key, value in values.items():
            text = text.replace(f"{key}: withheld", f"{key}: {value}")
        built = declared(File(Path(f"{name}.yaml"), f"{name}.yaml", text.encode()), base().library)
        assert isinstance(built, Vehicle), built
        vehicles[name] = built
    return replace(
        base(), vehicles=vehicles, ports={port.id: port for each in vehicles.values() for port in each.ports}
    )


lengths = st.integers(0, 7).map(lambda cm: f"{cm} cm")
colours = st.sampled_from(["[red]", "[green]", "[red, green]", "[red, blue]"])
rates = st.tuples(st.integers(0, 6), st.integers(7, 20)).map(lambda ends: f"0.0{ends[0]} .. {ends[1] / 100} m/s")
links = st.sampled_from(["s-band", "optical"])
tellings = st.fixed_dictionaries(
    {"wobble": lengths, "play": lengths, "colours": colours, "captured": rates, "link": links}
)


def test_something_is_decided() -> None:
    assert {each.clause.id for each in decided().passing} == {"offsets-together", "rate-captured", "colour-shared"}
    assert decided().fewest == (("b", "ring.link"),)


@settings(max_examples=40)
@given(tellings)
def test_every_declaration_that_keeps_its_claims_comes_out_as_decided(values: dict[str, str]) -> None:
    repository = told(**values)
    judge = Judge(repository.library.dictionary)
    said = [
        verdict.outcome
        for port in repository.ports.values()
        for found in conformance(port, repository.library, judge)
        for verdict in found.verdicts
    ]
    if all(outcome in CONFORMS for outcome in said):
        outcomes = {each.clause.id: each.outcome for each in api.pair(repository, *PORTS).best.verdicts}
        assert {outcomes[each.clause.id] for each in decided().passing} == {Outcome.PASS}
        assert outcomes["link-agreed"] is (Outcome.PASS if values["link"] == "s-band" else Outcome.FAIL)
