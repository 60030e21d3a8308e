"""Findings and departures in; findings that approved departures lower, and how each departure stands, out."""

from hardmate.departure.applied import Departed, departed
from hardmate.departure.standing import Standing, Stood, needed_approvals

__all__ = ["Departed", "Standing", "Stood", "departed", "needed_approvals"]
