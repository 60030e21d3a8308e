"""Two ports that keep to everything, to start counterexamples from: reference ports, or ports that a solver makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from hardmate.analysis.prove.declared import known, quantity, values, with_rest
from hardmate.analysis.prove.encode import NotEncodableError
from hardmate.analysis.prove.engine import Engine
from hardmate.analysis.prove.filled import filled
from hardmate.analysis.prove.referred import Base, referred
from hardmate.analysis.prove.simpler import simplest
from hardmate.analysis.prove.statements import holds, question
from hardmate.analysis.prove.symbols import Part, Slot, both, domain, true
from hardmate.analysis.prove.theory import Theory
from hardmate.analysis.prove.trial import Judged, Roles, Sides, Trial
from hardmate.language import tree as t
from hardmate.language.dictionary import Reading
from hardmate.language.formula import Formula
from hardmate.language.value import Value
from hardmate.model.roles import AXIS_OF, SIDES, WORDS, Axis
from hardmate.model.standard import reads
from hardmate.model.vehicle import Port
from hardmate.pairing import MODES, USUAL_MODE
from hardmate.repository import Applied
from hardmate.solver import Status

WISH = "fitted "
MOST_TRIES = 40


class Bases(Struct):
    """Starting points by mode and roles; `references` are ports that may serve as one."""

    theory: Theory
    engine: Engine
    references: Sequence[Port] = ()
    judged: Judged = field(default_factory=Judged)
    _found: dict[tuple[object, ...], Base] = field(default_factory=dict)
    _wishes: dict[tuple[object, ...], Formula | None] = field(default_factory=dict)

    def base(self, mode: str, roles: Roles) -> Sides:
        return self.start(mode, roles).sides

    def start(self, mode: str, roles: Roles) -> Base:
        key = (mode, *sorted(roles.items()))
        if key not in self._found:
            self._found[key] = self._turned(mode, roles) or self._near(mode, roles)
        return self._found[key]

    def _near(self, mode: str, roles: Roles) -> Base:
        """Reference ports that conform by themselves; or what they say, over ports that are made."""
        trial = Trial(self.theory, roles, self.judged)
        alone = referred(self.references, roles, {side: {} for side in SIDES}, trial)
        if len(alone.ports) == len(SIDES) and all(trial.conforms(side, alone.sides) for side in SIDES):
            return alone
        return referred(self.references, roles, self._made(mode, roles), trial)

    def _turned(self, mode: str, roles: Roles) -> Base | None:
        """The usual base in this mode, as it is or the other way round, if every clause holds that does not wait."""
        usual = everyone({})
        if (mode, roles) == (USUAL_MODE, usual):
            return None
        trial, start = Trial(self.theory, roles, self.judged), self.start(USUAL_MODE, usual)
        first = start.sides
        for order in (SIDES, tuple(reversed(SIDES))):
            # What only the other side had to say is said as well, for here a clause may read it.
            both_say = {side: {**first[side], **first[other]} for side, other in zip(SIDES, order, strict=True)}
            sides = {side: self._in_mode(mode, values) for side, values in both_say.items()}
            if all(trial.conforms(side, sides) for side in SIDES) and not trial.failing(sides):
                ports = {side: start.ports[at] for side, at in zip(SIDES, order, strict=True) if at in start.ports}
                return Base(sides, ports)
        return None

    def _in_mode(self, mode: str, values: Mapping[str, Value]) -> Mapping[str, Value]:
        parameter, stated = self.theory.library.dictionary.get(MODES), values.get(MODES)
        has = stated.content if stated is not None else None
        if parameter is None or not mode or (isinstance(has, frozenset) and mode in has):
            return values
        return {**values, MODES: known(parameter, frozenset({mode}))}

    def _made(self, mode: str, roles: Roles) -> Sides:
        """Ports at which every clause holds that can hold with the others, with as much fitted as can be.

        Without a solver's answer, ports at which every clause on one port holds.
        """
        theory = self.theory
        trial, careful = (Trial(each, roles, self.judged) for each in (theory, theory.advised()))
        labelled: dict[str, Formula] = {each.label: each.ruled.formula for each in theory.premises}
        if MODES in theory.library.dictionary and mode:
            for side in SIDES:
                slot = theory.vocabulary.slot(side, MODES)
                words = sorted(slot.parameter.choices)
                only = [theory.vocabulary.is_true(slot, Part.HAS, word) for word in words if word == mode]
                labelled[f"{WISH}mode {side}"] = both((theory.vocabulary.is_true(slot, Part.FITTED), *only))
        for applied in filter(_light, theory.goals):
            for number, way in enumerate(trial.orientations(applied.clause)):
                held = self._held(applied, way)
                if held is not None:
                    labelled[f"{WISH}clause {applied.standard} {applied.clause.id} {number}"] = held
        labelled |= {f"{WISH}clause {each.label}": each.ruled.formula for each in theory.advice}
        slots = theory.vocabulary.behind(theory.vocabulary.spoken(*labelled.values()))
        for slot in slots:
            if "[" not in slot.place:
                theory.vocabulary.is_true(slot, Part.FITTED)
                labelled[f"{WISH}{slot.port}.{slot.place}"] = true(slot.name(Part.FITTED))
        found = self._met(labelled)
        if found is None:
            return filled(theory, {side: self._in_mode(mode, {}) for side in SIDES}, trial)
        asked = [(each.side, path) for each in theory.premises for _, path in reads(each.applied.clause)]
        found = with_rest(found, asked, theory.vocabulary)
        advised = all(careful.conforms(side, found) for side in SIDES)
        return _tidied(found, slots, careful if advised else trial)

    def _held(self, applied: Applied, roles: Roles) -> Formula | None:
        key = (id(applied.clause), *sorted(roles.items()))
        if key not in self._wishes:
            clause = applied.clause
            try:
                self._wishes[key] = holds(clause.requires, clause.when, roles, self.theory.vocabulary).formula
            except NotEncodableError:
                self._wishes[key] = None
        return self._wishes[key]

    def _met(self, labelled: Mapping[str, Formula]) -> dict[str, dict[str, Value]] | None:
        """Declarations that meet the formulas, of the wishes only those that they can; None if none was found."""
        if self.engine.solver is None:
            return None
        vocabulary = self.theory.vocabulary
        asked = question(labelled, vocabulary)
        for _ in range(MOST_TRIES):
            found = self.engine.solver.answer(asked.script(cores=True))
            if found.status is Status.SAT:
                slots = vocabulary.behind(vocabulary.spoken(*labelled.values()))
                return values(slots, found.values, vocabulary)
            wished = [label for label in found.core if label.startswith(WISH)]
            if found.status is Status.UNKNOWN:
                wished = [label for label in asked.labelled if label.startswith(f"{WISH}clause")]
            if not wished:
                return None
            # A clause that a port can not keep to is given up before a value.
            asked = asked.without([next((each for each in wished if "clause" in each), wished[0])])
        return None


def everyone(roles: Roles) -> dict[str, str]:
    """Roles on all axes: those given, and elsewhere the acting side first."""
    usual = {word: side for axis in Axis for word, side in zip(WORDS[axis], SIDES, strict=True)}
    return usual | {word: side for word, side in roles.items() if word in AXIS_OF}


def _light(applied: Applied) -> bool:
    """Whether a clause is a wish that costs little: it neither walks tables nor multiplies."""
    nodes = (applied.clause.requires, *((applied.clause.when,) if applied.clause.when is not None else ()))
    return not any(
        isinstance(inner, t.Quantified) or (isinstance(inner, t.Arithmetic) and inner.op in "*/")
        for node in nodes
        for inner in t.walk(node)
    )


def _tidied(found: dict[str, dict[str, Value]], slots: Sequence[Slot], trial: Trial) -> Sides:
    """The same with plain values: what is accepted as wide as can be, what occurs in the middle, numbers round."""
    sides: dict[str, dict[str, Value]] = {side: dict(found.get(side, {})) for side in SIDES}
    before = {each.clause.id for each in trial.failing(sides)}
    for slot in slots:
        if "[" in slot.place or slot.place not in sides[slot.port]:
            continue

        def good(value: Value, slot: Slot = slot) -> bool:
            tried = {**sides, slot.port: {**sides[slot.port], slot.place: value}}
            changed = {slot.place}
            fine = trial.conforms(slot.port, tried, changed)
            return fine and {each.clause.id for each in trial.failing(tried, changed)} <= before

        value = sides[slot.port][slot.place]
        if slot.parameter.numeric and value.content is not None:
            least, most = domain(slot.parameter)
            wide = slot.parameter.reading is not Reading.OCCURS
            middle = (
                quantity(slot.parameter, least, most) if wide else quantity(slot.parameter, *((least + most) / 2,) * 2)
            )
            plain = known(slot.parameter, middle)
            value = plain if wide and good(plain) else simplest(value, plain, good)
        else:
            value = simplest(value, None, good)
        sides[slot.port][slot.place] = value
    return sides
