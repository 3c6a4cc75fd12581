"""A session → its deck: title, objectives, steps with their blocks, key messages, sources, end."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from builders.course import AgendaEntry, Course, ScheduledStep, Session
from builders.deck import contents, notes
from builders.deck.blocks import make_block, names_of
from builders.deck.desk import Desk
from builders.deck.fitting import Page, fit
from builders.deck.listed import bullet_slides, table_slides
from builders.deck.parts import deck_name
from builders.deck.slides import Body, Deck, Layouts, Para, Slide, Span, with_unique_titles
from builders.deck.text import line_para, para, plain, words
from builders.models.blocks import Text
from builders.text_metrics import shortened, text_width

SOURCE_SIZES = (16.0, 14.0)
"""Sources are looked up, not read out: smaller type keeps them together."""
_LEFT_TO_RIGHT = "\u200e"


def deck_of(
    course: Course,
    name: str,
    title: str,
    slides: Iterable[Slide],
    width: float,
    steps: Iterable[tuple[str, int, int]] = (),
    *,
    draft: bool = False,
) -> Deck:
    """A deck with the footer and the author that all decks of a course share.

    `draft` puts the mark of a draft behind the footer of every slide; the title gives way to it.
    """
    # no version here: it changes with any edit, and a deck should change with its own module only
    parts = [course.title, course.marking]
    mark = course.wording("common.draft") if draft else ""
    room = width - (text_width(f" · {mark}", 12, True) if draft else 0)
    footer = shortened(" · ".join(part for part in parts if part), room, 12)
    author = course.branding.organiser or "keyhub"
    return Deck(
        name,
        title,
        course.language,
        course.wording.direction,
        author,
        footer,
        with_unique_titles(tuple(slides)),
        tuple(steps),
        workshop=course.workshop_id,
        edition=course.edition,
        mark=mark,
    )


def footer_width(layouts: Layouts) -> float:
    return min(frames["footer"].width for frames in layouts.frames.values() if "footer" in frames)


def session_deck(course: Course, session: Session, layouts: Layouts) -> Deck:
    """The deck of one session. `course` is narrowed to the session (`deck.parts.for_session`)."""
    desk = Desk(
        course,
        layouts,
        session.module_id,
        course.wording(f"common.pillar_{session.module.pillar}"),
        session.module.pillar,
    )
    body = notes.at_edge(course, session, _opening(desk, session), end=False)
    steps: list[list[Slide]] = []
    for number, step in enumerate(session.steps, 1):
        steps.append(_step(desk, session, step, number))
    targets = {
        f"{session.module_id}/{step.step.id}": slides[0].id
        for step, slides in zip(session.steps, steps, strict=True)
    }
    body += contents.of_session(desk, session, targets)
    places: list[tuple[str, int, int]] = []
    for number, slides in enumerate(steps):
        body += contents.of_new_day(desk, session, number, targets)
        places.append((session.steps[number].step.id, len(body) + 1, len(body) + len(slides)))
        body += slides
    closing = [*_key_messages(desk, session)]
    closing += source_slides(desk, [*body, *closing])
    closing += _end(desk, session)
    body += notes.at_edge(course, session, closing, end=True)
    title = session.module.title
    width, name = footer_width(layouts), deck_name(session)
    return deck_of(course, name, title, body, width, places, draft=session.draft)


def _opening(desk: Desk, session: Session) -> Iterable[Slide]:
    course, module = desk.course, session.module
    meta = [course.wording("common.session", number=session.number)]
    if session.steps:
        first, last = session.steps[0], session.steps[-1]
        day = course.wording("common.day", number=first.day)
        if last.day == first.day:
            hours = f"{first.start:%H:%M}–{last.end:%H:%M}"
            meta.append(desk.label("day_hours", day=day, hours=hours))
        else:
            meta.append(desk.label("days", first=first.day, last=last.day))
    meta.append(course.wording("common.minutes", minutes=session.minutes))
    lines = [para(" · ".join(meta)), para(course.wording(f"common.pillar_{module.pillar}"))]
    if session.draft:
        lines.append(para(course.wording("common.draft"), bold=True))
    summary = fit_one(desk, "title", "subtitle", words(module.summary), (24.0, 22.0, 20.0, 18.0))
    yield desk.slide(
        "title",
        "title",
        module.title,
        [summary, Body("meta", tuple(lines))],
        notes=notes.session_notes(course, session),
    )
    objectives = [
        Para(line_para(course, objective.text).spans, bullet="number", start=number)
        for number, objective in enumerate(module.objectives, 1)
    ]
    texts = [objective.text for objective in module.objectives]
    slides = bullet_slides(desk, "objectives", desk.label("objectives"), objectives, texts)
    yield from notes.scripted(course, "objectives", slides)


def fit_one(desk: Desk, layout: str, role: str, text: str, sizes: Sequence[float]) -> Body:
    """Text for a place that cannot go on over a second slide: shortened if it must be."""
    frame = desk.frame(layout, role)
    while len(pages := fit([para(text)], frame, sizes=sizes)) > 1:
        text = " ".join(text.split()[:-1]).rstrip(".,;: …") + "…"
        if " " not in text:
            pages = (Page((para(text[:40]),), sizes[-1]),)
            break
    return desk.body(layout, role, pages[0])


def _step(desk: Desk, session: Session, step: ScheduledStep, number: int) -> list[Slide]:
    """The slides of a step. Scripts of text blocks go to the slide before them."""
    course = desk.course
    inner = replace(
        desk,
        base=f"{session.module_id}/{step.step.id}",
        kicker=f"{desk.kicker} · {step.step.title}",
    )
    made: list[tuple[Slide, int | None]] = []
    blocks = step.step.blocks
    worthy = [block for block in blocks if not isinstance(block, Text)]
    if len(worthy) != 1:
        made.append((_section(desk, session, step, number), None))
    waiting: list[Para] = []
    for block, name in zip(blocks, names_of(blocks), strict=True):
        if isinstance(block, Text):
            script = notes.block_notes(course, block)
            if made:
                slide, minutes = made[-1]
                made[-1] = (replace(slide, notes=(*slide.notes, *script)), minutes)
            else:
                waiting += script
            continue
        result = make_block(inner, block, name)
        count = len(result.slides)
        for place, slide in enumerate(result.slides):
            if waiting:
                slide = replace(slide, notes=(*waiting, *slide.notes))
                waiting = []
            own = result.minutes
            share = None if own is None else own * (place + 1) // count - own * place // count
            made.append((slide, share))
    if not made:
        made.append((_section(desk, session, step, number), None))
    first, minutes = made[0]
    if first.layout == "section" and not first.notes:  # no author wrote words for it
        made[0] = (notes.scripted(course, "step", [first])[0], minutes)
    return notes.timed(course, session, step, made)


def _section(desk: Desk, session: Session, step: ScheduledStep, number: int) -> Slide:
    course = desk.course
    count = desk.label("step", number=number, count=len(session.steps))
    method = [
        para(course.wording(f"common.method_{step.step.method}"), bold=True),
        para(course.wording("common.minutes", minutes=step.step.minutes)),
        para(f"{step.start:%H:%M}–{step.end:%H:%M}"),
    ]
    aims = [
        line_para(course, words(objective.text), bullet="dot")
        for objective in session.module.objectives
        if objective.id in step.step.objectives
    ]
    body: list[Body] = []
    if aims:
        frame = desk.frame("section", "body")
        lead = para(desk.label("step_serves"), bold=True)
        while len(pages := fit([lead, *aims], frame, sizes=(20.0, 18.0))) > 1 and len(aims) > 1:
            aims.pop()
        if len(pages) == 1:
            body.append(desk.body("section", "body", pages[0]))
    return desk.slide(
        "section",
        f"{step.step.id}/step",
        step.step.title,
        [Body("number-of-step", (para(count),)), Body("method", tuple(method)), *body],
    )


def _key_messages(desk: Desk, session: Session) -> Iterable[Slide]:
    messages = session.module.key_messages
    if messages:
        paras = [line_para(desk.course, text) for text in messages]
        title = desk.label("key_messages")
        slides = bullet_slides(desk, "key-messages", title, paras, messages)
        yield from notes.scripted(desk.course, "key_messages", slides)


def source_slides(desk: Desk, slides: Sequence[Slide]) -> Iterable[Slide]:
    """A table of the sources whose numbers stand on the slides, in the order of the numbers."""
    course = desk.course
    text = " ".join(
        para.text
        for slide in slides
        for body in slide.bodies
        if body.role == "source"
        for para in body.paras
    )
    rows = []
    for cited in sorted(course.sources.values(), key=lambda each: each.number):
        if f"[{cited.number}]" not in text:
            continue
        seed = cited.seed
        told = [seed.publisher, seed.date or seed.date_note or ""]
        about = ". ".join(part for part in told if part)
        mark = _end_mark(about) if course.wording.direction == "rtl" else ""
        spans = (Span(seed.title, bold=True), Span(f". {about}.{mark}"))
        grades = course.wording.commas(
            dict.fromkeys(cited.grade(claim) for claim in sorted(cited.claims))
        )
        rows.append((para(f"[{cited.number}]"), Para(spans), para(grades)))
    if not rows:
        return ()
    head = tuple(
        Para(plain(desk.label(key), bold=True))
        for key in ("source_number", "source_title", "source_grade")
    )
    note = Body("note", (para(desk.label("grades_note")),))
    title = desk.label("sources")
    made = table_slides(
        desk, "sources", "sources", title, head, rows, [note], 0.0, [], SOURCE_SIZES
    )
    return notes.scripted(course, "sources", made)


def _end_mark(text: str) -> str:
    """A sign without width: the full stop stays behind Latin words in a line from the right."""
    kinds = (unicodedata.bidirectional(letter) for letter in reversed(text))
    last = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    return _LEFT_TO_RIGHT if last == "L" else ""


def _end(desk: Desk, session: Session) -> Iterable[Slide]:
    course = desk.course
    following = _next_entry(course, session.number)
    lines = []
    if following is not None:
        start = f"{following.start:%H:%M}"
        lines.append(para(desk.label("end_next", start=start, title=following.title)))
    lines.append(para(desk.label("end_support")))
    title = desk.label("end_title", number=session.number, title=session.module.title)
    made = [desk.slide("end", "end", title, [Body("body", tuple(lines))])]
    return notes.scripted(course, "end", made)


def _next_entry(course: Course, session: int) -> AgendaEntry | None:
    """What follows the last step of a session on the same day."""
    for day in reversed(course.days):
        places = [n for n, entry in enumerate(day.entries) if entry.session == session]
        if places:
            after = day.entries[places[-1] + 1 :]
            return next((entry for entry in after if entry.kind != "free"), None)
    return None
