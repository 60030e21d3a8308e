"""What each kind of file looks like: the pydantic models behind the published schemas.

A shape is the file's structure with its scalars still as written; parameters' values are read afterwards, against
the dictionary. Every field's description is what the schema, and with it an editor, tells an author.
"""

from __future__ import annotations

from hardmate.model.shapes.change import ChangeShape
from hardmate.model.shapes.common import (
    Date,
    EvidenceShape,
    Expression,
    GroupName,
    Id,
    Line,
    LongForm,
    PortId,
    Prose,
    RuleId,
    Shape,
    SourceIds,
    Sources,
    StandardId,
)
from hardmate.model.shapes.declaration import (
    AdapterShape,
    ClaimShape,
    ConfigurationShape,
    EffectivityShape,
    PortShape,
    RoleShape,
    RolesShape,
    Status,
    VehicleShape,
)
from hardmate.model.shapes.departure import ApprovalShape, DepartureForm, DepartureShape
from hardmate.model.shapes.dictionary import (
    ColumnShape,
    Medium,
    ParameterShape,
    ParametersShape,
    SourceShape,
    SourcesShape,
)
from hardmate.model.shapes.fleet import Each, FleetClauseShape, Partner
from hardmate.model.shapes.plan import MatingShape, PlanShape, PlanStatus
from hardmate.model.shapes.rules import Discipline, Grounds, KeptShape, OpenShape, RuleShape, RulesShape, Weight
from hardmate.model.shapes.settings import Form, SettingsShape, Threshold
from hardmate.model.shapes.standard import (
    CapabilityShape,
    ClauseShape,
    Force,
    LibraryShape,
    Method,
    ModeShape,
    OpenNumberShape,
    StandardShape,
    Structured,
    Subject,
)

__all__ = [
    "SHAPES",
    "AdapterShape",
    "ApprovalShape",
    "CapabilityShape",
    "ChangeShape",
    "ClaimShape",
    "ClauseShape",
    "ColumnShape",
    "ConfigurationShape",
    "Date",
    "DepartureForm",
    "DepartureShape",
    "Discipline",
    "Each",
    "EffectivityShape",
    "EvidenceShape",
    "Expression",
    "FileShape",
    "FleetClauseShape",
    "Force",
    "Form",
    "Grounds",
    "GroupName",
    "Id",
    "KeptShape",
    "LibraryShape",
    "Line",
    "LongForm",
    "MatingShape",
    "Medium",
    "Method",
    "ModeShape",
    "OpenNumberShape",
    "OpenShape",
    "ParameterShape",
    "ParametersShape",
    "Partner",
    "PlanShape",
    "PlanStatus",
    "PortId",
    "PortShape",
    "Prose",
    "RoleShape",
    "RolesShape",
    "RuleId",
    "RuleShape",
    "RulesShape",
    "SettingsShape",
    "Shape",
    "SourceIds",
    "SourceShape",
    "Sources",
    "SourcesShape",
    "StandardId",
    "StandardShape",
    "Status",
    "Structured",
    "Subject",
    "Threshold",
    "VehicleShape",
    "Weight",
]

FileShape = (
    VehicleShape
    | AdapterShape
    | StandardShape
    | ClauseShape
    | FleetClauseShape
    | ParametersShape
    | SourcesShape
    | ModeShape
    | PlanShape
    | DepartureShape
    | LibraryShape
    | RulesShape
    | ChangeShape
)

SHAPES: dict[str, type[FileShape]] = {
    "vehicle": VehicleShape,
    "adapter": AdapterShape,
    "standard": StandardShape,
    "clause": ClauseShape,
    "fleet-clause": FleetClauseShape,
    "parameters": ParametersShape,
    "sources": SourcesShape,
    "mode": ModeShape,
    "plan": PlanShape,
    "departure": DepartureShape,
    "library": LibraryShape,
    "rules": RulesShape,
    "change": ChangeShape,
}
"""The shape of each kind of file."""
