"""What says whether data fits a schema in; the same, out, that looks at what declarations share only once.

The groups of a port's parameters fit or do not whatever stands beside them, and those of most ports stand in other
files as well, where a document shares them. A group that fitted is not shown again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hardmate.schema.navigate import Schema

PARAMETERS = "parameters-of-a-port"
"""The definition that tells the groups of a port apart, by key alone."""
_BY_KEY = frozenset(["title", "description", "x-order", "type", "properties", "additionalProperties"])


def sharing(schema: Schema, fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Whether data fits the schema, for documents that share groups and are not changed."""
    if not schema.get("$defs", {}).get(PARAMETERS, {"pattern": ""}).keys() <= _BY_KEY:
        return fits
    # By name and id; they are kept, for only a living object keeps its id.
    fitted: dict[tuple[str, int], object] = {}

    def shown(groups: Any) -> Any:
        if not isinstance(groups, dict):
            return groups
        return {name: each for name, each in groups.items() if (name, id(each)) not in fitted}

    def all_fit(data: Any) -> bool:
        ports = _ports(data)
        short = {name: {**port, "parameters": shown(port["parameters"])} for name, port in ports.items()}
        if not fits({**data, "ports": {**data["ports"], **short}} if short else data):
            return False
        for port in ports.values():
            fitted.update(((name, id(each)), each) for name, each in port["parameters"].items())
        return True

    return all_fit


def _ports(data: Any) -> Mapping[str, Any]:
    """The ports of a declaration that have parameters."""
    ports = data.get("ports") if isinstance(data, dict) else None
    if not isinstance(ports, dict):
        return {}
    return {name: port for name, port in ports.items() if isinstance(port, dict) and "parameters" in port}
