"""What each kind of file looks like: the pydantic models behind the published schemas.

A shape is the file's structure with its scalars still as written; parameters' values are read afterwards, against
the dictionary. Every field's description is what the schema, and with it an editor, tells an author.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from hardmate.language.dictionary import Nature, Reading, Type
from hardmate.language.value import Maturity, Provenance
from hardmate.model.roles import Axis

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
GroupName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Date = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description='A day, quoted: "2027-03-01".')]
Line = Annotated[str, Field(min_length=1, max_length=400)]
Prose = Annotated[str, Field(min_length=1, max_length=4000)]
Expression = Annotated[str, Field(min_length=1, max_length=2000)]
PortId = Annotated[
    str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*(@[a-z0-9]+(-[a-z0-9]+)*)?$", max_length=200)
]
RuleId = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$", max_length=40)]
StandardId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*/[A-Za-z0-9.-]+$", max_length=120)]
SourceIds = Annotated[list[Annotated[str, Field(min_length=1, max_length=40)]], Field(min_length=1)]
Sources = Annotated[str, Field(min_length=1, max_length=40)] | SourceIds


class Shape(BaseModel):
    """Unknown keys are refused; a shape never changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class EvidenceShape(Shape):
    """How the values below are known, unless they say otherwise themselves."""

    provenance: Provenance
    """primary: read in the owner's own document; secondary: in a text that cites it; recalled: from memory, no \
document found; disputed: sources contradict each other."""
    source: Sources
    """The id of one source, or of several, from a file of kind sources."""
    note: Prose = ""
    """What a reader should know of this evidence."""


class LongForm(Shape):
    """A value with how it is known, how settled it is, and who owes what is missing."""

    value: Any
    """The value, in any form that the parameter takes without the long form."""
    provenance: Provenance | None = None
    """How the value is known; the declaring agency's own statement if left out."""
    source: Sources | None = None
    """The id of one source, or of several, from a file of kind sources."""
    maturity: Maturity | None = None
    """How settled the value is; baselined if left out. TBR and TBC values are used and labelled provisional."""
    owner: Line = ""
    """Who owes the value, if it is not the declaring agency."""
    due: Date = ""
    """The day by which the value is owed, quoted: "2027-03-01"."""
    marking: Line = ""
    """Why a value is withheld, or how it may be passed on."""
    note: Prose = ""
    """What a reader should know of this value."""


class ClaimShape(Shape):
    """A claim that a port keeps to a standard, with how that is known."""

    standard: StandardId
    """The standard and its revision: idss/E."""
    provenance: Provenance | None = None
    """How the claim is known; the declaring agency's own statement if left out."""
    source: Sources | None = None
    """The id of one source, or of several, from a file of kind sources."""
    note: Prose = ""
    """What a reader should know of this claim."""


class RoleShape(Shape):
    """The roles that a port can take on one axis, with how that is known."""

    can: Annotated[list[str], Field(min_length=1)]
    """The role words it can take."""
    provenance: Provenance | None = None
    """How this is known; disputed roles leave a pair undetermined."""
    source: Sources | None = None
    """The id of one source, or of several, from a file of kind sources."""
    note: Prose = ""
    """What a reader should know of these roles."""


class RolesShape(Shape):
    """The roles a port can take when it mates, on separate axes. What is left out is not known."""

    approach: Any = None
    """Which side flies to the other: chaser, target."""
    capture: Any = None
    """Which side's mechanism makes the capture: active, passive."""
    hooks: Any = None
    """Which side's hooks are driven: driver, receiver."""
    power: Any = None
    """Which side feeds the other: source, load."""
    fluid: Any = None
    """Which side gives and which receives fluids: supplier, recipient."""
    arm: Any = None
    """Which side has the arm and which the fixture it takes hold of: arm, fixture."""


class ConfigurationShape(Shape):
    """A state of the port that differs from its usual one; what is left out stays as at the port."""

    title: Line = ""
    """What this state is, in a few words."""
    standards: list[StandardId | ClaimShape] | None = None
    """The standards that the port claims in this state."""
    mechanism: Any = None
    """The hardware in this state."""
    evidence: EvidenceShape | None = None
    """How the values of this state are known, unless they say otherwise themselves."""
    roles: RolesShape | None = None
    """The roles the port can take in this state, axis by axis."""
    parameters: dict[GroupName, dict[GroupName, Any]] = Field(default_factory=dict)
    """Values in this state, by group and name of the dictionary."""


