"""The axes on which two ports take roles, per mating. Geometry is not a role; which side drives the hooks is."""

from __future__ import annotations

from enum import StrEnum


class Axis(StrEnum):
    """One thing that is done by one side to the other."""

    APPROACH = "approach"
    CAPTURE = "capture"
    HOOKS = "hooks"
    POWER = "power"
    FLUID = "fluid"
    ARM = "arm"


WORDS: dict[Axis, tuple[str, str]] = {
    Axis.APPROACH: ("chaser", "target"),
    Axis.CAPTURE: ("active", "passive"),
    Axis.HOOKS: ("driver", "receiver"),
    Axis.POWER: ("source", "load"),
    Axis.FLUID: ("supplier", "recipient"),
    Axis.ARM: ("arm", "fixture"),
}
"""Per axis: the word of the side that acts, and of the side that is acted on."""

AXIS_OF: dict[str, Axis] = {word: axis for axis, words in WORDS.items() for word in words}

SIDES = ("a", "b")
"""The words of a symmetric clause, which is judged both ways round."""

PORT = "port"
"""The word of a clause that judges one port alone."""
