"""Clauses as statements about declarations to be: that one holds, that it fails, that it applies.

This is the border of the encoding. All statements of one question share a `Vocabulary`, and at most one of them is
`fails` or `applies`: those speak of values that occur, each under one name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from hardmate.analysis.prove.encode import Encoder, NotEncodableError
from hardmate.analysis.prove.quantify import Ruled, for_all, for_some
from hardmate.analysis.prove.smtlib import script
from hardmate.analysis.prove.symbols import Slot, Vocabulary
from hardmate.language import tree as t
from hardmate.language.decide import UndecidableError
from hardmate.language.formula import Formula, Leaf, join, negation, with_unknown
from hardmate.language.polynomial import TooLargeError

GOAL = "goal"
"""The label of what a question is about, beside the labels of premises and domains."""
DOMAIN = "domain "
"""How the label of a physical domain begins; the port and the parameter follow."""


def holds(requires: t.Node, when: t.Node | None, roles: Mapping[str, str], vocabulary: Vocabulary) -> Ruled:
    """Whatever occurs, the clause holds or does not apply. `roles` gives each word of the clause its port.

    Where a number is to be determined, this asks no more than the clause will ask with any number.
    Raises NotEncodableError, as all statements do.
    """
    try:
        encoder = Encoder(vocabulary, roles)
        formula = encoder.formula(requires)
        if when is not None:
            formula = join("or", (negation(encoder.formula(when, helps=False)), formula))
        return for_all(with_unknown(formula, holds=True), encoder.points, vocabulary.variables())
    except (UndecidableError, TooLargeError) as error:
        raise NotEncodableError(_told(error)) from error


def fails(
    requires: t.Node, when: t.Node | None, roles: Mapping[str, str], vocabulary: Vocabulary, *, surely: bool = False
) -> Ruled:
    """Something may occur at which the clause applies and does not hold.

    Where a number is to be determined: with some number, or `surely` with every number.
    """
    try:
        encoder = Encoder(vocabulary, roles)
        formula = negation(encoder.formula(requires))
        if when is not None:
            formula = join("and", (encoder.formula(when, helps=False), formula))
        return for_some(with_unknown(formula, holds=not surely), encoder.points)
    except (UndecidableError, TooLargeError) as error:
        raise NotEncodableError(_told(error)) from error


def applies(requires: t.Node, when: t.Node | None, roles: Mapping[str, str], vocabulary: Vocabulary) -> Ruled:
    """Something may occur at which the clause applies."""
    if when is None:
        return Ruled(Leaf(True, requires.span))
    try:
        encoder = Encoder(vocabulary, roles)
        return for_some(with_unknown(encoder.formula(when), holds=True), encoder.points)
    except (UndecidableError, TooLargeError) as error:
        raise NotEncodableError(_told(error)) from error


def _told(error: Exception) -> str:
    return "it multiplies out to too many terms" if isinstance(error, TooLargeError) else str(error)


class Question(Struct, frozen=True):
    """Can all of this hold of some declarations at once?

    `background` is what the schema lets pass; `labelled` are clauses, the goal, and physical domains by label.
    """

    background: tuple[Formula, ...]
    labelled: Mapping[str, Formula]
    vocabulary: Vocabulary

    def script(self, *, cores: bool = False) -> str:
        spoken = self.vocabulary
        return script(self.background, self.labelled, spoken.symbols, cores=cores, known=spoken.terms)

    def without(self, labels: Iterable[str]) -> Question:
        """The question with some labelled formulas left out."""
        left = set(labels)
        kept = {label: formula for label, formula in self.labelled.items() if label not in left}
        return Question(self.background, kept, self.vocabulary)


def question(labelled: Mapping[str, Formula], vocabulary: Vocabulary) -> Question:
    """The question whether the labelled formulas can hold at once, with what any declaration meets around it."""
    slots = vocabulary.behind(vocabulary.spoken(*labelled.values()))
    return Question(
        background=tuple(vocabulary.well_formed(slot) for slot in slots),
        labelled={**labelled, **_domains(slots, vocabulary)},
        vocabulary=vocabulary,
    )


def _domains(slots: Iterable[Slot], vocabulary: Vocabulary) -> dict[str, Formula]:
    found = ((slot, vocabulary.in_domain(slot)) for slot in slots)
    return {f"{DOMAIN}{slot.port}.{slot.place}": bound for slot, bound in found if bound is not None}
