"""Pairs that are told alike, in; the clause of the tightest margin of each on the way to hard mate, out.

What a clause leaves two ports rests on what they declare for it. So the margins are worked out once for every two
classes of ports, and going through them from the tightest on, whole sets of pairs get theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from hardmate.assess.alike import Outline, Pairs
from hardmate.assess.capability import tightest
from hardmate.assess.planes import Ports
from hardmate.assess.verdict import Verdict, bounded
from hardmate.language.margin import Margin
from hardmate.model.standard import reads
from hardmate.repository import Applied

WAYS = 1 << 10
"""Kinds of pairs, each in one way to share out roles, of which the margins are remembered."""

Tight = tuple[Verdict, Margin]
"""The verdict of the smallest margin, and that margin."""
Met = Sequence[tuple[Ports, Tight]]
"""Partners of a port by their tightest margin."""
Order = tuple[object, ...]


class Margins:
    """The tightest margins of every two ports."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs
        self._ways: dict[tuple[object, ...], Mapping[int, Met]] = {}
        self._known: dict[int, tuple[Outline, dict[tuple[int, int], Mapping[int, Met]]]] = {}

    def met(self, outline: Outline, number: int, partners: Ports) -> Iterator[tuple[Ports, Tight | None]]:
        """The partners, which are told this outline beside a port, by their tightest margin; None for no margin."""
        kinds = self.pairs.kinds
        mine, theirs = kinds.of[number], kinds.of[(partners & -partners).bit_length() - 1]
        if kinds.few(mine, theirs, self.pairs.few):
            for partner in self.pairs.roster.listed(partners):
                yield 1 << partner, tightest(self.pairs.verdicts(outline, outline.bearing, number, partner))
            return
        for ports, tight in self._way(outline, mine, theirs).get(number, ()):
            if both := partners & ports:
                yield both, tight
                partners ^= both
        if partners:
            yield partners, None

    def _way(self, outline: Outline, mine: int, theirs: int) -> Mapping[int, Met]:
        """By port of one kind, its partners of another by their tightest margin."""
        known = self._known.get(id(outline))
        if known is None:
            bounded(self._known)
            # The outline is kept beside what was found of it: only a living object keeps its id.
            known = self._known[id(outline)] = (outline, {})
        found = known[1].get((mine, theirs))
        if found is None:
            best = outline.best
            taken = tuple((axis, take.first) for axis, take in best.taken.items())
            key = (mine, theirs, best.mode.id, taken, tuple(map(id, outline.bearing)))
            if key not in self._ways:
                bounded(self._ways, WAYS)
                self._ways[key] = self._shared_out(outline, mine, theirs)
            found = known[1][mine, theirs] = self._ways[key]
        return found

    def _shared_out(self, outline: Outline, mine: int, theirs: int) -> Mapping[int, Met]:
        members, roster = self.pairs.kinds.members, self.pairs.roster
        found: dict[int, list[tuple[Ports, Tight]]] = defaultdict(list)
        waiting = [(members[mine], members[theirs])]
        entries = self._entries(outline, members[mine], members[theirs])
        for _, ports, partners, tight in sorted(entries, key=lambda entry: entry[0]):
            left = []
            for some, others in waiting:
                both, met = some & ports, others & partners
                if not both or not met:
                    left.append((some, others))
                    continue
                for number in roster.listed(both):
                    found[number].append((met, tight))
                left += [each for each in ((some ^ both, others), (both, others ^ met)) if all(each)]
            waiting = left
            if not waiting:
                break
        return found

    def _entries(self, outline: Outline, mine: Ports, theirs: Ports) -> Iterator[tuple[Order, Ports, Ports, Tight]]:
        """What each clause leaves any two classes of ports, and what such margins are ordered by."""
        roster = self.pairs.roster
        for place, applied in enumerate(outline.bearing):
            paths = tuple(dict.fromkeys(path for _, path in reads(applied.clause)))
            for ports in roster.classes(paths, mine).values():
                for partners in roster.classes(paths, theirs).values():
                    verdict = self._verdict(outline, applied, ports, partners)
                    margin = verdict.judgement.margin
                    if margin is not None:
                        yield (margin.rank, applied.clause.id, place), ports, partners, (verdict, margin)

    def _verdict(self, outline: Outline, applied: Applied, ports: Ports, partners: Ports) -> Verdict:
        one, other = ((some & -some).bit_length() - 1 for some in (ports, partners))
        (verdict,) = self.pairs.verdicts(outline, (applied,), one, other)
        return verdict
