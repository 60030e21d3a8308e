"""Changed files, and the repository before and after, in; which ports, pairs and fleets the change can touch, out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from hardmate.assess.scope import EVERYTHING, Scope
from hardmate.model.plan import Plan
from hardmate.model.standard import COMMON
from hardmate.model.vehicle import Claim, Port
from hardmate.pairing import basis
from hardmate.repository import SUFFIXES, Library, Repository, places

SETTINGS = ("hardmate.toml", "pyproject.toml")
"""Files that say what is read and how: a change of one can touch everything."""
_BOOKS = ("sources", "rules", "change")
"""Kinds of file that no verdict reads."""


class _Touched(Struct):
    """What changed files name, before or after: `families` are those of a standard whose own page changed."""

    vehicles: set[str] = field(default_factory=set)
    ports: set[tuple[str, ...]] = field(default_factory=set)
    plans: set[str] = field(default_factory=set)
    standards: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    fleets: bool = False
    everything: bool = False


def scope_of(changed: Collection[Path], after: Repository, before: Repository | None) -> Scope:
    """What a change of these files can touch. `changed` are settled paths, of deleted files too.

    A plan or departure that changed may have spoken of any pair before: without the repository before, that is
    everything.
    """
    sides = [after] if before is None else [after, before]
    if not all(side.sound for side in sides):
        return EVERYTHING
    named = [(places(side.origins), side) for side in sides]
    known = {path for names, _ in named for path in names}
    touched = _Touched()
    for path in _files(changed, known):
        kinds = [(names[path], side.kinds[names[path]], side) for names, side in named if names.get(path) in side.kinds]
        if not kinds:
            touched.everything |= path.suffix in SUFFIXES or path.name in SETTINGS
        for name, kind, side in kinds:
            touched.everything |= before is None and (kind in ("plan", "departure") or name in side.failed)
            _note(name, kind, side, touched)
    return EVERYTHING if touched.everything or COMMON in touched.standards else _scope(touched, sides)


def _files(changed: Collection[Path], known: Collection[Path]) -> set[Path]:
    """The changed files; for a folder, such as one that was moved, all that are or were known in it."""
    given = set(changed)
    return given | {each for each in known if not given.isdisjoint(each.parents)}


def _note(name: str, kind: str, side: Repository, touched: _Touched) -> None:
    """Put down what a changed file of this kind names on one side. A file is named like the id that it declares."""
    stem = PurePosixPath(name).stem
    match kind:
        case "vehicle" | "adapter":
            touched.vehicles.add(stem)
        case "plan":
            touched.plans.add(stem)
            touched.ports |= {
                tuple(sorted(mating.pair)) for each in side.plans if each.id == stem for mating in each.matings
            }
        case "departure":
            touched.ports |= {each.ports for each in side.departures if each.id == stem}
        case "clause":
            touched.standards |= {
                standard
                for standard, clauses in side.library.clauses.items()
                if stem in clauses and clauses[stem].clause.location.file == name
            }
        case "standard":
            heads = [each for each in side.library.standards.values() if each.document.path == name]
            touched.families |= {each.family for each in heads}
            touched.standards |= {each for head in heads for each in _heirs(head.id, side.library)}
            touched.everything |= any(each.id == COMMON for each in heads)
        case "fleet-clause":
            touched.fleets = True
        case _:
            touched.everything |= kind not in _BOOKS


def _heirs(head: str, library: Library) -> set[str]:
    """The standard and all that extend it, one by way of another."""
    found = {head}
    while more := {each.id for each in library.standards.values() if each.extends in found} - found:
        found |= more
    return found


def _scope(touched: _Touched, sides: Iterable[Repository]) -> Scope:
    ports: Mapping[str, Port] = {name: port for side in sides for name, port in side.ports.items()}
    known: dict[tuple[object, object], bool] = {}

    def port(name: str) -> bool:
        if (name,) in touched.ports or _vehicle(name) in touched.vehicles:
            return True
        claims = ports[name].claims if name in ports else ()
        return any(each.standard in touched.standards or _family(each) in touched.families for each in claims)

    def pair(names: tuple[str, str]) -> bool:
        if tuple(sorted(names)) in touched.ports or not touched.vehicles.isdisjoint(map(_vehicle, names)):
            return True
        if not (touched.standards or touched.families) or not ports.keys() >= set(names):
            return False
        one, other = (ports[name] for name in names)
        key = (_claims(one), _claims(other))
        if key not in known:
            known[key] = _shares(one, other, touched, sides)
        return known[key]

    def plan(intended: Plan) -> bool:
        every = touched.fleets or bool(touched.standards) or bool(touched.families)
        return every or intended.id in touched.plans or not touched.vehicles.isdisjoint(intended.fleet)

    return Scope(port, pair, plan)


def _shares(one: Port, other: Port, touched: _Touched, sides: Iterable[Repository]) -> bool:
    """Whether two ports are, or were, judged by a standard that changed."""
    families = {_family(claim) for claim in one.claims} & {_family(claim) for claim in other.claims}
    if families & touched.families:
        return True
    return any(touched.standards.intersection(basis(one, other, side.library).standards) for side in sides)


def _claims(port: Port) -> tuple[object, ...]:
    """What of a port's claims says by which standards it is judged."""
    return tuple((claim.standard, claim.evidence.provenance) for claim in port.claims)


def _vehicle(port: str) -> str:
    return port.partition("/")[0]


def _family(claim: Claim) -> str:
    return claim.standard.partition("/")[0]
