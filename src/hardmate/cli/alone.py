"""Files by themselves: what `--alone` judges of a repository, and what it tells."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from hardmate.api import Check
from hardmate.assess.scope import Scope
from hardmate.cli.ending import say
from hardmate.repository import Repository


def named(paths: Sequence[Path], repository: Repository) -> frozenset[str]:
    """The files that the paths name, as findings call them; says how many of them are not read here."""
    wanted = {os.path.realpath(path) for path in paths}
    known = {os.path.realpath(file.path): name for name, file in repository.origins.items()}
    if strange := len(wanted - known.keys()):
        left = "file named is not read here, and was left out" if strange == 1 else "files named are not read here"
        say(f"hardmate: {strange} {left}")
    return frozenset(known[path] for path in wanted & known.keys())


def ports_of(files: frozenset[str], repository: Repository) -> Scope:
    """The ports that the files declare, each by itself."""
    ids = {port.id for each in repository.vehicles.values() if each.location.file in files for port in each.ports}
    return Scope(lambda port: port in ids, lambda _: False, lambda _: False)


def told_of(files: frozenset[str], result: Check) -> Check:
    """What was found in the files; everything if the standards have errors, since then nothing was judged."""
    if not result.repository.sound:
        return result
    findings = tuple(
        each
        for each in result.findings
        if each.location.file in files or any(related.location.file in files for related in each.related)
    )
    return replace(result, findings=findings)
