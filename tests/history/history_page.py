"""The page of mating history: the score by kind of row, every row with its verdict, and what the open ones wait for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from history_rows import FILES, ROOT, Claim, Row, Says, judged, repository, rows, verified

from hardmate.assess.owed import owed
from hardmate.language.shown import margin_text
from hardmate.language.value import Trust
from hardmate.model.roles import SIDES

PAGE = ROOT / "docs" / "history.md"
SAID = {Says.MATES: "did or can", Says.CANNOT: "cannot", Says.UNCLEAR: "sources disagree or are silent"}


INTRODUCTION = (
    "What Hardmate says of pairs that docked, were berthed, or cannot. The rows are in `tests/history`; this page",
    "is written by `pytest tests/history --accept`, and a test keeps it current. Each row speaks of a capability:",
    "two ships of 1969 made a hard mate, and nobody could pass inside. A flight that failed for another reason,",
    "an engine or a radio, says nothing of its ports. Verdicts come from declared geometry, not from names: the",
    "test silences each parameter in turn, and renames everything.",
)


def page() -> str:
    return "\n".join([*_head(), *_score(), *_open(), *_tables()]) + "\n"


def _head() -> Iterator[str]:
    yield "# Mating history"
    yield ""
    yield from INTRODUCTION
    yield ""


def _score() -> Iterator[str]:
    yield "| what the rows say | rows | compatible | incompatible | undetermined | contradicted |"
    yield "|---|---|---|---|---|---|"
    for name, title in FILES.items():
        for says in Says:
            found = [claim for claim in judged() if claim.row.file == name and claim.says is says]
            if found:
                yield _counts(f"{title}: {SAID[says]}", found)
    checked = [claim for claim in judged() if verified(claim)]
    yield _counts("All", judged())
    yield _counts("Of these from a document", checked)
    yield ""
    settled = sum(claim.settled for claim in checked)
    yield f"Of {len(checked)} statements from a document {settled} are settled, {100 * settled / len(checked):.1f} %."
    yield ""


def _counts(title: str, found: Iterable[Claim]) -> str:
    held = tuple(found)
    standings = [claim.standing.value for claim in held]
    numbers = [len(held), *(standings.count(word) for word in ("compatible", "incompatible", "undetermined"))]
    return f"| {title} | {' | '.join(map(str, numbers))} | {sum(claim.wrong for claim in held)} |"


def _open() -> Iterator[str]:
    yield "## Undetermined, and what would settle it"
    yield ""
    yield "| row | pair | capability | waits for |"
    yield "|---|---|---|---|"
    for claim in judged():
        if not claim.settled:
            yield f"| {claim.row.id} | {_pair(claim)} | {claim.capability} | {_waits(claim)} |"
    yield ""


def _pair(claim: Claim) -> str:
    return " with ".join(f"`{port}`" for port in claim.row.ports)


def _waits(claim: Claim) -> str:
    """The values that are owed and by whom, then the reasons that no value of a port would end."""
    sides = dict(zip(SIDES, claim.assessed.ports, strict=True))
    reasons = claim.assessed.best.why((claim.capability,))
    named = {reason.partition(" ")[0] for reason in reasons} | _settling(claim)
    deciding = [each for each in claim.assessed.best.verdicts if each.clause.id in named]
    owes: dict[str, list[str]] = {}
    dictionary = repository().library.dictionary
    disputed = [each for each in owed(claim.assessed.best.verdicts, sides, dictionary) if each.why == "disputed"]
    for each in (*owed(deciding, sides, dictionary), *disputed):
        owes.setdefault(each.owner, []).append(f"`{each.port}` {each.path} ({each.why})")
    clauses = {each.clause.id for each in deciding}
    told = [f"{owner} owes {', '.join(values)}" for owner, values in owes.items()]
    told += [
        f"a document for {each.clause.id}" for each in deciding if each.judgement.doubtful and not each.judgement.owed
    ]
    if not told:
        told = [f"a claim of both to {name}" for name in _services(claim.capability)]
    return "; ".join([*told, *(reason for reason in reasons if reason.partition(" ")[0] not in clauses)])


def _services(capability: str) -> list[str]:
    """The standards beside the mating ones that settle a capability."""
    library = repository().library
    return [name for name, each in library.standards.items() if not each.mating and library.essential(name, capability)]


def _settling(claim: Claim) -> set[str]:
    """Without a standard that both claim: what the standards of either can not do without, and what is in doubt."""
    if claim.assessed.basis.shared:
        return set()
    library = repository().library
    bearing = {each.capability.id for each in claim.assessed.best.needed((claim.capability,))}
    claimed = {each.standard for port in claim.assessed.ports for each in port.claims}
    return {name for one in claimed for each in bearing for name in library.essential(one, each)} | {
        each.clause.id
        for each in claim.assessed.best.verdicts
        if each.judgement.doubtful and each.clause.capability in bearing
    }


def _tables() -> Iterator[str]:
    for name, title in FILES.items():
        yield f"## {title}"
        yield ""
        yield "| row | what happened or is said | pair | capability | known | verdict | because |"
        yield "|---|---|---|---|---|---|---|"
        for row in rows():
            if row.file == name:
                yield from _lines(row)
        yield ""


def _lines(row: Row) -> Iterator[str]:
    told = f"{row.date}: {row.told}" if row.date else row.told
    if not row.says:
        yield f"| {row.id} | {told} | {' with '.join(f'`{port}`' for port in row.ports)} | | {row.known} | | |"
    for claim in judged():
        if claim.row is row:
            yield (
                f"| {row.id} | {told} | {_pair(claim)} | {claim.capability} | {row.known} |"
                f" {claim.standing.value} | {_because(claim)} |"
            )


def _because(claim: Claim) -> str:
    """The tightest reason: what fails, what is open, or what holds and on what it leans."""
    reasons = claim.assessed.best.why((claim.capability,))
    if reasons:
        return reasons[0]
    found = claim.assessed.best.capability(claim.capability)
    assert found is not None
    leans = "partly recalled" if found.leans is Trust.RECALLED else "from documents"
    tightest = found.tightest
    if tightest is None:
        needed = claim.assessed.basis.essential[claim.capability]
        held = [each.clause.id for each in claim.assessed.best.verdicts if each.clause.id in needed]
        return f"{', '.join(held)}: met, {leans}"
    verdict, margin = tightest
    text = margin_text(margin, verdict.clause.requires, repository().library.dictionary)
    return f"{verdict.clause.id}: met with {text} to spare, {leans}"
