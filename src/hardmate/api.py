"""The pipeline as functions: paths in, reports out. What the command line does, without printing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from hardmate.aside import shared
from hardmate.assess.absence import absences
from hardmate.assess.alike import Outline, Pairs
from hardmate.assess.conformance import conformance
from hardmate.assess.fleet import fleet_findings, fleet_verdicts
from hardmate.assess.gate import conformance_findings, mating_findings
from hardmate.assess.intended import intended
from hardmate.assess.margins import Margins, Tight
from hardmate.assess.pair import Assessment, assessment
from hardmate.assess.planes import Ports, Roster
from hardmate.assess.scope import EVERYTHING, Scope
from hardmate.assess.suspects import Chosen, Suspects, suspects
from hardmate.assess.verdict import Judge
from hardmate.assess.warned import ALL, Kind, Wanted, Warned
from hardmate.finding import Finding
from hardmate.model.effectivity import Occasion
from hardmate.model.plan import Mating
from hardmate.model.vehicle import Port
from hardmate.pairing import basis, mating_pairs
from hardmate.repository import (
    HEAD,
    NOTHING,
    Exclusion,
    File,
    Repository,
    absent,
    assembled,
    change_findings,
    contents,
    files_at,
    in_effect,
    in_git,
    load,
    renamed,
    settled,
    standing,
    yaml_files,
)
from hardmate.repository import listed as repository_files

if TYPE_CHECKING:  # an analysis, departures, and what rewrites files, are loaded when needed: most checks need none
    from hardmate.analysis.chains import Routes
    from hardmate.analysis.coverage import Coverage
    from hardmate.analysis.prove.audit import Audit
    from hardmate.analysis.prove.engine import Engine
    from hardmate.analysis.prove.verdicts import Soundness
    from hardmate.departure import Stood
    from hardmate.repository.rewriting import Rewritings

SHIPPED = "standards"
"""How findings name the standards that come with Hardmate."""
BELOW = "hardmate/standards"
"""How they are named beside a standards folder of one's own."""

MANY = 128
"""Ports that take longer to judge, each by itself, than a process takes to begin."""

Work = TypeVar("Work")


class Progress(Protocol):
    """Passes on the parts of a long piece of work, and shows how many of them are done."""

    def __call__(self, parts: Iterable[Work], total: int) -> Iterable[Work]: ...


def standards_folder() -> Path:
    """The standards that come with Hardmate: inside the package, or beside it in a checkout."""
    inside = Path(__file__).parent / "data" / "standards"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "standards"


def template_folder() -> Path:
    """What a new standards repository begins with."""
    return Path(__file__).parent / "template"


def loaded(
    paths: Sequence[Path], standards: Path | None = None, exclude: Exclusion = NOTHING, *, cache: str = ""
) -> Repository:
    """A repository judged by the given standards folder, or by the standards that come with Hardmate. `cache` is a
    folder of the user's own, where what was worked out of the standards is kept."""
    if standards is None:
        return load(paths, standards_folder(), shown_as=SHIPPED, exclude=exclude, cache=cache)
    below = _below() if (standards / HEAD).is_file() else ()
    return load(paths, standards, below=below, exclude=exclude, cache=cache)


def listed(
    paths: Sequence[Path], standards: Path | None = None, exclude: Exclusion = NOTHING
) -> tuple[str, ...] | None:
    """The names of the files that declare something; None if something is wrong with the paths."""
    files, absent = repository_files(paths, standards or standards_folder(), exclude)
    return None if absent else tuple(file.shown for file in files)


def _below() -> tuple[File, ...]:
    """The standards that come with Hardmate, for a folder that stands upon them."""
    folder = standards_folder()
    return renamed(yaml_files([folder])[0], folder, BELOW)


def loaded_at(
    reference: str, paths: Sequence[Path], standards: Path | None = None, *, beside: Sequence[Path] = ()
) -> Repository:
    """The same as a git reference has them, with files `beside` them as they are now; raises GitError if it has not."""
    folder = standards or standards_folder()
    apart = {file.path: file for path in paths for file in files_at(reference, path)}
    now, absent = yaml_files(beside)
    apart |= {settled(file.path): file for file in now}
    own = files_at(reference, folder)
    judged_by, misplaced = standing(own, folder, _below())
    for file in own:
        apart.pop(file.path, None)
    files = tuple(sorted(apart.values(), key=lambda file: file.shown))
    return assembled(judged_by, files, missing=tuple(misplaced), absent=absent)


