"""What is shipped, for the tests of the schemas."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType

from hardmate.document import Document, parse, read
from hardmate.language.dictionary import Dictionary, Parameter
from hardmate.model.dialect import Schema
from hardmate.model.parameters import parameters
from hardmate.model.published import published
from hardmate.model.shapes.dictionary import ParametersShape
from hardmate.schema import Validator, compiled

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "schemas"
EXAMPLES = Path(__file__).parent / "examples"


@cache
def dictionary() -> Dictionary:
    """The dictionary that is shipped."""
    found: dict[str, Parameter] = {}
    for file in sorted((ROOT / "standards" / "parameters").glob("*.yaml")):
        document = document_of(file)
        built = parameters(ParametersShape.of(document.data), document)
        assert isinstance(built, dict), built
        found |= built
    return MappingProxyType(found)


@cache
def schemas() -> dict[str, Schema]:
    return published(dictionary())


@cache
def gate(kind: str) -> Validator:
    return compiled(schemas()[kind])


def document_of(file: Path) -> Document:
    """A file that is known to be readable YAML."""
    document = read(file, file.name)
    assert isinstance(document, Document), document
    return document


def document_from(text: str) -> Document:
    """A document from text that is known to be readable YAML."""
    document = parse(text.encode(), "test.yaml")
    assert isinstance(document, Document), document
    return document


@cache
def example(kind: str) -> Document:
    """The example file of a kind: as good as every key that the schema knows."""
    return document_of(EXAMPLES / f"{kind}.yaml")
