"""The standards folder, loaded: dictionary, sources, modes, rules, standards with the clauses each inherits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Any, TypeVar

from msgspec import Struct, field

from hardmate.document import Document
from hardmate.finding import Finding, Location, Related, Severity
from hardmate.language.dictionary import Dictionary
from hardmate.language.value import Provenance, Trust
from hardmate.model.fleet import FleetClause, fleet_clause
from hardmate.model.parameters import parameters
from hardmate.model.place import Place
from hardmate.model.rules import Rule, rules
from hardmate.model.shapes.dictionary import SourceShape, SourcesShape
from hardmate.model.shapes.fleet import FleetClauseShape
from hardmate.model.shapes.standard import ClauseShape
from hardmate.model.standard import COMMON, Clause, Mode, Standard, clause, mode, standard
from hardmate.repository.files import File
from hardmate.repository.stages import Built, Sorted, built, sorted_documents, validators
from hardmate.store.coded import Apart

Made = TypeVar("Made")

STANDARD_KINDS = ("parameters", "sources", "mode", "standard", "clause", "fleet-clause", "rules", "library")


class Applied(Struct, frozen=True):
    """A clause as one standard applies it: its own, or taken over from the revision it extends.

    `confirmed` is False for a clause that a later revision merely inherits here, unseen in that revision's text.
    """

    clause: Clause
    standard: str
    confirmed: bool

    @property
    def trust(self) -> Trust:
        """How far a verdict may lean on the clause's own text and numbers."""
        match self.clause.provenance:
            case Provenance.DISPUTED:
                return Trust.DISPUTED
            case Provenance.RECALLED:
                return Trust.RECALLED
            case _:
                return Trust.FIRM if self.confirmed else Trust.PROVISIONAL