def before(
    reference: str, paths: Sequence[Path], standards: Path | None, after: Repository, exclude: Exclusion = NOTHING
) -> Repository:
    """A repository as a git reference has it. Raises GitError if there is none.

    Standards that do not lie in a git repository, like those that come with Hardmate, count as unchanged.
    """
    folder = standards or standards_folder()
    files = {settled(file.path): file for path in paths for file in _kept(reference, path, exclude)}
    own = files_at(reference, folder, or_none=True) if standards is not None and in_git(folder) else None
    if own is None:
        own = tuple(file for file in after.origins.values() if folder in file.path.parents)
    judged_by, _ = standing(own, folder, _below() if standards is not None else ())
    for file in own:
        files.pop(settled(file.path), None)
    return assembled(judged_by, tuple(sorted(files.values(), key=lambda file: file.shown)))


def differing(was: Repository, after: Repository) -> frozenset[Path]:
    """The absolute paths of the files that are changed, new or deleted between two states of a repository."""
    then = {settled(file.path): file for file in was.origins.values()}
    now = {settled(file.path): file for file in after.origins.values()}
    return frozenset(path for path in then.keys() | now.keys() if contents(then.get(path)) != contents(now.get(path)))


def _kept(reference: str, path: Path, exclude: Exclusion) -> list[File]:
    return [file for file in files_at(reference, path, or_none=True) if not exclude.holds(file.path)]


def formatted(
    paths: Sequence[Path], standards: Path | None = None, exclude: Exclusion = NOTHING, *, cache: str = ""
) -> Rewritings:
    """What the canonical form changes of files, with the parameters of each group in the order of the dictionary.

    `cache` as in `loaded`.
    """
    from hardmate.repository import rewriting  # noqa: PLC0415

    return rewriting.formatted(paths, loaded([], standards, cache=cache).gates, exclude)


def fixed(
    paths: Sequence[Path], standards: Path | None = None, exclude: Exclusion = NOTHING, *, cache: str = ""
) -> Rewritings:
    """What can be put right in files, because only one thing can have been meant; never in the standards.

    `cache` as in `loaded`.
    """
    from hardmate.repository import rewriting  # noqa: PLC0415

    gates = loaded([], standards, cache=cache).gates
    return rewriting.fixed(paths, standards or standards_folder(), gates, exclude)


class Judged(Struct, frozen=True):
    """What was found of ports, matings and fleets, before departures are heard.

    `matings` were judged, and so were the pairs that `others` counts. `left_out` counts what was found of these
    beside the findings.
    """

    findings: tuple[Finding, ...]
    matings: tuple[Mating, ...]
    others: Suspects | Chosen
    left_out: Mapping[Kind, int]


class Check(Struct, frozen=True):
    """What the gate has to say. `pairs` counts those judged: planned, or of ports that share a mating standard.

    `left_out` counts findings that were not asked for; of each kind, the first that were are there. `repository` holds
    the ports that are in effect on the `occasion`. `partial`: only a scope was judged. `judged` is there unless the
    standards have errors.
    """

    repository: Repository
    today: str
    occasion: Occasion
    findings: tuple[Finding, ...]
    pairs: int
    departures: tuple[Stood, ...]
    left_out: Mapping[Kind, int] = field(default_factory=dict)
    partial: bool = False
    judged: Judged | None = None


ANY_TIME = Occasion()
"""Every configuration of every port, whenever it is in effect."""


def check(
    repository: Repository,
    today: str,
    progress: Progress | None = None,
    *,
    occasion: Occasion = ANY_TIME,
    scope: Scope = EVERYTHING,
    wanted: Wanted = ALL,
) -> Check:
    """Judge every port and every pair of the scope as they are on the occasion; a mating with a day of its own as of
    that day.

    `today` is an ISO date: what is due before it is overdue. `wanted` says which warnings on pairs are put into words.
    """
    declared, repository = repository, in_effect(repository, occasion)
    if not repository.sound:
        return Check(repository, today, occasion, _sorted(repository.findings), 0, ())
    judge = Judge(repository.library.dictionary, terse=True)
    others = partial(_unplanned, repository, scope, judge)
    found = judged(declared, today, judge, others, progress, occasion=occasion, scope=scope, wanted=wanted)
    return ended(declared, today, found, occasion=occasion, scope=scope)


