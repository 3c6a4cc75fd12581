"""The timetable of a workshop as plain data, for the handbook page and the printable sheet.

Enters: a `Course`. Leaves: an `Agenda` in which the steps of one session that follow each other
stand together, with every label already in the language of the edition.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from builders.course import AgendaDay, AgendaEntry, AgendaKind, Course, Direction, Edition, Wording

STANDING = frozenset({"opening", "pre_test", "recap", "post_test", "evaluation", "closing"})


@dataclass(frozen=True)
class AgendaLine:
    """One step inside a session. Times are written as "HH:MM"."""

    start: str
    end: str
    minutes: int
    title: str
    method: str
    """The label of the teaching method."""
    step_id: str


@dataclass(frozen=True)
class AgendaGroup:
    """A stretch of the day: a pause, or one session without interruption with its steps."""

    kind: AgendaKind
    start: str
    end: str
    minutes: int
    title: str
    session: int | None = None
    pillar: str | None = None
    """The pillar's id; its colour and letter on the sheet."""
    continued: bool = False
    """The session began earlier, before a pause or on another day."""
    lines: tuple[AgendaLine, ...] = ()

    @property
    def standing(self) -> bool:
        """A part of the programme that no module brings: opening, tests, closing and the like."""
        return self.kind in STANDING


@dataclass(frozen=True)
class AgendaSheetDay:
    title: str
    date: str
    groups: tuple[AgendaGroup, ...]


@dataclass(frozen=True)
class Agenda:
    """Everything that the sheet prints."""

    title: str
    subtitle: str | None
    language: str
    direction: Direction
    edition: Edition
    edition_label: str
    organiser: str | None
    hubs: tuple[str, ...]
    audiences: tuple[str, ...]
    dates: str
    marking: str | None
    trainers: tuple[str, ...]
    rooms: tuple[str, ...]
    days: tuple[AgendaSheetDay, ...]
    version: str
    wording: Wording


def make_agenda(course: Course) -> Agenda:
    """The timetable of one edition. Pure; the participant edition names no trainer."""
    wording = course.wording
    begun: set[int] = set()
    return Agenda(
        title=course.title,
        subtitle=course.subtitle,
        language=course.language,
        direction=wording.direction,
        edition=course.edition,
        edition_label=wording(f"common.{course.edition}_edition"),
        organiser=course.branding.organiser,
        hubs=tuple(hub.title for hub in course.hubs.values()),
        audiences=tuple(audience.title for audience in course.audiences.values()),
        dates=dates_text(course),
        marking=course.marking,
        trainers=course.trainers,
        rooms=course.rooms,
        days=tuple(_day(course, day, begun) for day in course.days),
        version=course.version,
        wording=wording,
    )


def date_text(date: datetime.date, wording: Wording, *, weekday: bool = True) -> str:
    """A date in words, for example "Sunday 17 January 2027"."""
    return wording(
        "common.date_with_weekday" if weekday else "common.date",
        weekday=wording(f"common.weekday_{date.weekday()}"),
        day=date.day,
        month=wording(f"common.month_{date.month}"),
        year=date.year,
    )


def dates_text(course: Course) -> str:
    """The first and the last day of the workshop, or the only one; empty where none is planned."""
    if not course.days:
        return ""
    first = date_text(course.first_date, course.wording)
    if course.first_date == course.last_date:
        return first
    return course.wording(
        "agenda.from_to", first=first, last=date_text(course.last_date, course.wording)
    )


def clock(time: datetime.time) -> str:
    """The time of day as "09:30"."""
    return f"{time:%H:%M}"


def _day(course: Course, day: AgendaDay, begun: set[int]) -> AgendaSheetDay:
    groups: list[AgendaGroup] = []
    sessions = {session.number: session for session in course.sessions}
    steps = {
        (session.number, scheduled.step.id): scheduled.step
        for session in course.sessions
        for scheduled in session.steps
    }
    for entry in day.entries:
        if entry.kind != "step" or entry.session is None or entry.step_id is None:
            groups.append(
                AgendaGroup(
                    entry.kind, clock(entry.start), clock(entry.end), entry.minutes, entry.title
                )
            )
            continue
        line = _line(course, entry, steps[entry.session, entry.step_id].method)
        if groups and groups[-1].session == entry.session:
            last = groups[-1]
            groups[-1] = replace(
                last,
                end=line.end,
                minutes=last.minutes + line.minutes,
                lines=(*last.lines, line),
            )
            continue
        module = sessions[entry.session].module
        groups.append(
            AgendaGroup(
                "step",
                line.start,
                line.end,
                line.minutes,
                module.title,
                session=entry.session,
                pillar=module.pillar,
                continued=entry.session in begun,
                lines=(line,),
            )
        )
        begun.add(entry.session)
    return AgendaSheetDay(
        title=course.wording("common.day", number=day.number),
        date=date_text(day.date, course.wording),
        groups=tuple(groups),
    )


def _line(course: Course, entry: AgendaEntry, method: str) -> AgendaLine:
    return AgendaLine(
        start=clock(entry.start),
        end=clock(entry.end),
        minutes=entry.minutes,
        title=entry.title,
        method=course.wording(f"common.method_{method}"),
        step_id=entry.step_id or "",
    )
