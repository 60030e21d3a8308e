"""What is proved of a standard, and what is refuted, as text: a line or a few for each clause on two ports."""

from __future__ import annotations

from collections.abc import Iterator

from hardmate.analysis.prove.counterexample import Change
from hardmate.analysis.prove.gate import Gate
from hardmate.analysis.prove.theory import Premise
from hardmate.analysis.prove.verdicts import OPEN, Contradiction, Proof, Proposition, Refutation, Soundness, Standing
from hardmate.analysis.prove.written import value_text
from hardmate.language.value import Trust, Value
from hardmate.model.roles import AXIS_OF
from hardmate.model.words import Force
from hardmate.report.style import Style, wrapped

COLOURS = {
    Standing.PROVED: "green",
    Standing.REFUTED: "red",
    Standing.UNKNOWN: "yellow",
    Standing.VACUOUS: "blue",
}
INDENT = " " * 10
RELATIVE = (
    "Relative to this encoding: the clauses and the dictionary as written here, declarations whose values are all "
    "stated, tables up to their longest. Where a number is only recalled, nothing is said of the document itself."
)


def prove_lines(found: Soundness, gate: Gate, style: Style) -> Iterator[str]:
    """The standing of each clause, with its grounds; the sums, and whether it passes, last."""
    yield style("bold", f"{found.standard}: does it follow from conformance that two ports work together?")
    yield from wrapped(RELATIVE)
    yield ""
    if found.contradiction is not None:
        yield from contradiction_lines(found.contradiction, style)
        yield from gate_lines(gate)
        return
    yield from wrapped(
        f"Ports that conform exist: {found.conforming}."
        if found.conforming
        else "Whether any port can conform was not found out; a proof may then be about nothing."
    )
    if found.near:
        ports = " and ".join(f"{port} ({side})" for side, port in sorted(found.near.items()))
        yield from wrapped(f"Counterexamples start from {ports}; what these leave open is filled in.")
    for name, why in sorted(found.refused.items()):
        yield from wrapped(f"Not used as a premise: {name}, for {why}.")
    yield ""
    for each in found.propositions:
        yield from _proposition(each, style)
    yield ""
    yield sums(found)
    yield from gate_lines(gate)


def gate_lines(gate: Gate) -> Iterator[str]:
    """Whether it passes, and why."""
    for told in gate.told:
        yield from wrapped(told)


def sums(found: Soundness) -> str:
    """The standings counted, and what was asked."""
    told = []
    for standing in Standing:
        several = [each for each in found.propositions if each.standing is standing]
        recalled = sum(bool(each.recalled) for each in several)
        told.append(f"{len(several)} {standing}{f' ({recalled} of them on recalled grounds)' if recalled else ''}")
    questions = f"{found.asked} question{'' if found.asked == 1 else 's'} to solvers"
    count = len(found.propositions)
    return (
        f"{count} proposition{'' if count == 1 else 's'}: {', '.join(told)}. {', '.join(found.engines)}; {questions}."
    )


def contradiction_lines(found: Contradiction, style: Style) -> Iterator[str]:
    yield style("red", "No port can conform: these can not hold at once, and everything would follow from them.")
    for premise in found.premises:
        yield f"  {premise.applied.clause.id}{_weak(premise)}"
    if found.domains:
        yield from wrapped(f"within the physical domains of {', '.join(found.domains)}", "  ")


def _proposition(each: Proposition, style: Style) -> Iterator[str]:
    clause = each.applied.clause
    roles = [f"{word} {side}" for word, side in sorted(each.roles.items()) if word in AXIS_OF and word in clause.words]
    told = f" ({', '.join(roles)})" if len(clause.axes) > 1 else ""
    recalled = ", the clause is recalled" if each.applied.trust is Trust.RECALLED else ""
    yield f"{style(COLOURS[each.standing], f'{each.standing:<8}')}  {clause.id}{told}{recalled}"
    if each.standing in OPEN and clause.negotiated:
        yield from wrapped(f"negotiated: {clause.negotiated}", INDENT)
    if each.standing is not Standing.PROVED and each.reason:
        yield from wrapped(each.reason, INDENT)
    if each.proof is not None:
        yield from _proof(each.proof)
    if each.refutation is not None:
        yield from _refutation(each.refutation)
    if each.advised:
        kept = dict.fromkeys(f"{one.applied.clause.id}{_weak(one)}" for one in each.advised)
        yield from wrapped(f"would be proved if every port kept {', '.join(kept)}", INDENT)


def _proof(proof: Proof) -> Iterator[str]:
    sides: dict[str, list[str]] = {}
    for premise in proof.premises:
        sides.setdefault(f"{premise.applied.clause.id}{_weak(premise)}", []).append(premise.side)
    rests = "; ".join(f"{told} of {' and '.join(at)}" for told, at in sides.items())
    yield from wrapped(f"rests on {rests}" if rests else "holds of any two declarations", INDENT)
    if proof.domains:
        yield from wrapped(f"and on the physical domain of {', '.join(proof.domains)}", INDENT)


def _weak(premise: Premise) -> str:
    """What is less than a firm requirement in a premise."""
    told = [] if premise.applied.clause.force is Force.SHALL else [str(premise.applied.clause.force)]
    told += ["recalled"] if premise.applied.trust is Trust.RECALLED else []
    return f" ({', '.join(told)})" if told else ""


def _refutation(refutation: Refutation) -> Iterator[str]:
    for change in refutation.changes:
        yield from wrapped(change_text(change), INDENT)
    if not refutation.changes:
        yield from wrapped("the ports that it starts from fail already", INDENT)
    if refutation.unbounded:
        yield from wrapped(f"no clause on one port speaks of {', '.join(refutation.unbounded)}", INDENT)
    if refutation.beside:
        yield from wrapped(f"fails with it: {', '.join(refutation.beside)}", INDENT)


def change_text(change: Change) -> str:
    """`a: contact.closing_rate 0.05 m/s -> 0.2 m/s`; of a table, the cells that differ."""
    before, after = change.before, change.after
    if after is None or not isinstance(after.content, tuple):
        return f"{change.side}: {change.path} {_value(before)} -> {_value(after)}"
    rows = before.content if before is not None and isinstance(before.content, tuple) else ()
    told = []
    for number, row in enumerate(after.content):
        was = rows[number] if number < len(rows) else {}
        cells = [
            f"{name} {value_text(cell)}"
            for name, cell in row.items()
            if name not in was or value_text(was[name]) != value_text(cell)
        ]
        told += [f"row {number + 1}: {', '.join(cells)}"] if cells else []
    fewer = f"{len(rows)} rows -> {len(after.content)}" if len(rows) != len(after.content) else ""
    return f"{change.side}: {change.path} {'; '.join(filter(None, (fewer, *told)))}"


def _value(value: Value | None) -> str:
    return "not declared" if value is None else value_text(value)
