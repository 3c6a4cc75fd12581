"""Blocks: one thing that a handbook page and a slide can both show.

Enters: what an author writes under `blocks:`. Leaves: one frozen model per kind. `say` is what
the trainer says: speaker notes of the slide and script of the trainer handbook.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from builders.models.marks import (
    AudienceId,
    CaseId,
    HubId,
    Id,
    Line,
    Model,
    Prose,
    TermId,
    Title,
    TrainerOnly,
)

IMAGE_PATTERN = r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\.(png|jpg|jpeg)$"
ImagePath = Annotated[str, StringConstraints(pattern=IMAGE_PATTERN, max_length=200)]
Minutes = Annotated[int, Field(ge=1, le=480)]


class When(Model):
    """Where a step or block is used. All lists given must match; an empty one always does."""

    hub: tuple[HubId, ...] = ()
    """Only in workshops for one of these hubs."""
    audience: tuple[AudienceId, ...] = ()
    """Only in workshops for one of these audiences."""


class BlockBase(Model):
    id: Id | None = None
    """A name that stays the same when the wording changes. Without it, kind and number are used."""
    when: When | None = None
    """Show the block only for these hubs or audiences."""
    say: Annotated[Prose | None, TrainerOnly()] = None
    """What the trainer says: speaker notes and handbook script. Never shown to participants."""


class Text(BlockBase):
    """Prose for the page. It puts nothing on a slide."""

    kind: Literal["text"]
    title: Title | None = None
    body: Prose


def _point(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class SubPoint(Model):
    text: Line


class Point(Model):
    """A list item: plain text, or `text` with `points` below it."""

    text: Line
    points: tuple[
        Annotated[SubPoint, BeforeValidator(_point, json_schema_input_type=str | SubPoint)], ...
    ] = ()


PointInput = Annotated[Point, BeforeValidator(_point, json_schema_input_type=str | Point)]


class Points(BlockBase):
    """A list: bullets on the page, bullet placeholder on the slide."""

    kind: Literal["points"]
    title: Title
    lead: Line | None = None
    """A sentence before the list."""
    numbered: bool = False
    points: Annotated[tuple[PointInput, ...], Field(min_length=1, max_length=20)]


class Definition(BlockBase):
    """A term of the glossary with its wording, indexed."""

    kind: Literal["definition"]
    term: TermId
    note: Line | None = None
    """What to notice in the definition; shown below it."""


class Table(BlockBase):
    """A table with a heading row."""

    kind: Literal["table"]
    title: Title
    columns: Annotated[tuple[Line, ...], Field(min_length=2, max_length=12)]
    rows: Annotated[tuple[tuple[Line, ...], ...], Field(min_length=1)]
    note: Line | None = None


class Side(Model):
    heading: Title
    points: Annotated[tuple[Line, ...], Field(min_length=1, max_length=10)]


class Comparison(BlockBase):
    """Two things side by side."""

    kind: Literal["comparison"]
    title: Title
    left: Side
    right: Side
    note: Line | None = None


class Stage(Model):
    label: Title
    text: Line | None = None


class Process(BlockBase):
    """Stages in order, drawn as boxes joined by arrows."""

    kind: Literal["process"]
    title: Title
    stages: Annotated[tuple[Stage, ...], Field(min_length=2, max_length=7)]


class Cycle(BlockBase):
    """Stages that come round again, drawn in a ring."""

    kind: Literal["cycle"]
    title: Title
    stages: Annotated[tuple[Stage, ...], Field(min_length=3, max_length=7)]


class Event(Model):
    date: Title
    text: Line


class Timeline(BlockBase):
    """Dated events along a line."""

    kind: Literal["timeline"]
    title: Title
    events: Annotated[tuple[Event, ...], Field(min_length=2, max_length=8)]


class Series(Model):
    name: Title
    values: Annotated[tuple[Decimal, ...], Field(min_length=1, max_length=200)]


class Chart(BlockBase):
    """Numbers drawn as a native chart; the page also prints them as a table."""

    kind: Literal["chart"]
    title: Title
    chart: Literal["bar", "column", "line", "pie"]
    unit: Title
    """What the numbers count, for example "people" or "% of those asked"."""
    categories: Annotated[tuple[Title, ...], Field(min_length=1, max_length=200)]
    series: Annotated[tuple[Series, ...], Field(min_length=1, max_length=8)]
    alt: Line
    """What a person who cannot see the chart needs to know."""
    note: Line | None = None
    """Source and date of the numbers, with a citation."""


class Map(BlockBase):
    """The hubs on a map at regional scale: no tracks, no crossing points."""

    kind: Literal["map"]
    title: Title
    hubs: tuple[HubId, ...] = ()
    """Hubs to mark; empty means all."""
    alt: Line
    note: Line | None = None


class Figure(BlockBase):
    """A picture from `curriculum/images/`."""

    kind: Literal["figure"]
    title: Title
    image: ImagePath
    alt: Line
    credit: Line
    caption: Line | None = None


class Indicators(BlockBase):
    """A checklist. It starts an inquiry and proves nothing; page and slide both say so."""

    kind: Literal["indicators"]
    title: Title
    items: Annotated[tuple[Line, ...], Field(min_length=1, max_length=20)]


class Question(BlockBase):
    """A prompt for talk in the room."""

    kind: Literal["question"]
    title: Title
    prompt: Line
    minutes: Minutes | None = None
    listen_for: Annotated[tuple[Line, ...], TrainerOnly()] = ()
    """What good answers contain."""
    answer: Annotated[Prose | None, TrainerOnly()] = None


class LikelyWrongAnswer(Model):
    answer: Line
    response: Line
    """What the trainer answers."""


class HandCard(Model):
    """Something that is cut out and handed to one person or group: a role, a piece of news."""

    title: Title
    text: Prose
    minute: Annotated[int | None, Field(ge=0, le=480)] = None
    """Handed out in a closed envelope at this minute; without it, when the exercise begins."""


class Exercise(BlockBase):
    """A task for groups or pairs, with what the trainer needs to run and end it well."""

    kind: Literal["exercise"]
    title: Title
    task: Prose
    groups: Line
    """How the room is divided, for example "Groups of four, mixed agencies"."""
    group_size: Annotated[int, Field(ge=1, le=60)] | None = None
    """How many people are in one group. The checklist counts what to bring by it."""
    minutes: Minutes
    materials: tuple[Line, ...] = ()
    handout: Prose | None = None
    """The sheet that participants hold."""
    setup: Annotated[Prose | None, TrainerOnly()] = None
    cards: Annotated[tuple[HandCard, ...], TrainerOnly()] = ()
    """Role cards and news, each for one person or group; the exercise pack prints them to cut."""
    solution: Annotated[Prose | None, TrainerOnly()] = None
    debrief: Annotated[tuple[Line, ...], TrainerOnly()] = ()
    """Questions for the talk after it, in order."""
    likely_wrong_answers: Annotated[tuple[LikelyWrongAnswer, ...], TrainerOnly()] = ()
    stop_rules: Annotated[tuple[Line, ...], TrainerOnly()] = ()
    """When to stop or change the exercise to protect people."""


class CaseWork(BlockBase):
    """Scenes of a teaching case, one slide each, with the status of every allegation."""

    kind: Literal["case"]
    title: Title
    case: CaseId
    scenes: tuple[Id, ...] = ()
    """Scenes to show; empty means all."""


class Warning_(BlockBase):
    """A call-out for a danger to people or to the case."""

    kind: Literal["warning"]
    title: Title
    text: Line


class Note(BlockBase):
    """A call-out that helps."""

    kind: Literal["note"]
    title: Title
    text: Line


Block = Annotated[
    Text
    | Points
    | Definition
    | Table
    | Comparison
    | Process
    | Cycle
    | Timeline
    | Chart
    | Map
    | Figure
    | Indicators
    | Question
    | Exercise
    | CaseWork
    | Warning_
    | Note,
    Field(discriminator="kind"),
]
