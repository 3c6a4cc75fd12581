"""`WorkshopSpec` + `Curriculum` → `Demand`: what the solver has to plan, as plain whole numbers.

Nothing here solves anything. Modules, objectives and requirements are sorted by id, so the order of
files and keys never matters. Every demand of the spec is a named `Requirement` with its path in the
file; `Demand.without` drops one, so that an explanation can find out which ones exclude each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from builders.problems import Step as PathStep

if TYPE_CHECKING:
    from builders.loading.curriculum import Curriculum
    from builders.models.workshop import WorkshopSpec

DAY = 24 * 60
"""Minutes of a day. A moment of the workshop is `(day - 1) * DAY + minute`, days from 1."""
WEIGHT_UNIT = 1000
"""Weights of objectives are whole numbers of this part of one."""
LONGEST_LECTURE_RUN = 30
"""Nominal minutes that people listen without a break; the curriculum's own rule for one lecture."""

RequirementKind = Literal[
    "must",
    "must_step",
    "must_objective",
    "mandatory",
    "never",
    "never_step",
    "requires",
    "one_day",
    "share_at_least",
    "share_at_most",
    "lecture_share",
    "lecture_run",
    "heavy_last",
    "day_end",
    "pause",
    "presence",
    "trainers",
    "leads",
    "rooms",
    "apart",
]


@dataclass(frozen=True, order=True)
class Requirement:
    """One demand that can be dropped by itself.

    `subject` names what it is about: a module id, `module/step`, `module/objective`,
    `module>needed` for a prerequisite, a pillar, a day number, `day/pause`, a trainer number
    (all numbers from 1).
    `path` leads to it in the workshop's file, or in the file of module `module_id` if that is set;
    an empty path is a rule of the house that no file states.
    """

    kind: RequirementKind
    subject: str = ""
    path: tuple[PathStep, ...] = field(default=(), compare=False)
    module_id: str | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Window:
    """Free time between two pauses, in moments of the workshop. `day` counts from 1."""

    day: int
    start: int
    end: int
    after_lunch: bool

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class StepDemand:
    """One step. `minutes` is its length on the clock, `nominal` what the module says."""

    id: str
    method: str
    minutes: int
    nominal: int
    lecture: bool
    heavy: bool
    trainers: int
    rooms: int


@dataclass(frozen=True)
class Start:
    """A stretch of moments at which a unit may start, first and last included, in one window."""

    first: int
    last: int
    window: int


@dataclass(frozen=True)
class Unit:
    """Steps that are kept together and follow each other without a gap: mostly one.

    An exercise and its debrief are two. `needed` units stay wherever the module is taught.
    """

    number: int
    module: int
    steps: tuple[StepDemand, ...]
    needed: bool
    required: bool
    """It must be taught, whatever else is (`must_steps`)."""
    starts: tuple[Start, ...]
    """Where it fits in time, windows and trainers' presence considered. Empty: nowhere."""

    def __hash__(self) -> int:
        return self.number

    @cached_property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    @cached_property
    def nominal(self) -> int:
        return sum(step.nominal for step in self.steps)

    @cached_property
    def lecture(self) -> int:
        """Nominal minutes of lecture. A unit of two steps holds none."""
        return sum(step.nominal for step in self.steps if step.lecture)


@dataclass(frozen=True)
class ModuleDemand:
    """A module that may be taught. `units` are in the order of the module."""

    number: int
    id: str
    pillar: str
    units: tuple[Unit, ...]
    requires: tuple[int, ...]
    required: bool
    spans_days: bool
    rank: int
    """Its place in `must` and then `may`; later ones come later where nothing else decides."""


@dataclass(frozen=True)
class ObjectiveDemand:
    """An objective with its weight in thousandths and the units (by number) that work on it."""

    number: int
    module: int
    id: str
    weight: int
    units: tuple[int, ...]
    required: bool
    """It must be reached, whatever is taught (`must_objectives`)."""
    mandatory: bool
    """It must be reached if its module is taught."""


@dataclass(frozen=True)
class ShareDemand:
    """At least and at most so many per cent of the nominal minutes taught, for one pillar."""

    pillar: str
    at_least: int
    at_most: int


WhyNot = Literal["never", "other_place_or_audience", "requires_never", "prior"]


