"""Days, as files write them."""

from __future__ import annotations

from datetime import date


def is_day(text: str) -> bool:
    """Whether a text in the form of an ISO date is a day of the calendar."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
