"""What a standard says of any two ports that conform to it: premises from its clauses on one port, goals on two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from hardmate.analysis.premises import advises, binds
from hardmate.analysis.prove.encode import NotEncodableError
from hardmate.analysis.prove.quantify import Ruled
from hardmate.analysis.prove.statements import holds
from hardmate.analysis.prove.symbols import Vocabulary
from hardmate.language.formula import Formula, renamed
from hardmate.language.value import Trust
from hardmate.model.roles import PORT, SIDES, WORDS
from hardmate.model.standard import COMMON, Clause
from hardmate.repository import Applied, Library

Place = tuple[str, str]
"""A port and a parameter of it."""


class Premise(Struct, frozen=True):
    """A clause on one port, taken to hold on one side of a pair."""

    label: str
    side: str
    applied: Applied
    ruled: Ruled
    places: frozenset[Place]

    @property
    def rank(self) -> tuple[bool, bool, str]:
        """What a proof should rather do without comes first: recommendations, then what is recalled."""
        return binds(self.applied), self.applied.trust is not Trust.RECALLED, self.label


class Theory(Struct, frozen=True):
    """One standard, with the common one. `refused` are clauses on one port that are no premises, each with why.

    `advice` are its recommendations on one port: a port that conforms need not keep them, so they are no premises.
    """

    library: Library
    standard: str
    vocabulary: Vocabulary
    premises: tuple[Premise, ...]
    goals: tuple[Applied, ...]
    refused: Mapping[str, str]
    advice: tuple[Premise, ...] = ()

    def advised(self) -> Theory:
        """The same of ports that keep every recommendation as well."""
        return replace(self, premises=(*self.premises, *self.advice))

    def premise(self, label: str) -> Premise | None:
        return next((each for each in self.premises if each.label == label), None)

    def cone(self, formula: Formula, *, leaving: Iterable[str] = ()) -> tuple[Premise, ...]:
        """The premises that share a value with the formula, or with another of them."""
        return self.around(places(formula, self.vocabulary), leaving=leaving)

    def around(self, reached: frozenset[Place], *, leaving: Iterable[str] = ()) -> tuple[Premise, ...]:
        """The premises that speak of one of these places, or share one with another of them."""
        left = set(leaving)
        open_ones = [each for each in self.premises if each.label not in left]
        found: list[Premise] = []
        while True:
            near = [each for each in open_ones if each.places & reached]
            if not near:
                return tuple(sorted(found, key=lambda each: each.label))
            found += near
            open_ones = [each for each in open_ones if not each.places & reached]
            reached = reached.union(*(each.places for each in near))


def theory(library: Library, standard: str) -> Theory:
    """The premises and goals of a standard, inherited clauses included."""
    vocabulary = Vocabulary(library.dictionary)
    own: list[Premise] = []
    refused: dict[str, str] = {}
    goals: list[Applied] = []
    for applied in applicable(library, standard):
        clause = applied.clause
        if clause.pairwise:
            goals.append(applied)
        elif not binds(applied) and not advises(applied):
            refused[clause.id] = "its sources dispute it"
        else:
            try:
                own.append(_premise(applied, SIDES[0], vocabulary))
            except NotEncodableError as error:
                refused[clause.id] = f"it can not be encoded: {error}"
    # Of the other port a clause says the same, and to say it once more takes much less than to find it out.
    called = vocabulary.twins(*SIDES)
    both = [each for one in own for each in (one, _turned(one, called))]
    premises = tuple(each for each in both if binds(each.applied))
    advice = tuple(each for each in both if not binds(each.applied))
    return Theory(library, standard, vocabulary, premises, tuple(goals), refused, advice)


def applicable(library: Library, standard: str) -> Iterator[Applied]:
    """The clauses by which a port that claims the standard is judged, common ones first."""
    for name in dict.fromkeys((COMMON, standard)):
        yield from library.clauses[name].values()


def _premise(applied: Applied, side: str, vocabulary: Vocabulary) -> Premise:
    clause = applied.clause
    ruled = holds(clause.requires, clause.when, {PORT: side}, vocabulary)
    return Premise(_label(applied, side), side, applied, ruled, places(ruled.formula, vocabulary))


def _turned(premise: Premise, called: Mapping[str, str]) -> Premise:
    """The same clause on the other side."""
    side, ruled = SIDES[1], premise.ruled
    told = Ruled(renamed(ruled.formula, called), ruled.exact, frozenset(called[name] for name in ruled.presumed))
    spoken = frozenset((side, path) for _, path in premise.places)
    return Premise(_label(premise.applied, side), side, premise.applied, told, spoken)


def _label(applied: Applied, side: str) -> str:
    return f"{side} {applied.clause.standard} {applied.clause.id}"


def places(formula: Formula, vocabulary: Vocabulary) -> frozenset[Place]:
    """The parameters that a formula speaks of, tables whole."""
    symbols = (vocabulary.symbols[name] for name in vocabulary.spoken(formula))
    return frozenset((each.port, each.place.partition("[")[0]) for each in symbols if each.port)


def ways(clause: Clause) -> tuple[Mapping[str, str], ...]:
    """Each word of a clause with its side, for every assignment that it can tell apart, but for swapping the ports."""
    if not clause.axes:
        return ({side: side for side in SIDES},)
    found = []
    for turned in product((False, True), repeat=len(clause.axes) - 1):
        roles: dict[str, str] = {}
        for axis, turn in zip(clause.axes, (False, *turned), strict=True):
            roles |= dict(zip(WORDS[axis], reversed(SIDES) if turn else SIDES, strict=True))
        found.append(roles)
    return tuple(found)
