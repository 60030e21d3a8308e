"""A standards folder with a hostile file is refused with findings, in time, and nothing is judged by it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from hostile_ground import HEALTHY, checked, hardmate, standards

LIMIT = 2_000
"""The most characters of an expression."""
RINGS = "a.hcs.ring <= b.hcs.ring"


def filled(open_: str, core: str, close: str) -> str:
    """As many layers around the core as an expression may have characters for."""
    layers = (LIMIT - len(core)) // len(open_ + close)
    return open_ * layers + core + close * layers


HOSTILE = {
    "brackets": filled("(", RINGS, ")"),
    "only-brackets": "(" * LIMIT,
    "denials": filled("not ", "fitted(a.hcs.ring)", ""),
    "minuses": "a.hcs.ring >= " + "-" * 1_900 + "1 mm",
    "functions": filled("max(1 mm, ", "a.hcs.ring", ")"),
    "rows-in-rows": filled("all(r in a.hcs.cases, ", "r.load > 1 N", ")"),
    "exponent": "a.hcs.ring <= 1e999999999 mm",
    "small-exponent": "a.hcs.ring <= 1e-999999999 mm",
    "digits": f"a.hcs.ring <= {'9' * 1_900} mm",
    "unit-power": "a.hcs.ring <= 1 mm^999999999",
    "unit-product": f"a.hcs.ring <= 1 {'*'.join(['mm'] * 600)}",
    "powers": "*".join(["a.hcs.hooks"] * 150) + " > 0",
    "words": "a.hcs.face in {" + ", ".join(f'"w{n}"' for n in range(200)) + "}",
    "strange": "a.hcs.ring ≤ b.hcs.ring",
    "no-end": 'a.hcs.face == "seal',
    "code": "__import__('os').system('ls')",
    "too-long": " and ".join([RINGS] * 200),
    "products": "(a.hcs.ring + b.hcs.ring) * (a.hcs.ring - b.hcs.ring) * (a.hcs.ring + 1 mm) > 0 m^3",
}
"""Clauses that shall be refused when they are loaded."""

HEAVY = {
    "either-or": " and ".join(f"(a.hcs.ring <= {n} mm or b.hcs.ring >= {n} mm)" for n in range(40)),
    "both-ways": " or ".join(f"(a.hcs.ring >= {n} mm and b.hcs.ring <= {n} mm)" for n in range(40)),
    "largest": " + ".join(["max(a.hcs.ring, b.hcs.ring)"] * 12) + " <= 1 m",
    "implications": " implies ".join([RINGS] * 60),
    "chain": " and ".join([RINGS] * 65),
}
"""Clauses that ask for much; they are either refused when loaded or decided."""


def clause_files(run_findings: list[dict[str, object]]) -> set[str]:
    files = {str(each["location"]["file"]) for each in run_findings}  # type: ignore[index]
    return {Path(file).stem for file in files}


def test_hostile_clauses_are_refused_where_they_stand(tmp_path: Path) -> None:
    folder = standards(tmp_path / "standards", **HOSTILE)
    (tmp_path / "healthy.yaml").write_text(HEALTHY, encoding="utf-8")
    run = checked("healthy.yaml", cwd=tmp_path, folder=folder)
    assert run.code == 1
    assert clause_files(run.findings) == HOSTILE.keys()
    assert all(len(str(each["message"])) < 1_000 for each in run.findings)


def test_heavy_clauses_are_decided_in_time_or_refused(tmp_path: Path) -> None:
    assert {name for name, requires in HEAVY.items() if len(requires) > LIMIT} == set()
    (tmp_path / "healthy.yaml").write_text(HEALTHY, encoding="utf-8")
    (tmp_path / "other.yaml").write_text(HEALTHY.replace("id: healthy", "id: other"), encoding="utf-8")
    every = standards(tmp_path / "every", **HEAVY)
    refused = clause_files(checked("healthy.yaml", cwd=tmp_path, folder=every).findings)
    assert refused < HEAVY.keys()
    loading = {name: requires for name, requires in HEAVY.items() if name not in refused}
    some = standards(tmp_path / "some", **loading)
    run = hardmate("matrix", "healthy.yaml", "other.yaml", "--standards", some, cwd=tmp_path)
    assert run.code == 0


def test_hostile_standards_files_are_refused_where_they_stand(tmp_path: Path) -> None:
    folder = standards(tmp_path / "standards")
    head = (folder / "common" / "standard.yaml").read_text(encoding="utf-8")
    bad = {
        "circle/A/standard.yaml": head.replace("id: common", "id: circle\nrevision: A\nextends: circle/B"),
        "circle/B/standard.yaml": head.replace("id: common", "id: circle\nrevision: B\nextends: circle/A"),
        "itself/A/standard.yaml": head.replace("id: common", "id: itself\nrevision: A\nextends: itself/A"),
        "wrong/A/standard.yaml": head.replace("id: common", "id: right\nrevision: A"),
        "parameters/huge.yaml": "kind: parameters\ngroup: huge\ntitle: H\nparameters:\n  x: {title: X, type: range, "
        "quantity: length, unit: mm, reading: occurs, nature: fact, domain: 0 .. 1e999999999 mm, resolution: 1 mm}\n",
        "parameters/many.yaml": "kind: parameters\ngroup: many\ntitle: M\nparameters:\n"
        + "".join(f"  p{n}: {{title: P, type: flag, nature: fact, nonsense: 1}}\n" for n in range(3_000)),
        "parameters/noise.yaml": "\x00\x01",
        "common/modes/circle.yaml": "kind: mode\nid: circle\ntitle: C\nroles: {}\ncapabilities:\n"
        "  one: {title: One, needs: [two]}\n  two: {title: Two, needs: [one]}\n",
        "common/clauses/vehicle.yaml": HEALTHY,
    }
    for path, text in bad.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "healthy.yaml").write_text(HEALTHY, encoding="utf-8")
    run = checked("healthy.yaml", cwd=tmp_path, folder=folder)
    assert run.code == 1
    told = {os.path.relpath(each["location"]["file"], folder) for each in run.findings}
    assert told >= {*(bad.keys() - {"circle/A/standard.yaml", "circle/B/standard.yaml"}), "loop.yaml"}
    assert told & {"circle/A/standard.yaml", "circle/B/standard.yaml"}


def test_a_standards_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "healthy.yaml").write_text(HEALTHY, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    for wrong in ("empty", "healthy.yaml"):
        run = checked("healthy.yaml", cwd=tmp_path, folder=Path(wrong))
        assert run.code == 1
        assert json.loads(run.out)["judged"] is False
