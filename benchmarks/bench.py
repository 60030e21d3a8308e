"""`make bench`: Hardmate and its peers on the same files, in turn, as ratios; the tables of docs/performance.md.

The peers validate against the JSON Schema and stop there. Hardmate reads more strictly, validates, judges each port
against the standards that it claims and each pair against the clauses, and points at every place that decides.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora import ROOT, crowd, written
from measure import Compared, Work, compared, median, run
from peers import Peers, peers

BENCH = ROOT / ".bench"
DAY = "2026-11-22"
PHYSICAL = {
    "reading and hashing the files": (
        "import sys,hashlib,glob\n"
        "for name in sorted(glob.glob(sys.argv[1]+'/*.yaml')): hashlib.sha256(open(name,'rb').read()).digest()"
    ),
    "tokenising them with libyaml, each token a Python object": (
        "import sys,glob,yaml\n"
        "for name in sorted(glob.glob(sys.argv[1]+'/*.yaml')):\n"
        "    for token in yaml.scan(open(name,'rb'), Loader=yaml.CSafeLoader): pass"
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of targets: two works, and the ratios that must and should be kept."""

    what: str
    ours: Work
    theirs: Work
    must: float
    want: float


class Bench:
    """The corpora, the peers, and the works that are compared."""

    def __init__(self, largest: int) -> None:
        self.sizes = [size for size in (10, 100, 1000, 2000) if size <= largest]
        self.folders = {size: written(BENCH / f"declarations-{size}", size, seed=size) for size in self.sizes}
        self.broken = written(BENCH / "broken-100", 100, seed=5, broken=5)
        self.peers: Peers = peers(BENCH)
        self.cache = BENCH / "cache"
        self.environment = {"XDG_CACHE_HOME": str(self.cache), "PYTHONPATH": str(ROOT / "src")}

    def hardmate(self, name: str, *arguments: str, forget: bool = False, before: object = None) -> Work:
        """Hardmate; with `forget`, nothing but the compiled standards is in its cache."""
        command = [sys.executable, "-m", "hardmate", *arguments]
        start = self.forget if forget else before
        return Work(name, command, before=start, environment=self.environment)  # type: ignore[arg-type]

    def check(self, size: int, *, forget: bool) -> Work:
        name = f"hardmate check, {size} files"
        return self.hardmate(name, "check", str(self.folders[size]), "--today", DAY, forget=forget)

    def stage(self, size: int) -> Work:
        command = [sys.executable, str(ROOT / "benchmarks" / "stage.py"), str(self.folders[size])]
        return Work(f"reading and schema, {size} files", command, environment=self.environment)

    def forget(self) -> None:
        """Leave only the standards in the cache."""
        kept = "standards"
        for path in (self.cache / "hardmate").glob("*"):
            if not path.name.startswith(kept):
                path.unlink()

    def files(self, size: int) -> list[str]:
        return sorted(str(path) for path in self.folders[size].glob("s*-*.yaml"))

    def peer(self, name: str, command: Sequence[str], size: int, *, flag: str = "") -> Work:
        files = self.files(size)
        named = [part for file in files for part in (flag, file)] if flag else files
        return Work(f"{name}, {size} files", [*command, *named])

    @property
    def floor(self) -> Work:
        return Work("python -c pass", [sys.executable, "-c", "pass"])

    def rows(self) -> Iterator[Row]:
        """The table of targets, as far as it compares processes."""
        size, most = max(size for size in self.sizes if size <= 1000), max(self.sizes)
        cold, warm, floor = self.check(size, forget=True), self.check(size, forget=False), self.floor
        tools = self.peers
        if tools.with_c is not None:
            yield Row(
                "cold, everything", cold, self.peer("check-jsonschema with C", tools.with_c, size), 1 / 10, 1 / 25
            )
        if tools.stock is not None:
            few = min(size, 100)
            theirs = self.peer("check-jsonschema", tools.stock, few)
            yield Row("cold, everything", self.check(few, forget=True), theirs, 1 / 10, 1 / 25)
        if tools.sourcemeta is not None:
            theirs = self.peer("Sourcemeta jsonschema", tools.sourcemeta, size)
            yield Row("cold, everything", cold, theirs, 2.5, 1.0)
            yield Row("the schema stage alone", self.stage(size), theirs, 1.5, 0.75)
            if most > size:
                theirs = self.peer("Sourcemeta jsonschema", tools.sourcemeta, most)
                yield Row("cold, everything", self.check(most, forget=True), theirs, 2.5, 1.0)
        if tools.ajv is not None:
            yield Row("cold, everything", cold, self.peer("ajv-cli", tools.ajv, size, flag="-d"), 2.5, 1.0)
        yield Row("warm, nothing changed", warm, floor, 6, 3)
        changed = self.hardmate("one changed", "check", str(self.folders[size]), "--today", DAY, before=self.change)
        yield Row("one file changed", changed, warm, 2.5, 1.5)
        one = self.hardmate("one file", "check", self.files(10)[0], "--today", DAY, forget=True)
        if tools.with_c is not None:
            theirs = Work("check-jsonschema with C, one file", [*tools.with_c, self.files(10)[0]])
            yield Row("one file, cold", one, theirs, 0.5, 0.15)
        yield Row("one file, cold", one, floor, 13, 3.5)
        yield Row("--version", self.hardmate("--version", "--version"), floor, 2, 1.1)
        yield from self.pair_rows(size)
        if most > 100:
            growth = most / 100
            for forget, name in ((True, "cold"), (False, "warm")):
                larger, smaller = self.check(most, forget=forget), self.check(100, forget=forget)
                yield Row(f"growth from 100 to {most} files, {name}", larger, smaller, growth * 1.3, growth * 1.1)

    def pair_rows(self, size: int) -> Iterator[Row]:
        """What grows with pairs: a fleet in which most fail, and the matrix, each beside half as many files. Nobody set
        a target; pairs are four times as many."""
        half = size // 2
        fleets = {count: crowd(BENCH / f"crowd-{count}", count) for count in (half // 2, half)}
        many, few = (
            self.hardmate(f"most pairs fail, {count} files", "check", str(fleets[count]), "--today", DAY, forget=True)
            for count in (half, half // 2)
        )
        yield Row("most pairs fail", many, few, 4, 2)
        for told in ((), ("--margins",)):
            many, few = (
                self.hardmate(f"matrix {' '.join(told)}, {count} files", "matrix", str(fleets[count]), *told)
                for count in (half, half // 2)
            )
            yield Row(f"matrix {' '.join(told)}".strip(), many, few, 4, 2)

    def change(self) -> None:
        """One value of one declaration differs from what was judged before."""
        size = max(size for size in self.sizes if size <= 1000)
        path = Path(self.files(size)[size // 2])
        text = path.read_text(encoding="utf-8")
        head, _, rest = text.partition("revision: ")
        number, newline, rest = rest.partition("\n")
        path.write_text(f'{head}revision: "{int(number.strip(chr(34))) + 1}"{newline}{rest}', encoding="utf-8")


def table(bench: Bench, rounds: int) -> Iterator[str]:
    """The rows as Markdown, one as soon as it is measured."""
    yield "| work | against | ratio (clock) | spread | processor time | must | want | ours | theirs | peak MiB |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for row in bench.rows():
        run(row.ours)
        found = compared(row.ours, row.theirs, rounds)
        yield _line(row, found)


def _line(row: Row, found: Compared) -> str:
    ours, theirs = (f"{median(runs, 'seconds'):.3f} s" for runs in (found.ours, found.theirs))
    memory = " / ".join(f"{median(runs, 'memory'):.0f}" for runs in (found.ours, found.theirs))
    cells = (
        row.what, row.theirs.name, f"**{found.ratio:.3g}**", found.spread, f"{found.of_processor_time:.3g}",
        f"{row.must:.3g}", f"{row.want:.3g}", ours, theirs, memory,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def limits(bench: Bench, rounds: int) -> Iterator[str]:
    """What the machine itself takes for the same files."""
    size = max(size for size in bench.sizes if size <= 1000)
    yield f"| physical limit, {size} files | processor s |"
    yield "|---|---|"
    for name, code in PHYSICAL.items():
        work = Work(name, [bench.peers.python, "-c", code, str(bench.folders[size])])
        yield f"| {name} | {median([run(work) for _ in range(rounds)], 'processor'):.3f} |"


def machine(bench: Bench) -> Iterator[str]:
    """What it was measured on, and with which versions."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    ours = subprocess.run(
        [sys.executable, "-m", "hardmate", "--version"],
        check=True, capture_output=True, text=True, env={**os.environ, **bench.environment},
    )  # fmt: skip
    yield f"{model}, {os.cpu_count()} processors, {platform.platform()}, Python {platform.python_version()}."
    told = ", ".join(f"{name} {version}" for name, version in sorted(bench.peers.versions.items()))
    yield f"{ours.stdout.strip()}; {told}."


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


def main() -> None:
    """Measure, and print Markdown."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=5, help="how often each pair is run")
    asked.add_argument("--largest", type=int, default=2000, help="the largest corpus: 10, 100, 1000 or 2000")
    asked.add_argument("--clean", action="store_true", help="make corpora and peers anew")
    chosen = asked.parse_args()
    if chosen.clean:
        shutil.rmtree(BENCH, ignore_errors=True)
    bench = Bench(chosen.largest)
    for part in (machine(bench), table(bench, chosen.rounds), limits(bench, chosen.rounds)):
        for line in part:
            print(line, flush=True)
        print()


if __name__ == "__main__":
    main()
