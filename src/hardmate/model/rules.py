"""Files of kind rules to rules: what the standards are measured against."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from hardmate.document import Document
from hardmate.finding import Finding, Location
from hardmate.model.place import Place
from hardmate.model.shapes.rules import OpenShape, RuleShape, RulesShape
from hardmate.model.words import Discipline, Grounds, Weight


class Open(Struct, frozen=True):
    """Why something is not checked: `needs` a value that is not there yet, or it is not checkable for `reason`, as
    long as the feature `missing` is. Either `needs` is set, or the other two are. `family` is the standard without
    its revision whose subject it is.
    """

    needs: str
    reason: str
    missing: str
    family: str
    location: Location


class Rule(Struct, frozen=True):
    """One thing that two sides have to agree on.

    `kept` says how Hardmate keeps it without a clause and `codes` by which findings; `open` why nothing checks it;
    `leaves_open` what of a rule that is checked still is not.
    """

    id: str
    statement: str
    discipline: Discipline
    severity: Weight
    grounds: Grounds
    source: tuple[str, ...]
    note: str
    kept: str
    codes: tuple[str, ...]
    open: Open | None
    leaves_open: Open | None
    location: Location


def rules(shape: RulesShape, document: Document) -> Mapping[str, Rule] | tuple[Finding, ...]:
    """The rules of one file, by id."""
    made: dict[str, Rule] = {}
    findings: list[Finding] = []
    for name, entry in shape.rules.items():
        place = Place(document).down("rules", name)
        if wrong := _contradictions(name, entry, place):
            findings.extend(wrong)
        else:
            made[name] = _rule(name, entry, place)
    return tuple(findings) or made


def _rule(name: str, entry: RuleShape, place: Place) -> Rule:
    return Rule(
        id=name,
        statement=entry.statement,
        discipline=entry.discipline,
        severity=entry.severity,
        grounds=entry.grounds,
        source=(entry.source,) if isinstance(entry.source, str) else tuple(entry.source),
        note=entry.note,
        kept=entry.kept.how if entry.kept is not None else "",
        codes=tuple(entry.kept.findings) if entry.kept is not None else (),
        open=_open(entry.open, place.down("open")),
        leaves_open=_open(entry.leaves_open, place.down("leaves_open")),
        location=place.location(key=True),
    )


def _open(entry: OpenShape | None, place: Place) -> Open | None:
    if entry is None:
        return None
    return Open(entry.needs, entry.not_checkable, entry.missing, entry.standard, place.location(key=True))


def _contradictions(name: str, entry: RuleShape, place: Place) -> list[Finding]:
    """What the schema can not say: which keys exclude each other, and which belong together."""
    found: list[Finding] = []
    for key, said in (("open", entry.open), ("leaves_open", entry.leaves_open)):
        if said is None:
            continue
        whole = bool(said.not_checkable) and bool(said.missing)
        part = bool(said.not_checkable) or bool(said.missing)
        if bool(said.needs) is part or part is not whole:
            found.append(
                place.down(key).error(
                    "rule-open",
                    f"{name}: {key} takes either needs, or not_checkable with missing",
                    "say which value is not there, or why it can not be checked and which feature is missing",
                    key=True,
                )
            )
    if entry.open is not None and (entry.kept is not None or entry.leaves_open is not None):
        found.append(
            place.down("open").error(
                "rule-open",
                f"{name} is open, and so nothing keeps it and nothing of it is checked",
                "remove open, or else kept and leaves_open",
                key=True,
            )
        )
    return found