class PortShape(Shape):
    """A place where another port can mate."""

    title: Line = ""
    """What the port is, in a few words."""
    standards: Annotated[list[StandardId | ClaimShape], Field(min_length=1)] | None = None
    """The standards that the port claims to keep to, each with its revision."""
    mechanism: Any = None
    """The hardware at the port, as an id; it decides nothing."""
    evidence: EvidenceShape | None = None
    """How the values of this port are known, unless they say otherwise themselves."""
    roles: RolesShape | None = None
    """The roles the port can take when it mates, axis by axis."""
    parameters: dict[GroupName, dict[GroupName, Any]] = Field(default_factory=dict)
    """Values, by group and name of the dictionary."""
    configurations: dict[Id, ConfigurationShape] = Field(default_factory=dict)
    """States of the port that differ from its usual one; port@state names one."""


class Status(StrEnum):
    """Where a vehicle stands in its life."""

    OPERATIONAL = "operational"
    DEVELOPMENT = "development"
    CONCEPT = "concept"
    PAUSED = "paused"
    RETIRED = "retired"
    LOST = "lost"


class _Declaration(Shape):
    id: Id
    """Short name, in kebab-case, the same as the file's name without .yaml."""
    name: Line
    """The name people use."""
    agency: Line
    """The agency or company that declares, and owes what is missing."""
    revision: Annotated[str, Field(min_length=1, max_length=20)]
    """The revision of this declaration, quoted: "2"."""
    status: Status = Status.OPERATIONAL
    """Where it stands in its life."""
    description: Prose = ""
    """What it is."""
    evidence: EvidenceShape | None = None
    """How the values of this file are known, unless they say otherwise themselves."""


class VehicleShape(_Declaration):
    """The interface declaration of one vehicle or module: its ports and what is known of them."""

    kind: Literal["vehicle"]
    """vehicle"""
    crewed: bool = False
    """Whether it carries a crew when it mates."""
    ports: Annotated[dict[Id, PortShape], Field(min_length=1)]
    """The ports, by id."""


class AdapterShape(_Declaration):
    """The interface declaration of one adapter: hardware that joins two ports which do not fit each other."""

    kind: Literal["adapter"]
    """adapter"""
    mass: Any = None
    """Mass with its unit, such as 526 kg, or the long form."""
    installed: Line = ""
    """How and where it is put in place."""
    stock: Annotated[int, Field(ge=1, le=1000)] = 1
    """How many pieces of it there are; one if left out."""
    passes: dict[Id, Any] = Field(default_factory=dict)
    """Per capability that can go on through an adapter, whether it does: {power: true, fluid: false}, or the long \
form. What is left out is not known."""
    ports: Annotated[dict[Id, PortShape], Field(min_length=2, max_length=2)]
    """The two sides, by id."""


class StandardShape(Shape):
    """One standard in one revision: the folder's head page. Its clauses stand beside it, a file each."""

    kind: Literal["standard"]
    """standard"""
    id: Id
    """Short name, the same as the folder's: idss."""
    revision: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]+$", max_length=30)] = ""
    """The revision, the same as the inner folder's name: E. Only the common standard has none."""
    title: Line
    """Full title of the document."""
    publisher: Line = ""
    """Who publishes the document."""
    mating: bool
    """true: a port that claims it says which ports it mates with; false: it covers a service."""
    extends: StandardId = ""
    """The revision whose clauses this one takes over."""
    withdraws: list[Id] = Field(default_factory=list)
    """Clauses of the extended revision that no longer apply."""
    interoperable_with: list[Annotated[str, Field(max_length=30)]] = Field(default_factory=list)
    """Other revisions of this standard whose ports may be judged together with this one's."""
    provenance: Provenance
    """How what this page says is known."""
    source: Sources
    """The id of one source, or of several, from a file of kind sources."""
    changes: list[Prose] = Field(default_factory=list)
    """What changed against the revision that it extends."""
    essential: dict[Id, list[Id]] = Field(default_factory=dict)
    """Per capability, the clauses without which it can not be called compatible."""
    board: Line = ""
    """The body that owns the standard and grants departures from it."""
    note: Prose = ""
    """What a reader should know."""


class Force(StrEnum):
    """How binding a clause is."""

    SHALL = "shall"
    SHOULD = "should"
    MAY = "may"


class Subject(StrEnum):
    """What a clause judges."""

    CONFORMANCE = "conformance"
    CONSISTENCY = "consistency"
    COMPATIBILITY = "compatibility"


