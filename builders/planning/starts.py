"""When a step can start: inside a window, with its trainers there all the time, and enough rooms.

Enters: windows, presences. Leaves: stretches of moments.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from builders.models.module import Module
from builders.models.workshop import WorkshopSpec
from builders.planning.demand import DAY, Start, StepDemand, Window
from builders.time_of_day import minute_of

Stretch = tuple[int, int]


class Staff:
    """Trainers and rooms of a workshop. Nobody named means that nobody counts them."""

    def __init__(
        self,
        spec: WorkshopSpec,
        count_trainers: bool = True,
        count_rooms: bool = True,
        always_there: frozenset[int] = frozenset(),
    ) -> None:
        self.spec = spec
        self.trainers = spec.trainers if count_trainers else ()
        self.rooms = len(spec.rooms) if count_rooms and spec.rooms else None
        self._always_there = always_there
        self.known: dict[tuple[object, ...], tuple[Start, ...]] = {}

    @cached_property
    def presences(self) -> tuple[tuple[Stretch, ...] | None, ...]:
        """Of each trainer: stretches of moments without overlap, or None for always."""
        dates = {day.date: number for number, day in enumerate(self.spec.days)}
        found: list[tuple[Stretch, ...] | None] = []
        for number, trainer in enumerate(self.trainers, 1):
            if not trainer.present or number in self._always_there:
                found.append(None)
                continue
            stretches: list[Stretch] = []
            for presence in trainer.present:
                if presence.date not in dates:
                    continue
                base = dates[presence.date] * DAY
                start, end = presence.start, presence.end
                stretches.append(
                    (
                        base + (minute_of(start) if start else 0),
                        base + (minute_of(end) if end else DAY),
                    )
                )
            found.append(_joined(stretches))
        return tuple(found)

    def is_there(self, trainer: int, start: int, end: int) -> bool:
        """True if a trainer (from 0) is there from one moment to the other."""
        presence = self.presences[trainer]
        return presence is None or any(a <= start and end <= b for a, b in presence)

    def leaders_of(self, module_id: str, module: Module) -> tuple[int, ...]:
        """The trainers (from 0) of whom one leads a module."""
        if not self.trainers:
            return ()
        able = self.spec.leaders_of(module_id, module)
        return tuple(
            n for n, trainer in enumerate(self.trainers) if any(trainer is one for one in able)
        )


def starts_of(
    steps: Sequence[StepDemand],
    able: tuple[int, ...],
    windows: Sequence[Window],
    staff: Staff,
    longest_lecture: int,
) -> tuple[Start, ...]:
    """Where steps that follow each other at once can start. Empty where one of them never can.

    `able`: the trainers of whom one leads.
    """
    if any(step.lecture and step.nominal > longest_lecture for step in steps):
        return ()
    if staff.rooms is not None and any(step.rooms > staff.rooms for step in steps):
        return ()
    key = (able, tuple((step.minutes, step.trainers) for step in steps))
    if key not in staff.known:
        staff.known[key] = tuple(_starts(steps, able, windows, staff))
    return staff.known[key]


def _starts(
    steps: Sequence[StepDemand], able: tuple[int, ...], windows: Sequence[Window], staff: Staff
) -> list[Start]:
    found = []
    minutes = sum(step.minutes for step in steps)
    for number, window in enumerate(windows):
        if window.minutes < minutes:
            continue
        stretches = [(window.start, window.end - minutes)]
        offset = 0
        for step in steps if staff.trainers else ():
            stretches = [
                stretch
                for first, last in stretches
                for stretch in _staffed(first + offset, last + offset, step, able, staff)
            ]
            stretches = [(first - offset, last - offset) for first, last in stretches]
            offset += step.minutes
        found += [Start(first, last, number) for first, last in stretches]
    return found


def _staffed(
    first: int, last: int, step: StepDemand, able: tuple[int, ...], staff: Staff
) -> list[Stretch]:
    """Of the starts from `first` to `last`, those with enough trainers there for the whole step."""
    edges = {first}
    for presence in staff.presences:
        for start, end in presence or ():
            edges |= {edge for edge in (start, end - step.minutes + 1) if first < edge <= last}
    ordered = sorted(edges)
    found = []
    for edge, following in zip(ordered, [*ordered[1:], last + 1], strict=True):
        there = [
            number
            for number in range(len(staff.trainers))
            if staff.is_there(number, edge, edge + step.minutes)
        ]
        if len(there) >= step.trainers and any(number in able for number in there):
            found.append((edge, following - 1))
    return list(_joined_starts(found))


def _joined(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif end > start:
            found.append((start, end))
    return tuple(found)


def _joined_starts(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for first, last in stretches:
        if found and first == found[-1][1] + 1:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return tuple(found)
