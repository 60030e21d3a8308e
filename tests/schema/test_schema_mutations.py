"""Each node of every example that the schema tells from the others, spoilt in every way: one finding, at its place,
that says what to write.

The rule for a message: it names the key, says what was found and what was expected; its help says what to write, and
whoever writes that is let through. Where a spoilt file still passes the gate, its model must build.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError
from shipped import document_from, example, gate, schemas

from hardmate.document import Document
from hardmate.finding import Finding
from hardmate.model.shapes import SHAPES
from hardmate.model.shapes.models import model_of
from hardmate.schema import FILE_KINDS, findings
from hardmate.schema.navigate import branch, node_at
from hardmate.schema.words import path_text

Path = tuple[str | int, ...]
Spoilt = tuple[str, Path, Any]
"""What was done, where, and the data afterwards."""

WRONG: dict[str, object] = {
    "null": None,
    "a number": 7,
    "a fraction": Decimal("2.5"),
    "a truth value": True,
    "empty text": "",
    "another word": "no such word",
    "an empty list": [],
    "a list": ["no such word", "nor this"],
    "an empty mapping": {},
    "a mapping": {"no_such_key": 1},
    "long text": "long " * 1000,
}

LIBRARY_ENGLISH = re.compile(
    "is not of type|is a required property|does not match|under any of|is not valid|should be non-empty|oneOf|anyOf"
    "|is not one of|Additional properties|unexpected|has non-unique|too short|too long|schema"
)


def places(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, data
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, inner in entries:
        yield from places(inner, (*path, step))


def changed(data: Any, path: Path, change: Callable[[Any, Any], None]) -> Any:
    """The data after `change(parent, last step)`; what does not lie on the path is shared with what was there."""
    copy = parent = data.copy()
    for step in path[:-1]:
        parent[step] = parent[step].copy()
        parent = parent[step]
    change(parent, path[-1])
    return copy


def with_value(data: Any, path: Path, value: object) -> Any:
    return changed(data, path, lambda parent, step: parent.__setitem__(step, value))


def renamed(data: Any, path: Path, name: str) -> Any:
    """The key at the end of the path under another name, at the same place in the order."""

    def rename(parent: Any, step: Any) -> None:
        entries = list(parent.items())
        parent.clear()
        parent.update({name if key == step else key: value for key, value in entries})

    return changed(data, path, rename)


def misspelt(key: str) -> str:
    """Two letters in the wrong order, or one too many."""
    return key[0] + key[2] + key[1] + key[3:] if len(key) > 3 and key[1] != key[2] else f"{key}x"


def spoilt_files(data: Any) -> Iterator[Spoilt]:
    for path, value in places(data):
        if path:
            yield from ((name, path, with_value(data, path, wrong)) for name, wrong in WRONG.items() if wrong != value)
        if path and isinstance(path[-1], str):
            yield "deleted", path, changed(data, path, lambda parent, step: parent.pop(step))
            yield "misspelt", path, renamed(data, path, misspelt(path[-1]))
            yield "capitals", path, renamed(data, path, path[-1].upper())
        if isinstance(value, dict):
            yield "extra", (*path, "Zzz!"), with_value(data, (*path, "Zzz!"), 1)
        if isinstance(value, list) and value:
            yield "twice", path, with_value(data, path, [*value, value[0]])


def document(data: Any) -> Document:
    """The data as a file on one line."""
    return document_from(json.dumps(data, default=float) + "\n")


def explain(kind: str, data: Any) -> tuple[Document, tuple[Finding, ...]]:
    file = document(data)
    return file, findings(file, gate(kind))


def builds(kind: str, data: object) -> bool:
    """Whether pydantic's model takes the data, and reads it as the shape does."""
    try:
        model = model_of(SHAPES[kind]).model_validate(data)
    except ValidationError:
        return False
    return alike(SHAPES[kind].of(data), model)


def alike(ours: Any, theirs: Any) -> bool:
    """Whether a shape, or what it holds, is what pydantic made of the same."""
    match theirs:
        case BaseModel():
            return all(alike(getattr(ours, key), entry) for key, entry in theirs)
        case list():
            return len(ours) == len(theirs) and all(map(alike, ours, theirs))
        case dict():
            return list(ours) == list(theirs) and all(map(alike, ours.values(), theirs.values()))
    return type(ours) is type(theirs) and bool(ours == theirs)


def required(kind: str, data: Any, path: Path) -> bool:
    """Whether the key at the end of the path has to be there."""
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    schema = schemas()[kind]
    return path[-1] in branch(schema, node_at(schema, data, path[:-1]), inner).get("required", ())


