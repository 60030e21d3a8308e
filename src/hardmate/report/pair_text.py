"""One pair explained, as text: what it can do, by which margins, what fails, and who owes what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from hardmate.assess.capability import CapabilityVerdict, Standing
from hardmate.assess.owed import Owed, owed
from hardmate.assess.pair import MATE, Assessment, words_taken
from hardmate.assess.verdict import Verdict
from hardmate.assess.wording import caveat, values_by_port, witness_text
from hardmate.departure import Stood
from hardmate.language.dictionary import Dictionary
from hardmate.language.judge import Outcome
from hardmate.language.shown import margin_text, rss_text
from hardmate.language.value import Trust
from hardmate.model.plan import Mating
from hardmate.model.roles import SIDES, WORDS
from hardmate.model.vehicle import Port, Vehicle
from hardmate.report.style import Style, plain, wrapped

NOT_ANALYSED = (
    "Not analysed: contact dynamics, statistics of dispersions, clearance of moving parts, anything not declared."
)
COLOURS = {Standing.COMPATIBLE: "green", Standing.UNDETERMINED: "yellow", Standing.INCOMPATIBLE: "red"}
LEANS = {
    Trust.FIRM: "",
    Trust.PROVISIONAL: ", provisionally",
    Trust.RECALLED: ", partly recalled",
    Trust.DISPUTED: "",
}
MOST_MARGINS = 8


def pair_lines(
    assessed: Assessment,
    vehicles: Sequence[Vehicle],
    matings: Sequence[Mating],
    departures: Sequence[Stood],
    dictionary: Dictionary,
    *,
    style: Style,
    today: str,
    every: bool,
) -> Iterator[str]:
    """The assessment of one pair; `matings` are the plans that intend it, `departures` those granted for it; with
    `every`, each owed value by name.
    """
    sides = dict(zip(SIDES, assessed.ports, strict=True))
    names = [f"{each.name} ({port.id})" for port in assessed.ports for each in vehicles if each.id == port.vehicle]
    yield style("bold", plain(" with ".join(names)))
    for line in (*_plans(matings), *_basis(assessed), *_roles(assessed)):
        yield from wrapped(line)
    yield ""
    width = max(len(each.capability.id) for each in assessed.best.capabilities)
    for each in assessed.best.capabilities:
        yield from _capability(each, width, dictionary, style)
    verdicts = assessed.best.verdicts
    failing = [each for each in verdicts if each.outcome is Outcome.FAIL or each.judgement.doubtful]
    if failing:
        yield from ("", style("bold", "Fails"))
    for verdict in failing:
        witness = witness_text(verdict, sides, dictionary)
        about = f"({verdict.clause.force}, {plain(verdict.clause.requirement)})"
        yield f"  {style('red', verdict.clause.id)} {about}"
        doubt = caveat(verdict, sides, dictionary)
        for line in (*values_by_port(verdict, sides, dictionary), witness, doubt, f"help: {verdict.clause.help}"):
            yield from wrapped(line, "    ")
    if departures:
        yield from ("", style("bold", "Departures: the verdicts stand, and the gate lowers what is granted"))
    for departed in departures:
        granted = departed.departure
        until = f", until {granted.expires}" if granted.expires else ""
        told = f"{granted.form} {granted.id} from {granted.clause}: {departed.standing}{until}; {granted.title}"
        yield from wrapped(told, "  ")
    yield from _margins(verdicts, sides, dictionary, style)
    needs = tuple(need for mating in matings for need in mating.needs) or (MATE,)
    first = _decisive(assessed, needs)
    title = "Owed first: what is needed is not settled without"
    doubts = _doubts(assessed, needs)
    if doubts:
        yield from ("", style("bold", "To be settled first"))
        for doubt in doubts:
            yield from wrapped(doubt, "  ")
    yield from _owed(first, sides, dictionary, style=style, title=title, today=today, every=True)
    rest = [each for each in verdicts if each.outcome is Outcome.UNDETERMINED and each not in first]
    title = f"Owed for {len(rest)} more clauses that are open{'' if every else ', by group; --owed names each value'}"
    yield from _owed(rest, sides, dictionary, style=style, title=title, today=today, every=every)
    yield ""
    yield NOT_ANALYSED


def _plans(matings: Sequence[Mating]) -> Iterator[str]:
    for mating in matings:
        paused = "" if mating.status.value == "active" else f", {mating.status}"
        when = f", {mating.date}" if mating.date else ""
        yield (f"Planned as {mating.plan}/{mating.id}{paused}{when}; it needs {', '.join(mating.needs)}.")


def _basis(assessed: Assessment) -> Iterator[str]:
    counts = {outcome: sum(each.outcome is outcome for each in assessed.best.verdicts) for outcome in Outcome}
    told = ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in Outcome)
    yield f"Judged for {assessed.best.mode.id} by {', '.join(assessed.basis.standards)}: {told}."
    for note in assessed.basis.notes:
        yield f"{note[:1].upper()}{note[1:]}, so neither revision was applied."
    if not assessed.basis.shared:
        yield "No mating standard in common: facts can tell that they do not fit, nothing can tell that they do."


def _roles(assessed: Assessment) -> Iterator[str]:
    taken = words_taken(assessed)
    settled, open_ones = [], []
    for axis, take in assessed.best.taken.items():
        first, second = WORDS[axis]
        if take.doubt:
            open_ones.append(f"{axis} ({take.doubt})")
        else:
            settled.append(f"{first} {taken[first]}, {second} {taken[second]}")
    if settled:
        yield f"Roles: {'; '.join(settled)}."
    if open_ones:
        yield (f"Roles not settled: {'; '.join(open_ones)}.")
    for refusal in assessed.best.shared_out.refusals.values():
        yield (f"{refusal[:1].upper()}{refusal[1:]}.")
    if len(assessed.tried) > 1:
        yield f"The best of {len(assessed.tried)} role assignments that their declarations allow."


def _capability(each: CapabilityVerdict, width: int, dictionary: Dictionary, style: Style) -> Iterator[str]:
    told = list(each.reasons)
    if each.standing is Standing.COMPATIBLE:
        passed = sum(verdict.outcome is Outcome.PASS for verdict in each.verdicts)
        asked = passed + len(each.open) + len(each.failed)
        told = [f"by {passed} of {asked} clause{'' if asked == 1 else 's'}{LEANS[each.leans]}"]
        if each.tightest is not None:
            verdict, margin = each.tightest
            told.append(f"tightest {margin_text(margin, verdict.clause.requires, dictionary)} ({verdict.clause.id})")
    if each.open:
        told.append(f"{len(each.open)} open")
    standing = f"{each.standing.value:<12}"
    lead = f"  {each.capability.id:<{width}}  {standing}  "
    first, *more = wrapped("; ".join(told), " " * len(lead)) or [lead]
    yield lead.replace(standing, style(COLOURS[each.standing], standing)) + first[len(lead) :]
    yield from more


def _margins(
    verdicts: Sequence[Verdict], sides: Mapping[str, Port], dictionary: Dictionary, style: Style
) -> Iterator[str]:
    found = sorted(
        (
            (margin.rank, each.clause.id, margin, each)
            for each in verdicts
            if (margin := each.judgement.margin) is not None
        ),
        key=lambda entry: entry[:2],
    )
    if not found:
        return
    yield from ("", style("bold", "Tightest margins, worst case"))
    texts = [margin_text(margin, each.clause.requires, dictionary) for _, _, margin, each in found[:MOST_MARGINS]]
    width = max(map(len, texts))
    for text, (_, name, _, each) in zip(texts, found, strict=False):
        yield f"  {text:<{width}}  {name}"
        if (rss := each.judgement.rss) is not None:
            yield f"{' ' * (width + 4)}{rss_text(rss, each.clause.requires, dictionary)}"
        for line in values_by_port(each, sides, dictionary):
            yield from wrapped(line, " " * (width + 4))
    if len(found) > MOST_MARGINS:
        yield f"  and {len(found) - MOST_MARGINS} wider ones"


def _decisive(assessed: Assessment, needs: Sequence[str]) -> list[Verdict]:
    """The undetermined clauses that what is needed waits for."""
    waiting = [each for each in assessed.best.needed(needs) if each.standing is Standing.UNDETERMINED]
    names = {name for each in waiting for name in assessed.basis.essential.get(each.capability.id, ())}
    return [each for each in assessed.best.verdicts if each.outcome is Outcome.UNDETERMINED and each.clause.id in names]


def _doubts(assessed: Assessment, needs: Sequence[str]) -> list[str]:
    """Why the roles that what is needed turns on are not settled."""
    waiting = {each.capability.id for each in assessed.best.needed(needs) if each.standing is Standing.UNDETERMINED}
    gates = assessed.best.mode.axes
    return [take.doubt for axis, take in assessed.best.taken.items() if take.doubt and gates[axis] in waiting]


def _owed(
    verdicts: Sequence[Verdict],
    sides: Mapping[str, Port],
    dictionary: Dictionary,
    *,
    style: Style,
    title: str,
    today: str,
    every: bool,
) -> Iterator[str]:
    entries = owed(verdicts, sides, dictionary)
    if not entries:
        return
    yield from ("", style("bold", title))
    for (owner, port), group in groupby(entries, key=lambda each: (each.owner, each.of)):
        listed = list(group)
        yield f"  {plain(owner)} owes {len(listed)} for {port}:"
        for why, same in groupby(sorted(listed, key=lambda each: (each.why, each.path)), key=lambda each: each.why):
            values = list(same)
            told = ", ".join(_names(values, today) if every else _groups(values, today))
            yield from wrapped(f"{why}: {told}", "    ")


def _names(values: Sequence[Owed], today: str) -> list[str]:
    return [f"{each.path}{_due(each.due, today)}" for each in values]


def _groups(values: Sequence[Owed], today: str) -> list[str]:
    """Undated values by their group with how many they are; a value that is due somewhere stays by name."""
    dated = [each for each in values if each.due]
    counts = Counter(each.path.partition(".")[0] for each in values if not each.due)
    return _names(dated, today) + [f"{group} {number}" for group, number in sorted(counts.items())]


def _due(day: str, today: str) -> str:
    return f" ({'overdue since' if day < today else 'due'} {day})" if day else ""
