"""What one workshop wants: one file under curriculum/workshops/."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from builders.models.blocks import Minutes
from builders.models.marks import (
    AudienceId,
    CalendarDate,
    HubId,
    Line,
    Model,
    ModuleId,
    Title,
    TrainerOnly,
    Translatable,
)

Plain = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Label = Annotated[Plain, Translatable("label")]
Language = Literal["en", "fr", "ar"]


def _clock(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value, re.ASCII):
            raise PydanticCustomError("time_of_day", "not a time of day")
        hours, minutes = value.split(":")
        return datetime.time(int(hours), int(minutes))
    return value


ClockTime = Annotated[
    datetime.time,
    BeforeValidator(_clock, json_schema_input_type=Annotated[str, Field(pattern=r"^\d?\d:\d\d$")]),
]


class Pause(Model):
    """A fixed block of the day in which nothing is taught."""

    kind: Literal["break", "lunch", "prayer"]
    start: ClockTime
    minutes: Minutes
    title: Title | None = None
    """Another name than the usual one."""


class Day(Model):
    date: CalendarDate
    start: ClockTime
    end: ClockTime
    pauses: tuple[Pause, ...] = ()
    opening_minutes: Annotated[int, Field(ge=0, le=240)] = 0
    """Welcome, ground rules, pre-test: held at the start of the day."""
    closing_minutes: Annotated[int, Field(ge=0, le=240)] = 0
    """Summary, post-test, evaluation: held at the end of the day."""


class Trainer(Model):
    name: Label
    role: Title | None = None


class Branding(Model):
    organiser: Title | None = None
    cover_note: Line | None = None


class WorkshopSpec(Model):
    """One file under `curriculum/workshops/`; its id is the file's name without `.yaml`."""

    title: Title
    subtitle: Title | None = None
    hubs: Annotated[tuple[HubId, ...], Field(min_length=1, max_length=5)]
    audiences: Annotated[tuple[AudienceId, ...], Field(min_length=1)]
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("en",)
    participants: Annotated[int, Field(ge=1, le=200)] | None = None
    days: Annotated[tuple[Day, ...], Field(min_length=1, max_length=20)]
    must: Annotated[tuple[ModuleId, ...], Field(min_length=1)]
    """Modules that must be taught, in the wished order; prerequisites come first all the same."""
    may: tuple[ModuleId, ...] = ()
    """Modules to add, in this order, where there is time."""
    never: tuple[ModuleId, ...] = ()
    never_steps: tuple[Plain, ...] = ()
    """Steps to leave out, as `module-id/step-id`."""
    prior: tuple[ModuleId, ...] = ()
    """Modules that the participants have had in an earlier course."""
    trainers: Annotated[tuple[Trainer, ...], TrainerOnly()] = ()
    rooms: tuple[Label, ...] = ()
    marking: Title | None = None
    """Handling mark on cover and footer, for example "For training use only"."""
    branding: Branding = Branding()
    notes: Annotated[Line | None, TrainerOnly()] = None
    """For the trainers, for example about the venue."""
