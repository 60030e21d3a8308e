"""Everything loaded and indexed: one object to ask. Paths come in; vehicles, plans, standards and findings go out."""

from hardmate.repository.effective import absent, in_effect, means_nothing, standing_for
from hardmate.repository.files import lines_of
from hardmate.repository.library import Applied, Library
from hardmate.repository.load import Repository, load
from hardmate.repository.names import clause_ids, port_ids

__all__ = [
    "Applied",
    "Library",
    "Repository",
    "absent",
    "clause_ids",
    "in_effect",
    "lines_of",
    "load",
    "means_nothing",
    "port_ids",
    "standing_for",
]
