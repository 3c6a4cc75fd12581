"""Named prayers get their time of day, from the place and the date.

Enters: a spec and the curriculum. Leaves: the spec in which every named prayer has a start. Times
are computed, so they are to be confirmed with the mosque of the place.

Dhuhr is the sun's highest point plus a minute, maghrib is sunset, and asr is when a shadow has
grown by the length of what throws it: the rule of the Maliki school (and of all but the Hanafi),
which is followed in Libya. The angles in which the methods of countries differ concern dawn and
night only, so the choice of the Egyptian method, usual in north-east Africa, changes nothing here.

The clock is UTC+2: Libya has kept it all year round since 25 October 2013 (tz database,
Africa/Tripoli). A fixed offset gives the same agenda on every computer, whatever tables of time
zones it has, or where it has none, as on Windows.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from adhanpy.calculation.CalculationMethod import (  # type: ignore[import-untyped]
    CalculationMethod,
)
from adhanpy.PrayerTimes import PrayerTimes  # type: ignore[import-untyped]

from builders.loading.curriculum import Curriculum
from builders.models.workshop import Day, Pause, PrayerSlot, WorkshopSpec
from builders.time_of_day import clock_text, minute_of

LIBYAN_TIME = datetime.timezone(datetime.timedelta(hours=2))
ROUNDED_TO = 5
"""Minutes: an agenda names no odd minutes, and nobody should be called to prayer too early."""


@dataclass(frozen=True)
class ComputedPrayer:
    """A prayer whose time was computed: the day's number from 1, and the start after midnight."""

    day: int
    date: datetime.date
    slot: PrayerSlot
    start: int


def prayer_minute(
    slot: PrayerSlot, latitude: float, longitude: float, date: datetime.date
) -> int | None:
    """When a prayer begins, in minutes after midnight in Libya, rounded up to five minutes.

    None where the sun does not rise or set on that day (beyond the polar circles).
    """
    noon = datetime.datetime(date.year, date.month, date.day, 12, tzinfo=datetime.UTC)
    try:
        times = PrayerTimes(
            (latitude, longitude), noon, CalculationMethod.EGYPTIAN, time_zone=LIBYAN_TIME
        )
    except (RuntimeError, ValueError):
        return None
    found: datetime.datetime = getattr(times, slot)
    minute = minute_of(found.time())
    return -(-minute // ROUNDED_TO) * ROUNDED_TO


def resolved(spec: WorkshopSpec, curriculum: Curriculum) -> WorkshopSpec:
    """The spec in which every pause that names a prayer has a start, at the first hub.

    A pause that has a start keeps it. Where the hub is unknown the pause stays as it is; the checks
    tell of that. Calling it twice changes nothing more.
    """
    hub = curriculum.hubs.get(spec.hubs[0])
    if hub is None or not any(_is_open(pause) for day in spec.days for pause in day.pauses):
        return spec
    place = hub.position.latitude, hub.position.longitude
    return spec.model_copy(update={"days": tuple(_with_times(day, *place) for day in spec.days)})


def computed_prayers(spec: WorkshopSpec) -> tuple[ComputedPrayer, ...]:
    """What `resolved` filled in: named prayers with their start, day by day."""
    return tuple(
        ComputedPrayer(number, day.date, pause.slot, pause.minute)
        for number, day in enumerate(spec.days, 1)
        for pause in day.pauses
        if pause.slot is not None and pause.start is not None
    )


def prayers_text(spec: WorkshopSpec) -> str:
    """One line about the computed prayers of a resolved spec, or "" where there are none."""
    found = computed_prayers(spec)
    if not found:
        return ""
    times = ", ".join(
        f"day {prayer.day} {prayer.slot} {clock_text(prayer.start)}" for prayer in found
    )
    return f"Prayer times are computed, please confirm them at the place: {times}."


def _is_open(pause: Pause) -> bool:
    return pause.kind == "prayer" and pause.slot is not None and pause.start is None


def _with_times(day: Day, latitude: float, longitude: float) -> Day:
    pauses = []
    for pause in day.pauses:
        if _is_open(pause) and pause.slot is not None:
            minute = prayer_minute(pause.slot, latitude, longitude, day.date)
            if minute is not None and minute < 24 * 60:
                pause = pause.model_copy(update={"start": datetime.time(*divmod(minute, 60))})
        pauses.append(pause)
    return day.model_copy(update={"pauses": tuple(pauses)})
