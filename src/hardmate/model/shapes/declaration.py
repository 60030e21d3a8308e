"""The shape of vehicles and adapters: ports, what they claim, the roles they can take, their values and states."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from hardmate.language.value import Provenance
from hardmate.model.shapes.common import Date, EvidenceShape, GroupName, Id, Line, Prose, Sources, StandardId
from hardmate.model.shapes.shape import NO_ITEMS, NO_KEYS, Limit, Shape
from hardmate.model.words import Status


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

    can: Annotated[list[str], Limit(min_length=1)]
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
    """Which side comes to the other, flown, on an arm or put in place: chaser, target."""
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


class SerialsShape(Shape):
    """A run of serial numbers."""

    first: Annotated[int, Limit(ge=0, le=1_000_000)]
    """The first."""
    last: Annotated[int, Limit(ge=0, le=1_000_000)] | None = None
    """The last; this and all that follow the first if left out."""


class EffectivityShape(Shape):
    """When, on which flights and for which units this is so. What is left out does not matter."""

    since: Date = ""
    """The first day (UTC), quoted: "2021-07-21"."""
    until: Date = ""
    """The last day (UTC), quoted: "2021-11-25"."""
    flights: list[Id] = NO_ITEMS
    """The flights of the vehicle, by short name: [ms-18, ms-19]."""
    serials: SerialsShape | None = None
    """The serial numbers of the vehicle or unit."""
    source: Sources | None = None
    """The id of one source, or of several, from a file of kind sources."""


class ConfigurationShape(Shape):
    """A state of the port that differs from its usual one; what is left out stays as at the port."""

    title: Line = ""
    """What this state is, in a few words."""
    effectivity: EffectivityShape | None = None
    """When the port is in this state, instead of its usual one; a state that can be chosen at any time if left out."""
    evidence: EvidenceShape | None = None
    """How the values of this state are known, unless they say otherwise themselves."""
    standards: list[StandardId | ClaimShape] | None = None
    """The standards that the port claims in this state."""
    mechanism: Any = None
    """The hardware in this state."""
    roles: RolesShape | None = None
    """The roles the port can take in this state, axis by axis."""
    parameters: dict[GroupName, dict[GroupName, Any]] = NO_KEYS
    """Values in this state, by group and name of the dictionary."""


class PortShape(Shape):
    """A place where another port can mate."""

    title: Line = ""
    """What the port is, in a few words."""
    effectivity: EffectivityShape | None = None
    """When the vehicle has this port, if not always."""
    evidence: EvidenceShape | None = None
    """How the values of this port are known, unless they say otherwise themselves."""
    standards: Annotated[list[StandardId | ClaimShape], Limit(min_length=1)] | None = None
    """The standards that the port claims to keep to, each with its revision."""
    mechanism: Any = None
    """The hardware at the port, as an id; it decides nothing."""
    roles: RolesShape | None = None
    """The roles the port can take when it mates, axis by axis."""
    parameters: dict[GroupName, dict[GroupName, Any]] = NO_KEYS
    """Values, by group and name of the dictionary."""
    configurations: dict[Id, ConfigurationShape] = NO_KEYS
    """States of the port that differ from its usual one; port@state names one."""


class _Declaration(Shape):
    id: Id
    """Short name, in kebab-case, the same as the file's name without .yaml."""
    name: Line
    """The name people use."""
    agency: Line
    """The agency or company that declares, and owes what is missing."""
    revision: Annotated[str, Limit(min_length=1, max_length=20)]
    """The revision of this declaration, quoted: "2"."""
    status: Status = Status.OPERATIONAL
    """Where it stands in its life."""


class VehicleShape(_Declaration):
    """The interface declaration of one vehicle or module: its ports and what is known of them."""

    kind: Literal["vehicle"]
    """vehicle"""
    crewed: bool = False
    """Whether it carries a crew when it mates."""
    description: Prose = ""
    """What it is."""
    effectivity: EffectivityShape | None = None
    """When it is in service: from its launch to the day it is lost or given up."""
    evidence: EvidenceShape | None = None
    """How the values of this file are known, unless they say otherwise themselves."""
    ports: Annotated[dict[Id, PortShape], Limit(min_length=1)]
    """The ports, by id."""


class AdapterShape(_Declaration):
    """The interface declaration of one adapter: hardware that joins two ports which do not fit each other."""

    kind: Literal["adapter"]
    """adapter"""
    description: Prose = ""
    """What it is."""
    effectivity: EffectivityShape | None = None
    """When it is in service: from its launch to the day it is lost or given up."""
    evidence: EvidenceShape | None = None
    """How the values of this file are known, unless they say otherwise themselves."""
    mass: Any = None
    """Mass with its unit, such as 526 kg, or the long form."""
    installed: Line = ""
    """How and where it is put in place."""
    stock: Annotated[int, Limit(ge=1, le=1000)] = 1
    """How many pieces of it there are; one if left out."""
    passes: dict[Id, Any] = NO_KEYS
    """Per capability that can go on through an adapter, whether it does: {power: true, fluid: false}, or the long \
form. What is left out is not known."""
    ports: Annotated[dict[Id, PortShape], Limit(min_length=2, max_length=2)]
    """The two sides, by id."""
