"""Everything loaded and indexed: one object to ask. Paths come in; vehicles, plans, standards and findings go out."""

from hardmate.repository.files import lines_of
from hardmate.repository.library import Applied, Library
from hardmate.repository.load import Repository, load

__all__ = ["Applied", "Library", "Repository", "lines_of", "load"]
