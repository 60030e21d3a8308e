"""Seeded corpora of declarations: realistic files of about 260 lines, written for the benchmark.

Twenty families, each a mechanism seen from the ship or from the station, are made from the two complete examples of
the reference fleet. A declaration is its family with a few values that deviate by a few percent, some of them in the
long form with provenance and source, with comments, folded text and flow mappings as people write them.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = {"ship": "concept-chaser", "station": "concept-station"}
SECOND_PORT = ("mechanism", "scs", "hcs", "joint")
"""The groups that the second port of a declaration has."""
# What deviates: measured values, but for the diameters and the voltage that a family of mechanisms has in common.

_NUMBER = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w.])")
_MEASURED = re.compile(
    r"^ {8}(?!\w*diameter\b|nominal_)\w+: (?!none|\[|\{|-)"
    r"(?=.* (?:mm|m|N|kPa|kg|W|A|V|K|m/s|kg/day|W/K|N/m|m2|Hz|nm)$)(?!.*\bdeg)"
)
_PLAIN = re.compile(r"^( {8}\w+): ([\w.-]+(?: [\w/]+)?)$")


@dataclass(frozen=True, slots=True)
class Family:
    """A mechanism as one side has it: the claims, and lines that replace those of the example."""

    name: str
    side: str
    standards: str
    lines: dict[str, str]


def _families() -> tuple[Family, ...]:
    soft = {"ship": ("probe", "true"), "station": ("drogue", "false")}
    bolted = {"ship": ("active-half", "true"), "station": ("passive-half", "false")}
    found = []
    for side in TEMPLATES:
        for revision in "CDEFG":
            services = ", ispsis/A, iasis/baseline" if revision in "EFG" else ""
            found.append(Family(f"idss-{revision.lower()}", side, f"idss/{revision}{services}", {}))
        found.extend(Family(name.replace("/", "-"), side, name, {}) for name in ("apas/95", "cdm/baseline"))
        for name, principle, (geometry, drives), hooks in (
            ("ssvp-g4000/baseline", "probe-and-drogue", soft[side], "8"),
            ("ssvp-m8000/baseline", "probe-and-drogue", soft[side], "12"),
            ("cbm/baseline", "bolted-berthing", bolted[side], "16"),
        ):
            lines = {
                "capture_principles": f"[{principle}]",
                "geometry": geometry,
                "can_capture": drives,
                "modes": "[berthing]" if name.startswith("cbm") else "[docking]",
                **dict.fromkeys(("active_hooks", "passive_hooks", "hooks_required"), hooks),
                **dict.fromkeys(("ring_diameter", "ring_generation", "petal_direction", "petal_spacing"), "none"),
                "petal_count": "0",
                "gangs": "1",
                "hooks_per_gang": hooks,
                "ring_state_when_passive": "none",
            }
            found.append(Family(name.replace("/", "-"), side, name, lines))
    return tuple(found)


FAMILIES = _families()


def declaration(number: int, order: random.Random, *, deviations: int = 12) -> tuple[str, str]:
    """The id and the text of one declaration."""
    family = FAMILIES[number % len(FAMILIES)]
    other = "station" if family.side == "ship" else "ship"
    name = f"{family.side}-{number:05}"
    head = [
        f"# {name}: generated for the benchmark, stands for nothing that flies",
        "kind: vehicle",
        f"id: {name}",
        f"name: {family.side.title()} {number} of family {family.name}",
        f"agency: Agency {number % 7}",
        f'revision: "{1 + number % 4}"',
        "status: concept",
        f"crewed: {'true' if number % 3 else 'false'}",
        "description: >-",
        "  Written by the benchmark: the values of a family of mechanisms, some of them a little off, as real",
        "  fleets have them. It goes on for a second line, as descriptions do.",
        "evidence: {provenance: primary, source: [B01]}",
        "ports:",
    ]
    first = _deviating(_port("forward", family, family.side, None), order, deviations)
    partner = next(each for each in FAMILIES if (each.name, each.side) == (family.name, other))
    second = _port("aft", partner, other, SECOND_PORT)
    return name, "\n".join([*head, *first, *second, ""])


def _port(name: str, family: Family, side: str, groups: Sequence[str] | None) -> list[str]:
    text = (ROOT / "vehicles" / f"{TEMPLATES[side]}.yaml").read_text(encoding="utf-8")
    lines = text[text.index("  forward:\n") :].splitlines()
    lines[0] = f"  {name}:"
    found: list[str] = []
    kept = True
    for line in lines:
        if line.startswith("      ") and line[6] != " " and line.endswith(":"):
            kept = groups is None or line.strip(" :") in groups
        if line.startswith("    parameters:"):
            kept = True
        key, colon, _ = line.strip().partition(":")
        told = line
        if line.startswith("    standards:"):
            told = f"    standards: [{family.standards}]"
        elif colon and line.startswith("        ") and key in family.lines:
            told = f"        {key}: {family.lines[key]}"
        if kept:
            found.append(told)
    return found


def _deviating(lines: list[str], order: random.Random, deviations: int) -> list[str]:
    """The lines with some values that differ by one to three percent, and some in the long form."""
    measured = [number for number, line in enumerate(lines) if _MEASURED.match(line)]
    for number in order.sample(measured, deviations):
        factor = Decimal(order.choice((97, 98, 99, 101, 102, 103))) / 100
        lines[number] = _scaled(lines[number], factor)
    plain = [number for number, line in enumerate(lines) if _PLAIN.match(line)]
    for number in order.sample(plain, 8):
        lines[number] = _PLAIN.sub(r"\1: {value: \2, provenance: secondary, source: [B02]}", lines[number])
    for number in sorted(order.sample(range(12, len(lines)), 6), reverse=True):
        if re.match(r" {8}\w+:", lines[number]):
            lines.insert(number, "        # as agreed at the last review of the interface")
    return lines


def _scaled(line: str, factor: Decimal) -> str:
    return _NUMBER.sub(lambda found: _short(Decimal(found.group()) * factor), line)


def _short(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


SOURCES = """kind: sources
sources:
  B01: {title: Interface control document of the benchmark, medium: document, trust: high}
  B02: {title: Paper about the benchmark, medium: paper, trust: medium}
