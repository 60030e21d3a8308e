"""docs/lessons.md: what each lesson is, what Hardmate says of it, and what was mended."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from lesson import MENDED, THEN, Lesson, NotCaught

INTRODUCTION = """\
# Lessons

What went wrong once between two spacecraft, or between two teams, and what Hardmate says when it is declared. Each
lesson is a folder in `tests/lessons` with the declarations as they would have been written `then`, and as `mended`;
a test holds that the clause named here fails `then` and passes once `mended`.

The declarations say only what the lesson needs. What no source tells is listed as made up. A claim to a standard that
is younger than the event stands for asking its clauses then. Written by the test: `pytest tests/lessons --accept`.
"""


def page(caught: tuple[tuple[Lesson, str], ...], others: tuple[NotCaught, ...], titles: dict[str, str]) -> str:
    """The page from every lesson with what its command prints `then`; `titles` are those of the sources."""
    parts = [INTRODUCTION]
    parts.extend("\n".join(_section(lesson, said, titles)) for lesson, said in caught)
    parts.append("\n".join(_table(others)))
    return "\n".join(parts)


def _section(lesson: Lesson, said: str, titles: dict[str, str]) -> Iterator[str]:
    yield f"## {lesson.event}, {lesson.year}\n"
    yield f"{lesson.wrong} *({'; '.join(titles[each] for each in lesson.source)})*\n"
    yield "```console"
    yield f"tests/lessons/{lesson.name}/{THEN}$ hardmate {lesson.command}"
    yield from _told(lesson, said)
    yield "```\n"
    yield f"Mended: {lesson.mend}\n"
    yield "```diff"
    yield from _difference(lesson.folder)
    yield "```\n"
    if lesson.made_up:
        yield f"Made up: {lesson.made_up}\n"


def _told(lesson: Lesson, said: str) -> Iterator[str]:
    """The lines that tell of the lesson: of a finding its message and clause, of a pair what stands under `Fails`."""
    blocks = said.split("\n\n")
    for word in lesson.catches or (lesson.says,):
        block = next(
            each
            for each in blocks
            if each.startswith("Fails") or f"[{word}]" in each or (lesson.says and lesson.says in each)
        )
        lines = block.splitlines()
        if f"[{word}]" in block:
            yield from (line for line in lines if f"[{word}]" in line or line.startswith("  clause "))
        else:
            yield from (line for line in lines if lesson.catches or word in line)


def _difference(folder: Path) -> Iterator[str]:
    names = sorted({each.name for side in (THEN, MENDED) for each in (folder / side).glob("*.yaml")})
    for name in names:
        if not (folder / THEN / name).is_file():
            yield f"+ {name}"
            continue
        then, mended = ((folder / side / name).read_text(encoding="utf-8").splitlines() for side in (THEN, MENDED))
        for line in unified_diff(then, mended, n=0, lineterm=""):
            if line.startswith(("--- ", "+++ ", "@@")):
                continue
            yield f"{line[0]} {name}: {line[1:].strip()}"


def _table(others: tuple[NotCaught, ...]) -> Iterator[str]:
    yield "## What no declaration could have told\n"
    yield "| event | why |"
    yield "|---|---|"
    for each in others:
        yield f"| {each.event}, {each.year} | {each.why} |"
    yield ""
