"""The words that files choose from, apart from their shapes: judging needs these alone."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where a vehicle stands in its life."""

    OPERATIONAL = "operational"
    DEVELOPMENT = "development"
    CONCEPT = "concept"
    PAUSED = "paused"
    RETIRED = "retired"
    LOST = "lost"


class DepartureForm(StrEnum):
    """When a departure was granted: before the thing was made, or for what was made already."""

    DEVIATION = "deviation"
    WAIVER = "waiver"


class Medium(StrEnum):
    """What a source is."""

    DOCUMENT = "document"
    COPY = "copy"
    ENCYCLOPEDIA = "encyclopedia"
    NEWS = "news"
    REPOSITORY = "repository"
    BOOK = "book"
    MEMORY = "memory"
    PAPER = "paper"
    CONCEPT = "concept"


class Each(StrEnum):
    """Of which vehicles of the fleet a clause speaks."""

    VEHICLE = "vehicle"
    CREWED_VEHICLE = "crewed-vehicle"


class Partner(StrEnum):
    """What a clause counts."""

    PORTS = "ports"
    VEHICLES = "vehicles"


class PlanStatus(StrEnum):
    """Whether a plan is pursued."""

    ACTIVE = "active"
    PAUSED = "paused"
    CONCEPT = "concept"


class Discipline(StrEnum):
    """The field of engineering that a rule belongs to."""

    MECHANISM = "mechanism"
    ENVELOPE = "envelope"
    GNC = "gnc"
    LOADS = "loads"
    ELECTRICAL = "electrical"
    DATA = "data"
    COMMUNICATION = "communication"
    TIME = "time"
    ECLSS = "eclss"
    THERMAL = "thermal"
    ROBOTICS = "robotics"
    FLUID = "fluid"
    FRAMES = "frames"
    UNITS = "units"
    SAFETY = "safety"
    CONFIGURATION = "configuration"


class Weight(StrEnum):
    """What follows when a rule is broken."""

    BLOCKER = "blocker"
    MAJOR = "major"
    MINOR = "minor"
    INFO = "info"


class Grounds(StrEnum):
    """How well the need for a rule is shown."""

    CONFIRMED = "confirmed"
    PARTLY = "partly"
    DERIVED = "derived"
    RECALLED = "recalled"


class Threshold(StrEnum):
    """The least severity that makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


class Form(StrEnum):
    """How findings can be written."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"
    MARKDOWN = "markdown"


class Force(StrEnum):
    """How binding a clause is."""

    SHALL = "shall"
    SHOULD = "should"
    MAY = "may"


class Subject(StrEnum):
    """What a clause judges."""

    CONFORMANCE = "conformance"
    CONSISTENCY = "consistency"
    COMPATIBILITY = "compatibility"


class Method(StrEnum):
    """How a clause can be verified."""

    TEST = "test"
    ANALYSIS = "analysis"
    INSPECTION = "inspection"
    DEMONSTRATION = "demonstration"
