"""Weekend, holidays and Ramadan, against dates that were announced or are in the law."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.calendar_of_libya import (
    LONGEST_RAMADAN,
    holidays_on,
    in_ramadan,
    weekend_name,
)

DATES = st.dates(datetime.date(2012, 1, 1), datetime.date(2075, 12, 31))


def on(date: str) -> datetime.date:
    return datetime.date.fromisoformat(date)


@pytest.mark.parametrize(
    ("date", "name"),
    [
        # The days that the transitional government named, and their anniversaries.
        ("2027-02-17", "Anniversary of the February 17 Revolution"),
        ("2028-05-01", "Labor Day"),
        ("2027-09-16", "Martyrs' Day"),
        ("2028-10-23", "Liberation Day"),
        ("2023-12-24", "Independence Day"),
        # As observed in Libya.
        ("2025-03-31", "Eid al-Fitr"),
    ],
)
def test_holidays_of_the_law(date: str, name: str) -> None:
    (holiday,) = holidays_on(on(date))
    assert (holiday.name, holiday.estimated) == (name, False)


def test_holidays_of_the_moon_are_estimates() -> None:
    (holiday,) = holidays_on(on("2027-05-16"))
    assert (holiday.name, holiday.estimated) == ("Eid al-Adha", True)
    assert [h.estimated for h in holidays_on(on("2027-08-14"))] == [False, True]


def test_holidays_of_the_time_before_are_gone() -> None:
    assert holidays_on(on("2027-09-01")) == ()
    assert holidays_on(on("2005-09-01")) == ()
    assert not in_ramadan(on("2005-10-15"))


def test_the_week() -> None:
    monday = on("2027-01-18")
    week = [weekend_name(monday + datetime.timedelta(days=n)) for n in range(7)]
    assert week == [None, None, None, None, "Friday", "Saturday", None]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2025-03-01", True),
        ("2025-03-30", True),
        ("2025-03-31", False),
        ("2025-02-20", False),
        ("2027-02-21", True),
        ("2027-03-09", False),
        ("2030-01-20", True),  # Eid in February
        ("2030-12-20", False),
        ("2031-01-10", True),
        ("2032-12-20", True),  # Eid in January of the next year
    ],
)
def test_ramadan(date: str, expected: bool) -> None:
    assert in_ramadan(on(date)) is expected


@given(DATES)
def test_a_month_of_fasting_comes_each_lunar_year(date: datetime.date) -> None:
    year = [date + datetime.timedelta(days=n) for n in range(354)]
    days = sum(in_ramadan(day) for day in year)
    assert LONGEST_RAMADAN - 2 <= days <= LONGEST_RAMADAN + 1
    festivals = [day for day in year if "Eid al-Fitr" in {h.name for h in holidays_on(day)}]
    assert not any(in_ramadan(day) for day in festivals)
