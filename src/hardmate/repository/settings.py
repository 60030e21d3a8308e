"""The settings of a repository: a folder in, what `hardmate.toml` or `pyproject.toml` above it says out.

The file comes with the repository, and a repository may be hostile: it can name no file outside it, and nothing that
git keeps, and it can not loosen any limit.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct

from hardmate.document import Document
from hardmate.finding import Finding, Location, Related, Severity
from hardmate.model.place import Place
from hardmate.model.shapes.settings import SettingsShape
from hardmate.repository.exclusion import NOTHING, Exclusion, exclusion
from hardmate.repository.outside import lies_in, top_of
from hardmate.schema import compiled, findings

OWN, SHARED = "hardmate.toml", "pyproject.toml"
TABLES: dict[str, tuple[str, ...]] = {OWN: (), SHARED: ("tool", "hardmate")}
"""The files that hold settings, and the table of each."""


class Settings(Struct, frozen=True):
    """What the settings say. Paths are as they would be written in the folder that Hardmate was started in; `said`
    are the keys that the file has."""

    said: frozenset[str] = frozenset()
    paths: tuple[Path, ...] = ()
    standards: Path | None = None
    exclude: Exclusion = NOTHING
    fail_on: str = ""
    format: str = ""
    limit: int = 0
    output: tuple[str, ...] = ()
    baseline: Path | None = None


def settings(start: Path) -> Settings | tuple[Finding, ...]:
    """The settings in the nearest folder that has any, from `start` up to the top of its git repository; without one,
    in `start` alone."""
    top = top_of(start)
    folder = start
    while True:
        read = _read(folder, top, start)
        if read is not None:
            return read
        if folder == top:
            return Settings()
        folder = folder.parent


def settings_files(start: Path) -> tuple[Path, ...]:
    """Where settings can stand that hold in a folder, whether there are any or not."""
    top = top_of(start)
    folders = [each for each in (start, *start.parents) if each == top or top in each.parents]
    return tuple(folder / name for folder in folders for name in TABLES)


def _read(folder: Path, top: Path, start: Path) -> Settings | tuple[Finding, ...] | None:
    documents: list[Document] = []
    for name, table in TABLES.items():
        file = folder / name
        if not os.path.lexists(file):
            continue
        from hardmate.document.toml import read_toml  # noqa: PLC0415 - only where there is such a file

        shown = _from(start, file)
        if not lies_in(file, top):
            return (_error("a link that leads out of the repository", Location(shown)),)
        document = read_toml(file, shown, table)
        if isinstance(document, tuple):
            return document
        if document is not None:
            documents.append(document)
    if not documents:
        return None
    first, *others = documents
    if others:
        return (_twice(first, others[0]),)
    from hardmate.model.published import configuration  # noqa: PLC0415 - only where there are settings

    wrong = findings(first, compiled(configuration()))
    return wrong or _settings(first, folder, top, start)


def _settings(document: Document, folder: Path, top: Path, start: Path) -> Settings | tuple[Finding, ...]:
    shape = SettingsShape.of(document.data)
    wrong = tuple(_strays(shape, Place(document), folder, top))
    return wrong or Settings(
        said=frozenset(shape.given),
        paths=tuple(_here(start, folder / path) for path in shape.paths),
        standards=_here(start, folder / shape.standards) if shape.standards else None,
        exclude=exclusion(folder, shape.exclude),
        fail_on=shape.fail_on.value,
        format=shape.format.value,
        limit=shape.limit,
        output=tuple(f"{form}={_from(start, folder / file)}" for form, file in _reports(shape)),
        baseline=_here(start, folder / shape.baseline) if shape.baseline else None,
    )


def _strays(shape: SettingsShape, top_place: Place, folder: Path, top: Path) -> Iterator[Finding]:
    """Paths that leave the repository, are not there, or are git's own."""
    named = [(top_place.down("paths", number), path) for number, path in enumerate(shape.paths)]
    if shape.standards:
        named.append((top_place.down("standards"), shape.standards))
    written = [(top_place.down("output", number), file) for number, (_, file) in enumerate(_reports(shape))]
    if shape.baseline:
        written.append((top_place.down("baseline"), shape.baseline))
    for place, path in (*named, *written):
        if PurePosixPath(path).is_absolute() or not lies_in(folder / path, top):
            yield place.error("path-leaves-repository", f"{path} leaves the repository", "name a path inside it")
        elif _is_gits(Path(os.path.realpath(folder / path)).relative_to(os.path.realpath(top))):
            yield place.error("path-of-git", f"{path} is where git keeps its own", "name another path")
        elif (place, path) in named and not os.path.lexists(folder / path):
            yield place.error("no-file", f"there is no file or folder {path}", "correct the path, or take it out")


def _reports(shape: SettingsShape) -> Sequence[tuple[str, str]]:
    return [(form, file) for form, _, file in (each.partition("=") for each in shape.output)]


def _is_gits(path: Path) -> bool:
    """Whether any system would find git's own folder at the path: some ignore case and final dots, or shorten names."""
    return any(part.casefold().rstrip(". ") in (".git", "git~1") for part in path.parts)


def _here(start: Path, path: Path) -> Path:
    return Path(_from(start, path))


def _from(start: Path, path: Path) -> str:
    """The path as it would be written in the folder that Hardmate was started in."""
    return Path(os.path.relpath(path, start)).as_posix()


def _twice(one: Document, other: Document) -> Finding:
    also = Related(other.location(), "and settings here")
    message = f"there are settings in {one.path} and in {other.path}"
    then = "keep them in one of the two"
    where = one.location()
    return Finding("settings-twice", Severity.ERROR, message, where, then, (also,), subject=("file", one.path))


def _error(what: str, where: Location) -> Finding:
    message = f"{where.file} is {what}"
    remedy = "put the file itself there"
    return Finding("path-leaves-repository", Severity.ERROR, message, where, remedy, subject=("file", where.file))
