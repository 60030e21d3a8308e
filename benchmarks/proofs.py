"""How long proofs take: of IDSS, and of a made standard of 1,000 clauses over 1,500 parameters.

`python benchmarks/proofs.py [CLAUSES]` makes a standard of so many clauses (seeded, so the same each time), proves it,
proves and audits idss/E, and prints processor seconds, seconds, peak memory, and what came out.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from corpora import ROOT
from measure import Work, run

BENCH = ROOT / ".bench"
CLAUSES = 1000
GROUP = 40
"""Clauses of a group, which has sixty parameters: as in a real standard, few clauses speak of two groups."""
COMMON = """\
kind: standard
id: common
title: What every port is asked
mating: false
provenance: primary
source: S1
"""
MODE = """\
kind: mode
id: docking
title: Docking
roles: {approach: soft-capture, capture: soft-capture}
capabilities:
  soft-capture: {title: The ring is caught, needs: []}
"""
SOURCES = "kind: sources\nsources:\n  S1: {title: A made standard, medium: document, trust: high}\n"
STANDARD = COMMON.replace("id: common", "id: made\nrevision: A").replace("mating: false", "mating: true")
LENGTH = "type: quantity, quantity: length, unit: mm, domain: 0 .. 5000 mm, resolution: 1 mm"
RATE = "quantity: speed, unit: m/s, domain: 0 .. 5 m/s, resolution: 0.001 m/s"
PARAMETERS = {
    **{f"length_{number}": LENGTH for number in range(24)},
    **{f"rate_{number}": f"type: range, {RATE}" for number in range(8)},
    **{f"accepted_{number}": f"type: range, reading: accepts, {RATE}" for number in range(8)},
    **{f"count_{number}": "type: count, domain: 0 .. 24" for number in range(8)},
    **{f"word_{number}": "type: choice, choices: {flat: Flat, raised: Raised, bare: Bare}" for number in range(4)},
    **{f"words_{number}": "type: set, choices: {wire: Wire, light: Light, radio: Radio}" for number in range(4)},
    **{f"flag_{number}": "type: flag" for number in range(4)},
}


def clause(name: str, judges: str, requires: str, when: str = "") -> str:
    guard = f"when: {when}\n" if when else ""
    return (
        f"kind: clause\nid: {name}\ntitle: {name}\nrequirement: The made standard\nprovenance: primary\nsource: S1\n"
        f"force: shall\njudges: {judges}\ncapability: soft-capture\n{guard}requires: '{requires}'\n"
        "rationale: It is made.\nhelp: Make it so.\nverify: [test]\n"
    )


def alone(group: str, number: int, order: random.Random) -> tuple[str, str]:
    """A clause on one port, and its guard."""
    port = f"port.{group}"
    match number % 8:
        case 0:
            return f"{port}.length_{order.randrange(24)} <= {order.randrange(1000, 4000)} mm", ""
        case 1:
            return f"{port}.length_{order.randrange(24)} >= {order.randrange(100, 900)} mm", ""
        case 2:
            return f"{port}.rate_{order.randrange(8)} <= {order.randrange(1, 20) / 10} m/s", ""
        case 3:
            return f"0 .. {order.randrange(10, 40) / 10} m/s within {port}.accepted_{order.randrange(8)}", ""
        case 4:
            return f"{port}.count_{order.randrange(8)} >= {order.randrange(1, 12)}", f"{port}.flag_{order.randrange(4)}"
        case 5:
            return f'{{"wire"}} within {port}.words_{order.randrange(4)}', ""
        case 6:
            return f'{port}.word_{order.randrange(4)} == "flat"', ""
        case _:
            one, other = order.sample(range(24), 2)
            return f"{port}.length_{one} + {port}.length_{other} <= {order.randrange(4000, 8000)} mm", ""


def between(group: str, number: int, order: random.Random) -> str:
    """A clause on two ports."""
    one, other = order.randrange(8), order.randrange(8)
    match number % 7:
        case 0:
            return f"abs(a.{group}.length_{one} - b.{group}.length_{one}) <= {order.randrange(2000, 6000)} mm"
        case 1:
            return f"active.{group}.rate_{one} within passive.{group}.accepted_{other}"
        case 2:
            return f"chaser.{group}.count_{one} <= 2 * target.{group}.count_{other}"
        case 3:
            return f"a.{group}.words_{one % 4} overlaps b.{group}.words_{one % 4}"
        case 4:
            return f"a.{group}.word_{one % 4} == b.{group}.word_{one % 4}"
        case 5:
            left = f"active.{group}.length_{one} * active.{group}.length_{one + 8}"
            return f"{left} <= {order.randrange(100, 20000)} mm * passive.{group}.length_{other + 16}"
        case _:
            total = f"a.{group}.length_{one} + b.{group}.length_{one}"
            return f"{total} <= {order.randrange(3000, 10000)} mm"


def files(count: int) -> Iterator[tuple[str, str]]:
    """Each file of the made standard, by name."""
    order = random.Random(count)  # noqa: S311 - the same standard each time, not a secret
    yield "common/standard.yaml", COMMON
    yield "common/modes/docking.yaml", MODE
    yield "sources.yaml", SOURCES
    yield "made/A/standard.yaml", STANDARD
    for start in range(0, count, GROUP):
        group = f"g{start // GROUP:02}"
        listed = "".join(f"  {name}: {{title: {name}, {kind}}}\n" for name, kind in PARAMETERS.items())
        yield f"parameters/{group}.yaml", f"kind: parameters\ngroup: {group}\ntitle: {group}\nparameters:\n{listed}"
        for number in range(min(GROUP, count - start)):
            name = f"{group}-c{number:02}"
            if number % 5 < 3:
                requires, when = alone(group, number, order)
                text = clause(name, "conformance", requires, when)
            else:
                text = clause(name, "compatibility", between(group, number, order))
            yield f"made/A/clauses/{name}.yaml", text


def made(count: int) -> Path:
    folder = BENCH / f"standard-{count}"
    for name, text in files(count):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CLAUSES
    folder = made(count)
    works = {
        f"prove {count} clauses over {len(PARAMETERS) * -(-count // GROUP)} parameters": (
            "prove", "made/A", "--standards", str(folder),
        ),
        "prove idss/E": ("prove", "idss/E"),
        "audit idss/E": ("audit", "idss/E"),
    }  # fmt: skip
    for name, arguments in works.items():
        command = [sys.executable, "-m", "hardmate", *arguments, "--no-cache"]
        environment = {"PYTHONPATH": str(ROOT / "src")}
        one = run(Work(name, command, environment=environment))
        print(f"{name}: {one.processor:.1f} s of processor time, {one.seconds:.1f} s, {one.memory:.0f} MiB", end="; ")
        said = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=False, cwd=ROOT)
        report = json.loads(said.stdout)
        proved = report.get("soundness", report)["propositions"]
        print(", ".join(f"{each} {number}" for each, number in Counter(each["standing"] for each in proved).items()))


if __name__ == "__main__":
    main()
