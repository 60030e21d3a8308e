"""Raw YAML values to values of the dictionary, or findings that say what to write."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from msgspec.structs import replace

from hardmate.finding import Finding
from hardmate.language.dictionary import Parameter, Reading, Type
from hardmate.language.value import Content, Evidence, Maturity, Provenance, Row, State, Statistics, Value
from hardmate.model.day import is_day
from hardmate.model.place import Place, RefusedError
from hardmate.quantity import Form, Quantity, QuantityError, read_quantity, show_quantity

_STATES = {"TBD": State.TBD, "TBS": State.TBS, "withheld": State.WITHHELD, "none": State.NONE}
_PROVISIONAL = {"TBR ": Maturity.TBR, "TBC ": Maturity.TBC}


def value(parameter: Parameter, raw: object, place: Place, default: Evidence) -> Value | Finding:
    """The value that `raw` stands for at `place`; `default` is the evidence that holds where it gives none."""
    try:
        return (
            _long_form(parameter, raw, place, default)
            if isinstance(raw, Mapping)
            else _value(parameter, raw, place, default)
        )
    except RefusedError as refused:
        return refused.finding


def evidence(raw: Mapping[str, object] | None, default: Evidence, place: Place) -> Evidence | Finding:
    """The evidence that a long form or an `evidence` entry states, over the one that holds around it.

    A provenance of one's own leaves the source around behind: it would vouch for a value it does not state.
    """
    if raw is None:
        return default
    due = str(raw.get("due", default.due))
    if "due" in raw and not is_day(due):
        return place.down("due").error("due-date", f'"{due}" is no day of the calendar', 'write "2027-03-01"')
    return Evidence(
        provenance=Provenance(str(raw.get("provenance", default.provenance))),
        source=_sources(raw["source"]) if "source" in raw else () if "provenance" in raw else default.source,
        maturity=Maturity(str(raw.get("maturity", default.maturity))),
        owner=str(raw.get("owner", default.owner)),
        due=due,
        marking=str(raw.get("marking", default.marking)),
        note=str(raw.get("note", "")),
    )


def _sources(raw: object) -> tuple[str, ...]:
    return (raw,) if isinstance(raw, str) else tuple(str(each) for each in raw) if isinstance(raw, list) else ()


def _long_form(parameter: Parameter, raw: Mapping[str, object], place: Place, default: Evidence) -> Value:
    known = evidence(raw, default, place)
    if isinstance(known, Finding):
        raise RefusedError(known)
    built = _value(parameter, raw["value"], place.down("value"), known)
    maturity = built.evidence.maturity
    if built.state is State.KNOWN and maturity in (Maturity.TBD, Maturity.TBS):
        raise RefusedError(
            place.down("maturity").error(
                "maturity-and-value",
                f"{parameter.name} has a value and the maturity {maturity}",
                f"write `value: {maturity}` if there is none yet, or maturity TBR or TBC for a provisional value",
            )
        )
    return replace(built, statistics=_statistics(parameter, raw, place, built))


def _statistics(parameter: Parameter, raw: Mapping[str, object], place: Place, built: Value) -> Statistics | None:
    """The spread that a long form states, which only a tolerance `v +/- t` has."""
    stated = [key for key in ("sigma", "independent") if key in raw]
    if not stated:
        return None
    if not isinstance(built.content, Quantity) or built.content.form is not Form.TOLERANCE:
        raise RefusedError(
            place.down(stated[0]).error(
                "spread-without-tolerance",
                f"{parameter.name} states {' and '.join(stated)}, and its value is not a tolerance",
                "write the value as `v +/- t`, where t is so many sigma",
                key=True,
            )
        )
    if "sigma" not in raw:
        raise RefusedError(
            place.down("independent").error(
                "spread-without-sigma",
                f"{parameter.name} states that it is independent, and not how many sigma its tolerance is",
                "add `sigma`, such as `sigma: 3`",
                key=True,
            )
        )
    return Statistics(Fraction(str(raw["sigma"])), independent=raw.get("independent") is True)


def _value(parameter: Parameter, raw: object, place: Place, known: Evidence) -> Value:
    text = _text(raw)
    if isinstance(raw, str) and raw in _STATES:
        return Value(parameter, _STATES[raw], None, text, known, place.location())
    skipped = 0
    if isinstance(raw, str) and raw[:4] in _PROVISIONAL:
        known, raw, skipped = replace(known, maturity=_PROVISIONAL[raw[:4]]), raw[4:], 4
    content = _content(parameter, raw, place, known, skipped)
    return Value(parameter, State.KNOWN, content, text, known, place.location())


def _text(raw: object) -> str:
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, list):
        rows = f"{len(raw)} row{'' if len(raw) == 1 else 's'}"
        return rows if raw and isinstance(raw[0], Mapping) else ", ".join(str(each) for each in raw)
    return str(raw)


def _content(parameter: Parameter, raw: object, place: Place, known: Evidence, skipped: int) -> Content:
    match parameter.type, raw:
        case Type.TABLE, list():
            return tuple(_row(parameter, row, place.down(number), known) for number, row in enumerate(raw))
        case Type.SET, list():
            return frozenset(str(word) for word in raw)
        case Type.CHOICE, str():
            if raw not in parameter.choices:
                raise RefusedError(
                    place.error(
                        "not-a-choice",
                        f'{parameter.name} can not be "{raw}"',
                        f"choose from {', '.join(parameter.choices)}",
                    )
                )
            return raw
        case Type.TEXT, str():
            return raw
        case Type.FLAG, bool():
            return raw
        case ((Type.COUNT | Type.QUANTITY | Type.RANGE), (str() | int() | Decimal())):
            return _quantity(parameter, raw, place, skipped)
    raise RefusedError(place.error("wrong-type", f"{parameter.name} is a {parameter.type}; this is not one"))


def _row(parameter: Parameter, raw: Mapping[str, object], place: Place, known: Evidence) -> Row:
    cells: dict[str, Value] = {}
    for name, cell in raw.items():
        built = value(parameter.columns[name], cell, place.down(name), known)
        if isinstance(built, Finding):
            raise RefusedError(built)
        cells[name] = built
    return cells


def _quantity(parameter: Parameter, raw: str | int | Decimal, place: Place, skipped: int) -> Quantity:
    assert parameter.kind is not None
    fitting = _fitting(parameter, raw)
    if fitting is not None:
        return fitting
    try:
        read = read_quantity(raw, parameter.kind)
    except QuantityError as error:
        message = f"{parameter.name}: {error.message}"
        raise RefusedError(place.error("quantity", message, error.help, offset=error.offset + skipped)) from None
    misfit = _misfit(parameter, read)
    assert misfit is not None
    raise RefusedError(place.error(*misfit))


@lru_cache(maxsize=20_000, typed=True)
def _fitting(parameter: Parameter, raw: str | int | Decimal) -> Quantity | None:
    """The quantity, if it is one of the parameter: a fleet says the same few thousand things again and again."""
    assert parameter.kind is not None
    try:
        read = read_quantity(raw, parameter.kind)
    except QuantityError:
        return None
    return None if _misfit(parameter, read) else read


def _misfit(parameter: Parameter, read: Quantity) -> tuple[str, str, str] | None:
    """Why a quantity is none of the parameter: a code, a message, and what to write."""
    if parameter.type is Type.QUANTITY and read.form is Form.RANGE:
        return (
            "one-value",
            f"{parameter.name} is one value, not a range",
            "write the value with its tolerance, such as `1200 +/- 0.5 mm`, or `at most ...`",
        )
    if parameter.reading is Reading.ACCEPTS and read.form in (Form.POINT, Form.ABOUT):
        plain = read.text.removeprefix("about ")
        return (
            "limit-without-side",
            f"{parameter.name} is what a side accepts; `{read.text}` does not say which values those are",
            f"write `at most {plain}`, `at least {plain}`, or a range",
        )
    domain = parameter.domain
    assert domain is not None
    assert domain.low is not None
    assert domain.high is not None
    # A vague value may reach beyond the domain, where it is not; what it is about may not.
    stated = (read.nominal,) if read.form is Form.ABOUT else (read.low, read.high)
    if any(end is not None and not domain.low <= end <= domain.high for end in stated):
        return (
            "outside-domain",
            f"{parameter.name} is `{read.text}`; physically it lies within {show_quantity(domain, parameter.unit)}",
            "check the unit and the sign",
        )
    return None
