"""What OLD and NEW name: revisions of a standard, folders of standards, git references, or a change request."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from hardmate import api
from hardmate.analysis.impact.side import Side
from hardmate.cli.ending import near, stop
from hardmate.cli.reading import cache, judgeable, require_paths, told
from hardmate.model.change import Change
from hardmate.repository import GitError, Repository, changed
from hardmate.repository.files import SUFFIXES

SORTS = "compare two revisions, two folders, or two git references"


def sides(old: str, new: str, fleet: Sequence[Path], standards: Path | None) -> tuple[Side, Side, Change | None]:
    """The two sides; the change request that made the new one, if one did. With `new` empty, `old` is one."""
    require_paths([*fleet, *([standards] if standards is not None else [])])
    if not new:
        if not old.endswith(SUFFIXES):
            stop(f"{old} is compared with nothing; name OLD and NEW, or a change request, a file of kind change")
        return _requested("the standards as they are", None, old, fleet, standards)
    if new.endswith(SUFFIXES):
        return _requested(old, old, new, fleet, standards)
    if Path(old).is_dir() and Path(new).is_dir() and not _revisions(old, new, standards):
        one, other = (
            judgeable(api.loaded(fleet, Path(name), cache=cache([*fleet, Path(name)]))) for name in (old, new)
        )
        return Side(old, one), Side(new, other), None
    return (*_named(old, new, fleet, standards), None)


def _revisions(old: str, new: str, standards: Path | None) -> bool:
    """Whether both name revisions of the standards folder; to a reader who stands in it they look like folders."""
    folder = standards or api.standards_folder()
    return all("/" in name and (folder / name / "standard.yaml").is_file() for name in (old, new))


def _named(old: str, new: str, fleet: Sequence[Path], standards: Path | None) -> tuple[Side, Side]:
    """Two revisions, or else two git references."""
    if _revisions(old, new, standards):
        repository = judgeable(api.loaded(fleet, standards, cache=cache(fleet)))
        for name in (old, new):
            if name not in repository.library.standards:
                stop(f"there is no standard {name}{near(name, repository.library.standards)}")
        return Side(old, repository, old), Side(new, repository, new)
    known = [each for each in (old, new) if ((standards or api.standards_folder()) / each / "standard.yaml").is_file()]
    if len(known) == 1:
        library = judgeable(api.loaded((), standards, cache=cache())).library
        other = next(each for each in (old, new) if each not in known)
        if not Path(other).is_dir() and "/" in other:
            stop(f"{known[0]} is a standard, and there is no standard {other}{near(other, library.standards)}")
    folders = [each for each in (old, new) if Path(each).is_dir()]
    if len(folders) == 1 and not known:
        other = next(each for each in (old, new) if each not in folders)
        stop(f"{folders[0]} is a folder and {other} is none: {SORTS}")
    for name in (old, new):
        if (standards or api.standards_folder()).joinpath(name, "standard.yaml").is_file() or Path(name).is_dir():
            stop(f"{old} and {new} are not of one sort: {SORTS}")
    return Side(old, _at(old, fleet, standards)), Side(new, _at(new, fleet, standards))


def _at(reference: str, fleet: Sequence[Path], standards: Path | None, beside: Sequence[Path] = ()) -> Repository:
    """Standards and fleet as a git reference has them, with files beside them as they are now."""
    try:
        return judgeable(api.loaded_at(reference, fleet, standards, beside=beside))
    except GitError as error:
        stop(f"{reference} is no revision of a standard and no folder, and as a git reference: {error}")


def _requested(
    label: str, base: str | None, request: str, fleet: Sequence[Path], standards: Path | None
) -> tuple[Side, Side, Change]:
    """The standards as they are, or as a folder or a git reference has them, and the same with the request taken over.

    The request itself, and the declarations that it names, are those that are there now.
    """
    file = Path(request)
    require_paths([file])
    paths = [*fleet, file]
    if base is None:
        repository = judgeable(api.loaded(paths, standards, cache=cache(paths)))
    elif Path(base).is_dir():
        repository = judgeable(api.loaded(paths, Path(base), cache=cache([*paths, Path(base)])))
    elif (standards or api.standards_folder()).joinpath(base, "standard.yaml").is_file():
        stop(f"a change request is made of all standards, and {base} is one of them; leave it out for those in use")
    else:
        repository = _at(base, fleet, standards, beside=[file])
    wanted = os.path.realpath(file)
    change = next(
        (
            each
            for each in repository.changes
            if os.path.realpath(repository.origins[each.place.document.path].path) == wanted
        ),
        None,
    )
    if change is None:
        stop(f"{request} is no change request without errors; it begins with `kind: change`")
    after, findings = changed(repository, change)
    if findings:
        told(findings, after)
        stop(f"the change request {change.id} can not be taken over, so nothing was compared")
    return Side(label, repository), Side(f"{change.id}, a change request", after), change
