"""Two plans side by side.

Enters: two plans with their specs. Leaves: `Comparison`, plain data: what the second gains and
loses, and the figures of both.
"""

from __future__ import annotations

from dataclasses import dataclass

from builders.models.workshop import WorkshopSpec
from builders.planning.alternatives import steps_of
from builders.planning.plan import Plan


@dataclass(frozen=True)
class Load:
    """Minutes that a trainer leads and helps."""

    name: str
    leads: int
    helps: int


@dataclass(frozen=True)
class Side:
    """The figures of one plan. Values in thousandths; shares in nominal minutes."""

    modules: tuple[str, ...]
    """In the order of teaching."""
    value: int
    value_wanted: int
    days: int
    minutes_taught: int
    minutes_free: int
    minutes_nominal: int
    minutes_lecture: int
    pillars: tuple[tuple[str, int], ...]
    trainers: tuple[Load, ...]


@dataclass(frozen=True)
class ObjectiveChange:
    """An objective that one plan reaches and the other does not, with its weight there."""

    module_id: str
    objective_id: str
    weight: int


@dataclass(frozen=True)
class Comparison:
    """From the first plan to the second. Steps are those of modules that both teach."""

    first: Side
    second: Side
    gains_modules: tuple[str, ...]
    loses_modules: tuple[str, ...]
    gains_steps: tuple[str, ...]
    loses_steps: tuple[str, ...]
    gains_objectives: tuple[ObjectiveChange, ...]
    """Heaviest first, weighed by the plan that reaches them."""
    loses_objectives: tuple[ObjectiveChange, ...]


def compare(
    first: Plan, first_spec: WorkshopSpec, second: Plan, second_spec: WorkshopSpec
) -> Comparison:
    """What changes from the first plan to the second."""
    one, two = _side(first, first_spec), _side(second, second_spec)
    both = set(one.modules) & set(two.modules)
    steps = {s for s in steps_of(first) if s.partition("/")[0] in both}
    others = {s for s in steps_of(second) if s.partition("/")[0] in both}
    return Comparison(
        one,
        two,
        tuple(name for name in two.modules if name not in both),
        tuple(name for name in one.modules if name not in both),
        tuple(sorted(others - steps)),
        tuple(sorted(steps - others)),
        _reached_by(second, first),
        _reached_by(first, second),
    )


def _reached_by(plan: Plan, other: Plan) -> tuple[ObjectiveChange, ...]:
    theirs = {(o.module_id, o.objective_id) for o in other.objectives if o.is_covered}
    found = [
        ObjectiveChange(o.module_id, o.objective_id, o.weight)
        for o in plan.objectives
        if o.is_covered and (o.module_id, o.objective_id) not in theirs
    ]
    return tuple(sorted(found, key=lambda o: (-o.weight, o.module_id, o.objective_id)))


def _side(plan: Plan, spec: WorkshopSpec) -> Side:
    leads = dict.fromkeys(range(len(spec.trainers)), 0)
    helps = dict(leads)
    for step in plan.placed:
        for position, number in enumerate(step.trainers):
            (helps if position else leads)[number] += step.minutes
    return Side(
        modules=tuple(chosen.module_id for chosen in plan.modules),
        value=plan.value,
        value_wanted=plan.value_wanted,
        days=len(plan.days),
        minutes_taught=plan.minutes_taught,
        minutes_free=plan.minutes_free,
        minutes_nominal=plan.minutes_nominal,
        minutes_lecture=plan.minutes_lecture,
        pillars=tuple(sorted(plan.shares.items())),
        trainers=tuple(
            Load(trainer.name, leads[number], helps[number])
            for number, trainer in enumerate(spec.trainers)
        ),
    )
