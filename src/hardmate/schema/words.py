"""Pieces of a message: values, keys and lists as they are shown, and the word that was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from difflib import get_close_matches

MAX_SHOWN = 40
MAX_LISTED = 16
CLOSE = 0.7
"""How alike two words must be for the one to be taken for the other; difflib's measure, 1 for the same word."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./@-]*|[A-Za-z0-9][A-Za-z0-9_./%^*+-]*(?: [A-Za-z0-9_./%^*+-]+)+")
_NOT_TEXT = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])

# What people write for the words that stand for a value that is not there.
_HABITS = {
    **dict.fromkeys(("n/a", "na", "not applicable", "not fitted", "-", "nil", "no"), "none"),
    **dict.fromkeys(("unknown", "?", "??", "tba", "tbc", "tbr", "not known", "open", "todo"), "TBD"),
    **dict.fromkeys(("confidential", "proprietary", "secret", "classified", "restricted"), "withheld"),
}


def shown(value: object) -> str:
    """A scalar fit to be quoted in a message: on one line, printable, at most 40 characters."""
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    text = "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"


def found(value: object) -> str:
    """What stands in the file."""
    match value:
        case None:
            return "there is no value"
        case bool():
            return f"`{shown(value)}` is a truth value"
        case int() | Decimal():
            return f"`{shown(value)}` is a number"
        case dict():
            return "this is a mapping" if value else "this is an empty mapping"
        case list():
            return "this is a list" if value else "this is an empty list"
        case _:
            return f"`{shown(value)}` is text" if value else "this is empty text"


def listed(words: Iterable[object]) -> str:
    """Words in a row; of a long row the first, and how many more."""
    all_words = [shown(word) for word in words]
    if len(all_words) <= MAX_LISTED:
        return ", ".join(all_words)
    return f"{', '.join(all_words[: MAX_LISTED - 1])} and {len(all_words) - MAX_LISTED + 1} more"


def path_text(path: Sequence[str | int]) -> str:
    """`ports.forward.standards[0]`; the file itself for an empty path."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{shown(step)}" for step in path)
    return text.removeprefix(".") or "the file"


def near(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, if any: case, hyphens and blanks do not count."""
    folded = {_folded(each): each for each in reversed(list(known))}
    habit = _HABITS.get(word.strip().casefold())
    if habit is not None and habit in folded.values():
        return habit
    close = get_close_matches(_folded(word[:80]), folded, 1, CLOSE)
    return folded[close[0]] if close else None


def only_near(word: str, known: Iterable[str]) -> str | None:
    """The one known word that can have been meant; None if several come near."""
    folded: dict[str, list[str]] = {}
    for each in known:
        folded.setdefault(_folded(each), []).append(each)
    same = _folded(word[:80])
    close = [same] if same in folded else get_close_matches(same, folded, 2, CLOSE)
    words = [each for one in close for each in folded[one]]
    return words[0] if len(words) == 1 else None


def _folded(word: str) -> str:
    return re.sub(r"[-_ ]+", "_", word.strip().casefold())


def flow(value: object) -> str:
    """Data as one line of YAML."""
    match value:
        case dict():
            return "{" + ", ".join(f"{flow(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(flow(inner) for inner in value) + "]"
        case str() if not _PLAIN.fullmatch(value) or value.casefold() in _NOT_TEXT:
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)
