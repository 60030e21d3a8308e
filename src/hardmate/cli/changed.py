"""What changed, as the arguments say; what of the repository that can touch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hardmate import api
from hardmate.assess.affected import scope_of
from hardmate.assess.scope import Scope
from hardmate.cli.ending import stop
from hardmate.cli.settings import left_out, read_unasked
from hardmate.repository import GitError, Repository, differs, settings_files, settled

HEAD = "HEAD"


def scope_of_changed(
    changed: Sequence[Path], paths: list[Path] | None, standards: Path | None, repository: Repository
) -> Scope:
    """What these changed or deleted files can touch. What they held before is asked of git, where there is one."""
    try:
        before = api.before(HEAD, paths or read_unasked(), standards, repository, left_out())
    except GitError:
        before = None
    return scope_of({settled(path) for path in changed}, repository, before)


def scope_since(reference: str, paths: list[Path] | None, standards: Path | None, repository: Repository) -> Scope:
    """What changes since a git reference can touch: of files that changed, are new, or are gone."""
    try:
        before = api.before(reference, paths or read_unasked(), standards, repository, left_out())
    except GitError as error:
        stop(f"--since {reference}: {error}")
    changed = api.differing(before, repository) | _settings_changed(reference)
    return scope_of(changed, repository, before)


def _settings_changed(reference: str) -> set[Path]:
    """The files of settings that say something else than at the reference, or whose past nobody can tell."""
    files = settings_files(Path.cwd())
    try:
        return {settled(file) for file in files if differs(reference, file)}
    except GitError:
        return {settled(file) for file in files if file.is_file()}
