"""The stages that every file goes through: text to document, document to shape, shape to model, or findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, Self, TypeVar

from msgspec import Struct

from hardmate.document import Document, parse, read
from hardmate.finding import Finding
from hardmate.language.dictionary import Dictionary
from hardmate.model.dialect import Schema
from hardmate.model.shapes import SHAPES
from hardmate.repository.files import File
from hardmate.schema import Validator, compiled, findings, kind_of

Built = TypeVar("Built")
Findings = tuple[Finding, ...]


class Sorted(Struct, frozen=True):
    """Documents by kind, and what is wrong with the files that gave none. `failed` are the names of those files."""

    documents: Mapping[str, tuple[Document, ...]]
    findings: tuple[Finding, ...]
    failed: tuple[str, ...]

    @property
    def kinds(self) -> Mapping[str, str]:
        """The kind of each file that was read, by the name that findings use for it."""
        return {document.path: kind for kind, documents in self.documents.items() for document in documents}

    def then(self, later: Sorted) -> Sorted:
        """With the files that come after these."""
        documents = {kind: each + later.documents[kind] for kind, each in self.documents.items()}
        return Sorted(documents, self.findings + later.findings, self.failed + later.failed)


def sorted_documents(files: Iterable[File]) -> Sorted:
    """Each file read, and put with the others of its kind."""
    documents: dict[str, list[Document]] = {kind: [] for kind in SHAPES}
    found: list[Finding] = []
    failed: list[str] = []
    for file in files:
        document = read(file.path, file.shown) if file.raw is None else parse(file.raw, file.shown)
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


class _Gates(Mapping[str, Validator]):
    """The gates by kind, each made when it is asked for: most runs read few kinds of files."""

    def __init__(self, schema: Callable[[str], Schema]) -> None:
        self._schema = schema
        self._made: dict[str, Validator] = {}

    def __getitem__(self, kind: str) -> Validator:
        if kind not in SHAPES:
            raise KeyError(kind)
        if kind not in self._made:
            self._made[kind] = compiled(self._schema(kind))
        return self._made[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(SHAPES)

    def __len__(self) -> int:
        return len(SHAPES)


def validators(dictionary: Dictionary, schema: Callable[[str], Schema] | None = None) -> Mapping[str, Validator]:
    """The gate for each kind of file, over one dictionary; `schema` has its schemas, if these are known."""
    if schema is not None:
        return _Gates(schema)
    from hardmate.model.published import schema_of  # noqa: PLC0415 - most runs have kept the schemas that it makes

    return _Gates(lambda kind: schema_of(kind, dictionary))


class Came(Struct, Generic[Built], frozen=True):
    """What came of documents of one kind: what was `made`, each with its document; what was found; and the names of the
    files that failed."""

    made: list[tuple[Document, Built]]
    findings: list[Finding]
    failed: list[str]

    def then(self, later: Self) -> Came[Built]:
        """With what came of the documents after these."""
        return Came(self.made + later.made, self.findings + later.findings, self.failed + later.failed)


def built(
    documents: Sequence[Document],
    kind: str,
    gates: Mapping[str, Validator],
    build: Callable[[Any, Document], Built | Findings],
    among: int = 0,
) -> Came[Built]:
    """Documents of one kind through the schema and into the model, one by one, if they are not `among` more files.
    `build` takes the kind's shape."""
    came = Came[Built]([], [], [])
    for document in documents:
        wrong = findings(document, gates[kind], among=max(among, len(documents)))
        result = wrong or build(SHAPES[kind].of(document.data), document)
        if isinstance(result, tuple):
            came.findings.extend(result)
            came.failed.append(document.path)
        else:
            came.made.append((document, result))
    return came
