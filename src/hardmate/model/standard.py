"""Files of kind standard, clause and mode to standards, clauses and modes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from hardmate.document import Document
from hardmate.finding import Finding, Location
from hardmate.language import tree as t
from hardmate.language.check import checked, undecidable
from hardmate.language.dictionary import Dictionary, Type
from hardmate.language.fault import Fault
from hardmate.language.value import Provenance
from hardmate.model.open_numbers import OpenNumber, open_numbers
from hardmate.model.place import Place
from hardmate.model.roles import AXIS_OF, PORT, SIDES, Axis
from hardmate.model.shapes.standard import ClauseShape, ModeShape, StandardShape, Structured
from hardmate.model.words import Force, Method, Subject

COMMON = "common"
"""The standard that every pair of ports is judged by."""


class Clause(Struct, frozen=True):
    """One testable requirement. `words` are the role words, sides or port word that its expressions use, and
    `axes` the role axes of those words."""

    id: str
    standard: str
    title: str
    requirement: str
    provenance: Provenance
    source: tuple[str, ...]
    confirmed_for: tuple[str, ...]
    force: Force
    judges: Subject
    capability: str
    when: t.Node | None
    requires: t.Node
    when_text: str
    requires_text: str
    words: frozenset[str]
    rationale: str
    help: str
    verify: tuple[Method, ...]
    rules: tuple[str, ...]
    document: Document
    no_departure: str
    negotiated: str
    open_numbers: Mapping[str, OpenNumber]
    location: Location
    axes: tuple[Axis, ...]

    @property
    def pairwise(self) -> bool:
        """Whether it judges two ports."""
        return self.judges is Subject.COMPATIBILITY


class Standard(Struct, frozen=True):
    """One standard in one revision, as its own page says it; what it inherits is worked out by the repository.

    `id` is `idss/E`, or `common`. `essential` maps a capability to clause ids.
    """

    id: str
    family: str
    revision: str
    title: str
    mating: bool
    extends: str
    withdraws: tuple[str, ...]
    interoperable_with: frozenset[str]
    essential: Mapping[str, tuple[str, ...]]
    board: str
    source: tuple[str, ...]
    document: Document
    location: Location


class Capability(Struct, frozen=True):
    """One thing a mated pair can do, and what it needs first. `through`: it can go on through an adapter."""

    id: str
    title: str
    needs: tuple[str, ...]
    through: bool


class Mode(Struct, frozen=True):
    """A way of mating: its role axes with the capability each gates, and its capabilities in order."""

    id: str
    title: str
    axes: Mapping[Axis, str]
    capabilities: Mapping[str, Capability]
    document: Document


def standard(shape: StandardShape, document: Document) -> Standard | tuple[Finding, ...]:
    """The standard's head page."""
    top = Place(document)
    folders = PurePosixPath(document.path).parent.parts
    wanted = (shape.id, shape.revision) if shape.revision else (shape.id,)
    if folders[-len(wanted) :] != wanted:
        return (
            top.down("id").error(
                "name-is-folder-name",
                f"the standard is {'/'.join(wanted)} and its folder {'/'.join(folders[-len(wanted) :])}",
                "name the folders id/revision",
            ),
        )
    return Standard(
        id="/".join(wanted),
        family=shape.id,
        revision=shape.revision,
        title=shape.title,
        mating=shape.mating,
        extends=shape.extends,
        withdraws=tuple(shape.withdraws),
        interoperable_with=frozenset(shape.interoperable_with),
        essential={capability: tuple(ids) for capability, ids in shape.essential.items()},
        board=shape.board,
        source=_sources(shape.source),
        document=document,
        location=top.down("id").location(),
    )


def mode(shape: ModeShape, document: Document) -> Mode | tuple[Finding, ...]:
    """A way of mating; a capability needs only ones that stand before it, so there is no circle."""
    top = Place(document)
    findings: list[Finding] = []
    capabilities: dict[str, Capability] = {}
    for name, entry in shape.capabilities.items():
        for number, need in enumerate(entry.needs):
            if need not in capabilities:
                at = top.down("capabilities", name, "needs", number)
                findings.append(
                    at.error("capability", f'{name} needs "{need}", which does not stand before it', "list it first")
                )
        capabilities[name] = Capability(name, entry.title, tuple(entry.needs), entry.through)
    for axis, gated in shape.roles.items():
        if gated not in capabilities:
            findings.append(top.down("roles", axis.value).error("capability", f'there is no capability "{gated}" here'))
    return tuple(findings) or Mode(shape.id, shape.title, dict(shape.roles), capabilities, document)


