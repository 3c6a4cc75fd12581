"""Appointments as an iCalendar file (RFC 5545) that calendars can import.

Enters: `Appointments` and the timestamp. Leaves: one file, the same bytes for the same input.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from builders.appointments import TIME_ZONE, UTC_OFFSET, Appointment, Appointments

if TYPE_CHECKING:
    from icalendar import Event


def write_calendar(appointments: Appointments, target: Path, timestamp: int) -> None:
    """Write the calendar to the file `target`; its folder must exist.

    `timestamp` (seconds since 1970) stands for the time of writing. Raises: OSError.
    """
    target.write_bytes(calendar_bytes(appointments, timestamp))


def calendar_bytes(appointments: Appointments, timestamp: int) -> bytes:
    """The bytes of the file: UTF-8, lines folded and ended as the standard wants."""
    from icalendar import Calendar, Timezone, TimezoneStandard

    language = {"LANGUAGE": appointments.language}
    calendar = Calendar()
    calendar.add("prodid", "-//keyhub//workshop//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", appointments.title, parameters=language)
    calendar.add("x-wr-calname", appointments.title)
    calendar.add("x-wr-timezone", TIME_ZONE)
    zone = Timezone()
    zone.add("tzid", TIME_ZONE)
    standard = TimezoneStandard()
    standard.add("dtstart", datetime.datetime(1970, 1, 1))
    standard.add("tzoffsetfrom", UTC_OFFSET)
    standard.add("tzoffsetto", UTC_OFFSET)
    standard.add("tzname", "EET")
    zone.add_component(standard)
    calendar.add_component(zone)
    stamp = datetime.datetime.fromtimestamp(timestamp, datetime.UTC)
    for entry in appointments.entries:
        calendar.add_component(_event(entry, appointments, stamp))
    data: bytes = calendar.to_ical()
    return data


def _event(entry: Appointment, appointments: Appointments, stamp: datetime.datetime) -> Event:
    from icalendar import Event

    language = {"LANGUAGE": appointments.language}
    local = {"TZID": TIME_ZONE}
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp)
    if entry.all_day:
        event.add("dtstart", entry.start.date())
        event.add("dtend", entry.end.date())
    else:
        event.add("dtstart", entry.start, parameters=local)
        event.add("dtend", entry.end, parameters=local)
    event.add("summary", entry.title, parameters=language)
    event.add("description", entry.description, parameters=language)
    if place := entry.place or appointments.place:
        event.add("location", place, parameters=language)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    return event
