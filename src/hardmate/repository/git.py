"""Files as a git reference has them: read out of git's own store, so that nothing of the repository is run.

Blobs are read as they were committed. No filter, hook or attribute of the repository has a say, no link is followed,
and nothing is fetched.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from hardmate.repository.files import SUFFIXES, File

PATIENCE = 60
"""Seconds that one question to git may take."""
_LINK = "120000"
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


class GitError(Exception):
    """Why the files can not be had; the text says what to do."""


def files_at(reference: str, folder: Path, *, or_none: bool = False) -> tuple[File, ...]:
    """The YAML files that a file or folder of a working tree holds in one commit, branch or tag, sorted by name.

    Raises GitError if there is no such commit, or, unless there may be none, it has no YAML file there.
    """
    top = _top(folder)
    commit = _commit(reference, top)
    inside = PurePosixPath(Path(os.path.realpath(folder)).relative_to(top).as_posix())
    listed = _asked(top, ("ls-tree", "-r", "-z", "--full-tree", commit, "--", str(inside)))
    entries = [_entry(line) for line in listed.decode("utf-8", errors="replace").split("\0") if line]
    wanted = [(mode, blob, path) for mode, blob, path in entries if _is_meant(path)]
    if not wanted and not or_none:
        raise GitError(f"{reference} holds no YAML file under {inside}")
    for mode, _, path in wanted:
        if mode == _LINK:
            raise GitError(f"{path} is a link in {reference}; put the file itself there")
    contents = _contents(top, [blob for _, blob, _ in wanted])
    return tuple(
        File(top / path, f"{reference}:{path if '/' in path else f'./{path}'}", raw)
        for (_, _, path), raw in sorted(zip(wanted, contents, strict=True), key=lambda each: each[0][2])
    )


def _is_meant(path: str) -> bool:
    """The same files as are read from disk: hidden folders are left out."""
    parts = PurePosixPath(path).parts
    return path.endswith(SUFFIXES) and not any(part.startswith(".") or part == "node_modules" for part in parts)


def _entry(line: str) -> tuple[str, str, str]:
    """Mode, object and path."""
    about, _, path = line.partition("\t")
    mode, _, blob = about.split(" ")
    return mode, blob, path


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
    command = ("git", "--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", "-C", str(folder), *words)
    try:
        done = subprocess.run(  # noqa: S603 - fixed words; a reference follows --end-of-options
            command, input=given, capture_output=True, check=False, timeout=PATIENCE, env={**os.environ, **_QUIET}
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
