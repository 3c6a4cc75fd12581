"""What officers should be able to do, and how well a group can do it today.

`curriculum/competencies.yaml` names the competencies; objectives of modules point to them.
`curriculum/needs/<id>.yaml` (or .csv) holds the scores of one group before its workshop. A table
(.csv) has the columns competency, score and, if wanted, weight.
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

MOST_GAP = 10.0
"""The weight of a competency that nobody has and everybody should: a gap of 100 points."""
Factor = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
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

    The weight of a competency is a tenth of its gap to the target, from 0 to 10, times its factor
    under `weights`. What is not scored has no weight.
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
    weights: Annotated[dict[CompetencyId, Factor], Field(default_factory=dict)]
    """How much a gap counts for the tasks of this group: 2 for twice as much. Left out: 1."""

    def weight_of(self, competency_id: str) -> float | None:
        """The weight of a competency here, or None if it was not scored."""
        if competency_id not in self.scores:
            return None
        gap = max(0.0, self.target - self.scores[competency_id])
        return gap / 100 * MOST_GAP * self.weights.get(competency_id, 1.0)
