"""What one workshop wants: one file under curriculum/workshops/."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from builders.models.blocks import Minutes, When
from builders.models.marks import (
    AssessmentId,
    AudienceId,
    CalendarDate,
    CompetencyId,
    HubId,
    Id,
    Line,
    Model,
    ModuleId,
    Title,
    TrainerOnly,
    Translatable,
)
from builders.models.module import Module, Pillar, Step
from builders.time_of_day import minute_of

Plain = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Label = Annotated[Plain, Translatable("label")]
Language = Literal["en", "fr", "ar"]
Percent = Annotated[int, Field(ge=0, le=100)]
Weight = Annotated[float, Field(ge=0, le=1_000, allow_inf_nan=False)]
PrayerSlot = Literal["dhuhr", "asr", "maghrib"]


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
    start: ClockTime | None = None
    """When it starts. A prayer may name its `slot` instead; every pause has one of the two."""
    slot: PrayerSlot | None = None
    """The named prayer; its time is computed for the first hub and the date, to be confirmed."""
    minutes: Minutes
    title: Title | None = None
    """Another name than the usual one."""

    @property
    def minute(self) -> int:
        """When it starts, in minutes after midnight.

        Raises: ValueError for a named prayer whose time has not been computed yet.
        """
        if self.start is None:
            raise ValueError("the pause has no time of day")
        return minute_of(self.start)


class StandingBlock(Model):
    """A part of the day that every workshop has and no module brings."""

    kind: Literal["opening", "pre_test", "recap", "post_test", "evaluation", "closing"]
    """Opening, pre-test and recap stand at the start of the day in the order written, the others
    at its end."""
    minutes: Minutes
    title: Title | None = None
    """Another name than the usual one."""


OPENING_KINDS = frozenset({"opening", "pre_test", "recap"})


class Day(Model):
    date: CalendarDate
    start: ClockTime
    end: ClockTime
    pauses: tuple[Pause, ...] = ()
    standing: tuple[StandingBlock, ...] = ()
    """Opening, tests, closing and the like, in the order of the day."""

    @property
    def opening(self) -> tuple[StandingBlock, ...]:
        """What stands before the teaching."""
        return tuple(block for block in self.standing if block.kind in OPENING_KINDS)

    @property
    def closing(self) -> tuple[StandingBlock, ...]:
        """What stands after the teaching."""
        return tuple(block for block in self.standing if block.kind not in OPENING_KINDS)


class Presence(Model):
    """When a trainer is there. Without times: all day."""

    date: CalendarDate
    start: ClockTime | None = None
    end: ClockTime | None = None


class Trainer(Model):
    name: Label
    role: Title | None = None
    modules: tuple[ModuleId, ...] = ()
    """Modules that this trainer can lead, beside those of `pillars`."""
    pillars: tuple[Pillar, ...] = ()
    """Pillars whose modules this trainer can lead. Without `modules` and `pillars`: all."""
    present: tuple[Presence, ...] = ()
    """Days and hours when the trainer is there. Empty: always."""

    def can_lead(self, module_id: str, pillar: Pillar) -> bool:
        """True if the trainer's own `modules` and `pillars` allow it (neither given: all)."""
        if not self.modules and not self.pillars:
            return True
        return module_id in self.modules or pillar in self.pillars


class Room(Model):
    name: Label
    seats: Annotated[int, Field(ge=1, le=500)] | None = None


class Interpretation(Model):
    """Speech is interpreted. Consecutive interpretation stretches the time of talk."""

    mode: Literal["consecutive", "simultaneous"]
    talk_time_factor: Annotated[float, Field(ge=1, le=3, allow_inf_nan=False)] = 1.0
    """What the minutes of talk (briefing, demonstration, discussion, debrief) are multiplied by."""


class Needs(Model):
    """What these participants need most. Values of objectives are computed from it."""

    objectives: Annotated[dict[Plain, Weight], Field(default_factory=dict)]
    """Weights of single objectives, as `module-id/objective-id`. They come before all others."""
    competencies: Annotated[dict[CompetencyId, Weight], Field(default_factory=dict)]
    """Weights of competencies. They come before those computed from `assessment`."""
    assessment: AssessmentId | None = None
    """A needs assessment under `curriculum/needs/`, from which weights are computed."""


