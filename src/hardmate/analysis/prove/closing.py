"""The loosest clauses on one port that would make a refuted clause hold: one, or two together where none does alone.

Both ports are to keep to them. Each answer is proved as it stands in its text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from msgspec import Struct, field

from hardmate.analysis.prove.encode import NotEncodableError
from hardmate.analysis.prove.template import Template, templates
from hardmate.analysis.prove.trial import reads
from hardmate.analysis.prove.verdicts import Proposition
from hardmate.analysis.prove.workbench import Workbench
from hardmate.language.fault import Fault
from hardmate.language.formula import Formula
from hardmate.language.parse import parse
from hardmate.model.roles import SIDES

MOST_PAIRS = 2_000
"""Of more pairs of templates none is tried: a clause that reads so much is not closed by two values."""
MOST_TOLD = 4


class Closing(Struct, frozen=True):
    """A clause that would close the gap, as a text; `also` are words that would do in the place of its word."""

    text: str
    also: tuple[str, ...] = ()


def closings(bench: Workbench, refuted: Proposition) -> Iterator[Closing]:
    """The loosest clause about each parameter that the clause reads; where there is none, about two of them."""
    search = _Search(bench, refuted)
    dictionary = bench.theory.library.dictionary
    paths = sorted({path for _, path in reads(refuted.applied.clause)})
    several = {path: templates(path, dictionary[path]) for path in paths}
    found = [closing for path in paths for closing in search.alone(several[path])]
    yield from found or search.together([each for path in paths for each in several[path]])


class _Search(Struct, frozen=True):
    """Tries clauses against one refuted clause."""

    bench: Workbench
    refuted: Proposition
    _kept: dict[str, dict[str, Formula] | None] = field(default_factory=dict)

    def alone(self, several: list[Template]) -> Iterator[Closing]:
        """Of the templates of one parameter: that it has a value if that will do, else words, else bounds."""
        words: list[Template] = []
        for each in several:
            if not self.proves(each.text(0)):
                continue
            step = _last(each.steps, lambda step, each=each: self.proves(each.text(step)))  # type: ignore[misc]
            if not self.can_be_kept(each.text(step)):
                continue
            if each.word:
                words.append(each)
                continue
            # A bound at the tight end leaves one value: that is no requirement anybody would write.
            if step or not each.steps:
                yield Closing(each.text(step))
            if each.presence:
                return
        if words:
            yield Closing(words[0].text(0), tuple(each.word for each in words[1:]))

    def together(self, several: list[Template]) -> Iterator[Closing]:
        """Two templates at once: loosened alike, and then each as far as it goes with the other where it is."""
        pairs = [(one, other) for one, other in combinations(several, 2) if one.goes_with(other)]
        told = 0
        for one, other in pairs if len(pairs) <= MOST_PAIRS else ():
            if told < MOST_TOLD and (closing := self._pair(one, other)) is not None:
                told += 1
                yield closing

    def _pair(self, one: Template, other: Template) -> Closing | None:
        def close(first: int, second: int) -> bool:
            return self.proves(one.text(first), other.text(second))

        # Where ports can keep to the tightest of both, they can to all others.
        if not close(0, 0) or not self.can_be_kept(one.text(0), other.text(0)):
            return None
        most = max(one.steps, other.steps)

        def alike(step: int) -> tuple[int, int]:
            return (step * one.steps // most, step * other.steps // most) if most else (0, 0)

        first, second = alike(_last(most, lambda step: close(*alike(step))))
        first += _last(one.steps - first, lambda step: close(first + step, second))
        second += _last(other.steps - second, lambda step: close(first, second + step))
        if (one.steps and not first) or (other.steps and not second):
            return None
        return Closing(f"{one.text(first)} and {other.text(second)}")

    def proves(self, *texts: str) -> bool:
        """Whether the clause holds if both ports keep to these as well; so it does if they keep to tighter ones."""
        more = self._more(texts)
        return more is not None and self.bench.proved(self.refuted, more=more)

    def can_be_kept(self, *texts: str) -> bool:
        """Whether a port can keep to these as well; if it can not, neither can it to tighter ones."""
        more = self._more(texts) or {}
        return self.bench.can_conform(*(each for label, each in more.items() if label.endswith(SIDES[0])))

    def _more(self, texts: Sequence[str]) -> dict[str, Formula] | None:
        """The premises that these texts add; None if one of them can not be asked."""
        kept = [self._premises(text) for text in texts]
        if any(each is None for each in kept):
            return None
        return {f"added {number} {side}": each[side] for number, each in enumerate(kept) if each for side in SIDES}

    def _premises(self, text: str) -> dict[str, Formula] | None:
        """What a text asks of each port; None if it can not be asked."""
        if text not in self._kept:
            node = parse(text)
            try:
                self._kept[text] = None if isinstance(node, Fault) else self.bench.kept_by_both(node)
            except NotEncodableError:
                self._kept[text] = None
        return self._kept[text]


def _last(steps: int, closes: Callable[[int], bool]) -> int:
    """The last of the steps at which it closes, by halving; it does at 0."""
    if not steps or closes(steps):
        return steps
    good, bad = 0, steps
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if closes(middle) else (good, middle)
    return good
