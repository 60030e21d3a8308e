"""Law: what is read line by line, libyaml's nodes say alike, to the last offset; the way is taken by real files."""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from hardmate.document import Document, read
from hardmate.document.characters import decoded
from hardmate.document.line import read_line
from hardmate.document.plain import plain_tree
from hardmate.document.portable import by_libyaml

ROOT = Path(__file__).parents[2]
_FILES = [*sorted((ROOT / "vehicles").glob("*.yaml")), *sorted((ROOT / "standards").rglob("*.yaml"))]
_TEXTS = [file.read_text(encoding="utf-8") for file in _FILES]
_LINES = sorted({line for text in _TEXTS for line in text.split("\n") if len(line) < 60})[::7]


def require_alike(text: str) -> bool:
    """Whether the text is plain; if it is, both ways have to agree about it."""
    raw = text.encode(errors="surrogatepass")
    kept, unfit = decoded(raw)
    plain = None if unfit else plain_tree(kept)
    if plain is None:
        return False
    other = by_libyaml(raw, kept, unfit, "f.yaml")
    assert isinstance(other, Document), (text, plain, other)
    # 1, 1.0 and true are equal in Python.
    assert (repr(plain[0]), plain[1]) == (repr(other.data), other.marks), text
    return True


def _cases() -> list[str]:
    cases = read(Path(__file__).parent / "cases.yaml", "cases.yaml")
    assert isinstance(cases, Document)
    assert isinstance(cases.data, list)
    return [case["yaml"] for case in cases.data]


_SEEDS = _cases()
_PIECES = [
    *(
        "a",
        "k: ",
        "k:",
        "- ",
        "-",
        "1",
        "-1",
        "1.50",
        "true",
        "no",
        "null",
        "x y",
        "é",
        "\n",
        "\n\n",
        "\n  ",
        " ",
        "  ",
    ),
    *(" # c", "#", '"q"', "'q'", '"', "'", "''", "[", "]", "{", "}", ",", ", ", ": ", ":", "?", "&a ", "*a", "!t "),
    *("|\n", ">-\n  ", "|-\n    ", ">\n", "---\n", "...\n", "%", "@", "`", "~", "\\", "[a, b]", "{k: v, l: [w]}"),
    *(
        "\r\n",
        "k: a\r\n",
        "{a: b,\n     c: d}",
        "- k: v\n  l: w\n",
        "k:\n  - a\n  - b\n",
        "k:\n- a\n",
        "k: >-\n  a\n  b\n",
        "\u00a0",
        "+1",
    ),
]


@st.composite
def _mutants(draw: st.DrawFn) -> str:
    """A file, or a case, in which lines are moved, turned or deepened and pieces are put in."""
    text = draw(st.sampled_from(_SEEDS) | st.sampled_from(_TEXTS))
    lines = text.split("\n")
    start = draw(st.integers(0, max(0, len(lines) - 12)))
    lines = lines[start : start + draw(st.integers(1, 12))]
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 4)):
            case 0:
                lines[at] = " " * draw(st.integers(0, 6)) + lines[at].lstrip(" ")
            case 1:
                lines.insert(at, draw(st.sampled_from(_LINES)))
            case 2:
                del lines[at]
                lines = lines or [""]
            case _:
                place = draw(st.integers(0, len(lines[at])))
                lines[at] = (
                    lines[at][:place] + draw(st.sampled_from(_PIECES)) + lines[at][place + draw(st.integers(0, 2)) :]
                )
    return "\n".join(lines) + draw(st.sampled_from(["\n", "\n", "\n", "", "\n\n", " \n"]))


@settings(max_examples=1500)
@given(_mutants() | st.lists(st.sampled_from(_PIECES), max_size=14).map("".join).map("{}\n".format))
@example("a: b\n  c\n")
@example("k: [a,\n b]\n")
@example("k:\n  - [a,\n b]\n")
@example("k: >-\n  a\n\n  b\n")
@example("k: |\n  a \n  b\n")
@example("k: |\n  a\n  \n")
@example("- k: [\n  a]\n  l: 1\n")
@example("k: 'it''s'\n")
@example("k:\n  l: |\n    a\n   # c\n  m: 1\n")
@example("k: a # b\n  # c\nl: 1\n")
@example("k: -\n")
@example("k: - a\n")
@example("k: {a : b}\n")
@example("k: [a: b]\n")
@example("k: [a, ]\n")
@example("k: [a]#b\n")
@example('k: "a"#b\n')
@example("k: 0x1F\n")
@example("on: 1\n")
@example("a:\nb: 1\n")
@example("-\n")
@example("a: 1\na: 2\n")
@example("a: b\r\n")
@example("a: |-\n  \u3000\n")
def test_what_is_plain_is_read_alike(text: str) -> None:
    require_alike(text)


def test_the_files_of_the_repository_are_read_alike_and_nearly_all_of_them_plainly() -> None:
    plain = [require_alike(text) for text in _TEXTS]
    assert sum(plain) > 0.95 * len(plain)


def test_a_bracket_of_many_lines_is_read_twice_at_most() -> None:
    """Once as far as its first line goes, and once to its end; else a long list would take its length squared."""
    lines = [f"  entry-{number}," for number in range(50)]
    before = read_line.cache_info().misses
    assert require_alike("\n".join(["many: [", *lines, "  the-last]", ""]))
    assert read_line.cache_info().misses - before <= 3


def test_what_is_long_is_not_kept() -> None:
    before = read_line.cache_info().currsize
    assert not require_alike(f"key: {'word ' * 1000}\n")
    assert read_line.cache_info().currsize == before


def test_what_stands_below_a_key_is_read_once_wherever_it_stands() -> None:
    block = "    k: {l: [m, 1]}\n    # c\n    m:\n    - o: p\n"
    texts = (f"a:\n  b:\n{block}", f"# d\n- q: r\n  b:\n{block}- s\n", f"a:\n\n  b:\n{block}# e\n  t: u\n")
    assert all(require_alike(text) for text in texts)
    first, other, last = (plain_tree(text) for text in texts)
    assert first is not None
    assert other is not None
    assert last is not None
    assert first[0]["a"]["b"] is other[0][0]["b"]  # type: ignore[index]
    assert last[0]["a"] == {**first[0]["a"], "t": "u"}  # type: ignore[index]


def test_what_is_nested_deeply_is_left_to_the_other_way() -> None:
    plain = [
        require_alike("".join(f"{' ' * at}k:\n" for at in range(depth)) + " " * depth + "l\n") for depth in (9, 99)
    ]
    lists = [require_alike("".join(f"{' ' * at}k:\n{' ' * at}- a\n" for at in range(depth))) for depth in (1, 2)]
    assert (plain, lists) == ([False, False], [True, False])
