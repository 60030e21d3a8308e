"""One clause on every two ports of a roster: sets of ports as bits, judged once for each class of ports.

Ports that declare the same for what a comparison reads are one class. Comparisons are read for two classes at a time,
`and`, `or` and `not` join whole sets, and only where that leaves a case open is the clause judged in full.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache, cached_property, reduce
from itertools import product
from operator import and_, or_

from msgspec import Struct, field

from hardmate.assess.verdict import Judge
from hardmate.language import tree as t
from hardmate.language.judge import Outcome
from hardmate.language.quick import Bounds, Reader, Truth, around, bounds, reader
from hardmate.language.value import State, Trust
from hardmate.model.roles import SIDES, WORDS
from hardmate.model.said import Part, parts, said
from hardmate.model.standard import Clause
from hardmate.model.vehicle import Port

Ports = int
"""A set of ports: bit n stands for the n-th port of the roster."""
Class = tuple[int, ...]
"""What ports of one class have in common: the numbers of the values that they declare for some paths."""
Saying = Callable[[str], Mapping[int, Sequence[int]]]
"""By the id of a value that is declared for a path, the numbers of the ports that declare it: many share one value."""
Truths = tuple[Ports, Ports, Ports]
"""The partners for which a comparison surely holds, surely fails, and is surely unknown."""
Placement = Mapping[str, str]
"""Each role word of a clause's axes with the side that takes it: "a" is the port of the row, "b" its partner."""


class Row(Struct, frozen=True):
    """The partners with which a clause comes out in each way, for one class of ports.

    `doubtful` are failures that rest on recalled values; they are not among the `open` ones.
    """

    passed: Ports = 0
    failed: Ports = 0
    open: Ports = 0
    doubtful: Ports = 0
    not_applicable: Ports = 0

    @property
    def planes(self) -> tuple[Ports, ...]:
        """The partners by how the clause comes out, each of them in one plane."""
        return (self.passed, self.failed, self.open, self.doubtful, self.not_applicable)


class Group(Struct, frozen=True):
    """Classes that differ only in numbers, the bounds of what they declare by path, and the same in two halves."""

    ports: Ports
    classes: tuple[Class, ...]
    known: Mapping[str, Bounds]
    halves: tuple[Group, ...]


class Roster(Struct):
    """Ports in a fixed order, and what is known of them by class. `saying` is found by asking each for all it says,
    unless somebody knows a shorter way."""

    ports: tuple[Port, ...]
    judge: Judge
    saying: Saying | None = None
    _classes: dict[tuple[str, ...], dict[Class, Ports]] = field(default_factory=dict)
    _numbers: dict[str, Mapping[int, Ports]] = field(default_factory=dict)
    _groups: dict[tuple[tuple[str, ...], Ports], tuple[Group, ...]] = field(default_factory=dict)
    _bounds: dict[int, Bounds] = field(default_factory=dict)
    _vehicles: dict[str, Ports] = field(default_factory=dict)

    @property
    def everyone(self) -> Ports:
        return (1 << len(self.ports)) - 1

    def classes(self, paths: tuple[str, ...], among: Ports | None = None) -> Mapping[Class, Ports]:
        """The ports, or those among some, by the values that they declare for some paths."""
        if among is not None and among != self.everyone:
            return {key: ports & among for key, ports in self.classes(paths).items() if ports & among}
        found = self._classes.get(paths)
        if found is None:
            found = {(): self.everyone}
            for path in paths:
                declared = self._declared(path)
                if len(found) * len(declared) > len(self.ports):
                    found = self._apart(paths)
                    break
                found = {
                    (*key, number): both
                    for key, ports in found.items()
                    for number, some in declared.items()
                    if (both := ports & some)
                }
            self._classes[paths] = found
        return found

    @property
    def numbers(self) -> Mapping[str, Sequence[int]]:
        """By the paths that were asked for, what each port declares, as a number; a negative one for nothing."""
        found = {path: [-1] * len(self.ports) for path in self._numbers}
        for path, column in found.items():
            for ports in self._saying(path).values():
                known = self.judge.number(self.ports[ports[0]], path)
                for number in ports:
                    column[number] = known
        return found

    def _declared(self, path: str) -> Mapping[int, Ports]:
        """The ports by what they declare for one path, as a number."""
        if path not in self._numbers:
            found: dict[int, Ports] = defaultdict(int)
            for numbers in self._saying(path).values():
                found[self.judge.number(self.ports[numbers[0]], path)] |= _bits(numbers)
            silent = self.everyone & ~reduce(or_, found.values(), 0)
            if silent:
                found[self.judge.number(self.first(silent), path)] |= silent
            self._numbers[path] = found
        return self._numbers[path]

    def _saying(self, path: str) -> Mapping[int, Sequence[int]]:
        if self.saying is None:
            self.saying = _saying(self.ports)
        return self.saying(path)

    def _apart(self, paths: tuple[str, ...]) -> dict[Class, Ports]:
        """The classes, port by port, where most ports differ."""
        members: dict[Class, list[int]] = defaultdict(list)
        for number, port in enumerate(self.ports):
            members[tuple(self.judge.number(port, path) for path in paths)].append(number)
        return {key: _bits(numbers) for key, numbers in members.items()}

    def groups(self, paths: tuple[str, ...], among: Ports) -> tuple[Group, ...]:
        """The classes that some paths make of some ports, together as far as they differ only in numbers."""
        if (paths, among) not in self._groups:
            alike: dict[tuple[object, ...], list[Group]] = {}
            for key, ports in self.classes(paths, among).items():
                known = {path: self._bounded(ports, path, number) for path, number in zip(paths, key, strict=True)}
                shape = tuple(each.shape for each in known.values())
                alike.setdefault(shape, []).append(Group(ports, (key,), known, ()))
            self._groups[paths, among] = tuple(_halved(groups, 0) for groups in alike.values())
        return self._groups[paths, among]

    def _bounded(self, ports: Ports, path: str, number: int) -> Bounds:
        value = said(self.first(ports).values, path)
        if value is None:
            return Bounds(State.MISSING)
        if number not in self._bounds:
            self._bounds[number] = bounds(value)
        return self._bounds[number]

    def first(self, ports: Ports) -> Port:
        """The first of some ports."""
        return self.ports[(ports & -ports).bit_length() - 1]

    def foreign(self, number: int) -> Ports:
        """The ports of other vehicles than that of a port."""
        if not self._vehicles:
            for each, port in enumerate(self.ports):
                self._vehicles[port.vehicle] = self._vehicles.get(port.vehicle, 0) | 1 << each
        return self.everyone & ~self._vehicles[self.ports[number].vehicle]

    def listed(self, ports: Ports) -> Iterator[int]:
        """The numbers of some ports, in order."""
        while ports:
            low = ports & -ports
            yield low.bit_length() - 1
            ports ^= low


