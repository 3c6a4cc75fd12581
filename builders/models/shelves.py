"""Everything of the curriculum besides modules: hubs, audiences, cases, frameworks, glossary."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from builders.models.blocks import Block
from builders.models.marks import (
    CalendarDate,
    Id,
    Line,
    Model,
    Prose,
    SeedId,
    TermId,
    Title,
    TrainerOnly,
    Translatable,
)

Plain = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Label = Annotated[Plain, Translatable("label")]


class Position(Model):
    """Where the town lies, in degrees rounded to one decimal: for a map of the whole region."""

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class ProfileEntry(Model):
    """A fact of the hub profile. It cites its claim in the text."""

    topic: Title
    text: Prose
    as_of: Label | None = None
    """The date or year that the fact describes, as in the source."""


class ContactRow(Model):
    """A line of the contact sheet. Participants fill in the rest by hand."""

    service: Title
    what_for: Line


class Hub(Model):
    """One file under `curriculum/hubs/`."""

    title: Title
    region: Title
    position: Position
    summary: Line
    profile: Annotated[tuple[ProfileEntry, ...], Field(min_length=1)]
    agencies: tuple[Line, ...] = ()
    agencies_note: Line
    """How sure the list is, for example that no current public list exists."""
    risks: tuple[Line, ...] = ()
    """Risks to people at and around the hub."""
    contacts: tuple[ContactRow, ...] = ()
    teaching_use: Annotated[tuple[Line, ...], TrainerOnly()] = ()
    cautions: Annotated[tuple[Line, ...], TrainerOnly()] = ()
    blocks: tuple[Block, ...] = ()
    """Shown in the hub session of every workshop at this hub."""


class Audience(Model):
    """One file under `curriculum/audiences/`."""

    title: Title
    summary: Line
    duties: Annotated[tuple[Line, ...], Field(min_length=1)]
    powers_to_confirm: Annotated[tuple[Line, ...], TrainerOnly()] = ()
    """Points of power and procedure that a Libyan prosecutor must confirm before the course."""
    starts_from: Annotated[tuple[Line, ...], TrainerOnly()] = ()
    """What this audience usually knows and believes on the first morning."""


class Fact(Model):
    """One fact of a case with its status."""

    text: Line
    status: Literal["fact", "finding", "allegation", "denial", "unknown"]
    denial: Line | None = None
    """What the person or body concerned says. An allegation must have it, or `denial_not_found`."""
    denial_not_found: bool = False


class Scene(Model):
    id: Id
    title: Title
    facts: Annotated[tuple[Fact, ...], Field(min_length=1)]
    ask: Line | None = None
    """The question for the room after this scene."""
    say: Annotated[Prose | None, TrainerOnly()] = None


class Inject(Model):
    """New information that the trainer hands out while the case runs."""

    minute: Annotated[int, Field(ge=0, le=480)]
    text: Prose


class Case(Model):
    """One file under `curriculum/cases/`: a real case from public sources, or a composite."""

    title: Title
    nature: Literal["real", "composite"]
    stage: Literal["open", "decided", "final", "composite"]
    """open: no decision; decided: appeal possible or unknown; final: no appeal left."""
    summary: Line
    place: Title
    period: Title
    checked: CalendarDate | None = None
    """The day the stage was last checked."""
    scenes: Annotated[tuple[Scene, ...], Field(min_length=1)]
    outcome: Annotated[Prose | None, TrainerOnly()] = None
    turning_points: Annotated[tuple[Line, ...], TrainerOnly()] = ()
    teaching_points: Annotated[tuple[Line, ...], TrainerOnly()] = ()
    injects: Annotated[tuple[Inject, ...], TrainerOnly()] = ()
    cautions: Annotated[tuple[Line, ...], TrainerOnly()] = ()
    sources: tuple[SeedId, ...] = ()


class FrameworkItem(Model):
    id: Id
    title: Title
    summary: Line | None = None
    verified: bool = False
    """Title or content was read in a public source."""


class Framework(Model):
    """One file under `curriculum/frameworks/`: an outside outline that modules map to."""

    title: Title
    publisher: Plain
    seed: SeedId | None = None
    items: Annotated[tuple[FrameworkItem, ...], Field(min_length=1)]


class ForeignTerm(Model):
    """The term in another language. `verified`: this wording was read in a public text."""

    text: Plain
    verified: bool = False


class Term(Model):
    """A term of the glossary."""

    id: Id
    term: Title
    definition: Line
    see_also: tuple[TermId, ...] = ()
    avoid: tuple[Label, ...] = ()
    """Words to avoid for it."""
    french: ForeignTerm | None = None
    arabic: ForeignTerm | None = None


class Glossary(Model):
    """`curriculum/glossary.yaml`."""

    terms: tuple[Term, ...]
