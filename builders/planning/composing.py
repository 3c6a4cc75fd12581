"""`Solution` → `Plan`: moments become days and times, and everything gets its reason.

Enters: a demand and its solution. Leaves: a `Plan`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from builders.loading.curriculum import Curriculum
from builders.models.module import LECTURE_METHODS
from builders.models.workshop import Day, WorkshopSpec
from builders.planning.demand import Demand, Unit
from builders.planning.demanding import clock_minutes
from builders.planning.leading import leaders_of
from builders.planning.plan import LeftOut, Placed, Plan, PlanDay, PlanEntry, Reached, WhyOut
from builders.planning.selection import Chosen
from builders.planning.sequencing import day_of
from builders.planning.solving import Solution
from builders.prerequisites import with_prerequisites
from builders.time_of_day import minute_of


def plan_of(demand: Demand, solution: Solution, spec: WorkshopSpec, curriculum: Curriculum) -> Plan:
    """The plan of a solution that has one."""
    units = {unit.number: unit for module in demand.modules for unit in module.units}
    placed = list(_placed(demand, solution, units))
    trainers = leaders_of(placed, spec, curriculum)
    placed = [replace(p, trainers=t) for p, t in zip(placed, trainers, strict=True)]
    chosen = _chosen(demand, solution, spec, curriculum)
    steps = [
        (curriculum.modules[p.module_id].pillar, step)
        for p in placed
        for step in curriculum.modules[p.module_id].steps
        if step.id == p.step_id
    ]
    shares: dict[str, int] = {}
    for pillar, step in steps:
        shares[pillar] = shares.get(pillar, 0) + step.minutes
    taught = sum(step.minutes for step in placed)
    kept = {number for number, _ in solution.starts}
    return Plan(
        modules=chosen,
        placed=tuple(placed),
        days=tuple(
            PlanDay(number, day.date, _entries(day, [p for p in placed if p.day == number]))
            for number, day in enumerate(spec.days, 1)
        ),
        left_out=tuple(_left_out(demand, chosen, placed, spec, curriculum)),
        minutes_taught=taught,
        minutes_free=demand.minutes - taught,
        minutes_nominal=sum(step.minutes for _, step in steps),
        value=solution.value,
        value_wanted=demand.value,
        bound=solution.bound,
        status="optimal" if solution.status == "optimal" else "feasible",
        objectives=tuple(
            Reached(demand.modules[o.module].id, o.id, o.weight, bool(kept & set(o.units)))
            for o in demand.objectives
        ),
        shares=dict(sorted(shares.items())),
        minutes_lecture=sum(s.minutes for _, s in steps if s.method in LECTURE_METHODS),
        rooms_needed=max((step.rooms for _, step in steps), default=0),
        rhythm_cost=solution.rhythm.cost,
    )


def _placed(demand: Demand, solution: Solution, units: dict[int, Unit]) -> Iterable[Placed]:
    for number, moment in solution.starts:
        unit = units[number]
        for step in unit.steps:
            day, minute = day_of(moment)
            yield Placed(demand.modules[unit.module].id, step.id, day, minute, step.minutes)
            moment += step.minutes


def _chosen(
    demand: Demand, solution: Solution, spec: WorkshopSpec, curriculum: Curriculum
) -> tuple[Chosen, ...]:
    taught = [demand.modules[number].id for number in solution.order]
    named = {*spec.must_steps, *spec.must_objectives}
    must = {*spec.must, *(name.partition("/")[0] for name in named)}
    audiences = set(spec.audiences)
    found = []
    for name in taught:
        if name in must:
            found.append(Chosen(name, "must"))
            continue
        # What a required module needs comes with it; of several, the first in order is named.
        because = next(
            (
                other
                for group in (sorted(must & set(taught)), sorted(taught))
                for other in group
                if other != name
                and name in dict(with_prerequisites(other, curriculum.modules, set(spec.prior)))
            ),
            None,
        )
        wished = (
            name in spec.may
            if spec.may is not None
            else bool(audiences & set(curriculum.modules[name].audiences))
            and name not in spec.prior
        )
        for_must = because in must
        if because is None or (wished and not for_must):
            found.append(Chosen(name, "may"))
        else:
            asking = next(
                (o for o in taught if name in curriculum.modules[o].requires and o != name),
                because,
            )
            found.append(Chosen(name, "required", asking))
    return tuple(found)


def _entries(day: Day, placed: list[Placed]) -> tuple[PlanEntry, ...]:
    start = minute_of(day.start)
    end = minute_of(day.end)
    entries = [
        PlanEntry("step", step.start, step.minutes, step.module_id, step.step_id) for step in placed
    ]
    entries += [PlanEntry(p.kind, p.minute, p.minutes, title=p.title) for p in day.pauses]
    for blocks, clock in (
        (day.opening, start),
        (day.closing, end - sum(block.minutes for block in day.closing)),
    ):
        for block in blocks:
            entries.append(PlanEntry(block.kind, clock, block.minutes, title=block.title))
            clock += block.minutes
    filled: list[PlanEntry] = []
    clock = start
    for entry in sorted(entries, key=lambda e: e.start):
        if entry.start > clock:
            filled.append(PlanEntry("free", clock, entry.start - clock))
        filled.append(entry)
        clock = entry.start + entry.minutes
    if clock < end:
        filled.append(PlanEntry("free", clock, end - clock))
    return tuple(filled)


def _left_out(
    demand: Demand,
    chosen: tuple[Chosen, ...],
    placed: list[Placed],
    spec: WorkshopSpec,
    curriculum: Curriculum,
) -> Iterable[LeftOut]:
    taught = {(step.module_id, step.step_id) for step in placed}
    units = {
        (module.id, step.id): unit
        for module in demand.modules
        for unit in module.units
        for step in unit.steps
    }
    for module in chosen:
        for step in curriculum.modules[module.module_id].steps:
            name = (module.module_id, step.id)
            if name in taught:
                continue
            why: WhyOut = "no_time"
            if f"{module.module_id}/{step.id}" in spec.never_steps:
                why = "never"
            elif not spec.fits(step.when):
                why = "other_place_or_audience"
            elif name in units and not units[name].starts:
                why = _why_nowhere(demand, units[name], spec)
            yield LeftOut(*name, why, clock_minutes(step, spec))
    inside = {module.module_id for module in chosen}
    asked = (*spec.must, *(spec.may or ()), *spec.never)
    others = [m.id for m in demand.modules] + sorted(demand.why_not)
    for name_ in dict.fromkeys((*asked, *others)):
        if name_ in inside or name_ not in curriculum.modules:
            continue
        number = demand.number_of(name_)
        if number is None:
            reason: WhyOut = demand.why_not.get(name_, "never")
            steps = [s for s in curriculum.modules[name_].steps if not s.optional]
            minutes = sum(clock_minutes(step, spec) for step in steps)
        else:
            needed = [u for u in demand.modules[number].units if u.needed]
            minutes = sum(u.minutes for u in needed)
            nowhere = next((u for u in needed if not u.starts), None)
            reason = _why_nowhere(demand, nowhere, spec) if nowhere else "no_time"
        yield LeftOut(name_, None, reason, minutes)


def _why_nowhere(demand: Demand, unit: Unit, spec: WorkshopSpec) -> WhyOut:
    """Why a unit fits into no window at all."""
    if any(step.lecture and step.nominal > demand.lecture_run for step in unit.steps):
        return "lecture_too_long"
    if spec.rooms and any(step.rooms > len(spec.rooms) for step in unit.steps):
        return "no_room"
    if all(window.minutes < unit.minutes for window in demand.windows):
        return "too_long"
    return "no_trainer"
