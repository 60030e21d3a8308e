"""Who answers a question: intervals first, then a solver if there is one, and a second one if it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from msgspec import Struct, field

from hardmate.analysis.prove.intervals import impossible
from hardmate.analysis.prove.smtlib import key
from hardmate.analysis.prove.statements import DOMAIN, Question
from hardmate.aside import MOST_PARTS, shared
from hardmate.solver import Answer, Solver, Spent, Status

Item = TypeVar("Item")
Made = TypeVar("Made")

NO_SOLVER = "no solver is installed; `pip install hardmate[prove]` adds z3"
INTERVALS = "intervals"
LONGEST_PLAIN = 60_000
"""Characters of a question up to which intervals are tried before a solver: with whole tables they take longer."""


class Reply(Struct, frozen=True):
    """An answer, who gave it, and by which key the question is known."""

    answer: Answer
    by: str
    key: str

    @property
    def status(self) -> Status:
        return self.answer.status


class Engine(Struct):
    """`solver` is asked what intervals do not settle; `second` may not deny a main answer. `kept` is by key."""

    solver: Solver | None = None
    second: Solver | None = None
    keep: bool = False
    kept: dict[str, str] = field(default_factory=dict)

    def reply(self, question: Question, *, main: bool = False, straight: bool = False) -> Reply:
        """Whether the question can be met. A `main` question is kept, and put to the second.

        `straight` leaves intervals out where there is a solver: of many questions, most of which can be met.
        """
        text = question.script() if self.solver is not None or self.keep or self.second is not None else ""
        known = key(text) if text else ""
        if main and self.keep:
            self.kept[known] = text
        plain = self.solver is None or (not straight and len(text) < LONGEST_PLAIN)
        if plain and impossible((*question.background, *question.labelled.values()), question.vocabulary):
            return Reply(self._seconded(text, Answer(Status.UNSAT), main=main), INTERVALS, known)
        if self.solver is None:
            return Reply(Answer(Status.UNKNOWN, reason=NO_SOLVER), "", "")
        return Reply(self._seconded(text, self.solver.answer(text), main=main), self.solver.engine, known)

    @contextmanager
    def sharing(
        self,
        work: Callable[[Sequence[Item]], list[Made]],
        items: Sequence[Item],
        least: int,
        held: Sequence[object] = (),
    ) -> Iterator[Callable[[], list[Made]]]:
        """As `aside.shared`: begin to work on the items aside; what this gives helps, and gives what came of them all.

        The copy starts solvers of its own. What is asked and kept there is counted and kept as if it were here.
        """
        solvers = [each for each in (self.solver, self.second) if each is not None]

        def noted(some: Sequence[Item]) -> tuple[list[Made], list[Spent], dict[str, str]]:
            ends, before = [each.apart() for each in solvers], self.kept.copy()
            made = work(some)
            new = {name: text for name, text in self.kept.items() if name not in before}
            return made, [end() for end in ends], new

        with shared(noted, items, least, held, parts=MOST_PARTS) as parts:

            def all_made() -> list[Made]:
                came = parts()
                for number, solver in enumerate(solvers):
                    solver.count(spent[number] for _, spent, _ in came)
                for _, _, kept in came:
                    self.kept |= kept
                return [each for made, _, _ in came for each in made]

            yield all_made

    def _seconded(self, text: str, first: Answer, *, main: bool) -> Answer:
        if not main or self.second is None or first.status is Status.UNKNOWN:
            return first
        other = self.second.answer(text)
        if other.status in (first.status, Status.UNKNOWN):
            return first
        said = f"{self.second.engine} says {other.status}, and not {first.status}"
        return Answer(Status.UNKNOWN, reason=said)

    def impossible(self, question: Question) -> bool:
        return self.reply(question).status is Status.UNSAT

    def core(self, question: Question, order: Sequence[str]) -> tuple[str, ...]:
        """Labels that can not all be met, none of which could be left out; those first in the order go first."""
        needed = question
        # Domains come up a second time, for some are spoken of by premises that went after they were kept.
        for label in (*order, *(each for each in order if each.startswith(DOMAIN))):
            if label in needed.labelled and self._can_be_left_out(label, needed):
                needed = needed.without([label])
        return tuple(sorted(needed.labelled))

    def _can_be_left_out(self, label: str, question: Question) -> bool:
        """Whether the rest can not be met either. The solver is asked first, for it is faster where the rest can."""
        without = question.without([label])
        if self.solver is not None:
            said = self.solver.answer(without.script()).status
            if said is not Status.UNKNOWN:
                return said is Status.UNSAT
        if label.startswith(DOMAIN):
            # Intervals begin with the domains, and so can not tell whether a proof needs one.
            spoken = question.vocabulary.spoken
            others = (each for name, each in without.labelled.items() if not name.startswith(DOMAIN))
            return not any(spoken(question.labelled[label]) & spoken(each) for each in others)
        return self.impossible(without)
