"""A schema and data in; the order in which the canonical form of a file has the keys of each of its mappings, out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hardmate.schema.navigate import Schema, branch, node_at

FREE = "x-order"


def key_order(schema: Schema, data: object) -> Callable[[tuple[str | int, ...]], Sequence[str]]:
    """The known keys of the mapping at a path, in order; none where names are free, or their order is."""

    def keys(path: tuple[str | int, ...]) -> Sequence[str]:
        node = branch(schema, node_at(schema, data, path), _at(data, path))
        return () if FREE in node else tuple(node.get("properties", ()))

    return keys


def _at(data: object, path: tuple[str | int, ...]) -> object:
    for step in path:
        if isinstance(data, dict):
            data = data[step]
        elif isinstance(data, list):
            data = data[int(step)]
    return data
