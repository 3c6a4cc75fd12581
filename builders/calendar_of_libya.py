"""What kind of day a date is in Libya: weekend, public holiday, Ramadan.

Enters: a date. Leaves: plain values. The holidays are those of Law 5 of 2012 and later decisions,
as the library `holidays` has them. Days of the lunar calendar are estimates until they are
announced, a few weeks or a day before: the moon may move them by a day or two.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays.countries.libya import Libya

WEEKEND = {4: "Friday", 5: "Saturday"}
"""By Python's number of the weekday. The working week is Sunday to Thursday."""
LONGEST_RAMADAN = 30
"""Days. A lunar month has 29 or 30."""
_EID = "Eid al-Fitr"
_ESTIMATED = " (estimated)"
FIRST_YEAR = 2012
"""The law of today's holidays is of this year; for earlier ones nothing is said."""


@dataclass(frozen=True)
class Holiday:
    """A public holiday by its English name. `estimated`: the moon may still move it."""

    name: str
    estimated: bool


def weekend_name(date: datetime.date) -> str | None:
    """Friday or Saturday in words, or None on a working day."""
    return WEEKEND.get(date.weekday())


def holidays_on(date: datetime.date) -> tuple[Holiday, ...]:
    """The public holidays of Libya on that date, none before 2012."""
    if date.year < FIRST_YEAR:
        return ()
    return tuple(
        Holiday(name.removesuffix(_ESTIMATED), name.endswith(_ESTIMATED))
        for name in _calendar(date.year).get_list(date)
    )


def in_ramadan(date: datetime.date) -> bool:
    """True in the 30 days before the festival that ends the fast.

    Taken from the same table as that festival, so the two never disagree; where the month has 29
    days, the day before it counts too, as nobody knows that beforehand.
    """
    if date.year < FIRST_YEAR:
        return False
    month = datetime.timedelta(days=LONGEST_RAMADAN)
    return any(first - month <= date < first for first in _ends_of_ramadan(date.year))


@cache
def _calendar(year: int) -> Libya:
    # Imported when first asked: the library reads the calendars of 250 countries, in 0.15 s.
    from holidays.countries.libya import Libya

    return Libya(years=year, language="en_US")


@cache
def _ends_of_ramadan(year: int) -> tuple[datetime.date, ...]:
    """First days of Eid al-Fitr in a year and the next (a year can have two, or one in January)."""
    days = [
        day
        for number in (year, year + 1)
        for day in _calendar(number).get_named(_EID, lookup="startswith", split_multiple_names=True)
    ]
    return tuple(day for day in days if day - datetime.timedelta(days=1) not in days)
