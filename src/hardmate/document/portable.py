"""Bytes in; a document, or every refusal that one pass can find, out."""

from __future__ import annotations

from collections.abc import Sequence

from hardmate.document.characters import decoded
from hardmate.document.limits import MAX_BYTES, MAX_FINDINGS
from hardmate.document.plain import plain_tree
from hardmate.document.refusal import Refused
from hardmate.document.tree import Document, place
from hardmate.finding import Finding, Location, Related, Severity

MAX_LINE = 200
"""Characters of a line that tell a refusal from the others of its file."""


def parse(raw: bytes, path: str) -> Document | tuple[Finding, ...]:
    """Read the YAML file content `raw`, which findings call `path`. Any bytes at all give a document or findings."""
    if len(raw) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1024 // 1024} MiB"
        remedy = "split it into several files"
        return (Finding("file-too-large", Severity.ERROR, message, Location(path), remedy, subject=("file", path)),)
    text, unfit = decoded(raw)
    plain = None if unfit else plain_tree(text)
    return by_libyaml(raw, text, unfit, path) if plain is None else Document(path, text, *plain)


def by_libyaml(raw: bytes, text: str, unfit: Sequence[Refused], path: str) -> Document | tuple[Finding, ...]:
    """The document, however it is written: what `plain` does not take, and what that is held against."""
    # libyaml's binding takes longer to load than a plainly written file to read.
    from hardmate.document.compose import composed  # noqa: PLC0415
    from hardmate.document.layout import marker_refusals, structure_refusals  # noqa: PLC0415
    from hardmate.document.walk import read_tree  # noqa: PLC0415

    refused = [*unfit, *marker_refusals(text)]
    if refused:
        return _findings(path, text, refused)
    root = composed(raw, text)
    if isinstance(root, Refused):
        return _findings(path, text, [root])
    data, marks, refused = read_tree(root, text)
    refused = refused or structure_refusals(text, root)
    return _findings(path, text, refused) if refused else Document(path, text, data, marks)


def _findings(path: str, text: str, refused: Sequence[Refused]) -> tuple[Finding, ...]:
    """One finding for each refusal, in the order of the file; beyond MAX_FINDINGS one that says there are more."""
    ordered = sorted(refused, key=lambda one: one.offset)
    findings = [
        Finding(
            one.refusal.code,
            Severity.ERROR,
            one.refusal.message,
            place(path, text, one.offset),
            one.refusal.help,
            tuple(Related(place(path, text, offset), message) for offset, message in one.related),
            subject=("file", path, _line(text, one.offset)),
        )
        for one in ordered[:MAX_FINDINGS]
    ]
    if len(ordered) > MAX_FINDINGS:
        where = place(path, text, ordered[MAX_FINDINGS].offset)
        message = f"only the first {MAX_FINDINGS} refusals of this file are told; there are more from here on"
        findings.append(Finding("yaml-more-refusals", Severity.ERROR, message, where, subject=("file", path)))
    return tuple(findings)


def _line(text: str, offset: int) -> str:
    """The line around `offset`: what a file that gives no data has instead of a path of keys."""
    start, end = text.rfind("\n", 0, offset) + 1, text.find("\n", offset)
    return text[start : end if end >= 0 else None].strip()[:MAX_LINE]
