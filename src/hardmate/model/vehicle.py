"""Files of kind vehicle and adapter to vehicles with ports. An adapter is a vehicle that only joins two others."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import PurePosixPath
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from hardmate.document import Document
from hardmate.finding import Finding, Location
from hardmate.language.build import Holder
from hardmate.language.dictionary import Dictionary, Parameter, Reading, Type
from hardmate.language.value import Evidence, Value
from hardmate.model.effectivity import Effectivity, effectivity
from hardmate.model.place import Place
from hardmate.model.roles import WORDS, Axis
from hardmate.model.said import Declared, Sayings
from hardmate.model.shapes import Shape
from hardmate.model.shapes.declaration import (
    AdapterShape,
    ConfigurationShape,
    EffectivityShape,
    PortShape,
    VehicleShape,
)
from hardmate.model.values import evidence, value
from hardmate.model.words import Status
from hardmate.quantity import KINDS, read_quantity, unit


class Claim(Struct, frozen=True):
    """A port's claim to keep to a standard, `idss/E`."""

    standard: str
    evidence: Evidence
    location: Location


class Roles(Struct, frozen=True):
    """The role words that a port can take on one axis."""

    words: frozenset[str]
    evidence: Evidence
    location: Location


class Port(Struct, frozen=True):
    """A place where another port can mate, in one configuration.

    `id` is `vehicle/port`, or `vehicle/port@configuration`, and `usual` the id without its configuration. `values`
    holds what is declared, by `group.name`. A configuration that is in effect stands for the usual port.
    """

    id: str
    usual: str
    title: str
    vehicle: str
    agency: str
    claims: tuple[Claim, ...]
    mechanism: Value | None
    roles: Mapping[Axis, Roles]
    values: Mapping[str, Value]
    effectivity: Effectivity
    location: Location

    @property
    def holder(self) -> Holder:
        """The port as a clause sees it."""
        return Holder(self.id, self.values, self.location)


class Vehicle(Struct, frozen=True):
    """One declaration. What follows `ports` is said of adapters only.

    `stock` counts the pieces there are; `passes` says per capability whether it goes on from one side to the other.
    """

    id: str
    name: str
    agency: str
    revision: str
    status: Status
    effectivity: Effectivity
    adapter: bool
    crewed: bool
    ports: tuple[Port, ...]
    mass: Value | None
    installed: str
    stock: int
    passes: Mapping[str, Value]
    location: Location


_MECHANISM = Parameter("mechanism", "mechanism", Type.TEXT, Reading.OCCURS)
_MASS = Parameter(
    "mass",
    "mass",
    Type.QUANTITY,
    Reading.OCCURS,
    kind=KINDS["mass"],
    unit=unit("kg"),
    domain=read_quantity("0 .. 1000000 kg", KINDS["mass"]),
)


def vehicle(
    shape: VehicleShape | AdapterShape,
    document: Document,
    dictionary: Dictionary,
    sayings: Sayings | None = None,
    lost: frozenset[str] = frozenset(),
) -> Vehicle | tuple[Finding, ...]:
    """The vehicle that a file declares, or everything that is wrong with it.

    `sayings` are what others have said; what is said of groups that the dictionary has `lost` is left out.
    """
    top = Place(document)
    stem = PurePosixPath(document.path).stem
    builder = _Builder(dictionary, shape.id, shape.agency, [], sayings or Sayings(), lost)
    if shape.id != stem:
        builder.findings.append(
            top.down("id").error(
                "name-is-file-name", f'the id is "{shape.id}" and the file "{stem}.yaml"', "make them the same"
            )
        )
    known = builder.evidence(_raw(shape.evidence), Evidence(), top.down("evidence"))
    adapter = shape if isinstance(shape, AdapterShape) else None
    mass = None
    if adapter is not None and adapter.mass is not None:
        mass = builder.value(_MASS, adapter.mass, top.down("mass"), known)
    passes = {} if adapter is None else builder.passes(adapter, top.down("passes"), known)
    in_service = builder.effectivity(shape.effectivity, top.down("effectivity"))
    ports: list[Port] = []
    for name, entry in shape.ports.items():
        ports.extend(builder.ports(name, entry, top.down("ports", name), known))
    if builder.findings:
        return tuple(builder.findings)
    return Vehicle(
        id=shape.id,
        name=shape.name,
        agency=shape.agency,
        revision=shape.revision,
        status=shape.status,
        effectivity=in_service,
        adapter=adapter is not None,
        crewed=isinstance(shape, VehicleShape) and shape.crewed,
        ports=tuple(ports),
        mass=mass,
        installed="" if adapter is None else adapter.installed,
        stock=1 if adapter is None else adapter.stock,
        passes=MappingProxyType(passes),
        location=top.down("id").location(),
    )


def _raw(entry: Shape | None) -> Mapping[str, object] | None:
    """The keys that a shape was given, without its defaults."""
    return None if entry is None else entry.given


