"""How well a timetable can be taught: whole costs of what trainers dislike, and a better order.

Enters: kept units and an order that fits. Leaves: an order that fits and costs no more. What is
taught does not change here. The search stops after a fixed number of tries: its result is the best
of those, not proved to be the best of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from builders.planning.demand import Demand, Unit, Window
from builders.planning.sequencing import Effort, Kept, Placer, may_end

LATE_START = 8
"""A module that begins less than `SHORT_START` minutes before a pause or the end of the day."""
LECTURE_AFTER_LUNCH = 6
SAME_METHOD = 3
"""Two steps of one method without a pause between them."""
SPLIT = 2
"""A module that a pause interrupts, for each such pause."""
IDLE_PART = 5
"""So many minutes without a step, while there is more to come, cost one."""
SHORT_START = 15


class Rhythm(NamedTuple):
    """What an order costs, and how far it is from the order of the lists. Less is better."""

    cost: int
    out_of_list: int


class Timetable(NamedTuple):
    """An order, the modules that wait for the next window, and the start of each unit."""

    order: tuple[int, ...]
    pushed: frozenset[int]
    starts: dict[int, int]
    rhythm: Rhythm


def rhythm_of(
    demand: Demand, placer: Placer, kept: Kept, order: tuple[int, ...], starts: dict[int, int]
) -> Rhythm:
    """The cost of a timetable."""
    windows = demand.windows
    cost = 0
    window, clock, method = -1, 0, ""
    for number in order:
        first = True
        for unit in kept[number]:
            start = starts[unit.number]
            here = max(window, 0)
            while windows[here].end <= start:
                here += 1
            cost += cost_of_step(windows, unit, start, here, window, clock, method, first)
            first = False
            window, clock = here, start + unit.minutes
            method = unit.steps[-1].method
    ranks = [demand.modules[number].rank for number in order]
    late = sum(a > b for place, a in enumerate(ranks) for b in ranks[place + 1 :])
    return Rhythm(cost, late)


def cost_of_step(
    windows: Sequence[Window],
    unit: Unit,
    start: int,
    here: int,
    window: int,
    clock: int,
    method: str,
    first: bool,
) -> int:
    """What a unit costs that starts in window `here`, first of its module or not.

    The step before it ended in `window` (-1: there was none) at `clock` and had this method.
    """
    cost = 0
    if here != window:
        idle = start - windows[here].start
        if window >= 0:
            idle += windows[window].end - clock
        idle += sum(windows[w].minutes for w in range(window + 1, here))
        cost += SPLIT * (not first)
        cost += LECTURE_AFTER_LUNCH * (windows[here].after_lunch and unit.steps[0].lecture)
    else:
        idle = start - clock
        cost += SAME_METHOD * (method == unit.steps[0].method)
    cost += idle // IDLE_PART
    if first and windows[here].end - start < SHORT_START:
        cost += LATE_START
    return cost


def improve(
    demand: Demand, placer: Placer, kept: Kept, order: tuple[int, ...], effort: Effort
) -> Timetable:
    """Move modules, swap two, let one wait for the next window: as long as it gets better."""
    starts = placer.place_all(order, kept)
    assert starts is not None
    best = Timetable(order, frozenset(), starts, rhythm_of(demand, placer, kept, order, starts))
    better = True
    while better and not effort.is_over:
        better = False
        for changed, pushed in neighbours(best.order, best.pushed):
            if effort.is_over:
                break
            effort.spent += len(order)
            if not is_allowed(demand, kept, changed):
                continue
            found = placer.place_all(changed, kept, pushed)
            if found is None:
                continue
            rhythm = rhythm_of(demand, placer, kept, changed, found)
            if rhythm < best.rhythm:
                best = Timetable(changed, pushed, found, rhythm)
                better = True
                break
    return best


def neighbours(
    order: tuple[int, ...], pushed: frozenset[int], pushing: bool = True
) -> Iterator[tuple[tuple[int, ...], frozenset[int]]]:
    """Orders that differ by one move, near moves first; `pushing` also makes modules wait."""
    if pushing:
        for number in order[1:]:
            yield order, pushed ^ {number}
    for distance in range(1, len(order)):
        for place in range(len(order)):
            rest = order[:place] + order[place + 1 :]
            for other in (place + distance, place - distance):
                if 0 <= other < len(order) and (distance > 1 or other > place):
                    yield (*rest[:other], order[place], *rest[other:]), pushed
    for one in range(len(order)):
        for two in range(one + 2, len(order)):
            swapped = list(order)
            swapped[one], swapped[two] = swapped[two], swapped[one]
            yield tuple(swapped), pushed


def is_allowed(demand: Demand, kept: Kept, order: tuple[int, ...]) -> bool:
    """Prerequisites come first, and the last module may stand there."""
    done: set[int] = set()
    for number in order:
        if any(n in kept and n not in done for n in demand.modules[number].requires):
            return False
        done.add(number)
    return not order or may_end(demand, kept[order[-1]])
