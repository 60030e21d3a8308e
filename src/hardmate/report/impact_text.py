"""What a change does, as text: the clauses by kind, whom it breaks, the verdicts of the fleet that turn, who acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from hardmate.analysis.impact.clauses import Difference
from hardmate.analysis.impact.compare import Impact
from hardmate.analysis.impact.flips import NOT_THERE, Fleet, Flip
from hardmate.analysis.impact.given import Declared
from hardmate.analysis.impact.kinds import Breaks, Classed, Kind
from hardmate.analysis.impact.mixed import MEETINGS, Status
from hardmate.assess.capability import lacks, waits
from hardmate.assess.owed import Owed
from hardmate.report.style import Style, plain, wrapped

COLOURS = {
    Kind.EDITORIAL: "dim",
    Kind.IMPLIED: "dim",
    Kind.RELAXED: "yellow",
    Kind.REMOVED: "yellow",
    Kind.TIGHTENED: "red",
    Kind.SHIFTED: "red",
    Kind.ADDED: "yellow",
    Kind.GIVEN: "yellow",
    Kind.OPEN: "yellow",
}
STATUS = {Status.PROVED: "green", Status.REFUTED: "red", Status.OPEN: "yellow", Status.ABSENT: "dim"}
BREAKING = {
    (): "It breaks nobody by a clause that is a shall",
    (Breaks.MAKERS,): "Breaking for makers: a port that conforms may no longer do so",
    (Breaks.COUNTERPARTS,): "Breaking for counterparts: two ports that both conform may no longer mate",
    (Breaks.MAKERS, Breaks.COUNTERPARTS): "Breaking for makers and for counterparts",
}
NAMED = 12
"""How many owed values of one port are named; the others are counted."""


def impact_lines(found: Impact, style: Style) -> Iterator[str]:
    """Everything that is different, the fleet last."""
    yield style("bold", plain(f"From {found.old.label} to {found.new.label}"))
    if found.change is not None:
        yield from wrapped(f"{found.change.title}, proposed by {found.change.proposed_by}: {found.change.reason}")
    yield from wrapped(_counts(found))
    for each in sorted(found.clauses, key=lambda entry: (list(Kind).index(entry.kind), entry.change.standards)):
        yield from _clause(each, style)
    for title, differences in (("Dictionary", found.dictionary), ("Pages of standards and modes", found.pages)):
        if differences:
            yield from ("", style("bold", title))
            yield from _differences(differences, "  ")
    if found.guarantees:
        yield from _guarantees(found, style)
    yield ""
    yield f"{BREAKING[found.breaks]}{_undecided(found)}."
    if found.fleet is not None:
        yield from _fleet(found.fleet, style)


def _counts(found: Impact) -> str:
    counts = {kind: sum(each.kind is kind for each in found.clauses) for kind in Kind}
    told = [f"{number} {kind.value}" for kind, number in counts.items() if number]
    same = f"{found.same} clause{'' if found.same == 1 else 's'} the same"
    return f"{same}; {', '.join(told)}." if told else f"{same}, and no other."


def _undecided(found: Impact) -> str:
    number = sum(each.kind is Kind.OPEN for each in found.clauses)
    return f"; {number} clause{' is' if number == 1 else 's are'} not decided" if number else ""


def _clause(each: Classed, style: Style) -> Iterator[str]:
    change, clause = each.change, each.change.clause
    about = f"{', '.join(change.standards)}; {clause.judges}, {clause.force}, {clause.capability}"
    yield ""
    yield f"{style(COLOURS[each.kind], each.kind.value)}  {style('bold', change.id)}  ({plain(about)})"
    yield from wrapped(clause.title, "  ")
    if change.old is None or change.new is None:
        yield from wrapped(f"requires {clause.requires_text}", "    ")
    yield from _differences(change.differences, "    ")
    for title, stated in (("passed, and does not now", each.lost), ("passes now, and did not", each.won)):
        if stated:
            yield from wrapped(f"{title}: {_stated(stated)}", "    ")
    if each.why:
        yield from wrapped(each.why, "    ")


def _stated(stated: Declared) -> str:
    """A declaration in one line; the port is named where there are two."""
    several = len(stated) > 1
    return "; ".join(
        (f"{port}: " if several else "") + ", ".join(f"{path} {value.text}" for path, value in sorted(values.items()))
        for port, values in sorted(stated.items())
    )


def _differences(differences: Iterable[Difference], indent: str) -> Iterator[str]:
    for each in differences:
        yield from wrapped(f"{each.key}: {each.old or 'nothing'} -> {each.new or 'nothing'}", indent)


def _guarantees(found: Impact, style: Style) -> Iterator[str]:
    """A row for each clause whose guarantee depends on who meets, or is not known; the others are counted."""
    rows = [each for each in found.guarantees if len(set(each.statuses)) > 1 or Status.OPEN in each.statuses]
    yield ""
    yield style("bold", "Guaranteed where revisions meet: any port that keeps every shall of its side")
    width = max((len(each.id) for each in rows), default=0)
    if rows:
        yield f"  {'':<{width}}  {'  '.join(f'{a}-{b}'.ljust(9) for a, b in MEETINGS)}".rstrip()
    for each in rows:
        cells = "  ".join(style(STATUS[status], f"{status.value:<9}") for status in each.statuses)
        lost = style("red", "  lost") if each.lost else ""
        yield f"  {each.id:<{width}}  {cells}  {each.force}, {each.standard}{lost}"
        if each.lost:
            number = next(n for n, status in enumerate(each.statuses) if n and status is not Status.PROVED)
            meeting = " with ".join(MEETINGS[number])
            told = each.why[number] or f"both conform, and fail it: {_stated(each.witnesses[number])}"
            yield from wrapped(f"{meeting}: {told}", "      ")
        elif Status.OPEN in each.statuses:
            yield from wrapped(each.why[each.statuses.index(Status.OPEN)], "      ")
    alike = [each for each in found.guarantees if each not in rows]
    counts = [(status, sum(each.statuses[0] is status for each in alike)) for status in Status]
    rest = [f"{number} {status.value}" for status, number in counts if number]
    rest += [f"{found.untouched} not touched by the change"] if found.untouched else []
    if rest:
        yield from wrapped(f"{'And whoever' if rows else 'Whoever'} meets: {', '.join(rest)}.", "  ")


def _fleet(fleet: Fleet, style: Style) -> Iterator[str]:
    yield ""
    yield style("bold", f"Fleet: {_number(fleet.ports, 'port')} and {_number(fleet.pairs, 'pair')} compared")
    for port in fleet.unread:
        yield from wrapped(f"{port.id}: its declaration has errors on the new side, so it is left out", "  ")
        yield from wrapped(f"to act: {port.agency}", "      ")
    if not fleet.flips:
        yield "  No verdict turns."
    for ports, flips in groupby(fleet.flips, key=lambda each: each.ports):
        yield from _of_ports(ports, tuple(flips), style)
    for owner, entries in groupby(fleet.owed, key=lambda each: each.owner):
        yield from _owed(owner, tuple(entries))
    if fleet.affected:
        yield from wrapped(f"Whose move it is: {', '.join(fleet.affected)}.")


def _of_ports(ports: tuple[str, ...], flips: Sequence[Flip], style: Style) -> Iterator[str]:
    """What turns of one port or pair; what turns the same way in one paragraph."""
    planned = f" (planned as {', '.join(flips[0].planned)})" if flips[0].planned else ""
    yield f"  {plain(' with '.join(ports) + planned)}"
    followed = {text for each in flips for text in (lacks(each.what), waits(each.what))}
    turns = dict.fromkeys((each.old, each.new) for each in flips)
    for old, new in sorted(turns, key=lambda turn: not any(e.worse for e in flips if (e.old, e.new) == turn)):
        alike = [each for each in flips if (each.old, each.new) == (old, new)]
        first, *more = wrapped(f"{old} -> {new}: {_names(alike)}", "    ")
        yield first.replace(f"{old} -> {new}", style(_colour(alike[0]), f"{old} -> {new}"), 1)
        yield from more
        reasons = dict.fromkeys(why for each in alike for why in each.reasons if why not in followed)
        if reasons:
            yield from wrapped("; ".join(reasons), "      ")
        movers = sorted({mover for each in alike for mover in each.movers})
        if movers:
            yield from wrapped(f"to act: {', '.join(movers)}", "      ")


def _colour(flip: Flip) -> str:
    return "red" if flip.worse else "dim" if flip.old == NOT_THERE else "green"


def _names(flips: Iterable[Flip]) -> str:
    """Capabilities as they are; clauses with their standard told once."""
    by_standard: dict[str, list[str]] = {}
    for each in flips:
        standard, _, name = each.what.rpartition(": ")
        by_standard.setdefault(standard, []).append(name)
    told = ((f"{standard}: " if standard else "") + ", ".join(names) for standard, names in by_standard.items())
    return "; ".join(told)


def _owed(owner: str, entries: Sequence[Owed]) -> Iterator[str]:
    for port, values in groupby(entries, key=lambda each: each.of):
        paths = [each.path for each in values]
        more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
        told = f"{owner} owes in addition for {port}: {', '.join(paths[:NAMED])}{more}"
        yield from wrapped(told, "  ")


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
