"""An order of teaching for chosen modules and steps, with the moment of every step.

Enters: a `Demand` and the units kept of each module. Leaves: a `Sequenced`, or the proof that there
is none, or neither where the effort ran out.

Why an order is all that has to be searched: for a given order of modules it is best to place each
unit as early as it goes (nothing that could follow later is lost by that), to go on in the next
window where a run of lecture would get too long, and to begin a module on the next day where it
cannot be finished on this one. So the search runs over sets of modules already placed, and of two
ways to place the same set keeps the one that ends earlier. It is exact unless it was cut short.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from builders.planning.demand import DAY, Demand, ModuleDemand, Unit

Kept = Mapping[int, tuple[Unit, ...]]
"""The kept units of each taught module, in the order of the module, by the module's number."""


class Cursor(NamedTuple):
    """Where the next unit may go: not before `time`; `run` minutes of lecture end there."""

    time: int
    window: int
    run: int


BEGIN = Cursor(0, -1, 0)


class Effort:
    """Counts steps of work, so that a limit is the same on every machine."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.spent = 0

    @property
    def is_over(self) -> bool:
        return self.spent >= self.limit

    def part(self, limit: int) -> Effort:
        """A smaller allowance; what it spends has to be added with `take`."""
        return Effort(max(0, min(limit, self.limit - self.spent)))

    def take(self, part: Effort) -> None:
        self.spent += part.spent


@dataclass(frozen=True)
class Sequenced:
    """What a search found. `order` is None without a plan; `is_proof` tells if that is certain."""

    order: tuple[int, ...] | None
    is_proof: bool


class Placer:
    """Places modules, each as early as it goes. Remembers what it worked out."""

    def __init__(self, demand: Demand) -> None:
        self.demand = demand
        self.windows = demand.windows
        self._lasts = {
            unit.number: [start.last for start in unit.starts]
            for module in demand.modules
            for unit in module.units
        }
        self._known: dict[tuple[object, ...], tuple[Cursor, tuple[int, ...]] | None] = {}
        self._length = {u.number: u.minutes for m in demand.modules for u in m.units}
        self._lecture = {u.number: u.lecture for m in demand.modules for u in m.units}
        self.left_after = self._left_after()

    def _left_after(self) -> list[int]:
        """Minutes of all windows after each window."""
        found, total = [], 0
        for window in reversed(self.windows):
            found.append(total)
            total += window.minutes
        return [*reversed(found), total]

    def minutes_left(self, cursor: Cursor) -> int:
        """Teaching minutes from a cursor to the end of the workshop."""
        if cursor.window < 0:
            return self.left_after[-1]
        return self.left_after[cursor.window] + self.windows[cursor.window].end - cursor.time

    def place(
        self, module: ModuleDemand, units: tuple[Unit, ...], cursor: Cursor
    ) -> tuple[Cursor, tuple[int, ...]] | None:
        """Where a module ends and each unit starts, or None where it does not fit any more."""
        key = (module.number, units, cursor)
        if key not in self._known:
            self._known[key] = self._place(module, units, cursor)
        return self._known[key]

    def _place(
        self, module: ModuleDemand, units: tuple[Unit, ...], cursor: Cursor
    ) -> tuple[Cursor, tuple[int, ...]] | None:
        while True:
            found = self._attempt(module, units, cursor)
            if found is not None or module.spans_days:
                return found
            day = self.windows[cursor.window].day if cursor.window >= 0 else self.windows[0].day
            following = next(
                (w for w in range(max(cursor.window, 0), len(self.windows))
                 if self.windows[w].day > day),
                None,
            )  # fmt: skip
            if following is None:
                return None
            cursor = Cursor(self.windows[following].start, following, 0)

    def _attempt(
        self, module: ModuleDemand, units: tuple[Unit, ...], cursor: Cursor
    ) -> tuple[Cursor, tuple[int, ...]] | None:
        """Place from here on; within the day of the cursor unless the module may span nights."""
        day = None if module.spans_days else self.windows[max(cursor.window, 0)].day
        starts = []
        for unit in units:
            found = self.next_start(unit, cursor)
            if found is None or (day is not None and self.windows[found[0].window].day != day):
                return None
            cursor, start = found
            starts.append(start)
        return cursor, tuple(starts)

    def next_start(self, unit: Unit, cursor: Cursor) -> tuple[Cursor, int] | None:
        """The first moment from a cursor on at which a unit can start, and the cursor after it."""
        time, window, run = cursor
        lecture = self._lecture[unit.number]
        at = self._earliest(unit, time)
        if at is None:
            return None
        if lecture:
            longest = self.demand.lecture_run
            if lecture > longest:
                return None
            if at[1] == window and run + lecture > longest:
                at = self._earliest_after(unit, window)
                if at is None:
                    return None
            run = run + lecture if at[1] == window else lecture
        else:
            run = 0
        start, here = at
        return Cursor(start + self._length[unit.number], here, run), start

    def _earliest(self, unit: Unit, time: int) -> tuple[int, int] | None:
        """The first moment from `time` on at which a unit can start, and its window."""
        position = bisect_left(self._lasts[unit.number], time)
        if position == len(unit.starts):
            return None
        start = unit.starts[position]
        return max(start.first, time), start.window

    def _earliest_after(self, unit: Unit, window: int) -> tuple[int, int] | None:
        """The same in a later window."""
        return next(((s.first, s.window) for s in unit.starts if s.window > window), None)

    def place_all(
        self, order: Sequence[int], kept: Kept, pushed: frozenset[int] = frozenset()
    ) -> dict[int, int] | None:
        """The start of every unit (by number) for an order of modules, or None if it does not fit.

        Modules in `pushed` do not begin in the window where the one before them ended.
        """
        cursor = BEGIN
        starts: dict[int, int] = {}
        for number in order:
            if number in pushed:
                if cursor.window + 1 >= len(self.windows):
                    return None
                cursor = Cursor(self.windows[cursor.window + 1].start, cursor.window + 1, 0)
            found = self.place(self.demand.modules[number], kept[number], cursor)
            if found is None:
                return None
            cursor, begun = found
            starts.update(zip((unit.number for unit in kept[number]), begun, strict=True))
        return starts


def may_end(demand: Demand, units: tuple[Unit, ...]) -> bool:
    """True if a module with these units may stand last in the workshop."""
    return not (demand.heavy_last and units[-1].steps[-1].heavy)


def find_order(placer: Placer, kept: Kept, effort: Effort, width: int) -> Sequenced:
    """An order that fits. `width` is how many ways are followed at once; more is more thorough."""
    demand = placer.demand
    if not kept:
        return Sequenced((), is_proof=True)
    numbers = sorted(kept)
    bit = {number: 1 << position for position, number in enumerate(numbers)}
    needed = {
        number: sum(bit[other] for other in demand.modules[number].requires if other in bit)
        for number in numbers
    }
    minutes = {number: sum(unit.minutes for unit in kept[number]) for number in numbers}
    full = sum(bit.values())
    layer: dict[int, list[tuple[Cursor, tuple[int, ...]]]] = {0: [(BEGIN, ())]}
    left = {0: sum(minutes.values())}
    complete = True
    for count in range(len(numbers)):
        following: dict[int, list[tuple[Cursor, tuple[int, ...]]]] = {}
        for done, ways in layer.items():
            if effort.is_over:
                return Sequenced(None, is_proof=False)
            for number in numbers:
                if done & bit[number] or needed[number] & ~done:
                    continue
                now = done | bit[number]
                if now == full and not may_end(demand, kept[number]):
                    continue
                remaining = left[done] - minutes[number]
                left[now] = remaining
                for cursor, order in ways:
                    effort.spent += 1
                    found = placer.place(demand.modules[number], kept[number], cursor)
                    if found is None or placer.minutes_left(found[0]) < remaining:
                        continue
                    _add_way(following.setdefault(now, []), found[0], (*order, number))
        if not following:
            return Sequenced(None, complete)
        if count + 1 == len(numbers):
            return Sequenced(min(order for _, order in following[full]), is_proof=True)
        if sum(map(len, following.values())) > width:
            complete = False
            following = _best_ways(following, left, placer, width)
        layer = following
    raise AssertionError("the last layer returns")


def _add_way(
    ways: list[tuple[Cursor, tuple[int, ...]]], cursor: Cursor, order: tuple[int, ...]
) -> None:
    """Keep a way unless another is at least as good; drop those that it beats."""
    if any(_is_better(other, cursor) for other, _ in ways):
        return
    ways[:] = [way for way in ways if not _is_better(cursor, way[0])]
    ways.append((cursor, order))


def _is_better(one: Cursor, other: Cursor) -> bool:
    """Whatever can follow the other can follow this one."""
    return one.time <= other.time and (one.window < other.window or one.run <= other.run)


def _best_ways(
    layer: dict[int, list[tuple[Cursor, tuple[int, ...]]]],
    left: dict[int, int],
    placer: Placer,
    width: int,
) -> dict[int, list[tuple[Cursor, tuple[int, ...]]]]:
    """The ways with the fewest minutes lost so far."""
    ranked = sorted(
        (
            (left[done] - placer.minutes_left(cursor), done, cursor, order)
            for done, ways in layer.items()
            for cursor, order in ways
        )
    )
    found: dict[int, list[tuple[Cursor, tuple[int, ...]]]] = {}
    for _, done, cursor, order in ranked[:width]:
        found.setdefault(done, []).append((cursor, order))
    return found


def day_of(moment: int) -> tuple[int, int]:
    """The day (from 1) and the minute after midnight of a moment."""
    return moment // DAY + 1, moment % DAY
