"""The shape of what a standards folder says is asked: standards, clauses, and modes with their capabilities."""

from __future__ import annotations

from typing import Annotated, Literal

from hardmate.language.value import Provenance
from hardmate.model.roles import Axis
from hardmate.model.shapes.common import Date, Expression, GroupName, Id, Line, Prose, Sources, StandardId
from hardmate.model.shapes.shape import NO_ITEMS, NO_KEYS, Limit, Shape
from hardmate.model.words import Force, Method, Subject


class StandardShape(Shape):
    """One standard in one revision: the folder's head page. Its clauses stand beside it, a file each."""

    kind: Literal["standard"]
    """standard"""
    id: Id
    """Short name, the same as the folder's: idss."""
    revision: Annotated[str, Limit(pattern=r"^[A-Za-z0-9.-]+$", max_length=30)] = ""
    """The revision, the same as the inner folder's name: E. Only the common standard has none."""
    title: Line
    """Full title of the document."""
    publisher: Line = ""
    """Who publishes the document."""
    mating: bool
    """true: a port that claims it says which ports it mates with; false: it covers a service."""
    extends: StandardId = ""
    """The revision whose clauses this one takes over."""
    withdraws: list[Id] = NO_ITEMS
    """Clauses of the extended revision that no longer apply."""
    interoperable_with: list[Annotated[str, Limit(max_length=30)]] = NO_ITEMS
    """Other revisions of this standard whose ports may be judged together with this one's."""
    provenance: Provenance
    """How what this page says is known."""
    source: Sources
    """The id of one source, or of several, from a file of kind sources."""
    changes: list[Prose] = NO_ITEMS
    """What changed against the revision that it extends."""
    essential: dict[Id, list[Id]] = NO_KEYS
    """Per capability, the clauses without which it can not be called compatible."""
    board: Line = ""
    """The body that owns the standard and grants departures from it."""
    note: Prose = ""
    """What a reader should know."""


class Structured(Shape):
    """A simple requirement without an expression: one value and exactly one of the tests below."""

    value: Annotated[str, Limit(pattern=r"^[a-z_]+\.[a-z0-9_]+\.[a-z0-9_]+$")]
    """The parameter, with its role word: port.hcs.active_hooks."""
    at_most: str | int | None = None
    """The largest value allowed."""
    at_least: str | int | None = None
    """The smallest value allowed."""
    within: str | None = None
    """The range allowed, or the parameter that accepts it."""
    one_of: Annotated[list[str], Limit(min_length=1)] | None = None
    """The words allowed."""
    equal: str | int | bool | None = None
    """The one count, word or flag allowed."""


class OpenNumberShape(Shape):
    """A number that the standard does not have yet: whose move it is, and until when."""

    owner: Line
    """Who owes the number."""
    due: Date = ""
    """The day by which it is promised, quoted: "2027-03-01"; left out where nobody has promised it."""
    note: Prose = ""
    """What a reader should know: what the document says in its place."""


class ClauseShape(Shape):
    """One testable requirement of a standard."""

    kind: Literal["clause"]
    """clause"""
    id: Id
    """Short name, in kebab-case, named for its subject, the same as the file's name without .yaml; never reused."""
    title: Line
    """What the clause asks, as a sentence."""
    requirement: Line
    """Where it stands: document, revision, section or table."""
    provenance: Provenance
    """How its text and numbers are known. A failure of a recalled clause is a warning."""
    source: Sources
    """The id of one source, or of several, from a file of kind sources."""
    confirmed_for: list[Annotated[str, Limit(max_length=30)]] = NO_ITEMS
    """Later revisions for which the source confirms it; in others it is inherited, and marked unconfirmed."""
    force: Force
    """How binding it is. Only the failure of a shall is an error."""
    judges: Subject
    """conformance: a port against the standard; consistency: a declaration against itself; compatibility: one \
port against the other."""
    capability: Id
    """The capability that it bears on, such as soft-capture or hard-mate."""
    when: Expression | None = None
    """When it applies; if that is false the clause is not applicable."""
    requires: Expression | Structured
    """What must hold, in the clause language or as one value and one test."""
    open_numbers: dict[GroupName, OpenNumberShape] = NO_KEYS
    """The numbers that its expressions leave to be determined, `TBD limit_name m/s`, by name."""
    rationale: Prose
    """Why: the physics or the history behind it."""
    help: Prose
    """What to do when it fails."""
    verify: Annotated[list[Method], Limit(min_length=1)]
    """How it can be verified."""
    rules: list[Line] = NO_ITEMS
    """Ids of the rules of a rule collection that it covers."""
    no_departure: Prose = ""
    """Why nobody can be granted a departure from it; left out where one can be."""
    negotiated: Prose = ""
    """Why the standard leaves it to each pair to agree, so that ports may conform and still not meet it."""


class CapabilityShape(Shape):
    """One thing a mated pair can do."""

    title: Line
    """What it is, as a sentence."""
    needs: list[Id]
    """The capabilities without which this one is not to be had."""
    through: bool = False
    """Whether it goes on through an adapter to the next joint, as crew and power do; an approach does not."""


class ModeShape(Shape):
    """A way of mating, with its capabilities in the order of the phases."""

    kind: Literal["mode"]
    """mode"""
    id: Id
    """Short name: docking."""
    title: Line
    """What it is."""
    roles: dict[Axis, Id]
    """The axes on which roles are taken, each with the capability that fails when nobody can take them."""
    capabilities: Annotated[dict[Id, CapabilityShape], Limit(min_length=1)]
    """The capabilities, in order."""


class LibraryShape(Shape):
    """What a standards folder is, in the file library.yaml at its top. Without it, the folder stands alone."""

    kind: Literal["library"]
    """library"""
    title: Line
    """Whose standards these are."""
    upon: Literal["shipped"]
    """shipped: the dictionary, modes and standards that come with Hardmate hold as well, and this folder adds to \
them."""
