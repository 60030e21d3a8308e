"""Reference ports to start counterexamples from: what they leave open is filled in from ports that conform."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from hardmate.analysis.prove.declared import known
from hardmate.analysis.prove.trial import Roles, Sides, Trial
from hardmate.language.sooner import firm
from hardmate.language.value import State, Value
from hardmate.model.roles import AXIS_OF, SIDES, Axis
from hardmate.model.standard import Clause, read_paths
from hardmate.model.vehicle import Port

Stated = Mapping[str, Value]


class Base(Struct, frozen=True):
    """Where counterexamples start from, and by side the port that it is near to, if it is."""

    sides: Sides
    ports: Mapping[str, str]


def referred(references: Sequence[Port], roles: Roles, made: Sides, trial: Trial) -> Base:
    """The ports that were made, with what reference ports say in the place of theirs.

    What a reference port says stays, but for what some clause reads that would not hold then, and held before.
    """
    chosen = {side: _chosen(references, side, roles, trial) for side in SIDES}
    stated = {side: {} if port is None else said(port) for side, port in chosen.items()}
    before = {each.clause.id for each in trial.failing(made)}
    while True:
        sides = {side: {**made[side], **stated[side]} for side in SIDES}
        read = {side: set(_read(trial.unkept(side, sides))) & stated[side].keys() for side in SIDES}
        if not any(read.values()):
            worse = [each for each in trial.failing(sides) if each.clause.id not in before]
            paths = {path for each in worse for path in read_paths(each.clause)}
            read = {side: paths & stated[side].keys() for side in SIDES}
        if not any(read.values()):
            return Base(sides, {side: port.id for side, port in chosen.items() if port is not None and stated[side]})
        stated = {side: _without(stated[side], read[side]) for side in SIDES}


def _without(stated: Stated, paths: Collection[str]) -> Stated:
    return {path: value for path, value in stated.items() if path not in paths}


def _chosen(references: Sequence[Port], side: str, roles: Roles, trial: Trial) -> Port | None:
    """The port that can take the roles of a side and breaks no clause, of several that with most values."""
    words = {word for word, at in roles.items() if at == side}
    fitting = (port for port in references if _can(port, words))
    most_first = sorted(fitting, key=lambda each: (-len(each.values), each.id))
    return next((port for port in most_first if not trial.breaks(side, {side: said(port)})), None)


def _can(port: Port, words: set[str]) -> bool:
    """Whether a port can take roles, as far as it says."""
    taken: dict[Axis, set[str]] = {}
    for word in words:
        taken.setdefault(AXIS_OF[word], set()).add(word)
    return all(axis not in port.roles or wanted <= port.roles[axis].words for axis, wanted in taken.items())


def said(port: Port) -> Stated:
    """What a port says for sure, as if its own document did: however a value is known, a port could have it."""
    sure = (
        (path, known(value.parameter, value.content))
        for path, value in port.values.items()
        if value.state in (State.KNOWN, State.NONE)
    )
    return {path: value for path, value in sure if firm(value)}


def _read(clauses: Iterable[Clause]) -> Iterator[str]:
    for each in clauses:
        yield from read_paths(each)