@pytest.mark.takes_long
@pytest.mark.parametrize("kind", FILE_KINDS)
def test_a_spoilt_file_gets_one_finding_that_keeps_the_rule(kind: str) -> None:
    data: Any = example(kind).data
    refused = 0
    tried: set[tuple[str, str]] = set()
    for how, path, after in spoilt_files(data):
        sort = (how, str(node_at(schemas()[kind], data, path)))
        if sort in tried:
            continue
        tried.add(sort)
        about = f"{how} at {path_text(path)}"
        file, found = explain(kind, after)
        if not found:
            assert builds(kind, file.data), about
            assert how not in ("null", "extra"), about
            assert how != "deleted" or not required(kind, data, path), about
            continue
        refused += 1
        # a list of two has two wrong items; where keys are names, the name, the value and their number can be wrong
        assert len(found) <= {"a list": 2, "extra": 3, "a mapping": 3}.get(how, 1), (about, found)
        rule_is_kept(about, path, found[0])
        place_is_right(about, how, path, file, found[0])
        advice_helps(kind, about, file, found[0])
    assert refused > 40, "too few mutations were refused for this to show anything"


def rule_is_kept(about: str, path: Path, finding: Finding) -> None:
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    told = f"{finding.message} {finding.help}"
    if finding.code == "schema-too-few":  # the last of several names is gone, and only its author knew it
        key = next(step for step in reversed(path[: len(path) - (key not in told)]) if isinstance(step, str))
    assert key in told or misspelt(key) in told or key.upper() in told, (about, finding)
    assert re.search(r"; expected \S|: the key `\w+` is missing: \S", finding.message), (about, finding)
    assert finding.help, (about, finding)
    assert "\n" not in told, (about, finding)
    assert not LIBRARY_ENGLISH.search(told), (about, finding)
    assert len(told) < 700, (about, finding)


def place_is_right(about: str, how: str, path: Path, file: Document, finding: Finding) -> None:
    """The finding points at the key or value that was spoilt, or at the mapping that a key is missing from."""
    here = file.text[finding.location.column - 1 :]
    assert finding.location.line == 1, about
    if how == "extra":
        assert here.startswith(('"Zzz!"', '{"inboard"')), about  # an adapter has two sides, and this is a third
    elif how == "capitals":
        assert here.startswith(f'"{str(path[-1]).upper()}"'), about
    elif how == "misspelt":
        assert here.startswith(f'"{misspelt(str(path[-1]))}"'), about
    elif how in ("deleted", "twice"):
        assert here[0] in "{[", about
    else:
        value = json.dumps(WRONG[how], default=float)
        if finding.code == "schema-quantity":  # it points into the value
            here = file.text[file.text.rindex(value, 0, finding.location.column - 1 + len(value)) :]
        inside = ('"no_such_key"', "1}") if how == "a mapping" else ('"no such word"',) if how == "a list" else ()
        assert here.startswith((value, *inside)), (about, here[:30])


ADVICE = re.compile(
    r"(?:write (?:it as a mapping: |something like |it in brackets: |it in quotes: |it without \w+: |it like |one of )?"
    r"|did you mean )`?(?P<text>.+?)[`?]*"
    r"(?:,? without quotes)?(?:(?:, none)? if it is not fitted, TBD .*)?(?:, or (?:leave|remove|\w+, \w+, \w+, \w+).*)?"
)
UNCHECKED = ("schema-repeated", "schema-quantity", "schema-too-long", "schema-too-many")


def advice_helps(kind: str, about: str, file: Document, finding: Finding) -> None:
    """Do what the help says: nothing is refused there for the same reason any more."""
    data: Any = file.data
    where = place_named(data, finding.message.partition(": ")[0])
    added = re.fullmatch(r"add `(.+)`, with your own value", finding.help)
    written = ADVICE.fullmatch(finding.help)
    if added:
        better = with_value({"root": data}, ("root", *where), {**value_at(data, where), **read(f"{{{added[1]}}}")})[
            "root"
        ]
    elif finding.code in ("schema-unknown-key", "schema-key-name"):
        better = with_better_key(data, where, finding)
    elif finding.code in UNCHECKED or " below it" in finding.help:
        return
    else:
        assert written, (about, finding)
        text = written["text"]
        better = with_value(data, where, read(text.split(", ")[0] if "one of" in finding.help else text))
    left = [(each.code, each.message.partition(": ")[0]) for each in explain(kind, better)[1]]
    assert (finding.code, finding.message.partition(": ")[0]) not in left, (about, finding, left)


def place_named(data: Any, text: str) -> Path:
    """The place that a message speaks of."""
    path: Path = ()
    while path_text(path) != text:
        inner = value_at(data, path)
        steps = inner if isinstance(inner, dict) else range(len(inner))
        path = max(
            ((*path, step) for step in steps if text.startswith(path_text((*path, step)))),
            key=lambda found: len(path_text(found)),
        )
    return path


def with_better_key(data: Any, where: Path, finding: Finding) -> Any:
    bad = re.search(r"key `([^`]+)`|known: `([^`]+)`", finding.message)
    assert bad
    key = bad[1] or bad[2]
    good = re.fullmatch(r"did you mean `([^`]+)`\?|write `([^`]+):`|write one of (\w+), .*", finding.help)
    if good:
        return renamed(data, (*where, key), good[1] or good[2] or good[3])
    assert re.search(r"remove it|: move it there|^write .* instead", finding.help), finding
    return changed(data, (*where, key), lambda parent, step: parent.pop(step))


def read(text: str) -> Any:
    data = document_from(f"[{text}]\n").data
    assert isinstance(data, list)
    return data[0]


def value_at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data
