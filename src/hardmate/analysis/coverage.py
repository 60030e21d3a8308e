"""The standards and their rules in; what is checked, what waits for a value, what is not checkable, and gaps out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum

from msgspec import Struct

from hardmate.finding import Finding, Related, Severity
from hardmate.language import tree as t
from hardmate.language.value import State
from hardmate.model.fleet import FleetClause
from hardmate.model.rules import Rule
from hardmate.model.standard import COMMON, Clause, Standard
from hardmate.model.vehicle import Vehicle
from hardmate.model.words import Status as Stage
from hardmate.repository import Applied, Library

AnyClause = Clause | FleetClause


class Status(StrEnum):
    """Whether something is checked. `unaccounted for` is a gap in the books, and a finding."""

    CHECKED = "checked"
    NEEDS = "needs a value"
    NOT_CHECKABLE = "not checkable"
    UNACCOUNTED = "unaccounted for"


class ClauseCoverage(Struct, frozen=True):
    """One clause as a standard applies it; `needs` are the parameters that it waits for and no port declares, and
    the numbers that it leaves to be determined."""

    applied: Applied
    needs: tuple[str, ...]

    @property
    def clause(self) -> Clause:
        return self.applied.clause

    @property
    def status(self) -> Status:
        return Status.NEEDS if self.needs else Status.CHECKED


class RuleCoverage(Struct, frozen=True):
    """One rule with the clauses that check it, those that are `waiting` for values among them.

    `needs` are the parameters and numbers that nobody has, if all of its clauses wait.
    """

    rule: Rule
    status: Status
    clauses: tuple[AnyClause, ...] = ()
    waiting: tuple[Clause, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def partly(self) -> bool:
        """Whether it is checked, but not the whole of it."""
        return self.status is Status.CHECKED and self.rule.leaves_open is not None


class StandardCoverage(Struct, frozen=True):
    """One standard with every clause that it applies, inherited ones included, its clauses over a `fleet`, and the
    rules that those check or that are open and its subject.
    """

    standard: Standard
    clauses: tuple[ClauseCoverage, ...]
    fleet: tuple[FleetClause, ...]
    rules: tuple[RuleCoverage, ...]

    def clause_count(self, status: Status) -> int:
        fleet = len(self.fleet) if status is Status.CHECKED else 0
        return fleet + sum(each.status is status for each in self.clauses)

    def rule_count(self, status: Status) -> int:
        return sum(each.status is status for each in self.rules)


class Coverage(Struct, frozen=True):
    """What is checked. `ports` counts the ports that were asked for values; with none, no clause waits for a value."""

    rules: tuple[RuleCoverage, ...]
    standards: tuple[StandardCoverage, ...]
    findings: tuple[Finding, ...]
    ports: int

    def count(self, status: Status) -> int:
        """How many rules have the status."""
        return sum(each.status is status for each in self.rules)


def coverage(library: Library, vehicles: Iterable[Vehicle]) -> Coverage:
    """Every rule and every clause accounted for, and a finding for each that is not.

    Nobody has what only a concept declares: its values are wishes.
    """
    ports = [port for each in vehicles if each.status is not Stage.CONCEPT for port in each.ports]
    found = {path for port in ports for path, value in port.values.items() if value.state in _THERE}
    declared = found if ports else library.dictionary.keys()
    clauses = tuple(_clauses(library.clauses.values()))
    waits = {_key(each): _waits(each, declared) for each in clauses}
    checking: dict[str, list[AnyClause]] = {}
    every: tuple[AnyClause, ...] = (*clauses, *library.fleet)
    for clause in every:
        for rule in clause.rules:
            checking.setdefault(rule, []).append(clause)
    rules = tuple(_rule(each, tuple(checking.get(each.id, ())), waits) for each in library.rules.values())
    standards = tuple(
        _standard(library.standards[name], library.clauses[name].values(), library.fleet, rules, waits)
        for name in sorted(library.standards, key=lambda name: (name != COMMON, name))
    )
    findings = (*_book_findings(rules), *_unknown_rules(checking, library.rules), *_unknown_families(rules, library))
    return Coverage(rules, standards, findings, len(ports))


_THERE = (State.KNOWN, State.NONE)
_Key = tuple[str, str]
_Waits = Mapping[_Key, tuple[str, ...]]


def _key(clause: Clause) -> _Key:
    return clause.standard, clause.id


def _clauses(standards: Iterable[Mapping[str, Applied]]) -> Iterator[Clause]:
    """Every clause once, by the standard that states it."""
    yield from {_key(each.clause): each.clause for applied in standards for each in applied.values()}.values()


def _waits(clause: Clause, declared: Collection[str]) -> tuple[str, ...]:
    """The parameters that no declaration gives, and numbers that nobody has, without which the clause can not be
    decided for any port."""
    nodes = [node for node in (clause.when, clause.requires) if node is not None]
    return tuple(dict.fromkeys(path for node in nodes for path in _missing(node, declared)))


def _missing(node: t.Node, declared: Collection[str]) -> list[str]:
    """What the expression stays open without. One side of an `or` that can be decided is enough."""
    match node:
        case t.Junction(op="or", operands=sides):
            return _of_one(sides, declared)
        case t.Implies(left=left, right=right):
            return _of_one((left, right), declared)
        case t.Junction(operands=sides):
            return [path for each in sides for path in _missing(each, declared)]
        case _:
            numbers = [f"TBD {each.name}" for each in t.tbds(node)]
            return [each.path for each in t.references(node) if each.path not in declared] + numbers


def _of_one(sides: Iterable[t.Node], declared: Collection[str]) -> list[str]:
    missing = [_missing(each, declared) for each in sides]
    return [path for each in missing for path in each] if all(missing) else []


def _standard(
    standard: Standard,
    applied: Iterable[Applied],
    fleet: Iterable[FleetClause],
    rules: Iterable[RuleCoverage],
    waits: _Waits,
) -> StandardCoverage:
    clauses = tuple(ClauseCoverage(each, waits[_key(each.clause)]) for each in applied)
    over = tuple(each for each in fleet if each.standard == standard.id)
    checked = {rule for each in clauses for rule in each.clause.rules} | {rule for each in over for rule in each.rules}
    return StandardCoverage(
        standard,
        clauses,
        over,
        tuple(each for each in rules if each.rule.id in checked or _family(each) == standard.family),
    )


def _family(entry: RuleCoverage) -> str:
    """The standard whose subject a rule is that no clause speaks of."""
    if entry.clauses:
        return ""
    return entry.rule.open.family if entry.rule.open is not None else COMMON


def _rule(rule: Rule, clauses: tuple[AnyClause, ...], waits: _Waits) -> RuleCoverage:
    """A rule waits for values when every clause that checks it does, and Hardmate does not keep it itself."""
    if clauses:
        waiting = tuple(each for each in clauses if isinstance(each, Clause) and waits[_key(each)])
        if rule.kept or len(waiting) < len(clauses):
            return RuleCoverage(rule, Status.CHECKED, clauses, waiting)
        needs = tuple(dict.fromkeys(path for each in waiting for path in waits[_key(each)]))
        return RuleCoverage(rule, Status.NEEDS, clauses, waiting, needs)
    if rule.kept:
        return RuleCoverage(rule, Status.CHECKED)
    if rule.open is None:
        return RuleCoverage(rule, Status.UNACCOUNTED)
    return RuleCoverage(rule, Status.NEEDS if rule.open.needs else Status.NOT_CHECKABLE)


def _book_findings(rules: Iterable[RuleCoverage]) -> Iterator[Finding]:
    """Rules whose own entry does not agree with what the clauses say."""
    for each in rules:
        rule = each.rule
        if rule.open is not None and each.clauses:
            first = each.clauses[0]
            yield Finding(
                "rule-open-and-checked",
                Severity.ERROR,
                f"{rule.id} is marked open, and is checked by {', '.join(clause.id for clause in each.clauses)}",
                rule.open.location,
                "remove open, and say under leaves_open what is still not checked",
                (Related(first.location, "checked by this clause"),),
                subject=("rule", rule.id),
            )
        elif each.status is Status.UNACCOUNTED:
            yield Finding(
                "rule-unaccounted-for",
                Severity.ERROR,
                f"{rule.id} is checked by no clause, and does not say why",
                rule.location,
                "list it under rules in the clause that checks it, or say why it is open",
                subject=("rule", rule.id),
            )


def _unknown_rules(checking: Mapping[str, Iterable[AnyClause]], rules: Mapping[str, Rule]) -> Iterator[Finding]:
    for name, clauses in checking.items():
        if name in rules:
            continue
        near = get_close_matches(name, rules, 1)
        for clause in clauses:
            yield Finding(
                "unknown-rule",
                Severity.ERROR,
                f"{clause.id} says that it checks {name}, and no file of kind rules has that",
                clause.location,
                f"did you mean {near[0]}?" if near else "add it to a file of kind rules",
                subject=("clause", clause.standard, clause.id, "rules", name),
            )


def _unknown_families(rules: Iterable[RuleCoverage], library: Library) -> Iterator[Finding]:
    families = {each.family for each in library.standards.values()}
    for each in rules:
        for said in (each.rule.open, each.rule.leaves_open):
            if said is not None and said.family not in families:
                near = get_close_matches(said.family, families, 1)
                yield Finding(
                    "unknown-standard",
                    Severity.ERROR,
                    f"{each.rule.id} is said to be the subject of {said.family}, and there is no such standard",
                    said.location,
                    f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(families))}",
                    subject=("rule", each.rule.id, said.family),
                )
