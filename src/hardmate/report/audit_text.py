"""What is found out about a standard's clauses, as text: faults, what carries proofs, what would close."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hardmate.analysis.prove.audit import Audit, domains
from hardmate.analysis.prove.closing import Closing
from hardmate.analysis.prove.gate import Gate
from hardmate.analysis.prove.slack import Slack, Unmoved
from hardmate.analysis.prove.verdicts import Proposition, Standing
from hardmate.language.value import Trust
from hardmate.model.standard import Clause
from hardmate.quantity import ONE, show
from hardmate.report.prove_text import RELATIVE, contradiction_lines, gate_lines, sums
from hardmate.report.style import Style, wrapped


def audit_lines(found: Audit, gate: Gate, style: Style) -> Iterator[str]:
    """Everything, in the order in which one would mend it."""
    yield style("bold", f"{found.soundness.standard}: its clauses looked over")
    yield from wrapped(RELATIVE)
    yield ""
    if found.soundness.contradiction is not None:
        yield from contradiction_lines(found.soundness.contradiction, style)
        yield from gate_lines(gate)
        return
    yield from _part(style, "Redundant: they follow from others", _redundant(found))
    yield from _part(style, "Vacuous: they never come to apply", _vacuous(found))
    yield from _part(style, "Read by clauses on two ports, and bounded by none on one", _listed(found.unbounded))
    yield from _part(style, "Load-bearing: without them these are not proved", _bearing(found))
    yield from _part(style, "Slack: how far a limit may move alone", (_slack(each) for each in found.slack))
    yield from _part(style, "Limits without slack to tell of", (_unmoved(each) for each in found.unmoved))
    yield from _part(style, "Proofs that need a physical domain of the dictionary", _listed(domains(found)))
    yield from _part(style, "Refuted, and what would close it within the physical domains", _refuted(found))
    yield from _part(style, "Not known", _unknown(found))
    yield sums(found.soundness)
    yield from gate_lines(gate)


def _part(style: Style, title: str, lines: Iterator[str]) -> Iterator[str]:
    listed = tuple(lines)
    yield style("bold", title if listed else f"{title}: none")
    for line in listed:
        yield from wrapped(line, "  ")
    yield ""


def _weak(clause: Clause, *, recalled: bool) -> str:
    told = [] if clause.force == "shall" else [str(clause.force)]
    return f" ({', '.join([*told, *(['recalled'] if recalled else [])])})" if told or recalled else ""


def _redundant(found: Audit) -> Iterator[str]:
    for each in found.redundant:
        others = ", ".join(one.applied.clause.id for one in each.follows_from)
        yield f"{each.applied.clause.id}: {f'from {others}' if others else 'it holds of any declaration'}"


def _vacuous(found: Audit) -> Iterator[str]:
    yield from (each.clause.id for each in found.never)
    for each in found.soundness.propositions:
        if each.standing is Standing.VACUOUS:
            yield each.applied.clause.id


def _listed(unbounded: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    yield from (f"{path}: {', '.join(clauses)}" for path, clauses in unbounded.items())


def _bearing(found: Audit) -> Iterator[str]:
    for each in found.bearing:
        weak = _weak(each.applied.clause, recalled=each.applied.trust is Trust.RECALLED)
        yield f"{each.applied.clause.id}{weak}: {', '.join(each.carries)}"


def _slack(each: Slack) -> str:
    clause, unit = each.applied.clause, each.limit.unit or ONE
    recalled = ", recalled" if each.applied.trust is Trust.RECALLED else ""
    then = f"then {', '.join(each.breaks)} would not be proved" if each.breaks else "then no port could conform"
    limit = show(each.limit.base, unit)
    if each.none:
        return f"{clause.id}, {limit}{recalled}: none one way; {then}"
    by = show(abs(each.to - each.limit.base), unit.difference)
    return f"{clause.id}, {limit}{recalled}: up to {show(each.to, unit)}, by {by}; {then}"


def _unmoved(each: Unmoved) -> str:
    return f"{each.applied.clause.id}, {show(each.limit.base, each.limit.unit or ONE)}: {each.why}"


def _refuted(found: Audit) -> Iterator[str]:
    for clause, several in _by_clause(found, Standing.REFUTED).items():
        told = f"{clause}{_negotiated(several[0])}"
        if clause in found.closing:
            told += f": {' | '.join(map(_closing, found.closing[clause])) or 'no clause about one value or two would'}"
        yield told


def _closing(each: Closing) -> str:
    told = [f"or {_few(each.also)}"] if each.also else []
    told += ["it would never apply then"] if each.idle else []
    told += [f"not kept by {_few(each.against)}"] if each.against else []
    return f"{each.text} ({'; '.join(told)})" if told else each.text


def _negotiated(each: Proposition) -> str:
    reason = each.applied.clause.negotiated
    return f" (negotiated: {reason.rstrip('.')})" if reason else ""


def _few(words: tuple[str, ...]) -> str:
    return ", ".join(words[:4]) + (f" and {len(words) - 4} more" if len(words) > 4 else "")


def _unknown(found: Audit) -> Iterator[str]:
    for clause, several in _by_clause(found, Standing.UNKNOWN).items():
        yield f"{clause}{_negotiated(several[0])}: {several[0].reason}"


def _by_clause(found: Audit, standing: Standing) -> dict[str, list[Proposition]]:
    by_clause: dict[str, list[Proposition]] = {}
    for each in found.soundness.propositions:
        if each.standing is standing:
            by_clause.setdefault(each.applied.clause.id, []).append(each)
    return by_clause
