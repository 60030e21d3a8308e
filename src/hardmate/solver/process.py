"""A solver as a process: started once, asked many questions, each with the same limits."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from select import select
from types import TracebackType
from typing import Self

from msgspec import Struct, field

from hardmate.solver.answer import Answer, Status, answer

ENGINES = ("z3", "cvc5")
WORK = 4_000_000
"""How many steps a solver may take for one question; counted by the solver, so the same on every machine."""
MOST_WORK = 2**32 - 1
"""What z3 can count to."""
MEMORY = 2 * 1024**3
PATIENCE = 300
"""Seconds after which a solver is taken to hang: far beyond what its steps take, so it decides no answer."""

_ALLOCATED = {"MALLOC_TOP_PAD_": str(64 * 1024**2)}
"""Where glibc allocates, memory is kept from one question to the next: to give it back and take it again takes longer
than most questions."""
_WORKER = str(Path(__file__).with_name("worker.py"))
"""Run as a file, for as a module it would load this package, and with it half of what the engine takes to load."""
_DECLARED = re.compile(r"^\(declare-fun (\|[^|]*\|) ", re.MULTILINE)
_CORES = ":produce-unsat-cores true"


class MissingEngineError(Exception):
    """A solver that is not installed."""


def installed(engine: str) -> bool:
    return find_spec(engine) is not None


class Spent(Struct, frozen=True):
    """What was asked in some work, and over how many questions the solver was lost."""

    questions: frozenset[int]
    """By hashes that copies of a process agree on."""
    lost: int


class Solver(Struct):
    """One engine, asked within `work` steps a question. Used as a context, for it holds a process.

    `known` keeps answers by question, so that none is asked twice; `asked` counts those that went to the engine by
    themselves, and `lost` all to which it gave no answer: at another time, or on another machine, it may give one.
    """

    engine: str = "z3"
    work: int = WORK
    memory: int = MEMORY
    asked: int = 0
    lost: int = 0
    known: dict[str, Answer] = field(default_factory=dict)
    _process: subprocess.Popen[str] | None = None
    _session: Session | None = None
    """The one that the process is in."""
    _started_by: int = 0
    """The process of ours that started it: a copy of that one starts another."""

    def __enter__(self) -> Self:
        if not installed(self.engine):
            raise MissingEngineError(self.engine)
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def answer(self, text: str) -> Answer:
        """What the engine says to a question in SMT-LIB, up to and with its `check-sat`."""
        found = self.known.get(text)
        if found is None:
            self.asked += 1
            found = self.known[text] = self._ask(text)
        return found

    def apart(self) -> Callable[[], Spent]:
        """Begin work that a copy of this process may do; what this gives ends it, with nothing of it counted yet."""
        asked, lost, known = self.asked, self.lost, frozenset(self.known)
        self._start()

        def spent() -> Spent:
            found = Spent(frozenset(map(hash, self.known.keys() - known)), self.lost - lost)
            self.asked, self.lost = asked, lost
            return found

        return spent

    def count(self, several: Iterable[Spent]) -> None:
        """Count the work of several, a question that two of them asked once: one process asks it once."""
        listed = list(several)
        self.asked += len(frozenset[int]().union(*(each.questions for each in listed)))
        self.lost += sum(each.lost for each in listed)

    def on_top(self, session: Session, added: str, facts: Sequence[str], wanted: Sequence[str]) -> Answer:
        """The answer to a question of a session, which begins anew unless it is the last that was asked."""
        self._start()
        text = f"(check-sat-assuming ({' '.join(facts)}))"
        question = {"added": added, "text": text, "names": " ".join(wanted), "cores": ""}
        if self._session is not session:
            question["begin"] = session.begin
        self._session = session
        return self._replied(question)

    def _ask(self, text: str) -> Answer:
        names = " ".join(_DECLARED.findall(text))
        return self._replied({"text": text, "names": names, "cores": "(get-unsat-core)" if _CORES in text else ""})

    def _replied(self, question: Mapping[str, str]) -> Answer:
        process = self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps({**question, "work": str(self.work)}) + "\n")
            process.stdin.flush()
            ready, _, _ = select([process.stdout], [], [], PATIENCE)
            line = process.stdout.readline() if ready else ""
        except BrokenPipeError:
            line = ""
        if not line:
            self._end()
            self.lost += 1
            return Answer(Status.UNKNOWN, reason=f"{self.engine} ran out of memory, or hung")
        return answer(json.loads(line))

    def _start(self) -> subprocess.Popen[str]:
        """The process, which loads the engine while there is other work, and then reads what it is asked."""
        if self._process is None or self._started_by != os.getpid():
            self._session, self._started_by = None, os.getpid()
            command = [sys.executable, "-P", _WORKER, self.engine, str(self.memory)]
            self._process = subprocess.Popen(  # noqa: S603 - our own module, in our own interpreter
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env={**_ALLOCATED, **os.environ},
            )
        return self._process

    def _end(self) -> None:
        self._session = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    stream.close()
            self._process = None


class Session(Struct, eq=False):
    """Questions to z3 that begin alike, asked one after the other in one context.

    What they begin with is read once, and what is learnt from one serves the next; so the values found for one may
    depend on those asked before. `begin` is SMT-LIB up to its `check-sat`.
    """

    solver: Solver
    begin: str

    def answer(self, added: str = "", *, facts: Sequence[str] = (), wanted: Sequence[str] = ()) -> Answer:
        """Whether what is added can hold too, and these facts; if so, the values of these names."""
        return self.solver.on_top(self, added, facts, wanted)
