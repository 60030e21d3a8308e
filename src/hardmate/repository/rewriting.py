"""Paths in; the text that should stand in each file, in canonical form or with its clear mistakes put right, out.

Files that can not be read, and links, are left alone and told.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from hardmate.document import Document, parse, read
from hardmate.document.canonical import canonical
from hardmate.document.saving import save
from hardmate.finding import Finding, Fix, Location, Severity
from hardmate.repository.exclusion import NOTHING, Exclusion
from hardmate.repository.files import File, yaml_files
from hardmate.schema import Validator, findings, kind_of
from hardmate.schema.key_order import key_order


class Settled(Struct, frozen=True):
    """A finding that is settled by writing `now` where `was` stood."""

    finding: Finding
    was: str
    now: str


class Rewriting(Struct, frozen=True):
    """A file whose text should be another one, and the findings that the change settles."""

    file: File
    before: str
    after: str
    settled: tuple[Settled, ...] = ()


class Rewritings(Struct, frozen=True):
    """What to rewrite of the files, how many of them were read, and what was wrong with the others."""

    changed: tuple[Rewriting, ...]
    files: int
    findings: tuple[Finding, ...]


def formatted(paths: Sequence[Path], gates: Mapping[str, Validator], exclude: Exclusion = NOTHING) -> Rewritings:
    """What the canonical form changes of the files that the paths name or hold; the gates know the order of keys."""
    changed: list[Rewriting] = []
    documents, files, wrong = _documents(paths, exclude)
    for file, document in documents:
        kind = kind_of(document)
        if isinstance(kind, Finding):
            wrong.append(kind)
            continue
        text = canonical(document, key_order(gates[kind].schema, document.data))
        if text == document.text:
            continue
        again = parse(text.encode(), file.shown)
        if isinstance(again, Document):
            changed.append(Rewriting(file, document.text, text))
        else:  # indented anew, a file may become too large to be read
            wrong.extend(again)
    return Rewritings(tuple(changed), files, tuple(wrong))


def fixed(
    paths: Sequence[Path], standards: Path, gates: Mapping[str, Validator], exclude: Exclusion = NOTHING
) -> Rewritings:
    """What the clear fixes change of the files that the paths name or hold, those of the standards folder left out."""
    outside = Path(os.path.realpath(standards))
    changed: list[Rewriting] = []
    documents, files, wrong = _documents(paths, exclude)
    for file, document in documents:
        if outside in Path(os.path.realpath(file.path)).parents:
            continue
        after, settled = fixed_document(document, gates)
        if settled:
            text = after.text
            if _canonical(document, gates) == document.text:  # what was in canonical form stays so
                text = _canonical(after, gates)
            changed.append(Rewriting(file, document.text, text, settled))
    return Rewritings(tuple(changed), files, tuple(wrong))


def write(rewriting: Rewriting) -> Finding | None:
    """Put the new text in place of the file; a finding if that can not be done."""
    return save(rewriting.file.path, rewriting.after, rewriting.file.shown)


def _documents(paths: Sequence[Path], exclude: Exclusion) -> tuple[Iterator[tuple[File, Document]], int, list[Finding]]:
    """The files that are read, how many there are, and a list that fills with what is wrong with the others."""
    files, found = yaml_files(paths, exclude)
    wrong = list(found)
    own = [file for file in files if not file.path.is_symlink()]
    known = {os.path.realpath(file.path) for file in own}
    for file in files:
        if file.path.is_symlink() and os.path.realpath(file.path) not in known:
            message = "this is a link to a file outside of the paths that were given, and is left as it is"
            at, remedy, about = Location(file.shown), "name the file itself", ("file", file.shown)
            wrong.append(Finding("file-is-link", Severity.ERROR, message, at, remedy, subject=about))

    def documents() -> Iterator[tuple[File, Document]]:
        for file in own:
            document = read(file.path, file.shown)
            if isinstance(document, Document):
                yield file, document
            else:
                wrong.extend(document)

    return documents(), len(own), wrong


def _canonical(document: Document, gates: Mapping[str, Validator]) -> str:
    kind = kind_of(document)
    return "" if isinstance(kind, Finding) else canonical(document, key_order(gates[kind].schema, document.data))


def fixed_document(document: Document, gates: Mapping[str, Validator]) -> tuple[Document, tuple[Settled, ...]]:
    """The document after all fixes: one may bring another to light, and each leaves fewer mistakes."""
    settled: list[Settled] = []
    while found := [(each, each.fix) for each in _findings(document, gates) if each.fix is not None]:
        again = parse(_applied(document.text, [fix for _, fix in found]).encode(), document.path)
        if not isinstance(again, Document):  # a fix may make a file too large to be read
            break
        settled += [Settled(each, document.text[fix.start : fix.end], fix.text) for each, fix in found]
        document = again
    return document, tuple(settled)


def _findings(document: Document, gates: Mapping[str, Validator]) -> tuple[Finding, ...]:
    kind = kind_of(document)
    return (kind,) if isinstance(kind, Finding) else findings(document, gates[kind])


def _applied(text: str, fixes: Iterable[Fix]) -> str:
    for fix in sorted(fixes, key=lambda fix: fix.start, reverse=True):
        text = text[: fix.start] + fix.text + text[fix.end :]
    return text
