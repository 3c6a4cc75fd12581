"""The days of a workshop: dates, hours, standing blocks, pauses and prayers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from builders.calendar_of_libya import holidays_on, in_ramadan, weekend_name
from builders.loading.curriculum import Curriculum, SourceFile
from builders.models.workshop import OPENING_KINDS, Day, Pause, WorkshopSpec
from builders.prayer_times import resolved
from builders.problems import Place, Problem, Step
from builders.time_of_day import clock_text, minute_of


def check_days(spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile) -> Iterator[Problem]:
    """Dates in order and on working days; in each day, blocks that fit and do not overlap."""
    yield from _check_order(spec, source)
    with_prayers = resolved(spec, curriculum)
    for number, day in enumerate(spec.days):
        yield from date_problems(day.date, source.places.of("days", number, "date"))
        for position, pause in enumerate(day.pauses):
            yield from _check_time_of(pause, number, position, source)
        yield from _check_standing(day, number, source)
        yield from _check_hours(with_prayers.days[number], number, source)


def _check_order(spec: WorkshopSpec, source: SourceFile) -> Iterator[Problem]:
    for number in range(1, len(spec.days)):
        earlier, later = spec.days[number - 1].date, spec.days[number].date
        if later <= earlier:
            yield Problem(
                source.places.of("days", number, "date"),
                "day-order",
                f"The day {later} does not come after {earlier}.",
                "Put the days in order, each date once.",
            )


def date_problems(date: datetime.date, place: Place) -> Iterator[Problem]:
    """Days on which few will come. Warnings only: a course may be held on any day."""
    if name := weekend_name(date):
        yield Problem(
            place,
            "day-weekend",
            f"{date} is a {name}; the working week in Libya is Sunday to Thursday.",
            "Move the day, or make sure that everybody agreed to it.",
            "warning",
        )
    for holiday in holidays_on(date):
        moon = " The day is an estimate until it is announced." if holiday.estimated else ""
        yield Problem(
            place,
            "day-holiday",
            f"{date} is a public holiday in Libya: {holiday.name}.{moon}",
            "Move the day.",
            "warning",
        )
    if in_ramadan(date):
        yield Problem(
            place,
            "day-ramadan",
            f"{date} lies in Ramadan, as far as it can be known beforehand; working hours are "
            "usually shorter then.",
            "Move the day, or plan a short one without lunch, and ask at the place.",
            "warning",
        )


def _check_time_of(
    pause: Pause, number: int, position: int, source: SourceFile
) -> Iterator[Problem]:
    """A pause has a start or, if it is a prayer, a slot."""
    path: tuple[Step, ...] = ("days", number, "pauses", position)
    if pause.slot is not None and pause.kind != "prayer":
        yield Problem(
            source.places.of(*path, "slot"),
            "slot-not-prayer",
            f"Only a prayer has a `slot`; this is a {pause.kind}.",
            "Write `start:` with a time of day.",
        )
    elif pause.slot is not None and pause.start is not None:
        yield Problem(
            source.places.of(*path, "slot"),
            "pause-timed-twice",
            "The prayer has a `slot` and a `start`.",
            "Keep `slot` to have the time computed, or `start` to give it yourself.",
        )
    elif pause.slot is None and pause.start is None:
        yield Problem(
            source.places.of(*path),
            "pause-untimed",
            f"The {pause.kind} does not say when it starts.",
            "Write `start: 12:45`, or `slot: dhuhr` to have the time computed."
            if pause.kind == "prayer"
            else "Write `start:` with a time of day, for example 10:45.",
        )


def _check_standing(day: Day, number: int, source: SourceFile) -> Iterator[Problem]:
    """Each kind once a day, what opens before what closes."""
    kinds: list[str] = []
    for position, block in enumerate(day.standing):
        place = source.places.of("days", number, "standing", position)
        name = block.kind.replace("_", "-")
        if block.kind in kinds:
            yield Problem(
                place,
                "standing-repeated",
                f"The {name} stands twice on this day.",
                "Keep one of the two.",
            )
        elif block.kind in OPENING_KINDS and not OPENING_KINDS.issuperset(kinds):
            yield Problem(
                place,
                "standing-order",
                f"The {name} stands at the start of a day, and is written after what stands at "
                "its end.",
                "Move the line up: opening, pre_test and recap first.",
            )
        kinds.append(block.kind)


def _check_hours(day: Day, number: int, source: SourceFile) -> Iterator[Problem]:
    """The day has hours, and pauses inside them that do not overlap."""
    here: tuple[Step, ...] = ("days", number)
    start, end = minute_of(day.start), minute_of(day.end)
    if end <= start:
        yield Problem(
            source.places.of(*here, "end"),
            "day-ends-before-start",
            f"The day ends at {day.end:%H:%M}, before or when it starts at {day.start:%H:%M}.",
            "Correct `start` or `end`; times run from 00:00 to 23:59.",
        )
        return
    first = start + sum(block.minutes for block in day.opening)
    last = end - sum(block.minutes for block in day.closing)
    if first >= last:
        yield Problem(
            source.places.of(*here, "start"),
            "day-full",
            "The standing blocks leave no time to teach on this day.",
            "Shorten blocks under `standing`, or lengthen the day.",
        )
        return
    taken: list[tuple[int, int, Pause]] = []
    for position, pause in enumerate(day.pauses):
        if pause.start is None:
            continue
        begins = pause.minute
        ends = begins + pause.minutes
        place = source.places.of(*here, "pauses", position)
        if begins < first or ends > last:
            yield Problem(
                place,
                "pause-outside-day",
                f"The {_name(pause)} from {clock_text(begins)} to {clock_text(ends)} is not inside "
                f"the teaching time, {clock_text(first)} to {clock_text(last)}.",
                "Move it, or change the day.",
            )
        for other_begins, other_ends, other in taken:
            if begins < other_ends and other_begins < ends:
                yield Problem(
                    place,
                    "pause-overlap",
                    f"The {_name(pause)} at {clock_text(begins)} overlaps the {_name(other)} at "
                    f"{clock_text(other_begins)}.",
                    "Move one of them.",
                )
        taken.append((begins, ends, pause))


def _name(pause: Pause) -> str:
    return f"{pause.slot} prayer (computed)" if pause.slot else pause.kind
