"""What each kind of file looks like: what the published schemas are made of.

A shape is the file's structure with its scalars still as written; parameters' values are read afterwards, against
the dictionary. Every field's description is what the schema, and with it an editor, tells an author.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from hardmate.model.shapes.shape import Shape

__all__ = ["SHAPES", "Shape"]


class _Shapes(Mapping[str, type[Shape]]):
    """Shapes by kind, each loaded when it is asked for: most runs read few kinds of files."""

    _PLACES: Mapping[str, tuple[str, str]] = {
        "vehicle": ("declaration", "VehicleShape"),
        "adapter": ("declaration", "AdapterShape"),
        "standard": ("standard", "StandardShape"),
        "clause": ("standard", "ClauseShape"),
        "fleet-clause": ("fleet", "FleetClauseShape"),
        "parameters": ("dictionary", "ParametersShape"),
        "sources": ("dictionary", "SourcesShape"),
        "mode": ("standard", "ModeShape"),
        "plan": ("plan", "PlanShape"),
        "departure": ("departure", "DepartureShape"),
        "library": ("standard", "LibraryShape"),
        "rules": ("rules", "RulesShape"),
        "change": ("change", "ChangeShape"),
    }

    def __getitem__(self, kind: str) -> type[Shape]:
        module, name = self._PLACES[kind]
        shape: type[Shape] = getattr(import_module(f"{__name__}.{module}"), name)
        return shape

    def __iter__(self) -> Iterator[str]:
        return iter(self._PLACES)

    def __len__(self) -> int:
        return len(self._PLACES)


SHAPES: Mapping[str, type[Shape]] = _Shapes()
"""The shape of each kind of file."""
