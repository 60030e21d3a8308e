"""The shape of the settings: `hardmate.toml`, or the table `[tool.hardmate]` of `pyproject.toml`."""

from __future__ import annotations

from typing import Annotated

from hardmate.model.shapes.shape import NO_ITEMS, Limit, Shape
from hardmate.model.words import Form, Threshold

Path = Annotated[str, Limit(pattern=r"^[^\\\x00-\x1f\x7f]+$", max_length=400)]
ReportFile = Annotated[
    str,
    Limit(pattern=r"^(text|json|jsonl|sarif|junit|github|gitlab|markdown)=[^\\\x00-\x1f\x7f]+$", max_length=400),
]


class SettingsShape(Shape):
    """What Hardmate reads here, and by what it judges. Paths start at this file's folder and stay in the \
repository; what the command line says counts before what stands here."""

    paths: Annotated[list[Path], Limit(min_length=1, max_length=100)] = NO_ITEMS
    """The files and folders to read, if the command line names none."""
    standards: Path = ""
    """The standards folder to judge by; the standards that come with Hardmate if left out."""
    exclude: Annotated[list[Path], Limit(min_length=1, max_length=100)] = NO_ITEMS
    """Files and folders that are not read: drafts, or with wildcards */old-*.yaml, **/drafts."""
    fail_on: Threshold = Threshold.ERROR
    """The exit code is 1 when there is a finding of this severity or a worse one."""
    format: Form = Form.TEXT
    """How `hardmate check` writes its findings."""
    limit: Annotated[int, Limit(ge=0, le=1_000_000_000)] = 1000
    """How many findings `hardmate check` shows, the worst first; the others are counted. 0 shows all."""
    output: Annotated[list[ReportFile], Limit(min_length=1, max_length=20)] = NO_ITEMS
    """Files that `hardmate check` writes its findings into as well, each with its format: sarif=hardmate.sarif."""
    baseline: Path = ""
    """The file with the findings that were there before the gate was, as `hardmate baseline` writes it."""
