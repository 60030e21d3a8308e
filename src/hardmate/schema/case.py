"""A fault with what is needed to speak of it, and the pieces that several wordings share."""

from __future__ import annotations

import re

from msgspec import Struct

from hardmate.document import Document
from hardmate.schema.faults import Fault
from hardmate.schema.navigate import Schema, branch, expectation, list_form, node_at, sample
from hardmate.schema.words import MAX_SHOWN, flow, path_text

NOT_THERE = "none if it is not fitted, TBD if it is not known yet"
"""What to write where a parameter has no value."""


class Told(Struct, frozen=True):
    """The parts of a finding that depend on the keyword. `offset` counts characters into the scalar; `instead` is the
    one text that can have been meant, if it is clear."""

    code: str
    message: str
    help: str
    offset: int = 0
    instead: str = ""


class Case(Struct, frozen=True):
    """A fault with what is needed to speak of it."""

    fault: Fault
    document: Document
    root: Schema

    @property
    def where(self) -> str:
        return path_text(self.fault.path)

    @property
    def expected(self) -> str:
        return expectation(self.root, self.fault.node)

    @property
    def example(self) -> str:
        return flow(sample(self.root, self.fault.node))

    @property
    def list_form(self) -> Schema | None:
        """The list that might stand here too."""
        return list_form(self.root, node_at(self.root, self.document.data, self.fault.path), self.fault.instance)

    @property
    def text(self) -> str:
        """The scalar as the file has it, `1.0` and not `1`."""
        return self.document.scalar(*self.fault.path)

    @property
    def optional(self) -> str:
        """The way out of an empty value: to leave it out, where that is allowed."""
        if not self.fault.path:
            return ""
        if isinstance(self.fault.path[-1], int):
            return ", or remove the item"
        parent = branch(self.root, *self._above())
        return "" if self.fault.path[-1] in parent.get("required", ()) else ", or leave the key out"

    def _above(self) -> tuple[Schema, object]:
        """The node and the data one step up."""
        path = self.fault.path[:-1]
        data: object = self.document.data
        for step in path:
            data = data[step] if isinstance(data, dict) else data[int(step)] if isinstance(data, list) else None
        return node_at(self.root, self.document.data, path), data


def a_sample(case: Case) -> str:
    """What to write, after the word `write`: a value that fits, or a first key where no key has to be there."""
    node, written = case.fault.node, case.example
    if node.get("type") == "object":
        return f"it as a mapping: {written}" if written != "{}" else f"`{next(iter(node['properties']))}:` below it"
    return f"something like {written}" if node.get("type") == "array" else written


def name_like(text: str, node: Schema) -> str:
    """The text in the spelling that the node's pattern wants, if it is one of our names."""
    for dash in "-_":
        candidate = re.sub(r"[^a-z0-9]+", dash, text.casefold()).strip(dash)
        if len(candidate) <= min(MAX_SHOWN, node.get("maxLength", MAX_SHOWN)) and re.search(node["pattern"], candidate):
            return candidate
    return ""


def keys_of(instance: object) -> tuple[str, ...]:
    """The keys of a mapping; of anything else none."""
    return tuple(instance) if isinstance(instance, dict) else ()
