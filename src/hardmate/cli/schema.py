"""`hardmate schema`: the JSON Schemas."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from hardmate import api
from hardmate.cli.asked import Argument, Option
from hardmate.cli.ending import near, stop
from hardmate.cli.options import Standards
from hardmate.cli.output import print_lines, write
from hardmate.cli.reading import cache, judgeable
from hardmate.model import published
from hardmate.report import json_report

SCHEMA = ".schema.json"


def schema(
    kind: Annotated[
        str | None,
        Argument(help="vehicle, adapter, plan, ...; the list of kinds if left out.", show_default=False),
    ] = None,
    standards: Standards = None,
    folder: Annotated[
        Path | None, Option("--write", help="Write all schemas into this folder.", show_default=False)
    ] = None,
) -> None:
    """The JSON Schema of one kind of file, for editors and other tools."""
    schemas = published.texts(judgeable(api.loaded([], standards, cache=cache())).library.dictionary)
    schemas = {**schemas, f"report{SCHEMA}": json_report.schema_text()}
    kinds = [name.removesuffix(SCHEMA) for name in schemas]
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in schemas.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    elif kind is None:
        print_lines(kinds)
    elif kind in kinds:
        write(schemas[f"{kind}{SCHEMA}"])
    else:
        stop(f"there is no schema {kind}{near(kind, kinds)}")
