"""Input made to stall or starve a reader ends in findings within a small memory; limits are exact."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from hardmate.document import Document, parse
from hardmate.document.limits import MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_SCALAR

_MEMORY = 200 * 1024 * 1024  # bytes of address space for interpreter, libraries and all
_SECONDS = 60  # a hang takes minutes; no claim about speed

_INPUTS = {
    "brackets": "b'[' * 10000",
    "brackets-to-the-limit": "b'[' * LIMIT",
    "braces": "b'{' * LIMIT",
    "dashes": "b'- ' * (LIMIT // 2)",
    "question-marks": "b'? ' * (LIMIT // 2)",
    "staircase": "b''.join(b' ' * n + b'a:\\n' for n in range(2500))",
    "one-line-of-50-megabytes": "b'a' * 50_000_000",
    "one-line": "b'a: ' + b'x ' * (LIMIT // 2 - 4)",
    "open-quote": "b'a: \"' + b'x' * (LIMIT - 9)",
    "escapes": "b'a: \"' + b'\\\\x07' * (LIMIT // 4 - 3) + b'\"'",
    "great-exponent": "b'a: 1e999999999'",
    "many-digits": "b'a: ' + b'1' * 90_000 + b'x\\nb: ' + b'1' * 90_000",
    "many-underscores": "b'a: ' + b'1_' * 45_000 + b'x'",
    "many-colons": "b'a: 1' + b':1' * 45_000 + b':x'",
    "laughs": "b'a: &a [b, b]\\n' + b''.join(b'%c: &%c [%s]\\n' % (c + 1, c + 1, b','.join([b'*%c' % c] * 9))"
    " for c in range(97, 121))",
    "small-nodes": "b'- a\\n' * (LIMIT // 4)",
    "small-lists": "b'[' + b'[],' * (LIMIT // 3 - 2) + b']'",
    "many-keys": "b''.join(b'k%d: 1\\n' % n for n in range(45_000))",
    "one-key": "b'a: 1\\n' * 45_000",
    "refusals": "b'- no\\n' * 90_000",
    "tabs": "b'\\t' * LIMIT",
    "carriage-returns": "b'\\r' * LIMIT",
    "percents": "b'%\\n' * (LIMIT // 2)",
    "documents": "b'---\\n' * (LIMIT // 4)",
    "blank-lines": "b'a: |\\n' + b'   \\n' * (LIMIT // 4 - 4)",
    "hashes-in-text": "b'- a#b?\\n' * 90_000",
    "hashes-in-one-line": "b'[a, \"b\" #' + b'x#' * 1_000_000 + b'\\n]'",
    "noise": "bytes(n * n * 7919 % 251 for n in range(LIMIT))",
}
_READ = """
import resource
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
from hardmate.document import Document, parse
from hardmate.document.limits import MAX_BYTES as LIMIT
outcome = parse({source}, "f.yaml")
print("read" if isinstance(outcome, Document) else " ".join(sorted({{finding.code for finding in outcome}})))
"""


@pytest.mark.skipif(os.name != "posix", reason="memory is bounded with setrlimit")
@pytest.mark.parametrize("name", _INPUTS)
def test_within_bounds(name: str) -> None:
    source = _READ.format(memory=_MEMORY, source=_INPUTS[name])
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=_SECONDS, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip()


def _codes(text: str) -> list[str]:
    outcome = parse(text.encode(), "f.yaml")
    return [] if isinstance(outcome, Document) else [finding.code for finding in outcome]


@pytest.mark.parametrize(
    ("most", "more", "code"),
    [
        ("[" * MAX_DEPTH + "]" * MAX_DEPTH, "[" * (MAX_DEPTH + 1) + "a" + "]" * (MAX_DEPTH + 1), "yaml-depth"),
        ("- " * MAX_DEPTH + "a", "- " * (MAX_DEPTH + 1) + "a", "yaml-depth"),
        ("- a\n" * (MAX_NODES - 1), "- a\n" * MAX_NODES, "yaml-size"),
        ("- " + "x" * MAX_SCALAR, "- " + "x" * (MAX_SCALAR + 1), "yaml-size"),
        ("- a\n#" + "x" * (MAX_BYTES - 5), "- a\n#" + "x" * (MAX_BYTES - 4), "file-too-large"),
    ],
    ids=["brackets", "dashes", "nodes", "scalar", "bytes"],
)
def test_a_limit_is_the_most_that_is_read(most: str, more: str, code: str) -> None:
    assert (_codes(most), _codes(more)) == ([], [code])


def test_depth_counts_levels_and_not_collections() -> None:
    assert _codes("- [[]]\n" * 1000) == []
