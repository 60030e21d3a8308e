"""Files of kind parameters to the shared dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import PurePosixPath
from types import MappingProxyType

from hardmate.document import Document
from hardmate.finding import Finding
from hardmate.language.dictionary import Parameter, Type
from hardmate.model.place import Place, RefusedError
from hardmate.model.shapes.dictionary import ColumnShape, ParameterShape, ParametersShape
from hardmate.quantity import KINDS, Form, Kind, Quantity, QuantityError, Unit, UnitError, kind_unit, read_quantity

_NUMERIC = (Type.COUNT, Type.QUANTITY, Type.RANGE)


def parameters(shape: ParametersShape, document: Document) -> dict[str, Parameter] | tuple[Finding, ...]:
    """The parameters of one group, by `group.name`, or what is wrong with them."""
    top = Place(document)
    stem = PurePosixPath(document.path).stem
    if shape.group != stem:
        return (
            top.down("group").error(
                "name-is-file-name", f'the group is "{shape.group}" and the file "{stem}.yaml"', "make them the same"
            ),
        )
    found: dict[str, Parameter] = {}
    findings: list[Finding] = []
    for name, entry in shape.parameters.items():
        try:
            found[f"{shape.group}.{name}"] = _parameter(f"{shape.group}.{name}", entry, top.down("parameters", name))
        except RefusedError as refused:
            findings.append(refused.finding)
    return tuple(findings) or found


def _parameter(name: str, shape: ParameterShape, place: Place) -> Parameter:
    columns: Mapping[str, Parameter] = MappingProxyType({})
    if shape.type is Type.TABLE:
        if shape.columns is None or shape.max_rows is None:
            raise RefusedError(
                place.error(
                    "table-without-columns", f"{name} is a table without columns or max_rows", "give it both", key=True
                )
            )
        columns = MappingProxyType(
            {column: _column(column, entry, place.down("columns", column)) for column, entry in shape.columns.items()}
        )
    elif shape.columns is not None or shape.max_rows is not None:
        raise RefusedError(
            place.error(
                "columns-without-table",
                f"{name} is a {shape.type}; only a table has columns",
                "make it a table, or leave out columns and max_rows",
                key=True,
            )
        )
    return _built(name, shape, place, columns, shape.max_rows or 0)


def _column(name: str, shape: ColumnShape, place: Place) -> Parameter:
    if shape.type is Type.TABLE:
        raise RefusedError(place.error("table-in-table", f"the column {name} is a table", "a table has plain columns"))
    return _built(name, shape, place, MappingProxyType({}), 0)


def _built(name: str, shape: ColumnShape, place: Place, columns: Mapping[str, Parameter], rows: int) -> Parameter:
    kind = _kind(name, shape, place) if shape.type in _NUMERIC else None
    if kind is None:
        for key in ("quantity", "unit", "domain", "resolution"):
            if getattr(shape, key) is not None:
                raise RefusedError(
                    place.down(key).error(
                        "no-number", f"{name} is a {shape.type} and has no {key}", "leave it out", key=True
                    )
                )
    if (shape.choices is not None) is not (shape.type in (Type.CHOICE, Type.SET)):
        wanted = "needs choices" if shape.choices is None else "has no choices"
        raise RefusedError(
            place.error(
                "choices", f"{name} is a {shape.type} and {wanted}", "choices belong to a choice or a set", key=True
            )
        )
    return Parameter(
        name=name,
        title=shape.title,
        type=shape.type,
        reading=shape.reading,
        nature=shape.nature,
        description=shape.description,
        kind=kind,
        unit=None if kind is None else _unit(name, shape, kind, place),
        domain=None if kind is None else _domain(name, shape, kind, place),
        resolution=None if kind is None else _resolution(name, shape, kind, place),
        frame=shape.frame,
        event=shape.event,
        choices=MappingProxyType(shape.choices or {}),
        columns=columns,
        max_rows=rows,
    )


def _kind(name: str, shape: ColumnShape, place: Place) -> Kind:
    wanted = shape.quantity or ("count" if shape.type is Type.COUNT else "")
    if wanted in KINDS:
        return KINDS[wanted]
    if not wanted:
        raise RefusedError(
            place.error(
                "quantity-missing",
                f"{name} does not say what kind of quantity it is",
                "add `quantity:`, such as speed",
                key=True,
            )
        )
    near = get_close_matches(wanted, KINDS, 1)
    known = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(KINDS)}"
    raise RefusedError(place.down("quantity").error("quantity-kind", f'there is no kind of quantity "{wanted}"', known))


def _unit(name: str, shape: ColumnShape, kind: Kind, place: Place) -> Unit:
    try:
        return kind_unit(shape.unit or kind.base_unit, kind)
    except UnitError as error:
        raise RefusedError(place.down("unit").error("unit", f"{name}: {error.message}", kind.wanted)) from None


def _read(name: str, raw: str | int, kind: Kind, place: Place) -> Quantity:
    try:
        return read_quantity(raw, kind)
    except QuantityError as error:
        raise RefusedError(
            place.error("quantity", f"{name}: {error.message}", error.help, offset=error.offset)
        ) from None


def _domain(name: str, shape: ColumnShape, kind: Kind, place: Place) -> Quantity:
    if shape.domain is None:
        raise RefusedError(
            place.error(
                "domain-missing",
                f"{name} has no domain",
                "add its physical bounds, such as `domain: 0 .. 1 m/s`",
                key=True,
            )
        )
    read = _read(name, shape.domain, kind, place.down("domain"))
    if read.form is not Form.RANGE:
        raise RefusedError(
            place.down("domain").error(
                "domain-open", f"the domain of {name} has not two ends", "write both, such as `0 .. 1 m/s`"
            )
        )
    return read


def _resolution(name: str, shape: ColumnShape, kind: Kind, place: Place) -> Quantity | None:
    if shape.resolution is None:
        if shape.type is Type.COUNT:
            return None
        raise RefusedError(
            place.error(
                "resolution-missing", f"{name} has no resolution", "add the smallest difference worth telling", key=True
            )
        )
    difference = KINDS["temperature-difference"] if kind.scale else kind
    return _read(name, shape.resolution, difference, place.down("resolution"))
