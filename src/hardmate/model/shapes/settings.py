"""The shape of the settings: `hardmate.toml`, or the table `[tool.hardmate]` of `pyproject.toml`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from hardmate.model.shapes.common import Shape

Path = Annotated[str, Field(pattern=r"^[^\\\x00-\x1f\x7f]+$", max_length=400)]
ReportFile = Annotated[
    str,
    Field(pattern=r"^(text|json|jsonl|sarif|junit|github|gitlab|markdown)=[^\\\x00-\x1f\x7f]+$", max_length=400),
]


class Threshold(StrEnum):
    """The least severity that makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


class Form(StrEnum):
    """How findings can be written."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"
    MARKDOWN = "markdown"


class SettingsShape(Shape):
    """What Hardmate reads here, and by what it judges. Paths start at this file's folder and stay in the \
repository; what the command line says counts before what stands here."""

    paths: Annotated[list[Path], Field(min_length=1, max_length=100)] = Field(default_factory=list)
    """The files and folders to read, if the command line names none."""
    standards: Path = ""
    """The standards folder to judge by; the standards that come with Hardmate if left out."""
    exclude: Annotated[list[Path], Field(min_length=1, max_length=100)] = Field(default_factory=list)
    """Files and folders that are not read: drafts, or with wildcards */old-*.yaml, **/drafts."""
    fail_on: Threshold = Threshold.ERROR
    """The exit code is 1 when there is a finding of this severity or a worse one."""
    format: Form = Form.TEXT
    """How `hardmate check` writes its findings."""
    output: Annotated[list[ReportFile], Field(min_length=1, max_length=20)] = Field(default_factory=list)
    """Files that `hardmate check` writes its findings into as well, each with its format: sarif=hardmate.sarif."""
    baseline: Path = ""
    """The file with the findings that were there before the gate was, as `hardmate baseline` writes it."""
