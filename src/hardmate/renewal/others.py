"""The pairs that no plan has, when some vehicles have changed: how many they are, and which to look at closely."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import product

from hardmate.assess.planes import Ports, Roster, Saying
from hardmate.assess.suspects import Suspects, paths_of, suspects
from hardmate.assess.verdict import Judge
from hardmate.model.said import said
from hardmate.model.standard import COMMON
from hardmate.model.vehicle import Port
from hardmate.pairing import MODES, basis
from hardmate.renewal.columns import Columns, UnknownError
from hardmate.renewal.plain import plain_shape, plain_value
from hardmate.renewal.state import State, vehicle_of
from hardmate.repository import Library, Repository

MOST = 200
"""Vehicles that are read again for the sake of pairs, or half of all; if they were more, one could as well read all."""
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
    reading = _reading(are, were, state, columns, judge)

    def found(
        mine: Sequence[Port],
        partners: Iterable[int],
        planned: frozenset[frozenset[str]] = frozenset(),
        reading: Collection[str] | None = None,
    ) -> Suspects:
        ports = tuple(sorted((*mine, *map(columns.port, partners)), key=lambda port: port.id))
        among = sum(1 << number for number, port in enumerate(ports) if changed(port.id))
        return suspects(Roster(ports, judge, _saying(ports)), library, planned, among, reading=reading)

    pairs: set[tuple[str, str]] = set()
    sharing = state.sharing
    if reading is None:
        before = [columns.port(number) for number in were.values()]
        sharing -= found(before, _partners(before, unchanged, columns, library), planned, ()).sharing
        after = found(are, _partners(are, unchanged, columns, library), planned)
        sharing += after.sharing
        pairs.update((one.id, other.id) for one, other in after.pairs)
    else:
        pairs.update(_told_before(were.values(), state, repository))
    if reading:
        mine = {claim.standard for port in are for claim in port.claims}
        alike = _alike(mine, _partners(are, unchanged, columns, library), reading, columns, library)
        names = {first: [state.ports[each][0] for each in numbers] for first, numbers in alike.items()}
        for pair in found(are, [numbers[0] for numbers in alike.values()], reading=reading).pairs:
            told = product(*(names.get(port.id, [port.id]) for port in pair))
            pairs.update((min(each), max(each)) for each in told if frozenset(each) not in planned)
    again = {vehicle_of(name) for pair in pairs for name in pair if not changed(name)}
    if len(again) > max(MOST, len(state.vehicles) // 2):
        raise UnknownError("too many pairs")
    return Suspects(sharing, *_telling(pairs, repository, judge))


def _telling(
    pairs: Iterable[tuple[str, str]], repository: Repository, judge: Judge
) -> tuple[tuple[Ports, ...], Roster]:
    """For each port of the pairs, its partners that come later in a roster of all these; and the roster."""
    found = sorted(pairs)
    names = sorted({name for pair in found for name in pair})
    numbers = {name: number for number, name in enumerate(names)}
    telling = [0] * len(names)
    for one, other in found:
        telling[numbers[one]] |= 1 << numbers[other]
    return tuple(telling), Roster(tuple(repository.ports[name] for name in names), judge)


def _reading(
    ports: Sequence[Port], were: dict[str, int], state: State, columns: Columns, judge: Judge
) -> Collection[str] | None:
    """The paths for which a clause can tell what ports declare from before; None if more has changed about them."""
    if len(ports) < len(were):
        return None
    found: set[str] = set()
    for port in ports:
        number = were.get(port.id)
        if number is None or state.shapes[state.ports[number][1]] != plain_shape(port):
            return None
        for path in state.columns:
            now = said(port.values, path)
            differs = (None if now is None else plain_value(now)) != columns.plain(number, path)
            if differs and judge.number(port, path) != judge.number(columns.port(number), path):
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


def _alike(
    mine: Collection[str], partners: Sequence[int], reading: Collection[str], columns: Columns, library: Library
) -> Mapping[str, Sequence[int]]:
    """The partners by the id of the first of those that no clause that reads some of the paths can tell apart."""
    ports, shapes = columns.state.ports, columns.state.shapes
    claimed = {name for number in partners for name, _ in shapes[ports[number][1]][0]}
    applied = (each for name in (COMMON, *claimed, *mine) for each in library.clauses.get(name, {}).values())
    clauses = {id(each.clause): each.clause for each in applied if each.clause.pairwise}
    read = {MODES}.union(*(paths for each in clauses.values() if not (paths := paths_of(each)).isdisjoint(reading)))
    declared = [columns.numbers(path) for path in sorted(read) if path in columns.state.columns]
    found: dict[tuple[int, ...], list[int]] = {}
    for number in partners:
        found.setdefault((ports[number][1], *(each[number] for each in declared)), []).append(number)
    return {ports[numbers[0]][0]: numbers for numbers in found.values()}


def _partners(
    mine: Sequence[Port], unchanged: Iterable[tuple[int, int]], columns: Columns, library: Library
) -> list[int]:
    """The numbers of the ports that claim a mating standard that one of mine claims as well."""
    shapes = {plain_shape(port): port for port in mine}.values()
    shares: dict[int, bool] = {}
    found: list[int] = []
    for number, shape in unchanged:
        if shape not in shares:
            there = columns.port(number)
            shares[shape] = any(basis(each, there, library).shared for each in shapes)
        if shares[shape]:
            found.append(number)
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
