"""Pages before the sessions: cover, how to use the book, agenda, who is in the room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from builders.agenda import AgendaGroup, AgendaSheetDay, dates_text, make_agenda
from builders.handbook import markdown as md
from builders.handbook.boxes import eyebrow, ledger, trainer_box
from builders.handbook.desk import Desk
from builders.handbook.pages import Page

_FORMS = {"pre_test": "A", "post_test": "B"}
"""Which form of the test is filled in when."""


def cover_page(desk: Desk, chapters: Sequence[tuple[str, Sequence[Page]]]) -> Page:
    """The cover with the table of contents. `chapters` are label keys with their pages."""
    course = desk.course
    desk.page = "index"
    rows = [
        (desk.label("dates"), md.escape(dates_text(course))),
        (desk.label("hub"), _names(desk, (hub.title for hub in course.hubs.values()))),
        (
            desk.label("for"),
            _names(desk, (audience.title for audience in course.audiences.values())),
        ),
        (desk.label("organiser"), md.escape(course.branding.organiser or "")),
        (desk.label("trainers"), _names(desk, course.trainers)),
        (desk.label("rooms"), _names(desk, course.rooms)),
        (desk.label("version"), md.escape(course.version)),
    ]
    cover = [
        eyebrow(desk.label(f"common.{course.edition}_edition")),
        md.classed(md.plain(course.subtitle), "lead") if course.subtitle else "",
        md.classed(md.plain(course.marking), "marking") if course.marking else "",
        ledger(rows),
        desk.line(course.branding.cover_note) if course.branding.cover_note else "",
        trainer_box(desk, [("organiser_notes", [desk.line(course.notes)] if course.notes else ())]),
    ]
    pieces = [
        md.heading(md.escape(course.title), 1, desk.identifier("cover")),
        md.box("cover", cover),
    ]
    contents = [
        _toctree(desk.raw(key), [_entry(page) for page in pages])
        for key, pages in chapters
        if pages
    ]
    pieces.append(md.box("contents", [md.title(desk.label("contents"), 2), *contents]))
    return Page("index", course.title, md.join(pieces) + "\n")


def _toctree(caption: str, names: Sequence[str]) -> str:
    options = {"caption": md.quoted(caption), "maxdepth": "1"}
    return md.directive("toctree", "", options, ["\n".join(names)])


def _entry(page: Page) -> str:
    """A page in the contents. Sphinx has its own word for the index, in English for Arabic."""
    return page.name if page.text else f"{page.title} <{page.name}>"


def _names(desk: Desk, names: Iterable[str]) -> str:
    return desk.course.wording.semicolons(md.escape(name) for name in names)


def how_to_use_page(desk: Desk) -> Page:
    """What the reader holds, and how to read citations, grades, allegations and indicators."""
    desk.page = "how-to-use"
    title = desk.raw("how_to_use")
    edition = desk.course.edition
    parts: list[str] = [
        md.heading(md.escape(title), 1, desk.identifier("how-to-use")),
        md.classed(md.line_start(desk.label(f"how_{edition}")), "lead"),
        md.box(
            "callout warning",
            [
                eyebrow(desk.label("warning")),
                md.title(desk.label("hard_content_title"), 2),
                md.line_start(desk.label("hard_content")),
                md.line_start(desk.label(f"hard_content_{edition}")),
            ],
        ),
    ]
    for topic in ("citations", "grades", "allegations", "indicators", "law", "edition"):
        key = f"how_{topic}_{edition}" if topic == "edition" else f"how_{topic}"
        parts.append(md.heading(desk.label(f"{key}_title"), 2, desk.identifier(f"how-{topic}")))
        parts.append(md.line_start(desk.label(key)))
        if topic == "grades":
            parts.append(md.box("pair", grade_tables(desk)))
        if topic == "indicators":
            parts.append(
                md.classed(md.line_start(desk.label("common.indicators_statement")), "statement")
            )
    return Page(desk.page, title, md.join(parts) + "\n")


def grade_tables(desk: Desk) -> list[str]:
    """The two halves of the Admiralty grade explained."""
    return [
        md.table(
            [desk.label("letter"), desk.label("reliability")],
            [[letter, desk.label(f"reliability_{letter}")] for letter in "ABCDEF"],
            caption=desk.label("reliability_caption"),
            classes="data small",
        ),
        md.table(
            [desk.label("figure"), desk.label("credibility")],
            [[str(figure), desk.label(f"credibility_{figure}")] for figure in range(1, 7)],
            caption=desk.label("credibility_caption"),
            classes="data small",
        ),
    ]


def agenda_page(desk: Desk) -> Page:
    """The timetable, one table for each day, with links to the sessions."""
    desk.page = "agenda"
    title = desk.raw("agenda")
    agenda = make_agenda(desk.course)
    pieces = [md.heading(md.escape(title), 1, desk.identifier("agenda"))]
    for number, day in enumerate(agenda.days, 1):
        pieces.append(
            md.heading(
                desk.label("agenda_day", day=day.title, date=day.date),
                2,
                desk.identifier(f"agenda-day-{number}"),
            )
        )
        pieces.append(md.box("wide", [_day_table(desk, day)]))
    return Page(desk.page, title, md.join(pieces) + "\n")


def _day_table(desk: Desk, day: AgendaSheetDay) -> str:
    rows = []
    for group in day.groups:
        rows.append(
            [
                md.span(desk.label("from_to", start=group.start, end=group.end), "clock"),
                _group_title(desk, group),
                desk.label("common.minutes", minutes=group.minutes),
            ]
        )
        rows.extend(
            [
                md.span(line.start, "step-time"),
                md.span(md.escape(line.title), "step")
                + " "
                + md.span(md.escape(line.method), "method"),
                desk.label("common.minutes", minutes=line.minutes),
            ]
            for line in group.lines
        )
    return md.table(
        [desk.label("deck.agenda_time"), desk.label("what"), desk.label("length")],
        rows,
        caption=desk.label("agenda_caption", day=day.title),
        classes="data agenda",
        widths="20 64 16",
    )


def _group_title(desk: Desk, group: AgendaGroup) -> str:
    session = next((s for s in desk.course.sessions if s.number == group.session), None)
    if session is None:
        words = md.escape(group.title)
        if group.kind in _FORMS and desk.course.has_questions(_FORMS[group.kind]):
            words = md.link(words, desk.target(f"tests/form-{_FORMS[group.kind].lower()}"))
        return md.span(words, "standing" if group.standing else f"pause pause-{group.kind}")
    title = desk.label("session_title", number=session.number, title=group.title)
    if group.continued:
        title += " " + desk.label("continued")
    return md.marked(md.link(title, desk.target(desk.session_page(session))), "**")


def people_page(desk: Desk) -> Page | None:
    """What each audience does, and what trainers should know of it. None without an audience."""
    if not desk.course.audiences:
        return None
    desk.page = "people"
    title = desk.raw("people")
    pieces = [
        md.heading(md.escape(title), 1, desk.identifier("people")),
        md.line_start(desk.label("people_lead")),
    ]
    for name, audience in desk.course.audiences.items():
        pieces += [
            md.heading(md.escape(audience.title), 2, desk.identifier(f"audience-{name}")),
            desk.line(audience.summary),
            md.classed(desk.label("duties"), "part-label"),
            desk.points(audience.duties),
            trainer_box(
                desk,
                [
                    (
                        "starts_from",
                        [desk.points(audience.starts_from)] if audience.starts_from else (),
                    ),
                    (
                        "powers_to_confirm",
                        [desk.points(audience.powers_to_confirm)]
                        if audience.powers_to_confirm
                        else (),
                    ),
                ],
            ),
        ]
    return Page(desk.page, title, md.join(pieces) + "\n")