@dataclass(frozen=True)
class Changes:
    """How a demand differs from what the file says."""

    dropped: frozenset[Requirement] = frozenset()
    day_ends: tuple[tuple[int, int], ...] = ()
    must_modules: frozenset[str] = frozenset()
    must_steps: frozenset[str] = frozenset()
    never_modules: frozenset[str] = frozenset()
    never_steps: frozenset[str] = frozenset()
    shares: tuple[tuple[str, int, int], ...] = ()
    lecture_at_most: int | None = None
    apart: tuple[tuple[frozenset[str], int], ...] = ()


@dataclass(frozen=True)
class Demand:
    """Everything the solver needs to know. Equal demands give equal plans."""

    windows: tuple[Window, ...]
    modules: tuple[ModuleDemand, ...]
    """By id."""
    objectives: tuple[ObjectiveDemand, ...]
    """By module and place in the module."""
    shares: tuple[ShareDemand, ...]
    lecture_at_most: int
    lecture_run: int
    """The longest run of lecture in nominal minutes."""
    heavy_last: bool
    """Heavy content may not be the last thing of the workshop."""
    apart: tuple[tuple[frozenset[int], int], ...]
    """Sets of modules from which the plan's set has to differ by at least so many."""
    why_not: Mapping[str, WhyNot] = field(compare=False)
    """Modules that were asked for, or could have been, and are no candidates."""
    unreachable: tuple[Requirement, ...] = ()
    """Requirements that nothing could meet, for example a step that is also under `never_steps`."""
    requirements: tuple[Requirement, ...] = field(default=(), compare=False)
    """All that can be dropped, in the order of their kinds and subjects."""
    changes: Changes = field(default=Changes(), compare=False)
    spec: WorkshopSpec | None = field(default=None, compare=False, repr=False)
    curriculum: Curriculum | None = field(default=None, compare=False, repr=False)

    @property
    def minutes(self) -> int:
        """All teaching time."""
        return sum(window.minutes for window in self.windows)

    @property
    def value(self) -> int:
        """The weights of everything that could be wanted, in thousandths."""
        return sum(objective.weight for objective in self.objectives)

    def number_of(self, module_id: str) -> int | None:
        """The number of a candidate module, or None if it is none."""
        return next((m.number for m in self.modules if m.id == module_id), None)

    def without(self, *requirements: Requirement) -> Demand:
        """The same demand with some requirements dropped.

        A day's end moves to midnight, a pause is taught through, a trainer is always there; without
        `trainers` or `rooms` nobody counts them.
        """
        return self._changed(dropped=self.changes.dropped | set(requirements))

    def only(self, requirements: Iterable[Requirement]) -> Demand:
        """The same demand with these requirements alone."""
        return self.without(*(set(self.requirements) - set(requirements)))

    def with_day_end(self, day: int, minute: int) -> Demand:
        """A day (from 1) that ends at another minute after midnight; its closing blocks move."""
        ends = {**dict(self.changes.day_ends), day: minute}
        return self._changed(day_ends=tuple(sorted(ends.items())))

    def with_module(self, module_id: str) -> Demand:
        """The module must be taught."""
        return self._changed(must_modules=self.changes.must_modules | {module_id})

    def with_step(self, step: str) -> Demand:
        """The step `module-id/step-id` must be taught."""
        return self._changed(must_steps=self.changes.must_steps | {step})

    def without_module(self, module_id: str) -> Demand:
        """The module is not taught."""
        return self._changed(never_modules=self.changes.never_modules | {module_id})

    def without_step(self, step: str) -> Demand:
        """The step `module-id/step-id` is not taught."""
        return self._changed(never_steps=self.changes.never_steps | {step})

    def with_share(self, pillar: str, at_least: int, at_most: int) -> Demand:
        """Another share of a pillar, in per cent."""
        kept = tuple(share for share in self.changes.shares if share[0] != pillar)
        return self._changed(shares=(*kept, (pillar, at_least, at_most)))

    def with_lecture_at_most(self, percent: int) -> Demand:
        """Another largest share of lecture, in per cent."""
        return self._changed(lecture_at_most=percent)

    def apart_from(self, modules: Iterable[str], by: int = 1) -> Demand:
        """A plan whose set of modules differs from this one by at least `by` modules."""
        return self._changed(apart=(*self.changes.apart, (frozenset(modules), by)))

    def _changed(self, **changes: object) -> Demand:
        from builders.planning.demanding import demand_of

        assert self.spec is not None
        assert self.curriculum is not None
        return demand_of(
            self.spec,
            self.curriculum,
            replace(self.changes, **changes),  # type: ignore[arg-type]
        )
