"""Which ports meet, by which clauses they are judged, and in which modes and roles they can."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations, product

from msgspec import Struct

from hardmate.language.value import Provenance, Trust
from hardmate.model.roles import WORDS, Axis
from hardmate.model.said import said
from hardmate.model.standard import COMMON, Mode
from hardmate.model.vehicle import Claim, Port, Roles
from hardmate.repository import Applied, Library

MODES = "mechanism.modes"
"""The dictionary's parameter that says how a port can mate."""
USUAL_MODE = "docking"
"""The mode that a pair is judged in when neither side says how it mates."""


def mating_pairs(ports: Iterable[Port]) -> Iterator[tuple[Port, Port]]:
    """Every two ports of different vehicles, in the order of their ids."""
    for first, second in combinations(sorted(ports, key=lambda port: port.id), 2):
        if first.vehicle != second.vehicle:
            yield first, second


class Basis(Struct, frozen=True):
    """What a pair is judged by: the shared standards, all clauses, and per capability the essential ones.

    `shared` are mating standards that both claim. `settling` names, per capability, the shared standards whose clauses
    are essential to it, and `trust`, per shared standard, how far the weaker of the two claims can be trusted. `notes`
    say why a standard that both claim does not count: nothing is built on a disputed claim.
    """

    standards: tuple[str, ...]
    shared: tuple[str, ...]
    clauses: Mapping[str, Applied]
    essential: Mapping[str, tuple[str, ...]]
    settling: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...]
    trust: Mapping[str, Trust]

    def leans(self, capability: str) -> Trust:
        """The weakest claim to a standard that says what the capability can not do without."""
        return min((self.trust[name] for name in self.settling.get(capability, ())), default=Trust.FIRM)


def basis(first: Port, second: Port, library: Library) -> Basis:
    """The common standard, and the standards that both ports claim; of two revisions both, if they work together."""
    standards: list[str] = [COMMON]
    shared: list[str] = []
    notes: list[str] = []
    trust: dict[str, Trust] = {}
    for mine in first.claims:
        for theirs in second.claims:
            family = mine.standard.partition("/")[0]
            if family != theirs.standard.partition("/")[0]:
                continue
            disputed = [
                f"that {port.id} keeps to {claim.standard} is disputed"
                for port, claim in ((first, mine), (second, theirs))
                if claim_trust(claim) is Trust.DISPUTED
            ]
            if disputed:
                notes.extend(disputed)
                continue
            if not _together(mine.standard, theirs.standard, library):
                notes.append(f"the revisions {mine.standard} and {theirs.standard} are not listed as interoperable")
                continue
            both = sorted({mine.standard, theirs.standard})
            standards.extend(both)
            if library.standards[mine.standard].mating:
                shared.extend(both)
            trust.update({name: min(claim_trust(mine), claim_trust(theirs)) for name in both})
    clauses: dict[str, Applied] = {}
    for name in standards:
        for each, applied in library.clauses[name].items():
            if applied.clause.pairwise:
                key = _key(each, applied, clauses)
                if key not in clauses or not clauses[key].confirmed:
                    clauses[key] = applied
    capabilities = library.capability_ids()
    essential = {
        capability: tuple(dict.fromkeys(each for name in standards for each in library.essential(name, capability)))
        for capability in capabilities
    }
    settling = {
        capability: tuple(name for name in trust if library.essential(name, capability)) for capability in capabilities
    }
    return Basis(
        standards=tuple(dict.fromkeys(standards)),
        shared=tuple(dict.fromkeys(shared)),
        clauses=clauses,
        essential=essential,
        settling=settling,
        notes=tuple(notes),
        trust=trust,
    )


def _key(name: str, applied: Applied, clauses: Mapping[str, Applied]) -> str:
    """Two revisions may word one clause differently; then both apply, and the stricter decides."""
    if name not in clauses or clauses[name].clause is applied.clause:
        return name
    return f"{name} ({applied.standard})"


def _together(mine: str, theirs: str, library: Library) -> bool:
    if mine == theirs:
        return True
    a, b = library.standards[mine], library.standards[theirs]
    return b.revision in a.interoperable_with or a.revision in b.interoperable_with


def claim_trust(claim: Claim) -> Trust:
    """How far a verdict may lean on a port's claim."""
    return _trust(claim.evidence.provenance)


def _trust(provenance: Provenance) -> Trust:
    match provenance:
        case Provenance.DISPUTED:
            return Trust.DISPUTED
        case Provenance.RECALLED:
            return Trust.RECALLED
        case _:
            return Trust.FIRM


class Take(Struct, frozen=True):
    """One way to share out an axis: side `first` ("a" or "b") takes its first word. `doubt` says why it is not sure."""

    first: str
    doubt: str
    trust: Trust

    def side(self, word: str, axis: Axis) -> str:
        """The side that takes a word of the axis."""
        other = "b" if self.first == "a" else "a"
        return self.first if word == WORDS[axis][0] else other


class Axes(Struct, frozen=True):
    """The admissible ways to share out each axis; for an axis that nobody can share out, why not."""

    takes: Mapping[Axis, tuple[Take, ...]]
    refusals: Mapping[Axis, str]


