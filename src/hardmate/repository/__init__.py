"""Everything loaded and indexed: one object to ask. Paths come in; vehicles, plans, standards and findings go out."""

from hardmate.repository.beside import Beside, ChangedError, OnDemand
from hardmate.repository.change import change_findings, changed
from hardmate.repository.declared import declared
from hardmate.repository.effective import absent, in_effect, means_nothing, standing_for
from hardmate.repository.exclusion import NOTHING, Exclusion
from hardmate.repository.files import SUFFIXES, File, contents, lines_of, places, settled, yaml_files
from hardmate.repository.git import GitError, differs, files_at, in_git
from hardmate.repository.kept import library_kept, library_key, schemas_kept
from hardmate.repository.library import Applied, Library
from hardmate.repository.load import Repository, assembled, listed, load, with_declarations
from hardmate.repository.names import clause_ids, port_ids
from hardmate.repository.outside import leads_out
from hardmate.repository.settings import Settings, settings, settings_files
from hardmate.repository.standing import HEAD, renamed, standing

__all__ = [
    "HEAD",
    "NOTHING",
    "SUFFIXES",
    "Applied",
    "Beside",
    "ChangedError",
    "Exclusion",
    "File",
    "GitError",
    "Library",
    "OnDemand",
    "Repository",
    "Settings",
    "absent",
    "assembled",
    "change_findings",
    "changed",
    "clause_ids",
    "contents",
    "declared",
    "differs",
    "files_at",
    "in_effect",
    "in_git",
    "leads_out",
    "library_kept",
    "library_key",
    "lines_of",
    "listed",
    "load",
    "means_nothing",
    "places",
    "port_ids",
    "renamed",
    "schemas_kept",
    "settings",
    "settings_files",
    "settled",
    "standing",
    "standing_for",
    "with_declarations",
    "yaml_files",
]
