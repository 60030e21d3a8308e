"""Laws: no text makes the reader raise; what it takes, another reader of YAML 1.2 core takes alike; places are true.

The other reader is `yaml12` (py-yaml12, in Rust, sharing no code with libyaml).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import yaml12
from hypothesis import given, settings
from hypothesis import strategies as st

from hardmate.document import Document, parse, read


def _seeds() -> list[str]:
    """The texts of the case table."""
    cases = read(Path(__file__).parent / "cases.yaml", "cases.yaml")
    assert isinstance(cases, Document)
    assert isinstance(cases.data, list)
    return [case["yaml"] for case in cases.data]


_PIECES = [
    *("a", "b", "1", "1.5", "true", "null", "x y", "é", '"', "'", "q: ", ": ", ":", "- ", "-", "? ", "[", "]", "{"),
    *("}", ",", "\n", "\n\n", "\n ", "\n  ", "  ", " #", "#", "|\n", ">\n", ">-\n", "|+\n", "---\n", "...\n", "%"),
    *("\\", "\r\n", "!", "&", "*", "@", "`", "~", "<<", "=", "k: |\n  ", "k: >-\n ", "- - ", '"k":', "[a, b]"),
]
_SEEDS = _seeds()
_SOUP = st.lists(st.sampled_from(_PIECES), max_size=20).map("".join)


@st.composite
def _mutants(draw: st.DrawFn) -> str:
    """Text that is nearly good YAML: a case with a few pieces put in or cut out."""
    text = draw(st.sampled_from(_SEEDS))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 3))
        text = text[:place] + draw(st.sampled_from(["", *_PIECES])) + text[place + cut :]
    return text


def _plain(data: object) -> object:
    """Data with its numbers as binary floats, which is what the other reader has."""
    match data:
        case dict():
            return {key: _plain(value) for key, value in data.items()}
        case list():
            return [_plain(value) for value in data]
        case bool() | str() | None:
            return data
        case int() | float() | Decimal():
            return float(data)
        case _:
            raise TypeError(data)


@given(st.binary())
def test_no_bytes_raise(raw: bytes) -> None:
    outcome = parse(raw, "f.yaml")
    assert isinstance(outcome, Document) or outcome


def _assert_read_alike(text: str) -> None:
    raw = text.encode(errors="surrogatepass")
    outcome = parse(raw, "f.yaml")
    if not isinstance(outcome, Document):
        assert outcome
        return
    try:
        other = yaml12.parse_yaml(text)
    except ValueError:  # stricter than we are; it reads no other value
        return
    assert _plain(outcome.data) == _plain(other)


@settings(max_examples=1000)
@given(st.text() | _SOUP | _mutants())
def test_what_is_read_is_read_alike(text: str) -> None:
    _assert_read_alike(text)


@settings(max_examples=1000)
@given(st.text("+-.0123456789_:,eExXobTZ ~yntf<=", min_size=1, max_size=12))
def test_a_plain_scalar_is_read_alike(text: str) -> None:
    _assert_read_alike(f"- {text}\n")


_WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=["Cc", "Cs"]), max_size=20)
_NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1) | st.decimals(-1000, 1000, places=3)
_DATA = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS, inner, max_size=4),
    max_leaves=20,
)


def _json(data: object, indent: str = "") -> str:
    """JSON, which is YAML, with exact decimals; one entry a line."""
    deeper = indent + "  "
    match data:
        case Decimal():
            return str(data)
        case dict():
            entries = [f"{deeper}{_json(key)}: {_json(value, deeper)}" for key, value in data.items()]
            return "{\n" + ",\n".join(entries) + f"\n{indent}}}"
        case list():
            return "[\n" + ",\n".join(deeper + _json(value, deeper) for value in data) + f"\n{indent}]"
        case _:
            return json.dumps(data, ensure_ascii=False)


def _paths(data: object, *steps: str | int) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Every node of the data with the steps that lead to it."""
    yield steps, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _paths(value, *steps, key)
    if isinstance(data, list):
        for index, value in enumerate(data):
            yield from _paths(value, *steps, index)


@given(st.dictionaries(_WORDS, _DATA, max_size=5) | st.lists(_DATA, max_size=5))
def test_json_is_read_exactly_and_every_place_is_true(data: object) -> None:
    text = _json(data)
    outcome = parse(text.encode(), "f.yaml")
    assert isinstance(outcome, Document), outcome
    assert outcome.data == data
    lines = text.split("\n")
    for steps, value in _paths(data):
        location = outcome.location(*steps)
        assert lines[location.line - 1][location.column - 1 :].startswith(_json(value).split("\n")[0])
        if steps and isinstance(steps[-1], str):
            location = outcome.location(*steps, key=True)
            assert lines[location.line - 1][location.column - 1 :].startswith(f"{_json(steps[-1])}: ")
