"""One clause explained, as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hardmate.language.dictionary import Dictionary, Parameter
from hardmate.model.fleet import FleetClause
from hardmate.model.open_numbers import OpenNumber
from hardmate.model.shapes.dictionary import SourceShape
from hardmate.model.standard import Clause, read_paths
from hardmate.quantity import show_quantity
from hardmate.report.style import Style, plain


def explain_lines(
    clause: Clause, applied_by: Sequence[str], sources: Mapping[str, SourceShape], dictionary: Dictionary, style: Style
) -> Iterator[str]:
    """What a clause asks, why, of which values, and how that is known. `applied_by` are the standards that hold it."""
    yield style("bold", f"{clause.id}: {plain(clause.title)}")
    yield f"  {clause.force}, {clause.judges}, for {clause.capability}"
    yield f"  stands in    {plain(clause.requirement)}"
    yield f"  known        {clause.provenance}" + (
        f", confirmed for {', '.join(clause.confirmed_for)}" if clause.confirmed_for else ""
    )
    for each in clause.source:
        yield f"               {each}: {plain(sources[each].title) if each in sources else 'not listed'}"
    yield f"  applied by   {', '.join(applied_by)}"
    if clause.when_text:
        yield f"  when         {plain(clause.when_text)}"
    yield f"  requires     {plain(clause.requires_text)}"
    for number in clause.open_numbers.values():
        yield f"  open         {_open(number)}"
    yield f"  why          {plain(clause.rationale)}"
    yield f"  help         {plain(clause.help)}"
    if clause.negotiated:
        yield f"  negotiated   {plain(clause.negotiated)}"
    yield f"  verify by    {', '.join(clause.verify)}"
    yield f"  written in   {clause.location.file}"
    yield "  reads"
    for path in read_paths(clause):
        yield f"    {path}: {_told(dictionary[path])}"


def fleet_explain_lines(clause: FleetClause, sources: Mapping[str, SourceShape], style: Style) -> Iterator[str]:
    """What a clause over a fleet asks, why, and how that is known."""
    yield style("bold", f"{clause.id}: {plain(clause.title)}")
    yield f"  {clause.force}, over a fleet: judged for the vehicles that a plan lists under `fleet`"
    yield f"  stands in    {plain(clause.requirement)}"
    yield f"  known        {clause.provenance}"
    for each in clause.source:
        yield f"               {each}: {plain(sources[each].title) if each in sources else 'not listed'}"
    yield f"  applied by   {clause.standard}"
    yield f"  requires     {clause.asks}"
    yield f"  why          {plain(clause.rationale)}"
    yield f"  help         {plain(clause.help)}"
    yield f"  verify by    {', '.join(clause.verify)}"
    yield f"  written in   {clause.location.file}"


def _open(number: OpenNumber) -> str:
    """`TBD limit in m/s: NASA owes it, due 2027-03-01; the document says TBD`."""
    unit = f" in {number.unit.symbol}" if number.unit is not None else ""
    due = f", due {number.due}" if number.due else ""
    note = f"; {plain(number.note)}" if number.note else ""
    return f"TBD {number.name}{unit}: {plain(number.owner)} owes it{due}{note}"


def _told(parameter: Parameter) -> str:
    parts = [plain(parameter.title)]
    if parameter.kind is not None and parameter.unit is not None and parameter.domain is not None:
        parts.append(f"{parameter.kind.title} in {parameter.unit.symbol}, {parameter.reading}")
        parts.append(f"within {show_quantity(parameter.domain)}")
    elif parameter.choices:
        parts.append(f"{parameter.type} of {', '.join(parameter.choices)}")
    else:
        parts.append(parameter.type.value)
    return "; ".join(parts)
