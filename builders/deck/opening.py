"""The opening deck: what the room needs before the first session."""

from __future__ import annotations

from collections.abc import Iterable

from builders.course import AgendaDay, AgendaEntry, Course
from builders.deck.blocks import make_block, names_of
from builders.deck.desk import Desk
from builders.deck.listed import bullet_slides, table_slides
from builders.deck.notes import label as note_label
from builders.deck.notes import scripted
from builders.deck.parts import OPENING
from builders.deck.sessions import deck_of, fit_one, footer_width, source_slides
from builders.deck.slides import Body, Deck, Layouts, Para, Slide, Span
from builders.deck.text import line_para, para, plain, words
from builders.models.blocks import Map

SHORTEST_FREE_TIME = 20
"""Minutes below which unplanned time is not shown on the agenda slide."""
RULES = 7


def opening_deck(course: Course, layouts: Layouts) -> Deck:
    """Title, aims, who is in the room, the agenda of each day, ground rules, support, the place."""
    desk = Desk(course, layouts, "opening", course.wording("deck.opening"))
    slides = [
        *_title(desk),
        *scripted(course, "aims", _aims(desk)),
        *scripted(course, "people", _people(desk)),
        *scripted(course, "agenda", (s for day in course.days for s in _agenda(desk, day))),
        *scripted(course, "rules", _rules(desk)),
        *scripted(course, "support", _support(desk)),
        *_place(desk),
    ]
    slides += source_slides(desk, slides)
    slides += [
        desk.slide(
            "end",
            "end",
            desk.label("opening_end"),
            [Body("body", (para(desk.label("opening_end_text")),))],
        )
    ]
    return deck_of(course, OPENING, course.title, slides, footer_width(layouts))


def date_text(course: Course, day: AgendaDay) -> str:
    """The date of a day in words."""
    wording = course.wording
    return wording(
        "common.date_with_weekday",
        weekday=wording(f"common.weekday_{day.date.weekday()}"),
        day=day.date.day,
        month=wording(f"common.month_{day.date.month}"),
        year=day.date.year,
    )


def _title(desk: Desk) -> Iterable[Slide]:
    course = desk.course
    hubs = ", ".join(hub.title for hub in course.hubs.values())
    dates = date_text(course, course.days[0])
    if len(course.days) > 1:
        dates += f" – {date_text(course, course.days[-1])}"
    lines = [hubs, dates, course.branding.organiser, course.branding.cover_note, course.marking]
    bodies = [Body("meta", tuple(para(words(line)) for line in lines if line))]
    if course.subtitle:
        bodies.insert(0, fit_one(desk, "title", "subtitle", course.subtitle, (24.0, 20.0, 18.0)))
    notes: tuple[Para, ...] = ()
    if course.notes:
        notes = (note_label(course, "note_organiser"), line_para(course, course.notes))
    yield desk.slide("title", "title", course.title, bodies, notes=notes)


def _aims(desk: Desk) -> Iterable[Slide]:
    """One line for each session: what it is for."""
    paras: list[Para] = []
    texts: list[str] = []
    for session in desk.course.sessions:
        module = session.module
        paras.append(Para((Span(f"{module.title}: ", bold=True), Span(words(module.summary)))))
        texts.append(module.summary)
    yield from bullet_slides(desk, "aims", desk.label("aims"), paras, texts)


def _people(desk: Desk) -> Iterable[Slide]:
    course = desk.course
    paras: list[Para] = []
    if course.participants:
        paras.append(para(desk.label("who_participants", count=course.participants)))
    paras += [
        Para((Span(f"{audience.title}: ", bold=True), Span(words(audience.summary))))
        for audience in course.audiences.values()
    ]
    if course.trainers:
        paras.append(
            Para(
                (
                    Span(desk.label("who_trainers") + " ", bold=True),
                    Span("; ".join(course.trainers)),
                )
            )
        )
    if course.rooms:
        paras.append(
            Para((Span(desk.label("who_rooms") + " ", bold=True), Span("; ".join(course.rooms))))
        )
    paras.append(para(desk.label("who_say")))
    yield from bullet_slides(desk, "people", desk.label("who"), paras, [])


