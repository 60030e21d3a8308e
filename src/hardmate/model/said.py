"""What declarations say, read once however many say it; each file's own values, with their places, when asked for.

A fleet says the same few thousand things again and again. What a text means for a parameter is found out the first
time; the others that say it share that, and only a value that somebody asks for is built with its own place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from hardmate.finding import Finding
from hardmate.language.dictionary import Dictionary
from hardmate.language.value import Evidence, Value
from hardmate.model.place import Place
from hardmate.model.values import value

Refuse = Callable[[str, Place, Finding | None], None]
"""Is told the path and the place of what is no value, and what is wrong; None if the dictionary has no such path."""


Part = Mapping[str, Value]
"""What is declared for the paths of one group, as the first who said it has it: all that say the same share it."""


class Said(Struct, frozen=True, eq=False):
    """What many may say of a group, and all sources that it names."""

    part: Part
    sources: frozenset[str]


class _Home(Struct, frozen=True):
    """Where a port's own values stand, with the evidence around them."""

    groups: Mapping[str, Said]
    place: Place
    around: Evidence

    def value(self, path: str) -> Value | None:
        group, _, name = path.partition(".")
        shared = self.groups[group].part.get(path) if group in self.groups else None
        if shared is None:
            return None
        at = self.place.down(group, name)
        built = value(shared.parameter, at.here[0], at, self.around)
        assert isinstance(built, Value)  # as it was when it was first said
        return built


class Declared(Mapping[str, Value]):
    """The values of a port by `group.name`, each built when it is asked for; `said` holds those that it shares."""

    __slots__ = ("_homes", "_own", "groups", "said")

    def __init__(self, groups: Mapping[str, Said], homes: Sequence[_Home]) -> None:
        self.groups, self._homes = groups, homes
        self.said: dict[str, Value] = {}
        for each in groups.values():
            self.said.update(each.part)
        self._own: dict[str, Value] = {}

    def __getitem__(self, path: str) -> Value:
        own = self._own.get(path)
        if own is None:
            own = next((found for home in self._homes if (found := home.value(path))), None)
            if own is None:
                raise KeyError(path)
            self._own[path] = own
        return own

    def get(self, path: str, default: Any = None) -> Any:
        """As of any mapping, and without an exception for each path that is not declared."""
        return self[path] if path in self.said else default

    def __contains__(self, path: object) -> bool:
        return path in self.said

    def __iter__(self) -> Iterator[str]:
        return iter(self.said)

    def __len__(self) -> int:
        return len(self.said)

    def over(self, others: Declared) -> Declared:
        """These, and of the others those that these do not replace, which keep their order."""
        groups = dict(others.groups)
        for name, own in self.groups.items():
            other = groups.get(name)
            groups[name] = own if other is None else _joined({**other.part, **own.part})
        return Declared(groups, (*self._homes, *others._homes))

    def sources(self) -> frozenset[str]:
        """All sources that the values name."""
        return frozenset[str]().union(*{each.sources for each in self.groups.values()})


def said(values: Mapping[str, Value], path: str) -> Value | None:
    """What is declared for a path, whoever said it first: all but its place is that of the port's own value."""
    return values.said.get(path) if isinstance(values, Declared) else values.get(path)


def parts(values: Mapping[str, Value]) -> Mapping[str, Part]:
    """The same by group, for each what is shared with all that say the same of it; what nobody shares is one part, for
    every group: ""."""
    return {name: each.part for name, each in values.groups.items()} if isinstance(values, Declared) else {"": values}


class Sayings(Struct):
    """All that was said so far, for one dictionary: by the evidence around it, then by parameter and text; and, of
    documents that share the lines of a whole group, by these."""

    _known: dict[Evidence, dict[object, Value]] = field(default_factory=dict)
    _groups: dict[tuple[str, int, int], tuple[object, Said]] = field(default_factory=dict)

    def declared(self, dictionary: Dictionary, place: Place, around: Evidence, refuse: Refuse) -> Declared:
        """The values at a place, by group and name of the dictionary. `refuse` is told what is none."""
        known = self._known.setdefault(around, {})
        data = place.here[0]
        assert isinstance(data, dict)
        groups: dict[str, Said] = {}
        for name, entries in data.items():
            # The entries are kept beside what they say: only a living object keeps its id.
            key = (name, id(entries), id(known))
            found = self._groups.get(key)
            if found is None:
                part = self._part(place.down(name), dictionary, around, refuse)
                found = (entries, _joined(part))
                if len(part) == len(entries):
                    self._groups[key] = found
            groups[name] = found[1]
        return Declared(groups, (_Home(groups, place, around),))

    def _part(self, place: Place, dictionary: Dictionary, around: Evidence, refuse: Refuse) -> Part:
        group, entries, known = place.steps[-1], place.here[0], self._known[around]
        assert isinstance(entries, dict)
        found: dict[str, Value] = {}
        for name, raw in entries.items():
            path = f"{group}.{name}"
            # A number, a truth value and a text may be equal, or written alike, and mean different things.
            key = (path, raw) if raw.__class__ is str else (path, raw.__class__, repr(raw))
            shared = known.get(key)
            if shared is None:
                at = place.down(name)
                parameter = dictionary.get(path)
                built = None if parameter is None else value(parameter, raw, at, around)
                if not isinstance(built, Value):
                    refuse(path, at, built)
                    continue
                shared = known[key] = built
            found[path] = shared
        return found


def _joined(part: Part) -> Said:
    sources = {each.evidence.source for each in part.values()}
    tables = (each.content for each in part.values() if isinstance(each.content, tuple))
    sources.update(cell.evidence.source for rows in tables for row in rows for cell in row.values())
    return Said(part, frozenset[str]().union(*sources))
