"""Two sides in; each clause that does not read the same on both, out, with what is different about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from hardmate.analysis.impact.normal import normal
from hardmate.analysis.impact.side import Side
from hardmate.language.dictionary import Dictionary
from hardmate.language.value import Trust
from hardmate.model.standard import Clause, read_paths
from hardmate.repository import Applied

MEANING = ("judges", "capability", "force", "when", "requires")
"""What decides whom a clause fails, and what that does. All else explains it, or says how it is known."""
_TOLD = (
    "open_numbers",
    "title",
    "requirement",
    "provenance",
    "source",
    "rationale",
    "help",
    "verify",
    "rules",
    "confirmed",
)


class Difference(Struct, frozen=True):
    """One thing that a clause says otherwise on the two sides, as text."""

    key: str
    old: str
    new: str


class ClauseChange(Struct, frozen=True):
    """One clause that is not the same on both sides; None where a side does not have it.

    `standards` are those that apply it. `alike`: its expressions say the same, in whatever words. `reads_otherwise`: a
    parameter that it reads means something else.
    """

    id: str
    standards: tuple[str, ...]
    old: Applied | None
    new: Applied | None
    differences: tuple[Difference, ...]
    alike: bool
    reads_otherwise: bool = False

    @property
    def clause(self) -> Clause:
        """The clause as it is now, or as it was."""
        applied = self.new or self.old
        assert applied is not None
        return applied.clause

    @property
    def bears(self) -> bool:
        """Whether what is different can turn a verdict."""
        told = any(each.key in ("judges", "capability", "force") for each in self.differences)
        return not self.alike or told or bool(self.firmer)

    @property
    def firmer(self) -> int:
        """Above 0 where failing the clause says more than it did, below 0 where it says less: what is recalled fails
        nobody, and what is disputed asks nothing."""
        if self.old is None or self.new is None:
            return 0
        old, new = (min(each.trust, Trust.PROVISIONAL) for each in (self.old, self.new))
        return new - old


def clause_changes(old: Side, new: Side) -> tuple[tuple[ClauseChange, ...], int]:
    """The clauses that differ, by standard and id, and how many do not."""
    before, after = _named(old), _named(new)
    grouped: dict[tuple[object, ...], ClauseChange] = {}
    same = 0
    for standard, name in sorted(before.keys() | after.keys()):
        was, now = before.get((standard, name)), after.get((standard, name))
        differences = () if was is None or now is None else tuple(_differences(was, now))
        if was is not None and now is not None and not differences and _reads_alike(was, now, old, new):
            same += 1
            continue
        # A revision takes over the clauses of the one that it extends: one change, of which all are told.
        key = (name, _home(was), _home(now), differences)
        if key in grouped:
            first = grouped[key]
            grouped[key] = replace(first, standards=(*first.standards, standard))
        else:
            otherwise = was is not None and now is not None and not _reads_alike(was, now, old, new)
            said_alike = was is not None and now is not None and not otherwise and alike(was.clause, now.clause)
            grouped[key] = ClauseChange(
                name, (standard or new.standard,), was, now, differences, said_alike, reads_otherwise=otherwise
            )
    return tuple(grouped.values()), same


def _named(side: Side) -> Mapping[tuple[str, str], Applied]:
    """The clauses of a side by standard and id; where one revision is held against another, by id alone."""
    return {("" if side.standard else name, each): applied for name, each, applied in side.clauses()}


def _home(applied: Applied | None) -> tuple[str, str]:
    return ("", "") if applied is None else (applied.clause.standard, applied.clause.id)


def _differences(was: Applied, now: Applied) -> Iterator[Difference]:
    for key in (*MEANING, *_TOLD):
        old, new = _text(was, key), _text(now, key)
        if old != new:
            yield Difference(key, old, new)


def _text(applied: Applied, key: str) -> str:
    clause = applied.clause
    match key:
        case "when" | "requires":
            return " ".join(str(getattr(clause, f"{key}_text")).split())
        case "open_numbers":
            numbers = clause.open_numbers.values()
            return ", ".join(
                f"{each.name} by {each.owner}{f', due {each.due}' if each.due else ''}" for each in numbers
            )
        case "confirmed":
            return "yes" if applied.confirmed else "no"
        case "source" | "verify" | "rules":
            return ", ".join(str(each) for each in getattr(clause, key))
        case _:
            return " ".join(str(getattr(clause, key)).split())


def alike(old: Clause, new: Clause) -> bool:
    """Whether the expressions have one normal form."""
    return normal(old.requires) == normal(new.requires) and _guard(old) == _guard(new)


def _guard(clause: Clause) -> object:
    return None if clause.when is None else normal(clause.when)


def _reads_alike(was: Applied, now: Applied, old: Side, new: Side) -> bool:
    """Whether all that the clause reads is the same parameter on both sides."""
    return all(
        means(path, old.library.dictionary) == means(path, new.library.dictionary)
        for path in {*read_paths(was.clause), *read_paths(now.clause)}
    )


def means(path: str, dictionary: Dictionary) -> tuple[object, ...]:
    """What a verdict can turn on of a parameter, its columns included; its words and titles are not that."""
    parameter = dictionary.get(path)
    if parameter is None:
        return ()
    domain = None if parameter.domain is None else (parameter.domain.low, parameter.domain.high)
    kind = None if parameter.kind is None else parameter.kind.name
    columns = tuple((name, means(name, parameter.columns)) for name in parameter.columns)
    return (parameter.type, parameter.reading, kind, domain, tuple(parameter.choices), columns, parameter.max_rows)