def judged(
    declared: Repository,
    today: str,
    judge: Judge,
    find_others: Callable[[], Suspects | Chosen],
    progress: Progress | None = None,
    *,
    occasion: Occasion = ANY_TIME,
    scope: Scope = EVERYTHING,
    wanted: Wanted = ALL,
) -> Judged:
    """What is to be said of the ports, matings and fleets of a scope, and of the others, the pairs that no plan has."""
    repository = in_effect(declared, occasion)
    names = [name for name in repository.ports if scope.port(name)]
    with shared(partial(_of_ports, repository, judge), names, MANY) as of_ports:
        others = find_others()
        findings = [each for part in of_ports() for each in part]
    matings = [mating for mating in repository.matings if scope.pair(mating.pair)]
    named = [name for mating in matings for name in mating.pair]
    days = {_day_of(mating, occasion) for mating in matings}
    gone = {day: absent(declared, replace(occasion, day=day), named) for day in days}
    findings += [each for mating in matings for each in absences(mating, gone[_day_of(mating, occasion)])]
    there = [mating for mating in matings if gone[_day_of(mating, occasion)].keys().isdisjoint(mating.pair)]
    planned = [(mating, found) for mating in there if (found := _planned(mating, declared, judge))]
    for mating, found in planned:
        findings.extend(mating_findings(mating, found, repository.library.dictionary, today))
    findings += _fleets(repository, scope, judge)
    granted = {each.ports for each in declared.departures}
    warned = Warned(repository.library, judge, wanted, {pair for pair in granted if len(pair) == 2})
    looked_at = warned.over(others)
    total = len(others.telling) if isinstance(others, Suspects) else len(others.pairs)
    for _ in progress(looked_at, total) if progress is not None else looked_at:
        pass
    findings += warned.findings
    return Judged(tuple(findings), tuple(mating for mating, _ in planned), others, warned.left_out)


def ended(
    declared: Repository, today: str, found: Judged, *, occasion: Occasion = ANY_TIME, scope: Scope = EVERYTHING
) -> Check:
    """What a check has to say in the end: of files and change requests too, and as departures leave it."""
    findings = [*declared.findings, *change_findings(declared), *found.findings]
    departures: tuple[Stood, ...] = ()
    if declared.departures:
        from hardmate.departure import departed  # noqa: PLC0415 - most repositories have none

        heard = departed(findings, declared, today, occasion, judged=scope.ports)
        findings, departures = list(heard.findings), heard.departures
    pairs = len(found.matings) + found.others.sharing
    return Check(
        in_effect(declared, occasion),
        today,
        occasion,
        _sorted(findings),
        pairs,
        departures,
        found.left_out,
        scope is not EVERYTHING,
        found,
    )


def departure_scope(repository: Repository) -> Scope:
    """Only the ports and pairs that departures are for."""
    named = {departure.ports for departure in repository.departures}
    return Scope(lambda port: (port,) in named, lambda pair: tuple(sorted(pair)) in named, lambda _: False)


def _of_ports(repository: Repository, judge: Judge, names: Sequence[str]) -> list[Finding]:
    """What is found of each of these ports by itself."""
    found = (each for name in names for each in conformance(repository.ports[name], repository.library, judge))
    return [told for each in found for told in conformance_findings(each, repository.library.dictionary)]


def _day_of(mating: Mating, occasion: Occasion) -> str:
    return mating.day or occasion.day


def _fleets(repository: Repository, scope: Scope, judge: Judge) -> Iterator[Finding]:
    for plan in repository.plans:
        if scope.plan(plan):
            fleet = [repository.vehicles[name] for name in plan.fleet if name in repository.vehicles]
            for verdict in fleet_verdicts(repository.library.fleet, fleet, repository.library, judge):
                yield from fleet_findings(plan, verdict)


def _unplanned(repository: Repository, scope: Scope, judge: Judge) -> Suspects | Chosen:
    """Of the pairs that claim one mating standard and that no plan has, those to look at closely.

    Over everything, whole classes of ports are ruled out at once; within a scope, each of its few pairs is looked at.
    """
    intended = frozenset(frozenset(mating.pair) for mating in repository.matings)
    if scope is EVERYTHING:
        ports = tuple(sorted(repository.ports.values(), key=lambda port: port.id))
        return suspects(Roster(ports, judge), repository.library, intended)
    pairs = tuple(
        (first, second)
        for first, second in mating_pairs(repository.ports.values())
        if scope.pair((first.id, second.id))
        and frozenset((first.id, second.id)) not in intended
        and basis(first, second, repository.library).shared
    )
    return Chosen(len(pairs), pairs)


def _planned(mating: Mating, repository: Repository, judge: Judge) -> Assessment | None:
    """A mating as its plan has it; None when it names a port, mode or need that is not there."""
    first, second = (repository.ports.get(name) for name in mating.pair)
    known = mating.mode in ("", *repository.library.modes) and not set(mating.needs) - set(
        repository.library.capability_ids()
    )
    if first is None or second is None or not known:
        return None
    return assessment(
        first, second, repository.library, judge, mode=mating.mode, agreed=mating.roles, needs=mating.needs
    )


