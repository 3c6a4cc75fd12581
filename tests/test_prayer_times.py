"""Named prayers get the time that the sun gives them."""

from __future__ import annotations

import datetime
import math
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.house import House
from builders.loading.curriculum import load_curriculum, validate_text
from builders.models.workshop import PrayerSlot, WorkshopSpec
from builders.prayer_times import (
    LIBYAN_TIME,
    ROUNDED_TO,
    computed_prayers,
    prayer_minute,
    prayers_text,
    resolved,
)
from tests.tiny_house import WORKSHOP

SLOTS: tuple[PrayerSlot, ...] = ("dhuhr", "asr", "maghrib")
LIBYA = {"latitude": (19.5, 33.2), "longitude": (9.3, 25.2)}


def clock(minute: int | None) -> str:
    assert minute is not None
    return f"{minute // 60:02}:{minute % 60:02}"


@pytest.mark.parametrize(
    ("latitude", "longitude", "date", "expected"),
    [
        # As computed; the next tests hold them against formulas of our own.
        (32.9, 13.2, "2027-01-17", ("13:20", "16:10", "18:25")),
        (24.2, 23.3, "2027-10-24", ("12:15", "15:30", "17:55")),
        (30.1, 9.5, "2027-06-21", ("13:25", "17:00", "20:30")),
    ],
)
def test_times_at_known_places(
    latitude: float, longitude: float, date: str, expected: tuple[str, str, str]
) -> None:
    day = datetime.date.fromisoformat(date)
    found = [clock(prayer_minute(slot, latitude, longitude, day)) for slot in SLOTS]
    assert tuple(found) == expected


@given(
    st.floats(*LIBYA["latitude"]),
    st.floats(*LIBYA["longitude"]),
    st.dates(datetime.date(2014, 1, 1), datetime.date(2060, 12, 31)),
)
def test_times_follow_the_sun(latitude: float, longitude: float, date: datetime.date) -> None:
    """Against formulas of our own, good to about two minutes; times are rounded up to five."""
    angle = 2 * math.pi * (date.timetuple().tm_yday - 81) / 364
    equation = 9.87 * math.sin(2 * angle) - 7.53 * math.cos(angle) - 1.5 * math.sin(angle)
    noon = 12 * 60 + 4 * (30 - longitude) - equation
    sun = math.radians(23.45) * math.sin(angle)
    place = math.radians(latitude)
    shadow = math.atan(1 / (1 + math.tan(abs(place - sun))))

    def minutes_after_noon(height: float) -> float:
        """Until the sun stands so high, in radians."""
        cosine = (math.sin(height) - math.sin(place) * math.sin(sun)) / (
            math.cos(place) * math.cos(sun)
        )
        return math.degrees(math.acos(cosine)) * 4

    expected = [
        noon + 1,
        noon + minutes_after_noon(shadow),
        noon + minutes_after_noon(math.radians(-0.833)),
    ]
    for slot, time in zip(SLOTS, expected, strict=True):
        found = prayer_minute(slot, latitude, longitude, date)
        assert found is not None
        assert found % ROUNDED_TO == 0
        assert time - 4 <= found <= time + ROUNDED_TO + 4, slot


def test_where_the_sun_stays_away_there_is_no_time() -> None:
    assert prayer_minute("asr", 89.0, 0.0, datetime.date(2027, 1, 1)) is None


def test_libya_keeps_one_clock_all_year() -> None:
    tripoli = zoneinfo.ZoneInfo("Africa/Tripoli")  # where the system has no table, tzdata has one
    for month in range(12 * (2014 - 1), 12 * 2038):
        moment = datetime.datetime(month // 12 + 1, month % 12 + 1, 1)
        assert tripoli.utcoffset(moment) == LIBYAN_TIME.utcoffset(None)


def spec_with(pauses: str) -> WorkshopSpec:
    text = WORKSHOP.replace("    pauses:\n", f"    pauses:\n{pauses}")
    spec, _, problems = validate_text(text, "curriculum/workshops/x.yaml", WorkshopSpec)
    assert spec is not None, problems
    return spec


def test_a_named_prayer_gets_its_start_and_others_keep_theirs(house: House) -> None:
    curriculum, _ = load_curriculum(house)
    spec = spec_with(
        "      - {kind: prayer, slot: dhuhr, minutes: 20}\n"
        "      - {kind: prayer, start: 16:00, minutes: 20}\n"
    )
    with pytest.raises(ValueError, match="no time of day"):
        _ = spec.days[0].pauses[0].minute

    ready = resolved(spec, curriculum)

    assert [clock(pause.minute) for pause in ready.days[0].pauses] == ["12:40", "16:00", "10:30"]
    assert resolved(ready, curriculum) is ready
    assert [(prayer.slot, clock(prayer.start)) for prayer in computed_prayers(ready)] == [
        ("dhuhr", "12:40")
    ]
    assert prayers_text(ready).endswith("please confirm them at the place: day 1 dhuhr 12:40.")
    assert prayers_text(resolved(spec_with(""), curriculum)) == ""


def test_an_unknown_hub_leaves_the_prayer_open(house: House) -> None:
    curriculum, _ = load_curriculum(house)
    spec = spec_with("      - {kind: prayer, slot: dhuhr, minutes: 20}\n")
    elsewhere = spec.model_copy(update={"hubs": ("nowhere",)})
    assert resolved(elsewhere, curriculum).days[0].pauses[0].start is None
