"""The gate: a document and the schema of its kind in; nothing, or findings in our own words, out.

jsonschema-rs says yes, fast. When it says no, jsonschema names every keyword that refused, and `wording` says each
in one line: what was found where, what was expected, and what to write.
"""

from hardmate.schema.gate import Validator, compiled, findings
from hardmate.schema.kind import FILE_KINDS, kind_of

__all__ = ["FILE_KINDS", "Validator", "compiled", "findings", "kind_of"]
