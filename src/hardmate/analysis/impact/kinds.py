"""A clause that differs in; what kind of change that is, decided by what follows from what, and whom it breaks, out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct, field

from hardmate.analysis.impact.clauses import ClauseChange, alike
from hardmate.analysis.impact.dictionary import unlike
from hardmate.analysis.impact.entail import Entailed, follows, placed, related, ways
from hardmate.analysis.impact.given import Declared, Given
from hardmate.analysis.impact.numbers import numbers_given
from hardmate.analysis.impact.side import Side
from hardmate.analysis.premises import binds
from hardmate.language.dictionary import Dictionary
from hardmate.model.roles import PORT
from hardmate.model.standard import COMMON, Clause, read_paths
from hardmate.model.words import Force, Subject
from hardmate.repository import Applied
from hardmate.solver import Solver


class Kind(StrEnum):
    """What a change does to what a clause allows."""

    EDITORIAL = "editorial"
    """The same declarations pass."""
    RELAXED = "relaxed"
    """All that passed still passes, and more."""
    TIGHTENED = "tightened"
    """Some that passed no longer does, and nothing else passes."""
    SHIFTED = "shifted"
    """Some that passed no longer does, and something else passes."""
    ADDED = "added"
    REMOVED = "removed"
    IMPLIED = "removed, but implied"
    """What it asked still follows from the clauses that stay."""
    GIVEN = "number given"
    """A number that was to be determined is there; what was decided without it stays so."""
    OPEN = "not decided"


class Breaks(StrEnum):
    """Whom a change can leave with hardware that no longer will do."""

    MAKERS = "makers"
    """A port that conformed no longer does."""
    COUNTERPARTS = "counterparts"
    """Two ports that both conform are no longer sure to mate, or no longer do."""


class Classed(Struct, frozen=True):
    """A clause change with its kind, by what that was decided, and whom it breaks.

    `lost` are declarations that passed and no longer do; `won` are declarations that now pass.
    """

    change: ClauseChange
    kind: Kind
    why: str
    breaks: tuple[Breaks, ...]
    lost: Declared = field(default_factory=dict)
    won: Declared = field(default_factory=dict)


_STRENGTH = (Force.MAY, Force.SHOULD, Force.SHALL)


def classed(change: ClauseChange, old: Side, new: Side, solver: Solver | None) -> Classed:
    """The class of a change. What the expressions allow is decided; force and trust that move are added to that."""
    dictionary = new.library.dictionary
    if change.old is None or change.new is None:
        return _one_sided(change, old, new, solver)
    if not change.bears:
        return Classed(change, Kind.EDITORIAL, "", ())
    before, after = change.old.clause, change.new.clause
    if before.judges is not after.judges:
        return _built(change, Kind.SHIFTED, f"it judged {before.judges}, and judges {after.judges}")
    if change.reads_otherwise:
        return _built(change, Kind.OPEN, _apart((before, after), old, new))
    raised = (_STRENGTH.index(after.force) - _STRENGTH.index(before.force), change.firmer)
    moved = before.capability != after.capability
    if (numbers := numbers_given(before, after)) and not any(raised) and not moved:
        given = ", ".join(f"TBD {name} is {number.text}" for name, number in sorted(numbers.items()))
        return _built(change, Kind.GIVEN, given)
    kept = Entailed(True) if change.alike else _entailed(after, [before], dictionary, solver)
    back = Entailed(True) if change.alike else _entailed(before, [after], dictionary, solver)
    kind = _kind(kept=kept.follows, back=back.follows, raised=raised, moved=moved)
    told = dict.fromkeys(each.why for each in (kept, back) if each.follows is None or kind is not Kind.OPEN)
    why = "; ".join(text for text in told if text)
    return _built(change, kind, why, lost=kept.witness, won=back.witness)


def _kind(*, kept: bool | None, back: bool | None, raised: Sequence[int], moved: bool) -> Kind:
    """`kept`: all that passed still passes; `back`: all that passes now passed before; `raised`: force and trust."""
    if moved:
        return Kind.SHIFTED
    harder = kept is False or any(each > 0 for each in raised)
    easier = back is False or any(each < 0 for each in raised)
    if harder and easier:
        return Kind.SHIFTED
    if kept is None or back is None:
        return Kind.OPEN
    if harder or easier:
        return Kind.TIGHTENED if harder else Kind.RELAXED
    return Kind.EDITORIAL


def _apart(clauses: Iterable[Clause], old: Side, new: Side) -> str:
    """That two clauses can not be compared, for what they read is not one thing."""
    paths = {path for each in clauses for path in read_paths(each)}
    told = unlike(paths, old, new)
    gone = sorted(path for path in paths if path not in old.library.dictionary or path not in new.library.dictionary)
    return "; ".join((*(f"it reads {each}" for each in told), *(f"only one side has {each}" for each in gone)))


def _one_sided(change: ClauseChange, old: Side, new: Side, solver: Solver | None) -> Classed:
    """A clause that only one side has: whether the other side's clauses ask as much."""
    side, other = (old, new) if change.new is None else (new, old)
    kind = Kind.REMOVED if change.new is None else Kind.ADDED
    if apart := unlike(read_paths(change.clause), old, new):
        return _built(change, kind, f"the other side does not speak of what it reads: {'; '.join(apart)}")
    gone = sorted(set(read_paths(change.clause)) - other.library.dictionary.keys())
    if gone and change.new is None:
        return _built(change, kind, f"{', '.join(gone)} can not be declared any more")
    rest = [each.clause for each in _beside(change, other) if not unlike(read_paths(each.clause), old, new)]
    renamed = next((each for each in rest if each.judges is change.clause.judges and alike(each, change.clause)), None)
    if renamed is not None and change.new is None:
        return _built(change, Kind.IMPLIED, f"{renamed.id} says the same")
    # What only the other side's dictionary has is read by its clauses alone.
    dictionary = {**other.library.dictionary, **side.library.dictionary}
    found = _entailed(change.clause, related(change.clause, rest), dictionary, solver, met=True)
    if change.new is None:
        kind = Kind.IMPLIED if found.follows else Kind.REMOVED
        return _built(change, kind, _told(found, "follow from the clauses that stay"), won=found.witness)
    if found.follows:
        said = (
            f"{renamed.id} said the same"
            if renamed is not None
            else f"it followed from the clauses before ({found.why})"
        )
        return Classed(change, Kind.ADDED, f"{said}, so it asks no more", ())
    return _built(change, Kind.ADDED, _told(found, "follow from the clauses before"), lost=found.witness)


