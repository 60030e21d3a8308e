"""What OLD and NEW name: revisions of a standard, folders of standards, git references, or a change request."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path

from hardmate import api
from hardmate.analysis.impact.side import Side
from hardmate.cli.ending import near, stop
from hardmate.cli.reading import cache, judgeable, require_paths, told
from hardmate.model.change import Change
from hardmate.repository import GitError, Repository, changed
from hardmate.repository.files import SUFFIXES

SORTS = "compare two revisions with each other, or folders and git references"


def sides(old: str, new: str, fleet: Sequence[Path], standards: Path | None) -> tuple[Side, Side, Change | None]:
    """The two sides; the change request that made the new one, if one did. With `new` empty, `old` is one."""
    require_paths([*fleet, *([standards] if standards is not None else [])])
    if not new:
        if not old.endswith(SUFFIXES):
            stop(f"{old} is compared with nothing; name OLD and NEW, or a change request, a file of kind change")
        return _requested("the standards as they are", None, old, fleet, standards)
    if new.endswith(SUFFIXES):
        return _requested(old, old, new, fleet, standards)
    if any(Path(name).is_dir() and not _is_revision(name, standards) for name in (old, new)):
        return (*_folders(old, new, fleet, standards), None)
    return (*_named(old, new, fleet, standards), None)


def _is_revision(name: str, standards: Path | None) -> bool:
    """Whether it names a revision by its id; to a reader who stands in the standards folder it looks like a folder."""
    if "/" not in name or Path(name).is_absolute():
        return False
    return ((standards or api.standards_folder()) / name / "standard.yaml").is_file() or name in _known(standards)


def _known(standards: Path | None) -> Collection[str]:
    """The ids of all standards in use, those included that a folder builds upon."""
    return api.loaded((), standards, cache=cache()).library.standards.keys()


def _folders(old: str, new: str, fleet: Sequence[Path], standards: Path | None) -> tuple[Side, Side]:
    """Two folders of standards; or one, and a git reference that has the same folder as it was then."""
    found: dict[str, Side] = {}
    # The reference first: whether it is one is the question that is left.
    for name, other in sorted(((old, new), (new, old)), key=lambda each: Path(each[0]).is_dir()):
        if not Path(name).is_dir():
            if _is_revision(name, standards):
                stop(f"{name} is a revision of a standard and {other} is a folder: {SORTS}")
            found[name] = Side(name, _at(name, fleet, Path(other)))
        elif (Path(name) / "standard.yaml").is_file():
            stop(f"{name} is the folder of one revision; name revisions by their ids, with --standards where they are")
        else:
            cached = cache([*fleet, Path(name)])
            found[name] = Side(name, judgeable(api.loaded(fleet, Path(name), cache=cached)))
    return found[old], found[new]


def _named(old: str, new: str, fleet: Sequence[Path], standards: Path | None) -> tuple[Side, Side]:
    """Two revisions, or else two git references."""
    known = [_is_revision(name, standards) for name in (old, new)]
    if all(known):
        repository = judgeable(api.loaded(fleet, standards, cache=cache(fleet)))
        for name in (old, new):
            if name not in repository.library.standards:
                stop(f"there is no standard {name}{near(name, repository.library.standards)}")
        return Side(old, repository, old), Side(new, repository, new)
    if any(known):
        name, other = (old, new) if known[0] else (new, old)
        where = f"in {standards.as_posix()}" if standards is not None else "among those in use"
        more = _alike(other, standards) or f"; {SORTS}"
        stop(f"{name} is a standard, and there is no standard {other} {where}{more}")
    return Side(old, _at(old, fleet, standards)), Side(new, _at(new, fleet, standards))


def _alike(name: str, standards: Path | None) -> str:
    """The names near to one; of a standard's name without a revision, its revisions."""
    known, wanted = _known(standards), name.strip("/").lower()
    revisions = [each for each in known if each.partition("/")[0] == wanted]
    if revisions:
        return f"; its revisions are {', '.join(revisions)}"
    return near(wanted, [each for each in known if each.lower() == wanted] or known)


def _at(reference: str, fleet: Sequence[Path], standards: Path | None, beside: Sequence[Path] = ()) -> Repository:
    """Standards and fleet as a git reference has them, with files beside them as they are now."""
    try:
        return judgeable(api.loaded_at(reference, fleet, standards, beside=beside))
    except GitError as error:
        alike = _alike(reference, standards)
        stop(f"{reference} is no revision of a standard and no folder{alike}; and as a git reference: {error}")


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
    elif _is_revision(base, standards):
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
