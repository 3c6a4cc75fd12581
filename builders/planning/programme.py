"""The plan of a programme: each workshop with what its participants have had before.

Enters: a programme that passed its checks, and the curriculum. Leaves: `(ProgrammePlan, problems)`.
Workshops are planned in order of time, since what one teaches the next may rely on. One that cannot
be planned does not stop the others; it has taught nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from builders.loading.curriculum import Curriculum, SourceFile
from builders.models.programme import Programme
from builders.models.workshop import WorkshopSpec
from builders.planning.plan import Plan
from builders.planning.planning import plan_workshop
from builders.prayer_times import resolved
from builders.problems import Problem
from builders.programme_order import Entry, comes_from, in_order

Planner = Callable[[WorkshopSpec, Curriculum, SourceFile], tuple[Plan | None, list[Problem]]]


@dataclass(frozen=True)
class Had:
    """A module that all participants of a workshop have had in the programme, and where."""

    module_id: str
    workshops: tuple[str, ...]
    """Ids, in order of time."""


@dataclass(frozen=True)
class PlannedWorkshop:
    """One workshop of a programme."""

    entry: Entry
    spec: WorkshopSpec
    """With the times of prayers, and with `had` under `prior`."""
    had: tuple[Had, ...]
    """In the order of ids. Without what the spec or the programme say under `prior`."""
    relied_on: tuple[str, ...]
    """Modules of `had` that a module taught here requires."""
    plan: Plan | None
    """None where it cannot be planned."""
    problems: tuple[Problem, ...] = ()

    @property
    def workshop_id(self) -> str:
        return self.entry.workshop_id


@dataclass(frozen=True)
class ProgrammePlan:
    """All workshops in order of time."""

    programme_id: str
    programme: Programme
    workshops: tuple[PlannedWorkshop, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for workshop in self.workshops for problem in workshop.problems)


def plan_programme(
    programme_id: str,
    programme: Programme,
    curriculum: Curriculum,
    planner: Planner = plan_workshop,
) -> ProgrammePlan:
    """Plan every workshop, the first in time first."""
    entries = in_order(programme, curriculum.workshops)
    taught: dict[str, dict[str, tuple[str, ...]]] = {}
    """Workshop id → the modules that who was there has had, each with where."""
    found = []
    for entry in entries:
        had = _had(entry, entries, programme, taught)
        spec = resolved(entry.spec, curriculum)
        known = dict.fromkeys((*spec.prior, *programme.prior))
        new = tuple(Had(name, places) for name, places in had.items() if name not in known)
        spec = with_prior(spec, (*programme.prior, *had))
        source = curriculum.files["workshops", entry.workshop_id]
        plan, problems = planner(spec, curriculum, source)
        here = [chosen.module_id for chosen in plan.modules] if plan else []
        taught[entry.workshop_id] = {
            **had,
            **{name: (*had.get(name, ()), entry.workshop_id) for name in here},
        }
        required = {n for name in here for n in curriculum.modules[name].requires} - set(here)
        found.append(
            PlannedWorkshop(
                entry,
                spec,
                new,
                tuple(one.module_id for one in new if one.module_id in required),
                plan,
                tuple(problems),
            )
        )
    return ProgrammePlan(programme_id, programme, tuple(found))


def with_prior(spec: WorkshopSpec, modules: Iterable[str]) -> WorkshopSpec:
    """The spec whose participants have had these modules too; the same one if it says so."""
    more = [name for name in dict.fromkeys(modules) if name not in spec.prior]
    return spec.model_copy(update={"prior": (*spec.prior, *more)}) if more else spec


def _had(
    entry: Entry,
    entries: Sequence[Entry],
    programme: Programme,
    taught: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> dict[str, tuple[str, ...]]:
    """What everybody who comes has had, in the order of ids, with the workshops that taught it."""
    groups = comes_from(entry, entries, programme)
    places: dict[str, set[str]] = {}
    shared: set[str] | None = None
    for group in groups:
        here: set[str] = set()
        for other in group:
            for name, where in taught.get(other.workshop_id, {}).items():
                here.add(name)
                places.setdefault(name, set()).update(where)
        shared = here if shared is None else shared & here
    order = [other.workshop_id for other in entries]
    return {name: tuple(sorted(places[name], key=order.index)) for name in sorted(shared or ())}
