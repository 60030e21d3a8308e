"""The loosest clauses on one port that would make a refuted clause hold: one, or two together where none does alone.

Both ports are to keep to them. Each answer is proved as it stands in its text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice

from msgspec import Struct
from msgspec.structs import replace

from hardmate.analysis.prove.encode import NotEncodableError
from hardmate.analysis.prove.gap import Gap, Told, Walk
from hardmate.analysis.prove.template import Template, templates
from hardmate.analysis.prove.upheld import Upheld
from hardmate.analysis.prove.verdicts import Proposition
from hardmate.analysis.prove.workbench import Workbench
from hardmate.model.standard import reads

MOST_PAIRS = 2_000
"""Of more pairs of templates none is tried: a clause that reads so much is not closed by two values."""
MOST_TOLD = 4


class Closing(Struct, frozen=True):
    """A clause that would close the gap, as a text; `also` are words that would do in the place of its word.

    `idle` says that the clause that was refuted would never come to apply, which closes it and helps nobody; `against`
    are the reference ports that do not keep to it.
    """

    text: str
    also: tuple[str, ...] = ()
    idle: bool = False
    against: tuple[str, ...] = ()


def closings(bench: Workbench, refuted: Proposition, upheld: Upheld) -> Iterator[Closing]:
    """The loosest clause about each parameter that the clause reads; where there is none, about two of them.

    Those that all reference ports keep, if there are any.
    """
    dictionary = bench.theory.library.dictionary
    paths = sorted({path for _, path in reads(refuted.applied.clause)})
    try:
        bench.failing(refuted)
    except NotEncodableError:
        return
    if upheld.stated:
        kept = [upheld.templates(path) for path in paths]
        bands = [upheld.bands(path, paths) for path in paths]
        both = [[*one, *other] for one, other in zip(kept, bands, strict=True)]
        for by_path in (kept, both) if any(bands) else (kept,):
            found = _found(bench, refuted, by_path)
            if any(not each.idle for each in found):
                yield from found
                return
    for each in _found(bench, refuted, [templates(path, dictionary[path]) for path in paths]):
        yield replace(each, against=upheld.against(each.text))


def _found(bench: Workbench, refuted: Proposition, by_path: Sequence[list[Template]]) -> list[Closing]:
    """About one value, or else about two; where all leave nothing that the clause applies to, all of these."""
    several = [each for about in by_path for each in about]
    gap = Gap(bench, refuted, several)
    gap.scout()
    unkept: list[Template] = []
    found = [closing for about in by_path for closing in _alone(gap, about, unkept)]
    if not any(not each.idle for each in found):
        found += _together(gap, [each for each in several if each not in unkept])
    return [each for each in found if not each.idle] or found


def _alone(gap: Gap, several: list[Template], unkept: list[Template]) -> Iterator[Closing]:
    """Of the templates of one parameter: that it has a value if that will do, else words, else bounds.

    `unkept` takes those that close it only in that no port can keep to them.
    """
    words: list[Template] = []
    for each in several:
        if not gap.closes_tightest(each):
            continue
        step = _loosest(gap, lambda step, each=each: ((each, step),), each.steps)  # type: ignore[misc]
        if not gap.can_be_kept(((each, step),)):
            unkept.append(each)
            continue
        if each.word:
            words.append(each)
            continue
        if each.says(step):
            yield _told(gap, each.text(step))
        if each.presence:
            return
    if words:
        yield _told(gap, words[0].text(0), tuple(each.word for each in words[1:]))


def _together(gap: Gap, several: list[Template]) -> Iterator[Closing]:
    """Two templates at once: loosened alike, and then each as far as it goes with the other where it is."""
    pairs = [(one, other) for one, other in combinations(several, 2) if one.goes_with(other)]
    if len(pairs) <= MOST_PAIRS:
        gap.scout_pairs(several)
        found = (_pair(gap, one, other) for one, other in pairs)
        yield from islice((each for each in found if each is not None), MOST_TOLD)


def _pair(gap: Gap, one: Template, other: Template) -> Closing | None:
    # Where ports can keep to the tightest of both, they can to all others.
    if not gap.closes_tightest(one, other) or not gap.can_be_kept(((one, 0), (other, 0))):
        return None
    most = max(one.steps, other.steps)

    def alike(step: int) -> Told:
        return ((one, step * one.steps // (most or 1)), (other, step * other.steps // (most or 1)))

    (_, first), (_, second) = alike(_loosest(gap, alike, most))
    first += last(one.steps - first, lambda step: gap.closes(((one, first + step), (other, second))))
    second += last(other.steps - second, lambda step: gap.closes(((one, first), (other, second + step))))
    if not one.says(first) or not other.says(second):
        return None
    return _told(gap, f"{one.text(first)} and {other.text(second)}")


def _told(gap: Gap, text: str, also: tuple[str, ...] = ()) -> Closing:
    return Closing(text, also, idle=not gap.bench.can_apply(gap.refuted, text))


def _loosest(gap: Gap, walk: Walk, most: int) -> int:
    """The last step of a walk at which the clauses close as their texts say, if they do at 0."""
    if not most or not gap.closes(walk(1)):
        return 0
    return last(most, lambda step: gap.closes(walk(step)), gap.guess(walk, most))


def last(steps: int, closes: Callable[[int], bool], guess: int = 0) -> int:
    """The last of the steps at which it closes, as it does at 0: beside a guess, at the end, or else by halving."""
    good, bad = 0, steps + 1
    likely = [guess, guess + 1, steps]
    while bad - good > 1:
        at = likely.pop(0) if likely else (good + bad) // 2
        if not good < at < bad:
            continue
        good, bad = (at, bad) if closes(at) else (good, at)
    return good
