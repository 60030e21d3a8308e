"""Ids for a shell to complete: read from the files alone, without loading what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from hardmate.document import Document, read
from hardmate.repository.files import yaml_files


def port_ids(paths: Sequence[Path]) -> tuple[str, ...]:
    """The ids of all ports and configurations that the readable declarations under the paths name."""
    files, _ = yaml_files(paths)
    documents = (read(file.path, file.shown) for file in files)
    return tuple(sorted(name for each in documents if isinstance(each, Document) for name in _ports(each.data)))


def clause_ids(standards: Path) -> tuple[str, ...]:
    """The ids of all clauses in a standards folder: the names of their files."""
    return tuple(sorted({path.stem for path in standards.glob("**/*clauses/*.yaml")}))


def _ports(data: object) -> Iterator[str]:
    if not isinstance(data, Mapping) or not isinstance(data.get("ports"), Mapping):
        return
    for name, port in data["ports"].items():
        yield f"{data.get('id')}/{name}"
        configurations = port.get("configurations") if isinstance(port, Mapping) else None
        if isinstance(configurations, Mapping):
            yield from (f"{data.get('id')}/{name}@{state}" for state in configurations)
