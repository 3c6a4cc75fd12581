"""The opening deck: what the room needs before the first session."""

from __future__ import annotations

from collections.abc import Iterable

from builders.agenda import date_text
from builders.course import Course
from builders.deck import contents
from builders.deck.blocks import make_block, names_of
from builders.deck.desk import Desk
from builders.deck.fitting import height_of
from builders.deck.listed import bullet_slides, table_slides
from builders.deck.notes import label as note_label
from builders.deck.notes import scripted
from builders.deck.parts import OPENING
from builders.deck.sessions import deck_of, fit_one, footer_width, source_slides
from builders.deck.slides import Body, Deck, Layouts, Para, Slide, Span
from builders.deck.text import line_para, para, plain, words
from builders.models.blocks import Map
from builders.text_metrics import shortened

RULES = 7


def opening_deck(course: Course, layouts: Layouts) -> Deck:
    """Title, aims, who is in the room, the agenda of each day, ground rules, support, the place."""
    desk = Desk(course, layouts, "opening", course.wording("deck.opening"))
    slides = [
        *scripted(course, "title", _title(desk)),
        *scripted(course, "aims", _aims(desk)),
        *scripted(course, "people", _people(desk)),
        *scripted(course, "agenda", (s for day in course.days for s in contents.of_day(desk, day))),
        *scripted(course, "rules", _rules(desk)),
        *scripted(course, "support", _support(desk)),
        *_place(desk),
    ]
    slides += source_slides(desk, slides)
    end = desk.slide(
        "end",
        "end",
        desk.label("opening_end"),
        [Body("body", (para(desk.label("opening_end_text")),))],
    )
    slides += scripted(course, "opening_end", [end])
    return deck_of(course, OPENING, course.title, slides, footer_width(layouts))


def _title(desk: Desk) -> Iterable[Slide]:
    course = desk.course
    hubs = course.wording.commas(hub.title for hub in course.hubs.values())
    dates = date_text(course.days[0].date, course.wording)
    if len(course.days) > 1:
        dates += f" – {date_text(course.days[-1].date, course.wording)}"
    bodies = [_meta(desk, hubs, dates)]
    if course.subtitle:
        bodies.insert(0, fit_one(desk, "title", "subtitle", course.subtitle, (24.0, 20.0, 18.0)))
    notes: tuple[Para, ...] = ()
    if course.notes:
        notes = (note_label(course, "note_organiser"), line_para(course, course.notes))
    yield desk.slide("title", "title", course.title, bodies, notes=notes)


def _meta(desk: Desk, hubs: str, dates: str) -> Body:
    """Place, dates, organiser, cover note and marking: on fewer lines where they need the room."""
    course = desk.course
    organiser, marking = course.branding.organiser, course.marking
    note = words(course.branding.cover_note)
    frame = desk.frame("title", "meta")

    def joined(*parts: str | None) -> str:
        return " · ".join(words(part) for part in parts if part)

    ways = [
        (hubs, dates, organiser, note, marking),
        (joined(hubs, dates), organiser, note, marking),
        (joined(hubs, dates), joined(organiser, marking), note),
        (joined(hubs, dates), joined(organiser, marking), shortened(note, frame.width, frame.size)),
    ]
    for way in ways:
        paras = tuple(para(words(line)) for line in way if line)
        if height_of(paras, frame.width, frame.size, bullets=False) <= frame.height:
            break
    return Body("meta", paras)


def _aims(desk: Desk) -> Iterable[Slide]:
    """One line for each session: what it is for."""
    paras: list[Para] = []
    texts: list[str] = []
    for session in desk.course.sessions:
        module = session.module
        paras.append(Para((Span(desk.lead(module.title), bold=True), Span(words(module.summary)))))
        texts.append(module.summary)
    yield from bullet_slides(desk, "aims", desk.label("aims"), paras, texts)


def _people(desk: Desk) -> Iterable[Slide]:
    course = desk.course
    paras: list[Para] = []
    if course.participants:
        paras.append(para(desk.label("who_participants", count=course.participants)))
    paras += [
        Para((Span(desk.lead(audience.title), bold=True), Span(words(audience.summary))))
        for audience in course.audiences.values()
    ]
    if course.trainers:
        paras.append(
            Para(
                (
                    Span(desk.label("who_trainers") + " ", bold=True),
                    Span(desk.course.wording.semicolons(course.trainers)),
                )
            )
        )
    if course.rooms:
        paras.append(
            Para(
                (
                    Span(desk.label("who_rooms") + " ", bold=True),
                    Span(desk.course.wording.semicolons(course.rooms)),
                )
            )
        )
    paras.append(para(desk.label("who_say")))
    yield from bullet_slides(desk, "people", desk.label("who"), paras, [])


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
        (20.0, 18.0),
        (0.27, 0.41, 0.32),
    )


def _place(desk: Desk) -> Iterable[Slide]:
    """The blocks of the hubs, and the map if they bring none."""
    hubs = desk.course.hubs
    blocks = [(hub_id, block) for hub_id, hub in hubs.items() for block in hub.blocks]
    if not any(isinstance(block, Map) for _, block in blocks):
        title = desk.label(
            "place", hubs=desk.course.wording.commas(hub.title for hub in hubs.values())
        )
        alt = desk.label("place_alt")
        own = Map(kind="map", title=title, alt=alt)
        yield from make_block(desk, own, "place").slides
    names = names_of([block for _, block in blocks])
    for (hub_id, block), name in zip(blocks, names, strict=True):
        yield from make_block(desk, block, f"{hub_id}/{name}").slides
