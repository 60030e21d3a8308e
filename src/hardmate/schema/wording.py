"""A fault in; the finding that tells it, in one line and in our own words, out.

Each message names the place, says what was found there and what was expected; the help says what to write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hardmate.document import Document
from hardmate.finding import Finding, Fix, Severity
from hardmate.schema.case import NOT_THERE, Case, Told, keys_of
from hardmate.schema.faults import Fault
from hardmate.schema.navigate import Schema
from hardmate.schema.wording_keys import key_name, missing_key, unknown_key
from hardmate.schema.wording_values import not_one_of, unfit_text, wrong_type
from hardmate.schema.words import flow, found, listed


def worded(fault: Fault, document: Document, root: Schema) -> Finding:
    """The finding for a fault."""
    told = WORDINGS[fault.keyword](Case(fault, document, root))
    if fault.at_key:
        location = document.location(*fault.path, fault.key, key=True)
    elif told.offset:
        location = document.offset_location(told.offset, *fault.path)
    else:
        location = document.location(*fault.path)
    subject = document.subject(*fault.path, *([fault.key] if fault.key else []))
    fix = _fix(fault, told.instead, document) if told.instead else None
    return Finding(told.code, Severity.ERROR, told.message, location, told.help, subject=subject, fix=fix)


def _fix(fault: Fault, instead: str, document: Document) -> Fix | None:
    """The change that puts the one text that was meant in place of the key or scalar, if that is written plainly."""
    steps = (*fault.path, fault.key) if fault.at_key else fault.path
    span = document.span(*steps, key=fault.at_key)
    if span is None:
        return None
    first = document.text[span[0]]
    # A truth value loses its quotes, that is the point; anything else keeps them.
    quote = first if first in ("'", '"') and instead not in ("true", "false") else ""
    return Fix(*span, f"{quote}{instead}{quote}")


def _too_short(case: Case) -> Told:
    says = f"{case.where}: {found(case.fault.instance)}; expected {case.expected}"
    if "x-type" in case.fault.node:
        return Told("schema-empty", says, f"write {NOT_THERE}{case.optional}")
    return Told("schema-empty", says, f"write {case.example}{case.optional}")


def _too_long(case: Case) -> Told:
    limit, length = case.fault.node["maxLength"], len(str(case.fault.instance))
    says = f"{case.where}: the text has {length} characters; expected at most {limit}"
    return Told("schema-too-long", says, f"shorten it by {length - limit} characters")


def _too_few(case: Case) -> Told:
    node, count = case.fault.node, _count(case.fault.instance)
    wanted: int = node["minItems"] if "minItems" in node else node["minProperties"]
    says = f"{case.where}: {_entries(count)}; expected {case.expected}; at least {_entries(wanted)}"
    if "x-type" in node:
        return Told("schema-too-few", says, f"write {case.example}, {NOT_THERE}{case.optional}")
    return Told("schema-too-few", says, f"write {case.example}{case.optional}")


def _too_many(case: Case) -> Told:
    node, count = case.fault.node, _count(case.fault.instance)
    names = listed(keys_of(case.fault.instance)) or "them"
    wanted: int = node["maxItems"] if "maxItems" in node else node["maxProperties"]
    says = f"{case.where}: {_entries(count)}; expected {case.expected}; at most {_entries(wanted)}"
    return Told("schema-too-many", says, f"keep {wanted} of {names}, remove {count - wanted}")


def _count(instance: object) -> int:
    return len(instance) if isinstance(instance, (dict, list)) else 0


def _entries(count: int) -> str:
    return "no entries" if not count else "1 entry" if count == 1 else f"{count} entries"


def _repeated(case: Case) -> Told:
    items = case.fault.instance if isinstance(case.fault.instance, list) else []
    twice = next(item for place, item in enumerate(items) if item in items[:place])
    says = f"{case.where}: {flow(twice)} stands there twice; expected {case.expected}; each once"
    return Told(
        "schema-repeated", says, f"write {flow([item for n, item in enumerate(items) if item not in items[:n]])}"
    )


def _out_of_bounds(case: Case) -> Told:
    node = case.fault.node
    low, high = node.get("minimum", "any"), node.get("maximum", "any")
    says = f"{case.where}: {found(case.fault.instance)}; expected {case.expected} from {low} to {high}"
    return Told("schema-out-of-bounds", says, f"write a number from {low} to {high}")


WORDINGS: Mapping[str, Callable[[Case], Told]] = {
    "additionalProperties": unknown_key,
    "required": missing_key,
    "propertyNames": key_name,
    "type": wrong_type,
    "const": not_one_of,
    "enum": not_one_of,
    "pattern": unfit_text,
    "minLength": _too_short,
    "maxLength": _too_long,
    "minItems": _too_few,
    "minProperties": _too_few,
    "maxItems": _too_many,
    "maxProperties": _too_many,
    "uniqueItems": _repeated,
    "minimum": _out_of_bounds,
    "maximum": _out_of_bounds,
}
"""A wording for every keyword that the published schemas use to refuse something."""
