"""A work plan of several workshops over places and months: curriculum/programmes/<id>.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from builders.models.marks import CalendarDate, Id, Line, Model, ModuleId, Title, WorkshopId


class Stage(Model):
    """One round of the programme, for example first responders."""

    id: Id
    title: Title
    goal: Line
    workshops: Annotated[tuple[WorkshopId, ...], Field(min_length=1, max_length=50)]


class Gathering(Model):
    """Something beside the workshops: a review meeting, a visit for follow-up."""

    title: Title
    date: CalendarDate
    purpose: Line | None = None


class Programme(Model):
    """One file under `curriculum/programmes/`; its id is the file's name without `.yaml`."""

    title: Title
    subtitle: Title | None = None
    summary: Line
    prior: tuple[ModuleId, ...] = ()
    """Modules that everybody has had before the first workshop."""
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=20)]
    gatherings: tuple[Gathering, ...] = ()
