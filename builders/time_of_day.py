"""Times of day as minutes after midnight: how planning counts them, and how people read them."""

from __future__ import annotations

import datetime


def minute_of(time: datetime.time) -> int:
    """The minute of the day: 16:15 is 975."""
    return time.hour * 60 + time.minute


def clock_text(minute: int) -> str:
    """Minutes after midnight as "16:15"."""
    return f"{minute // 60:02}:{minute % 60:02}"


def later(time: datetime.time, minutes: int) -> datetime.time:
    """The time of day so many minutes after another; past midnight it begins anew."""
    full = datetime.datetime.combine(datetime.date.min, time)
    return (full + datetime.timedelta(minutes=minutes)).time()