class Glance(Struct, frozen=True):
    """What a matrix tells of two ports: what all pairs alike are told, and their tightest margin on the way to hard
    mate, if they have one and margins are asked for."""

    ports: tuple[Port, Port]
    outline: Outline
    tight: Tight | None


class Band(Struct, frozen=True):
    """A port, by its number in the roster, with its partners of higher number, by what the pairs are told."""

    margins: Margins
    number: int
    told: Sequence[tuple[Ports, Outline]]

    def glances(self, *, margins: bool) -> Iterator[Glance]:
        """The pairs, in the order of the partners' ids."""
        listed = self.margins.pairs.roster.listed
        alike = self.alike() if margins else ((partners, outline, None) for partners, outline in self.told)
        told = ((partner, outline, tight) for partners, outline, tight in alike for partner in listed(partners))
        for partner, outline, tight in sorted(told, key=lambda entry: entry[0]):
            yield self.glance(partner, outline, tight)

    def alike(self) -> Iterator[tuple[Ports, Outline, Tight | None]]:
        """The partners by what the pairs are told and by their tightest margin."""
        for partners, outline in self.told:
            for some, tight in self.margins.met(outline, self.number, partners):
                yield some, outline, tight

    def glances_of(self, partners: Ports, outline: Outline, tight: Tight | None) -> Iterator[Glance]:
        """Some of the pairs, which are told alike."""
        for partner in self.margins.pairs.roster.listed(partners):
            yield self.glance(partner, outline, tight)

    def glance(self, partner: int, outline: Outline, tight: Tight | None) -> Glance:
        ports = self.margins.pairs.roster.ports
        return Glance((ports[self.number], ports[partner]), outline, tight)


def bands(repository: Repository, ports: Iterable[Port], progress: Progress | None = None) -> Iterator[Band]:
    """Every two ports of different vehicles, in the order of their ids. Nothing is held of a port that was told."""
    roster = Roster(tuple(sorted(ports, key=lambda port: port.id)), Judge(repository.library.dictionary))
    pairs = Pairs(roster, repository.library)
    rows, margins = pairs.outlines(roster.foreign), Margins(pairs)
    for number, told in progress(rows, len(roster.ports)) if progress is not None else rows:
        yield Band(margins, number, told)


def matrix(
    repository: Repository, ports: Iterable[Port], progress: Progress | None = None, *, margins: bool = True
) -> Iterator[Glance]:
    """The same pair by pair."""
    for band in bands(repository, ports, progress):
        yield from band.glances(margins=margins)


def coverage(repository: Repository) -> Coverage:
    """What the standards check; with declarations, also which clauses wait for values that none of them has."""
    from hardmate.analysis import coverage as analysis  # noqa: PLC0415

    return analysis.coverage(repository.library, repository.vehicles.values())


def pair(repository: Repository, one: str, other: str, needs: Sequence[str] = ()) -> Assessment:
    """Two ports by id, assessed as a plan has them if one does. Raises KeyError for an id that is not declared."""
    judge = Judge(repository.library.dictionary)
    return intended(repository.ports[one], repository.ports[other], repository, judge, needs)


def prove(repository: Repository, standard: str, engine: Engine, *, only: Sequence[str] = ()) -> Soundness:
    """What follows from a standard for any two ports that conform; counterexamples stay near the repository's ports."""
    from hardmate.analysis.prove.soundness import soundness  # noqa: PLC0415

    near = _claiming(repository, standard)
    return soundness(repository.library, standard, engine, only=only, references=near, gates=repository.gates)


def audit(repository: Repository, standard: str, engine: Engine, *, close: bool = True) -> Audit:
    """What is wrong with a standard's clauses, what carries its proofs, and, to `close`, what would close its gaps."""
    from hardmate.analysis.prove.audit import audit as audited  # noqa: PLC0415

    near = _claiming(repository, standard)
    return audited(repository.library, standard, engine, references=near, gates=repository.gates, close=close)


def _claiming(repository: Repository, standard: str) -> tuple[Port, ...]:
    ports = repository.ports.values()
    return tuple(port for port in ports if any(claim.standard == standard for claim in port.claims))


def route(
    repository: Repository,
    one: str,
    other: str,
    *,
    needs: Sequence[str] = (),
    most: int | None = None,
    everything: bool = False,
) -> Routes:
    """The shortest chains of at most `most` adapters that join two ports; `everything` takes lost hardware as well."""
    from hardmate.analysis.chains import MOST, routes  # noqa: PLC0415

    chains = MOST if most is None else most
    return routes(repository, one, other, needs=needs, most=chains, everything=everything)


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.order))
