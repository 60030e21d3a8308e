"""The parser on any text: it gives a tree or a fault within the text, in bounded work, and runs nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest
from clause_world import DICTIONARY, judged, written
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_language_faults import DICTIONARY as WIDE
from test_language_faults import ROLES, blocks

from hardmate.language import tree as t
from hardmate.language.check import checked, undecidable
from hardmate.language.fault import Fault
from hardmate.language.judge import Outcome
from hardmate.language.parse import LONGEST, LONGEST_CHAIN, parse

GOOD = (
    "port.contact.closing_rate within port.capture.closing_rate",
    "port.hcs.active_hooks * port.hcs.preload >= 5 kN and not (port.seal.face == 'flange')",
    'all(case in port.loads.cases, case.tension <= 5 kN or case.name == "a")',
    "norm(port.contact.lateral_offset, port.contact.lateral_offset) + arc(5 deg, port.capture.ring_radius) <= 0.1 m",
    "port.thermal.flange within -5 .. 25 degC implies fitted(port.hcs.preload)",
    "-port.power.ratio <= min(1, max(port.power.ratio, 5 %)) / 2",
    '{"seal"} within port.seal.mates_with and port.seal.face in {"seal", "flange"}',
    "count(case in port.loads.cases, case.tension > 1 kN) != 3 and port.mechanism.can_capture == true",
)
WORDS = """port.power.ratio port.hcs.preload 5 0.5 5kN 5 kN 1 .. 2 m and or not implies within in overlaps
    <= < >= == != = ( ) { } , . .. - + * / all any sum count norm min max abs arc fitted true false case 'a' "b" " #
    é ² ٣ − ≤ ^ e 1e9"""
tokens = st.sampled_from([*WORDS.split(), ""])


def require_told(text: str) -> None:
    found = parse(text)
    if isinstance(found, Fault):
        assert 0 <= found.span.start <= found.span.end <= len(text)
        assert found.message
        return
    for node in t.walk(found):
        assert 0 <= node.span.start < node.span.end <= len(text)
    known = checked(text, WIDE, ROLES)
    refused = known if isinstance(known, Fault) else undecidable(known, None, WIDE)
    assert refused is None or refused.message


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
@example("\x00")
@example("\ud800")
@example("5 " + "9" * 1900)
def test_any_text(text: str) -> None:
    require_told(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(tokens, max_size=14).map(" ".join))
def test_any_words_of_the_language(text: str) -> None:
    require_told(text)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([*GOOD, *(text for _, text in blocks())]),
    st.integers(0, 200),
    st.integers(0, 12),
    st.one_of(st.text(max_size=3), tokens),
)
def test_any_clause_with_a_piece_replaced(text: str, start: int, length: int, piece: str) -> None:
    require_told(text[:start] + piece + text[start + length :])


@pytest.mark.parametrize("text", GOOD)
def test_good_clauses_are_good(text: str) -> None:
    assert not isinstance(checked(text, WIDE, ROLES), Fault)


@pytest.mark.parametrize("text", GOOD)
def test_every_node_stands_where_its_span_says(text: str) -> None:
    """What a span cuts out reads again as the same thing."""
    tree = parse(text)
    assert not isinstance(tree, Fault)
    for node in t.walk(tree):
        cut = text[node.span.start : node.span.end]
        match node:
            case t.Reference():
                assert cut == str(node)
            case t.Word(text=word):
                assert cut[1:-1] == word
            case t.Number(amount=amount):
                assert amount == -1 or cut.split()[0].startswith(str(float(abs(amount))).removesuffix(".0"))
            case t.Truth(value=value):
                assert cut == str(value).lower()
            case t.Quantified(variable=variable):
                assert cut.startswith(f"{node.op}({variable} in ")
                assert cut.endswith(")")
            case t.Compare() | t.Junction() | t.Implies() | t.Call():
                again = parse(cut)
                assert type(again) is type(node)
                assert _shape(again) == _shape(node)


def _shape(node: t.Node) -> object:
    """The tree without its places."""
    own = {
        name: getattr(node, name)
        for name in ("op", "name", "text", "texts", "value", "amount", "root", "path")
        if hasattr(node, name)
    }
    return type(node).__name__, tuple(own.items()), tuple(_shape(child) for child in t.children(node))


HOSTILE = {
    "implies": "x implies " * 39,
    "implies that parse": "true implies " * 150 + "true",
    "signs": "-" * (LONGEST - 1) + "1",
    "brackets": "(" * 900 + "1" + ")" * 900,
    "open brackets": "(" * LONGEST,
    "a long sum": "1+" * 990 + "1",
    "nots": "not " * 490 + "true",
    "spaces": "not" + " " * 1900 + "true",
    "quotes": '"' * LONGEST,
    "dots": "a" + ".a" * 990,
    "digits": "1" * LONGEST,
    "units": "1 " + "m*" * 900 + "m",
    "one unit": "1 " + "m" * 1900,
    "powers": "1 m^" + "9" * 1900,
    "commas": "max(" + "1," * 900 + "1)",
    "nested calls": "abs(" * 400 + "1" + ")" * 400,
    "products": " * ".join(["(port.g.x + port.g.y + port.g.z + 1)"] * 30) + " <= 1",
    "maxima": " + ".join(["max(port.g.x, port.g.y, port.g.z)"] * 40) + " <= 1",
    "ors of bands": " or ".join(["abs(port.g.x - port.g.y) >= abs(port.g.y - port.g.z)"] * 30),
    "whole numbers": " or ".join(["port.g.n == port.g.m"] * 60),
    "counts": "count(a in port.g.rows, count(b in port.g.rows, count(c in port.g.rows, a.v + b.v >= c.v) > 3) > 3) > 3",
    "rows": "all(a in port.g.rows, any(b in port.g.rows, all(c in port.g.rows, abs(a.v - b.w) <= abs(c.v))))",
}


def test_hostile_texts_end_soon() -> None:
    """All of them together, load check and judgement included, in a process that may take a minute."""
    script = (
        "import sys\n"
        "sys.path[:0] = sys.argv[1:]\n"
        "import test_language_parser as here\n"
        "for name, text in here.HOSTILE.items():\n"
        "    here.require_judged(text)\n"
        "print('done')\n"
    )
    folder = __file__.rpartition("/")[0]
    done = subprocess.run(
        [sys.executable, "-c", script, folder], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "done\n", done.stderr


def require_judged(text: str) -> None:
    """A fault; or a clause that can be judged on the widest values there are."""
    node = checked(text, DICTIONARY, {"port"})
    if isinstance(node, Fault) or undecidable(node, None, DICTIONARY) is not None:
        return
    wide = {f"g.{name}": written(f"g.{name}", "0 .. 4" if name in "nm" else "-8 .. 8") for name in "xyzstnm"}
    assert not judged(text, wide).reason


def test_caps() -> None:
    long = parse(" " * LONGEST + "1")
    assert isinstance(long, Fault)
    assert f"{LONGEST} is the most" in long.message
    assert not isinstance(parse("-" * (LONGEST_CHAIN - 5) + "port.g.x"), Fault)
    assert isinstance(parse("-" * (LONGEST_CHAIN + 5) + "port.g.x"), Fault)
    assert isinstance(parse("(" * (LONGEST_CHAIN + 5) + "1" + ")" * (LONGEST_CHAIN + 5)), Fault)
    assert isinstance(parse("port.g.x <= " + "1" * 31), Fault)
    assert not isinstance(parse("port.g.x <= " + "1" * 30), Fault)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "port.__class__.__mro__ == 'x'",
        "open('/etc/passwd') == 'x'",
        "exec('1')",
        "[x for x in (1, 2)]",
        "lambda: 1",
        "port.g.x <= 5; 1",
        "{port.g.x}",
        "f'{1}' == 'x'",
        "port.g.word == '{port.g.x!r}' and eval('1')",
    ],
)
def test_nothing_is_run(text: str) -> None:
    assert isinstance(checked(text, DICTIONARY, {"port"}), Fault)


def test_words_of_the_language_end_where_words_end() -> None:
    assert judged("port.g.flag and port.g.flag", flag="true").outcome is Outcome.PASS
    for text in ("(port.g.flag) andport.g.flag", "port.g.word inport.g.words", "nottrue", "port.g.flag orport.g.flag"):
        assert isinstance(checked(text, DICTIONARY, {"port"}), Fault)


def test_a_signed_temperature_is_one_number() -> None:
    tree = parse("port.t.t >= -39 degC")
    assert isinstance(tree, t.Compare)
    assert isinstance(tree.right, t.Number)
    assert tree.right.base == pytest.approx(234.15)
