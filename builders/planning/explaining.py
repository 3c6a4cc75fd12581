"""Why each module and step is in a plan or out of it, and what it would cost to change that.

Enters: a demand, its plan, the workshop's file. Leaves: `Explanation`, plain data. Prices are found
by solving again with the thing forced in: what leaves the plan then, and how much later a day would
have to end for everything to stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from builders.loading.curriculum import Curriculum, SourceFile
from builders.models.workshop import WorkshopSpec
from builders.planning.conflicts import has_plan
from builders.planning.demand import Demand, ModuleDemand, RequirementKind, Unit
from builders.planning.demanding import demand_of
from builders.planning.plan import LeftOut, Plan, WhyOut
from builders.planning.solving import Limits, solve
from builders.prerequisites import refused_need
from builders.problems import Place
from builders.time_of_day import minute_of

PRICING = Limits(
    value_rounds=6, minutes_rounds=3, rounds_if_small=40, steps=60_000, rhythm_steps=0,
    polish_tries=4, fill_width=100,
)  # fmt: skip
"""Work of one price."""
FITTING = Limits(value_rounds=3, rounds_if_small=40, steps=15_000)
"""Work of one look whether all fits if a day ends later."""
USUALLY_PRICED = 5
"""Left-out things that get a price unless all are asked for."""
STEP = 5
"""A later end is found in steps of so many minutes, as agendas are written."""
MOST_LATER = 180
"""Minutes by which a day may end later in a price."""

WhyStep = Literal["must_step", "must_objective", "mandatory", "objective", "time"]


@dataclass(frozen=True)
class Worth:
    """An objective and its weight in thousandths."""

    objective_id: str
    weight: int


@dataclass(frozen=True)
class ModuleIn:
    """A module of the plan. `because` names the module that requires it, if one does."""

    module_id: str
    why: Literal["must", "may", "required"]
    because: str | None
    place: Place | None
    """Where the file asks for it."""
    minutes: int
    value: int
    """Weights of its objectives that are reached, in thousandths."""
    reached: tuple[Worth, ...]
    """Heaviest first."""


@dataclass(frozen=True)
class StepIn:
    """An optional step that is kept. `objectives`: what nothing else in the plan works on."""

    module_id: str
    step_id: str
    why: WhyStep
    minutes: int
    objectives: tuple[Worth, ...]


@dataclass(frozen=True)
class Price:
    """What happens if something left out is forced in.

    minutes: what it takes on the clock, with what it requires. The days stay as they are: then
    these modules and steps have to leave (`loses_*`), these come (`gains_*`), and the value changes
    by `value` thousandths. `is_possible` False: no plan was found that holds it. Everything stays:
    `day` ends at `day_end` (minutes after midnight), which is `extra` minutes later; None where no
    later end within `MOST_LATER` minutes was found, and then `barred_by` may say why.
    """

    minutes: int
    is_possible: bool
    loses_modules: tuple[str, ...]
    loses_steps: tuple[str, ...]
    gains_modules: tuple[str, ...]
    gains_steps: tuple[str, ...]
    value: int
    day: int | None
    day_end: int | None
    extra: int | None
    barred_by: RequirementKind | None


@dataclass(frozen=True)
class Out:
    """A module (`step_id` None) or step that is not taught."""

    module_id: str
    step_id: str | None
    why: WhyOut
    because: str | None
    """The module that it requires and that is not to be taught."""
    place: Place | None
    """Where the file refuses it."""
    minutes: int
    value: int
    """Weights of objectives that would be reached as well, in thousandths."""
    price: Price | None = None

    @property
    def name(self) -> str:
        return f"{self.module_id}/{self.step_id}" if self.step_id else self.module_id


@dataclass(frozen=True)
class Explanation:
    modules: tuple[ModuleIn, ...]
    """In the order of teaching."""
    steps: tuple[StepIn, ...]
    """Optional ones, in the order of teaching."""
    out: tuple[Out, ...]
    """Most valuable first, then modules before steps, then by name."""
    unpriced: int
    """How many could have a price and have none, because only the most valuable were asked for."""


def explain(
    demand: Demand,
    plan: Plan,
    source: SourceFile,
    prices: int | None = USUALLY_PRICED,
) -> Explanation:
    """The explanation of a plan of this demand. `prices`: how many at most; None is all."""
    assert demand.spec is not None
    assert demand.curriculum is not None
    spec, curriculum = demand.spec, demand.curriculum
    out = sorted(
        (_out(left, demand, plan, spec, curriculum, source) for left in plan.left_out),
        key=lambda one: (-one.value, one.step_id is not None, one.name),
    )
    priced: list[Out] = []
    count = unpriced = 0
    for one in out:
        if one.why == "no_time":
            if prices is None or count < prices:
                count += 1
                one = replace(one, price=price_of(one.name, demand, plan))
            else:
                unpriced += 1
        priced.append(one)
    return Explanation(
        tuple(_module_in(chosen.module_id, plan, spec, source) for chosen in plan.modules),
        tuple(_steps_in(demand, plan, spec, curriculum)),
        tuple(priced),
        unpriced,
    )


def _module_in(module_id: str, plan: Plan, spec: WorkshopSpec, source: SourceFile) -> ModuleIn:
    chosen = next(one for one in plan.modules if one.module_id == module_id)
    reached = sorted(
        (
            Worth(one.objective_id, one.weight)
            for one in plan.objectives
            if one.module_id == module_id and one.is_covered
        ),
        key=lambda worth: (-worth.weight, worth.objective_id),
    )
    return ModuleIn(
        module_id,
        chosen.why,
        chosen.because,
        _asked_at(module_id, spec, source),
        sum(step.minutes for step in plan.steps_of(module_id)),
        sum(worth.weight for worth in reached),
        tuple(reached),
    )


def _asked_at(module_id: str, spec: WorkshopSpec, source: SourceFile) -> Place | None:
    """Where a file names a module, or something of it, as what must or may be taught."""
    for key, names in (
        ("must", spec.must),
        ("must_steps", [name.partition("/")[0] for name in spec.must_steps]),
        ("must_objectives", [name.partition("/")[0] for name in spec.must_objectives]),
        ("may", spec.may or ()),
    ):
        for number, name in enumerate(names):
            if name == module_id and (key, number) in source.places.values:
                return source.places.of(key, number)
    return None


def _steps_in(
    demand: Demand, plan: Plan, spec: WorkshopSpec, curriculum: Curriculum
) -> Iterable[StepIn]:
    kept = {(step.module_id, step.step_id) for step in plan.placed}
    for placed in plan.placed:
        module = curriculum.modules[placed.module_id]
        step = next(s for s in module.steps if s.id == placed.step_id)
        if not step.optional:
            continue
        weights = {
            o.objective_id: o.weight for o in plan.objectives if o.module_id == placed.module_id
        }
        alone = [
            objective
            for objective in module.objectives
            if objective.id in step.objectives
            and not any(
                objective.id in other.objectives
                for other in module.steps
                if other.id != step.id and (placed.module_id, other.id) in kept
            )
        ]
        prefix = f"{placed.module_id}/"
        why: WhyStep = "time"
        if prefix + step.id in spec.must_steps:
            why = "must_step"
        elif any(prefix + o.id in spec.must_objectives for o in alone):
            why = "must_objective"
        elif any(o.mandatory for o in alone):
            why = "mandatory"
        elif any(weights.get(o.id) for o in alone):
            why = "objective"
        worths = sorted(
            (Worth(o.id, weights.get(o.id, 0)) for o in alone),
            key=lambda worth: (-worth.weight, worth.objective_id),
        )
        yield StepIn(placed.module_id, step.id, why, placed.minutes, tuple(worths))


def _out(
    left: LeftOut,
    demand: Demand,
    plan: Plan,
    spec: WorkshopSpec,
    curriculum: Curriculum,
    source: SourceFile,
) -> Out:
    name = f"{left.module_id}/{left.step_id}" if left.step_id else left.module_id
    key, names = ("never_steps", spec.never_steps) if left.step_id else ("never", spec.never)
    place = None
    because = None
    if left.why == "never" and name in names and (key, names.index(name)) in source.places.values:
        place = source.places.of(key, names.index(name))
    if left.why == "requires_never":
        because = refused_need(left.module_id, spec, curriculum)
    covered = {(o.module_id, o.objective_id) for o in plan.objectives if o.is_covered}
    units = {unit.number for unit in _units_of(name, demand)}
    if left.step_id is None:
        units = {u.number for m in demand.modules if m.id == left.module_id for u in m.units}
    value = sum(
        objective.weight
        for objective in demand.objectives
        if set(objective.units) & units
        and (demand.modules[objective.module].id, objective.id) not in covered
    )
    return Out(left.module_id, left.step_id, left.why, because, place, left.minutes, value)


def _units_of(name: str, demand: Demand) -> list[Unit]:
    """The units of a module that stay, or the unit of one step."""
    module_id, _, step_id = name.partition("/")
    units = [unit for m in demand.modules if m.id == module_id for unit in m.units]
    if step_id:
        return [unit for unit in units if any(step.id == step_id for step in unit.steps)]
    return [unit for unit in units if unit.needed]


def price_of(name: str, demand: Demand, plan: Plan) -> Price:
    """What it costs to force in a module, or a step given as `module-id/step-id`."""
    taught = {chosen.module_id for chosen in plan.modules}
    kept = {f"{step.module_id}/{step.step_id}" for step in plan.placed}
    # Once with nothing else new, once with all that may be taught: the better one is the price.
    free = demand.with_step(name) if "/" in name else demand.with_module(name)
    solved = [(forced, solve(forced, PRICING)) for forced in (_forced(name, demand, kept), free)]
    forced, solution = max(solved, key=lambda pair: (pair[1].is_plan, pair[1].value))
    modules = solution.modules(forced) if solution.is_plan else frozenset()
    steps = solution.steps(forced) if solution.is_plan else frozenset()
    all_kept, minutes = _with_all_kept(name, demand, kept)
    later = _least_later(all_kept, demand.minutes)
    lost = sorted(step for step in kept - steps if step.partition("/")[0] in modules)
    return Price(
        minutes=minutes - sum(step.minutes for step in plan.placed),
        is_possible=solution.is_plan,
        loses_modules=tuple(sorted(taught - modules)) if solution.is_plan else (),
        loses_steps=tuple(lost),
        gains_modules=tuple(sorted(modules - taught - {name.partition("/")[0]})),
        gains_steps=tuple(
            sorted(s for s in steps - kept - {name} if s.partition("/")[0] in taught & modules)
        ),
        value=solution.value - plan.value if solution.is_plan else 0,
        day=later[0] if later else None,
        day_end=later[1] if later else None,
        extra=later[2] if later else None,
        barred_by=None if later else _barred_by(all_kept),
    )


def _forced(name: str, demand: Demand, kept: set[str]) -> Demand:
    """The demand with the new thing, and of all else only what the plan holds."""
    assert demand.spec is not None
    assert demand.curriculum is not None
    forced, _ = _with_all_kept(name, demand, ())
    wanted = {module.id for module in _needed_modules(forced)}
    taught = {step.partition("/")[0] for step in kept}
    modules = {m.id for m in demand.modules} - wanted - taught
    steps = {
        f"{module.id}/{step.id}"
        for module in demand.modules
        if module.id in taught
        for unit in module.units
        if not any(f"{module.id}/{step.id}" in kept | {name} for step in unit.steps)
        for step in unit.steps
    }
    changes = replace(
        forced.changes,
        never_modules=forced.changes.never_modules | modules,
        never_steps=forced.changes.never_steps | steps,
    )
    return demand_of(demand.spec, demand.curriculum, changes)


def _with_all_kept(name: str, demand: Demand, kept: Iterable[str]) -> tuple[Demand, int]:
    """The demand that keeps these steps and the new thing; and its minutes on the clock."""
    assert demand.spec is not None
    assert demand.curriculum is not None
    changes = demand.changes
    steps = changes.must_steps | set(kept)
    modules = changes.must_modules
    if "/" in name:
        steps |= {name}
    else:
        modules |= {name}
    changed = demand_of(
        demand.spec,
        demand.curriculum,
        replace(changes, must_steps=steps, must_modules=modules),
    )
    return changed, sum(unit.minutes for unit in _all_needed(changed))


def _all_needed(demand: Demand) -> list[Unit]:
    """The units that every plan of this demand holds."""
    return [
        unit
        for module in _needed_modules(demand)
        for unit in module.units
        if unit.needed or unit.required
    ]


def _needed_modules(demand: Demand) -> list[ModuleDemand]:
    """The modules that every plan of this demand holds."""
    found: dict[int, ModuleDemand] = {}
    waiting = [module for module in demand.modules if module.required]
    while waiting:
        module = waiting.pop()
        if module.number not in found:
            found[module.number] = module
            waiting += [demand.modules[number] for number in module.requires]
    return list(found.values())


def _least_later(all_kept: Demand, minutes_there: int) -> tuple[int, int, int] | None:
    """The day (from 1), its new end, and the minutes added; the fewest, of equal ones the last day.

    The search assumes that more time never hurts, which the rules guarantee.
    """
    assert all_kept.spec is not None
    days = all_kept.spec.days
    needed = sum(unit.minutes for unit in _all_needed(all_kept))
    least = max(1, -(-(needed - minutes_there) // STEP))
    best: tuple[int, int, int] | None = None
    for number in range(len(days), 0, -1):
        end = minute_of(days[number - 1].end)
        high = min(MOST_LATER, 24 * 60 - 1 - end) // STEP
        if best is not None:
            high = min(high, best[2] // STEP - 1)
        if high < least or not _fits_with(all_kept, number, end + high * STEP):
            continue
        low = least
        while low < high:
            middle = (low + high) // 2
            if _fits_with(all_kept, number, end + middle * STEP):
                high = middle
            else:
                low = middle + 1
        best = number, end + high * STEP, high * STEP
    return best


def _fits_with(demand: Demand, day: int, end: int) -> bool:
    return has_plan(demand.with_day_end(day, end), FITTING) is True


_BARS: Sequence[RequirementKind] = (
    "lecture_share", "share_at_most", "share_at_least", "presence", "leads", "trainers", "rooms",
    "one_day", "heavy_last",
)  # fmt: skip


def _barred_by(all_kept: Demand) -> RequirementKind | None:
    """The kind of requirement that forbids it even if all days have time without end."""
    ends = [r for r in all_kept.requirements if r.kind == "day_end"]
    for kind in _BARS:
        bars = [r for r in all_kept.requirements if r.kind == kind]
        if bars and has_plan(all_kept.without(*ends, *bars), FITTING) is True:
            return None if has_plan(all_kept.without(*ends), FITTING) is True else kind
    return None
