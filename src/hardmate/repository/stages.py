"""The first stages that every file goes through: text to document, document to shape, or findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hardmate.document import Document, read
from hardmate.finding import Finding
from hardmate.language.dictionary import Dictionary
from hardmate.model.published import published
from hardmate.model.shapes import SHAPES, FileShape
from hardmate.repository.files import File
from hardmate.schema import Validator, compiled, findings, kind_of


@dataclass(frozen=True, slots=True)
class Shaped:
    """A file that passed the schema of its kind."""

    kind: str
    document: Document
    shape: FileShape


@dataclass(frozen=True, slots=True)
class Sorted:
    """Documents by kind, and what is wrong with the files that gave none. `failed` are the names of those files."""

    documents: Mapping[str, tuple[Document, ...]]
    findings: tuple[Finding, ...]
    failed: tuple[str, ...]


def sorted_documents(files: Iterable[File]) -> Sorted:
    """Each file read, and put with the others of its kind."""
    documents: dict[str, list[Document]] = {kind: [] for kind in SHAPES}
    found: list[Finding] = []
    failed: list[str] = []
    for file in files:
        document = read(file.path, file.shown)
        if not isinstance(document, Document):
            found.extend(document)
            failed.append(file.shown)
            continue
        kind = kind_of(document)
        if isinstance(kind, Finding):
            found.append(kind)
            failed.append(file.shown)
        else:
            documents[kind].append(document)
    return Sorted({kind: tuple(each) for kind, each in documents.items()}, tuple(found), tuple(failed))


def validators(dictionary: Dictionary) -> Mapping[str, Validator]:
    """The gate for each kind of file, over one dictionary."""
    return {kind: compiled(schema) for kind, schema in published(dictionary).items() if kind in SHAPES}


def shaped(document: Document, kind: str, gate: Validator) -> Shaped | tuple[Finding, ...]:
    """The document as its kind's shape, or what the schema refuses."""
    refused = findings(document, gate)
    if refused:
        return refused
    return Shaped(kind, document, SHAPES[kind].model_validate(document.data))
