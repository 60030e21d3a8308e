"""The matrix as JSON, pair by pair: pairs that are told alike share a text in which only their ids are put in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import indent

from msgspec.structs import replace

from hardmate import __version__
from hardmate.api import Glance
from hardmate.assess.alike import FIRST, SECOND
from hardmate.assess.verdict import bounded
from hardmate.language.dictionary import Dictionary
from hardmate.report import record as r
from hardmate.report.cell import Cell, Tightest, cell
from hardmate.report.json_report import pretty, text, tightest_record

_FIRST, _SECOND = (pretty(name).strip().strip('"') for name in (FIRST, SECOND))


def matrix_text(ports: Sequence[str], glances: Iterable[Glance], dictionary: Dictionary) -> Iterator[str]:
    """The report of a matrix, piece by piece: no more than one pair is held."""
    whole = text(r.MatrixRecord(report="matrix", hardmate=__version__, ports=list(ports), pairs=[]))
    head, empty, tail = whole.rpartition("[]")
    between = f"{head}["
    known: dict[tuple[int, int], tuple[Glance, str]] = {}
    for glance in glances:
        verdict = None if glance.tight is None else glance.tight[0]
        key = (id(glance.outline), id(verdict))
        alike = known.get(key)
        if alike is None:
            bounded(known)
            # The first such pair is kept beside its text: only a living object keeps its id.
            alike = known[key] = (glance, _template(glance, dictionary))
        first, second = glance.ports
        yield f"{between}\n{alike[1].replace(_FIRST, first.id).replace(_SECOND, second.id)}"
        between = ","
    yield f"\n  ]{tail}" if between == "," else f"{head}{empty}{tail}"


def _template(glance: Glance, dictionary: Dictionary) -> str:
    """What is told of such pairs, with FIRST and SECOND for their ids."""
    first, second = glance.ports
    unnamed = replace(glance, ports=(replace(first, id=FIRST), replace(second, id=SECOND)))
    return indent(pretty(_record(cell(unnamed, dictionary)).model_dump(mode="json")).rstrip(), "    ")


def _record(told: Cell) -> r.CellRecord:
    return r.CellRecord(
        ports=list(told.ports), standing=told.standing.value, reason=told.reason, tightest=_tightest(told.tightest)
    )


def _tightest(found: Tightest | None) -> r.TightestRecord | None:
    if found is None:
        return None
    return tightest_record(found.clause, found.text, found.fraction)
