"""What a field of a model means beyond its type: translatable, for trainers only, a reference.

Enters: the annotations of the models. Leaves: `marks_of(model)`, a table that translation,
tailoring, reference checks and the leak tests all read. A field added to a model with the right
annotation is covered by all of them the day it is added.
"""

from __future__ import annotations

import datetime
import re
import typing
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

Kind = Literal["title", "line", "prose"]


@dataclass(frozen=True)
class Translatable:
    """The string is shown to people in their language. `kind` says which markup it may hold.

    title: plain text of one line; line: inline Markdown; prose: Markdown paragraphs and lists.
    """

    kind: Kind


@dataclass(frozen=True)
class TrainerOnly:
    """The value, with everything inside it, never reaches a participant edition."""


@dataclass(frozen=True)
class Reference:
    """The string is the id of a thing of this shelf of the curriculum ("modules", "hubs" …)."""

    shelf: str


ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=64)]
Title = Annotated[str, Translatable("title"), StringConstraints(min_length=1, max_length=120)]
Line = Annotated[str, Translatable("line"), StringConstraints(min_length=1, max_length=2_000)]
Prose = Annotated[str, Translatable("prose"), StringConstraints(min_length=1, max_length=20_000)]

PAIR_PATTERN = r"^[a-z0-9-]+:[a-z0-9-]+$"

ModuleId = Annotated[Id, Reference("modules")]
HubId = Annotated[Id, Reference("hubs")]
AudienceId = Annotated[Id, Reference("audiences")]
CaseId = Annotated[Id, Reference("cases")]
SeedId = Annotated[Id, Reference("seeds")]
TermId = Annotated[Id, Reference("terms")]
WorkshopId = Annotated[Id, Reference("workshops")]
CompetencyId = Annotated[Id, Reference("competencies")]
AssessmentId = Annotated[Id, Reference("needs")]
ClaimRef = Annotated[
    str,
    Reference("claims"),
    StringConstraints(pattern=PAIR_PATTERN, max_length=140),
]
FrameworkRef = Annotated[
    str,
    Reference("framework_items"),
    StringConstraints(pattern=PAIR_PATTERN, max_length=140),
]


def _calendar_date(value: Any) -> Any:
    """Text → date, in one form only: pydantic would also read numbers as seconds since 1970."""
    if isinstance(value, str):
        try:
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
                return datetime.date.fromisoformat(value)
        except ValueError:
            pass
        raise PydanticCustomError("date_parsing", "not a date")
    return value


CalendarDate = Annotated[datetime.date, BeforeValidator(_calendar_date)]

ModelT = TypeVar("ModelT", bound="Model")


