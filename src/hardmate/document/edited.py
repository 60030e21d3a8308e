"""The text of a file with one value written differently, everything else left as it stands."""

from __future__ import annotations

from collections.abc import Iterator

from yaml.nodes import CollectionNode, MappingNode, Node

from hardmate.document.compose import composed
from hardmate.document.tree import Document, place
from hardmate.finding import Location


def rewritten(document: Document, at: Location, value: str) -> str | None:
    """The text with `value`, one line of YAML, for the value that begins at a place; None if none begins there."""
    root = composed(document.text.encode(), document.text)
    if not isinstance(root, Node):
        return None
    for node in _values(root):
        start, end = node.start_mark.index, node.end_mark.index
        if place(document.path, document.text, start) == at:
            # A block ends where the next key begins: what stands between is no part of it.
            old = document.text[start:end].rstrip() if isinstance(node, CollectionNode) else document.text[start:end]
            return f"{document.text[:start]}{value}{document.text[start + len(old) :]}"
    return None


def _values(node: Node) -> Iterator[Node]:
    """Every value below a node, innermost last, keys left out."""
    if isinstance(node, MappingNode):
        for _, inner in node.value:
            yield inner
            yield from _values(inner)
    elif isinstance(node, CollectionNode):
        for inner in node.value:
            yield inner
            yield from _values(inner)
