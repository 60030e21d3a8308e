"""What is still owed: the values that leave clauses undetermined, and whose move each is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from msgspec import Struct

from hardmate.assess.verdict import Verdict, value_at
from hardmate.finding import Location
from hardmate.language.dictionary import Dictionary
from hardmate.language.judge import Outcome, Reading
from hardmate.language.value import Provenance, State, Value
from hardmate.model.vehicle import Port


class Owed(Struct, frozen=True, eq=False):
    """One value that somebody owes. `due` is an ISO date, empty when nobody has promised one; `stands` finds its place.

    It belongs to a port; or to a standard, whose clause then has no number yet: `path` is the clause and the number.
    """

    owner: str
    port: str
    path: str
    why: str
    due: str
    stands: Callable[[], Location]
    standard: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Owed) and self._said == other._said

    def __lt__(self, other: Owed) -> bool:
        return self._said < other._said

    def __hash__(self) -> int:
        return hash(self._said)

    @property
    def _said(self) -> tuple[str, ...]:
        """All but where it stands: in another revision of a file it may stand elsewhere."""
        return (self.owner, self.port, self.path, self.why, self.due, self.standard)

    @property
    def location(self) -> Location:
        return self.stands()

    @property
    def of(self) -> str:
        """The port, or the standard, that it belongs to."""
        return self.port or self.standard


def owed(verdicts: Iterable[Verdict], sides: Mapping[str, Port], dictionary: Dictionary) -> tuple[Owed, ...]:
    """What would settle the undetermined ones among the verdicts, each once, sorted by who owes it."""
    undetermined = [verdict for verdict in verdicts if verdict.outcome is Outcome.UNDETERMINED]
    found = {number for verdict in undetermined for number in _numbers(verdict)}
    # Several clauses wait for one value.
    for reading in {reading for verdict in undetermined for reading in verdict.judgement.owed}:
        port = sides[reading.holder]
        value = value_at(port, reading, dictionary, own=False)
        found.add(
            Owed(
                owner=value.evidence.owner or port.agency,
                port=port.id,
                path=reading.path,
                why=_why(value),
                due=value.evidence.due,
                stands=partial(_place, port, reading, dictionary),
            )
        )
    return tuple(sorted(found, key=lambda each: each._said))


def _place(port: Port, reading: Reading, dictionary: Dictionary) -> Location:
    return value_at(port, reading, dictionary).location or port.location


def _numbers(verdict: Verdict) -> Iterator[Owed]:
    """The numbers that the clause itself waits for."""
    clause = verdict.clause
    for name in verdict.judgement.numbers:
        number = clause.open_numbers[name]
        yield Owed(
            owner=number.owner,
            port="",
            path=f"{clause.id}.{name}",
            why=State.TBD.value,
            due=number.due,
            stands=partial(getattr, number, "location"),
            standard=clause.standard,
        )


def _why(value: Value) -> str:
    if value.state is not State.KNOWN:
        return value.state.value
    if value.evidence.provenance in (Provenance.DISPUTED, Provenance.RECALLED):
        return value.evidence.provenance.value
    return f"too vague: {value.text}"
