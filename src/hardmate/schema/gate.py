"""A compiled schema and a document in; the findings of the schema stage out, none if the document passes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from hardmate.document import Document
from hardmate.finding import Finding, Severity
from hardmate.schema.shared import sharing
from hardmate.schema.surely import fits_surely

if TYPE_CHECKING:
    from hardmate.schema.navigate import Schema

FEW = 24
"""Files that are sooner judged one by one than the engine is loaded."""
MAX_FINDINGS = 50
"""Findings told one by one; the rest are counted."""


Fits = Callable[[Any], bool]


class Validator(Struct, frozen=True):
    """A schema, and what says whether data fits it: one file, or each of many, some parts of which are the same."""

    schema: Schema
    fits: Fits
    of_many: Fits


def compiled(schema: Schema) -> Validator:
    """The validator of a published schema. The engine is only loaded for many files, or for one that may not fit."""
    few = iter(range(FEW))

    @cache
    def engine() -> Fits:
        import jsonschema_rs  # noqa: PLC0415 - takes longer to load than most checks of a file need altogether

        return jsonschema_rs.Draft202012Validator(schema).is_valid

    def fits_engine(data: Any) -> bool:
        return engine()(data)

    def fits(data: Any) -> bool:
        return (next(few, None) is not None and fits_surely(schema, data)) or fits_engine(data)

    return Validator(schema, fits, sharing(schema, fits_engine))


def findings(document: Document, validator: Validator, *, among: int = 1) -> tuple[Finding, ...]:
    """What is wrong with the document, which is one `among` so many: one finding for each mistake, in the order of
    the file."""
    fits = validator.of_many if among > FEW else validator.fits
    if fits(document.data):
        return ()
    from hardmate.schema.faults import faults  # noqa: PLC0415 - only what is refused has to be explained
    from hardmate.schema.wording import worded  # noqa: PLC0415

    found = faults(validator.schema, document.data)
    told = [worded(fault, document, validator.schema) for fault in found[: MAX_FINDINGS + 1]]
    if not told:
        message = "the file does not fit its schema, and no single place could be found that says why"
        remedy = f"compare it with {validator.schema.get('$id', 'the schema')}"
        place = document.location()
        return (Finding("schema-refused", Severity.ERROR, message, place, remedy, subject=document.subject()),)
    if len(found) > MAX_FINDINGS:
        message = f"{len(found) - MAX_FINDINGS} more mistakes in this file, from here on"
        where, remedy = told[MAX_FINDINGS].location, "correct those above first"
        told[MAX_FINDINGS] = Finding(
            "schema-more-mistakes", Severity.ERROR, message, where, remedy, subject=document.subject()
        )
    return tuple(told)