class Library(Struct, frozen=True):
    """All that the standards folder says. `clauses` maps a standard to its clauses, inherited ones included; `fleet`
    are the clauses over a fleet, and `rules` are what all of them are measured against. `kinds` maps each file that
    was read to its kind. `lost` are the groups of parameters whose files are at fault.
    """

    dictionary: Dictionary = field(default_factory=dict)
    sources: Mapping[str, SourceShape] = field(default_factory=dict)
    modes: Mapping[str, Mode] = field(default_factory=dict)
    standards: Mapping[str, Standard] = field(default_factory=dict)
    clauses: Mapping[str, Mapping[str, Applied]] = field(default_factory=dict)
    fleet: tuple[FleetClause, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()

    def essential(self, standard_id: str, capability: str) -> tuple[str, ...]:
        """The clauses without which a capability can not be called compatible; a revision's own list comes first."""
        current: str = standard_id
        while current in self.standards:
            if capability in self.standards[current].essential:
                return self.standards[current].essential[capability]
            current = self.standards[current].extends
        return ()

    def capability_ids(self) -> tuple[str, ...]:
        """Every capability of every mode, in order."""
        return tuple(dict.fromkeys(name for each in self.modes.values() for name in each.capabilities))

    def through(self) -> tuple[str, ...]:
        """The capabilities that can go on through an adapter, in order."""
        every = (each for mode in self.modes.values() for each in mode.capabilities.values())
        return tuple(dict.fromkeys(each.id for each in every if each.through))


def library(files: Iterable[File]) -> tuple[Library, tuple[Finding, ...]]:
    """The library of a standards folder. With findings, it is not fit to judge by."""
    split = sorted_documents(files)
    found = [*split.findings, *_misplaced(split)]
    gates = validators({})

    failed = list(split.failed)

    def made(kind: str, build: Callable[[Any, Document], Built | tuple[Finding, ...]]) -> list[tuple[Document, Built]]:
        came = built(split.documents[kind], kind, gates, build)
        found.extend(came.findings)
        failed.extend(came.failed)
        return came.made

    dictionary = _once(
        "parameter", made("parameters", parameters), lambda name: ("parameters", name.partition(".")[2]), found
    )
    sources = _once("source", made("sources", source_list), lambda name: ("sources", name), found)
    modes = _once("mode", [(at, {each.id: each}) for at, each in made("mode", mode)], lambda _: ("id",), found)
    standards = _once(
        "standard", [(at, {each.id: each}) for at, each in made("standard", standard)], lambda _: ("id",), found
    )
    owners = {PurePosixPath(each.document.path).parent: each.id for each in standards.values()}
    own: dict[str, dict[str, Clause]] = {name: {} for name in standards}
    # What other files say of these groups is not their fault: one mistake is told once.
    lost = frozenset(PurePosixPath(name).stem for name in failed if PurePosixPath(name).parent.name == "parameters")
    for _, entry in made("clause", lambda shape, document: _clause(shape, document, owners, dictionary, lost)):
        own[entry.standard][entry.id] = entry
    clauses, wrong = inherited(standards, own)
    found.extend(wrong)
    fleet = tuple(
        each for _, each in made("fleet-clause", lambda shape, document: _fleet_clause(shape, document, owners))
    )
    collected: dict[str, Rule] = {}
    for _, listed in made("rules", rules):
        for name, rule in listed.items():
            if name in collected:
                found.append(duplicate("rule", name, collected[name].location, rule.location))
            collected.setdefault(name, rule)
    loaded = Library(dictionary, sources, modes, standards, Apart(clauses), fleet, collected, split.kinds, lost)
    if not found:
        found.extend(dangling(loaded))
    return loaded, tuple(found)


def _once(
    kind: str,
    entries: Iterable[tuple[Document, Mapping[str, Made]]],
    steps: Callable[[str], tuple[str, ...]],
    found: list[Finding],
) -> dict[str, Made]:
    """All entries by name; a name that stands in two files, at `steps` in each, is found."""
    made: dict[str, Made] = {}
    first: dict[str, Document] = {}
    for document, several in entries:
        for name, each in several.items():
            if name in made:
                places = (Place(at).down(*steps(name)).location(key=True) for at in (first[name], document))
                found.append(duplicate(kind, name, *places))
            else:
                made[name], first[name] = each, document
    return made


def source_list(shape: SourcesShape, _: Document) -> Mapping[str, SourceShape]:
    """The sources that one file of kind sources lists, by id."""
    return shape.sources


def _misplaced(split: Sorted) -> Iterator[Finding]:
    for kind, documents in split.documents.items():
        if kind not in STANDARD_KINDS:
            for document in documents:
                message = f"a {kind} does not belong into the standards folder"
                yield Place(document).down("kind").error("misplaced-file", message, "move it out")


def _clause(
    shape: ClauseShape,
    document: Document,
    owners: Mapping[PurePosixPath, str],
    dictionary: Dictionary,
    lost: frozenset[str],
) -> Clause | tuple[Finding, ...]:
    """A clause of the standard in whose folder it stands, in a file of its own name."""
    stem = PurePosixPath(document.path).stem
    if shape.id != stem:
        message = f'the id is "{shape.id}" and the file "{stem}.yaml"'
        return (Place(document).down("id").error("name-is-file-name", message, "make them the same"),)
    owner = _owner(document, owners, "clauses")
    return (owner,) if isinstance(owner, Finding) else clause(shape, document, owner, dictionary, lost)


def _fleet_clause(
    shape: FleetClauseShape, document: Document, owners: Mapping[PurePosixPath, str]
) -> FleetClause | tuple[Finding, ...]:
    owner = _owner(document, owners, "fleet-clauses")
    return (owner,) if isinstance(owner, Finding) else fleet_clause(shape, document, owner)


def _owner(document: Document, owners: Mapping[PurePosixPath, str], folder: str) -> str | Finding:
    """The standard in whose folder a clause stands."""
    owner = owners.get(PurePosixPath(document.path).parent.parent)
    if owner is None:
        message = "no standard.yaml without errors stands beside this clause's folder"
        then = f"put it into the folder {folder} of a standard"
        return Place(document).down("id").error("clause-without-standard", message, then)
    return owner


def inherited(
    standards: Mapping[str, Standard], own: Mapping[str, Mapping[str, Clause]]
) -> tuple[dict[str, dict[str, Applied]], list[Finding]]:
    """Each standard's clauses: those of the revision it extends, less the withdrawn, with its own over them."""
    clauses: dict[str, dict[str, Applied]] = {}
    found: list[Finding] = []

    def resolve(name: str, above: tuple[str, ...]) -> dict[str, Applied]:
        if name in clauses:
            return clauses[name]
        head = standards[name]
        applied: dict[str, Applied] = {}
        if head.extends:
            at = Place(head.document).down("extends")
            if head.extends not in standards:
                found.append(
                    at.error("unknown-standard", f"there is no standard {head.extends}", _near(head.extends, standards))
                )
            elif head.extends in above:
                found.append(
                    at.error(
                        "standard-circle",
                        f"{name} extends itself by way of {head.extends}",
                        "extend an earlier revision",
                    )
                )
            else:
                applied = {
                    each: Applied(entry.clause, name, head.revision in entry.clause.confirmed_for)
                    for each, entry in resolve(head.extends, (*above, name)).items()
                }
        for number, withdrawn in enumerate(head.withdraws):
            if applied.pop(withdrawn, None) is None:
                at = Place(head.document).down("withdraws", number)
                found.append(
                    at.error(
                        "unknown-clause", f"{head.extends or name} has no clause {withdrawn}", _near(withdrawn, applied)
                    )
                )
        applied.update({each: Applied(entry, name, confirmed=True) for each, entry in own[name].items()})
        clauses[name] = applied
        return applied

    for name in standards:
        resolve(name, (name,))
    return clauses, found


def _near(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), 1)
    return f"did you mean {near[0]}?" if near else ""


