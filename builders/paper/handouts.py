"""One paper for each session with what its participants hold, and one with the contact sheets.

Enters: a `Course` cut down to one session (`handout_parts`). Leaves: a `Paper` in which local
trainers change words by hand. No trainer-only string is in the course that it is made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from builders.course import Course, ScheduledStep, Session
from builders.models import blocks as b
from builders.models.marks import for_participants
from builders.paper.desk import Desk
from builders.paper.exercises import exercise_things, sheet_things
from builders.paper.things import Grid, Heading, Paper, Rules, Thing, Words

CONTACTS = "contacts"
_ON_SHEETS = (
    b.Exercise,
    b.Indicators,
    b.Table,
    b.Comparison,
    b.Process,
    b.Cycle,
    b.Figure,
)
_LINES_FOR_NOTES = 8
_ROWS_TO_ADD = 3


def handout_parts(course: Course) -> Iterable[tuple[str, Course]]:
    """Name and course of each paper: one a session, and the contact sheets."""
    public = without_secrets(course)
    for session in public.sessions:
        if _holds(session):
            yield (
                f"{session.number:02}-{session.module_id}",
                replace(public, sessions=(session,), hubs={}, cases={}),
            )
    if any(hub.contacts for hub in public.hubs.values()):
        yield CONTACTS, replace(public, sessions=(), cases={}, sources={})


def make_handout(course: Course, part: str) -> Paper:
    """The paper of one part."""
    desk = Desk(course)
    if part == CONTACTS:
        title = desk.label("handbook.contacts")
        return desk.paper(part, title, _contacts(desk))
    session = course.sessions[0]
    title = desk.label("handbook.session_title", number=session.number, title=session.module.title)
    return desk.paper(part, title, _session(desk, session, title), session.module.pillar)


def without_secrets(course: Course) -> Course:
    """The course as participants may see it, of whatever edition; what only books use falls away.

    Papers carry no version, so that an edit elsewhere in the workshop does not touch them.
    """
    sessions = []
    for session in course.sessions:
        steps = tuple(
            ScheduledStep(for_participants(each.step), each.day, each.start)
            for each in session.steps
        )
        sessions.append(replace(session, module=for_participants(session.module), steps=steps))
    return replace(
        course,
        subtitle=None,
        days=(),
        sessions=tuple(sessions),
        cases={name: for_participants(case) for name, case in course.cases.items()},
        hubs={name: for_participants(hub) for name, hub in course.hubs.items()},
        all_hubs={},
        audiences={},
        terms={},
        module_titles={},
        sources={
            name: replace(
                source,
                seed=for_participants(source.seed),
                claims={
                    key: for_participants(claim)
                    for key, claim in source.claims.items()
                    if claim.verification != "unverified"
                },
            )
            for name, source in course.sources.items()
        },
        approved={},
        claims_changed={},
        participants=None,
        trainers=(),
        rooms=(),
        notes=None,
        version="",
        frameworks=(),
        seats={},
    )


def _holds(session: Session) -> bool:
    return bool(session.module.key_messages) or any(
        isinstance(block, _ON_SHEETS) for step in session.steps for block in step.step.blocks
    )


def _session(desk: Desk, session: Session, title: str) -> Iterator[Thing]:
    module = session.module
    yield Heading(1, title, desk.label("handouts"))
    yield desk.para(module.summary, "lead")
    for scheduled in session.steps:
        for block in scheduled.step.blocks:
            if isinstance(block, b.Exercise):
                yield from exercise_things(desk, block, new_page=True)
            else:
                yield from sheet_things(desk, block)
    if module.key_messages:
        eyebrow = desk.label("handbook.key_messages_eyebrow")
        yield Heading(2, desk.label("handbook.key_messages"), eyebrow)
        yield from desk.points(module.key_messages)
    yield Heading(3, desk.label("handbook.notes"))
    yield Rules(_LINES_FOR_NOTES)


def _contacts(desk: Desk) -> Iterator[Thing]:
    yield Heading(1, desk.label("handbook.contacts"), desk.label("handouts"))
    yield desk.said(desk.label("handbook.contacts_lead"))
    heads = ("service", "what_for", "contact_name", "contact_number", "contact_checked")
    columns = tuple((Words(desk.label(f"handbook.{name}")),) for name in heads)
    for number, hub in enumerate(hub for hub in desk.course.hubs.values() if hub.contacts):
        rows = tuple(
            ((Words(row.service),), desk.line(row.what_for), (), (), ()) for row in hub.contacts
        )
        caption = desk.label("handbook.contacts_caption", hub=hub.title)
        yield Heading(2, caption, new_page=number > 0)
        yield Grid("", columns, rows + (((),) * 5,) * _ROWS_TO_ADD, to_fill=True)
