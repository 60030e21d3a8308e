"""Everything loaded and indexed: one object to ask. Paths come in; vehicles, plans, standards and findings go out."""

from hardmate.repository.files import lines_of
from hardmate.repository.library import Applied, Library
from hardmate.repository.load import Repository, load
from hardmate.repository.names import clause_ids, port_ids

__all__ = ["Applied", "Library", "Repository", "clause_ids", "lines_of", "load", "port_ids"]
