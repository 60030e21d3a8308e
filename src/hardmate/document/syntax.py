"""What libyaml says about text that is not YAML, in; the same in our own plain words, out."""

from __future__ import annotations

from hardmate.document.refusal import Refusal, Refused


def syntax_refusal(context: str, problem: str, began: int | None, found: int | None) -> Refused:
    """The refusal for libyaml's `problem` at offset `found`, met in the `context` that began at offset `began`."""
    offset = found if found is not None else began if began is not None else 0
    return Refused(offset, Refusal("yaml-syntax", f"this is not YAML: {problem} {context}", ""))
