"""A verdict that fails over tables in; the cells of the rows that are at fault out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from hardmate.assess.verdict import Verdict
from hardmate.language import tree as t
from hardmate.language.build import Holder
from hardmate.language.dictionary import Dictionary
from hardmate.language.judge import Judgement, Outcome, Reading, judge
from hardmate.language.value import Row, Value
from hardmate.model.vehicle import Port

MOST_ROWS = 2
"""Of a table with more rows at fault none is named: then it is not a row that is wrong."""


def cells_at_fault(verdict: Verdict, sides: Mapping[str, Port], dictionary: Dictionary) -> tuple[Reading, ...]:
    """The cells that failing comparisons read, of the rows with which the clause fails when each stands alone."""
    if not _failed(verdict.judgement):
        return ()
    found: dict[Reading, None] = {}
    for node in t.walk(verdict.clause.requires):
        if not isinstance(node, t.Quantified) or node.op not in ("all", "any"):
            continue
        side = verdict.sides[node.table.root]
        value = sides[side].values.get(node.table.path)
        if value is None or not isinstance(value.content, tuple):
            continue
        at_fault = list(_rows_at_fault(verdict, node, value, value.content, sides=sides, dictionary=dictionary))
        if len({number for number, _ in at_fault}) <= MOST_ROWS:
            for number, column in at_fault:
                found[Reading(side, f"{node.table.path}[{number}].{column}")] = None
    return tuple(found)


def _rows_at_fault(
    verdict: Verdict,
    node: t.Quantified,
    value: Value,
    rows: tuple[Row, ...],
    *,
    sides: Mapping[str, Port],
    dictionary: Dictionary,
) -> Iterator[tuple[int, str]]:
    """Number and column of each cell, counted from 1."""
    clause = verdict.clause
    for number, row in enumerate(rows, 1):
        alone = {node.table.path: replace(value, content=(row,))}
        holders = {
            word: Holder(
                side,
                {**sides[side].values, **alone} if side == verdict.sides[node.table.root] else sides[side].values,
                sides[side].location,
            )
            for word, side in verdict.sides.items()
        }
        judgement = judge(clause.requires, clause.when, dictionary, holders)
        if _failed(judgement):
            for inner in t.walk(node.body):
                if inner.span in judgement.culprits:
                    for reference in t.references(inner):
                        if reference.root == node.variable and reference.path in row:
                            yield number, reference.path


def _failed(judgement: Judgement) -> bool:
    return judgement.outcome is Outcome.FAIL or judgement.doubtful
