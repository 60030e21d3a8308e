"""pydantic's JSON Schema in; the dialect that Hardmate publishes out.

Objects are closed, nothing may be null, text is never empty, and where pydantic says `anyOf` an `if` picks the one
branch that was meant, so that a refusal speaks of that branch alone. `x-expects` says in words what fits, for a
pattern that nobody should have to read; `examples` holds what can be written. Keys have the order of `properties` in
the canonical form of a file, but for a mapping with `x-order: free`, whose author orders it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Schema = dict[str, Any]

_ID = r"[a-z0-9]+(-[a-z0-9]+)*"
_PATTERNS: dict[str, tuple[str, tuple[str, ...]]] = {
    rf"^{_ID}$": ("a short name of small letters, digits and hyphens", ("orion", "hard-mate")),
    r"^[a-z][a-z0-9_]*$": ("a name of small letters, digits and underscores", ("closing_rate",)),
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": ("a day in quotes: year, month and day", ("2027-03-01",)),
    rf"^{_ID}/{_ID}(@{_ID})?$": ("a port: vehicle/port, or vehicle/port@state", ("orion/forward", "halo/axial")),
    rf"^{_ID}/[A-Za-z0-9.-]+$": ("a standard and its revision", ("idss/E", "ispsis/A")),
    rf"^{_ID}(/[A-Za-z0-9.-]+)?$": ("a standard and its revision, or common", ("idss/E", "common")),
    r"^[A-Za-z0-9_][A-Za-z0-9._/-]*\.ya?ml$": ("a YAML file, named from this file's folder", ("orion.yaml",)),
    r"^[^\\\x00-\x1f\x7f]+$": ("a path from this file's folder, with forward slashes", ("vehicles",)),
    r"^(text|json|jsonl|sarif|junit|github|gitlab|markdown)=[^\\\x00-\x1f\x7f]+$": (
        "a format and a file: sarif=hardmate.sarif",
        ("sarif=hardmate.sarif",),
    ),
    r"^[A-Za-z0-9.-]+$": ("a revision: letters, digits, dots and hyphens", ("E",)),
    r"^[A-Z][A-Za-z0-9-]*$": ("a source's id: a capital letter, then letters, digits and hyphens", ("S01",)),
    r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$": ("a rule's id: capital letters and digits, with hyphens between", ("GNC-001",)),
    r"^[a-z_]+\.[a-z0-9_]+\.[a-z0-9_]+$": (
        "a role word and a parameter, with dots between",
        ("port.hcs.active_hooks",),
    ),
}
_ORDER = (
    *("$schema", "$id", "title", "description", "$ref", "x-type", "x-kind", "x-expects", "x-order", "examples"),
    *("const", "enum", "type", "pattern", "minLength", "maxLength", "minimum", "maximum"),
    *("if", "then", "else", "minItems", "maxItems", "uniqueItems", "items"),
    *("required", "minProperties", "maxProperties", "propertyNames", "properties", "additionalProperties", "$defs"),
)


def reshaped(node: Mapping[str, Any]) -> Schema:
    """One node of pydantic's schema, and all below it, in our dialect."""
    options = [option for option in node.get("anyOf", ()) if option != {"type": "null"}]
    kept: Schema = _branched([reshaped(option) for option in options]) if options else {}
    kept |= {key: value for key, value in node.items() if key not in _REBUILT}
    if "enum" in kept or "const" in kept:
        kept.pop("type", None)
    elif kept.get("type") == "string":
        kept |= _text(kept)
    if "items" in node:
        kept["items"] = reshaped(node["items"])
    if kept.get("type") == "object":
        kept |= _object(node)
    return ordered(kept)


_REBUILT = {"anyOf", "title", "default", "items", "properties", "patternProperties", "propertyNames", "$defs"}


def _text(node: Schema) -> Schema:
    if "pattern" not in node:
        return {"minLength": 1, **node}
    pattern = node["pattern"].replace(r"\d", "[0-9]")
    expects, examples = _PATTERNS[pattern]
    return {**node, "pattern": pattern, "x-expects": expects, "examples": list(examples)}


def _object(node: Mapping[str, Any]) -> Schema:
    """An object with keys of ours, or one whose keys are names that the author gives."""
    if "properties" in node:
        return {"properties": {name: reshaped(inner) for name, inner in node["properties"].items()}}
    names = dict(node.get("propertyNames", {}))
    values = node.get("additionalProperties")
    for pattern, inner in node.get("patternProperties", {}).items():
        names, values = {"type": "string", "pattern": pattern, **names}, inner
    if not isinstance(values, Mapping):
        return {}
    return {"propertyNames": reshaped(names), "additionalProperties": reshaped(values)}


def _branched(options: Sequence[Schema]) -> Schema:
    """Alternatives told apart by the type of the instance."""
    if len(options) == 1:
        return dict(options[0])
    for form in ("object", "array"):
        meant = [option for option in options if _form(option) == form]
        if meant:
            others = [option for option in options if _form(option) != form]
            return {"if": {"type": form}, "then": meant[0], "else": _branched(others)}
    return {"type": [option["type"] for option in options], "minLength": 1}


def _form(option: Schema) -> str:
    return "object" if "$ref" in option else str(option["type"])


def one_or(form: str, then: Schema, otherwise: Schema) -> Schema:
    """What an instance of the JSON type `form` must be, and what any other."""
    return {"if": {"type": form}, "then": then, "else": otherwise}


def ref(name: str) -> Schema:
    """A reference to one of the file's own definitions."""
    return {"$ref": f"#/$defs/{name}"}


def definition_name(shape: str) -> str:
    """`PortShape` is published as `port`, `LongForm` as `long-form`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", shape.removesuffix("Shape")).lower()


def heading(name: str) -> str:
    """A title from a definition's name."""
    return name.replace("-", " ").capitalize()


def renamed(node: Any) -> Any:
    """The node with every reference to pydantic's definitions turned into one to ours."""
    if isinstance(node, dict):
        return {
            key: f"#/$defs/{definition_name(inner.rpartition('/')[2])}" if key == "$ref" else renamed(inner)
            for key, inner in node.items()
        }
    return [renamed(inner) for inner in node] if isinstance(node, list) else node


def ordered(node: Mapping[str, Any]) -> Schema:
    """The node's keys in the order that reads best; a key without a place there is a mistake of ours."""
    return {key: node[key] for key in sorted(node, key=_ORDER.index)}


def definitions_used(body: Any, definitions: Mapping[str, Schema]) -> Schema:
    """The definitions that the body needs, and those that they need, by name."""
    found: dict[str, Schema] = {}
    waiting = list(_referred(body))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = definitions[name]
            waiting.extend(_referred(definitions[name]))
    return {name: found[name] for name in sorted(found)}


def _referred(node: Any) -> Iterable[str]:
    if isinstance(node, dict):
        for key, inner in node.items():
            if key == "$ref":
                yield inner.split("/")[2]
            else:
                yield from _referred(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _referred(inner)
