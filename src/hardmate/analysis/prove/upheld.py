"""Clauses that reference ports keep: of the templates about a parameter that part, and bands around what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from hardmate.analysis.prove.referred import Stated, said
from hardmate.analysis.prove.symbols import domain
from hardmate.analysis.prove.template import Grid, Template, templates
from hardmate.language.build import Holder
from hardmate.language.dictionary import Dictionary, Parameter, Reading
from hardmate.language.fault import Fault
from hardmate.language.judge import Outcome, judge
from hardmate.language.parse import parse
from hardmate.model.roles import PORT
from hardmate.model.vehicle import Port
from hardmate.quantity import Quantity


class Upheld(Struct, frozen=True):
    """What reference ports say, by port, and clauses that all of them keep, as far as they say."""

    dictionary: Dictionary
    stated: Mapping[str, Stated]

    @classmethod
    def of(cls, references: Sequence[Port], dictionary: Dictionary) -> Upheld:
        return cls(dictionary, {port.id: said(port) for port in references})

    def against(self, text: str) -> tuple[str, ...]:
        """The ports that a clause would break."""
        node = parse(text)
        assert not isinstance(node, Fault)
        return tuple(
            port
            for port, values in self.stated.items()
            if judge(node, None, self.dictionary, {PORT: Holder(port, values)}, full=False).outcome is Outcome.FAIL
        )

    def templates(self, path: str) -> list[Template]:
        """The clauses about a parameter that all ports keep."""
        kept = (self._kept(each) for each in templates(path, self.dictionary[path]))
        return [each for each in kept if each is not None]

    def bands(self, path: str, beside: Sequence[str]) -> list[Template]:
        """What occurs lies where it does at all ports, or near; what is accepted reaches as far as at each, or less.

        Of what occurs where no port says so, that it lies where the ports accept what a clause reads `beside` it.
        """
        parameter = self.dictionary[path]
        if not parameter.numeric or parameter.reading is Reading.SELECTABLE:
            return []
        accepted = parameter.reading is Reading.ACCEPTS
        ends = self._within(path, all_of_it=not accepted)
        if ends is None and not accepted:
            others = (each for each in beside if self._like(self.dictionary[each], parameter))
            ends = next((each for each in (self._within(other, all_of_it=False) for other in others) if each), None)
        if ends is None:
            return []
        grid, value, (low, high), (least, most) = Grid.of(parameter), f"{PORT}.{path}", ends, domain(parameter)

        def wider(step: int) -> str:
            by = step * grid.step
            return f"{value} within {grid.between(max(least, low - by), min(most, high + by))}"

        def narrower(step: int) -> str:
            by = step * grid.step
            return f"{grid.between(low + by, high - by, inwards=True)} within {value}"

        if accepted:
            return [Template(path, narrower, grid.number((high - low) / 2))]
        steps = max(grid.number(low - least), grid.number(most - high))
        return [Template(path, wider, steps, least=0 if low < high else 1, whole=True)]

    def _within(self, path: str, *, all_of_it: bool) -> tuple[Fraction, Fraction] | None:
        """From where to where a value lies at any port; or, unless `all_of_it`, at every port. None if nobody says."""
        least, most = domain(self.dictionary[path])
        contents = (values[path].content for values in self.stated.values() if path in values)
        told = [each for each in contents if isinstance(each, Quantity)]
        lows = [least if each.low is None else each.low for each in told]
        highs = [most if each.high is None else each.high for each in told]
        if not told:
            return None
        low, high = (min(lows), max(highs)) if all_of_it else (max(lows), min(highs))
        return (low, high) if low <= high else None

    def _like(self, other: Parameter, parameter: Parameter) -> bool:
        return other.numeric and other.reading is Reading.ACCEPTS and other.kind == parameter.kind

    def _kept(self, template: Template) -> Template | None:
        """A template from the tightest clause on that all ports keep; None if they keep not even the loosest."""
        if self.against(template.text(template.steps)):
            return None
        bad, good = -1, template.steps
        while good - bad > 1:
            middle = (bad + good) // 2
            bad, good = (middle, good) if self.against(template.text(middle)) else (bad, middle)
        return replace(
            template,
            text=lambda step: template.text(good + step),
            steps=template.steps - good,
            least=max(0, template.least - good),
        )
