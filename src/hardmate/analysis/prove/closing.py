"""The loosest clause on one port that would make a refuted clause hold: that a value is there, a bound, a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from hardmate.analysis.prove.encode import NotEncodableError
from hardmate.analysis.prove.symbols import domain
from hardmate.analysis.prove.trial import reads
from hardmate.analysis.prove.verdicts import Proposition
from hardmate.analysis.prove.workbench import Workbench
from hardmate.language.dictionary import Parameter, Reading, Type
from hardmate.language.fault import Fault
from hardmate.language.parse import parse
from hardmate.model.roles import SIDES
from hardmate.quantity import ONE, Rounding, show

HALVINGS = 10


@dataclass(frozen=True, slots=True)
class Closing:
    """A clause that would close the gap, as a text; `also` are words that would do in the place of its word."""

    text: str
    also: tuple[str, ...] = ()


def closings(bench: Workbench, refuted: Proposition) -> Iterator[Closing]:
    """For each parameter that the clause reads, the loosest clause about it alone that would do for both ports."""
    for path in sorted({path for _, path in reads(refuted.applied.clause)}):
        parameter = bench.theory.library.dictionary[path]
        if _closes(bench, refuted, f"fitted(port.{path})"):
            yield Closing(f"fitted(port.{path})")
            continue
        match parameter.type:
            case Type.FLAG:
                yield from _worded(bench, refuted, [f"port.{path}", f"not port.{path}"])
            case Type.CHOICE:
                words = sorted(parameter.choices)
                yield from _any_of(bench, refuted, words, f'port.{path} == "{{}}"')
            case Type.SET if parameter.reading is not Reading.OCCURS:
                yield from _any_of(bench, refuted, sorted(parameter.choices), f'"{{}}" in port.{path}')
            case Type.COUNT | Type.QUANTITY | Type.RANGE if parameter.reading is Reading.OCCURS:
                yield from _bounded(bench, refuted, path, parameter)


def _closes(bench: Workbench, refuted: Proposition, text: str) -> bool:
    """Whether the clause holds if both ports keep to this one as well, and ports still can."""
    node = parse(text)
    if isinstance(node, Fault):
        return False
    try:
        more = bench.kept_by_both(node)
    except NotEncodableError:
        return False
    labelled = {f"added {side}": each for side, each in more.items()}
    return bench.proved(refuted, more=labelled) and bench.can_conform(more[SIDES[0]])


def _worded(bench: Workbench, refuted: Proposition, texts: list[str]) -> Iterator[Closing]:
    yield from (Closing(text) for text in texts if _closes(bench, refuted, text))


def _any_of(bench: Workbench, refuted: Proposition, words: list[str], template: str) -> Iterator[Closing]:
    """One closing for all words that would do."""
    fitting = [word for word in words if _closes(bench, refuted, template.format(word))]
    if fitting:
        yield Closing(template.format(fitting[0]), tuple(fitting[1:]))


def _bounded(bench: Workbench, refuted: Proposition, path: str, parameter: Parameter) -> Iterator[Closing]:
    least, most = domain(parameter)
    fine = parameter.resolution.nominal if parameter.resolution is not None else None
    for sign, ends in (("<=", (least, most)), (">=", (most, least))):

        def closes(bound: Fraction, sign: str = sign) -> bool:
            return _closes(bench, refuted, _text(path, sign, bound, parameter))

        if closes(ends[0]):
            bound = _loosest(ends, fine or Fraction(1), closes)
            # A bound at the end of the domain leaves one value: that is no requirement anybody would write.
            if bound != ends[0]:
                yield Closing(_text(path, sign, bound, parameter))


def _loosest(ends: tuple[Fraction, Fraction], step: Fraction, closes: Callable[[Fraction], bool]) -> Fraction:
    """From the tightest bound towards the loosest by halving, on the grid of a step."""
    good, bad = ends
    if closes(bad):
        return bad
    for _ in range(HALVINGS):
        count = int(abs(bad - good) / step)
        if count <= 1:
            break
        middle = good + (count // 2) * (step if bad > good else -step)
        if closes(middle):
            good = middle
        else:
            bad = middle
    return good


def _text(path: str, sign: str, bound: Fraction, parameter: Parameter) -> str:
    rounding = Rounding.DOWN if sign == "<=" else Rounding.UP
    return f"port.{path} {sign} {show(bound, parameter.unit or ONE, rounding=rounding)}"
