"""What the standards check and what not, as text: rules, clauses, a row for each standard."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from textwrap import wrap

from hardmate.analysis.coverage import Coverage, RuleCoverage, StandardCoverage, Status
from hardmate.model.rules import Open
from hardmate.model.words import Discipline
from hardmate.report.style import Style, plain

COLOURS = {
    Status.CHECKED: "green",
    Status.NEEDS: "yellow",
    Status.NOT_CHECKABLE: "blue",
    Status.UNACCOUNTED: "red",
}
WIDTH = 100
HINT = "No declarations were read: name a folder to see which clauses wait for values that nobody there has."


def coverage_lines(covered: Coverage, style: Style) -> Iterator[str]:
    """Every rule, every clause where it is stated, every standard, and the sums last."""
    by_discipline = sorted(covered.rules, key=lambda each: list(Discipline).index(each.rule.discipline))
    for discipline, rules in groupby(by_discipline, key=lambda each: each.rule.discipline):
        yield style("bold", f"Rules: {discipline}")
        for each in rules:
            yield from _rule(each, style)
        yield ""
    for standard in covered.standards:
        yield from _clauses(standard, style)
    yield from _table(covered, style)
    yield ""
    yield _sum(covered)
    yield f"Ports of real hardware that were asked for values: {covered.ports}." if covered.ports else HINT


def _rule(each: RuleCoverage, style: Style) -> Iterator[str]:
    status = "checked in part" if each.partly else each.status.value
    rule = each.rule
    lead = f"  {rule.id:<9} {status:<15} {rule.severity:<7}  "
    first, *more = _wrapped(rule.statement, " " * len(lead), hanging="") or [lead]
    yield lead.replace(status, style(COLOURS[each.status], status), 1) + first[len(lead) :]
    yield from more
    indent = " " * 12
    waiting = {(clause.standard, clause.id) for clause in each.waiting}
    checking = {clause.id for clause in each.clauses if (clause.standard, clause.id) not in waiting}
    for told, names in (("by", checking), ("waiting for values:", {name for _, name in waiting})):
        if names:
            yield from _wrapped(f"{told} {', '.join(sorted(names))}", indent)
    if rule.kept:
        codes = f" ({', '.join(rule.codes)})" if rule.codes else ""
        yield from _wrapped(f"kept by Hardmate: {rule.kept}{codes}", indent)
    if each.needs:
        yield from _wrapped(f"nobody has {', '.join(each.needs)}", indent)
    if rule.open is not None:
        yield from _open(rule.open, "", indent)
    if rule.leaves_open is not None:
        yield from _open(rule.leaves_open, "left open, ", indent)


def _open(said: Open, lead: str, indent: str) -> Iterator[str]:
    if said.needs:
        yield from _wrapped(f"{lead}needs: {said.needs}", indent)
    else:
        yield from _wrapped(f"{lead}not checkable: {said.reason}", indent)
        yield from _wrapped(f"missing: {said.missing}", indent)


def _clauses(covered: StandardCoverage, style: Style) -> Iterator[str]:
    """The clauses that the standard states itself; the others stand with the revision that does."""
    name = covered.standard.id
    own = [each for each in covered.clauses if each.clause.standard == name]
    inherited = len(covered.clauses) - len(own)
    more = f", and {inherited} of {covered.standard.extends}" if inherited else ""
    yield style("bold", f"Clauses: {name}") + more
    width = max((len(each.clause.id) for each in own), default=0)
    for each in own:
        rules = f"  {', '.join(each.clause.rules)}" if each.clause.rules else ""
        lead = f"  {each.clause.id:<{width}}  "
        yield f"{lead}{style(COLOURS[each.status], f'{each.status.value:<13}')}{rules}".rstrip()
        if each.needs:
            yield from _wrapped(f"nobody has {', '.join(each.needs)}", " " * 12)
    for over in covered.fleet:
        yield f"  {over.id}  {style(COLOURS[Status.CHECKED], 'checked')}  {', '.join(over.rules)}  over a fleet"
    yield ""


def _table(covered: Coverage, style: Style) -> Iterator[str]:
    """A row for each standard: its clauses, inherited ones included, and the rules that are its subject."""
    width = max((len(each.standard.id) for each in covered.standards), default=0)
    heads = ("clauses", "checked", "need value", "rules", "checked", "need value", "not checkable")
    yield style("bold", f"{'':<{width}}  {'  '.join(heads)}")
    for each in covered.standards:
        numbers = (
            len(each.clauses) + len(each.fleet),
            each.clause_count(Status.CHECKED),
            each.clause_count(Status.NEEDS),
            len(each.rules),
            each.rule_count(Status.CHECKED),
            each.rule_count(Status.NEEDS),
            each.rule_count(Status.NOT_CHECKABLE),
        )
        cells = (f"{number:>{len(head)}}" for number, head in zip(numbers, heads, strict=True))
        yield f"{each.standard.id:<{width}}  {'  '.join(cells)}"


def _sum(covered: Coverage) -> str:
    partly = sum(each.partly for each in covered.rules)
    waiting = sum(bool(each.needs) for each in covered.rules)
    told = [
        f"{covered.count(Status.CHECKED)} checked{f', {partly} of them in part' if partly else ''}",
        f"{covered.count(Status.NEEDS)} need a value{f', {waiting} of them with clauses that wait' if waiting else ''}",
        f"{covered.count(Status.NOT_CHECKABLE)} not checkable",
        f"{covered.count(Status.UNACCOUNTED)} unaccounted for",
    ]
    return f"{len(covered.rules)} rules: {'; '.join(told)}."


def _wrapped(text: str, indent: str, hanging: str = "  ") -> list[str]:
    """The text in lines that fit, the second and later ones further in by `hanging`."""
    return wrap(
        plain(text),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