def dangling(loaded: Library) -> list[Finding]:
    """Names that stand for nothing in a library: capabilities, essential clauses, sources, revisions."""
    found: list[Finding] = []
    capabilities = loaded.capability_ids()
    for head in loaded.standards.values():
        top = Place(head.document)
        for capability, ids in head.essential.items():
            if capability not in capabilities:
                found.append(
                    top.down("essential", capability).error(
                        "unknown-capability",
                        f"no mode has a capability {capability}",
                        _near(capability, capabilities),
                        key=True,
                    )
                )
            known = loaded.clauses[head.id].keys() | loaded.clauses.get(COMMON, {}).keys()
            found.extend(
                top.down("essential", capability, number).error(
                    "unknown-clause", f"{head.id} has no clause {each}", _near(each, known)
                )
                for number, each in enumerate(ids)
                if each not in known
            )
        revisions = {each.revision for each in loaded.standards.values() if each.family == head.family}
        found.extend(
            top.down("interoperable_with").error(
                "unknown-standard", f"there is no {head.family}/{revision}", _near(revision, revisions)
            )
            for revision in sorted(head.interoperable_with - revisions)
        )
        found.extend(unknown_sources(head.source, head.location, loaded.sources, ("standard", head.id)))
    for rule in loaded.rules.values():
        found.extend(unknown_sources(rule.source, rule.location, loaded.sources, ("rule", rule.id)))
    for clauses in loaded.clauses.values():
        for applied in clauses.values():
            entry = applied.clause
            if applied.standard != entry.standard:
                continue
            if entry.capability not in capabilities:
                found.append(
                    _clause_error(
                        entry,
                        "unknown-capability",
                        f"no mode has a capability {entry.capability}",
                        _near(entry.capability, capabilities),
                    )
                )
            about = _about(entry)
            found.extend(unknown_sources(entry.source, entry.location, loaded.sources, about))
    for over in loaded.fleet:
        for name in over.reaching:
            if name not in capabilities:
                message = f"no mode has a capability {name}"
                found.append(_clause_error(over, "unknown-capability", message, _near(name, capabilities)))
        found.extend(unknown_sources(over.source, over.location, loaded.sources, _about(over)))
    if COMMON not in loaded.standards:
        found.append(
            Finding(
                "common-missing",
                Severity.ERROR,
                "there is no common standard",
                Location("standards"),
                "add common/standard.yaml",
                subject=("standard", COMMON),
            )
        )
    return found


def _clause_error(entry: Clause | FleetClause, code: str, message: str, then: str) -> Finding:
    return Finding(code, Severity.ERROR, message, entry.location, then, subject=_about(entry))


def _about(entry: Clause | FleetClause) -> tuple[str, ...]:
    return ("clause", entry.standard, entry.id)


def unknown_sources(
    ids: Iterable[str], at: Location | None, known: Mapping[str, SourceShape], about: tuple[str, ...]
) -> list[Finding]:
    """A finding for each source id that no file of kind sources lists; `about` is the subject that names them."""
    return [
        Finding(
            "unknown-source",
            Severity.ERROR,
            f"no file of kind sources lists {each}",
            at or Location(""),
            _near(each, known) or "list it, with its title, medium and trust",
            subject=(*about, "source", each),
        )
        for each in ids
        if each not in known
    ]


def duplicate(kind: str, name: str, first: Location, second: Location) -> Finding:
    """Two things of one name; told at the second, with the first beside it."""
    return Finding(
        "duplicate-id",
        Severity.ERROR,
        f"{name} is declared twice",
        second,
        "rename one",
        (Related(first, "declared first here"),),
        subject=(kind, name),
    )
