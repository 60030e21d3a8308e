"""Which files are meant: paths come in, YAML files with the name to show for each go out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from hardmate.document.limits import MAX_BYTES
from hardmate.finding import Finding, Location, Severity
from hardmate.repository.exclusion import NOTHING, Exclusion
from hardmate.repository.outside import leads_out

SUFFIXES = (".yaml", ".yml")
LONGEST_SHOWN = 4 * 1024 * 1024


class File(Struct, frozen=True):
    """A file and the name that findings use for it: as the user gave it, with forward slashes.

    `raw` is what it holds, where that does not stand on disk: of another day, or not written yet.
    """

    path: Path
    shown: str
    raw: bytes | None = None


def yaml_files(paths: Sequence[Path], exclude: Exclusion = NOTHING) -> tuple[tuple[File, ...], tuple[Finding, ...]]:
    """The YAML files that the paths name or hold, each once, in the order of their names.

    A folder is searched to its depth, hidden folders and linked folders left out. A path that does not exist, and a
    folder without a YAML file or one that can not be listed, is a finding: nothing would be checked, and nobody would
    notice. So is a path that is excluded itself, and one that a link leads out of the repository: its lines would be
    told to whoever put it there.
    """
    here = Path.cwd()
    files: dict[Path, File] = {}  # by one spelling for each, links not followed: a loop of links has no end
    findings: list[Finding] = []
    for path in paths:
        if exclude.holds(path):
            findings.append(_error(path, "is excluded by the settings", "name another, or take it out of exclude"))
        elif leads_out(path):
            findings.append(_outside(path))
        elif path.is_dir():
            closed: list[OSError] = []
            inside = [Path(found) for found in sorted(_within(path, exclude, closed)) if found.endswith(SUFFIXES)]
            findings += [_unlisted(error) for error in closed]
            if not inside and not closed:
                findings.append(_error(path, "holds no YAML file", "name a folder or a file that does"))
            for found in inside:
                if found.is_symlink() and leads_out(found):
                    findings.append(_outside(found))
                else:
                    files.setdefault(here / found, File(found, found.as_posix()))
        elif path.suffix in SUFFIXES or not path.exists():
            files.setdefault(here / path, File(path, path.as_posix()))
        else:
            findings.append(_error(path, "is no YAML file", "name files that end in .yaml"))
    return tuple(sorted(files.values(), key=lambda file: file.shown)), tuple(findings)


def _outside(path: Path) -> Finding:
    name = path.as_posix()
    message = f"{name} is a link that leads out of the repository"
    remedy = "put the file itself there"
    return Finding("path-leaves-repository", Severity.ERROR, message, Location(name), remedy, subject=("file", name))


def _within(folder: Path, exclude: Exclusion, closed: list[OSError]) -> Iterator[str]:
    """What a folder holds to any depth, but for folders; `closed` fills with why some of them did not tell."""
    waiting: list[str | Path] = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as listed:
                entries = list(listed)
        except OSError as error:
            closed.append(error)
            continue
        for entry in entries:
            if entry.name.startswith(".") or entry.name == "node_modules" or exclude.holds(entry.path):
                continue
            if entry.is_symlink():
                if not os.path.isdir(entry.path):  # noqa: PTH112 - a path object for each name would cost its speed
                    yield entry.path
            elif entry.is_dir():
                waiting.append(entry.path)
            else:
                yield entry.path


def _unlisted(error: OSError) -> Finding:
    reason = (error.strerror or "the system gave no reason").lower()
    remedy = "make it readable, or exclude it"
    return _error(Path(os.fsdecode(error.filename)), f"is a folder that can not be read: {reason}", remedy)


def _error(path: Path, what: str, then: str) -> Finding:
    name = path.as_posix()
    return Finding("no-file", Severity.ERROR, f"{name} {what}", Location(name), help=then, subject=("file", name))


def settled(path: Path) -> Path:
    """One spelling for each place, however it is reached: no `..`, no linked folder. A file may be a link itself."""
    return Path(os.path.realpath(path.parent)) / path.name


def places(origins: Mapping[str, File]) -> Mapping[Path, str]:
    """The name of each file by where it lies; what is read through a link also by where the link leads."""
    linked = ((name, file) for name, file in origins.items() if file.raw is None and file.path.is_symlink())
    return {
        **{Path(os.path.realpath(file.path)): name for name, file in linked},
        **{settled(file.path): name for name, file in origins.items()},
    }


def contents(file: File | None) -> bytes | None:
    """What a file holds, as far as it would be read; None for no file, and for one that can not be read."""
    if file is None or file.raw is not None:
        return None if file is None else file.raw
    try:
        if not file.path.is_file():
            return None
        with file.path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError:
        return None


def lines_of(file: File) -> tuple[str, ...]:
    """The lines of a file, to show a reader; none if it can not be shown."""
    raw = file.raw
    try:
        if raw is None:
            if not file.path.is_file():
                return ()
            with file.path.open("rb") as stream:
                raw = stream.read(LONGEST_SHOWN)
    except (OSError, ValueError):
        return ()
    if b"\0" in raw:  # no text in any encoding that could be shown
        return ()
    return tuple(raw.decode("utf-8", errors="replace").splitlines())
