"""What the shell may complete."""

from __future__ import annotations

from pathlib import Path

from hardmate import api
from hardmate.repository import clause_ids, port_ids


def ports_like(incomplete: str) -> list[str]:
    """Port ids of the declarations here, for the shell's completion."""
    return [name for name in port_ids([Path()]) if name.startswith(incomplete)]


def clauses_like(incomplete: str) -> list[str]:
    """Clause ids, for the shell's completion."""
    return [name for name in clause_ids(api.standards_folder()) if name.startswith(incomplete)]