def axes(first: Port, second: Port, mode: Mode, agreed: Mapping[str, str], *, planned: bool = False) -> Axes:
    """Who can take which role, by what the two ports declare and what a plan has agreed (`word: port id`).

    Nobody takes a role in a mode that was `planned` and that a port surely has not.
    """
    takes: dict[Axis, tuple[Take, ...]] = {}
    refusals: dict[Axis, str] = {}
    lacking = [port.id for port in (first, second) if _lacks(port, mode.id)] if planned else []
    for axis in mode.axes:
        if lacking:
            refusals[axis] = f"{' and '.join(lacking)} can not be mated by {mode.id}"
            continue
        options = [(side, *_standing(axis, side, first, second)) for side in ("a", "b")]
        open_ways = [
            Take(side, doubt, trust)
            for side, possible, doubt, trust in options
            if possible and _as_agreed(axis, side, first, second, agreed)
        ]
        if open_ways:
            takes[axis] = tuple(open_ways)
        else:
            refusals[axis] = _refusal(axis, first, second, agreed)
    return Axes(takes, refusals)


def _as_agreed(axis: Axis, side: str, first: Port, second: Port, agreed: Mapping[str, str]) -> bool:
    takers = dict(zip(WORDS[axis], (first.id, second.id) if side == "a" else (second.id, first.id), strict=True))
    return all(agreed.get(word, port) == port for word, port in takers.items())


def may_take(roles: Roles, word: str) -> bool:
    """Whether a port may take a role, as far as anybody knows: only what is known for sure rules it out."""
    return word in roles.words or _trust(roles.evidence.provenance) is not Trust.FIRM


def _standing(axis: Axis, side: str, first: Port, second: Port) -> tuple[bool, str, Trust]:
    """Whether a way is possible, why it is in doubt, and how far what says so can be trusted."""
    takers = (first, second) if side == "a" else (second, first)
    doubts: list[str] = []
    trust = Trust.FIRM
    for port, word in zip(takers, WORDS[axis], strict=True):
        roles = port.roles.get(axis)
        if roles is None:
            doubts.append(f"{port.id} does not declare its {axis} roles")
            continue
        known = _trust(roles.evidence.provenance)
        if not may_take(roles, word):
            return False, "", Trust.FIRM
        if known is Trust.DISPUTED:
            doubts.append(f"the {axis} role of {port.id} is disputed")
        elif word not in roles.words:
            doubts.append(f"that {port.id} can not be {word} is only recalled")
        else:
            trust = min(trust, known)
    return True, "; ".join(doubts), trust


def _refusal(axis: Axis, first: Port, second: Port, agreed: Mapping[str, str]) -> str:
    told = []
    for port in (first, second):
        roles = port.roles.get(axis)
        words = " or ".join(sorted(roles.words)) if roles is not None else "not declared"
        told.append(
            f"{port.id} is {words} only" if roles is not None and len(roles.words) == 1 else f"{port.id} is {words}"
        )
    by_plan = ", and the plan agrees on others" if any(word in agreed for word in WORDS[axis]) else ""
    return f"no role assignment for {axis}: {' and '.join(told)}{by_plan}"


def assignments(shared_out: Axes, spoken_of: Collection[Axis]) -> Iterator[Mapping[Axis, Take]]:
    """Every admissible role assignment that a clause can tell from the others; `spoken_of` are the clauses' axes."""
    names = tuple(shared_out.takes)
    ways = {axis: sorted(shared_out.takes[axis], key=lambda take: bool(take.doubt)) for axis in names}
    for taken in product(*(ways[axis] if axis in spoken_of else ways[axis][:1] for axis in names)):
        yield dict(zip(names, taken, strict=True))


def modes(first: Port, second: Port, library: Library, wanted: str) -> Mapping[str, str]:
    """The modes to judge a pair in, each with why it is in doubt, empty if it is not.

    A mode that one side is only recalled, or disputed, not to have stays possible. With no mode in common, each mode
    of either is judged, and the clauses say that they do not agree.
    """
    if wanted:
        return {wanted: ""}
    options: dict[str, str] = {}
    known = {port.id: declared_modes(port) for port in (first, second)}
    if all(not declared for declared, _ in known.values()):
        silent = " and ".join(known)
        return {USUAL_MODE: f"{silent} do not declare how they mate ({MODES})"}
    for mode in library.modes:
        doubts = [
            f"{port} does not declare how it mates ({MODES})"
            if not declared
            else f"that {port} is for {mode} is in doubt"
            for port, (declared, sure) in known.items()
            if mode not in declared and not sure
        ]
        lacking = [port for port, (declared, sure) in known.items() if mode not in declared and sure]
        if not lacking and len(doubts) < len(known):
            options[mode] = "; ".join(doubts)
    either = frozenset().union(*(declared for declared, _ in known.values()))
    return options or {mode: "" for mode in library.modes if mode in either}


def _lacks(port: Port, mode: str) -> bool:
    declared, sure = declared_modes(port)
    return sure and mode not in declared


def declared_modes(port: Port) -> tuple[frozenset[str], bool]:
    """The modes that a port declares, and whether that settles which it has not."""
    value = said(port.values, MODES)
    if value is None or not isinstance(value.content, frozenset):
        return frozenset(), False
    return value.content, value.trust >= Trust.PROVISIONAL
