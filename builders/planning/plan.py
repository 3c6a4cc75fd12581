"""The plan of one workshop as plain data: what is taught when, by whom, what is left out and why."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from builders.planning.selection import Chosen

EntryKind = Literal[
    "opening",
    "pre_test",
    "recap",
    "step",
    "break",
    "lunch",
    "prayer",
    "free",
    "post_test",
    "evaluation",
    "closing",
]
WhyOut = Literal[
    "no_time",
    "never",
    "other_place_or_audience",
    "requires_never",
    "prior",
    "no_trainer",
    "no_room",
    "lecture_too_long",
    "too_long",
]
"""no_time: something worth more, or longer, has its place. The last four: it fits nowhere at all."""
PlanStatus = Literal["optimal", "feasible"]


@dataclass(frozen=True)
class Placed:
    """A step with its day (from 1), its start in minutes after midnight, and its length.

    `trainers` are numbers of the spec's trainers, from 0; the first leads. Empty: none are named.
    """

    module_id: str
    step_id: str
    day: int
    start: int
    minutes: int
    trainers: tuple[int, ...] = ()


@dataclass(frozen=True)
class PlanEntry:
    """One stretch of a day. `title` is set only where the spec names a pause itself."""

    kind: EntryKind
    start: int
    minutes: int
    module_id: str | None = None
    step_id: str | None = None
    title: str | None = None


@dataclass(frozen=True)
class PlanDay:
    number: int
    date: datetime.date
    entries: tuple[PlanEntry, ...]


@dataclass(frozen=True)
class LeftOut:
    """A module (`step_id` None) or a step that is not taught. `minutes` is what it would cost."""

    module_id: str
    step_id: str | None
    why: WhyOut
    minutes: int


@dataclass(frozen=True)
class Reached:
    """An objective of a candidate module, with its weight in thousandths."""

    module_id: str
    objective_id: str
    weight: int
    is_covered: bool


@dataclass(frozen=True)
class Plan:
    """What one workshop teaches and when."""

    modules: tuple[Chosen, ...]
    """In the order of teaching."""
    placed: tuple[Placed, ...]
    days: tuple[PlanDay, ...]
    left_out: tuple[LeftOut, ...]
    minutes_taught: int
    """On the clock."""
    minutes_free: int
    """Teaching time that no step fills."""
    minutes_nominal: int
    """Taught minutes as the modules count them, without the time for interpreting."""
    value: int
    """Weight of the objectives covered, in thousandths."""
    value_wanted: int
    """Weight of the objectives of all modules to choose from, in thousandths."""
    bound: int
    """No plan has more value than this, in thousandths."""
    status: PlanStatus
    """optimal: no plan has more value. feasible: the limit of work was reached before that was
    known."""
    objectives: tuple[Reached, ...]
    """Of all modules to choose from, by module id."""
    shares: Mapping[str, int]
    """Nominal minutes of each pillar taught."""
    minutes_lecture: int
    """Nominal minutes of lecture."""
    rooms_needed: int
    """The most rooms that a step needs at once."""
    rhythm_cost: int
    """Costs of what disturbs the rhythm of a day; see builders/planning/rhythm.py."""

    @property
    def gap(self) -> float:
        """By how much of its value the plan may be short of the best one: 0.01 is one per cent."""
        return (self.bound - self.value) / self.bound if self.bound else 0.0

    @property
    def bound_text(self) -> str:
        """"proven optimal", or "within x %"."""
        if self.status == "optimal":
            return "proven optimal"
        # Rounded up: a bound may not promise more than it holds.
        tenths = -(-1000 * (self.bound - self.value) // max(self.bound, 1))
        return f"within {tenths / 10:g} %"

    def steps_of(self, module_id: str) -> tuple[Placed, ...]:
        """The placed steps of one module in order."""
        return tuple(step for step in self.placed if step.module_id == module_id)
