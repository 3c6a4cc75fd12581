"""What officers should be able to do, and how well a group can do it today.

`curriculum/competencies.yaml` names the competencies; objectives of modules point to them.
`curriculum/needs/<id>.yaml` (or .csv) holds the scores of one group before its workshop.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from builders.models.marks import (
    AudienceId,
    CalendarDate,
    CompetencyId,
    HubId,
    Id,
    Line,
    Model,
    Title,
)

Score = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class Competency(Model):
    """Something officers do at work, across modules."""

    id: Id
    title: Title
    description: Line


class Competencies(Model):
    """`curriculum/competencies.yaml`."""

    competencies: Annotated[tuple[Competency, ...], Field(min_length=1)]


class Assessment(Model):
    """One needs assessment: how well a group does today, competency by competency.

    The weight of a competency is the gap to the target: target minus score, not below zero.
    """

    title: Title
    date: CalendarDate | None = None
    hub: HubId | None = None
    audience: AudienceId | None = None
    method: Line | None = None
    """How the scores were found: a questionnaire, a test, a talk with supervisors."""
    target: Score = 100.0
    """The score that this group should reach."""
    scores: Annotated[dict[CompetencyId, Score], Field(min_length=1)]
    """From 0 (cannot do it) to 100 (does it safely and alone)."""
