"""Materials and rooms to have ready, as plain data: one list with boxes to tick.

Enters: a `Course`. Leaves: a `Checklist`: for the whole workshop rooms and print-outs, then for
each day and session what to prepare and to bring, counted by the groups that the participants
make.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builders.agenda import clock, date_text
from builders.course import AgendaDay, Course, ScheduledStep, Session
from builders.models.blocks import Exercise
from builders.sheets import SheetHead, plain, sheet_head


@dataclass(frozen=True)
class CheckItem:
    """A line to tick."""

    text: str
    count: str = ""
    """How many, with what is counted: "24", "6 groups of 4"; empty where it is not counted."""


@dataclass(frozen=True)
class CheckPart:
    """Lines under one heading: preparation, materials, an exercise."""

    title: str
    items: tuple[CheckItem, ...]
    note: str = ""
    """How the room is divided."""


@dataclass(frozen=True)
class CheckBlock:
    """All of one session on one day, or of the whole workshop."""

    title: str
    parts: tuple[CheckPart, ...]
    when: str = ""
    session: int | None = None
    pillar: str | None = None


@dataclass(frozen=True)
class CheckDay:
    title: str
    date: str
    blocks: tuple[CheckBlock, ...]


@dataclass(frozen=True)
class Checklist:
    """Everything that the checklist prints."""

    head: SheetHead
    before: tuple[CheckBlock, ...]
    """Rooms and print-outs of the whole workshop."""
    days: tuple[CheckDay, ...]


def make_checklist(course: Course) -> Checklist:
    """What to have ready, in the order in which it is needed."""
    begun: set[int] = set()
    before = [
        CheckBlock(course.wording("checklist.rooms"), tuple(_rooms(course))),
        CheckBlock(course.wording("checklist.prints"), tuple(_prints(course))),
    ]
    return Checklist(
        head=sheet_head(course, course.wording("checklist.heading")),
        before=tuple(block for block in before if block.parts),
        days=tuple(_day(course, day, begun) for day in course.days),
    )


def groups_of(participants: int, size: int) -> int:
    """How many groups of about `size` people make all participants: nobody is left over.

    A rest of half a group or more makes a group of its own; a smaller one joins the others.
    """
    full, rest = divmod(participants, size)
    if size == 1:
        return full
    return max(1, full + (1 if rest and rest * 2 >= size and size > 2 else 0))


def _rooms(course: Course) -> Iterator[CheckPart]:
    """The rooms, with seats where the organiser says how many, and how many people come."""
    wording = course.wording
    items = []
    for name in course.rooms:
        seats = course.seats.get(name)
        items.append(CheckItem(name, wording("checklist.seats", count=seats) if seats else ""))
    most = max((s.step.rooms for session in course.sessions for s in session.steps), default=1)
    if most > len(course.rooms):
        items.append(CheckItem(wording("checklist.rooms_at_once", count=most)))
    if course.participants:
        items.append(CheckItem(wording("checklist.chairs"), str(course.participants)))
    items += [CheckItem(wording(f"checklist.room_{key}")) for key in ("screen", "wall", "quiet")]
    yield CheckPart("", tuple(items))


def _prints(course: Course) -> Iterator[CheckPart]:
    """What comes out of the printer: for each participant, and for each trainer."""
    wording = course.wording
    people = str(course.participants) if course.participants else wording("checklist.each_person")
    trainers = str(len(course.trainers)) if course.trainers else wording("checklist.each_trainer")
    kinds = {entry.kind for day in course.days for entry in day.entries}
    forms = {q.form for session in course.sessions for q in session.module.questions}
    items = [
        CheckItem(wording("checklist.print_handbook"), people),
        CheckItem(wording("checklist.print_agenda"), people),
        CheckItem(wording("checklist.print_trainer"), trainers),
    ]
    if "pre_test" in kinds and "A" in forms:
        items.append(CheckItem(wording("handbook.form_a"), people))
    if "post_test" in kinds and "B" in forms:
        items.append(CheckItem(wording("handbook.form_b"), people))
    if "evaluation" in kinds:
        items.append(CheckItem(wording("checklist.print_evaluation"), people))
    yield CheckPart("", tuple(items))


def _day(course: Course, day: AgendaDay, begun: set[int]) -> CheckDay:
    blocks = []
    for session in course.sessions:
        here = [scheduled for scheduled in session.steps if scheduled.day == day.number]
        if here:
            blocks.append(_session(course, session, here, session.number not in begun))
            begun.add(session.number)
    return CheckDay(
        course.wording("common.day", number=day.number),
        date_text(day.date, course.wording),
        tuple(blocks),
    )


def _session(
    course: Course, session: Session, here: list[ScheduledStep], first: bool
) -> CheckBlock:
    wording, module = course.wording, session.module
    parts = []
    if first and module.prepare:
        parts.append(_lines(wording("handbook.prepare"), module.prepare))
    if first and module.materials:
        parts.append(_lines(wording("handbook.materials"), module.materials))
    for scheduled in here:
        for block in scheduled.step.blocks:
            if isinstance(block, Exercise):
                parts.append(_exercise(course, scheduled, block))
    return CheckBlock(
        title=wording("handbook.session_title", number=session.number, title=module.title),
        parts=tuple(part for part in parts if part.items),
        when=wording("agenda.time", start=clock(here[0].start), end=clock(here[-1].end)),
        session=session.number,
        pillar=module.pillar,
    )


def _lines(title: str, texts: tuple[str, ...]) -> CheckPart:
    return CheckPart(title, tuple(CheckItem(plain(text)) for text in texts))


def _exercise(course: Course, scheduled: ScheduledStep, block: Exercise) -> CheckPart:
    """What an exercise needs. A set for each group; a handout for each person."""
    wording = course.wording
    size, people = block.group_size, course.participants
    count = ""
    if size == 1:
        count = str(people) if people else wording("checklist.each_person")
    elif size and people:
        count = wording("checklist.groups", count=groups_of(people, size), size=size)
    elif size:
        count = wording("checklist.each_group", size=size)
    items = [CheckItem(plain(text), count) for text in block.materials]
    if block.handout:
        copies = str(people) if people else wording("checklist.each_person")
        items.append(CheckItem(wording("checklist.handout", title=block.title), copies))
    title = wording("checklist.exercise", time=clock(scheduled.start), title=block.title)
    return CheckPart(title, tuple(items), plain(block.groups))
