"""A place in a document while its model is being built, and the findings that are made there."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from hardmate.document import Document, Node
from hardmate.finding import Finding, Location, Severity


class Place(Struct, frozen=True):
    """The node of a document that `steps` lead to."""

    document: Document
    steps: tuple[str | int, ...] = ()
    node: Node | None = None

    def down(self, *steps: str | int) -> Place:
        return Place(self.document, self.steps + steps, self.document.below(self.here, steps))

    @property
    def here(self) -> Node:
        return self.node or self.document.below(None, self.steps)

    def has(self, *steps: str | int) -> bool:
        """Whether the document has a node further down these steps."""
        node: Any = self.document.data
        for step in (*self.steps, *steps):
            at_key = isinstance(node, dict) and step in node
            if not at_key and not (isinstance(node, list) and isinstance(step, int) and step < len(node)):
                return False
            node = node[step]
        return True

    def location(self, *, key: bool = False) -> Location:
        return self.document.node_location(self.here, key=key)

    def error(self, code: str, message: str, help: str = "", *, key: bool = False, offset: int = 0) -> Finding:  # noqa: A002
        """An error here; `offset` counts characters into the scalar's text."""
        here = self.document.offset_location(offset, *self.steps) if offset else self.location(key=key)
        return Finding(code, Severity.ERROR, message, here, help=help, subject=self.document.subject(*self.steps))


class RefusedError(Exception):
    """Carries a finding out of a build that can not go on."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding
