"""Shapes as pydantic's models: what pydantic makes their JSON Schema from."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from inspect import getsource
from itertools import pairwise
from textwrap import dedent
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, create_model

from hardmate.model.shapes.shape import Shape


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_MADE: dict[type[Shape], type[BaseModel]] = {}


def model_of(shape: type[Shape]) -> type[BaseModel]:
    """The model of a shape: its keys with their types, defaults and what is said of them."""
    if shape not in _MADE:
        _MADE[shape] = _model(shape)
    return _MADE[shape]


def _model(shape: type[Shape]) -> type[BaseModel]:
    said = {key: text for each in shape.__mro__[-3::-1] for key, text in _said(each)}
    hints = get_type_hints(shape, include_extras=True)
    fields: dict[str, Any] = {
        key: (hints[key], Field(default=getattr(shape, key, ...), description=text)) for key, text in said.items()
    }
    return create_model(shape.__name__, __base__=_Closed, __doc__=shape.__doc__, **fields)


def _said(shape: type[Shape]) -> Iterator[tuple[str, str]]:
    """The keys of a shape itself, each with the text below it."""
    (made,) = ast.parse(dedent(getsource(shape))).body
    assert isinstance(made, ast.ClassDef)
    for entry, below in pairwise(made.body):
        match entry, below:
            case ast.AnnAssign(target=ast.Name(id=key)), ast.Expr(value=ast.Constant(value=str(text))):
                yield key, text
