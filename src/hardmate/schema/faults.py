"""Data and a schema in; one fault for each mistake out: what refused which place, with cascades removed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from hardmate.schema.navigate import Schema
from hardmate.schema.words import near

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator as Explainer

Path = tuple[str | int, ...]


class Fault(Struct, frozen=True):
    """One mistake. `keyword` of `node` refused `instance`, at `path`.

    For an unknown, missing or misnamed key, `key` is that key and `path` the object's; `meant` is the known key that
    was probably meant.
    """

    keyword: str
    path: Path
    instance: object
    node: Schema
    key: str = ""
    meant: str | None = None
    also: tuple[str, ...] = ()
    """The further keys of the same mistake: no key of an object is known, or it is empty."""

    @property
    def at_key(self) -> bool:
        """Whether the place of the fault is a key that stands in the file."""
        return self.keyword in ("additionalProperties", "propertyNames")


# When several keywords refuse one value, the first of these says most; the others would repeat it.
_RANK = (
    *("type", "const", "enum", "minLength", "maxLength", "pattern", "minimum", "maximum"),
    *("minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"),
)


def faults(schema: Schema, data: Any) -> list[Fault]:
    """Every mistake in the data, in the order of the file."""
    by_place: dict[tuple[Path, bool], list[ValidationError]] = {}
    for error in _explainer_class()(schema).iter_errors(data):
        path = tuple(error.absolute_path)
        if "propertyNames" in error.absolute_schema_path:
            by_place.setdefault(((*path, str(error.instance)), True), []).append(error)
        else:
            by_place.setdefault((path, False), []).append(error)
    found = [
        fault
        for (path, is_name), errors in by_place.items()
        for fault in (_name_fault(path, errors) if is_name else _place_faults(path, errors))
    ]
    order = _Order(data, {})
    return sorted(found, key=lambda fault: order.of((*fault.path, fault.key) if fault.at_key else fault.path))


class _Order(Struct, frozen=True):
    """Where places stand in a file, as numbers that compare; `known` holds the keys' numbers of mappings met."""

    data: Any
    known: dict[int, dict[str | int, int]]

    def of(self, path: Path) -> tuple[int, ...]:
        data, places = self.data, []
        for step in path:
            if isinstance(data, dict):
                numbers = self.known.setdefault(id(data), {})
                if not numbers:
                    numbers.update((key, number) for number, key in enumerate(data))
                places.append(numbers[step])
            else:
                places.append(int(step))
            data = data[step]
        return tuple(places)


def _name_fault(path: Path, errors: list[ValidationError]) -> Iterator[Fault]:
    first = min(errors, key=_rank)
    node: Any = first.schema
    yield Fault("propertyNames", path[:-1], first.instance, node, key=str(path[-1]))


def _place_faults(path: Path, errors: list[ValidationError]) -> Iterable[Fault]:
    keywords: Mapping[str, ValidationError] = {str(error.validator): error for error in errors}
    first = min(errors, key=_rank)
    node: Any = first.schema
    instance: Any = first.instance
    if keywords.keys() & {"additionalProperties", "required"}:
        return _key_faults(path, instance, node, keywords)
    return (Fault(str(first.validator), path, instance, node),)


def _rank(error: ValidationError) -> int:
    keyword = str(error.validator)
    return _RANK.index(keyword) if keyword in _RANK else len(_RANK)


def _key_faults(path: Path, instance: Schema, node: Schema, keywords: Mapping[str, object]) -> Iterator[Fault]:
    """Unknown and missing keys; a misspelt key that explains a missing one is told once."""
    known: Schema = node["properties"]
    unknown = [key for key in instance if key not in known] if "additionalProperties" in keywords else []
    missing = [key for key in node.get("required", ()) if key not in instance]
    absent = [key for key in known if key not in instance]
    meant = {key: near(key, missing) or near(key, absent) for key in unknown}
    if missing and len(unknown) == len(instance) > 0 and not any(meant.values()):
        yield Fault("additionalProperties", path, instance, node, key=unknown[0], also=tuple(unknown[1:]))
        return
    for key in unknown:
        yield Fault("additionalProperties", path, instance, node, key=key, meant=meant[key])
    if not instance and len(missing) > 1:
        yield Fault("required", path, instance, node, key=missing[0], also=tuple(missing[1:]))
        return
    for key in missing:
        if key not in meant.values():
            yield Fault("required", path, instance, node, key=key)


@cache
def _explainer_class() -> type[Explainer]:
    """jsonschema's validator, made to agree with the other engines on numbers and patterns."""
    # here, because a run in which every file passes need not load it
    from jsonschema import Draft202012Validator, ValidationError  # noqa: PLC0415
    from jsonschema.validators import extend  # noqa: PLC0415

    def pattern(_: object, wanted: str, instance: object, __: object) -> Iterator[ValidationError]:
        if isinstance(instance, str) and not _compiled(wanted).search(instance):
            yield ValidationError("pattern")

    checker = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
    made: type[Explainer] = extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, {"pattern": pattern}, type_checker=checker
    )
    return made


def _is_integer(_: object, instance: object) -> bool:
    """3.0 is a whole number in JSON Schema."""
    if isinstance(instance, Decimal):
        return instance == instance.to_integral_value()
    return isinstance(instance, int) and not isinstance(instance, bool)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern as other engines read it: for Python alone, `$` also stands before a final line break."""
    return re.compile(re.sub(r"(?<!\\)\$", r"\\Z", pattern), re.ASCII)
