"""Where things stand in a document."""

from __future__ import annotations

import pytest

from hardmate.document import Document, parse

_TEXT = """\
kind: vehicle
é: {"q": 'at most 5 m', z: 1.50}
ports:
  - at least 3 mm
  - fold: >-
      two
      lines
    wide: more
      lines
    empty:
"""


@pytest.fixture
def document() -> Document:
    outcome = parse(_TEXT.encode(), "f.yaml")
    assert isinstance(outcome, Document)
    return outcome


@pytest.mark.parametrize(
    ("steps", "key", "place"),
    [
        ((), False, "f.yaml:1:1"),
        (("kind",), False, "f.yaml:1:7"),
        (("kind",), True, "f.yaml:1:1"),
        (("é", "q"), False, "f.yaml:2:10"),
        (("é", "q"), True, "f.yaml:2:5"),
        (("é", "z"), False, "f.yaml:2:28"),
        (("ports",), False, "f.yaml:4:3"),
        (("ports", 1), False, "f.yaml:5:5"),
        (("ports", 1), True, "f.yaml:5:5"),
        (("ports", 1, "wide"), True, "f.yaml:8:5"),
        (("ports", 1, "empty"), False, "f.yaml:10:11"),
        (("ports", 2), False, "f.yaml:4:3"),
        (("ports", -1), False, "f.yaml:4:3"),
        (("ports", "x"), False, "f.yaml:4:3"),
        (("kind", "x", 3), False, "f.yaml:1:7"),
        (("nothing", "x"), True, "f.yaml:1:1"),
    ],
)
def test_location(document: Document, steps: tuple[str | int, ...], key: bool, place: str) -> None:  # noqa: FBT001
    assert str(document.location(*steps, key=key)) == place


@pytest.mark.parametrize(
    ("steps", "text"),
    [(("kind",), "vehicle"), (("é", "z"), "1.50"), (("ports", 1, "fold"), "two lines"), (("ports",), "")],
)
def test_scalar(document: Document, steps: tuple[str | int, ...], text: str) -> None:
    assert document.scalar(*steps) == text


@pytest.mark.parametrize(
    ("offset", "steps", "place"),
    [
        (9, ("ports", 0), "f.yaml:4:14"),
        (2, ("é", "z"), "f.yaml:2:30"),
        (99, ("ports", 0), "f.yaml:4:5"),
        (8, ("é", "q"), "f.yaml:2:10"),
        (4, ("ports", 1, "fold"), "f.yaml:5:11"),
        (6, ("ports", 1, "wide"), "f.yaml:8:11"),
    ],
)
def test_offset_location(document: Document, offset: int, steps: tuple[str | int, ...], place: str) -> None:
    assert str(document.offset_location(offset, *steps)) == place
