"""Does one clause follow from others? Yes, proved; or no, with declarations that show it; or not found out.

The proof is by intervals, or else by a solver, if one is installed. A no is only said when the ordinary evaluator
agrees: the declarations meet all that was given, and fail what was to follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from msgspec import Struct, field

from hardmate.analysis.impact.given import Declared, Given, Roles
from hardmate.analysis.impact.tried import simpler, tried
from hardmate.analysis.prove.declared import values
from hardmate.analysis.prove.encode import NotEncodableError
from hardmate.analysis.prove.intervals import impossible
from hardmate.analysis.prove.quantify import Ruled
from hardmate.analysis.prove.statements import GOAL, fails, holds, question
from hardmate.analysis.prove.symbols import Vocabulary
from hardmate.language.build import Holder
from hardmate.language.dictionary import Dictionary
from hardmate.language.formula import Formula
from hardmate.language.judge import Outcome, judge
from hardmate.model.roles import AXIS_OF, PORT, SIDES, WORDS
from hardmate.model.standard import Clause, read_paths
from hardmate.solver import Solver, Status

NO_SOLVER = "intervals do not show it, and no solver is installed: pip install 'hardmate[prove]'"


class Entailed(Struct, frozen=True):
    """`follows` is None where it was not found out, and `why` says what stood in the way.

    `witness` are declarations that meet all that was given and fail what was to follow.
    """

    follows: bool | None
    why: str = ""
    witness: Declared = field(default_factory=dict)


def ways(clauses: Sequence[Clause]) -> Iterator[dict[str, str]]:
    """Every way to share out the role words of some clauses between two ports, but for swapping the ports."""
    axes = sorted({axis for clause in clauses for axis in clause.axes}, key=list(WORDS).index)
    for turned in product((False, True), repeat=max(0, len(axes) - 1)):
        roles = dict(zip(SIDES, SIDES, strict=True))
        for axis, swap in zip(axes, (False, *turned), strict=False):
            roles |= dict(zip(WORDS[axis], SIDES[::-1] if swap else SIDES, strict=True))
        yield roles


def placed(clause: Clause, roles: Roles) -> list[Given]:
    """A clause about ports as it is judged: on each port, both ways round, or as the roles are."""
    if clause.words == {PORT}:
        return [Given(clause, {PORT: side}) for side in SIDES]
    if clause.words <= set(SIDES):
        return [Given(clause, {"a": "a", "b": "b"}), Given(clause, {"a": "b", "b": "a"})]
    return [Given(clause, {word: roles[word] for word in clause.words if word in AXIS_OF})]


def related(goal: Clause, clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses that share a parameter with the goal, or with one that does, and so on."""
    reached = set(read_paths(goal))
    waiting = [(each, frozenset(read_paths(each))) for each in clauses]
    found: list[Clause] = []
    while near := [entry for entry in waiting if reached & entry[1]]:
        found.extend(each for each, _ in near)
        waiting = [entry for entry in waiting if not reached & entry[1]]
        reached.update(path for _, paths in near for path in paths)
    return found


def follows(
    goal: Given, given: Sequence[Given], dictionary: Dictionary, solver: Solver | None, *, met: bool = False
) -> Entailed:
    """Whether what is given leaves the goal no way to fail; with `met`, only if something meets what is given."""
    vocabulary = Vocabulary(dictionary)
    try:
        rules = [(each, _held(each, vocabulary)) for each in given]
        against = fails(goal.clause.requires, goal.clause.when, goal.roles, vocabulary)
    except NotEncodableError as error:
        found = tried(goal, given, dictionary, _shows)
        return Entailed(None, f"it can not be encoded: {error}") if found is None else Entailed(False, witness=found)
    labelled = {f"{number:04} {each.clause.id}": rule.formula for number, (each, rule) in enumerate(rules) if rule}
    asked = question({**labelled, GOAL: against.formula}, vocabulary)
    if impossible((*asked.background, *asked.labelled.values()), vocabulary):
        return _followed("intervals", labelled if met else {}, vocabulary, solver)
    found = tried(goal, given, dictionary, _shows)
    if found is not None:
        return Entailed(False, witness=found)
    if solver is None:
        return Entailed(None, NO_SOLVER)
    answer = solver.answer(asked.script())
    if answer.status is Status.UNSAT:
        return _followed(solver.engine, labelled if met else {}, vocabulary, solver)
    if answer.status is Status.UNKNOWN:
        return Entailed(None, f"{solver.engine} does not know: {answer.reason}")
    stated = values(vocabulary.behind(answer.values.keys() & vocabulary.symbols.keys()), answer.values, vocabulary)
    if not _shows(goal, given, stated, dictionary):
        if waits := [each.clause for each in (goal, *given) if each.clause.open_numbers]:
            return Entailed(None, f"it turns on numbers that are to be determined: {_numbers(waits)}")
        return Entailed(None, f"what {solver.engine} found does not stand up to the evaluator")
    return Entailed(False, witness=simpler(stated, lambda each: _shows(goal, given, each, dictionary)))


def _followed(by: str, rules: Mapping[str, Formula], vocabulary: Vocabulary, solver: Solver | None) -> Entailed:
    """What was shown, unless the rules contradict each other: then all would follow. Those that do are named."""

    def contradict(labels: Iterable[str]) -> bool:
        asked = question({label: rules[label] for label in labels}, vocabulary)
        if impossible((*asked.background, *asked.labelled.values()), vocabulary):
            return True
        return solver is not None and solver.answer(asked.script()).status is Status.UNSAT

    if not rules or not contradict(rules):
        return Entailed(True, f"by {by}")
    core = list(rules)
    for label in rules:
        fewer = [each for each in core if each != label]
        core = fewer if contradict(fewer) else core
    named = dict.fromkeys(label.partition(" ")[2] for label in core)
    return Entailed(None, f"no port can keep {' and '.join(named)}")


def _numbers(clauses: Iterable[Clause]) -> str:
    return ", ".join(sorted({f"{name} of {each.id}" for each in clauses for name in each.open_numbers}))


def _held(given: Given, vocabulary: Vocabulary) -> Ruled | None:
    """The clause as a hypothesis; one that can not be encoded is left out, which only leaves more to prove."""
    try:
        return holds(given.clause.requires, given.clause.when, given.roles, vocabulary)
    except NotEncodableError:
        return None


def _shows(goal: Given, given: Sequence[Given], stated: Declared, dictionary: Dictionary) -> bool:
    """Whether the evaluator finds that all that is given holds, and the goal fails."""
    if _outcome(goal, stated, dictionary) is not Outcome.FAIL:
        return False
    return all(_outcome(each, stated, dictionary) in (Outcome.PASS, Outcome.NOT_APPLICABLE) for each in given)


def _outcome(given: Given, stated: Declared, dictionary: Dictionary) -> Outcome:
    holders = {word: Holder(port, stated.get(port, {})) for word, port in given.roles.items()}
    return judge(given.clause.requires, given.clause.when, dictionary, holders).outcome
