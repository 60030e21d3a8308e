"""The schema stage alone: every file read and held against its schema, as `hardmate check` does it before all else.

`python stage.py FOLDER` prints each finding and the number of files, and ends with 1 if there is a finding.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

from hardmate.document import read
from hardmate.finding import Finding
from hardmate.repository import yaml_files
from hardmate.schema import Validator, compiled, findings, kind_of

SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"


def main() -> None:
    """Read the files of a folder, as the peers do with the published schemas, and say what is wrong with them."""
    gc.disable()
    files, found = yaml_files([Path(sys.argv[1])])
    told: list[Finding] = list(found)
    gates: dict[str, Validator] = {}
    for file in files:
        document = read(file.path, file.shown)
        if isinstance(document, tuple):
            told.extend(document)
            continue
        kind = kind_of(document)
        if isinstance(kind, Finding):
            told.append(kind)
            continue
        if kind not in gates:
            gates[kind] = compiled(json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8")))
        told.extend(findings(document, gates[kind]))
    for each in told:
        print(f"{each.location}: {each.message}")
    print(f"{len(files)} files, {len(told)} findings")
    sys.exit(bool(told))


if __name__ == "__main__":
    main()
