"""Chains of adapters as text: each joint and adapter in order, what passes through it all, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from hardmate.analysis.chain_loads import joint_loads
from hardmate.analysis.chains import Routes, carries, leans, through, total_mass
from hardmate.analysis.route import Chain, Link
from hardmate.assess.capability import Standing
from hardmate.assess.pair import MATE
from hardmate.language.judge import Outcome
from hardmate.language.shown import margin_text
from hardmate.model.vehicle import Vehicle
from hardmate.quantity import show, unit
from hardmate.report.pair_text import COLOURS, LEANS
from hardmate.report.style import Style, plain, wrapped

NOT_ANALYSED = (
    "Not analysed: what the whole stack puts on a joint, whether power and fluids flow the same way through every "
    "joint, anything that pair does not analyse."
)


def route_lines(found: Routes, style: Style) -> Iterator[str]:
    """The chains, those with the fewest doubts first; or what blocks."""
    one, other = found.ends
    vehicles = found.joints.repository.vehicles
    names = (f"{vehicles[port.vehicle].name} ({port.id})" for port in (one, other))
    yield style("bold", plain(" to ".join(names)))
    yield from wrapped(f"It needs {', '.join(wanted(found))}, with {_count(found.most)} at most.")
    yield from wrapped(_searched(found))
    for _, alike in groupby(found.chains, key=lambda chain: len(chain.steps)):
        first, *others = alike
        yield ""
        yield from _chain(first, found, style)
        if others:
            told = "; ".join(f"{_otherwise(chain, first)} ({mass_text(chain, found)})" for chain in others)
            yield from wrapped(f"Just as good: {told}{' and more' if found.more else ''}.", "  ")
    if not found.chains:
        yield from _none(found, style)
    yield ""
    if found.standing is not Standing.COMPATIBLE:
        yield "Each joint: hardmate pair A B. A clause: hardmate explain CLAUSE."
    yield from wrapped(NOT_ANALYSED)


def wanted(found: Routes) -> tuple[str, ...]:
    """The capabilities that every joint is asked for."""
    return tuple(dict.fromkeys((MATE, *found.joints.needs)))


def mass_text(chain: Chain, found: Routes) -> str:
    """The mass of all adapters together, and which of them do not tell theirs."""
    low, high, untold = total_mass(chain, found)
    kilograms = unit("kg")
    told = show(low, kilograms) if low == high else f"{show(low, kilograms)} .. {show(high, kilograms)}"
    if not untold:
        return told
    return f"{told} without {', '.join(untold)}" if high else f"mass of {', '.join(untold)} not declared"


def _searched(found: Routes) -> str:
    out = ", ".join(f"{each.id} ({each.status})" for each in found.left_out)
    judged = len(found.joints.known)
    told = f"{judged} joint{'' if judged == 1 else 's'} judged among {_count(len(found.pieces))}"
    return f"{told}; left out: {out}, which --all takes in." if out else f"{told}."


def _count(adapters: int) -> str:
    return f"{adapters} adapter{'' if adapters == 1 else 's'}"


def _chain(chain: Chain, found: Routes, style: Style) -> Iterator[str]:
    about = f"by {_names(chain)}, {mass_text(chain, found)}" if chain.steps else "directly, no adapter is needed"
    yield f"{style(COLOURS[chain.standing], chain.standing.value.capitalize())} {plain(about)}"
    yield from _links(chain, found, "  ")
    yield "  Through the whole chain:"
    for name, link in through(chain, found).items():
        why = f": {_reasons(link, 1)}" if link.reasons else ""
        first, *more = wrapped(f"{name}: {link.standing.value}{why}", "    ")
        yield first.replace(link.standing.value, style(COLOURS[link.standing], link.standing.value), 1)
        yield from more
    yield "  Loads on the chain, joint by joint:"
    for joint in chain.joints:
        yield from wrapped(f"{' with '.join(joint)}: {_loads(joint, found)}", "    ")


def _loads(joint: tuple[str, str], found: Routes) -> str:
    """`2 of 5 clauses hold, 3 open; tightest 4 kN, 12 % (mated-loads-within-capability)`."""
    borne = joint_loads(found.joints.assessed(*joint))
    if not borne.verdicts:
        return "no clause that applies to both speaks of loads"
    counts = {outcome: borne.count(outcome) for outcome in (Outcome.PASS, Outcome.FAIL, Outcome.UNDETERMINED)}
    words = {Outcome.PASS: "hold", Outcome.FAIL: "fail", Outcome.UNDETERMINED: "open"}
    told = ", ".join(f"{number} {words[outcome]}" for outcome, number in counts.items() if number)
    if borne.tightest is not None:
        verdict, margin = borne.tightest
        text = margin_text(margin, verdict.clause.requires, found.joints.repository.library.dictionary)
        told += f"; tightest {text} ({verdict.clause.id})"
    return f"of {len(borne.verdicts)} clauses on loads {told}"


def _names(chain: Chain) -> str:
    return " + ".join(step.piece for step in chain.steps)


def _otherwise(chain: Chain, first: Chain) -> str:
    """The adapters of a chain that is as good; of the same ones the sides, which is all that differs."""
    if [step.piece for step in chain.steps] != [step.piece for step in first.steps]:
        return _names(chain)
    return " + ".join(f"{step.entry} to {step.exit}" for step in chain.steps)


def _links(chain: Chain, found: Routes, indent: str) -> Iterator[str]:
    """The joints and adapters in order, each with what it says of the needs."""
    inside = [None, *(found.joints.repository.vehicles[step.piece] for step in chain.steps)]
    for adapter, joint in zip(inside, chain.joints, strict=True):
        if adapter is not None:
            yield from wrapped(_adapter(adapter, found), f"{indent}  ")
        yield from wrapped(_joint(joint, found), indent)


def _adapter(adapter: Vehicle, found: Routes) -> str:
    link = carries(adapter, found.joints)
    parts = [f"{adapter.name} ({adapter.id}), {adapter.status}"]
    parts += [f"{adapter.stock} pieces"] if adapter.stock > 1 else []
    parts += [adapter.mass.text if adapter.mass is not None else "mass not declared"]
    installed = adapter.installed or "nobody tells how"
    why = f"; {link.standing.value}: {_reasons(link)}" if link.reasons else ""
    return f"{', '.join(parts)}; installed: {installed}{why}"


def _joint(joint: tuple[str, str], found: Routes) -> str:
    assessed, link = found.joints.assessed(*joint), found.joints.link(*joint)
    lean = LEANS[leans(assessed, wanted(found))] if link.standing is Standing.COMPATIBLE else ""
    why = f": {_reasons(link)}" if link.reasons else ""
    return f"{' with '.join(joint)}: {assessed.best.mode.id}, {link.standing.value}{lean}{why}"


def _reasons(link: Link, most: int | None = None) -> str:
    told = "; ".join(link.reasons[:most])
    more = len(link.reasons) - len(link.reasons[:most])
    return f"{told}; {more} more" if more else told


def _none(found: Routes, style: Style) -> Iterator[str]:
    """What blocks: a need, or else the joints of the chain that comes nearest."""
    yield ""
    yield style("red", f"There is no chain of {_count(found.most)} or fewer.")
    for dropped, chain in found.without.items():
        needs = " with ".join(dropped)
        by = f"the chain by {_names(chain)}" if chain.steps else "the joint without an adapter"
        yield from wrapped(f"What blocks is {needs}: without it {by} is {chain.standing.value}. With it:")
        yield from _links(chain, found, "  ")
    if found.nearest is not None and not found.without:
        blocked = f"{found.nearest.cost.blocked} link{'' if found.nearest.cost.blocked == 1 else 's'}"
        yield from wrapped(f"What comes nearest is blocked at {blocked}:")
        yield from _links(found.nearest, found, "  ")
    if found.everything is not None:
        standing, names = found.everything.standing.value, _names(found.everything)
        yield from wrapped(f"With --all there is a chain, {standing}, by {names}.")
