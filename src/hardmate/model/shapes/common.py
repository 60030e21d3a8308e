"""What all shapes share: the texts that ids and dates are, how values are known, and the long form of a value."""

from __future__ import annotations

from typing import Annotated, Any

from hardmate.language.value import Maturity, Provenance
from hardmate.model.shapes.shape import Limit, Shape

Id = Annotated[str, Limit(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
GroupName = Annotated[str, Limit(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Date = Annotated[str, Limit(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Line = Annotated[str, Limit(min_length=1, max_length=400)]
Prose = Annotated[str, Limit(min_length=1, max_length=4000)]
Expression = Annotated[str, Limit(min_length=1, max_length=2000)]
PortId = Annotated[
    str, Limit(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*(@[a-z0-9]+(-[a-z0-9]+)*)?$", max_length=200)
]
RuleId = Annotated[str, Limit(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$", max_length=40)]
StandardId = Annotated[str, Limit(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*/[A-Za-z0-9.-]+$", max_length=120)]
SourceIds = Annotated[list[Annotated[str, Limit(min_length=1, max_length=40)]], Limit(min_length=1)]
Sources = Annotated[str, Limit(min_length=1, max_length=40)] | SourceIds


class EvidenceShape(Shape):
    """How the values below are known, unless they say otherwise themselves."""

    provenance: Provenance
    """primary: read in the owner's own document; secondary: in a text that cites it; recalled: from memory, no \
document found; disputed: sources contradict each other."""
    source: Sources
    """The id of one source, or of several, from a file of kind sources."""
    note: Prose = ""
    """What a reader should know of this evidence."""


class LongForm(Shape):
    """A value with how it is known, how settled it is, and who owes what is missing."""

    value: Any
    """The value, in any form that the parameter takes without the long form."""
    provenance: Provenance | None = None
    """How the value is known; the declaring agency's own statement if left out."""
    source: Sources | None = None
    """The id of one source, or of several, from a file of kind sources."""
    maturity: Maturity | None = None
    """How settled the value is; baselined if left out. TBR and TBC values are used and labelled provisional."""
    owner: Line = ""
    """Who owes the value, if it is not the declaring agency."""
    due: Date = ""
    """The day by which the value is owed, quoted: "2027-03-01"."""
    marking: Line = ""
    """Why a value is withheld, or how it may be passed on."""
    sigma: Annotated[int, Limit(ge=1, le=10)] | None = None
    """How many sigma the tolerance t of a value `v +/- t` is."""
    independent: bool = False
    """Whether its deviation is independent of every other value's, so that both can be combined by RSS."""
    note: Prose = ""
    """What a reader should know of this value."""
