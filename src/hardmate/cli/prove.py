"""`hardmate prove`: what follows from a standard for any two ports that conform to it."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

from hardmate import api
from hardmate.analysis.prove.engine import Engine
from hardmate.analysis.prove.gate import gate
from hardmate.analysis.prove.theory import applicable
from hardmate.analysis.prove.verdicts import Soundness
from hardmate.cli.asked import Argument, Option
from hardmate.cli.ending import near, say, stop
from hardmate.cli.options import Format, NoCache, Output, Standards
from hardmate.cli.output import print_lines, style_of, write
from hardmate.cli.reading import judgeable, read, require_paths
from hardmate.cli.standings import Against, Recorded, recorded, written
from hardmate.report.prove_text import prove_lines
from hardmate.report.run import counted
from hardmate.repository import Repository
from hardmate.solver import MOST_WORK, WORK, Solver, installed

Standard = Annotated[str, Argument(help="The standard in its revision, idss/E.", show_default=False)]
Near = Annotated[
    list[Path] | None,
    Argument(
        help="Declarations: counterexamples stay near ports of them that claim the standard, what these leave open "
        "filled in.",
        show_default=False,
    ),
]
Work = Annotated[
    int, Option("--work", help="How many steps a solver may take for one question.", min=1000, max=MOST_WORK)
]
Second = Annotated[bool, Option("--cvc5", help="Ask a second solver, cvc5, and believe no answer it denies.")]


def prove(
    standard: Standard,
    paths: Near = None,
    clause: Annotated[
        list[str] | None,
        Option("--clause", help="Only this clause; may be given several times.", show_default=False),
    ] = None,
    against: Against = None,
    record: Recorded = None,
    keep: Annotated[
        Path | None,
        Option(
            "--keep",
            help="Write the questions (SMT-LIB) and the counterexamples (YAML) into this folder.",
            show_default=False,
        ),
    ] = None,
    cvc5: Second = False,
    work: Work = WORK,
    standards: Standards = None,
    no_cache: NoCache = False,
    form: Output = Format.TEXT,
) -> None:
    """Does it follow from conformance that two ports work together? Each clause is proved, refuted, or neither."""
    if clause and record is not None:
        stop("--record keeps the standing of every clause, so it does not go with --clause")
    before = recorded(against, standard)
    repository = standard_named(standard, paths, standards, cached=not no_cache)
    known = {each.clause.id: each.clause for each in applicable(repository.library, standard)}
    for name in clause or []:
        if name not in known:
            stop(f"{standard} has no clause {name}{near(name, known)}")
        if not known[name].pairwise:
            stop(f"{name} is about one port; what is proved are clauses on two")
    with ExitStack() as stack:
        found = api.prove(repository, standard, engine(stack, cvc5=cvc5, work=work, keep=keep), only=clause or ())
    judged = gate(found, before)
    if keep is not None:
        _kept(found, keep)
    if form is Format.JSON:
        from hardmate.report import json_report  # noqa: PLC0415 - its records take long to load
        from hardmate.report.prove_record import soundness_record  # noqa: PLC0415

        write(json_report.text(soundness_record(found, judged)))
    else:
        print_lines(prove_lines(found, judged, style_of()))
    written(found, record)
    if not judged.passes:
        sys.exit(1)


def standard_named(
    standard: str, paths: list[Path] | None, standards: Path | None, *, cached: bool = True
) -> Repository:
    """The repository, if it has the standard; says so where no port of the paths claims it."""
    require_paths([*(paths or []), *([standards] if standards is not None else [])])
    repository = judgeable(read(paths or [], standards, cached=cached))
    if standard not in repository.library.standards:
        stop(f"there is no standard {standard}{near(standard, repository.library.standards)}")
    if paths and not any(claim.standard == standard for port in repository.ports.values() for claim in port.claims):
        named = ", ".join(path.as_posix() for path in paths)
        say(f"hardmate: no port of {named} claims {standard}, so counterexamples start from ports made for it")
    return repository


def engine(stack: ExitStack, *, cvc5: bool, work: int, keep: Path | None = None) -> Engine:
    """Intervals, and the solvers that are there; says what is missing."""
    if not installed("z3"):
        say("hardmate: z3 is not installed; `pip install 'hardmate[prove]'` adds it")
    if cvc5 and not installed("cvc5"):
        stop("cvc5 is not installed; `pip install 'hardmate[cvc5]'` adds it")
    first = _started("z3", work, stack) if installed("z3") else None
    second = _started("cvc5", work, stack) if cvc5 else None
    return Engine(first, second, keep=keep is not None)


def _started(name: str, work: int, stack: ExitStack) -> Solver:
    """A solver, which says in the end if it was lost over questions; what is unknown then is not kept as the answer."""
    solver = stack.enter_context(Solver(name, work))

    def end() -> None:
        if solver.lost:
            say(f"hardmate: {name} ran out of memory, or hung, over {counted(solver.lost, 'question')}")

    stack.callback(end)
    return solver


def _kept(found: Soundness, folder: Path) -> None:
    """The evidence as files: each question under its key, each counterexample under its clause."""
    files = {f"{key}.smt2": text for key, text in found.evidence.items()}
    for each in found.propositions:
        files |= each.refutation.files if each.refutation is not None else {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in sorted(files.items()):
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        stop(f"{folder.as_posix()} can not be written: {error.strerror}")
