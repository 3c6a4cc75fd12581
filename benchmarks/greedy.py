"""The peer of the planning benchmark: fill the days one module after the other.

This is how keyhub planned before it had a solver. Prerequisites first; what must be taught, then
each wish whose core still fits, whole; then optional steps where there is room. It keeps the rules
on time and order, and looks at neither value nor shares.
"""

from __future__ import annotations

from builders.loading.curriculum import Curriculum
from builders.models.workshop import WorkshopSpec
from builders.planning.demand import Demand, Unit
from builders.planning.demanding import demand_of
from builders.planning.sequencing import Kept, Placer


def greedy_plan(spec: WorkshopSpec, curriculum: Curriculum) -> int:
    """The value that the greedy fill reaches, in thousandths; 0 if not even `must` fits."""
    demand = demand_of(spec, curriculum)
    placer = Placer(demand)
    order: list[int] = []
    kept: dict[int, tuple[Unit, ...]] = {}
    waiting = sorted(demand.modules, key=lambda module: (not module.required, module.rank))
    for module in waiting:
        group = [n for n in _with_needed(demand, module.number) if n not in kept]
        longer = [*order, *group]
        units = {**kept, **{n: _core(demand, n) for n in group}}
        if placer.place_all(longer, units) is not None:
            order, kept = longer, units
        elif module.required:
            return 0
    for number in order:
        for unit in demand.modules[number].units:
            if unit not in kept[number] and unit.starts:
                more = {**kept, number: tuple(sorted((*kept[number], unit), key=_place))}
                if placer.place_all(order, more) is not None:
                    kept = more
    return _value(demand, kept)


def _place(unit: Unit) -> int:
    return unit.number


def _core(demand: Demand, number: int) -> tuple[Unit, ...]:
    units = demand.modules[number].units
    return tuple(unit for unit in units if unit.needed) or units[:1]


def _with_needed(demand: Demand, number: int) -> list[int]:
    found: list[int] = []
    for needed in demand.modules[number].requires:
        found += [n for n in _with_needed(demand, needed) if n not in found]
    return [*found, number]


def _value(demand: Demand, kept: Kept) -> int:
    units = {unit.number for taught in kept.values() for unit in taught}
    return sum(o.weight for o in demand.objectives if units & set(o.units))
