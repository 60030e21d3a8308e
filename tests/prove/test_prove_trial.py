"""What trials learn from one another is what each of them finds by itself."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from pathlib import Path

from hypothesis import event, given, settings
from hypothesis import strategies as st

from hardmate import api
from hardmate.analysis.prove.base import everyone
from hardmate.analysis.prove.declared import known
from hardmate.analysis.prove.theory import theory, ways
from hardmate.analysis.prove.trial import Judged, Trial
from hardmate.language.value import Value
from hardmate.model.roles import SIDES

CASE = Path(__file__).parents[1] / "cases" / "commands" / "prove-near"
RING = api.loaded([CASE / "near"], CASE / "own")
THEORY = theory(RING.library, "ring/A")
ROLES = [
    dict(each) for each in {tuple(sorted(everyone(way).items())) for each in THEORY.goals for way in ways(each.clause)}
]
TURNED = [{word: SIDES[side == SIDES[0]] for word, side in roles.items()} for roles in ROLES]


@st.composite
def sides(draw: st.DrawFn) -> dict[str, Mapping[str, Value]]:
    """What a port here declares, on either side, but for some values of another one, or none, or not said."""
    ports = [port.values for port in RING.ports.values()]
    told: dict[str, Mapping[str, Value]] = {}
    for side in SIDES:
        values = dict(draw(st.sampled_from(ports)))
        for path in draw(st.lists(st.sampled_from(sorted(values)), max_size=3, unique=True)):
            parameter = RING.library.dictionary[path]
            found = draw(st.sampled_from([known(parameter, None), None, *(port.get(path) for port in ports)]))
            if found is None:
                del values[path]
            else:
                values[path] = found
        told[side] = values
    return told


@settings(max_examples=30)
@given(st.lists(sides(), min_size=1, max_size=3))
def test_trials_that_share_what_they_judged_say_what_each_says_alone(
    several: list[dict[str, Mapping[str, Value]]],
) -> None:
    judged = Judged()
    for told, roles, asked in product(several, (*ROLES, *TURNED), (THEORY, THEORY.advised())):
        shared, alone = Trial(asked, roles, judged), Trial(asked, roles)
        failing = alone.failing(told)
        event(f"fails: {bool(failing)}")
        assert shared.failing(told) == failing
        assert [shared.conforms(side, told) for side in SIDES] == [alone.conforms(side, told) for side in SIDES]
