"""Bad expressions, each with the place and the words that its author gets: `faults.txt`, rewritten by `--accept`.

The file is made of blocks: a heading in `#` lines, the expression after `> `, what points at the fault, the message,
and what to write instead after `help: `.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from clause_world import number

from hardmate.language.check import checked, undecidable
from hardmate.language.dictionary import Parameter, Reading, Type
from hardmate.language.fault import Fault

FILE = Path(__file__).with_name("faults.txt")


def words(name: str, kind: Type, *choices: str) -> Parameter:
    return Parameter(name=name, title=name, type=kind, reading=Reading.OCCURS, choices=dict.fromkeys(choices, ""))


ROLES = ("active", "passive", "port")
DICTIONARY: dict[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        number("contact.closing_rate", kind="speed", domain="0 .. 1 m/s"),
        number("contact.lateral_offset", kind="offset", domain="-1 .. 1 m"),
        number("capture.closing_rate", Reading.ACCEPTS, kind="speed", domain="0 .. 1 m/s"),
        number("capture.ring_radius", kind="radius", domain="0 .. 2 m"),
        number("hcs.passage_diameter", kind="diameter", domain="0 .. 2 m"),
        number("hcs.drive_torque", kind="torque", domain="0 .. 100 N*m"),
        number("hcs.latch_energy", kind="energy", domain="0 .. 100 J"),
        number("hcs.active_hooks", kind="count", domain="0 .. 24"),
        number("hcs.preload", kind="force", domain="0 .. 100 kN", unit_text="N"),
        number("cabin.pressure", kind="pressure", domain="0 .. 200 kPa", unit_text="kPa"),
        number("cabin.gauge", kind="gauge-pressure", domain="-100 .. 200 kPa", unit_text="kPa"),
        number("thermal.flange", kind="temperature", domain="100 .. 400 K"),
        number("thermal.limit", Reading.ACCEPTS, kind="temperature", domain="100 .. 400 K"),
        number("thermal.step", kind="temperature-difference", domain="-100 .. 100 K"),
        number("power.ratio", kind="ratio", domain="-1 .. 1"),
        number("power.voltage", Reading.SELECTABLE, kind="voltage", domain="0 .. 200 V"),
        words("seal.face", Type.CHOICE, "seal", "flange"),
        words("seal.mates_with", Type.SET, "seal", "flange"),
        words("data.protocols", Type.SET, "mil-std-1553b", "ethernet"),
        words("mechanism.id", Type.TEXT),
        words("mechanism.can_capture", Type.FLAG),
        Parameter(
            name="loads.cases",
            title="loads.cases",
            type=Type.TABLE,
            reading=Reading.OCCURS,
            columns={
                "tension": number("tension", kind="force", domain="0 .. 100 kN"),
                "name": words("name", Type.TEXT),
            },
            max_rows=8,
        ),
    )
}


def blocks() -> list[tuple[str, str]]:
    """Heading and expression of each block of the file."""
    found: list[tuple[str, str]] = []
    heading: list[str] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading.append(line)
        elif line.startswith("> "):
            found.append(("\n".join(heading), line[2:]))
            heading = []
    return found


def fault_of(expression: str) -> Fault | None:
    node = checked(expression, DICTIONARY, ROLES)
    return node if isinstance(node, Fault) else undecidable(node, None, DICTIONARY)


def told(expression: str) -> str:
    """The block below the expression: a line of carets, the message, the help."""
    fault = fault_of(expression)
    if fault is None:
        return "  accepted"
    carets = " " * fault.span.start + "^" * max(1, fault.span.end - fault.span.start)
    return "\n".join(f"  {line}" for line in (carets, fault.message, *([f"help: {fault.help}"] if fault.help else [])))


def test_every_fault_is_told_as_written(accept: bool) -> None:  # noqa: FBT001 - a fixture
    shown = "\n\n".join("\n".join(part for part in (head, f"> {text}", told(text)) if part) for head, text in blocks())
    if accept:
        FILE.write_text(shown + "\n", encoding="utf-8")
    assert shown + "\n" == FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("expression", [text for _, text in blocks()])
def test_every_fault_points_into_its_text_and_says_what_to_do(expression: str) -> None:
    fault = fault_of(expression)
    assert fault is not None
    assert 0 <= fault.span.start <= fault.span.end <= len(expression)
    assert fault.span.start < fault.span.end or fault.span.start == len(expression.rstrip())
    assert fault.message
    assert fault.help
    assert "Token" not in fault.message + fault.help
    assert "ANON" not in fault.message + fault.help
