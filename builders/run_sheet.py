"""The trainer's run sheet as plain data: the day by the clock, and all that each step needs.

Enters: a `Course` and the slides of its steps. Leaves: a `RunSheet`, one day a page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from builders.agenda import clock, date_text
from builders.course import AgendaDay, AgendaEntry, AgendaKind, Course, ScheduledStep, Session
from builders.models.blocks import Exercise
from builders.sheets import SheetHead, SlidesOf, plain, sheet_head


@dataclass(frozen=True)
class RunLine:
    """One step. Times are "HH:MM"."""

    start: str
    minutes: int
    title: str
    method: str
    needs: tuple[str, ...]
    """How the room is divided, and what must lie ready."""
    slides: str
    """First and last slide in the deck; empty where the step has none."""
    leads: tuple[str, ...]
    marks: tuple[str, ...]
    """What to know of the step: heavy content, may be dropped, needs two trainers."""


@dataclass(frozen=True)
class RunGroup:
    """A stretch of the day: a pause, a standing block, or one session without interruption."""

    kind: AgendaKind
    start: str
    end: str
    minutes: int
    title: str
    session: int | None = None
    pillar: str | None = None
    continued: bool = False
    deck: str = ""
    """Number of the deck to open; empty for pauses."""
    materials: tuple[str, ...] = ()
    """Of the whole session, named where it begins."""
    lines: tuple[RunLine, ...] = ()


@dataclass(frozen=True)
class RunDay:
    title: str
    date: str
    groups: tuple[RunGroup, ...]


@dataclass(frozen=True)
class RunSheet:
    """Everything that the run sheet prints."""

    head: SheetHead
    trainers: tuple[str, ...]
    days: tuple[RunDay, ...]


def make_run_sheet(course: Course, slides: SlidesOf) -> RunSheet:
    """The run sheet of one edition. Nobody is named where the Course names nobody."""
    begun: set[int] = set()
    return RunSheet(
        head=sheet_head(course, course.wording("run_sheet.heading")),
        trainers=course.trainers,
        days=tuple(_day(course, day, slides, begun) for day in course.days),
    )


def _day(course: Course, day: AgendaDay, slides: SlidesOf, begun: set[int]) -> RunDay:
    sessions = {session.number: session for session in course.sessions}
    groups: list[RunGroup] = []
    for entry in day.entries:
        session = sessions.get(entry.session or 0)
        if session is None:
            groups.append(_pause(entry))
            continue
        scheduled = next(s for s in session.steps if s.step.id == entry.step_id)
        line = _line(course, session, scheduled, entry, slides)
        if groups and groups[-1].session == session.number:
            last = groups[-1]
            groups[-1] = replace(
                last,
                end=clock(entry.end),
                minutes=last.minutes + entry.minutes,
                lines=(*last.lines, line),
            )
            continue
        groups.append(_group(session, entry, line, session.number in begun))
        begun.add(session.number)
    return RunDay(
        course.wording("common.day", number=day.number),
        date_text(day.date, course.wording),
        tuple(groups),
    )


def _pause(entry: AgendaEntry) -> RunGroup:
    return RunGroup(entry.kind, clock(entry.start), clock(entry.end), entry.minutes, entry.title)


def _group(session: Session, entry: AgendaEntry, line: RunLine, continued: bool) -> RunGroup:
    return RunGroup(
        "step",
        clock(entry.start),
        clock(entry.end),
        entry.minutes,
        session.module.title,
        session=session.number,
        pillar=session.module.pillar,
        continued=continued,
        deck=f"{session.number:02d}",
        materials=() if continued else tuple(map(plain, session.module.materials)),
        lines=(line,),
    )


def _line(
    course: Course,
    session: Session,
    scheduled: ScheduledStep,
    entry: AgendaEntry,
    slides: SlidesOf,
) -> RunLine:
    step, wording = scheduled.step, course.wording
    exercises = [block for block in step.blocks if isinstance(block, Exercise)]
    needs = [plain(text) for e in exercises for text in (e.groups, *e.materials)]
    if any(exercise.handout for exercise in exercises):
        needs.append(wording("run_sheet.handout"))
    marks = [
        wording("run_sheet.heavy") if step.heavy else "",
        wording("run_sheet.optional") if step.optional else "",
        wording("run_sheet.trainers_needed", count=step.trainers) if step.trainers > 1 else "",
        wording("run_sheet.rooms_needed", count=step.rooms) if step.rooms > 1 else "",
    ]
    place = slides.get((session.number, step.id))
    return RunLine(
        start=clock(entry.start),
        minutes=entry.minutes,
        title=entry.title,
        method=wording(f"common.method_{step.method}"),
        needs=tuple(needs),
        slides=str(place) if place else "",
        leads=scheduled.leads,
        marks=tuple(mark for mark in marks if mark),
    )