def _saying(ports: Sequence[Port]) -> Saying:
    """Asked for a path, it looks at each part that declares its group once, however many ports share that."""
    sharing: dict[str, dict[int, tuple[Part, list[int]]]] = defaultdict(dict)
    for number, port in enumerate(ports):
        for group, part in parts(port.values).items():
            sharing[group].setdefault(id(part), (part, []))[1].append(number)

    @cache
    def saying(path: str) -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for group in (path.partition(".")[0], ""):
            for part, numbers in sharing[group].values():
                value = part.get(path)
                if value is not None:
                    found[id(value)] += numbers
        return {value: sorted(numbers) for value, numbers in found.items()}

    return saying


def _bits(numbers: Sequence[int]) -> Ports:
    """The set of ports with these numbers, which are in order."""
    found = bytearray(numbers[-1] // 8 + 1)
    for number in numbers:
        found[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(found, "little")


def _halved(groups: Sequence[Group], depth: int) -> Group:
    """One group over all of these, halved by one number after the other."""
    if len(groups) == 1:
        return groups[0]
    ordered = sorted(groups, key=lambda group: _turn([_ends(each) for each in group.known.values()], depth))
    middle = len(ordered) // 2
    halves = (_halved(ordered[:middle], depth + 1), _halved(ordered[middle:], depth + 1))
    known = {name: around(half.known[name] for half in halves) for name in groups[0].known}
    ports = reduce(or_, (half.ports for half in halves))
    return Group(ports, tuple(each for half in halves for each in half.classes), known, halves)


def _turn(parts: Sequence[Sequence[Fraction]], depth: int) -> list[Sequence[Fraction]]:
    """The numbers to sort by, another one first at each depth."""
    numbers = [part for part in parts if part]
    start = depth % len(numbers) if numbers else 0
    return numbers[start:] + numbers[:start]


def _ends(each: Bounds) -> tuple[Fraction, ...]:
    return tuple(end for interval in (each.number, each.least, each.most) if interval for end in interval)


def placements(clause: Clause) -> Iterator[Placement]:
    """The ways to give a clause's role words to two ports; those that follow by turning all round are left out."""
    if not clause.axes:
        yield {side: side for side in SIDES}
        return
    for sides in product(SIDES, repeat=len(clause.axes) - 1):
        acting = dict(zip(clause.axes, ("a", *sides), strict=True))
        yield {
            word: side if word == WORDS[axis][0] else SIDES[1 - SIDES.index(side)]
            for axis, side in acting.items()
            for word in WORDS[axis]
        }


def rows(
    clause: Clause, placement: Placement, roster: Roster, among: Ports | None = None
) -> Iterator[tuple[Ports, Row]]:
    """Each class of ports on side "a", or of those `among` some, with what the clause says of it and every port on
    side "b"."""
    bench = _Bench(clause, placement, roster, roster.everyone if among is None else among)
    for key, ports in roster.classes(bench.mine, bench.among).items():
        yield ports, bench.row(key, ports)


class _Table(Struct, frozen=True):
    """What a comparison is for each class of ports: the partners by its truth.

    `at` says where the values of such a class stand in the class that a row is for.
    """

    at: tuple[int, ...]
    read: Reader
    found: Mapping[Class, list[Ports]]


class _Bench:
    """One clause in one placement before the judge."""

    def __init__(self, clause: Clause, placement: Placement, roster: Roster, among: Ports) -> None:
        self.clause, self.roster, self.among = clause, roster, among
        self.placement = {word: placement[word] for word in sorted(clause.words)}
        nodes = (clause.requires,) if clause.when is None else (clause.requires, clause.when)
        self.mine, self.theirs = (self._paths(nodes, side) for side in SIDES)
        self.tables: dict[int, _Table] = {}

    def _paths(self, nodes: Sequence[t.Node], side: str) -> tuple[str, ...]:
        read = (each for node in nodes for each in t.references(node))
        return tuple(dict.fromkeys(each.path for each in read if self.placement[each.root] == side))

    def row(self, key: Class, ports: Ports) -> Row:
        everyone = self.roster.everyone
        holds, fails, unknown = self._truths(self.clause.requires, key)
        not_applicable = 0
        if self.clause.when is not None:
            applies, not_applicable, unclear = self._truths(self.clause.when, key)
            holds, fails, unknown = holds & applies, fails & applies, unknown & applies | unclear
        port = self.roster.first(ports)
        recalled = everyone if self._leans(port, self.mine) else self.recalled
        fails &= ~recalled
        found = {Outcome.PASS: holds, Outcome.FAIL: fails, Outcome.UNDETERMINED: unknown}
        found[Outcome.NOT_APPLICABLE] = not_applicable
        doubtful = 0
        unsettled = everyone & ~(holds | fails | unknown | not_applicable)
        if unsettled:
            for partners in self.roster.classes(self.theirs).values():
                left = partners & unsettled
                if not left:
                    continue
                sides = {"a": port, "b": self.roster.first(left)}
                judgement = self.roster.judge.judgement(self.clause, self.placement, sides)
                if judgement.doubtful:
                    doubtful |= left
                else:
                    found[judgement.outcome] |= left
        return Row(
            found[Outcome.PASS],
            found[Outcome.FAIL],
            found[Outcome.UNDETERMINED],
            doubtful,
            found[Outcome.NOT_APPLICABLE],
        )

    def _truths(self, node: t.Node, key: Class) -> Truths:
        match node:
            case t.Not(operand=operand):
                holds, fails, unknown = self._truths(operand, key)
                return fails, holds, unknown
            case t.Implies(left=left, right=right):
                holds, fails, unknown = self._truths(left, key)
                return self._joined("or", [(fails, holds, unknown), self._truths(right, key)])
            case t.Junction(op=op, operands=operands):
                return self._joined(op, [self._truths(operand, key) for operand in operands])
            case _:
                return self._table(node, key)

    def _joined(self, op: str, parts: Sequence[Truths]) -> Truths:
        """Strong Kleene: what decides decides alone; unknown only where all that is left is known to be."""
        holds, fails = [part[0] for part in parts], [part[1] for part in parts]
        if op == "or":
            holds, fails = fails, holds
        all_hold, any_fails = reduce(and_, holds), reduce(or_, fails)
        clear = reduce(and_, (one | part[2] for one, part in zip(holds, parts, strict=True)))
        unknown = clear & ~all_hold
        return (all_hold, any_fails, unknown) if op == "and" else (any_fails, all_hold, unknown)

    def _table(self, node: t.Node, key: Class) -> Truths:
        """What a comparison is for a class of ports, beside each partner."""
        table = self.tables.get(id(node))
        if table is None:
            mine, theirs = (self._paths((node,), side) for side in SIDES)
            table = _Table(
                tuple(self.mine.index(path) for path in mine),
                reader(node),
                {each: [0, 0, 0, 0] for each in self.roster.classes(mine, self.among)},
            )
            for one in self.roster.groups(mine, self.among):
                for other in self.roster.groups(theirs, self.roster.everyone):
                    self._compare(table, one, other)
            self.tables[id(node)] = table
        holds, fails, unknown, _ = table.found[tuple(key[at] for at in table.at)]
        return holds, fails, unknown

    def _compare(self, table: _Table, one: Group, other: Group) -> None:
        """Two groups of classes at once if they are clear of the limit, else the halves of the larger one."""
        roots = ((word, one if side == "a" else other) for word, side in self.placement.items())
        found = table.read({(word, path): each for word, group in roots for path, each in group.known.items()})
        if found is Truth.UNSETTLED and (one.halves or other.halves):
            if len(one.classes) >= len(other.classes):
                for half in one.halves:
                    self._compare(table, half, other)
            else:
                for half in other.halves:
                    self._compare(table, one, half)
            return
        for each in one.classes:
            table.found[each][found] |= other.ports

    def _leans(self, port: Port, paths: tuple[str, ...]) -> bool:
        """Whether a port gives the clause a value that is only recalled, on which nobody fails."""
        values = (said(port.values, path) for path in paths)
        return any(value is not None and value.trust is Trust.RECALLED for value in values)

    @cached_property
    def recalled(self) -> Ports:
        """The partners that do."""
        classes = self.roster.classes(self.theirs).values()
        return reduce(or_, (ports for ports in classes if self._leans(self.roster.first(ports), self.theirs)), 0)
