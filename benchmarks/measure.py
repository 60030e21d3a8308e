"""Commands in; seconds, processor seconds and peak memory out. Two commands are compared in turn, pair by pair."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a process. Memory is the largest of the process and its children, in MiB."""

    seconds: float
    processor: float
    memory: float
    code: int


@dataclass(frozen=True, slots=True)
class Work:
    """What is run: a command, what has to be done before each run, and the exit codes that mean it did its work."""

    name: str
    command: Sequence[str]
    before: Callable[[], None] | None = None
    codes: frozenset[int] = frozenset({0, 1})
    environment: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """Two works in turn: the runs of each, and the ratio of the first to the second, pair by pair."""

    ours: tuple[Run, ...]
    theirs: tuple[Run, ...]

    @property
    def ratios(self) -> list[float]:
        """By the clock, which is what somebody waits: Hardmate shares much of its work with a second processor."""
        return [one.seconds / other.seconds for one, other in zip(self.ours, self.theirs, strict=True)]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @property
    def spread(self) -> str:
        return f"{min(self.ratios):.3g} .. {max(self.ratios):.3g}"

    @property
    def of_processor_time(self) -> float:
        """What somebody else on the machine waits; it says more than the clock where others are at work on it."""
        pairs = zip(self.ours, self.theirs, strict=True)
        return statistics.median(one.processor / other.processor for one, other in pairs)


def run(work: Work) -> Run:
    """One run, its output thrown away."""
    if work.before is not None:
        work.before()
    started = time.perf_counter()
    process = subprocess.Popen(
        work.command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # As where it is installed, what Python has compiled is kept; otherwise each run would compile it all anew.
        env={**os.environ, **(work.environment or {}), "PYTHONDONTWRITEBYTECODE": ""},
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    code = process.returncode = os.waitstatus_to_exitcode(status)
    if code not in work.codes:
        raise RuntimeError(f"{work.name} ended with exit code {code}: {' '.join(work.command)[:300]}")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, code)


def compared(ours: Work, theirs: Work, rounds: int) -> Compared:
    """Both works, one after the other, so many times."""
    pairs = [(run(ours), run(theirs)) for _ in range(rounds)]
    return Compared(tuple(one for one, _ in pairs), tuple(other for _, other in pairs))


def median(runs: Sequence[Run], field: str) -> float:
    return float(statistics.median(getattr(each, field) for each in runs))