def _beside(change: ClauseChange, side: Side) -> list[Applied]:
    """What a side asks of the ports to which the clause speaks."""
    applied = side.library.clauses.get(side.standard or change.standards[0], {})
    return [each for each in {**side.library.clauses[COMMON], **applied}.values() if binds(each)]


def _told(found: Entailed, what: str) -> str:
    if found.follows is None:
        return f"whether it would {what} is not decided: {found.why}"
    return found.why


def _entailed(
    goal: Clause, given: Sequence[Clause], dictionary: Dictionary, solver: Solver | None, *, met: bool = False
) -> Entailed:
    """Whether a clause follows from others about the same port or pair, in every way to share out the roles."""
    if goal.words == {PORT}:
        alone = [Given(each, {PORT: "a"}) for each in given if each.words == {PORT}]
        return follows(Given(goal, {PORT: "a"}), alone, dictionary, solver, met=met)
    answers: list[Entailed] = []
    for roles in ways((goal, *given)):
        around = [each for clause in given for each in placed(clause, roles)]
        answers.append(follows(placed(goal, roles)[0], around, dictionary, solver, met=met))
        if answers[-1].follows is False:
            return answers[-1]
    return next((each for each in answers if each.follows is None), answers[0])


def _built(
    change: ClauseChange, kind: Kind, why: str, *, lost: Declared | None = None, won: Declared | None = None
) -> Classed:
    return Classed(change, kind, why, _breaks(change, kind), lost or {}, won or {})


def _breaks(change: ClauseChange, kind: Kind) -> tuple[Breaks, ...]:
    """Only a shall that is not disputed breaks anybody, and only if it is not met where it was before."""
    if change.new is None or not binds(change.new):
        return ()
    if kind not in (Kind.TIGHTENED, Kind.SHIFTED, Kind.ADDED):
        return ()
    return (Breaks.COUNTERPARTS,) if change.new.clause.judges is Subject.COMPATIBILITY else (Breaks.MAKERS,)
