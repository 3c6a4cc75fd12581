"""A work plan of several workshops over places and months: curriculum/programmes/<id>.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from builders.models.marks import CalendarDate, Id, Line, Model, ModuleId, Title, WorkshopId
from builders.models.workshop import Language


class Stage(Model):
    """One round of the programme, for example first responders."""

    id: Id
    title: Title
    goal: Line
    workshops: Annotated[tuple[WorkshopId, ...], Field(min_length=1, max_length=50)]
    """In any order: their dates say which comes first."""


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
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("en",)
    """Languages of the programme page. Each workshop says its own."""
    prior: tuple[ModuleId, ...] = ()
    """Modules that everybody has had before the first workshop."""
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=20)]
    builds_on: Annotated[
        dict[WorkshopId, Annotated[tuple[WorkshopId, ...], Field(max_length=50)]],
        Field(default_factory=dict),
    ]
    """From which workshops of the programme the participants of a workshop come, where the rule
    does not say it. Each of them has had what all of these taught. An empty list: from none.

    The rule, for a workshop that is not named here: its participants come from the earlier
    workshops of the same hub and the same audience."""
    gatherings: tuple[Gathering, ...] = ()

    @property
    def workshops(self) -> tuple[str, ...]:
        """The ids of all workshops, stage by stage, each once."""
        return tuple(dict.fromkeys(name for stage in self.stages for name in stage.workshops))