class Share(Model):
    """How much of the minutes taught a pillar has, in per cent."""

    at_least: Percent = 0
    at_most: Percent = 100


class Branding(Model):
    organiser: Title | None = None
    cover_note: Line | None = None
    slides: Literal["16:9", "4:3"] = "16:9"
    """4:3 suits older projectors. A template of your own brings its own format."""
    template: Id | None = None
    """A template of your own: the name of a folder under templates/deck/ with a template.yaml."""


class WorkshopSpec(Model):
    """One file under `curriculum/workshops/`; its id is the file's name without `.yaml`."""

    title: Title
    subtitle: Title | None = None
    hubs: Annotated[tuple[HubId, ...], Field(min_length=1, max_length=5)]
    audiences: Annotated[tuple[AudienceId, ...], Field(min_length=1)]
    head_counts: Annotated[
        dict[AudienceId, Annotated[int, Field(ge=1, le=200)]], Field(default_factory=dict)
    ]
    """How many come of each audience, where several learn together."""
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("en",)
    interpretation: Interpretation | None = None
    participants: Annotated[int, Field(ge=1, le=200)] | None = None
    days: Annotated[tuple[Day, ...], Field(min_length=1, max_length=20)]
    must: tuple[ModuleId, ...] = ()
    """Modules that must be taught; what they require is taught as well."""
    must_steps: tuple[Plain, ...] = ()
    """Steps that must be taught, as `module-id/step-id`."""
    must_objectives: tuple[Plain, ...] = ()
    """Objectives that must be reached, as `module-id/objective-id`."""
    may: tuple[ModuleId, ...] | None = None
    """Modules to choose from beside `must`. Left out: every module for these audiences."""
    never: tuple[ModuleId, ...] = ()
    never_steps: tuple[Plain, ...] = ()
    """Steps to leave out, as `module-id/step-id`."""
    prior: tuple[ModuleId, ...] = ()
    """Modules that the participants have had in an earlier course."""
    needs: Needs | None = None
    shares: Annotated[dict[Pillar, Share], Field(default_factory=dict)]
    """Bounds on the share of each pillar, in per cent of the minutes taught."""
    lecture_at_most: Percent = 33
    """The largest share of lecture, in per cent of the minutes taught."""
    trainers: Annotated[tuple[Trainer, ...], TrainerOnly()] = ()
    leads: Annotated[dict[ModuleId, Plain], TrainerOnly(), Field(default_factory=dict)]
    """Who leads a module, by the trainer's name, where it must be one trainer and no other."""
    rooms: tuple[Room, ...] = ()
    marking: Title | None = None
    """Handling mark on cover and footer, for example "For training use only"."""
    branding: Branding = Branding()
    notes: Annotated[Line | None, TrainerOnly()] = None
    """For the trainers, for example about the venue."""

    def fits(self, when: When | None) -> bool:
        """True if a condition allows this place and these people. No condition allows all."""
        if when is None:
            return True
        at_hub = not when.hub or not set(when.hub).isdisjoint(self.hubs)
        return at_hub and (not when.audience or not set(when.audience).isdisjoint(self.audiences))

    def uses(self, module_id: str, step: Step) -> bool:
        """True if a step is for this place and these people, and not under `never_steps`."""
        return f"{module_id}/{step.id}" not in self.never_steps and self.fits(step.when)

    def usable_steps(self, module_id: str, module: Module) -> tuple[Step, ...]:
        """The steps of a module that this workshop may teach."""
        return tuple(step for step in module.steps if self.uses(module_id, step))

    def leaders_of(self, module_id: str, module: Module) -> tuple[Trainer, ...]:
        """The trainers of whom one must be there when the module is taught, as written.

        The one under `leads` alone, else all who can lead it. Empty where nobody can.
        """
        named = self.leads.get(module_id)
        return tuple(
            trainer
            for trainer in self.trainers
            if (
                trainer.can_lead(module_id, module.pillar)
                if named is None
                else trainer.name == named
            )
        )