class Method(StrEnum):
    """How a clause can be verified."""

    TEST = "test"
    ANALYSIS = "analysis"
    INSPECTION = "inspection"
    DEMONSTRATION = "demonstration"


class Structured(Shape):
    """A simple requirement without an expression: one value and exactly one of the tests below."""

    value: Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z0-9_]+\.[a-z0-9_]+$")]
    """The parameter, with its role word: port.hcs.active_hooks."""
    at_most: str | int | None = None
    """The largest value allowed."""
    at_least: str | int | None = None
    """The smallest value allowed."""
    within: str | None = None
    """The range allowed, or the parameter that accepts it."""
    one_of: Annotated[list[str], Field(min_length=1)] | None = None
    """The words allowed."""
    equal: str | int | bool | None = None
    """The one count, word or flag allowed."""


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
    confirmed_for: list[Annotated[str, Field(max_length=30)]] = Field(default_factory=list)
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
    rationale: Prose
    """Why: the physics or the history behind it."""
    help: Prose
    """What to do when it fails."""
    verify: Annotated[list[Method], Field(min_length=1)]
    """How it can be verified."""
    rules: list[Line] = Field(default_factory=list)
    """Ids of the rules of a rule collection that it covers."""


class ColumnShape(Shape):
    """A column of a table."""

    title: Line
    """What it is, as a noun phrase."""
    description: Prose = ""
    """What a declaring engineer should know."""
    type: Type
    """What its values look like."""
    quantity: Line | None = None
    """The kind of quantity, such as speed or diameter."""
    unit: Line | None = None
    """The unit that messages use."""
    reading: Reading = Reading.OCCURS
    """occurs: every value may happen; accepts: the whole set is tolerated; selectable: one can be chosen."""
    frame: Line = ""
    """The frame that the value is stated in."""
    event: Line = ""
    """The event at which the value is stated."""
    nature: Nature = Nature.FACT
    """What a repair may touch: adjustable, need or fact."""
    domain: str | int | None = None
    """The physical bounds; a value outside them is an error."""
    resolution: str | int | None = None
    """The smallest difference worth telling."""
    choices: Annotated[dict[Id, Line], Field(min_length=1)] | None = None
    """The words a choice or a set takes, each with its meaning."""


class ParameterShape(ColumnShape):
    """A parameter of the dictionary."""

    columns: Annotated[dict[GroupName, ColumnShape], Field(min_length=1)] | None = None
    """The columns of a table."""
    max_rows: Annotated[int, Field(ge=1, le=64)] | None = None
    """The most rows a table takes."""


class ParametersShape(Shape):
    """One group of the shared dictionary."""

    kind: Literal["parameters"]
    """parameters"""
    group: GroupName
    """The group's name, the same as the file's name without .yaml."""
    title: Line
    """What the group is about."""
    parameters: Annotated[dict[GroupName, ParameterShape], Field(min_length=1)]
    """The parameters, by name."""


class Medium(StrEnum):
    """What a source is."""

    DOCUMENT = "document"
    COPY = "copy"
    ENCYCLOPEDIA = "encyclopedia"
    NEWS = "news"
    REPOSITORY = "repository"
    BOOK = "book"
    MEMORY = "memory"
    PAPER = "paper"
    CONCEPT = "concept"


class SourceShape(Shape):
    """One source."""

    title: Line
    """What it is and where it is found."""
    medium: Medium
    """What kind of text it is."""
    trust: Literal["high", "medium", "low"]
    """How far it is trusted."""


