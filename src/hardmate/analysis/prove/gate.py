"""Whether an audit passes: nothing contradicts, and what is refuted or unknown is negotiated, or was so before."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from hardmate.analysis.prove.verdicts import OPEN, Proposition, Soundness

State = Mapping[str, str]
"""The standing of each proposition, by its name."""


class Gate(Struct, frozen=True):
    """`failing` are propositions, by name, that keep it from passing; `told` says why in a sentence."""

    passes: bool
    failing: tuple[str, ...]
    told: str


def name(each: Proposition) -> str:
    """A proposition's name: its clause, and who takes which role where that matters."""
    roles = " ".join(f"{word}={side}" for word, side in sorted(each.roles.items()) if word in each.applied.clause.words)
    clause = each.applied.clause
    return f"{clause.id} {roles}" if len(clause.axes) > 1 else clause.id


def state(found: Soundness) -> State:
    """What is recorded to compare with later."""
    return {name(each): each.standing.value for each in found.propositions}


def gate(found: Soundness, recorded: State | None = None) -> Gate:
    """With a recorded state only what is newly refuted or unknown fails; else all that is not negotiated.

    What was unknown and is refuted now is newly refuted: somebody has to look at it.
    """
    if found.contradiction is not None:
        return Gate(False, (), "It does not pass: the standard contradicts itself.")
    open_ones = [each for each in found.propositions if each.standing in OPEN and not each.applied.clause.negotiated]
    if recorded is not None:
        open_ones = [each for each in open_ones if recorded.get(name(each)) != each.standing]
    failing = tuple(name(each) for each in open_ones)
    newly = "newly " if recorded is not None else ""
    if not failing:
        return Gate(True, (), f"It passes: nothing is {newly}refuted or unknown but what is negotiated.")
    count = "one proposition is" if len(failing) == 1 else f"{len(failing)} propositions are"
    return Gate(False, failing, f"It does not pass: {count} {newly}refuted or unknown, and not negotiated.")
