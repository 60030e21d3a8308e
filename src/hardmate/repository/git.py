"""Files as a git reference has them: read out of git's own store, so that nothing of the repository is run.

Blobs are read as they were committed. No filter, hook or attribute of the repository has a say, no link is followed,
and nothing is fetched.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct

from hardmate.document.limits import MAX_BYTES
from hardmate.repository.files import SUFFIXES, File

PATIENCE = 60
"""Seconds that one question to git may take."""
_LINK = "120000"
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_INDEX_FILE", "GIT_NAMESPACE")
"""What git says to its hooks of where it was started; with them it would take any folder for the top of the tree."""


class GitError(Exception):
    """Why the files can not be had; the text says what to do."""


def files_at(reference: str, folder: Path, *, or_none: bool = False) -> tuple[File, ...]:
    """The YAML files that a file or folder of a working tree holds in one commit, branch or tag, sorted by name.

    Raises GitError if there is no such commit, or, unless there may be none, it has no YAML file there.
    """
    top = _top(folder)
    commit = _commit(reference, top)
    inside = PurePosixPath(Path(os.path.realpath(folder)).relative_to(top).as_posix())
    wanted = [each for each in _listed(top, commit, [str(inside)]) if _is_meant(each.path)]
    if not wanted and not or_none:
        raise GitError(f"{reference} holds no YAML file under {inside}")
    for each in wanted:
        if each.mode == _LINK:
            raise GitError(f"{each.path} is a link in {reference}; put the file itself there")
        if each.size > MAX_BYTES:
            raise GitError(f"{each.path} has more than {MAX_BYTES // 2**20} MiB in {reference}; name an older one")
    contents = _contents(top, [each.blob for each in wanted])
    return tuple(
        File(top / each.path, f"{reference}:{each.path if '/' in each.path else f'./{each.path}'}", raw)
        for each, raw in sorted(zip(wanted, contents, strict=True), key=lambda both: both[0].path)
    )


def differs(reference: str, file: Path) -> bool:
    """Whether a file of a working tree, there or not, is another one in the commit, branch or tag."""
    top = _top(file.parent)
    inside = (Path(os.path.realpath(file.parent)) / file.name).relative_to(top).as_posix()
    then = [each.blob for each in _listed(top, _commit(reference, top), [inside])]
    if not file.is_file():
        return bool(then)
    now = _asked(top, ("hash-object", "--no-filters", "--", str(file.absolute()))).decode().strip()
    return then != [now]


def _is_meant(path: str) -> bool:
    """The same files as are read from disk: hidden folders are left out."""
    parts = PurePosixPath(path).parts
    return path.endswith(SUFFIXES) and not any(part.startswith(".") or part == "node_modules" for part in parts)


class _Entry(Struct, frozen=True):
    """A file of a commit."""

    mode: str
    blob: str
    size: int
    path: str


def _listed(top: Path, commit: str, inside: Sequence[str]) -> list[_Entry]:
    """The files that a commit has under these paths."""
    listed = _asked(top, ("ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", *inside))
    return [_entry(line) for line in listed.decode("utf-8", errors="surrogateescape").split("\0") if line]


def _entry(line: str) -> _Entry:
    about, _, path = line.partition("\t")
    mode, _, blob, size = about.split()
    return _Entry(mode, blob, int(size) if size.isdigit() else 0, path)


def _top(folder: Path) -> Path:
    """The folder that the working tree begins at."""
    start = next(each for each in (folder, *folder.absolute().parents) if each.is_dir())
    try:
        found = _asked(start, ("rev-parse", "--show-toplevel"))
    except GitError:
        raise GitError(f"{folder.as_posix()} does not lie in a git repository") from None
    return Path(os.path.realpath(found.decode("utf-8", errors="replace").rstrip("\n")))


def _commit(reference: str, top: Path) -> str:
    try:
        found = _asked(top, ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}"))
    except GitError:
        raise GitError(f"the git repository has no commit, branch or tag {reference}") from None
    return found.decode().strip()


def _contents(top: Path, blobs: Sequence[str]) -> list[bytes]:
    """What each blob holds, in order."""
    answer = _asked(top, ("cat-file", "--batch"), "".join(f"{blob}\n" for blob in blobs).encode())
    found: list[bytes] = []
    at = 0
    for blob in blobs:
        end = answer.find(b"\n", at)
        head = answer[at:end].decode("utf-8", errors="replace").split(" ")
        if len(head) != 3 or head[1] != "blob":
            raise GitError(f"git does not have the file {blob}; fetch it first")
        start = end + 1
        found.append(answer[start : start + int(head[2])])
        at = start + int(head[2]) + 1
    return found


def _asked(folder: Path, words: Iterable[str], given: bytes = b"") -> bytes:
    """What git answers to a question that changes nothing."""
    import subprocess  # noqa: PLC0415 - few runs ask git

    command = ("git", "--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", "-C", str(folder), *words)
    around = {name: text for name, text in os.environ.items() if name not in _OF_A_HOOK}
    try:
        done = subprocess.run(  # noqa: S603 - fixed words; a reference follows --end-of-options
            command, input=given, capture_output=True, check=False, timeout=PATIENCE, env={**around, **_QUIET}
        )
    except FileNotFoundError:
        raise GitError("git is not installed, and a git reference is read with it") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git did not answer within {PATIENCE} s") from None
    except ValueError:
        raise GitError("the reference holds a character that no reference can hold") from None
    if done.returncode:
        raise GitError(done.stderr.decode("utf-8", errors="replace").strip() or "git could not answer")
    return done.stdout


def in_git(folder: Path) -> bool:
    """Whether a folder lies in a git repository."""
    try:
        _top(folder)
    except GitError:
        return False
    return True
