"""From a solver's values to two declarations that people can read: near a base, with few and round changes."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from hardmate.analysis.prove.simpler import simplest
from hardmate.analysis.prove.trial import Roles, Sides, Trial
from hardmate.language.value import State, Value
from hardmate.repository import Applied


class Change(Struct, frozen=True):
    """A value that differs from the base; None where the base says nothing."""

    side: str
    path: str
    before: Value | None
    after: Value | None


class Counterexample(Struct, frozen=True):
    """Two declarations that conform, and between which the goal fails."""

    sides: Sides
    changes: tuple[Change, ...]


def counterexample(
    goal: Applied, roles: Roles, found: Mapping[str, Mapping[str, Value]], base: Sides, trial: Trial
) -> Counterexample | None:
    """The base with what a solver found put in, changed back as far as the goal still fails; None if it does not."""
    sides = {side: {**base[side], **found.get(side, {})} for side in sorted(base)}
    if not trial.fails(goal, roles, sides) or not all(
        trial.still_conforms(side, sides, base, found.get(side, {}).keys()) for side in sides
    ):
        return None
    for side, path in sorted((each, path) for each in base for path in found.get(each, {})):
        before = base[side].get(path)
        failing = len(trial.failing(sides, {path}))

        def good(value: Value | None, side: str = side, path: str = path, failing: int = failing) -> bool:
            tried = {**sides, side: _with(sides[side], path, value)}
            return (
                trial.fails(goal, roles, tried)
                and trial.conforms(side, tried, {path})
                and len(trial.failing(tried, {path})) <= failing
            )

        value = sides[side][path]
        if _alike(value, before) or good(before):
            sides[side] = _with(sides[side], path, before)
        elif value.state is State.KNOWN:
            sides[side] = _with(sides[side], path, simplest(value, before, good))
    changes = tuple(
        Change(side, path, base[side].get(path), sides[side].get(path))
        for side in sorted(sides)
        for path in sorted(found.get(side, {}))
        if not _alike(sides[side].get(path), base[side].get(path))
    )
    return Counterexample(sides, changes)


def _with(values: Mapping[str, Value], path: str, value: Value | None) -> dict[str, Value]:
    changed = dict(values)
    if value is None:
        changed.pop(path, None)
    else:
        changed[path] = value
    return changed


def _alike(one: Value | None, other: Value | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.state, one.content) == (other.state, other.content)
