"""Verdicts to findings: what a planned pair must reach, what an unplanned one is warned of, who has to move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from hardmate.assess.capability import ADVISED, RECALLED, CapabilityVerdict, Standing
from hardmate.assess.conformance import Conformance
from hardmate.assess.owed import Owed, owed
from hardmate.assess.pair import MATE, Assessment
from hardmate.assess.verdict import Verdict
from hardmate.assess.wording import Sides, caveat, places, values_told, witness_text
from hardmate.finding import Finding, Location, Related, Severity
from hardmate.language.dictionary import Dictionary
from hardmate.language.judge import Outcome
from hardmate.model.plan import Mating
from hardmate.model.roles import SIDES, Axis
from hardmate.model.standard import Clause
from hardmate.model.vehicle import Port
from hardmate.model.words import Force, PlanStatus

About = tuple[str, ...]
"""What a finding is about, as its `subject` names it."""
LONGEST_TOLD = 120
"""A requirement longer than this is not repeated in a finding; `explain` shows it."""
NAMED = 8
"""How many owed values one finding names; it counts the others, and `pair` lists them all."""


def conformance_findings(found: Conformance, dictionary: Dictionary) -> Iterator[Finding]:
    """What one standard says of one port: each failure, and one note for what is undetermined."""
    sides = {"a": found.port}
    for verdict in found.notable:
        if verdict.outcome is Outcome.FAIL or verdict.judgement.doubtful:
            about = ("port", found.port.id)
            yield _failure(verdict, sides, dictionary, found.port.location, about, worst=Severity.ERROR)
    undetermined = [
        each for each in found.notable if each.outcome is Outcome.UNDETERMINED and not each.judgement.doubtful
    ]
    if undetermined:
        missing = owed(undetermined, sides, dictionary)
        count = f"{len(undetermined)} of {len(found.verdicts)} clauses of {found.standard}"
        yield Finding(
            "conformance-undetermined",
            Severity.NOTE,
            f"{found.port.id}: {count} are undetermined; {_owes(missing)}",
            found.claim.location if found.claim is not None else found.port.location,
            help=_remedy(missing, "write TBD with an owner and a due date", what="the values"),
            subject=("port", found.port.id, found.standard),
        )


def mating_findings(mating: Mating, assessed: Assessment, dictionary: Dictionary, today: str) -> Iterator[Finding]:
    """What stands between a planned mating and the capabilities that it needs."""
    worst = Severity.ERROR if mating.status is PlanStatus.ACTIVE else Severity.WARNING
    sides = dict(zip(SIDES, assessed.ports, strict=True))
    about = _mating(mating)
    planned = Related(mating.location, f"planned here, needs {', '.join(mating.needs)}")
    wanted = assessed.best.needed(mating.needs)
    for need in mating.needs:
        if assessed.best.capability(need) is None:
            message = f"{mating.plan}/{mating.id} needs {need}, and the mode {assessed.best.mode.id} does not have it"
            remedy = "plan another mode, or drop the need"
            yield Finding(
                "capability-out-of-reach", worst, message, mating.location, remedy, subject=(*about, "needs", need)
            )
    for axis, gated in assessed.best.mode.axes.items():
        if gated in {each.capability.id for each in wanted}:
            yield from _roles(axis, assessed, planned, about, worst)
    verdicts = [verdict for capability in wanted for verdict in capability.verdicts]
    for verdict in verdicts:
        if verdict.outcome is Outcome.FAIL or verdict.judgement.doubtful:
            yield _failure(verdict, sides, dictionary, mating.location, about, worst=worst, planned=planned)
    yield from _undetermined(mating, assessed, wanted, dictionary, today=today, worst=worst)


def unplanned_findings(assessed: Assessment, dictionary: Dictionary) -> Iterator[Finding]:
    """Warnings for two ports that nobody plans to join, though they claim one mating standard and have roles to share.

    A service that is missing is no fault while nobody plans to use it.
    """
    if not assessed.basis.shared or Axis.CAPTURE in assessed.best.shared_out.refusals:
        return
    for capability in assessed.best.needed((MATE,)):
        for verdict in capability.failed:
            yield warning(assessed.ports, verdict, dictionary)


def warning(ports: tuple[Port, Port], failed: Verdict, dictionary: Dictionary) -> Finding:
    """What is said of a clause that fails between two ports that nobody plans to join."""
    sides = dict(zip(SIDES, ports, strict=True))
    about = ("pair", *sorted(port.id for port in ports))
    return _failure(failed, sides, dictionary, ports[0].location, about, worst=Severity.WARNING)


def warning_severity(clause: Clause) -> Severity:
    """How much that weighs."""
    return Severity.NOTE if clause.force is Force.MAY else Severity.WARNING


def _mating(mating: Mating) -> About:
    return ("mating", f"{mating.plan}/{mating.id}", *sorted(mating.pair))


def _roles(axis: Axis, assessed: Assessment, planned: Related, about: About, worst: Severity) -> Iterator[Finding]:
    first, second = assessed.ports
    spots = [port.roles[axis].location if axis in port.roles else port.location for port in (first, second)]
    if axis in assessed.best.shared_out.refusals:
        message = f"{first.id} and {second.id}: {assessed.best.shared_out.refusals[axis]}"
        related = (Related(spots[1], f"the {axis} roles of {second.id}"), planned)
        remedy = "plan another port, or another mechanism on one side"
        yield Finding("role-assignment", worst, message, spots[0], remedy, related, subject=(*about, axis.value))
    elif (take := assessed.best.taken.get(axis)) is not None and take.doubt:
        message = f"{first.id} and {second.id}: roles for {axis} are undetermined: {take.doubt}"
        related = (Related(spots[1], f"the {axis} roles of {second.id}"), planned)
        remedy = "settle and declare the roles"
        yield Finding("role-undetermined", worst, message, spots[0], remedy, related, subject=(*about, axis.value))


def _failure(
    verdict: Verdict,
    sides: Sides,
    dictionary: Dictionary,
    fallback: Location,
    about: About,
    *,
    worst: Severity,
    planned: Related | None = None,
) -> Finding:
    clause = verdict.clause
    severity = warning_severity(clause)
    if clause.force is Force.SHALL and verdict.outcome is Outcome.FAIL:
        severity = worst
    location, related = places(verdict, sides, dictionary)
    witness = witness_text(verdict, sides, dictionary)
    told = values_told(verdict, sides, dictionary) + (f" ({witness})" if witness else "")
    doubt = caveat(verdict, sides, dictionary)
    asks = clause.requires_text if len(clause.requires_text) <= LONGEST_TOLD else ""
    return Finding(
        code=clause.id,
        severity=severity,
        message=f"{told}{'; ' if doubt else ''}{doubt}",
        location=location or fallback,
        help=" ".join(clause.help.split()),
        related=related + ((planned,) if planned is not None else ()),
        requirement=f"{clause.requirement}: {clause.title}{'; requires ' if asks else ''}{' '.join(asks.split())}",
        subject=(*about, clause.standard),
    )


def _undetermined(
    mating: Mating,
    assessed: Assessment,
    wanted: Sequence[CapabilityVerdict],
    dictionary: Dictionary,
    *,
    today: str,
    worst: Severity,
) -> Iterator[Finding]:
    """One finding for each party that owes what a verdict waits for, and one note on clauses that are still open."""
    sides = dict(zip(SIDES, assessed.ports, strict=True))
    vague = [each for each in wanted if each.standing is Standing.UNDETERMINED]
    essential = {name for each in wanted for name in assessed.basis.essential.get(each.capability.id, ())}
    still_open = [verdict for each in wanted for verdict in each.open if verdict.clause.force is Force.SHALL]
    blocking = [
        each for each in assessed.best.verdicts if each.outcome is Outcome.UNDETERMINED and each.clause.id in essential
    ]
    name = f"{mating.plan}/{mating.id}"
    about = _mating(mating)
    missing = owed(blocking, sides, dictionary) if vague else ()
    unsettled = ", ".join(each.capability.id for each in vague)
    for owner, entries in groupby(missing, key=lambda each: each.owner):
        values = tuple(entries)
        late = any(not each.due or each.due < today for each in values)
        yield Finding(
            "undetermined",
            worst if late else Severity.NOTE,
            f"{name}: {unsettled} can not be settled; {_owes(values)}; {_when(values, today)}",
            mating.location,
            help=f"{owner}: {_remedy(values, 'write TBD with an owner and a due date to come')}",
            related=tuple(Related(each.location, f"{each.of} {each.path}: {each.why}") for each in values[:NAMED]),
            subject=(*about, "owner", owner),
        )
    # Doubts about roles, and recalled values that somebody owes, have findings of their own.
    elsewhere = {take.doubt for take in assessed.best.taken.values()}
    elsewhere |= {f"{each.clause.id} {RECALLED}" for each in blocking if each.judgement.owed}
    elsewhere |= {f"{each.clause.id} {ADVISED}" for each in assessed.best.verdicts}
    reasons = [reason for each in vague for reason in each.reasons if reason not in elsewhere]
    told = [each for each in dict.fromkeys(reasons) if not each.endswith((" is open", " is undetermined"))]
    if told:
        message = f"{name}: {unsettled} can not be settled: {'; '.join(told)}"
        yield Finding("undetermined", worst, message, mating.location, subject=about)
    others = [each for each in still_open if each not in blocking]
    if others:
        values = owed(others, sides, dictionary)
        overdue = sorted(each.due for each in values if each.due and each.due < today)
        since = f"; {len(overdue)} overdue since {overdue[0]}" if overdue else ""
        yield Finding(
            "clauses-open",
            Severity.WARNING if overdue else Severity.NOTE,
            f"{name}: {len(others)} more clauses are open; {_owes(values)}{since}",
            mating.location,
            help=f"see all with `hardmate pair {mating.pair[0]} {mating.pair[1]} --owed`",
            subject=about,
        )


def _remedy(values: Sequence[Owed], promise: str, *, what: str = "") -> str:
    """What to do about values that are owed: a port declares them, a standard puts its numbers into its clauses."""
    told = []
    if any(each.port for each in values) or not values:
        told.append(f"declare {what or ('it' if len(values) == 1 else 'them')}, or {promise}")
    if any(each.standard for each in values):
        told.append("put the number into the clause, or promise it there for a day to come")
    return "; ".join(told)


def _when(values: Sequence[Owed], today: str) -> str:
    """`without a due date`, `overdue since 2026-11-21`, `due by 2027-03-01`; with counts where they are mixed."""
    undated = [each for each in values if not each.due]
    overdue = sorted(each.due for each in values if each.due and each.due < today)
    told = []
    if undated:
        told.append((len(undated), "without a due date"))
    if overdue:
        told.append((len(overdue), f"overdue since {overdue[0]}"))
    if not told:
        return f"due by {max(each.due for each in values)}"
    return ", ".join(text if number == len(values) else f"{number} of them {text}" for number, text in told)


def _owes(values: Sequence[Owed]) -> str:
    """`NASA owes 3 values: orion/forward seal.mode, hcs.preload; ESA owes …`."""
    told = []
    for owner, entries in groupby(values, key=lambda each: each.owner):
        listed = list(entries)
        names: list[str] = []
        for port, group in groupby(listed[:NAMED], key=lambda each: each.of):
            names.append(f"{port} {', '.join(each.path for each in group)}")
        more = f" and {len(listed) - NAMED} more" if len(listed) > NAMED else ""
        told.append(f"{owner} owes {len(listed)} {'value' if len(listed) == 1 else 'values'}: {'; '.join(names)}{more}")
    return "; ".join(told)
