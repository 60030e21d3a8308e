"""What a change does to the ground that others stand on: how a clause is known, and whether any port can conform."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from test_impact_laws import CLAUSE, repository

from hardmate.analysis.impact.compare import Impact, impact
from hardmate.analysis.impact.kinds import Breaks, Kind
from hardmate.analysis.impact.mixed import Status
from hardmate.analysis.impact.side import Side
from hardmate.document import Document, parse
from hardmate.model.shapes.standard import ClauseShape
from hardmate.model.standard import Clause, clause
from hardmate.repository import Applied

SMALL, NEAR = "port.ring.offset <= 0.1 m", "a.ring.offset - b.ring.offset <= 0.1 m"


def side(**clauses: str) -> Side:
    """A standard of these clauses, by id: what each requires, and behind a bar how it is known, if not primary."""
    library, built = repository().library, {}
    for name, said in clauses.items():
        requires, _, provenance = said.partition(" | ")
        text = CLAUSE.format(requires).replace("id: bounded", f"id: {name}")
        text = text.replace("provenance: primary", f"provenance: {provenance or 'primary'}")
        if "port." not in requires:
            text = text.replace("judges: conformance", "judges: compatibility")
        document = parse(text.encode(), f"{name}.yaml")
        assert isinstance(document, Document)
        found = clause(ClauseShape.of(document.data), document, "ring/A", library.dictionary)
        assert isinstance(found, Clause), found
        built[name] = Applied(found, "ring/A", confirmed=True)
    laid = replace(library, clauses={"ring/A": built, "common": {}})
    return Side("side", replace(repository(), library=laid))


def between(old: Side, new: Side) -> Impact:
    return impact(old, new, judged=False)


@pytest.mark.parametrize(
    ("old", "new", "kind", "breaks"),
    [
        ("recalled", "primary", Kind.TIGHTENED, (Breaks.MAKERS,)),
        ("disputed", "primary", Kind.TIGHTENED, (Breaks.MAKERS,)),
        ("primary", "recalled", Kind.RELAXED, ()),
        ("recalled", "disputed", Kind.RELAXED, ()),
        ("primary", "secondary", Kind.EDITORIAL, ()),
    ],
)
def test_a_clause_that_begins_to_fail_ports_is_no_editorial_change(
    old: str, new: str, kind: Kind, breaks: tuple[Breaks, ...]
) -> None:
    found = between(side(small=f"{SMALL} | {old}"), side(small=f"{SMALL} | {new}"))
    assert [each.kind for each in found.clauses] == [kind]
    assert found.breaks == breaks


def test_a_guarantee_is_lost_with_a_premise_that_is_disputed_now() -> None:
    found = between(side(small=SMALL, near=NEAR), side(small=f"{SMALL} | disputed", near=NEAR))
    assert [each.id for each in found.lost] == ["near"]
    assert found.breaks == (Breaks.COUNTERPARTS,)


def test_of_what_no_port_can_keep_nothing_is_said_to_follow() -> None:
    """`gone` would follow, and `near` be guaranteed, from a revision to which no port can conform."""
    old = side(small=SMALL, near=NEAR, gone="port.ring.offset <= 0.05 m")
    found = between(old, side(small=SMALL, near=NEAR, large="port.ring.offset >= 0.2 m"))
    kinds = {each.change.id: each for each in found.clauses}
    assert kinds["gone"].kind is Kind.REMOVED
    assert kinds["gone"].why.endswith("no port can keep small and large")
    (near,) = found.guarantees
    assert near.statuses == (Status.PROVED, Status.OPEN, Status.OPEN, Status.OPEN)
    assert near.lost
