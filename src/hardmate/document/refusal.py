"""Why a piece of YAML is not read: what the stages of the reader pass on until they become findings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule of the reader that the text breaks, and what to write instead."""

    code: str
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal and where: character offsets into the text, also of the second places it is about."""

    offset: int
    refusal: Refusal
    related: tuple[tuple[int, str], ...] = ()
