"""What of a repository a check judges: everything, or what a change can touch."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from hardmate.model.plan import Plan


class Scope(Struct, frozen=True):
    """What is judged: `port` says so of a port id, `pair` of two, and `plan` of the fleet of a plan."""

    port: Callable[[str], bool]
    pair: Callable[[tuple[str, str]], bool]
    plan: Callable[[Plan], bool]

    def ports(self, ids: tuple[str, ...]) -> bool:
        """Whether one port, or a pair of ports, is judged."""
        return self.port(ids[0]) if len(ids) == 1 else self.pair((ids[0], ids[1]))


EVERYTHING = Scope(lambda _: True, lambda _: True, lambda _: True)
"""No port, pair or fleet left out."""
