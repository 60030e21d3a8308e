"""`make prove`: what follows from the standards of this repository, proved or refuted, to docs/prove-results.md.

Both solvers are asked every question, and no answer stands that one of them denies. Takes some minutes, so it is no
test; the page says what it was made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hardmate import api
from hardmate.analysis.prove.engine import Engine
from hardmate.analysis.prove.soundness import soundness
from hardmate.analysis.prove.theory import applicable
from hardmate.analysis.prove.verdicts import Soundness, Standing
from hardmate.model.standard import COMMON
from hardmate.report.prove_text import change_text
from hardmate.repository import Library
from hardmate.solver import Solver

PAGE = Path(__file__).parents[2] / "docs" / "prove-results.md"
WHOLE = "idss/E"
"""The standard of which common clauses are told as well; of the others, those of their own."""
MOST_CHANGES = 3


def page() -> Iterator[str]:
    library = api.loaded([]).library
    yield "# What the standards promise, as encoded here"
    yield ""
    yield "Made by `make prove`; do not edit. Relative to this encoding of the standards, not to the documents:"
    yield "a clause marked *recalled* stands here from memory, and where one decides nothing is said of the document."
    yield "*Refuted* means that two declarations keep to every clause on one port and fail this one between them, both"
    yield "replayed by the ordinary loader and evaluator. Many clauses compare what the standard leaves to each"
    yield "vehicle: those are refuted by design, and have to be checked pair by pair."
    yield "[How this is found out](prove.md)."
    for standard in standards(library):
        own = [] if standard == WHOLE else _own(library, standard)
        with Solver("z3") as first, Solver("cvc5") as second:
            found = soundness(library, standard, Engine(first, second), only=own)
        yield ""
        yield from section(found)


def standards(library: Library) -> list[str]:
    """Each standard with clauses on two ports in all its revisions; the one with a whole page first."""
    speaking = [name for name in sorted(library.standards) if name != COMMON and _own(library, name)]
    return [WHOLE, *(name for name in speaking if name != WHOLE)]


def _own(library: Library, standard: str) -> list[str]:
    """Its clauses on two ports, inherited ones included, but not those that every standard has."""
    asked = (each.clause for each in applicable(library, standard) if each.clause.pairwise)
    return [each.id for each in asked if each.id not in library.clauses[COMMON]]


def section(found: Soundness) -> Iterator[str]:
    yield f"## {found.standard}"
    yield ""
    counts = ", ".join(f"{found.count(standing)} {standing}" for standing in Standing)
    exists = "ports that conform exist" if found.conforming else "no port that conforms was found"
    yield f"{len(found.propositions)} propositions: {counts}; {exists}."
    yield ""
    yield "| clause | | grounds |"
    yield "|---|---|---|"
    for each in found.propositions:
        name = each.applied.clause.id
        if len(each.applied.clause.axes) > 1:
            words = each.applied.clause.words
            name += f" ({', '.join(f'{word} {side}' for word, side in sorted(each.roles.items()) if word in words)})"
        recalled = f"; recalled: {', '.join(each.recalled)}" if each.recalled else ""
        grounds = each.reason
        if each.proof is not None and each.standing is Standing.PROVED:
            grounds = ", ".join(dict.fromkeys(one.applied.clause.id for one in each.proof.premises)) or "always"
            grounds += f"; domain of {', '.join(each.proof.domains)}" if each.proof.domains else ""
        if each.refutation is not None:
            told = [f"`{change_text(one)}`" for one in each.refutation.changes]
            more = f" and {len(told) - MOST_CHANGES} more" if len(told) > MOST_CHANGES else ""
            grounds = ", ".join(told[:MOST_CHANGES]) + more
        if each.advised:
            kept = ", ".join(dict.fromkeys(one.applied.clause.id for one in each.advised))
            grounds += f"; would be proved if every port kept {kept}"
        yield f"| {name} | {each.standing} | {grounds}{recalled} |"


if __name__ == "__main__":
    PAGE.write_text("\n".join((*page(), "")), encoding="utf-8", newline="\n")
