"""The pairs that no plan has, when some vehicles have changed: how many they are, and which to look at closely."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from hardmate.assess.planes import Roster, Saying
from hardmate.assess.suspects import Suspects, suspects
from hardmate.assess.verdict import Judge
from hardmate.model.said import said
from hardmate.model.vehicle import Port
from hardmate.pairing import basis
from hardmate.renewal.columns import Columns, UnknownError
from hardmate.renewal.plain import plain_shape, plain_value
from hardmate.renewal.state import State, vehicle_of
from hardmate.repository import Library, Repository

MOST = 200
"""Vehicles that are read again for the sake of pairs; if they were more, one could as well read all."""
Changed = Callable[[str], bool]
"""Whether a port, by its id, is of a vehicle that has changed."""


def others(state: State, repository: Repository, changed: Changed, judge: Judge) -> Suspects:
    """As `suspects` over the whole repository, though perhaps with pairs in which nothing fails. Raises UnknownError
    if the state does not tell."""
    library = repository.library
    columns = Columns(state, library.dictionary)
    were = {name: number for number, (name, _) in enumerate(state.ports) if changed(name)}
    are = [repository.ports[name] for name in repository.ports if changed(name)]
    unchanged = [(number, shape) for number, (name, shape) in enumerate(state.ports) if name not in were]
    planned = frozenset(frozenset(mating.pair) for mating in repository.matings)
    reading = _reading(are, were, state, columns)

    def found(mine: Sequence[Port], reading: Collection[str] | None) -> Suspects:
        partners = _partners(mine, unchanged, columns, library)
        ports = tuple(sorted((*mine, *partners), key=lambda port: port.id))
        among = sum(1 << number for number, port in enumerate(ports) if changed(port.id))
        return suspects(Roster(ports, judge, _saying(ports)), library, planned, among, reading=reading)

    pairs: set[tuple[str, str]] = set()
    sharing = state.sharing
    if reading is None:
        sharing -= found([columns.port(number) for number in were.values()], ()).sharing
    else:
        pairs.update(_told_before(were.values(), state, repository))
    if reading is None or reading:
        after = found(are, reading)
        pairs.update((one.id, other.id) for one, other in after.pairs)
        sharing += after.sharing if reading is None else 0
    if len({vehicle_of(name) for pair in pairs for name in pair if not changed(name)}) > MOST:
        raise UnknownError("too many pairs")
    told = tuple((repository.ports[one], repository.ports[other]) for one, other in sorted(pairs))
    return Suspects(sharing, told)


def _reading(ports: Sequence[Port], were: dict[str, int], state: State, columns: Columns) -> Collection[str] | None:
    """The paths for which ports declare something else than before; None if more has changed about them."""
    if len(ports) < len(were):
        return None
    found: set[str] = set()
    for port in ports:
        number = were.get(port.id)
        if number is None or state.shapes[state.ports[number][1]] != plain_shape(port):
            return None
        for path in state.columns:
            now = port.values.get(path)
            if (None if now is None else plain_value(now)) != columns.plain(number, path):
                found.add(path)
    return found


def _saying(ports: Sequence[Port]) -> Saying:
    """What ports say for a path, asked of the ports for this path alone: most of them are columns."""

    def saying(path: str) -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = {}
        for number, port in enumerate(ports):
            value = said(port.values, path)
            if value is not None:
                found.setdefault(id(value), []).append(number)
        return found

    return saying


def _partners(
    mine: Sequence[Port], unchanged: Iterable[tuple[int, int]], columns: Columns, library: Library
) -> list[Port]:
    """The ports that claim a mating standard that one of mine claims as well."""
    shapes = {plain_shape(port): port for port in mine}.values()
    shares: dict[int, bool] = {}
    found: list[Port] = []
    for number, shape in unchanged:
        if shape not in shares:
            there = columns.port(number)
            shares[shape] = any(basis(each, there, library).shared for each in shapes)
        if shares[shape]:
            found.append(columns.port(number))
    return found


def _told_before(were: Iterable[int], state: State, repository: Repository) -> Iterable[tuple[str, str]]:
    """The pairs of ports that changed in which a clause failed before, as far as both are still there."""
    names = [name for name, _ in state.ports]
    for number in were:
        partners = [place for place, later in enumerate(state.telling) if later >> number & 1]
        later, place = state.telling[number], 0
        while later >> place:
            if later >> place & 1:
                partners.append(place)
            place += 1
        for partner in partners:
            one, other = sorted((names[number], names[partner]))
            if one in repository.ports and other in repository.ports:
                yield one, other
