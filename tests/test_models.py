"""What fields mean: tailoring reads the marks, so a new field must be right from its first day."""

from __future__ import annotations

import datetime
import itertools
import typing
from collections.abc import Iterator
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal

import pytest
from annotated_types import Ge, Le, MinLen
from pydantic import StringConstraints, ValidationError
from pydantic.fields import FieldInfo

from builders.loading import faults
from builders.loading.curriculum import SHELVES
from builders.models.blocks import Block
from builders.models.marks import Model, for_participants, marks_of, rewritten, strings_of
from builders.models.module import Module
from builders.models.workshop import Day
from tests.planting import all_models

MODELS = sorted(all_models(), key=lambda model: model.__name__)


class Filler:
    """Builds a model with every field filled: text becomes a canary, kept by secrecy."""

    def __init__(self) -> None:
        self.numbers = itertools.count()
        self.secret: set[str] = set()
        self.open: set[str] = set()

    def model(self, kind: type[Model], secret: bool) -> Model:
        hints = typing.get_type_hints(kind, include_extras=True)
        marks = {mark.name: mark.trainer_only for mark in marks_of(kind)}
        values = {
            name: self.value(hints[name], secret or marks[name], info, ())
            for name, info in kind.model_fields.items()
        }
        return kind.model_construct(**values)

    def value(self, hint: Any, secret: bool, info: FieldInfo, metadata: tuple[Any, ...]) -> Any:
        origin, parts = typing.get_origin(hint), typing.get_args(hint)
        if origin is Annotated:
            return self.value(parts[0], secret, info, (*metadata, *parts[1:]))
        if origin in (typing.Union, UnionType):
            kinds = [part for part in parts if part is not type(None)]
            return self.value(kinds[0], secret, info, metadata)
        if origin is tuple:
            inner = typing.get_args(parts[0])
            unions = [p for p in inner if typing.get_origin(p) in (typing.Union, UnionType)]
            if unions:  # a list of blocks: one of each kind
                return tuple(self.model(block, secret) for block in typing.get_args(unions[0]))
            return (self.value(parts[0], secret, info, ()),)
        if origin is dict:
            return {"key": self.value(parts[1], secret, info, ())}
        if origin is Literal:
            return parts[0]
        if isinstance(hint, type) and issubclass(hint, Model):
            return self.model(hint, secret)
        if hint is str:
            canary = f"canary-{next(self.numbers)}"
            (self.secret if secret else self.open).add(canary)
            return canary
        plain: dict[Any, Any] = {
            bool: True,
            int: 1,
            float: 1.5,
            Decimal: Decimal(1),
            datetime.date: datetime.date(2027, 1, 17),
            datetime.time: datetime.time(9),
        }
        return plain[hint]


@pytest.mark.parametrize("kind", SHELVES.values(), ids=lambda kind: kind.__name__)
def test_participants_keep_every_open_string_and_no_secret_one(kind: type[Model]) -> None:
    filler = Filler()
    model = filler.model(kind, secret=False)
    for canary in filler.secret | filler.open:
        assert f"'{canary}'" in repr(model)

    shown = repr(for_participants(model))

    assert [canary for canary in filler.secret if f"'{canary}'" in shown] == []
    assert [canary for canary in filler.open if f"'{canary}'" not in shown] == []


def test_the_filler_fills_every_kind_of_block() -> None:
    filler = Filler()
    module = filler.model(Module, secret=False)
    kinds = {block.kind for step in module.steps for block in step.blocks}  # type: ignore[attr-defined]
    blocks = typing.get_args(typing.get_args(Block)[0])
    assert kinds == {typing.get_args(b.model_fields["kind"].annotation)[0] for b in blocks}
    assert len(filler.secret) > 30


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.__name__)
def test_trainer_only_fields_have_an_empty_default(kind: type[Model]) -> None:
    for marks in marks_of(kind):
        if marks.trainer_only:
            info = kind.model_fields[marks.name]
            assert not info.is_required(), marks.name
            assert info.get_default(call_default_factory=True) in ((), None, False, {}), marks.name


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.__name__)
def test_models_are_frozen_and_refuse_unknown_keys(kind: type[Model]) -> None:
    assert kind.model_config.get("frozen")
    assert kind.model_config.get("extra") == "forbid"


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.__name__)
def test_every_text_has_a_limit_and_every_pattern_a_hint(kind: type[Model]) -> None:
    for name, hint in typing.get_type_hints(kind, include_extras=True).items():
        if name in kind.model_fields:
            for constraints in _constraints(hint):
                assert constraints.max_length or constraints.pattern, f"{kind.__name__}.{name}"
                if constraints.pattern:
                    assert constraints.pattern in faults._FORMATS, f"{kind.__name__}.{name}"
            assert not _bare_string(hint), f"{kind.__name__}.{name} takes text without end"


def _constraints(hint: Any) -> Iterator[StringConstraints]:
    if typing.get_origin(hint) is Annotated:
        yield from (m for m in typing.get_args(hint)[1:] if isinstance(m, StringConstraints))
    for part in typing.get_args(hint):
        yield from _constraints(part)


def _bare_string(hint: Any) -> bool:
    if hint is str:
        return True
    if typing.get_origin(hint) is Annotated:
        inner, *metadata = typing.get_args(hint)
        limits = any(isinstance(m, (StringConstraints, MinLen, Ge, Le)) for m in metadata)
        return _bare_string(inner) and not limits
    if typing.get_origin(hint) is Literal:
        return False
    return any(_bare_string(part) for part in typing.get_args(hint))


def test_strings_are_found_with_paths_that_lead_to_them() -> None:
    filler = Filler()
    module = filler.model(Module, secret=False)
    for found in strings_of(module):
        value: Any = module
        for step in found.path:
            value = value[step] if isinstance(step, int) else getattr(value, step)
        assert value == found.text
        assert found.trainer_only == (found.text in filler.secret)


def test_rewriting_changes_translatable_strings_only() -> None:
    module = Filler().model(Module, secret=False)
    shouted = rewritten(module, lambda path, text: text.upper())
    for before, after in zip(strings_of(module), strings_of(shouted), strict=True):
        assert after.text == (before.text.upper() if before.kind else before.text)
    assert rewritten(shouted, lambda path, text: text.lower()) == module


@pytest.mark.parametrize(
    "text", ["20270117", "1700000000", "2027-1-17", "2027-01-17T00:00", "٢٠٢٧-٠١-١٧"]
)
def test_dates_have_one_form(text: str) -> None:
    with pytest.raises(ValidationError):
        Day.model_validate({"date": text, "start": "09:00", "end": "10:00"})


def test_times_are_read_as_people_write_them() -> None:
    day = Day.model_validate({"date": "2027-01-17", "start": "9:05", "end": "23:59"})
    assert (day.start, day.end) == (datetime.time(9, 5), datetime.time(23, 59))
