"""Standards at random, over the dictionary of `prove_world`, and many ports that may keep to them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from hypothesis import strategies as st
from prove_world import COLUMNS, DICTIONARY, WORDS, clauses, comparisons

from hardmate.analysis.prove.declared import known, quantity
from hardmate.language.check import checked
from hardmate.language.dictionary import Parameter, Reading, Type
from hardmate.language.fault import Fault
from hardmate.language.value import Content, Value
from hardmate.repository import File, Library
from hardmate.repository.library import library

MADE = "made/A"
NONE = 10
"""One value in so many is declared `none`."""
_SOURCES = "kind: sources\nsources:\n  S1: {title: A made standard, medium: document, trust: high}\n"
_MODE = "kind: mode\nid: docking\ntitle: Docking\nroles: {}\ncapabilities:\n  hard-mate: {title: Mated, needs: []}\n"
_STANDARD = "kind: standard\nid: {}\ntitle: Made\nmating: {}\nprovenance: primary\nsource: S1\n"

Clause = tuple[str, str | None]
"""What is required, and when."""


def _sound(text: str | None, words: set[str]) -> bool:
    return text is None or not isinstance(checked(text, DICTIONARY, words), Fault)


def _of_one(made: Clause) -> Clause:
    """The clause as one about a single port."""
    requires, when = (each and each.replace("a.g.", "port.g.").replace("b.g.", "port.g.") for each in made)
    return requires or "", when


def _of_two(made: Clause) -> Clause:
    """The clause as one that reads both ports."""
    return f"({made[0]}) or (a.g.flag and b.g.flag)", made[1]


_made = st.tuples(clauses, st.none() | comparisons)
of_one_port = _made.map(_of_one).filter(lambda made: all(_sound(each, {"port"}) for each in made) and "port" in made[0])
of_two_ports = _made.map(_of_two).filter(lambda made: all(_sound(each, {"a", "b"}) for each in made))


def made_library(alone: list[Clause], between: list[Clause]) -> Library | None:
    """The standard of these clauses; None if one of them can not be decided."""
    files = {
        "sources.yaml": _SOURCES,
        "common/standard.yaml": _STANDARD.format("common", "false"),
        "common/modes/docking.yaml": _MODE,
        "made/A/standard.yaml": _STANDARD.format("made\nrevision: A", "true"),
        "parameters/g.yaml": "kind: parameters\ngroup: g\ntitle: Made\nparameters:\n" + "".join(_parameters()),
    }
    for judges, several in (("conformance", alone), ("compatibility", between)):
        for number, each in enumerate(several):
            files[f"made/A/clauses/{judges}-{number}.yaml"] = _clause(f"{judges}-{number}", judges, *each)
    found, wrong = library([File(Path(name), name, text.encode()) for name, text in sorted(files.items())])
    return None if wrong else found


def _clause(name: str, judges: str, requires: str, when: str | None) -> str:
    guard = f"when: {json.dumps(when)}\n" if when else ""
    return (
        f"kind: clause\nid: {name}\ntitle: Made\nrequirement: Made\nprovenance: primary\nsource: S1\nforce: shall\n"
        f"judges: {judges}\ncapability: hard-mate\n{guard}requires: {json.dumps(requires)}\n"
        "rationale: It is made.\nhelp: Make it so.\nverify: [test]\n"
    )


def _parameters() -> Iterator[str]:
    for path, parameter in DICTIONARY.items():
        yield f'  "{path.partition(".")[2]}": {{{_parameter(path, parameter)}}}\n'


def _parameter(name: str, parameter: Parameter) -> str:
    said = f"title: {name}, type: {parameter.type}"
    if parameter.type is Type.RANGE and parameter.reading is not Reading.OCCURS:
        said += f", reading: {parameter.reading}"
    if parameter.type is Type.COUNT:
        said += ", domain: 0 .. 4"
    elif parameter.kind is not None:
        said += ', quantity: ratio, domain: -8 .. 8, resolution: "0.01"'
    if parameter.choices:
        said += f", choices: {{{', '.join(f'{word}: {word}' for word in WORDS)}}}"
    if parameter.columns:
        columns = ", ".join(f"{column}: {{{_parameter(column, each)}}}" for column, each in COLUMNS.items())
        said += f", max_rows: {parameter.max_rows}, columns: {{{columns}}}"
    return said


def port(order: random.Random) -> dict[str, Value]:
    """A value for every parameter."""
    return {path: _value(parameter, order) for path, parameter in DICTIONARY.items()}


def _value(parameter: Parameter, order: random.Random) -> Value:
    return known(parameter, None if not order.randrange(NONE) else _content(parameter, order))


def _content(parameter: Parameter, order: random.Random) -> Content:
    match parameter.type:
        case Type.FLAG:
            return order.random() < 0.5
        case Type.CHOICE:
            return order.choice(WORDS)
        case Type.TEXT:
            return order.choice(["pin", "weld", "text 1"])
        case Type.SET:
            return frozenset(order.sample(WORDS, order.randrange(1, len(WORDS) + 1)))
        case Type.TABLE:
            return tuple(_row(parameter.columns, order) for _ in range(order.randrange(1, parameter.max_rows + 1)))
        case _:
            return _number(parameter, order)


def _row(columns: Mapping[str, Parameter], order: random.Random) -> dict[str, Value]:
    return {name: _value(column, order) for name, column in columns.items()}


def _number(parameter: Parameter, order: random.Random) -> Content:
    whole = parameter.kind is not None and parameter.kind.whole
    low, high = sorted(Fraction(order.randrange(5)) if whole else Fraction(order.randrange(-16, 17), 2) for _ in "ab")
    if parameter.reading is Reading.ACCEPTS:
        return quantity(parameter, *order.choice([(None, high), (low, None), (low, high)]))
    return quantity(parameter, low, order.choice([low, high]))