class _Builder(Struct, frozen=True):
    """Builds the ports of one declaration and gathers the findings."""

    dictionary: Dictionary
    vehicle: str
    agency: str
    findings: list[Finding]
    sayings: Sayings
    lost: frozenset[str]

    def evidence(self, raw: Mapping[str, object] | None, default: Evidence, place: Place) -> Evidence:
        built = evidence(raw, default, place)
        if isinstance(built, Finding):
            self.findings.append(built)
            return default
        return built

    def value(self, parameter: Parameter, raw: object, place: Place, known: Evidence) -> Value | None:
        built = value(parameter, raw, place, known)
        if isinstance(built, Finding):
            self.findings.append(built)
            return None
        return built

    def effectivity(self, shape: EffectivityShape | None, place: Place) -> Effectivity:
        built = effectivity(shape, place)
        if isinstance(built, Finding):
            self.findings.append(built)
            return Effectivity()
        return built

    def passes(self, shape: AdapterShape, place: Place, known: Evidence) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for name, raw in shape.passes.items():
            parameter = Parameter(f"passes.{name}", f"passage of {name}", Type.FLAG, Reading.OCCURS)
            built = self.value(parameter, raw, place.down(name), known)
            if built is not None:
                found[name] = built
        return found

    def ports(self, name: str, shape: PortShape, place: Place, known: Evidence) -> list[Port]:
        """The port as it usually is, then one for each of its configurations."""
        usual = self._state(shape, place, known)
        name = f"{self.vehicle}/{name}"
        usual = replace(usual, id=name, usual=name, location=place.location(key=True))
        found = [usual]
        assert isinstance(usual.values, Declared)
        for state, entry in shape.configurations.items():
            at = place.down("configurations", state)
            around = self.evidence(_raw(shape.evidence), known, place.down("evidence"))
            changed = self._state(entry, at, around)
            assert isinstance(changed.values, Declared)
            found.append(
                replace(
                    changed,
                    id=f"{usual.id}@{state}",
                    usual=usual.id,
                    title=changed.title or usual.title,
                    claims=changed.claims if entry.standards is not None else usual.claims,
                    mechanism=changed.mechanism or usual.mechanism,
                    roles=MappingProxyType({**usual.roles, **changed.roles}),
                    values=changed.values.over(usual.values),
                    location=at.location(key=True),
                )
            )
        return found

    def _state(self, shape: PortShape | ConfigurationShape, place: Place, around: Evidence) -> Port:
        known = self.evidence(_raw(shape.evidence), around, place.down("evidence"))
        mechanism = None
        if shape.mechanism is not None:
            mechanism = self.value(_MECHANISM, shape.mechanism, place.down("mechanism"), known)
        return Port(
            id="",
            usual="",
            title=shape.title,
            vehicle=self.vehicle,
            agency=self.agency,
            claims=self._claims(shape, place.down("standards"), known),
            mechanism=mechanism,
            roles=MappingProxyType(self._roles(shape, place.down("roles"), known)),
            values=self._values(shape, place.down("parameters"), known),
            effectivity=self.effectivity(shape.effectivity, place.down("effectivity")),
            location=place.location(key=True),
        )

    def _claims(self, shape: PortShape | ConfigurationShape, place: Place, known: Evidence) -> tuple[Claim, ...]:
        claims: list[Claim] = []
        for number, entry in enumerate(shape.standards or ()):
            at = place.down(number)
            if isinstance(entry, str):
                claims.append(Claim(entry, known, at.location()))
            else:
                stated = self.evidence(_raw(entry), known, at)
                claims.append(Claim(entry.standard, stated, at.down("standard").location()))
        return tuple(claims)

    def _roles(self, shape: PortShape | ConfigurationShape, place: Place, known: Evidence) -> dict[Axis, Roles]:
        if shape.roles is None:
            return {}
        found: dict[Axis, Roles] = {}
        for axis in Axis:
            raw = getattr(shape.roles, axis.value)
            if raw is None:
                continue
            at = place.down(axis.value)
            long = raw if isinstance(raw, Mapping) else {"can": raw}
            stated = self.evidence(long, known, at)
            words = [str(word) for word in long["can"]]
            for number, word in enumerate(words):
                if word not in WORDS[axis]:
                    spot = at.down("can", number) if isinstance(raw, Mapping) else at.down(number)
                    self.findings.append(
                        spot.error(
                            "role-word", f'"{word}" is no role of {axis}', f"choose from {', '.join(WORDS[axis])}"
                        )
                    )
            found[axis] = Roles(frozenset(words), stated, at.location())
        return found

    def _values(self, shape: PortShape | ConfigurationShape, place: Place, known: Evidence) -> Declared:
        if not shape.parameters:
            return Declared({}, ())
        return self.sayings.declared(self.dictionary, place, known, self._refuse)

    def _refuse(self, path: str, place: Place, wrong: Finding | None) -> None:
        if wrong is None:
            if path.partition(".")[0] in self.lost:
                return
            near = get_close_matches(path, self.dictionary, 1)
            wrong = place.error(
                "unknown-parameter",
                f"the dictionary has no parameter {path}",
                f"did you mean {near[0]}?" if near else "see the dictionary, standards/parameters",
                key=True,
            )
        self.findings.append(wrong)
