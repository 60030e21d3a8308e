"""The loads on a chain: a joint's assessment in; how its clauses on loads came out, and the tightest, out.

A chain bears what its weakest joint bears. The loads that the whole stack puts on a joint are for a loads analysis to
find; here each joint's declared cases are held against its declared capability.
"""

from __future__ import annotations

from msgspec import Struct

from hardmate.assess.capability import tightest
from hardmate.assess.pair import Assessment
from hardmate.assess.verdict import Verdict
from hardmate.language import tree as t
from hardmate.language.judge import Outcome
from hardmate.language.margin import Margin

GROUP = "loads"
"""The dictionary's group of loads and of what bears them."""


class JointLoads(Struct, frozen=True):
    """The clauses on loads of one joint, as they came out, and the one with the smallest margin."""

    verdicts: tuple[Verdict, ...]
    tightest: tuple[Verdict, Margin] | None

    def count(self, outcome: Outcome) -> int:
        return sum(each.outcome is outcome for each in self.verdicts)


def joint_loads(assessed: Assessment) -> JointLoads:
    """What one joint says of loads, by the clauses that apply to it."""
    speaking = tuple(
        each for each in assessed.best.verdicts if each.outcome is not Outcome.NOT_APPLICABLE and _of_loads(each)
    )
    return JointLoads(speaking, tightest(speaking))


def _of_loads(verdict: Verdict) -> bool:
    return any(each.path.partition(".")[0] == GROUP for each in t.references(verdict.clause.requires))
