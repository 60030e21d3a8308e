"""Whether a standard passes: nothing contradicts, and what is refuted or unknown is negotiated, or was so before."""

from __future__ import annotations

import json
from collections.abc import Mapping

from msgspec import Struct

from hardmate.analysis.prove.verdicts import OPEN, Proposition, Soundness, Standing

_KEYS = {"standard", "standings"}


class RecordError(Exception):
    """Why a text is no record; the text says what to do."""


class Record(Struct, frozen=True):
    """What is kept to compare with later: the standing of each proposition of a standard, by the proposition's name."""

    standard: str
    standings: Mapping[str, str]


class Gate(Struct, frozen=True):
    """`failing` are propositions, by name, that keep it from passing; `told` says why, a sentence each.

    `better` are propositions that were recorded as refuted or unknown and are not any more. `needless` are clauses,
    by id, that are marked as negotiated with nothing of them refuted or unknown.
    """

    passes: bool
    failing: tuple[str, ...]
    told: tuple[str, ...]
    better: tuple[str, ...] = ()
    needless: tuple[str, ...] = ()


def name(each: Proposition) -> str:
    """A proposition's name: its clause, and who takes which role where that matters."""
    roles = " ".join(f"{word}={side}" for word, side in sorted(each.roles.items()) if word in each.applied.clause.words)
    clause = each.applied.clause
    return f"{clause.id} {roles}" if len(clause.axes) > 1 else clause.id


def record(found: Soundness) -> Record:
    return Record(found.standard, {name(each): each.standing.value for each in found.propositions})


def text(kept: Record) -> str:
    """A record as JSON, sorted, a proposition a line, so that a change of it reads well."""
    told = {"standard": kept.standard, "standings": dict(sorted(kept.standings.items()))}
    return f"{json.dumps(told, indent=2, ensure_ascii=False)}\n"


def read(raw: str) -> Record:
    """A record from its text. Raises RecordError for a text that is none."""
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"it is no JSON: {error}") from None
    if not isinstance(data, dict) or data.keys() != _KEYS or not isinstance(data["standard"], str):
        raise RecordError('it has to hold a "standard" and its "standings", and nothing else')
    known = [str(each) for each in Standing]
    standings = data["standings"]
    if not isinstance(standings, dict):
        raise RecordError('"standings" has to be a mapping, a proposition to its standing')
    for proposition, standing in standings.items():
        if standing not in known:
            raise RecordError(f"the standing of {proposition} has to be one of {', '.join(known)}")
    return Record(data["standard"], standings)


def gate(found: Soundness, recorded: Record | None = None) -> Gate:
    """With a record only what is newly refuted or unknown fails; else all that is not negotiated.

    What was unknown and is refuted now is newly refuted: somebody has to look at it.
    """
    if found.contradiction is not None:
        return Gate(False, (), ("It does not pass: the standard contradicts itself.",))
    before = recorded.standings if recorded is not None else {}
    standing = {name(each): each.standing for each in found.propositions}
    failing = [
        name(each)
        for each in found.propositions
        if each.standing in OPEN and not each.applied.clause.negotiated and before.get(name(each)) != each.standing
    ]
    better = [each for each, now in standing.items() if before.get(each) in OPEN and now not in OPEN]
    needless = _needless(found)
    told = [_judgement(len(failing), "newly " if recorded is not None else "")]
    if recorded is not None:
        told += [f"{each} is {standing[each]}, and {_was(before.get(each))}." for each in failing]
    told += [f"{each} is {standing[each]}, and was {before[each]}: --record keeps it so." for each in better]
    told += [f"{each} is negotiated, and nothing of it is refuted or unknown: it need not be." for each in needless]
    return Gate(not failing, tuple(failing), tuple(told), tuple(better), needless)


def _needless(found: Soundness) -> tuple[str, ...]:
    marked = {each.applied.clause.id: False for each in found.propositions if each.applied.clause.negotiated}
    for each in found.propositions:
        if each.standing in OPEN and each.applied.clause.id in marked:
            marked[each.applied.clause.id] = True
    return tuple(each for each, needed in marked.items() if not needed)


def _judgement(failing: int, newly: str) -> str:
    if not failing:
        return f"It passes: nothing is {newly}refuted or unknown but what is negotiated."
    count = "one proposition is" if failing == 1 else f"{failing} propositions are"
    return f"It does not pass: {count} {newly}refuted or unknown, and not negotiated."


def _was(before: str | None) -> str:
    return "is not in the record" if before is None else f"was {before}"
