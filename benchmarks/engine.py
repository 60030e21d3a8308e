"""The clause engine alone, in one process: every pairwise clause on every two ports of a large fleet.

`python benchmarks/engine.py PORTS` makes so many ports of twenty families with three deviations each, judges them all,
and prints how many verdicts that were, how fast, and in how much memory.
"""

from __future__ import annotations

import gc
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from corpora import FAMILIES, written
from msgspec.structs import replace

from hardmate import api
from hardmate.assess.planes import Roster, placements, rows
from hardmate.assess.verdict import Judge
from hardmate.language.value import Value
from hardmate.model.vehicle import Port
from hardmate.quantity import Quantity
from hardmate.repository import Library

BENCH = Path(__file__).resolve().parents[1] / ".bench"
OUTCOMES = ("passed", "failed", "open", "doubtful", "not_applicable")


def fleet(count: int, *, deviations: int) -> tuple[Library, tuple[Port, ...]]:
    """So many ports, each of a vehicle of its own, that differ from their family in some of their numbers."""
    folder = written(BENCH / "families", len(FAMILIES), seed=20, deviations=0)
    repository = api.loaded([folder])
    families = [port for port in repository.ports.values() if port.id.endswith("/forward")]
    order = random.Random(count)  # noqa: S311 - the same ports each time, not a secret
    ports = []
    for number in range(count):
        port = families[number % len(families)]
        numbers = [path for path, each in port.values.items() if isinstance(each.content, Quantity)]
        changed = {path: _scaled(port.values[path], order) for path in order.sample(numbers, deviations)}
        name = f"v{number:05}"
        ports.append(replace(port, id=f"{name}/port", vehicle=name, values={**port.values, **changed}))
    return repository.library, tuple(ports)


def _scaled(value: Value, order: random.Random) -> Value:
    factor = Fraction(order.choice((97, 98, 99, 101, 102, 103)), 100)
    content = value.content
    assert isinstance(content, Quantity)
    low, high, nominal = (None if end is None else end * factor for end in (content.low, content.high, content.nominal))
    return replace(value, content=replace(content, low=low, high=high, nominal=nominal))


def judged(library: Library, ports: Sequence[Port]) -> tuple[Counter[str], float, int]:
    """How often each outcome comes out, in how many seconds, and how many pairs were judged in full."""
    started = time.process_time()
    roster = Roster(tuple(ports), Judge(library.dictionary))
    applied = (each for clauses in library.clauses.values() for each in clauses.values())
    clauses = {id(each.clause): each.clause for each in applied if each.clause.pairwise}
    counts: Counter[str] = Counter()
    for clause in clauses.values():
        for placement in placements(clause):
            for mine, row in rows(clause, placement, roster):
                for outcome in OUTCOMES:
                    counts[outcome] += mine.bit_count() * getattr(row, outcome).bit_count()
    return counts, time.process_time() - started, roster.judge.judged


def main() -> None:
    """Measure once, and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    library, ports = fleet(count, deviations=int(sys.argv[2]) if len(sys.argv) > 2 else 3)
    gc.disable()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    counts, seconds, full = judged(library, ports)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    total = counts.total()
    print(f"{count} ports, {total:.3g} verdicts (each clause, both ways round) in {seconds:.2f} s of processor time:")
    print(f"{total / seconds:.3g} a second; {full} judged in full; peak {after // 1024} MiB, {before // 1024} before")
    print(", ".join(f"{name.replace('_', ' ')} {counts[name] / total:.1%}" for name in OUTCOMES))


if __name__ == "__main__":
    main()
