"""What is taken for granted when it is asked what follows: a clause on ports, and what these declare."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from hardmate.language.value import Value
from hardmate.model.standard import Clause

Roles = Mapping[str, str]
"""The port of each word of a clause."""
Declared = Mapping[str, Mapping[str, Value]]
"""Values by port and path."""


class Given(Struct, frozen=True):
    """A clause that is taken to hold, with its words on these ports."""

    clause: Clause
    roles: Roles
