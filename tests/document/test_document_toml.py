"""TOML with places: the data is tomllib's, each place is where a reader would point, and nothing raises."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardmate.document import Document
from hardmate.document.limits import MAX_DEPTH, MAX_TOML_BYTES
from hardmate.document.toml import parse_toml
from hardmate.document.toml_places import places

KEYS = st.text(st.sampled_from('ab-_." é#\\'), max_size=4)
SCALARS = st.one_of(st.booleans(), st.integers(-9, 99), st.text(st.sampled_from("ab \"'\\#[]{},=\n\té"), max_size=8))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)
TABLES = st.dictionaries(KEYS, VALUES, max_size=4)
BLANKS = st.sampled_from(["", " ", "\n", " # a ] comment, with = \" '\n", "\r\n\t"])


def inline(data: Any, draw: st.DrawFn) -> str:
    """A value in one of the ways that TOML has for it."""
    if isinstance(data, dict):
        pairs = [f"{key_text(key, draw)} = {inline(value, draw)}" for key, value in data.items()]
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(data, list):
        items = "".join(f"{draw(BLANKS)}{inline(item, draw)}{draw(BLANKS)}," for item in data)
        return f"[{items}{draw(BLANKS)}]"
    if isinstance(data, str):
        ways = [json.dumps(data, ensure_ascii=False), f'"""\n{json.dumps(data, ensure_ascii=False)[1:-1]}"""']
        if "'" not in data and "\n" not in data:
            ways.append(f"'{data}'")
        return draw(st.sampled_from(ways))
    return str(data).lower()


def key_text(key: str, draw: st.DrawFn) -> str:
    ways = [json.dumps(key, ensure_ascii=False)]
    if key and set(key) <= set("ab-_"):
        ways.append(key)
    return draw(st.sampled_from(ways))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Entries at the top, then tables, and an array of tables."""
    lines = [f"top{number} = {inline(value, draw)}" for number, value in enumerate(draw(st.lists(VALUES, max_size=2)))]
    for number, table in enumerate(draw(st.lists(TABLES, max_size=2))):
        lines += [f"[ tool . t{number} ]", *(f"{key_text(k, draw)}={inline(v, draw)}" for k, v in table.items())]
    for table in draw(st.lists(TABLES, max_size=2)):
        lines += ["[[many.rows]]", *(f"{key_text(k, draw)} = {inline(v, draw)}" for k, v in table.items())]
        lines += ["[many.rows.below]", "a.b = 1"]
    return "".join(line + draw(st.sampled_from(["\n", " # end\n", "\r\n\n"])) for line in lines)


def ways(data: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    for key, inner in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield (*way, key), inner
        yield from ways(inner, (*way, key))


@given(texts())
def test_every_key_and_value_has_its_place(text: str) -> None:
    document = parse_toml(text.encode(), "x.toml")
    assert isinstance(document, Document)
    assert document.data == tomllib.loads(text)
    found = places(document.text)
    for way, value in ways(document.data):
        key_at, value_at = found[way]
        if isinstance(way[-1], str):
            written = document.text[key_at:].splitlines()[0]
            assert written.startswith((way[-1], json.dumps(way[-1], ensure_ascii=False))), way
        if isinstance(value, bool | int | str | Decimal):
            rest = document.text[value_at:]
            read = next(part for end in range(len(rest) + 1) if (part := alone(rest[:end])) is not None)
            assert read == value or str(read) == str(value)[: len(str(read))], way


def alone(text: str) -> Any:
    """The value that the text is by itself, None if it is none."""
    try:
        return tomllib.loads(f"x = {text}")["x"] if text and not text.endswith(("\n", "\t", " ", ",")) else None
    except ValueError:
        return None


@given(st.binary(max_size=60) | st.text(st.sampled_from("ab.=[]{}\"'\\\n#,1- \r"), max_size=40).map(str.encode))
def test_no_bytes_raise(raw: bytes) -> None:
    found = parse_toml(raw, "x.toml")
    try:
        tomllib.loads(raw.decode("utf-8"))
    except ValueError:
        assert isinstance(found, tuple)
    else:
        assert isinstance(found, Document) or {each.code for each in found or ()} == {"toml-value"}


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a = 1\nb = \n", "toml-syntax", 2, 5),
        ("a = 1\r\n\r\nb = 1979-05-27\r\n", "toml-value", 3, 5),
        ("a = [1,\n  nan]\n", "toml-value", 2, 3),
        ("a = 1\na = 2\n", "toml-syntax", 2, 6),
        ("a = '''", "toml-syntax", 1, 8),
        ("a = " + "9" * 5000, "toml-syntax", 1, 5005),
    ],
)
def test_what_is_refused_has_its_place(text: str, code: str, line: int, column: int) -> None:
    found = parse_toml(text.encode(), "x.toml")
    assert isinstance(found, tuple)
    assert [(each.code, each.location.line, each.location.column) for each in found] == [(code, line, column)]


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000,
        "a = " + "{a=" * 100_000,
        ".".join(["a"] * 100_000) + " = 1",
        f"[{'.'.join(['a'] * 100_000)}]",
        f"[{'.'.join(['a'] * MAX_DEPTH)}]\na.b = 1",
    ],
)
def test_deep_nesting_is_refused_before_anything_recurses(text: str) -> None:
    found = parse_toml(text.encode(), "x.toml")
    assert isinstance(found, tuple)
    assert [each.code for each in found] == ["toml-depth"]


def test_a_large_file_and_other_encodings_are_refused() -> None:
    for raw, code in ((b"#" * (MAX_TOML_BYTES + 1), "file-too-large"), (b"a = 1\n\xff", "toml-encoding")):
        found = parse_toml(raw, "x.toml")
        assert isinstance(found, tuple)
        assert [each.code for each in found] == [code]


def test_only_the_table_that_is_asked_for_counts() -> None:
    text = b'[other]\nday = 1979-05-27\n[tool.mine]\nkey = ["x"]\n'
    document = parse_toml(text, "x.toml", ("tool", "mine"))
    assert isinstance(document, Document)
    assert document.data == {"key": ["x"]}
    assert str(document.location("key", 0)) == "x.toml:4:8"
    assert str(document.location("key", key=True)) == "x.toml:4:1"
    assert parse_toml(text, "x.toml", ("tool", "theirs")) is None
