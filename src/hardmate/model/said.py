"""What declarations say, read once however many say it; each file's own values, with their places, when asked for.

A fleet says the same few thousand things again and again. What a text means for a parameter is found out the first
time; the others that say it share that, and only a value that somebody asks for is built with its own place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from hardmate.document import Document, Node
from hardmate.finding import Finding
from hardmate.language.dictionary import Dictionary
from hardmate.language.value import Evidence, Value
from hardmate.model.place import Place
from hardmate.model.values import value

Refuse = Callable[[str, Place, Finding | None], None]
"""Is told the path and the place of what is no value, and what is wrong; None if the dictionary has no such path."""


class Said(Struct, frozen=True, eq=False):
    """What many may say: the value as the first who said it has it, and all sources that it names."""

    value: Value
    sources: frozenset[str]


class Saying:
    """One file's own way to say it: at `node` of a document, with the evidence around it."""

    __slots__ = ("_around", "_document", "_node", "_value", "said")

    def __init__(self, said: Said, document: Document, node: Node, around: Evidence) -> None:
        self.said, self._document, self._node, self._around = said, document, node, around
        self._value: Value | None = None

    @property
    def value(self) -> Value:
        if self._value is None:
            data = self._node[0]
            built = value(self.said.value.parameter, data, Place(self._document, (), self._node), self._around)
            assert isinstance(built, Value)  # as it was when it was first said
            self._value = built
        return self._value


class Declared(Mapping[str, Value]):
    """The values of a port by `group.name`, each built when it is asked for."""

    __slots__ = ("sayings",)

    def __init__(self, sayings: Mapping[str, Saying]) -> None:
        self.sayings = sayings

    def __getitem__(self, path: str) -> Value:
        return self.sayings[path].value

    def get(self, path: str, default: Any = None) -> Any:
        """As of any mapping, and without an exception for each path that is not declared."""
        saying = self.sayings.get(path)
        return default if saying is None else saying.value

    def __contains__(self, path: object) -> bool:
        return path in self.sayings

    def __iter__(self) -> Iterator[str]:
        return iter(self.sayings)

    def __len__(self) -> int:
        return len(self.sayings)

    def over(self, others: Declared) -> Declared:
        """These, and of the others those that these do not replace, which keep their order."""
        return Declared({**others.sayings, **self.sayings})

    def sources(self) -> frozenset[str]:
        """All sources that the values name."""
        return frozenset[str]().union(*{each.said.sources for each in self.sayings.values()})


def said(values: Mapping[str, Value], path: str) -> Value | None:
    """What is declared for a path, whoever said it first: all but its place is that of the port's own value."""
    if isinstance(values, Declared):
        saying = values.sayings.get(path)
        return None if saying is None else saying.said.value
    return values.get(path)


def all_said(values: Mapping[str, Value]) -> Iterable[tuple[str, Value]]:
    """The same for every path."""
    if isinstance(values, Declared):
        return ((path, saying.said.value) for path, saying in values.sayings.items())
    return values.items()


class Sayings(Struct):
    """All that was said so far, for one dictionary: by the evidence around it, then by parameter and text."""

    _known: dict[Evidence, dict[object, Said]] = field(default_factory=dict)

    def declared(self, dictionary: Dictionary, place: Place, around: Evidence, refuse: Refuse) -> Declared:
        """The values at a place, by group and name of the dictionary. `refuse` is told what is none."""
        found: dict[str, Saying] = {}
        known = self._known.setdefault(around, {})
        document = place.document
        data, marks, _ = place.here
        assert isinstance(data, dict)
        assert not isinstance(marks, int)
        for (group, entries), within in zip(data.items(), marks[2], strict=True):
            for (name, raw), mark in zip(entries.items(), within[2], strict=True):  # type: ignore[index]
                path = f"{group}.{name}"
                # A number, a truth value and a text may be equal, or written alike, and mean different things.
                key = (path, raw) if raw.__class__ is str else (path, raw.__class__, repr(raw))
                said = known.get(key)
                if said is None:
                    at = place.down(group, name)
                    parameter = dictionary.get(path)
                    built = None if parameter is None else value(parameter, raw, at, around)
                    if not isinstance(built, Value):
                        refuse(path, at, built)
                        continue
                    said = known[key] = Said(built, frozenset(_sources(built)))
                found[path] = Saying(said, document, (raw, mark, None), around)
        return Declared(found)


def _sources(value: Value) -> Iterator[str]:
    yield from value.evidence.source
    if isinstance(value.content, tuple):
        for row in value.content:
            for cell in row.values():
                yield from _sources(cell)
