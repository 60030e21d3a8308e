"""One component as a question for a solver: what may be said instead, what it costs, and the clauses to be met.

What is asked is never stricter than the evaluator: what nobody has told may be anything, and a clause that can not be
encoded is left out. So a change that is cheaper than the cheapest answer does not exist; whether an answer does is
for the evaluator to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from hardmate.analysis.prove.declared import numbers
from hardmate.analysis.prove.encode import Encoder, NotEncodableError
from hardmate.analysis.prove.quantify import for_all, replaced
from hardmate.analysis.prove.statements import Question
from hardmate.analysis.prove.symbols import (
    FULL,
    ZERO,
    Part,
    Slot,
    Sort,
    Symbol,
    Vocabulary,
    at_least,
    both,
    either,
    implies,
    not_above,
    same,
    step_of,
    true,
)
from hardmate.analysis.repair.bench import Bench, Changes, Place, words_of, written
from hardmate.analysis.repair.moves import restated, worded
from hardmate.assess.verdict import Verdict
from hardmate.language import polynomial as p
from hardmate.language.decide import UndecidableError
from hardmate.language.dictionary import Type
from hardmate.language.formula import Formula, Mode, Variable, join, negation
from hardmate.language.value import State, Trust, Value
from hardmate.quantity import Form, Quantity

_FAR = Fraction(10**12)
"""How many steps, or how much cost, a change may at most have; it only has to be beyond any."""
_MOVABLE = (Form.POINT, Form.TOLERANCE, Form.RANGE, Form.AT_MOST, Form.AT_LEAST)


def movable(value: Value | None) -> bool:
    """Whether a value can be stated otherwise: it is known, and neither a table nor `about` something."""
    if value is None or value.state is not State.KNOWN or value.parameter.type is Type.TABLE:
        return False
    return not isinstance(value.content, Quantity) or value.content.form in _MOVABLE


class Space(Struct):
    """The changes of some values that meet some clauses.

    A number may become whole steps of the dictionary's resolution, or one of those `written`; a text one of `words`.
    """

    bench: Bench
    knobs: Sequence[Place]
    written: Sequence[Fraction]
    words: Sequence[str]
    vocabulary: Vocabulary
    around: tuple[Formula, ...] = ()
    met: tuple[Formula, ...] = ()
    hoped: tuple[Formula, ...] = ()
    """That clauses which are open now can still be met: more than the evaluator asks."""
    cost: p.Polynomial | None = None

    def question(self, *more: Formula, hopeful: bool = False) -> Question:
        return Question((*self.around, *self.met, *(self.hoped if hopeful else ()), *more), {}, self.vocabulary)

    def cheaper(self, than: Fraction, *, strict: bool) -> Formula:
        assert self.cost is not None
        return at_least(p.add(p.constant(than), self.cost, sign=-1), strict=strict)

    def at_most(self, count: int) -> Formula:
        """So many values change, or fewer."""
        flags = [p.variable(_flag(knob)) for knob in self.knobs]
        return at_least(_total((p.constant(Fraction(count)), *(p.scale(each, Fraction(-1)) for each in flags))))

    def only(self, places: Iterable[Place]) -> Formula:
        """No other value changes."""
        kept = set(places)
        return both(negation(true(_flag(knob))) for knob in self.knobs if knob not in kept)

    def not_all(self, places: Iterable[Place]) -> Formula:
        """One of these values does not change."""
        return either(negation(true(_flag(knob))) for knob in sorted(places))

    def other_set(self, places: Iterable[Place]) -> Formula:
        """Not exactly these values change."""
        return negation(self.exactly(places))

    def exactly(self, places: Iterable[Place]) -> Formula:
        return both((self.only(places), *(true(_flag(knob)) for knob in sorted(places))))

    def other_than(self, changes: Changes) -> Formula:
        """One of these values is another."""
        return either(
            negation(both(same(part, p.constant(at)) for part, at in self._parts_at(place, new)))
            for place, new in sorted(changes.items())
        )

    def changes(self, found: Mapping[str, Fraction]) -> Changes | None:
        """What an answer changes; None if one of the values can not be stated."""
        made: dict[Place, Value] = {}
        for knob in self.knobs:
            old = self._value(knob)
            new = self._stated(knob, old, found)
            if new is None:
                return None
            if new.content != old.content:
                made[knob] = new
        return made

    def _stated(self, knob: Place, old: Value, found: Mapping[str, Fraction]) -> Value | None:
        slot = self._slot(knob)
        match old.content:
            case Quantity() as content:
                low, high = (found.get(slot.name(part)) for part in (Part.LOW, Part.HIGH))
                ends = (
                    None if content.low is None else content.low if low is None else low,
                    None if content.high is None else content.high if high is None else high,
                )
                return old if ends == (content.low, content.high) else restated(old, content, *ends)
            case bool() as content:
                now: bool | str | frozenset[str] = bool(found.get(slot.name(Part.TRUE), content))
            case frozenset() as content:
                has = {word: found.get(slot.name(Part.HAS, word)) for word in slot.parameter.choices}
                now = frozenset(word for word, is_in in has.items() if (word in content if is_in is None else is_in))
            case _:
                at = found.get(slot.name(Part.WORD))
                now = str(old.content) if at is None else self.vocabulary.text(at)
        return old if now == old.content else worded(old, now)

    def _parts_at(self, knob: Place, value: Value) -> list[tuple[p.Polynomial, Fraction]]:
        slot = self._slot(knob)
        stated = numbers((slot,), {knob[0]: {knob[1]: value}}, self.vocabulary)
        return [(part, stated[next(iter(p.names(part)))]) for part in _parts(slot, value, self.vocabulary)]

    def _value(self, knob: Place) -> Value:
        value = self.bench.value(knob)
        assert value is not None
        return value

    def _slot(self, knob: Place) -> Slot:
        return self.vocabulary.slot(*knob)


def space(
    failing: Sequence[Verdict],
    beside: Sequence[Verdict],
    open_ones: Sequence[Verdict],
    knobs: Sequence[Place],
    bench: Bench,
) -> Space:
    """The changes of these values by which what fails, and what is met beside it, is met."""
    made = Space(bench, knobs, written(failing, bench), words_of(failing, bench), Vocabulary(bench.dictionary))
    encoded = [_encoded(verdicts, made.vocabulary) for verdicts in ((*failing, *beside), open_ones)]
    for knob in knobs:
        made.vocabulary.slot(*knob)
        # Asking for its symbols makes them known.
        _parts(made.vocabulary.slot(*knob), made._value(knob), made.vocabulary)
    constants = _constants(made)
    shapes, costs = zip(*(_shape(knob, made) for knob in knobs), strict=True)
    met, hoped = (tuple(_settled(group, {**constants, **_kept(made)}, made.vocabulary)) for group in encoded)
    free = [slot for slot in _open(made) if slot.name(Part.FITTED) not in constants]
    loose = [made.vocabulary.well_formed(slot) for slot in free if "[" not in slot.place]
    point = {name: p.constant(at) for name, at in constants.items()}
    made.around = (*shapes, *(replaced(each, point) for each in loose))
    made.met, made.hoped = met, hoped
    made.cost = _total(costs)
    return made


def _encoded(verdicts: Iterable[Verdict], vocabulary: Vocabulary) -> list[tuple[Encoder, Formula]]:
    """The clauses before it is said for which values they hold; what can not be encoded is left out."""
    found = []
    for verdict in verdicts:
        clause = verdict.clause
        for roles in orientations(verdict):
            encoder = Encoder(vocabulary, roles)
            try:
                formula = encoder.formula(clause.requires)
                if clause.when is not None:
                    formula = join("or", (negation(encoder.formula(clause.when, helps=False)), formula))
            except (NotEncodableError, UndecidableError, p.TooLargeError):
                continue
            found.append((encoder, formula))
    return found


def orientations(verdict: Verdict) -> tuple[Mapping[str, str], ...]:
    """The ways in which a clause judges the pair: both ways round if it is symmetric."""
    words = verdict.clause.words
    if not words <= {"a", "b"}:
        return (verdict.sides,)
    return {word: word for word in words}, {word: "b" if word == "a" else "a" for word in words}


def _settled(
    encoded: Iterable[tuple[Encoder, Formula]], constants: Mapping[str, Fraction], vocabulary: Vocabulary
) -> Iterator[Formula]:
    """For all values that occur, with what is declared and stays put in first: so most of it is decided exactly."""
    widest = vocabulary.variables()
    point = {name: p.constant(at) for name, at in constants.items()}
    for encoder, formula in encoded:
        points = {
            name: (p.substitute(low, constants), p.substitute(high, constants))
            for name, (low, high) in encoder.points.items()
        }
        variables = {**widest, **encoder.variables}
        for name, (low, high) in points.items():
            if p.is_constant(low) and p.is_constant(high):
                whole = variables[name].whole
                variables[name] = Variable(name, p.value(low), p.value(high), Mode.OCCURS, whole=whole)
        try:
            yield for_all(replaced(formula, point), points, variables).formula
        except (UndecidableError, p.TooLargeError):
            continue


def _open(made: Space) -> list[Slot]:
    """The values that clauses read and that are no knobs, sorted."""
    return [slot for place, slot in sorted(made.vocabulary.slots.items()) if place not in set(made.knobs)]


def _constants(made: Space) -> dict[str, Fraction]:
    """What is declared, is not in dispute, and stays."""
    stated = {
        side: {path: firm for path, value in port.values.items() if (firm := _undisputed(value)) is not None}
        for side, port in made.bench.ports.items()
    }
    return dict(numbers(_open(made), stated, made.vocabulary))


def _kept(made: Space) -> dict[str, Fraction]:
    """What stays of the values that may be others: they are fitted, and open or with a tolerance as before."""
    found: dict[str, Fraction] = {}
    for knob in made.knobs:
        slot, value = made._slot(knob), made._value(knob)
        moving = {name for part in _parts(slot, value, made.vocabulary) for name in p.names(part)}
        stated = numbers((slot,), {knob[0]: {knob[1]: value}}, made.vocabulary)
        found |= {name: at for name, at in stated.items() if name not in moving}
    return found


def _undisputed(value: Value) -> Value | None:
    if value.trust is Trust.DISPUTED:
        return None
    if not isinstance(value.content, tuple):
        return value
    rows = tuple({name: cell for name, cell in row.items() if _undisputed(cell) is not None} for row in value.content)
    return replace(value, content=rows)


def _parts(slot: Slot, value: Value, vocabulary: Vocabulary) -> list[p.Polynomial]:
    """The symbols of a value that may be another."""
    match value.content:
        case Quantity(low=low, high=high):
            ends = ((low, Part.LOW), (high, Part.HIGH))
            for _, part in ends:
                vocabulary.of(slot, part)
            return [p.variable(slot.name(part)) for end, part in ends if end is not None]
        case bool():
            return [vocabulary.of(slot, Part.TRUE)]
        case frozenset():
            return [vocabulary.of(slot, Part.HAS, word) for word in slot.parameter.choices]
        case _:
            return [vocabulary.of(slot, Part.WORD)]


def _shape(knob: Place, made: Space) -> tuple[Formula, p.Polynomial]:
    """What a value may be instead, when it counts as changed, and what that costs."""
    value, slot = made._value(knob), made._slot(knob)
    flag = _declared(_flag(knob), Sort.TRUTH, FULL, made.vocabulary)
    kept = both(same(part, p.constant(at)) for part, at in made._parts_at(knob, value))
    counted = both((implies(negation(true(_flag(knob))), kept), implies(kept, negation(true(_flag(knob))))))
    match value.content:
        case Quantity() as content:
            shape, cost = _numeric(slot, value, content, made)
            return both((counted, shape)), cost
        case bool():
            return counted, flag
        case frozenset() as content:
            terms = [(made.vocabulary.of(slot, Part.HAS, word), word in content) for word in slot.parameter.choices]
            cost = _total(p.add(p.constant(FULL), at, sign=-1) if inside else at for at, inside in terms)
            return both((counted, made.vocabulary.well_formed(slot))), cost
        case _:
            texts = {*made.words, str(value.content)} if slot.parameter.type is Type.TEXT else slot.parameter.choices
            at = made.vocabulary.of(slot, Part.WORD)
            one = either(same(at, p.constant(made.vocabulary.word(text))) for text in sorted(texts))
            return both((counted, one)), flag


def _numeric(slot: Slot, value: Value, content: Quantity, made: Space) -> tuple[Formula, p.Polynomial]:
    """Ends on the grid, or at a number that is written; a tolerance moves whole, and may be narrowed."""
    vocabulary = made.vocabulary
    low, high = vocabulary.of(slot, Part.LOW), vocabulary.of(slot, Part.HIGH)
    least, most = (p.constant(at) for at in _domain(value))
    parts = [not_above(least, low), not_above(high, most), not_above(low, high)]
    match content:
        case Quantity(form=Form.POINT, low=Fraction() as point):
            parts += [same(low, high), _on_grid(slot, "point", low, point, made)]
        case Quantity(form=Form.TOLERANCE, low=Fraction() as bottom, high=Fraction() as top):
            middle, half = (bottom + top) / 2, (top - bottom) / 2
            centre = p.scale(p.add(low, high), Fraction(1, 2))
            parts.append(_on_grid(slot, "point", centre, middle, made))
            steps = _declared(f"{slot.name(Part.POINT)} narrowed", Sort.WHOLE, _FAR, vocabulary)
            taken = p.scale(steps, step_of(value.parameter))
            width = p.scale(p.add(high, low, sign=-1), Fraction(1, 2))
            parts += [same(width, p.add(p.constant(half), taken, sign=-1)), at_least(steps)]
            parts.append(at_least(width, strict=half > 0))
        case _:
            for part, at, end in (("low", low, content.low), ("high", high, content.high)):
                if end is not None:
                    parts.append(_on_grid(slot, part, at, end, made))
                else:
                    parts.append(same(at, least if part == "low" else most))
    costs = []
    for number, (measure, was, against) in enumerate(measured(content, (low, high))):
        moved = _declared(f"{slot.name(Part.POINT)} moved {number}", Sort.REAL, _FAR, vocabulary)
        away = p.add(measure, p.constant(was), sign=-1)
        parts += [not_above(away, moved), not_above(p.scale(away, Fraction(-1)), moved)]
        costs.append(p.scale(moved, 1 / against))
    return both(parts), _total(costs)


def measured(
    content: Quantity, ends: tuple[p.Polynomial, p.Polynomial]
) -> Iterator[tuple[p.Polynomial, Fraction, Fraction]]:
    """What of a number costs to move, what it was, and against what its move is measured.

    An end against the larger end; of a tolerance the middle, and the width against itself: who narrows it to nothing
    has gained little by moving less.
    """
    low, high = ends
    scale = max((abs(at) for at in (content.low, content.high) if at), default=FULL)
    if content.form is Form.TOLERANCE and content.low is not None and content.high is not None:
        middle, half = (content.low + content.high) / 2, (content.high - content.low) / 2
        yield p.scale(p.add(low, high), Fraction(1, 2)), middle, scale
        if half:
            yield p.scale(p.add(high, low, sign=-1), Fraction(1, 2)), half, half
        return
    for at, end in ((low, content.low), (high, content.high)):
        if end is not None:
            yield at, end, scale


def _on_grid(slot: Slot, part: str, at: p.Polynomial, old: Fraction, made: Space) -> Formula:
    """It stays, or is so many whole steps of the resolution, or one of the numbers that are written."""
    parameter = slot.parameter
    offset = parameter.unit.offset if parameter.unit is not None else ZERO
    steps = _declared(f"{slot.name(Part.POINT)} {part} steps", Sort.WHOLE, _FAR, made.vocabulary)
    grid = p.add(p.constant(offset), p.scale(steps, step_of(parameter)))
    whole = parameter.kind is not None and parameter.kind.whole
    beside = (number for number in (old, *made.written) if not whole or number.denominator == 1)
    return either((same(at, grid), *(same(at, p.constant(number)) for number in dict.fromkeys(beside))))


def _domain(value: Value) -> tuple[Fraction, Fraction]:
    known_domain = value.parameter.domain
    assert known_domain is not None
    assert known_domain.low is not None
    assert known_domain.high is not None
    return known_domain.low, known_domain.high


def _flag(knob: Place) -> str:
    return f"{knob[0]}.{knob[1]} changed"


def _declared(name: str, sort: Sort, high: Fraction, vocabulary: Vocabulary) -> p.Polynomial:
    """A symbol of the question's own, that stands for no part of a declaration."""
    low = -high if sort is Sort.WHOLE else ZERO
    vocabulary.symbols.setdefault(name, Symbol(name, sort, low, high, "", name, Part.POINT))
    return p.variable(name)


def _total(terms: Iterable[p.Polynomial]) -> p.Polynomial:
    total: p.Polynomial = {}
    for term in terms:
        total = p.add(total, term)
    return total
