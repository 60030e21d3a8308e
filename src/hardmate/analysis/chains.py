"""Two ports of a repository in; the chains of its adapters that join them out, or what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from msgspec import Struct, field
from msgspec.structs import replace

from hardmate.analysis.route import LISTED, Chain, Link, Piece, nearest_miss, shortest
from hardmate.assess.capability import Standing
from hardmate.assess.intended import intended
from hardmate.assess.pair import MATE, Assessment
from hardmate.assess.verdict import Judge
from hardmate.language.value import State, Trust, Value
from hardmate.model.vehicle import Port, Vehicle
from hardmate.model.words import Status
from hardmate.quantity import Quantity
from hardmate.repository import Repository

NOT_TO_BE_HAD = (Status.LOST, Status.RETIRED, Status.CONCEPT)
"""Adapters of these are left out unless everything is asked for."""
MOST = 3
"""The most adapters in a chain, if nothing else is asked for."""


class Joints(Struct):
    """Assesses each joint once, as `pair` does, for what is needed beyond becoming one structure."""

    repository: Repository
    judge: Judge
    needs: tuple[str, ...]
    known: dict[frozenset[str], Assessment] = field(default_factory=dict)

    def assessed(self, one: str, other: str) -> Assessment:
        key = frozenset((one, other))
        if key not in self.known:
            ports = self.repository.ports
            self.known[key] = intended(ports[one], ports[other], self.repository, self.judge, self.needs)
        return self.known[key]

    def link(self, one: str, other: str) -> Link:
        return serves(self.assessed(one, other), (MATE, *self.needs))


class Routes(Struct, frozen=True):
    """What joins two ports. `chains` are the shortest, those with the fewest doubts first; with none, the rest
    says why.

    `without` maps each need that alone stands in the way, or else all needs together, to a chain there would be without
    it; `nearest` is the chain with the fewest blocked links; `everything` one there would be with the adapters that are
    `left_out`. `more` says that others as good are not listed.
    """

    ends: tuple[Port, Port]
    joints: Joints
    most: int
    pieces: tuple[Vehicle, ...]
    left_out: tuple[Vehicle, ...]
    chains: tuple[Chain, ...]
    more: bool = False
    without: Mapping[tuple[str, ...], Chain] = field(default_factory=dict)
    nearest: Chain | None = None
    everything: Chain | None = None

    @property
    def standing(self) -> Standing:
        """Of the best chain; incompatible when there is none."""
        return self.chains[0].standing if self.chains else Standing.INCOMPATIBLE


def routes(
    repository: Repository,
    one: str,
    other: str,
    *,
    needs: Sequence[str] = (),
    most: int = MOST,
    everything: bool = False,
) -> Routes:
    """The shortest chains of at most `most` adapters that join two ports and serve the needs."""
    joints = Joints(repository, Judge(repository.library.dictionary), tuple(dict.fromkeys(needs)))
    ends = (one, other)
    adapters = [each for each in repository.vehicles.values() if each.adapter]
    left_out = () if everything else tuple(each for each in adapters if each.status in NOT_TO_BE_HAD)
    taken = tuple(each for each in adapters if each not in left_out)
    pieces = _pieces(taken, joints, ends)
    chains, more = _listed(shortest(ends, pieces, joints.link, most, LISTED + 1))
    found = Routes((repository.ports[one], repository.ports[other]), joints, most, taken, left_out, chains, more)
    if chains:
        return found
    without: dict[tuple[str, ...], Chain] = {}
    for dropped in (*((need,) for need in joints.needs), joints.needs):
        if dropped and (len(dropped) == 1 or not without):
            fewer = Joints(repository, joints.judge, tuple(each for each in joints.needs if each not in dropped))
            for chain in shortest(ends, _pieces(taken, fewer, ends), fewer.link, most, 1)[-1:]:
                without[dropped] = chain
    all_pieces = _pieces(adapters, joints, ends)
    wider = shortest(ends, all_pieces, joints.link, most, 1)[-1:] if left_out else ()
    nearest = nearest_miss(ends, pieces, joints.link, most)
    return replace(found, without=without, nearest=nearest, everything=next(iter(wider), None))


def serves(assessed: Assessment, wanted: Sequence[str]) -> Link:
    """What an assessed joint says of the capabilities that are wanted, the worst of them deciding."""
    best = assessed.best
    lacking = tuple(f"{best.mode.id} has no {name}" for name in wanted if name not in best.mode.capabilities)
    if lacking:
        return Link(Standing.INCOMPATIBLE, lacking)
    standings = [each.standing for each in best.capabilities if each.capability.id in wanted]
    return Link(max(standings, key=tuple(Standing).index), best.why(wanted))


def passes(adapter: Vehicle, name: str) -> Link:
    """Whether a capability goes on through an adapter, by what it declares; silence is not a yes."""
    value = adapter.passes.get(name)
    subject = f"{adapter.id} passes {name} on"
    if value is None:
        return Link(Standing.UNDETERMINED, (f"{adapter.agency} does not declare whether {subject}",))
    if value.state not in (State.KNOWN, State.NONE):
        return Link(Standing.UNDETERMINED, (f"whether {subject} is {value.state.value}",))
    if value.trust is Trust.DISPUTED:
        return Link(Standing.UNDETERMINED, (f"whether {subject} is disputed",))
    if value.content is True:
        return Link(Standing.COMPATIBLE)
    if value.trust is Trust.RECALLED:
        return Link(Standing.UNDETERMINED, (f"that {adapter.id} does not pass {name} on is only recalled",))
    return Link(Standing.INCOMPATIBLE, (f"{adapter.id} does not pass {name} on",))


def carries(adapter: Vehicle, joints: Joints) -> Link:
    """Whether all that is needed goes on through an adapter, as far as it can go on through one at all."""
    can = joints.repository.library.through()
    return worst([passes(adapter, name) for name in joints.needs if name in can])


def links(chain: Chain, found: Routes) -> list[Link]:
    """What each joint and each adapter of a chain says of the needs."""
    adapters = (found.joints.repository.vehicles[step.piece] for step in chain.steps)
    return [*(found.joints.link(*joint) for joint in chain.joints), *(carries(each, found.joints) for each in adapters)]


def worst(links: Sequence[Link]) -> Link:
    """All of the links together: the worst standing, with its reasons."""
    standing = max((link.standing for link in links), key=tuple(Standing).index, default=Standing.COMPATIBLE)
    alike = [link for link in links if link.standing is standing]
    return Link(standing, tuple(dict.fromkeys(reason for link in alike for reason in link.reasons)))


def through(chain: Chain, found: Routes) -> Mapping[str, Link]:
    """What passes through the whole chain: per capability its joints and adapters together."""
    told: dict[str, Link] = {}
    for name in found.joints.repository.library.through():
        joints = [serves(found.joints.assessed(*joint), (name,)) for joint in chain.joints]
        inside = [passes(found.joints.repository.vehicles[step.piece], name) for step in chain.steps]
        told[name] = worst([*joints, *inside])
    return told


def leans(assessed: Assessment, wanted: Sequence[str]) -> Trust:
    """The weakest trust that a compatible joint rests on."""
    return min(each.leans for each in assessed.best.capabilities if each.capability.id in wanted)


def total_mass(chain: Chain, found: Routes) -> tuple[Fraction, Fraction, tuple[str, ...]]:
    """The least and the largest mass of all adapters together in kg, and those whose mass nobody tells."""
    stated = {step.piece: mass(found.joints.repository.vehicles[step.piece].mass) for step in chain.steps}
    known = [each for step in chain.steps if (each := stated[step.piece]) is not None]
    low = sum((each.low or Fraction(0) for each in known), Fraction(0))
    high = sum((each.high or each.low or Fraction(0) for each in known), Fraction(0))
    return low, high, tuple(name for name, each in stated.items() if each is None or each.high is None)


def mass(value: Value | None) -> Quantity | None:
    """The mass that an adapter declares, if it is a number."""
    return value.content if value is not None and isinstance(value.content, Quantity) else None


def _listed(chains: Sequence[Chain]) -> tuple[tuple[Chain, ...], bool]:
    """At most so many chains of each length, those with the fewest doubts first, and whether there are more."""
    groups = [list(group) for _, group in groupby(chains, key=lambda chain: len(chain.steps))]
    listed = tuple(chain for group in reversed(groups) for chain in group[:LISTED])
    return listed, any(len(group) > LISTED for group in groups)


def _pieces(adapters: Iterable[Vehicle], joints: Joints, ends: tuple[str, str]) -> list[Piece]:
    """The adapters as the search sees them; one whose port is an end is not to be had a second time."""
    found: list[Piece] = []
    for each in adapters:
        names = [port.id for port in each.ports]
        ways = tuple((a, b) for a in names for b in names if _place(a) != _place(b))
        stock = each.stock - sum(end in names for end in ends)
        stated = mass(each.mass)
        known = None if stated is None else next((m for m in (stated.high, stated.low) if m is not None), None)
        found.append(Piece(each.id, ways, carries(each, joints), stock, known))
    return found


def _place(port: str) -> str:
    """The port without its configuration: a piece is not entered and left by one port in two states."""
    return port.partition("@")[0]