"""

_FAULTS = (
    ("status: concept", "status: imaginary"),
    ("    parameters:", "    paramters:"),
    ("mm\n", "furlong\n"),
    ("agency: ", "crewed: "),
    ("        gangs: ", "        gangs: -"),
)
"""What is wrong with a broken declaration: a word that is no choice, a key misspelt, a unit, a duplicate, a sign."""


def declarations(count: int, seed: int, *, broken: int = 0, deviations: int = 12) -> Iterator[tuple[str, str]]:
    """So many declarations; of every hundred, `broken` have a fault."""
    order = random.Random(seed)  # noqa: S311 - the same files each time, not a secret
    for number in range(count):
        name, text = declaration(number, order, deviations=deviations)
        if broken and number % (100 // broken) == 3:
            text = text.replace(*_FAULTS[order.randrange(len(_FAULTS))], 1)
        yield name, text


def written(folder: Path, count: int, seed: int, *, broken: int = 0, deviations: int = 12) -> Path:
    """The folder with such declarations and their sources; made once, and kept."""
    done = folder / "sources.yaml"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in declarations(count, seed, broken=broken, deviations=deviations):
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8", newline="\n")
        done.write_text(SOURCES, encoding="utf-8", newline="\n")
    return folder


def crowd(folder: Path, count: int, *, rings: int = 50) -> Path:
    """A folder of declarations of one family with rings of so many sizes, so that most pairs fail; made once."""
    done = folder / "sources.yaml"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        sides = [number for number, family in enumerate(FAMILIES) if family.name == "idss-e"]
        order = random.Random(count)  # noqa: S311 - the same files each time, not a secret
        for number in range(count):
            name, text = declaration(sides[number % 2] + len(FAMILIES) * number, order, deviations=3)
            size = 1200 + 2 * (number // 2 % rings)
            text = re.sub(r"( ring_diameter: (?:\{value: )?)1200 mm", rf"\g<1>{size} mm", text)
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8", newline="\n")
        done.write_text(SOURCES, encoding="utf-8", newline="\n")
    return folder


def main() -> None:
    """Write a corpus: `python corpora.py FOLDER COUNT [BROKEN]`."""
    folder, count, *rest = sys.argv[1:]
    broken = int(rest[0]) if rest else 0
    print(written(Path(folder), int(count), seed=int(count) + broken, broken=broken))


if __name__ == "__main__":
    main()
