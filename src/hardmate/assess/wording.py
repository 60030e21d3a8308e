"""Verdicts in words: both values, the distance, and the places where the values stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hardmate.assess.rows import cells_at_fault
from hardmate.assess.verdict import Verdict, value_at
from hardmate.finding import Location, Related
from hardmate.language import tree as t
from hardmate.language.dictionary import Dictionary
from hardmate.language.judge import Outcome, Reading
from hardmate.language.shown import amount_text, margin_unit
from hardmate.language.value import Provenance, Trust, Value
from hardmate.model.vehicle import Port
from hardmate.quantity import Quantity, show

Sides = Mapping[str, Port]


def values_by_port(verdict: Verdict, sides: Sides, dictionary: Dictionary) -> tuple[str, ...]:
    """Per port, `orion/forward: source voltage 98 .. 136 V`: the values that decide."""
    return tuple(f"{port}: {text}" for port, text in _values(verdict, sides, dictionary).items())


def values_text(verdict: Verdict, sides: Sides, dictionary: Dictionary) -> str:
    """`orion/forward: source voltage 98 .. 136 V; halo/forward: accepted voltage 100 .. 130 V`."""
    return "; ".join(values_by_port(verdict, sides, dictionary))


def values_told(verdict: Verdict, sides: Sides, dictionary: Dictionary) -> str:
    """The same where nobody says what pair it is about: `tug/forward with node/zenith: hooks 4` if the value of one
    port decides, or else two pairs that fail by that value would be told alike."""
    told = _values(verdict, sides, dictionary)
    silent = [port.id for port in sides.values() if port.id not in told]
    return "; ".join(f"{' with '.join((port, *silent))}: {text}" for port, text in told.items())


def _values(verdict: Verdict, sides: Sides, dictionary: Dictionary) -> Mapping[str, str]:
    """By port, the values that decide."""
    told: dict[str, list[str]] = {}
    for reading in deciding(verdict, sides, dictionary):
        port = sides[reading.holder]
        told.setdefault(port.id, []).append(value_text(value_at(port, reading, dictionary, own=False), reading.path))
    return {port: ", ".join(texts) for port, texts in told.items()}


def value_text(value: Value, path: str) -> str:
    """The parameter's title, with the row for a cell, and what is declared; words stand after a colon."""
    title = value.parameter.title
    name = title[:1].lower() + title[1:] if title[1:2].islower() else title
    table, _, cell = path.partition("[")
    row = f" in row {cell.partition(']')[0]} of {table.partition('.')[2]}" if cell else ""
    labels = [value.evidence.provenance.value] if value.trust in (Trust.RECALLED, Trust.DISPUTED) else []
    if value.trust is Trust.PROVISIONAL and not value.text.startswith(value.evidence.maturity):
        labels.append(value.evidence.maturity.value)
    about = f" ({', '.join(labels)})" if labels and value.content is not None else ""
    told = f" {value.text}" if isinstance(value.content, Quantity) else f": {value.text}"
    if isinstance(value.content, frozenset):
        told = f": [{value.text}]"
    return f"{name}{told}{row}{about}"


def deciding(verdict: Verdict, sides: Sides, dictionary: Dictionary) -> Sequence[Reading]:
    """The readings to tell: of the comparisons that fail, or of the whole clause; of tables, the cells that decide."""
    judgement = verdict.judgement
    varying = [reading for reading, _ in judgement.witness if "[" in reading.path]
    cells = list(dict.fromkeys((*cells_at_fault(verdict, sides, dictionary), *varying)))
    tables = {(cell.holder, cell.path.partition("[")[0]) for cell in cells}
    whole = [reading for reading in judgement.readings if "[" not in reading.path]
    if judgement.outcome is Outcome.UNDETERMINED and not judgement.doubtful:
        return whole
    wanted = {
        (verdict.sides[reference.root], reference.path)
        for node in t.walk(verdict.clause.requires)
        if node.span in judgement.culprits
        for reference in t.references(node)
        if reference.root in verdict.sides
    }
    chosen = [reading for reading in whole if (reading.holder, reading.path) in wanted] or whole
    return [reading for reading in chosen if (reading.holder, reading.path) not in tables] + cells


def caveat(verdict: Verdict, sides: Sides, dictionary: Dictionary) -> str:
    """What a failure rests on that is less than known: why it decides nothing, or what is not confirmed."""
    applied, clause = verdict.applied, verdict.clause
    values = [value_at(sides[reading.holder], reading, dictionary, own=False) for reading in verdict.judgement.readings]
    if verdict.judgement.doubtful:
        causes = []
        if clause.provenance is Provenance.RECALLED:
            causes.append("the clause is only recalled")
        if any(value.trust is Trust.RECALLED for value in values):
            causes.append("a value is only recalled")
        if not causes:
            causes.append(f"that both sides keep to {applied.standard} is only recalled")
        return f"{' and '.join(causes)}, so it decides nothing yet"
    return "" if applied.confirmed else f"the clause is of {clause.standard}, not confirmed for {applied.standard}"


def witness_text(verdict: Verdict, sides: Sides, dictionary: Dictionary) -> str:
    """`fails at 126 V; 6 V beyond the limit at worst`, or nothing for a clause of words."""
    told = []
    paths = [reading.path for reading, _ in verdict.judgement.witness]
    for reading, at in verdict.judgement.witness:
        value = value_at(sides[reading.holder], reading, dictionary, own=False)
        if value.parameter.unit is not None:
            name = f"{reading.path} " if len(paths) > 1 else ""
            whose = f"{sides[reading.holder].id} " if paths.count(reading.path) > 1 else ""
            told.append(f"{whose}{name}{show(at, value.parameter.unit)}")
    margin = verdict.judgement.margin
    beyond = ""
    if margin is not None and margin.amount < 0:
        unit = margin_unit(verdict.clause.requires, margin.span, dictionary)
        beyond = f"{amount_text(-margin.amount, unit, shortfall=True)} beyond the limit{' at worst' if told else ''}"
    at_text = f"fails at {', '.join(told)}" if told else ""
    return "; ".join(part for part in (at_text, beyond) if part)


def first_place(verdict: Verdict, sides: Sides, dictionary: Dictionary) -> Location | None:
    """Where the first deciding value stands."""
    values = (value_at(sides[each.holder], each, dictionary) for each in deciding(verdict, sides, dictionary))
    return next((value.location for value in values if value.location is not None), None)


def places(verdict: Verdict, sides: Sides, dictionary: Dictionary) -> tuple[Location | None, tuple[Related, ...]]:
    """Where the first deciding value stands, and the places of the others, each with what stands there."""
    found: list[tuple[Location, str]] = []
    for reading in deciding(verdict, sides, dictionary):
        port = sides[reading.holder]
        value = value_at(port, reading, dictionary)
        if value.location is not None:
            found.append((value.location, f"{port.id}: {value_text(value, reading.path)}"))
    unique = list(dict(found).items())
    if not unique:
        return None, ()
    return unique[0][0], tuple(Related(location, text) for location, text in unique[1:])