def agenda_rows(entries: Iterable[AgendaEntry], course: Course) -> list[tuple[Para, ...]]:
    """Rows of a day's agenda; steps of one session that follow one another make one row.

    Short stretches without a step are left out: on the screen they would only be noise.
    """
    merged: list[tuple[str, str, int, int | None]] = []
    for entry in entries:
        if entry.kind == "free" and entry.minutes < SHORTEST_FREE_TIME:
            continue
        start, end = f"{entry.start:%H:%M}", f"{entry.end:%H:%M}"
        if entry.session is None:
            merged.append((f"{start}–{end}", entry.title, entry.minutes, None))
            continue
        title = next(s.module.title for s in course.sessions if s.number == entry.session)
        if merged and merged[-1][3] == entry.session:
            hours, text, minutes, _ = merged[-1]
            merged[-1] = (
                f"{hours.split('–')[0]}–{end}", text, minutes + entry.minutes, entry.session
            )  # fmt: skip
        else:
            merged.append((f"{start}–{end}", title, entry.minutes, entry.session))
    rows: list[tuple[Para, ...]] = []
    for hours, text, minutes, number in merged:
        shown = f"{number}. {text}" if number else text
        look = Para((Span(shown, bold=number is not None),))
        rows.append((para(hours), look, para(course.wording("common.minutes", minutes=minutes))))
    return rows


def _agenda(desk: Desk, day: AgendaDay) -> Iterable[Slide]:
    course = desk.course
    title = desk.label("agenda_day", number=day.number, date=date_text(course, day))
    head = tuple(
        Para(plain(desk.label(key), bold=True))
        for key in ("agenda_time", "agenda_what", "agenda_minutes")
    )
    rows = agenda_rows(day.entries, course)
    if rows:
        name = f"agenda-{day.number}"
        yield from table_slides(desk, "table", name, title, head, rows, [], 0.0, [])


def _rules(desk: Desk) -> Iterable[Slide]:
    paras = [para(desk.label(f"rule_{number}")) for number in range(1, RULES + 1)]
    yield from bullet_slides(desk, "rules", desk.label("rules"), paras, [])


def _support(desk: Desk) -> Iterable[Slide]:
    """Who helps: rows with an empty cell that the organiser fills in."""
    course = desk.course
    head = tuple(
        Para(plain(desk.label(key), bold=True))
        for key in ("support_service", "support_for", "support_contact")
    )
    empty = para("")
    rows = [
        (para(desk.label("support_person")), para(desk.label("support_person_for")), empty),
    ]
    for hub in course.hubs.values():
        rows += [
            (para(row.service), Para(plain(words(row.what_for))), empty) for row in hub.contacts
        ]
    yield from table_slides(
        desk,
        "table",
        "support",
        desk.label("support"),
        head,
        rows,
        [],
        0.0,
        [],
        (18.0,),
        (0.27, 0.41, 0.32),
    )


def _place(desk: Desk) -> Iterable[Slide]:
    """The blocks of the hubs, and the map if they bring none."""
    hubs = desk.course.hubs
    blocks = [(hub_id, block) for hub_id, hub in hubs.items() for block in hub.blocks]
    if not any(isinstance(block, Map) for _, block in blocks):
        title = desk.label("place", hubs=", ".join(hub.title for hub in hubs.values()))
        alt = desk.label("place_alt")
        own = Map(kind="map", title=title, alt=alt)
        yield from make_block(desk, own, "place").slides
    names = names_of([block for _, block in blocks])
    for (hub_id, block), name in zip(blocks, names, strict=True):
        yield from make_block(desk, block, f"{hub_id}/{name}").slides
