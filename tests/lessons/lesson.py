"""A lesson: a folder that tells what went wrong once, with declarations as they were `then` and as `mended` since."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict

from hardmate.document import Document, read

LESSONS = Path(__file__).parent
THEN, MENDED = "then", "mended"

Text = Annotated[str, AfterValidator(lambda text: " ".join(text.split()))]
"""Folded text, its line breaks left out."""


class Lesson(BaseModel):
    """`catches` are the clauses or findings that tell of it; `says` is what a command prints that has no findings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    row: str
    year: str
    event: str
    wrong: Text
    mend: Text
    command: str
    source: tuple[str, ...]
    catches: tuple[str, ...] = ()
    says: Text = ""
    made_up: Text = ""

    @property
    def folder(self) -> Path:
        return LESSONS / self.name


class NotCaught(BaseModel):
    """A failure that no declaration could have told of, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: str
    year: str
    event: str
    why: Text
    source: tuple[str, ...]


def lessons() -> tuple[Lesson, ...]:
    """Every lesson, in the order of its row."""
    folders = [path for path in LESSONS.iterdir() if (path / "lesson.yaml").is_file()]
    found = [Lesson.model_validate({"name": folder.name, **_data(folder / "lesson.yaml")}) for folder in folders]
    return tuple(sorted(found, key=lambda each: each.row))


def not_caught() -> tuple[NotCaught, ...]:
    rows = _data(LESSONS / "not-caught.yaml")
    return tuple(NotCaught.model_validate({"row": row, **held}) for row, held in rows.items())


def _data(file: Path) -> dict[str, Any]:
    document = read(file, file.name)
    assert isinstance(document, Document), document
    assert isinstance(document.data, dict)
    return document.data
