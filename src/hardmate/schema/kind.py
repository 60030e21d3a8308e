"""A document in; the kind of file that it says it is, or a finding, out."""

from __future__ import annotations

from msgspec.structs import replace

from hardmate.document import Document
from hardmate.finding import Finding, Fix, Severity

FILE_KINDS = (
    "vehicle",
    "adapter",
    "standard",
    "clause",
    "fleet-clause",
    "parameters",
    "sources",
    "mode",
    "plan",
    "departure",
    "library",
    "rules",
    "change",
)
"""The kinds of file that have a schema."""

_KNOWN = ", ".join(FILE_KINDS)


def kind_of(document: Document) -> str | Finding:
    """The file's kind, which decides by what schema it is judged."""
    data = document.data
    kind = data.get("kind") if isinstance(data, dict) else None
    return str(kind) if kind in FILE_KINDS else _no_kind(document)


def _no_kind(document: Document) -> Finding:
    from hardmate.schema.words import found, near, shown  # noqa: PLC0415 - only what is refused has to be explained

    data = document.data
    if not isinstance(data, dict):
        message = f"the file {found(data).removeprefix('this ')}; expected a mapping with the key `kind`"
        return _error("schema-wrong-type", message, document, "begin the file with `kind: vehicle`")
    if "kind" not in data:
        alike = [key for key in data if near(key, ("kind",))]
        if alike:
            message = f"there is no key `{shown(alike[0])}`, and the key `kind` is missing"
            told = _error("schema-unknown-key", message, document, "did you mean `kind`?", alike[0], key=True)
            span = document.span(alike[0], key=True) if len(alike) == 1 else None
            return replace(told, fix=Fix(*span, "kind")) if span else told
        message = f"the key `kind` is missing: what the file holds, one of {_KNOWN}"
        return _error("schema-missing-key", message, document, "begin the file with `kind: vehicle`")
    kind = data["kind"]
    meant = near(kind, FILE_KINDS) if isinstance(kind, str) else None
    message = f"kind: {found(kind)}; expected one of {_KNOWN}"
    remedy = f"did you mean `{meant}`?" if meant else "write what the file holds, such as `kind: vehicle`"
    return _error("schema-not-one-of", message, document, remedy, "kind")


def _error(code: str, message: str, document: Document, remedy: str, *steps: str, key: bool = False) -> Finding:
    place = document.location(*steps, key=key)
    return Finding(code, Severity.ERROR, message, place, remedy, subject=document.subject(*steps))
