"""`hardmate init`: a new standards repository."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from hardmate import __version__, api
from hardmate.cli.asked import Argument, Option
from hardmate.cli.ending import stop
from hardmate.cli.output import print_lines

HOME = "https://hardmate.example/hardmate.git"
"""Where hooks and CI get Hardmate from."""


def init(
    folder: Annotated[Path, Argument(metavar="[DIR]", help="The folder; this one if left out.")] = Path(),
    home: Annotated[
        str, Option("--from", metavar="URL", help="The git repository that hooks and CI get Hardmate from.")
    ] = HOME,
    revision: Annotated[str, Option("--rev", metavar="REV", help="The tag or commit of it.")] = f"v{__version__}",
) -> None:
    """A new standards repository: a standard, two vehicles, a plan, settings, hooks and CI. Overwrites nothing."""
    for option, text in (("--from", home), ("--rev", revision)):
        if not text or not text.isprintable() or set(text) & set(" \"'#"):
            stop(f"{option} {text} can not stand in a hook's configuration")
    template = api.template_folder()
    names = sorted(path.relative_to(template) for path in template.rglob("*") if path.is_file())
    there = [name for name in names if os.path.lexists(folder / name)]
    if there:
        stop(f"{', '.join((folder / name).as_posix() for name in there)}: already there, and nothing was written")
    for name in names:
        text = (template / name).read_text(encoding="utf-8")
        try:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text.replace("%home%", home).replace("%revision%", revision))
        except OSError as error:
            stop(f"can not write {(folder / name).as_posix()}: {error.strerror or 'the system gave no reason'}")
    print_lines([f"{(folder / name).as_posix()}" for name in names])
    print_lines(
        ["", f"A standards repository of {len(names)} files; {(folder / 'README.md').as_posix()} says what next."]
    )
