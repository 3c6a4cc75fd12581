"""A module: the unit that workshops choose, one file under curriculum/modules/<pillar>/."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from builders.models.blocks import Block, Minutes, When
from builders.models.marks import (
    AudienceId,
    CalendarDate,
    CompetencyId,
    FrameworkRef,
    Id,
    Line,
    Model,
    ModuleId,
    Prose,
    SeedId,
    Title,
    TrainerOnly,
)

Pillar = Literal["foundations", "identify", "investigate", "prosecute", "deliver"]
Offence = Literal["tip", "som"]
Level = Literal["introductory", "intermediate", "advanced"]
Bloom = Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]
Method = Literal[
    "briefing",
    "discussion",
    "exercise",
    "case_work",
    "role_play",
    "simulation",
    "demonstration",
    "quiz",
    "debrief",
]
HASH_PATTERN = r"^[0-9a-f]{16,64}$"
LECTURE_METHODS: frozenset[Method] = frozenset({"briefing", "demonstration"})
"""Methods in which the trainer talks and the room listens (for the one-third rule)."""
TALK_METHODS: frozenset[Method] = frozenset({"briefing", "demonstration", "discussion", "debrief"})
"""Methods in which one person speaks to all: consecutive interpretation stretches them."""


class Objective(Model):
    """One observable act that a participant can do at the end."""

    id: Id
    text: Line
    """Starts with a verb that can be seen: names, separates, decides, writes."""
    bloom: Bloom
    assessed_by: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Ids of the steps or questions of this module that show it."""
    competencies: tuple[CompetencyId, ...] = ()
    """What it builds at work; needs are weighed by these."""
    mandatory: bool = False
    """Wherever the module is taught, this objective is covered."""


class Step(Model):
    """A stretch of teaching with one method."""

    id: Id
    title: Title
    method: Method
    minutes: Minutes
    optional: bool = False
    """A plan that is short of time may drop it."""
    objectives: tuple[Id, ...] = ()
    evaluates_sources: bool = False
    """The step teaches how to judge sources: only there may claims of E, F, 5, 6 be cited."""
    heavy: bool = False
    """Its content weighs on people: it is never the last thing of a workshop."""
    trainers: Annotated[int, Field(ge=1, le=6)] = 1
    """How many trainers it needs at once."""
    rooms: Annotated[int, Field(ge=1, le=8)] = 1
    """How many rooms it needs at once."""
    when: When | None = None
    blocks: tuple[Block, ...] = ()


class Choice(Model):
    text: Line
    correct: Annotated[bool, TrainerOnly()] = False
    reason: Annotated[Line | None, TrainerOnly()] = None
    """Why it is right or wrong."""


class TestQuestion(Model):
    """A multiple-choice question: form A before the course, form B after it."""

    __test__ = False  # not a pytest class

    id: Id
    form: Literal["A", "B"]
    objective: Id
    prompt: Line
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=6)]


class Approval(Model):
    """An office has read the module and agreed. `keyhub approve` writes it."""

    kind: Literal["legal", "protection", "language"]
    """What was looked at: the law; the protection of people; the words of a translation."""
    language: Literal["ar", "fr"] | None = None
    """The translation that was read; only for `kind: language`."""
    office: Annotated[str, StringConstraints(min_length=2, max_length=120)]
    date: CalendarDate
    content_hash: Annotated[str, StringConstraints(pattern=HASH_PATTERN)]
    """The content that was read. When the content changes, the approval no longer counts."""


class Review(Model):
    status: Literal["draft", "in_review"] = "draft"
    """A word among editors. Whether a module is approved follows from `approvals` alone."""
    review_by: CalendarDate | None = None
    """The day from which the content must be read again."""
    approvals: tuple[Approval, ...] = ()


class Module(Model):
    """One file under `curriculum/modules/<pillar>/`; its id is the file's name without `.yaml`."""

    title: Title
    summary: Line
    pillar: Pillar
    offences: Annotated[tuple[Offence, ...], Field(min_length=1)]
    audiences: Annotated[tuple[AudienceId, ...], Field(min_length=1)]
    level: Level
    requires: tuple[ModuleId, ...] = ()
    """Modules that must come earlier, in this workshop or before it."""
    may_span_days: bool = False
    """It may be interrupted by a night; other modules are finished on the day they begin."""
    objectives: Annotated[tuple[Objective, ...], Field(min_length=1, max_length=8)]
    prepare: Annotated[tuple[Line, ...], TrainerOnly()] = ()
    """What the trainer does and brings before the session."""
    opening_words: Annotated[Prose | None, TrainerOnly()] = None
    """How the trainer opens the session: script of its title slide."""
    materials: tuple[Line, ...] = ()
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    questions: Annotated[tuple[TestQuestion, ...], TrainerOnly()] = ()
    key_messages: tuple[Line, ...] = ()
    """The three or four sentences to carry home."""
    frameworks: tuple[FrameworkRef, ...] = ()
    """Items of outside outlines that it covers, as `framework-id:item-id`."""
    sources: tuple[SeedId, ...] = ()
    """Further reading, beside what the text cites."""
    review: Review = Review()
