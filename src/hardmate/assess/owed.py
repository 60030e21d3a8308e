"""What is still owed: the values that leave clauses undetermined, and whose move each is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hardmate.assess.verdict import Verdict, value_at
from hardmate.finding import Location
from hardmate.language.dictionary import Dictionary
from hardmate.language.judge import Outcome
from hardmate.language.value import Provenance, State, Value
from hardmate.model.vehicle import Port


@dataclass(frozen=True, slots=True, order=True)
class Owed:
    """One value that somebody owes. `due` is an ISO date, empty when nobody has promised one."""

    owner: str
    port: str
    path: str
    why: str
    due: str
    location: Location


def owed(verdicts: Iterable[Verdict], sides: Mapping[str, Port], dictionary: Dictionary) -> tuple[Owed, ...]:
    """The values that would settle the undetermined ones among the verdicts, each once, sorted by who owes it."""
    found: set[Owed] = set()
    for verdict in verdicts:
        if verdict.outcome is not Outcome.UNDETERMINED:
            continue
        for reading in verdict.judgement.owed:
            port = sides[reading.holder]
            value = value_at(port, reading, dictionary)
            found.add(
                Owed(
                    owner=value.evidence.owner or port.agency,
                    port=port.id,
                    path=reading.path,
                    why=_why(value),
                    due=value.evidence.due,
                    location=value.location or port.location,
                )
            )
    return tuple(sorted(found))


def _why(value: Value) -> str:
    if value.state is not State.KNOWN:
        return value.state.value
    if value.evidence.provenance in (Provenance.DISPUTED, Provenance.RECALLED):
        return value.evidence.provenance.value
    return f"too vague: {value.text}"
