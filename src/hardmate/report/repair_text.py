"""What it takes to mend a pair, as text: by component what fails, what could change, and whose line that is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from hardmate.analysis.repair.mend import Alternative, Mended, Repair
from hardmate.assess.capability import Standing
from hardmate.assess.verdict import Verdict
from hardmate.assess.wording import values_by_port, witness_text
from hardmate.language.dictionary import Nature
from hardmate.report.pair_text import COLOURS
from hardmate.report.style import Style, plain, visible, wrapped

CAUTION = (
    "These are changes of a design, not of a file: a line becomes true when the hardware, or the way it is flown, "
    "is as it says."
)


LOCAL = (
    "Smallest among its neighbours only: the evaluator looked for it, and one step less does not do. With z3 "
    "(`pip install 'hardmate[prove]'`) what is shown is the smallest there is."
)
PROVED = (
    "Of each alternative it is proved that no smaller change of these values does, in steps of the dictionary's "
    "resolution or to a number that is written, and that none of them can be left out."
)

UNSURE = (
    "Of each alternative but those marked as smallest among their neighbours only it is proved that no smaller change "
    "of these values does, in steps of the dictionary's resolution or to a number that is written, and that none of "
    "them can be left out."
)


def repair_lines(found: Repair, style: Style) -> Iterator[str]:
    """The components, each with its alternatives; then what is reached, and what is left."""
    yield style("bold", plain(" with ".join(port.id for port in found.before.ports)))
    yield from wrapped(f"It needs {', '.join(found.needs)}.")
    if not found.mended:
        stands = "; what stands in the way is no value" if found.refusals and not found.reached else ""
        yield f"No clause that this turns on fails{stands}."
    for number, each in enumerate(found.mended, 1):
        yield ""
        yield from _component(number, each, found, style)
    yield ""
    yield from _reached(found, style)
    shown = [each for mended in found.mended for each in mended.alternatives]
    if shown:
        yield from wrapped(PROVED if all(each.proved for each in shown) else LOCAL if not found.solved else UNSURE)
        yield from wrapped(CAUTION)


def _component(number: int, each: Mended, found: Repair, style: Style) -> Iterator[str]:
    names = ", ".join(verdict.clause.id for verdict in each.component.failing)
    several = len(each.component.failing) > 1
    yield f"{number}. {style('red', plain(names))} {'fail' if several else 'fails'}"
    for line in dict.fromkeys(line for verdict in each.component.failing for line in _read(verdict, found)):
        yield from wrapped(line, "     ")
    for letter, alternative in zip("abcdefgh", each.alternatives, strict=False):
        yield from _alternative(letter, alternative, found, style)
    if not each.alternatives:
        yield from wrapped(_none(each, found), "   ")
    if each.component.waiting:
        yield from wrapped("Even so a clause stays open, for a value that is not told.", "   ")
    if each.alternatives and found.solved and not each.component.whole:
        yield from wrapped("There may be others, that change more values at once.", "   ")


def _read(verdict: Verdict, found: Repair) -> Iterator[str]:
    """What a clause reads, and the values with which it fails: several often read the same."""
    yield from values_by_port(verdict, found.bench.ports, found.bench.dictionary)
    witness = witness_text(verdict, found.bench.ports, found.bench.dictionary)
    if witness:
        yield witness


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
    if found.solved and not each.proved:
        yield from wrapped("smallest among its neighbours only", "      ")
    if each.elsewhere:
        yield from wrapped(f"but reaches less as planned in {', '.join(each.elsewhere)}", "      ")


def _none(each: Mended, found: Repair) -> str:
    """Why there is no repair, and what could be freed for one."""
    ports, dictionary = found.bench.ports, found.bench.dictionary
    knobs = [f"{ports[side].id} {path}" for side, path in each.component.knobs]
    shown = " (proved)" if found.solved and each.component.whole else ""
    told = f"No change of {', '.join(knobs)} mends it{shown}" if knobs else "Nothing that it reads can be adjusted"
    natures = {place: dictionary[place[1]].nature for place in each.component.frozen}
    left = [
        f"{ports[side].id} {path} ({nature})"
        for (side, path), nature in natures.items()
        if nature is not Nature.ADJUSTABLE
    ]
    stuck = [f"{ports[side].id} {path}" for (side, path), nature in natures.items() if nature is Nature.ADJUSTABLE]
    freeing = f" Left as they are: {', '.join(left)}; --free NAME lets a repair touch one." if left else ""
    beyond = f" A repair states no table, and nothing that is not known: {', '.join(stuck)}." if stuck else ""
    return f"{told}.{freeing}{beyond}"


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
