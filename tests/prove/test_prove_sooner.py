"""What exact intervals settle is what the judge says: of random clauses, over values that are there, `none`, or not."""

from __future__ import annotations

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from prove_world import DICTIONARY, Declared, clauses, declarations, tree

from hardmate.language import tree as t
from hardmate.language.build import Holder
from hardmate.language.check import undecidable
from hardmate.language.judge import judge
from hardmate.language.quick import bounds
from hardmate.language.sooner import firm, settler
from hardmate.language.value import Evidence, Maturity, Provenance, Value

DOUBTS = (Evidence(Provenance.RECALLED), Evidence(Provenance.DISPUTED), Evidence(maturity=Maturity.TBR))
missed = st.frozensets(st.sampled_from(sorted(DICTIONARY)), max_size=2)


def read(*nodes: t.Node | None) -> list[tuple[str, str]]:
    return [(each.root, each.path) for node in nodes if node is not None for each in t.references(node)]


@settings(max_examples=100)
@given(clauses, st.none() | clauses, declarations(), declarations(), missed)
def test_what_is_settled_sooner_is_what_the_judge_says(
    text: str, guard: str | None, one: Declared, other: Declared, missed: frozenset[str]
) -> None:
    requires, when = tree(text), None if guard is None else tree(guard)
    assume(requires is not None and (guard is None or when is not None))
    assert requires is not None
    if undecidable(requires, when, DICTIONARY) is not None:
        return
    left = {path: value for path, value in one.values.items() if path not in missed}
    holders = {"a": Holder("a", left), "b": Holder("b", other.values)}
    known = {(word, path): bounds(holders[word].value(path, DICTIONARY)) for word, path in read(requires, when)}
    settled = settler(requires, when)(known)
    event(f"settled: {settled}")
    assert settled in (None, judge(requires, when, DICTIONARY, holders, full=False).outcome)


@given(declarations(), st.sampled_from(DOUBTS), st.data())
def test_only_what_nobody_doubts_is_firm(one: Declared, doubt: Evidence, data: st.DataObject) -> None:
    values = list(one.values.values())
    assert all(map(firm, values))
    at = data.draw(st.integers(0, len(values) - 1))
    values[at] = doubted(values[at], doubt, data)
    assert not all(map(firm, values))


def doubted(value: Value, doubt: Evidence, data: st.DataObject) -> Value:
    """The value with doubt about it, or about one cell of a table."""
    if not isinstance(value.content, tuple) or data.draw(st.booleans()):
        return replace(value, evidence=doubt)
    rows = [dict(row) for row in value.content]
    row = data.draw(st.sampled_from(rows))
    name = data.draw(st.sampled_from(sorted(row)))
    row[name] = replace(row[name], evidence=doubt)
    return replace(value, content=tuple(rows))
