"""Steps → clock times.

Enters: windows of free time and modules as lists of minutes. Leaves: placements, or None where they
do not fit. All times are minutes after midnight. Rules: steps keep their order and are never cut; a
module may be split by a break but not by a night; modules keep their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builders.models.workshop import Day


@dataclass(frozen=True)
class Window:
    """Free time between two pauses: day number (from 1), start and end."""

    day: int
    start: int
    end: int


@dataclass(frozen=True)
class Item:
    """A step to place. `optional` steps may be dropped."""

    module_id: str
    step_id: str
    minutes: int
    optional: bool


@dataclass(frozen=True)
class Placement:
    item: Item
    day: int
    start: int


def windows_of(days: Sequence[Day]) -> tuple[Window, ...]:
    """The free time of all days in order: what opening, closing and pauses leave."""
    windows = []
    for number, day in enumerate(days, 1):
        begin = day.start.hour * 60 + day.start.minute + sum(block.minutes for block in day.opening)
        end = day.end.hour * 60 + day.end.minute - sum(block.minutes for block in day.closing)
        for pause in sorted(day.pauses, key=lambda p: p.minute):
            if pause.minute > begin:
                windows.append(Window(number, begin, pause.minute))
            begin = max(begin, pause.minute + pause.minutes)
        if end > begin:
            windows.append(Window(number, begin, end))
    return tuple(windows)


def pack(
    modules: Sequence[Sequence[Item]], windows: Sequence[Window]
) -> tuple[Placement, ...] | None:
    """Place every item, each module within one day, as early as the order allows."""
    placed: list[Placement] = []
    position, used = 0, 0
    for items in modules:
        while True:
            attempt = _pack_module(items, windows, position, used)
            if attempt is not None:
                found, position, used = attempt
                placed += found
                break
            day = windows[position].day if position < len(windows) else None
            while position < len(windows) and windows[position].day == day:
                position += 1
            used = 0
            if position >= len(windows):
                return None
    return tuple(placed)


def _pack_module(
    items: Sequence[Item], windows: Sequence[Window], position: int, used: int
) -> tuple[list[Placement], int, int] | None:
    """Place one module from a position onwards within that position's day."""
    if position >= len(windows):
        return None
    day = windows[position].day
    found = []
    for item in items:
        while windows[position].start + used + item.minutes > windows[position].end:
            position, used = position + 1, 0
            if position >= len(windows) or windows[position].day != day:
                return None
        found.append(Placement(item, day, windows[position].start + used))
        used += item.minutes
    return found, position, used


def keep_most(
    modules: Sequence[Sequence[Item]], windows: Sequence[Window]
) -> tuple[tuple[Item, ...], ...] | None:
    """The modules with as many optional steps as fit; None if not even the core fits.

    Optional steps are dropped from the end of the workshop first; then each dropped one that fits
    after all is taken back, from the front.
    """
    kept = [list(items) for items in modules]
    dropped: list[tuple[int, Item]] = []
    while pack(kept, windows) is None:
        last = next(
            (
                (number, item)
                for number in range(len(kept) - 1, -1, -1)
                for item in reversed(kept[number])
                if item.optional
            ),
            None,
        )
        if last is None:
            return None
        kept[last[0]].remove(last[1])
        dropped.append(last)
    for number, item in reversed(dropped):
        whole = modules[number]
        attempt = [i for i in whole if i in kept[number] or i == item]
        if pack([*kept[:number], attempt, *kept[number + 1 :]], windows) is not None:
            kept[number] = attempt
    return tuple(tuple(items) for items in kept)


def minutes_short(
    modules: Sequence[Sequence[Item]], windows: Sequence[Window], limit: int = 480
) -> int | None:
    """How many more minutes at the end of the last day would make the core fit (steps of five)."""
    core = [[item for item in items if not item.optional] for items in modules]
    for extra in range(5, limit + 1, 5):
        last = windows[-1]
        longer = (*windows[:-1], Window(last.day, last.start, last.end + extra))
        if pack(core, longer) is not None:
            return extra
    return None
