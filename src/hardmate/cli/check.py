"""`hardmate check`: the gate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from msgspec.structs import replace

from hardmate import api
from hardmate.assess.scope import EVERYTHING
from hardmate.assess.warned import Wanted
from hardmate.baseline import knows, lowered, pairs
from hardmate.cli.again import checked_again, keep_found
from hardmate.cli.alone import named, ports_of, told_of
from hardmate.cli.asked import Option
from hardmate.cli.baseline import read_baseline
from hardmate.cli.changed import scope_of_changed, scope_since
from hardmate.cli.ending import exit_by, stop
from hardmate.cli.options import (
    LIMIT,
    At,
    Failing,
    FailOn,
    FindingLimit,
    Flights,
    In,
    NoCache,
    Paths,
    ReportFiles,
    ReportFormat,
    ReportOutput,
    Serials,
    Standards,
    Today,
)
from hardmate.cli.output import joined, lines_by_name, progress_bar
from hardmate.cli.reading import loaded, occasion_of, today_of, wanted
from hardmate.cli.reports import report, report_files, run_of
from hardmate.report.check_text import check_lines


def check(
    *,
    paths: Paths = None,
    standards: Standards = None,
    form: ReportOutput = ReportFormat.TEXT,
    output: ReportFiles = None,
    fail_on: Failing = FailOn.ERROR,
    today: Today = None,
    at: At = None,
    flights: Flights = None,
    serials: Serials = None,
    notes: Annotated[
        bool, Option("--notes", help="Show notes as well: what is undetermined, and who owes it.")
    ] = False,
    changed: Annotated[
        bool,
        Option(
            "--changed", help="PATHS are changed or deleted files: judge only what they can touch, of what --in names."
        ),
    ] = False,
    reference: Annotated[
        str | None,
        Option(
            "--since",
            help="Judge only what can be touched by changes since this git reference.",
            metavar="REF",
            show_default=False,
        ),
    ] = None,
    alone: Annotated[
        bool,
        Option("--alone", help="PATHS are files: judge these by themselves, without pairs, among what --in names."),
    ] = False,
    within: In = None,
    baseline: Annotated[
        Path | None,
        Option("--baseline", help="Let findings that this file knows not fail.", metavar="FILE", show_default=False),
    ] = None,
    fix: Annotated[
        bool,
        Option("--fix", help="First put right what can only have been meant in one way, such as a misspelt key."),
    ] = False,
    diff: Annotated[
        bool, Option("--diff", help="Only show what --fix would change; exit code 1 if it would change anything.")
    ] = False,
    limit: FindingLimit = LIMIT,
    no_cache: NoCache = False,
) -> None:
    """The gate: check files, each port against its standards, and each pair that is planned or claims one standard."""
    files = report_files(output)
    _told_apart(paths, within, changed=changed, since=reference is not None, alone=alone)
    read = within if changed or alone else paths
    if fix or diff:
        from hardmate.cli.rewriting import put_right  # noqa: PLC0415 - only these rewrite

        put_right(wanted(read, standards), standards, diff=diff)
    day = today_of(today)
    of_all = not (changed or alone or reference is not None or at or flights or serials)
    files_alone = frozenset[str]()
    known = {} if baseline is None else read_baseline(baseline)
    counted = form is ReportFormat.TEXT and not (notes or files or known)
    again = checked_again(read, standards, day, counted=counted) if of_all else None
    texts = {} if again is None else dict(again.texts)
    if again is not None:
        result = again.check
    else:
        repository = loaded(read, standards, cached=not no_cache)
        occasion = occasion_of(at, flights, serials, repository)
        scope = EVERYTHING
        if changed:
            scope = scope_of_changed(paths or [], read, standards, repository)
        elif alone:
            files_alone = named(paths or [], repository)
            scope = ports_of(files_alone, repository)
        elif reference is not None:
            scope = scope_since(reference, read, standards, repository)
        wanted_first = Wanted(limit, pairs(known), lambda brief: knows(known, brief))
        result = api.check(
            repository, day, progress_bar("Judging pairs"), occasion=occasion, scope=scope, wanted=wanted_first
        )
        if of_all:
            keep_found(result, texts)
    if alone:
        result = told_of(files_alone, result)
    if baseline is not None:
        result = replace(result, findings=lowered(result.findings, known))
    lines = lines_by_name(result.repository)
    run = run_of("check", result.repository, result.findings, result.today, fail_on, notes=notes)
    run = replace(run, counted=result.left_out, limit=limit)
    report(
        run,
        form,
        files,
        text=lambda style: joined(check_lines(result, lines, style, notes=notes, limit=limit, texts=texts)),
        json=lambda: _json(result, limit),
    )
    exit_by((severity for severity, number in run.found.items() if number), fail_on)


def _told_apart(
    paths: list[Path] | None, within: list[Path] | None, *, changed: bool, since: bool, alone: bool
) -> None:
    """A stop for options that mean nothing together."""
    asked = [name for name, given in (("--changed", changed), ("--since", since), ("--alone", alone)) if given]
    if len(asked) > 1:
        stop(f"{asked[0]} and {asked[1]} exclude each other: name the files, or the git reference")
    if changed and not paths:
        stop("--changed needs the files that changed, as PATHS")
    if alone and not paths:
        stop("--alone needs the files to judge, as PATHS")
    if within and not (changed or alone):
        stop("--in goes with --changed and --alone; name what is read as PATHS")


def _json(result: api.Check, limit: int) -> str:
    from hardmate.report import json_report  # noqa: PLC0415 - its records take long to load

    return json_report.text(json_report.check_record(result, limit))
