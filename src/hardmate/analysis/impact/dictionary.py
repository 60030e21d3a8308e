"""The dictionaries and head pages of two sides in; what they say otherwise out, as far as a verdict can turn on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hardmate.analysis.impact.clauses import Difference, means
from hardmate.analysis.impact.side import Side
from hardmate.language.dictionary import Parameter
from hardmate.repository import Library


def dictionary_changes(old: Side, new: Side) -> tuple[Difference, ...]:
    """Parameters that are added, removed, or mean something else."""
    before, after = old.library.dictionary, new.library.dictionary
    found: list[Difference] = []
    for path in sorted(before.keys() | after.keys()):
        if path not in after or path not in before:
            found.append(Difference(path, _there(before.get(path)), _there(after.get(path))))
        elif means(path, before) != means(path, after) or before[path].nature is not after[path].nature:
            found.append(Difference(path, described(before[path]), described(after[path])))
    return tuple(found)


def unlike(paths: Iterable[str], old: Side, new: Side) -> tuple[str, ...]:
    """The parameters of these that both sides have, and that mean something else; with what they mean."""
    before, after = old.library.dictionary, new.library.dictionary
    if before is after:
        return ()
    return tuple(
        f"{path} ({described(before[path])} -> {described(after[path])})"
        for path in sorted(set(paths) & before.keys() & after.keys())
        if means(path, before) != means(path, after)
    )


def _there(parameter: Parameter | None) -> str:
    return "not there" if parameter is None else described(parameter)


def described(parameter: Parameter) -> str:
    """Type, reading, nature and bounds, in one line."""
    parts = [parameter.type.value, parameter.reading.value, parameter.nature.value]
    if parameter.kind is not None and parameter.domain is not None:
        parts.append(f"{parameter.kind.name} {parameter.domain.text}")
    if parameter.choices:
        parts.append(", ".join(parameter.choices))
    if parameter.columns:
        parts.append("; ".join(f"{name}: {described(column)}" for name, column in parameter.columns.items()))
    return " ".join(parts) if len(parts) < 4 else f"{' '.join(parts[:3])}: {'; '.join(parts[3:])}"


def page_changes(old: Side, new: Side) -> tuple[Difference, ...]:
    """Standards and modes that are added or removed, and what their pages say otherwise of what decides a verdict."""
    found: list[Difference] = []
    if old.standard:
        apart = frozenset(side.library.standards[side.standard].revision for side in (old, new))
        pages = [(_page(old.library, old.standard, apart), _page(new.library, new.standard, apart), "")]
    else:
        names = sorted({*old.library.standards, *new.library.standards})
        pages = [(_page(old.library, name), _page(new.library, name), f"{name} ") for name in names]
        found.extend(_mode_changes(old.library, new.library))
    for was, now, name in pages:
        if not was or not now:
            found.append(Difference(name.strip(), "there" if was else "not there", "there" if now else "not there"))
            continue
        found.extend(
            Difference(f"{name}{key}", was.get(key, ""), now.get(key, ""))
            for key in dict.fromkeys((*was, *now))
            if was.get(key, "") != now.get(key, "")
        )
    return tuple(found)


def _page(library: Library, name: str, apart: frozenset[str] = frozenset()) -> dict[str, str]:
    """What decides a verdict; `apart` are the two revisions themselves, each of which names the other."""
    head = library.standards.get(name)
    if head is None:
        return {}
    page = {
        "mating": str(head.mating).lower(),
        "interoperable_with": ", ".join(sorted(head.interoperable_with - apart)),
    }
    for capability in library.capability_ids():
        page[f"essential {capability}"] = ", ".join(library.essential(name, capability))
    return page


def _mode_changes(old: Library, new: Library) -> Iterator[Difference]:
    for name in sorted({*old.modes, *new.modes}):
        was, now = (
            "not there"
            if name not in side.modes
            else "; ".join(
                (
                    *(f"{axis} for {gated}" for axis, gated in side.modes[name].axes.items()),
                    *(f"{each.id} needs {', '.join(each.needs)}" for each in side.modes[name].capabilities.values()),
                )
            )
            for side in (old, new)
        )
        if was != now:
            yield Difference(f"mode {name}", was, now)
