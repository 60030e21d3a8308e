"""What is guaranteed where revisions meet: any port that conforms to one with any that conforms to the other.

A clause between two ports is proved for a meeting if no two ports that keep every `shall` of their own revision can
fail it. What a port need not declare is not spoken of: a value that is missing leaves a clause undetermined.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Literal

from msgspec import Struct, field

from hardmate.analysis.impact.clauses import ClauseChange
from hardmate.analysis.impact.dictionary import unlike
from hardmate.analysis.impact.entail import follows, placed, related, ways
from hardmate.analysis.impact.given import Declared, Given
from hardmate.analysis.impact.side import Side
from hardmate.analysis.premises import binds
from hardmate.model.roles import PORT, SIDES
from hardmate.model.standard import COMMON, Clause, read_paths
from hardmate.model.words import Force
from hardmate.repository import Applied
from hardmate.solver import Solver


class Status(StrEnum):
    """What is known of a clause where two revisions meet."""

    PROVED = "proved"
    REFUTED = "refuted"
    OPEN = "unknown"
    ABSENT = "not there"
    """Neither revision has it."""


Which = Literal["old", "new"]
MEETINGS: tuple[tuple[Which, Which], ...] = (("old", "old"), ("old", "new"), ("new", "old"), ("new", "new"))
"""By which side's revision the port in the first role conforms, and the other."""


Answer = tuple[Status, str, Declared]


class Guarantee(Struct, frozen=True):
    """One clause between two ports: for each of `MEETINGS` what is known, why where it is not, and what refutes it."""

    id: str
    standard: str
    force: Force
    statuses: tuple[Status, ...]
    why: tuple[str, ...]
    witnesses: tuple[Declared, ...]
    reads: frozenset[str] = field(default_factory=frozenset)

    @property
    def lost(self) -> bool:
        """Whether what was proved of old ports among themselves is not proved wherever a new one takes part."""
        return self.statuses[0] is Status.PROVED and any(
            each in (Status.REFUTED, Status.OPEN) for each in self.statuses[1:]
        )


def guarantees(
    old: Side, new: Side, changes: Sequence[ClauseChange], solver: Solver | None
) -> tuple[tuple[Guarantee, ...], int]:
    """The clauses between two ports that the changes bear on; and how many they do not, which stay as they are."""
    touched = [each for each in changes if each.bears]
    found: list[Guarantee] = []
    untouched = 0
    for standard in _standards(old, new, touched):
        sides: dict[Which, Mapping[str, Applied]] = {"old": _clauses(old, standard), "new": _clauses(new, standard)}
        bench = _Bench({key: _asked(clauses) for key, clauses in sides.items()}, old, new, solver)
        pairwise = {name for clauses in sides.values() for name, each in clauses.items() if each.clause.pairwise}
        for name in sorted(pairwise):
            goals: dict[Which, Clause] = {
                key: clauses[name].clause for key, clauses in sides.items() if name in clauses
            }
            reads = bench.reads(goals.values())
            if not any(each.id == name or reads & set(read_paths(each.clause)) for each in touched):
                untouched += 1
                continue
            statuses, why, witnesses = zip(*bench.answers(goals), strict=True)
            force = (goals.get("new") or goals["old"]).force
            found.append(Guarantee(name, standard[1], force, statuses, why, witnesses, reads))
    return tuple(found), untouched


def _standards(old: Side, new: Side, changes: Sequence[ClauseChange]) -> Iterator[tuple[str, str]]:
    """The standards whose ports meet, by their names on either side: those that the changes are of."""
    if old.standard:
        yield old.standard, new.standard
        return
    for name in sorted({name for each in changes for name in each.standards}):
        yield name, name


def _clauses(side: Side, standard: tuple[str, str]) -> Mapping[str, Applied]:
    """The clauses that a port of the standard is asked, and a pair of them."""
    library = side.library
    name = side.standard or standard[0]
    return {**library.clauses[COMMON], **library.clauses.get(name, {})}


def _asked(clauses: Mapping[str, Applied]) -> list[Clause]:
    """What a port that conforms keeps."""
    return [each.clause for each in clauses.values() if each.clause.words == {PORT} and binds(each)]


def _worst_first(answer: Answer) -> int:
    return (Status.REFUTED, Status.OPEN, Status.PROVED, Status.ABSENT).index(answer[0])


class _Bench(Struct, frozen=True):
    """Ports that keep what either revision asks of them (`given`), and how their meetings are decided."""

    given: Mapping[Which, Sequence[Clause]]
    old: Side
    new: Side
    solver: Solver | None

    def reads(self, goals: Iterable[Clause]) -> frozenset[str]:
        """All parameters that the clauses read, or that what is asked ties to those."""
        clauses = [each for goal in goals for key in self.given for each in (goal, *related(goal, self.given[key]))]
        return frozenset(path for each in clauses for path in read_paths(each))

    def answers(self, goals: Mapping[Which, Clause]) -> list[Answer]:
        """One for each of the meetings."""
        apart = unlike(self.reads(goals.values()), self.old, self.new)
        found: list[Answer] = []
        for meeting in MEETINGS:
            # Where revisions meet the clauses of both apply, and both have to hold.
            asked = {id(goals[key]): goals[key] for key in meeting if key in goals}
            if asked and apart and len(set(meeting)) > 1:
                found.append((Status.OPEN, f"the two sides do not mean the same by {'; '.join(apart)}", {}))
                continue
            each = [self.met(goal, meeting) for goal in asked.values()]
            found.append(min(each, key=_worst_first) if each else (Status.ABSENT, "", {}))
        return found

    def met(self, goal: Clause, meeting: tuple[Which, Which]) -> Answer:
        """The clause, with port a of the first revision and b of the other, in every way to share out the roles."""
        around = [
            Given(each, {PORT: side})
            for side, key in zip(SIDES, meeting, strict=True)
            for each in related(goal, self.given[key])
        ]
        # Of two dictionaries what only one has is taken as it is there.
        used = {"old": self.old.library.dictionary, "new": self.new.library.dictionary}
        dictionary = {**used[meeting[1]], **used[meeting[0]]}
        unsure: Answer | None = None
        why = ""
        for roles in ways((goal,)):
            for turned in placed(goal, roles):
                answer = follows(turned, around, dictionary, self.solver, met=True)
                if answer.follows is False:
                    return Status.REFUTED, "", answer.witness
                if answer.follows is None:
                    unsure = Status.OPEN, answer.why, {}
                why = answer.why
        return unsure or (Status.PROVED, why, {})