def clause(
    shape: ClauseShape,
    document: Document,
    standard_id: str,
    dictionary: Dictionary,
    lost: frozenset[str] = frozenset(),
) -> Clause | tuple[Finding, ...]:
    """The clause with its expressions parsed, type-checked, and shown to be decidable.

    Of one that reads a group that was `lost`, for its own file is at fault, nothing is said but that it can not be.
    """
    top = Place(document)
    words = _words(shape.judges)
    text = shape.requires if isinstance(shape.requires, str) else _expression(shape.requires, dictionary)
    requires = checked(text, dictionary, words)
    structured = not isinstance(shape.requires, str)
    if isinstance(requires, Fault):
        if _group(requires) in lost:
            return ()
        return (_fault(top.down("requires"), requires, text, plain=structured),)
    when = None if shape.when is None else checked(shape.when, dictionary, words)
    if isinstance(when, Fault):
        if _group(when) in lost:
            return ()
        return (_fault(top.down("when"), when, shape.when or "", plain=False),)
    used = frozenset(r.root for node in (requires, when) if node is not None for r in t.references(node))
    if used & set(SIDES) and used - set(SIDES):
        mixed = ", ".join(sorted(used))
        return (
            top.down("requires").error(
                "clause-roles", f"the clause mixes a and b with roles: {mixed}", "use role words throughout"
            ),
        )
    if not used:
        return (
            top.down("requires").error(
                "clause-roles", "the clause reads no parameter", f"speak of {', '.join(sorted(words))}"
            ),
        )
    if shape.negotiated and shape.judges is not Subject.COMPATIBILITY:
        message = f"a clause that judges {shape.judges} is about one port, so no pair can agree on it"
        return (top.down("negotiated").error("negotiated-alone", message, "leave `negotiated` out", key=True),)
    numbers = open_numbers(shape, requires, when, top)
    if not isinstance(numbers, Mapping):
        return numbers
    if fault := undecidable(requires, when, dictionary):
        return (_fault(top.down("requires"), fault, text, plain=True),)
    return Clause(
        id=shape.id,
        standard=standard_id,
        title=shape.title,
        requirement=shape.requirement,
        provenance=shape.provenance,
        source=_sources(shape.source),
        confirmed_for=tuple(shape.confirmed_for),
        force=shape.force,
        judges=shape.judges,
        capability=shape.capability,
        when=when,
        requires=requires,
        when_text=shape.when or "",
        requires_text=text,
        words=used,
        rationale=shape.rationale,
        help=shape.help,
        verify=tuple(shape.verify),
        rules=tuple(shape.rules),
        document=document,
        no_departure=shape.no_departure,
        negotiated=shape.negotiated,
        open_numbers=numbers,
        location=top.down("id").location(),
        axes=tuple(axis for axis in Axis if any(AXIS_OF.get(word) is axis for word in used)),
    )


def _group(fault: Fault) -> str:
    return fault.unknown.partition(".")[0]


def reads(clause: Clause) -> tuple[tuple[str, str], ...]:
    """The word and the path of every value that a clause reads, each once, its guard's last."""
    nodes = (clause.requires,) if clause.when is None else (clause.requires, clause.when)
    return tuple(dict.fromkeys((each.root, each.path) for node in nodes for each in t.references(node)))


def read_paths(clause: Clause) -> tuple[str, ...]:
    """The path of every value that a clause reads, each once, as one reads a clause: its guard's first."""
    nodes = (clause.requires,) if clause.when is None else (clause.when, clause.requires)
    return tuple(dict.fromkeys(each.path for node in nodes for each in t.references(node)))


def _sources(raw: str | list[str]) -> tuple[str, ...]:
    return (raw,) if isinstance(raw, str) else tuple(raw)


def _words(judges: Subject) -> frozenset[str]:
    return frozenset((*AXIS_OF, *SIDES)) if judges is Subject.COMPATIBILITY else frozenset({PORT})


def _fault(place: Place, fault: Fault, text: str, *, plain: bool) -> Finding:
    """A fault of an expression, told at its place in the file, with the text it is about."""
    about = " ".join(text[fault.span.start : fault.span.end].split())
    message = (
        fault.message
        if not about or len(about) > 60 or f"`{about}`" in fault.message
        else f"`{about}`: {fault.message}"
    )
    return place.error("clause-expression", message, fault.help, offset=0 if plain else fault.span.start)


def _expression(shape: Structured, dictionary: Dictionary) -> str:
    """The expression that structured keys stand for."""
    if shape.at_most is not None:
        return f"{shape.value} <= {shape.at_most}"
    if shape.at_least is not None:
        return f"{shape.value} >= {shape.at_least}"
    if shape.within is not None:
        return f"{shape.value} within {shape.within}"
    if shape.one_of is not None:
        words = ", ".join(f'"{word}"' for word in shape.one_of)
        return f"{shape.value} in {{{words}}}"
    if isinstance(shape.equal, bool):
        return f"{shape.value} == {str(shape.equal).lower()}"
    parameter = dictionary.get(shape.value.partition(".")[2])
    worded = parameter is not None and parameter.type in (Type.CHOICE, Type.TEXT)
    return f'{shape.value} == "{shape.equal}"' if worded else f"{shape.value} == {shape.equal}"
