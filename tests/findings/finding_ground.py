"""Two small standards, and fleets of small declarations that are wrong in many ways: what findings are made of."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path

from hypothesis import strategies as st

TODAY = "2027-03-01"
Files = Mapping[str, "dict[str, object] | str"]
"""Data, or the text of a file that is not to be read, by the file's stem."""

_CLAUSE = """\
kind: clause
id: {id}
title: {title}
requirement: Test {id}
provenance: primary
source: [T1]
force: {force}
judges: {judges}
capability: hard-mate
requires: {requires}
rationale: So that the test has something to find.
help: Change {id}.
verify: [test]
"""
_STANDARD = """\
kind: standard
id: {id}
{revision}title: {id}
publisher: Test
mating: {mating}
provenance: primary
source: [T1]
essential: {{hard-mate: [{essential}]}}
board: Test
"""


def _clause(name: str, force: str, judges: str, requires: str) -> str:
    return _CLAUSE.format(id=name, title=f"A clause on {name}", force=force, judges=judges, requires=requires)


STANDARDS = {
    "sources.yaml": "kind: sources\nsources:\n  T1: {title: Test, medium: book, trust: low}\n",
    "parameters/hcs.yaml": """\
kind: parameters
group: hcs
title: Hooks
parameters:
  hooks: {title: Hooks, type: count, reading: occurs, nature: fact, domain: 0 .. 24}
  ring: {title: Ring, type: range, quantity: length, unit: mm, reading: occurs, nature: fact,
    domain: 0 .. 9000 mm, resolution: 1 mm}
  room: {title: Room, type: range, quantity: length, unit: mm, reading: accepts, nature: fact,
    domain: 0 .. 9000 mm, resolution: 1 mm}
  face: {title: Face, type: choice, reading: occurs, nature: fact, choices: {seal: a seal, flange: a flange}}
""",
    "common/standard.yaml": _STANDARD.format(id="common", revision="", mating="false", essential="rings-fit"),
    "common/modes/docking.yaml": """\
kind: mode
id: docking
title: Docking
roles: {capture: hard-mate}
capabilities:
  hard-mate: {title: One structure, needs: []}
""",
    "common/clauses/rings-fit.yaml": _clause(
        "rings-fit", "shall", "compatibility", "a.hcs.ring within b.hcs.room and b.hcs.ring within a.hcs.room"
    ),
    "common/clauses/hooks-agree.yaml": _clause(
        "hooks-agree", "should", "compatibility", "a.hcs.hooks == b.hcs.hooks and b.hcs.hooks == a.hcs.hooks"
    ),
    "test/A/standard.yaml": _STANDARD.format(id="test", revision="revision: A\n", mating="true", essential="rings-fit"),
    "test/A/clauses/twelve-hooks.yaml": _clause("twelve-hooks", "shall", "conformance", "port.hcs.hooks == 12"),
    "test/A/clauses/a-seal.yaml": _clause("a-seal", "should", "conformance", 'port.hcs.face == "seal"'),
    "test/B/standard.yaml": _STANDARD.format(
        id="test",
        revision="revision: B\nextends: test/A\ninteroperable_with: [A]\n",
        mating="true",
        essential="rings-fit",
    ),
    "test/B/clauses/twelve-hooks.yaml": _clause("twelve-hooks", "shall", "conformance", "port.hcs.hooks == 12"),
}


def standards(folder: Path) -> Path:
    """The small standards, written into a folder."""
    for path, text in STANDARDS.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def vehicle(name: str, **ports: object) -> dict[str, object]:
    return {"kind": "vehicle", "id": name, "name": name.title(), "agency": "Agency", "revision": "1", "ports": ports}


_PORT = st.fixed_dictionaries(
    {
        "parameters": st.fixed_dictionaries(
            {
                "hcs": st.fixed_dictionaries(
                    {},
                    optional={
                        "hooks": st.sampled_from([8, 12, "TBD", "many"]),
                        "ring": st.sampled_from(["100 mm", "100 .. 300 mm", "1 kg", {"value": "9 mm", "source": "Z"}]),
                        "room": st.sampled_from(["at most 200 mm", "3 .. 1 mm", "withheld"]),
                        "face": st.sampled_from(["seal", "flange", "sael"]),
                        "colour": st.just("red"),
                    },
                )
            }
        )
    },
    optional={
        "standards": st.sampled_from([["test/A"], ["test/B"], ["test/A", "test/B"], ["tset/A"], ["nobody", "test/A"]]),
        "roles": st.sampled_from([{"capture": ["active"]}, {"capture": ["passive", "active"]}, {"capture": ["idle"]}]),
        "titel": st.just("misspelt"),
    },
)
_MATING = st.fixed_dictionaries(
    {"pair": st.sampled_from([["v1/fore", "v2/fore"], ["v2/fore", "v3/aft"], ["v1/aft", "v9/fore"]])},
    optional={"needs": st.sampled_from([["hard-mate"], ["power", "hard-mate"]]), "mode": st.just("gluing")},
)
_BROKEN = st.lists(st.sampled_from(["a: no", "b: yes", "c: &x 1", "d: 017", "e: 0x1F"]), min_size=1, unique=True)


@st.composite
def fleets(draw: st.DrawFn) -> Files:
    """Three vehicles and a plan, most of them wrong somewhere, and a file that YAML readers disagree on."""
    files: dict[str, dict[str, object] | str] = {}
    for name in ("v1", "v2", "v3"):
        files[name] = vehicle(name, **draw(st.dictionaries(st.sampled_from(["fore", "aft"]), _PORT, min_size=1)))
    matings = draw(st.dictionaries(st.sampled_from(["m1", "m2", "m3"]), _MATING, min_size=1))
    files["plan"] = {"kind": "plan", "id": "plan", "title": "Plan", "matings": matings}
    files["broken"] = "".join(f"{line}\n" for line in draw(_BROKEN))
    return files


def written(folder: Path, files: Files, change: random.Random | None = None) -> Path:
    """The fleet as files; with `change`, its lines and declarations moved and the keys of its mappings reordered."""
    for stem, data in files.items():
        inside = folder / change.choice(["x", "y/z"]) if change is not None and stem != "broken" else folder
        inside.mkdir(parents=True, exist_ok=True)
        lines = data.splitlines() if isinstance(data, str) else list(_lines(data, 0, change))
        if change is not None:
            lines = [text for line in lines for text in (*["# moved"] * change.randrange(3), line)]
        (inside / f"{stem}.yaml").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder


def _lines(data: Mapping[str, object], depth: int, change: random.Random | None) -> list[str]:
    names = list(data)
    if change is not None:
        change.shuffle(names)
    found: list[str] = []
    for name in names:
        value = data[name]
        if isinstance(value, Mapping) and value:
            found += [f"{' ' * depth}{name}:", *_lines(value, depth + 2, change)]
        else:
            found.append(f"{' ' * depth}{name}: {json.dumps(value)}")
    return found
