"""What it takes to mend a pair, as text: by component what fails, what could change, and whose line that is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from hardmate.analysis.repair.mend import Alternative, Mended, Repair
from hardmate.assess.capability import Standing
from hardmate.assess.wording import values_by_port, witness_text
from hardmate.report.pair_text import COLOURS
from hardmate.report.style import Style, plain, visible, wrapped

CAUTION = (
    "These are changes of a design, not of a file: a line becomes true when the hardware, or the way it is flown, "
    "is as it says."
)


def repair_lines(found: Repair, style: Style) -> Iterator[str]:
    """The components, each with its alternatives; then what is reached, and what is left."""
    yield style("bold", plain(" with ".join(port.id for port in found.before.ports)))
    yield from wrapped(f"It needs {', '.join(found.needs)}.")
    if not found.mended:
        yield "No clause that this turns on fails."
    for number, each in enumerate(found.mended, 1):
        yield ""
        yield from _component(number, each, found, style)
    yield ""
    yield from _reached(found, style)
    if any(each.alternatives for each in found.mended):
        yield from wrapped(CAUTION)


def _component(number: int, each: Mended, found: Repair, style: Style) -> Iterator[str]:
    names = ", ".join(verdict.clause.id for verdict in each.component.failing)
    several = len(each.component.failing) > 1
    yield f"{number}. {style('red', plain(names))} {'fail' if several else 'fails'}"
    for verdict in each.component.failing:
        for line in values_by_port(verdict, found.bench.ports, found.bench.dictionary):
            yield from wrapped(line, "     ")
        witness = witness_text(verdict, found.bench.ports, found.bench.dictionary)
        if witness:
            yield from wrapped(witness, "     ")
    for letter, alternative in zip("abcdefgh", each.alternatives, strict=False):
        yield from _alternative(letter, alternative, found, style)
    if not each.alternatives:
        yield from wrapped(_none(each, found), "   ")


def _alternative(letter: str, each: Alternative, found: Repair, style: Style) -> Iterator[str]:
    ports = found.bench.ports
    for number, ((side, path), new) in enumerate(each.changes.items()):
        indent, lead = ("      ", "and ") if number else ("   ", f"{letter}) ")
        old = ports[side].values[path].text
        less = f"; {each.less[side, path].text} does not do" if (side, path) in each.less else ""
        yield from wrapped(f"{lead}{ports[side].agency}: {ports[side].id} {path}, {old} -> {new.text}{less}", indent)
    for line in each.lines:
        yield f"      {plain(line.location.file)}:{line.location.line}"
        yield f"      {style('red', f'- {visible(line.old.strip())}')}"
        yield f"      {style('green', f'+ {visible(line.new.strip())}')}"
    if each.elsewhere:
        yield from wrapped(f"but reaches less as planned in {', '.join(each.elsewhere)}", "      ")


def _none(each: Mended, found: Repair) -> str:
    """Why there is no repair, and what could be freed for one."""
    ports, dictionary = found.bench.ports, found.bench.dictionary
    frozen = [f"{ports[side].id} {path} ({dictionary[path].nature})" for side, path in each.component.frozen]
    knobs = [f"{ports[side].id} {path}" for side, path in each.component.knobs]
    told = f"No change of {', '.join(knobs)} mends it" if knobs else "Nothing that it reads is adjustable"
    return (
        f"{told}. Left as they are: {', '.join(frozen)}; --free NAME lets a repair touch one." if frozen else f"{told}."
    )


def _reached(found: Repair, style: Style) -> Iterator[str]:
    last = found.after or found.before
    how = "With the first of each" if found.after is not None else "As declared"
    yield style("bold", f"{how}:")
    for each in last.best.needed(found.needs):
        standing = each.standing
        why = f": {'; '.join(each.reasons)}" if standing is not Standing.COMPATIBLE else ""
        first, *more = wrapped(f"{each.capability.id}: {standing.value}{why}", "  ")
        yield first.replace(standing.value, style(COLOURS[standing], standing.value), 1)
        yield from more
    for refusal in found.refusals:
        yield from wrapped(f"No value mends this: {refusal}.", "  ")
    for (owner, port), entries in groupby(found.open, key=lambda each: (each.owner, each.of)):
        yield from wrapped(f"{owner} owes for {port}: {', '.join(each.path for each in entries)}", "  ")