class SourcesShape(Shape):
    """The sources that provenance refers to."""

    kind: Literal["sources"]
    """sources"""
    sources: Annotated[dict[Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9-]*$")], SourceShape], Field(min_length=1)]
    """The sources, by id."""


class Discipline(StrEnum):
    """The field of engineering that a rule belongs to."""

    MECHANISM = "mechanism"
    ENVELOPE = "envelope"
    GNC = "gnc"
    LOADS = "loads"
    ELECTRICAL = "electrical"
    DATA = "data"
    COMMUNICATION = "communication"
    TIME = "time"
    ECLSS = "eclss"
    THERMAL = "thermal"
    ROBOTICS = "robotics"
    FLUID = "fluid"
    FRAMES = "frames"
    UNITS = "units"
    SAFETY = "safety"
    CONFIGURATION = "configuration"


class Weight(StrEnum):
    """What follows when a rule is broken."""

    BLOCKER = "blocker"
    MAJOR = "major"
    MINOR = "minor"
    INFO = "info"


class Grounds(StrEnum):
    """How well the need for a rule is shown."""

    CONFIRMED = "confirmed"
    PARTLY = "partly"
    DERIVED = "derived"
    RECALLED = "recalled"


class OpenShape(Shape):
    """Why no clause checks something: either a value is not there yet, or a feature is missing."""

    needs: Prose = ""
    """The parameters and numbers that are not there yet; with them a clause could check it."""
    not_checkable: Prose = ""
    """Why declarations and the clause language can not decide it."""
    missing: Prose = ""
    """The feature of the declarations or of the clause language that would make it checkable."""
    standard: Id = "common"
    """The standard, without its revision, whose subject it is; common if left out."""


class KeptShape(Shape):
    """How Hardmate itself keeps a rule, without a clause."""

    how: Prose
    """What is refused or told, and where."""
    findings: list[Id] = Field(default_factory=list)
    """The codes of the findings that tell it, if any do."""


class RuleShape(Shape):
    """One thing that two sides have to agree on. Which clauses check it, the clauses say."""

    statement: Prose
    """What must hold, as a sentence."""
    discipline: Discipline
    """The field of engineering that it belongs to."""
    severity: Weight
    """What follows when it is broken: blocker, major, minor or info."""
    grounds: Grounds
    """How well the need for it is shown. confirmed: found in a source; partly: found, but not its numbers; derived: \
it follows from geometry or logic; recalled: from memory, no source found."""
    source: Sources
    """The id of one source, or of several, from a file of kind sources."""
    note: Prose = ""
    """What a reader should know."""
    kept: KeptShape | None = None
    """How Hardmate itself keeps it, for a rule that needs no clause."""
    open: OpenShape | None = None
    """Why nothing checks it, for a rule without a clause."""
    leaves_open: OpenShape | None = None
    """What of a rule that is checked is still not checked, and why."""


class RulesShape(Shape):
    """A collection of rules that the standards are measured against: what is checked, and what is not."""

    kind: Literal["rules"]
    """rules"""
    title: Line
    """What the rules are about."""
    rules: Annotated[dict[RuleId, RuleShape], Field(min_length=1)]
    """The rules, by id."""


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
    capabilities: Annotated[dict[Id, CapabilityShape], Field(min_length=1)]
    """The capabilities, in order."""


class PlanStatus(StrEnum):
    """Whether a plan is pursued."""

    ACTIVE = "active"
    PAUSED = "paused"
    CONCEPT = "concept"


class MatingShape(Shape):
    """One mating that a programme intends."""

    pair: Annotated[list[PortId], Field(min_length=2, max_length=2)]
    """The two ports: [orion/forward, starship-hls/nose]."""
    needs: Annotated[list[Id], Field(min_length=1)]
    """The capabilities that the mating must reach."""
    phase: Line = ""
    """When in the programme."""
    mode: Id | None = None
    """How they mate: docking, berthing or installed; any common mode if left out."""
    date: Line = ""
    """When, as far as it is known, quoted: "2028"."""
    order: int | None = None
    """Where it stands in the sequence."""
    roles: dict[str, PortId] = Field(default_factory=dict)
    """Who takes which role, where it is agreed: active: starship-hls/nose."""
    note: Prose = ""
    """What a reader should know."""


class PlanShape(Shape):
    """The matings that a programme intends, and what each needs."""

    kind: Literal["plan"]
    """plan"""
    id: Id
    """Short name, the same as the file's name without .yaml."""
    title: Line
    """What is planned."""
    programme: Line = ""
    """The programme it belongs to."""
    status: PlanStatus = PlanStatus.ACTIVE
    """Matings of a plan that is not active are judged, but only warn."""
    note: Prose = ""
    """Why and since when, for a plan that is not active."""
    evidence: EvidenceShape | None = None
    """How the plan is known."""
    matings: Annotated[dict[Id, MatingShape], Field(min_length=1)]
    """The matings, by id."""


FileShape = (
    VehicleShape
    | AdapterShape
    | StandardShape
    | ClauseShape
    | ParametersShape
    | SourcesShape
    | ModeShape
    | PlanShape
    | RulesShape
)

SHAPES: dict[str, type[FileShape]] = {
    "vehicle": VehicleShape,
    "adapter": AdapterShape,
    "standard": StandardShape,
    "clause": ClauseShape,
    "parameters": ParametersShape,
    "sources": SourcesShape,
    "mode": ModeShape,
    "plan": PlanShape,
    "rules": RulesShape,
}
"""The shape of each kind of file."""
