"""Ways through a published schema: references, branches, the node for a place in a file, and a sample of a node."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from hardmate.schema.words import listed

Schema = dict[str, Any]

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "a mapping",
    "array": "a list",
}
_PYTHON = {"object": dict, "array": list, "string": str, "boolean": bool}
MAX_SAMPLE_DEPTH = 6


def resolved(root: Schema, node: Schema) -> Schema:
    """The node with its reference replaced by what it refers to; keys beside the reference win."""
    while "$ref" in node:
        target: Any = root
        for step in node["$ref"].split("/")[1:]:
            target = target[step]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def branch(root: Schema, node: Schema, instance: object) -> Schema:
    """The node with references followed and the branches taken that this instance takes."""
    node = resolved(root, node)
    while "if" in node:
        taken = resolved(root, node["then" if _holds(node["if"], instance) else "else"])
        node = {**{key: value for key, value in node.items() if key not in ("if", "then", "else")}, **taken}
    return node


def _holds(condition: Schema, instance: object) -> bool:
    if "type" in condition:
        return isinstance(instance, _PYTHON[condition["type"]])
    return not isinstance(instance, str) or re.search(condition["pattern"], instance) is not None


def list_form(root: Schema, node: Schema, instance: object) -> Schema | None:
    """The list that a value may also be, where the node takes a list or something else."""
    node = resolved(root, node)
    while "if" in node:
        if node["if"] == {"type": "array"}:
            return resolved(root, node["then"])
        node = resolved(root, node["then" if _holds(node["if"], instance) else "else"])
    return None


def node_at(root: Schema, data: object, path: Sequence[str | int]) -> Schema:
    """The node that judges the value at a path that exists; empty where the schema has none."""
    node = root
    for step in path:
        node = branch(root, node, data)
        if isinstance(data, dict):
            rest = node.get("additionalProperties")
            node = node.get("properties", {}).get(step) or (rest if isinstance(rest, dict) else {})
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int):
            node, data = node.get("items", {}), data[step]
    return resolved(root, node)


def expectation(root: Schema, node: Schema) -> str:
    """What fits a node, in words."""
    node = resolved(root, node)
    if "x-expects" in node:
        return str(node["x-expects"])
    if "const" in node:
        return f"`{node['const']}`"
    if "enum" in node:
        return f"one of {listed(node['enum'])}"
    if "if" in node:
        return f"{expectation(root, node['else'])}; or {expectation(root, node['then'])}"
    forms = node["type"] if isinstance(node["type"], list) else [node["type"]]
    said = " or ".join(_TYPES[form] for form in forms)
    if forms == ["array"]:
        items = resolved(root, node["items"])
        words = f"words from {listed(items['enum'])}" if "enum" in items else expectation(root, items)
        return f"{said} of {words}"
    if "properties" in node:
        return f"{said} with keys from {listed(node['properties'])}"
    if forms == ["object"]:
        return f"{said} from {expectation(root, node['propertyNames'])} to {_inner(root, node)}"
    return said


def _inner(root: Schema, node: Schema) -> str:
    inner = resolved(root, node["additionalProperties"])
    return str(inner["title"]).lower() if "title" in inner else expectation(root, inner)


def sample(root: Schema, node: Schema, depth: int = 0) -> Any:
    """A small value that fits the node."""
    node = resolved(root, node)
    if "examples" in node:
        return node["examples"][0]
    if "const" in node:
        return node["const"]
    if "enum" in node:
        return node["enum"][0]
    if "if" in node:
        plain = node["else"] if "type" in node["if"] and "enum" not in resolved(root, node["else"]) else node["then"]
        return sample(root, plain, depth)
    match node["type"]:
        case "array":
            return _sample_list(root, node, depth)
        case "object":
            return _sample_object(root, node, depth)
        case "integer":
            return node.get("minimum", 1)
        case "boolean":
            return True
    return "text"


def _sample_list(root: Schema, node: Schema, depth: int) -> list[Any]:
    """As few items as are allowed, but one; the examples of an item in turn, and the same one if there are too few."""
    known = resolved(root, node["items"]).get("examples") or [sample(root, node["items"], depth + 1)]
    return [known[n % len(known)] for n in range(int(node.get("minItems", 1)))]


def _sample_object(root: Schema, node: Schema, depth: int) -> Schema:
    if "properties" in node:
        keys = list(node.get("required", ()))
        wanted = max(0, node.get("minProperties", 0) - len(keys))
        keys += [key for key in node["properties"] if key not in keys][:wanted]
        return {key: sample(root, node["properties"][key], depth + 1) for key in keys}
    names = resolved(root, node["propertyNames"])
    known = names.get("examples") or names["enum"]
    wanted = known[: max(1, node.get("minProperties", 1))]
    return {key: sample(root, node["additionalProperties"], depth + 1) for key in wanted}


def homes(root: Schema, key: str, path: Sequence[str | int]) -> list[tuple[str, ...]]:
    """The places nearest to `path` where a key of this name belongs, values left aside; `*` is a name to be given."""
    found = {home: _shared(home, path) for home in _homes(root, root, key, ())}
    return [home for home, shared in found.items() if shared == max(found.values())]


def _shared(home: tuple[str, ...], path: Sequence[str | int]) -> int:
    """How many steps two places have in common."""
    pairs = zip(home, path, strict=False)
    return next((n for n, (mine, other) in enumerate(pairs) if mine not in ("*", other)), min(len(home), len(path)))


def _homes(root: Schema, node: Schema, key: str, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    node = resolved(root, node)
    if "properties" in node:
        if key in node["properties"]:
            yield path
        for name, inner in node["properties"].items():
            yield from _homes(root, inner, key, (*path, name))
    elif isinstance(node.get("additionalProperties"), dict):
        yield from _homes(root, node["additionalProperties"], key, (*path, "*"))
