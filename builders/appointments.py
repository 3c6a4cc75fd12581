"""A workshop as appointments for people's calendars.

Enters: a `Course`. Leaves: `Appointments`, one for each stretch of a session and each standing
block (opening, tests, closing). What the Course does not hold is not in them: the participant
edition has no preparation and no names.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from builders.course import AgendaDay, AgendaEntry, Course, ScheduledStep, Session
from builders.prose import inline_of, words_of

TIME_ZONE = "Africa/Tripoli"
UTC_OFFSET = datetime.timedelta(hours=2)
"""Libya keeps Eastern European Time all year; the last change of clocks was in October 2013."""
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://keyhub.invalid/appointments")
_LEFT_OUT = frozenset({"break", "lunch", "prayer", "free"})


@dataclass(frozen=True)
class Appointment:
    uid: str
    """The same for the same stretch in every edition and language, also when it is moved."""
    start: datetime.datetime
    """Local time of `TIME_ZONE`."""
    end: datetime.datetime
    title: str
    description: str
    """Lines parted by newlines."""
    place: str = ""
    """Where it is not at the place of them all."""
    all_day: bool = False
    """It has a date and no hours; `end` is midnight after it."""


@dataclass(frozen=True)
class Appointments:
    """Everything that the calendar file holds."""

    title: str
    language: str
    place: str
    organiser: str | None
    entries: tuple[Appointment, ...]


def make_appointments(course: Course) -> Appointments:
    """The appointments of one edition, in order of time."""
    return Appointments(
        title=course.title,
        language=course.language,
        place=course.wording.semicolons(
            (*(hub.title for hub in course.hubs.values()), *course.rooms)
        ),
        organiser=course.branding.organiser,
        entries=tuple(entry for day in course.days for entry in _of_day(course, day)),
    )


def _of_day(course: Course, day: AgendaDay) -> Iterator[Appointment]:
    sessions = {session.number: session for session in course.sessions}
    kinds: dict[str, int] = {}
    for stretch in _stretches(day):
        first, last = stretch[0], stretch[-1]
        session = sessions.get(first.session or 0)
        if session is None:
            kinds[first.kind] = kinds.get(first.kind, 0) + 1
            key = f"day-{day.number}/{first.kind}/{kinds[first.kind]}"
            title, lines = first.title, [course.title]
        else:
            key = f"{session.module_id}/{first.step_id}"
            title = course.wording(
                "handbook.session_title", number=session.number, title=session.module.title
            )
            lines = [*_session_lines(course, session, stretch)]
        if course.marking:
            lines.append(course.marking)
        yield Appointment(
            uid=str(uuid.uuid5(NAMESPACE, f"{course.workshop_id}/{key}")),
            start=datetime.datetime.combine(day.date, first.start),
            end=datetime.datetime.combine(day.date, last.end),
            title=title,
            description="\n".join(lines),
        )


def _stretches(day: AgendaDay) -> Iterator[list[AgendaEntry]]:
    """Entries that make one appointment: a standing block, or one session without a pause."""
    stretch: list[AgendaEntry] = []
    for entry in day.entries:
        if stretch and (entry.session is None or entry.session != stretch[-1].session):
            yield stretch
            stretch = []
        if entry.kind not in _LEFT_OUT:
            stretch.append(entry)
    if stretch:
        yield stretch


def _session_lines(course: Course, session: Session, stretch: list[AgendaEntry]) -> Iterator[str]:
    """What is reached, what happens when, and for the trainer who leads and what to prepare."""
    steps = {scheduled.step.id: scheduled for scheduled in session.steps}
    here = [(entry, steps[entry.step_id or ""]) for entry in stretch]
    reached = {name for _, scheduled in here for name in scheduled.step.objectives}
    objectives = [o for o in session.module.objectives if o.id in reached]
    yield _plain(session.module.summary)
    if objectives:
        yield ""
        yield course.wording("handbook.objectives_lead")
        yield from (f"- {_plain(objective.text)}" for objective in objectives)
    yield ""
    for entry, scheduled in here:
        yield _step_line(course, entry, scheduled)
    if session.module.prepare:
        yield ""
        yield course.wording("handbook.prepare")
        yield from (f"- {_plain(line)}" for line in session.module.prepare)


def _step_line(course: Course, entry: AgendaEntry, scheduled: ScheduledStep) -> str:
    method = course.wording(f"common.method_{scheduled.step.method}")
    line = f"{entry.start:%H:%M} {entry.title} ({method})"
    if not scheduled.leads:
        return line
    return course.wording(
        "common.name_role", name=line, role=course.wording.commas(scheduled.leads)
    )


def _plain(text: str) -> str:
    return words_of(inline_of(text))
