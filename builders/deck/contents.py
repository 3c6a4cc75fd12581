"""Lists of what comes when, with links: the day in all its decks, and the steps of one deck.

Enters: a `Desk` with a day or a session. Leaves: slides with a table whose lines lead to slides of
the same deck or to the other decks beside it. The opening deck shows every day; the deck in which a
later day begins shows that day again, because the trainer opens that file in the morning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from builders.agenda import date_text
from builders.course import AgendaDay, Course, Session
from builders.deck.desk import Desk
from builders.deck.fitting import Row, column_widths, cut_at_lines, row_height
from builders.deck.listed import TABLE_SIZES, table_slides
from builders.deck.notes import scripted
from builders.deck.parts import deck_name
from builders.deck.slides import Body, Para, Slide, Span
from builders.deck.text import para, plain
from builders.text_metrics import text_height

SHORTEST_FREE_TIME = 20
"""Minutes below which unplanned time is not shown: on the screen it would only be noise."""


@dataclass
class _Line:
    """One line of a day; steps of one session that follow one another make one line."""

    start: str
    end: str
    title: str
    minutes: int
    session: Session | None
    first_step: str | None


def of_day(
    desk: Desk, day: AgendaDay, *, targets: Mapping[str, str] | None = None, name: str = "agenda"
) -> Iterable[Slide]:
    """The timetable of a day, for a deck whose steps start at `targets` (step → slide id)."""
    rows = []
    for line in _lines(desk.course, day):
        link = None
        if line.session is not None:
            here = (targets or {}).get(f"{line.session.module_id}/{line.first_step}")
            link = f"#{here}" if here else f"{deck_name(line.session)}.pptx"
        bold = line.session is not None
        # the number stands before the link: LibreOffice draws a link of two scripts over its cell
        number = (Span(f"{line.session.number}. ", bold=True),) if line.session else ()
        rows.append(
            (
                para(_hours(line.start, line.end)),
                Para((*number, Span(line.title, bold=bold, link=link))),
                para(desk.course.wording("common.minutes", minutes=line.minutes)),
            )
        )
    title = desk.label(
        "agenda_day", number=day.number, date=date_text(day.date, desk.course.wording)
    )
    if not rows:
        return ()
    panel = (
        desk.course.wording("common.day", number=day.number),
        _hours(f"{day.entries[0].start:%H:%M}", f"{day.entries[-1].end:%H:%M}"),
    )
    return _list(desk, f"{name}-{day.number}", title, "agenda_what", rows, panel)


def of_new_day(
    desk: Desk, session: Session, number: int, targets: Mapping[str, str]
) -> Iterable[Slide]:
    """The timetable before a session's step (counted from 0) that begins a later day."""
    step = session.steps[number]
    if step.day == 1 or (number and session.steps[number - 1].day == step.day):
        return ()
    day = next((day for day in desk.course.days if day.number == step.day), None)
    steps = [entry for entry in day.entries if entry.kind == "step"] if day else []
    if day is None or not steps or steps[0].session != session.number:
        return ()
    return scripted(desk.course, "new_day", of_day(desk, day, targets=targets, name="day"))


def of_session(desk: Desk, session: Session, targets: Mapping[str, str]) -> Iterable[Slide]:
    """The steps of a session with their clock times and links to their first slides."""
    course = desk.course
    days = {step.day for step in session.steps}
    rows = []
    for step in session.steps:
        hours = _hours(f"{step.start:%H:%M}", f"{step.end:%H:%M}")
        if len(days) > 1:
            day = course.wording("common.day", number=step.day)
            hours = desk.label("day_hours", day=day, hours=hours)
        target = targets[f"{session.module_id}/{step.step.id}"]
        title = Span(step.step.title, bold=True, link=f"#{target}")
        minutes = course.wording("common.minutes", minutes=step.step.minutes)
        rows.append((para(hours), Para((title,)), para(minutes)))
    if len(rows) < 2:
        return ()
    panel = (
        course.wording("common.session", number=session.number),
        course.wording("common.minutes", minutes=session.minutes),
    )
    made = _list(desk, "contents", desk.label("contents"), "contents_step", rows, panel)
    return scripted(course, "contents", made)


def _list(
    desk: Desk,
    name: str,
    title: str,
    what: str,
    rows: Sequence[tuple[Para, ...]],
    panel: tuple[str, str],
) -> Iterable[Slide]:
    """The list on the layout `contents`, with its panel; a template without it shows a table."""
    frames = desk.layouts.frames.get("contents", {})
    layout = "contents" if "table" in frames else "table"
    places = ("day", "date") if layout == "contents" else ()
    bodies = [
        Body(role, (para(text),))
        for role, text in zip(places, panel, strict=False)
        if role in frames
    ]
    head = tuple(
        Para(plain(desk.label(key), bold=True)) for key in ("agenda_time", what, "agenda_minutes")
    )
    width = desk.frame(layout, "table").width
    sizes = _one_line_sizes(head, rows, width)
    if not sizes:
        # LibreOffice breaks a link that is longer than its line inside a word
        sizes = TABLE_SIZES[-1:]
        widths = column_widths([head, *rows], width, sizes[0])
        rows = [
            tuple(
                cut_at_lines(cell, wide, sizes[0]) for cell, wide in zip(row, widths, strict=True)
            )
            for row in rows
        ]
    return table_slides(desk, layout, name, title, head, rows, bodies, 0.0, [], sizes)


def _one_line_sizes(head: Row, rows: Sequence[Row], width: float) -> Sequence[float]:
    """The sizes at which each row keeps to one line."""
    kept = []
    for size in TABLE_SIZES:
        widths = column_widths([head, *rows], width, size)
        if all(row_height(row, widths, size, 0.0) <= text_height(1, size) for row in rows):
            kept.append(size)
    return kept


def _hours(start: str, end: str) -> str:
    return f"{start}–{end}"


def _lines(course: Course, day: AgendaDay) -> list[_Line]:
    sessions = {session.number: session for session in course.sessions}
    lines: list[_Line] = []
    for entry in day.entries:
        if entry.kind == "free" and entry.minutes < SHORTEST_FREE_TIME:
            continue
        start, end = f"{entry.start:%H:%M}", f"{entry.end:%H:%M}"
        session = sessions.get(entry.session) if entry.session else None
        if session is not None and lines and lines[-1].session is session:
            lines[-1].end = end
            lines[-1].minutes += entry.minutes
            continue
        title = session.module.title if session else entry.title
        lines.append(_Line(start, end, title, entry.minutes, session, entry.step_id))
    return lines
