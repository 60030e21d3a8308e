"""What is only recalled fails nobody, what is disputed settles nothing, and better sources lose nothing."""

from __future__ import annotations

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from law_fleet import assessed, clauses, declared, judge, keyed, library, sampled_pairs, with_values
from law_values import declarations, holdings, references
from msgspec.structs import replace

from hardmate.assess.capability import Standing
from hardmate.assess.conformance import conformance
from hardmate.assess.gate import conformance_findings
from hardmate.finding import Severity
from hardmate.language.build import Holder
from hardmate.language.judge import Judgement, Outcome
from hardmate.language.judge import judge as judged
from hardmate.language.value import Provenance, Value
from hardmate.model.standard import Clause
from hardmate.model.vehicle import Port

BETTER = {Provenance.DISPUTED: Provenance.RECALLED, Provenance.RECALLED: Provenance.PRIMARY}


def known_as(value: Value, provenance: Provenance) -> Value:
    content = value.content
    if isinstance(content, tuple):
        content = tuple({name: known_as(cell, provenance) for name, cell in row.items()} for row in content)
    return replace(value, content=content, evidence=replace(value.evidence, provenance=provenance))


def all_known_as(port: Port, provenance: Provenance) -> Port:
    """The port with everything that it declares known in one way."""
    return replace(
        port,
        claims=tuple(replace(each, evidence=replace(each.evidence, provenance=provenance)) for each in port.claims),
        roles={
            axis: replace(each, evidence=replace(each.evidence, provenance=provenance))
            for axis, each in port.roles.items()
        },
        values={path: known_as(value, provenance) for path, value in port.values.items()},
    )


def better_known(port: Port) -> Port:
    """The port with all its values, claims and roles one step better known."""

    def step(provenance: Provenance) -> Provenance:
        return BETTER.get(provenance, provenance)

    return replace(
        port,
        claims=tuple(
            replace(each, evidence=replace(each.evidence, provenance=step(each.evidence.provenance)))
            for each in port.claims
        ),
        roles={
            axis: replace(each, evidence=replace(each.evidence, provenance=step(each.evidence.provenance)))
            for axis, each in port.roles.items()
        },
        values={path: known_as(value, step(value.evidence.provenance)) for path, value in port.values.items()},
    )


def outcome(clause: Clause, held: dict[str, dict[str, Value]]) -> Judgement:
    holders = {root: Holder(root, entries) for root, entries in held.items()}
    return judged(clause.requires, clause.when, library().dictionary, holders)


def test_no_shipped_pair_is_incompatible_on_what_is_only_recalled() -> None:
    for one, other in sampled_pairs(every=41):
        pair = assessed(*(all_known_as(port, Provenance.RECALLED) for port in (one, other)))
        for way in pair.tried:
            assert not [each for each in way.verdicts if each.outcome is Outcome.FAIL]
            assert Standing.INCOMPATIBLE not in {each.standing for each in way.capabilities}


@settings(max_examples=30, deadline=None)
@given(declarations("one"), declarations("other"))
def test_no_generated_port_or_pair_is_refused_on_what_is_only_recalled(
    one: dict[str, object], other: dict[str, object]
) -> None:
    first, second = (all_known_as(declared(each).ports[0], Provenance.RECALLED) for each in (one, other))
    pair = assessed(first, second)
    assert not [each for way in pair.tried for each in way.verdicts if each.outcome is Outcome.FAIL]
    assert Standing.INCOMPATIBLE not in {each.standing for way in pair.tried for each in way.capabilities}
    for found in conformance(first, library(), judge()):
        told = conformance_findings(found, library().dictionary)
        assert not [each for each in told if each.severity is Severity.ERROR]


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_value_that_becomes_recalled_turns_no_clause_into_a_failure(data: st.DataObject) -> None:
    clause = data.draw(st.sampled_from(clauses()))
    held = data.draw(holdings(references(clause.requires, clause.when)))
    spots = sorted((root, path) for root, entries in held.items() for path in entries)
    assume(spots)
    root, path = data.draw(st.sampled_from(spots))
    before = outcome(clause, held)
    held[root][path] = known_as(held[root][path], Provenance.RECALLED)
    after = outcome(clause, held)
    event(f"{before.outcome} to {after.outcome}{', doubtful' if after.doubtful else ''}")
    if after.outcome is Outcome.FAIL:
        assert before.outcome is Outcome.FAIL
        without = {**held, root: {name: value for name, value in held[root].items() if name != path}}
        assert outcome(clause, without).outcome is Outcome.FAIL, "it failed because of what is only recalled"


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_value_that_becomes_disputed_settles_as_little_as_one_that_is_missing(data: st.DataObject) -> None:
    """So a clause that needs it is undetermined, always, and one that does not need it is untouched."""
    clause = data.draw(st.sampled_from(clauses()))
    held = data.draw(holdings(references(clause.requires, clause.when)))
    spots = sorted((r, p) for r, entries in held.items() for p in entries)
    assume(spots)
    root, path = data.draw(st.sampled_from(spots))
    before = outcome(clause, held)
    disputed = {**held, root: {**held[root], path: known_as(held[root][path], Provenance.DISPUTED)}}
    missing = {**held, root: {name: value for name, value in held[root].items() if name != path}}
    found, lacking = outcome(clause, disputed), outcome(clause, missing)
    event(f"{before.outcome} to {found.outcome}")
    assert (found.outcome, found.doubtful) == (lacking.outcome, lacking.doubtful)
    if found.outcome not in (before.outcome, Outcome.UNDETERMINED):
        assert before.outcome is Outcome.UNDETERMINED
    settled_before = before.outcome in (Outcome.PASS, Outcome.FAIL)
    if found.outcome is Outcome.UNDETERMINED and not found.doubtful and settled_before:
        assert path in {reading.path.partition("[")[0] for reading in found.owed}, "the finding names what is owed"


@settings(max_examples=40, deadline=None)
@given(declarations("one"), declarations("other"), st.sampled_from([Provenance.RECALLED, Provenance.DISPUTED]))
def test_better_sources_take_no_capability_away_but_may_settle_it(
    one: dict[str, object], other: dict[str, object], provenance: Provenance
) -> None:
    """Under one role assignment, more trust only ever settles what was undetermined."""
    first, second = declared(one).ports[0], declared(other).ports[0]
    modes = first.values.get("mechanism.modes")
    worse = all_known_as(first, provenance)
    if modes is not None:  # what says how a pair mates decides which assignments there are, not what they can do
        worse = with_values(worse, {"mechanism.modes": modes})
    for before, after in (
        (assessed(worse, second), assessed(better_known(worse), second)),
        (assessed(first, second), assessed(better_known(first), second)),
    ):
        later = keyed(after.tried)
        for key, way in keyed(before.tried).items():
            if key not in later:
                continue
            for old, new in zip(way.capabilities, later[key].capabilities, strict=True):
                event(f"{old.standing} to {new.standing}")
                if old.standing is not Standing.UNDETERMINED:
                    assert new.standing is old.standing, (new.capability.id, new.reasons)