class Model(BaseModel):
    """Base of everything an author writes: frozen, and no key that is not declared."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, use_attribute_docstrings=True
    )


@dataclass(frozen=True)
class FieldMarks:
    """The marks of one field. `models` are the model classes that may lie inside its value."""

    name: str
    kind: Kind | None
    trainer_only: bool
    shelf: str | None
    models: tuple[type[Model], ...]
    key_shelf: str | None = None
    """Of a mapping whose keys are ids: their shelf."""


@cache
def marks_of(model: type[Model]) -> tuple[FieldMarks, ...]:
    """The marks of every field of a model class, in the order of declaration."""
    hints = typing.get_type_hints(model, include_extras=True)
    found = []
    for name in model.model_fields:
        metadata: list[Any] = []
        keys: list[Any] = []
        models: list[type[Model]] = []
        _gather(hints[name], metadata, keys, models)
        kinds = [m.kind for m in metadata if isinstance(m, Translatable)]
        shelves = [m.shelf for m in metadata if isinstance(m, Reference)]
        key_shelves = [m.shelf for m in keys if isinstance(m, Reference)]
        found.append(
            FieldMarks(
                name,
                kinds[0] if kinds else None,
                any(isinstance(m, TrainerOnly) for m in metadata),
                shelves[0] if shelves else None,
                tuple(models),
                key_shelves[0] if key_shelves else None,
            )
        )
    return tuple(found)


def _gather(hint: Any, metadata: list[Any], keys: list[Any], models: list[type[Model]]) -> None:
    """Collect marks and model classes through Annotated, tuple, dict and unions.

    Marks of a mapping's keys go to `keys`: they are not marks of its values.
    """
    origin = typing.get_origin(hint)
    if origin is Annotated:
        inner, *rest = typing.get_args(hint)
        metadata.extend(rest)
        _gather(inner, metadata, keys, models)
    elif origin is dict:
        key, value = typing.get_args(hint)
        _gather(key, keys, keys, models)
        _gather(value, metadata, keys, models)
    elif origin in (tuple, typing.Union, UnionType):
        for part in typing.get_args(hint):
            if part is not Ellipsis:
                _gather(part, metadata, keys, models)
    elif isinstance(hint, type) and issubclass(hint, Model):
        models.append(hint)


Path = tuple[str | int, ...]


class Found(NamedTuple):
    """One string of a model tree with its path and its marks."""

    path: Path
    text: str
    kind: Kind | None
    trainer_only: bool
    shelf: str | None
    is_key: bool = False
    """The string is the key at the end of the path, not the value there."""


def strings_of(value: Model, path: Path = (), *, secret: bool = False) -> list[Found]:
    """Every marked string (translatable or reference) inside a model, depth first."""
    found: list[Found] = []
    _gather_strings(value, path, secret, found)
    return found


def _gather_strings(value: Model, path: Path, secret: bool, found: list[Found]) -> None:
    """Appends instead of yielding: a chain of generators costs twice as much."""
    for marks in _marks_with_strings(type(value)):
        inner = getattr(value, marks.name)
        if inner is not None and inner != ():
            here = (*path, marks.name)
            _gather_inside(inner, here, marks, secret or marks.trainer_only, found)


def _gather_inside(
    value: Any, path: Path, marks: FieldMarks, secret: bool, found: list[Found]
) -> None:
    if isinstance(value, str):
        if marks.kind or marks.shelf:
            found.append(Found(path, value, marks.kind, secret, marks.shelf))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            _gather_inside(item, (*path, number), marks, secret, found)
    elif isinstance(value, Model):
        _gather_strings(value, path, secret, found)
    elif isinstance(value, dict):
        for key, item in value.items():
            if marks.key_shelf:
                found.append(Found((*path, key), key, None, secret, marks.key_shelf, True))
            _gather_inside(item, (*path, key), marks, secret, found)


@cache
def _marks_with_strings(model: type[Model]) -> tuple[FieldMarks, ...]:
    return tuple(m for m in marks_of(model) if m.kind or m.shelf or m.key_shelf or m.models)


def for_participants(value: ModelT) -> ModelT:
    """A copy of a model tree in which every trainer-only field is back at its empty default.

    Raises: TypeError if a trainer-only field has no default (a fault in the model, not of input).
    """
    changes: dict[str, Any] = {}
    for marks in marks_of(type(value)):
        inner = getattr(value, marks.name)
        if marks.trainer_only:
            info = type(value).model_fields[marks.name]
            if info.is_required():
                raise TypeError(f"{type(value).__name__}.{marks.name} has no empty default")
            changes[marks.name] = info.get_default(call_default_factory=True)
        elif marks.models:
            changes[marks.name] = _each_model(inner, for_participants)
    return value.model_copy(update=changes)


def rewritten(value: ModelT, change: Callable[[Path, str], str], path: Path = ()) -> ModelT:
    """A copy of a model tree with every translatable string passed through `change(path, text)`."""
    changes: dict[str, Any] = {}
    for marks in marks_of(type(value)):
        inner = getattr(value, marks.name)
        if inner is not None and (marks.kind or marks.models):
            changes[marks.name] = _rewritten(inner, (*path, marks.name), marks, change)
    return value.model_copy(update=changes)


def _rewritten(
    value: Any, path: Path, marks: FieldMarks, change: Callable[[Path, str], str]
) -> Any:
    match value:
        case Model():
            return rewritten(value, change, path)
        case str():
            return change(path, value) if marks.kind else value
        case tuple():
            return tuple(
                _rewritten(item, (*path, number), marks, change)
                for number, item in enumerate(value)
            )
        case dict():
            return {key: _rewritten(v, (*path, key), marks, change) for key, v in value.items()}
        case _:
            return value


def _each_model(value: Any, make: Callable[[Any], Any]) -> Any:
    match value:
        case Model():
            return make(value)
        case tuple():
            return tuple(_each_model(item, make) for item in value)
        case dict():
            return {key: _each_model(item, make) for key, item in value.items()}
        case _:
            return value
