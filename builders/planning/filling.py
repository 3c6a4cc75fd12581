"""The most minutes for a fixed order of modules, and among those the best rhythm.

Enters: an order, and the objectives that have to stay covered. Leaves: the units to keep and the
start of each. Goes through the units of all modules once; of all ways that stand at the same moment
with the same objectives covered, only the best is followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from builders.planning.demand import Demand, ModuleDemand, Unit
from builders.planning.rhythm import cost_of_step
from builders.planning.sequencing import BEGIN, Cursor, Effort, Placer


class _Way(NamedTuple):
    """How far a way has come. `rank` is better when greater: nominal minutes, less of cost."""

    rank: tuple[int, int]
    cursor: Cursor
    method: str
    clock: int
    """The moment at which the last step ended."""
    day: int
    """The day that the module under way must keep to; 0 before its first step."""
    covered: int
    """Objectives of the module under way that are covered, as bits."""
    kept: int
    """How many units of the module under way are kept."""
    last: tuple[object, ...] | None
    """The last unit with its start, and what came before it."""
    heavy: bool
    """The last step may not stand at the end of the workshop."""


class Filled(NamedTuple):
    """Kept units with the start of each."""

    starts: dict[int, int]
    minutes: int
    cost: int


def fill(
    demand: Demand,
    placer: Placer,
    order: Sequence[int],
    covered: frozenset[int],
    effort: Effort,
    allowed: frozenset[int] | None = None,
    width: int = 1500,
) -> Filled | None:
    """The best choice of units for an order. `allowed` restricts what may be kept beside needed."""
    layer: dict[tuple[object, ...], _Way] = {
        (): _Way((0, 0), BEGIN, "", 0, 0, 0, 0, None, False)
    }
    for number in order:
        module = demand.modules[number]
        bits, wanted = _bits(demand, module, covered)
        layer = _with_next_day(layer.values(), placer)
        for unit in module.units:
            following: dict[tuple[object, ...], _Way] = {}
            skippable = not unit.needed
            usable = bool(unit.starts) and (
                unit.needed or allowed is None or unit.number in allowed
            )
            for way in layer.values():
                effort.spent += 1
                if skippable:
                    _offer(following, way)
                if usable:
                    begun = _with_unit(way, module, unit, bits.get(unit.number, 0), placer)
                    if begun is not None:
                        _offer(following, begun)
            layer = _narrowed(following, placer, width)
            if not layer:
                return None
        layer = {
            (way.cursor, way.heavy): way
            for way in sorted(layer.values(), key=lambda w: w.rank)
            if way.kept and not wanted & ~way.covered
        }
        if not layer:
            return None
    endings = [
        way for way in layer.values() if way.last and not (demand.heavy_last and way.heavy)
    ]
    if not endings:
        return None
    best = max(endings, key=lambda way: (way.rank, -way.cursor.time))
    starts: dict[int, int] = {}
    link = best.last
    while link is not None:
        unit_number, start, link = link  # type: ignore[assignment,misc]
        starts[unit_number] = start
    return Filled(dict(sorted(starts.items())), best.rank[0], -best.rank[1])


def _bits(
    demand: Demand, module: ModuleDemand, covered: frozenset[int]
) -> tuple[dict[int, int], int]:
    """Of each unit the objectives to cover that it works on, as bits; and all of them."""
    bits: dict[int, int] = {}
    wanted = 0
    needed = {unit.number for unit in module.units if unit.needed}
    for objective in demand.objectives:
        if objective.module != module.number or objective.number not in covered:
            continue
        if needed & set(objective.units):
            continue
        bit = 1 << wanted.bit_count()
        wanted |= bit
        for number in objective.units:
            bits[number] = bits.get(number, 0) | bit
    return bits, wanted


def _with_next_day(ways: Iterable[_Way], placer: Placer) -> dict[tuple[object, ...], _Way]:
    """Each way at the start of a module: going on here, or with the next day."""
    found: dict[tuple[object, ...], _Way] = {}
    for way in ways:
        fresh = way._replace(day=0, covered=0, kept=0)
        _offer(found, fresh)
        window = max(way.cursor.window, 0)
        following = next(
            (w for w in range(window, len(placer.windows))
             if placer.windows[w].day > placer.windows[window].day),
            None,
        )  # fmt: skip
        if following is not None:
            start = placer.windows[following].start
            _offer(found, fresh._replace(cursor=Cursor(start, following - 1, 0)))
    return found


def _offer(layer: dict[tuple[object, ...], _Way], way: _Way) -> None:
    key = (way.cursor, way.day, way.covered, way.kept > 0, way.heavy)
    known = layer.get(key)
    if known is None or way.rank > known.rank:
        layer[key] = way


def _with_unit(
    way: _Way, module: ModuleDemand, unit: Unit, bits: int, placer: Placer
) -> _Way | None:
    """The way with one unit more, as early as it goes."""
    at = placer.next_start(unit, way.cursor)
    if at is None:
        return None
    cursor, start = at
    day = placer.windows[cursor.window].day
    if way.day and day != way.day and not module.spans_days:
        return None
    cost = cost_of_step(
        placer.windows, unit, start, cursor.window, way.cursor.window if way.last else -1,
        way.clock, way.method, not way.kept,
    )  # fmt: skip
    last = unit.steps[-1]
    return _Way(
        (way.rank[0] + unit.nominal, way.rank[1] - cost),
        cursor,
        last.method,
        cursor.time,
        day,
        way.covered | bits,
        way.kept + 1,
        (unit.number, start, way.last),
        last.heavy,
    )


def _narrowed(
    layer: dict[tuple[object, ...], _Way], placer: Placer, width: int
) -> dict[tuple[object, ...], _Way]:
    """The ways that lost the fewest minutes."""
    if len(layer) <= width:
        return layer
    ranked = sorted(
        layer.items(),
        key=lambda item: (
            -(item[1].rank[0] + placer.minutes_left(item[1].cursor)),
            -item[1].rank[1],
            item[1].cursor,
            item[1].covered,
        ),
    )
    return dict(ranked[:width])
