"""What several commands can be told, as types of their parameters."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from hardmate.cli.asked import Argument, Option


class Format(StrEnum):
    """How output is written."""

    TEXT = "text"
    JSON = "json"


class ReportFormat(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"
    MARKDOWN = "markdown"


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


Paths = Annotated[
    list[Path] | None, Argument(help="Files and folders to read; this folder if left out.", show_default=False)
]
In = Annotated[
    list[Path] | None,
    Option("--in", help="Files and folders to read; this folder if left out.", show_default=False),
]
Standards = Annotated[
    Path | None,
    Option(
        "--standards",
        help="The standards folder to judge by; the standards that come with Hardmate if left out.",
        show_default=False,
    ),
]
Need = Annotated[
    str | None,
    Option(
        "--need", help="Capabilities that are needed beyond hard-mate: power,data.", metavar="NAMES", show_default=False
    ),
]
Output = Annotated[Format, Option("--format", help="How to write the answer.")]
ReportOutput = Annotated[ReportFormat, Option("--format", help="How to write the findings.")]
ReportFiles = Annotated[
    list[str] | None,
    Option(
        "--output",
        metavar="FORMAT=FILE",
        help="Write the findings into a file as well, in a format of its own; may be given several times.",
        show_default=False,
    ),
]
Failing = Annotated[FailOn, Option("--fail-on", help="The least severity that makes the exit code 1.")]
Today = Annotated[
    str | None,
    Option(
        "--today",
        help="The day to judge for, 2027-03-01: what is due before it is overdue; today (UTC) if left out.",
        show_default=False,
    ),
]
At = Annotated[
    str | None,
    Option(
        "--at",
        help="Judge what is in effect on this day, 2021-10-01; every configuration at any time if left out.",
        metavar="DAY",
        show_default=False,
    ),
]
Flights = Annotated[
    list[str] | None,
    Option("--flight", help="The flight that stands for a vehicle.", metavar="VEHICLE=FLIGHT", show_default=False),
]
Serials = Annotated[
    list[str] | None,
    Option(
        "--serial", help="The serial number that stands for a vehicle.", metavar="VEHICLE=NUMBER", show_default=False
    ),
]
LIMIT = 1000
Limit = Annotated[
    int | None,
    Option(
        "--limit",
        min=0,
        help=f"With --margins: list so many pairs, and count the others; 0 lists all; {LIMIT} if not told otherwise.",
        metavar="N",
        show_default=False,
    ),
]
FindingLimit = Annotated[
    int,
    Option(
        "--limit", min=0, help="Show so many findings, the worst first, and count the others; 0 shows all.", metavar="N"
    ),
]
NoCache = Annotated[
    bool, Option("--no-cache", help="Work everything out anew, and keep nothing in the user's cache folder.")
]
