"""Blocks that are words: points, definitions, tables, checklists, questions, exercises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from builders.deck.clock import clock
from builders.deck.desk import Desk
from builders.deck.fitting import fit, fit_table, height_of
from builders.deck.slides import Body, Frame, Para, Sketch, Slide, Span, Table
from builders.deck.text import (
    allegation_paras,
    line_para,
    para,
    plain,
    prose_citations,
    prose_paras,
    spans,
    words,
)
from builders.models import blocks as models
from builders.prose import citations_in

POINT_SIZES = (24.0, 22.0, 20.0)
TABLE_SIZES = (24.0, 22.0, 20.0, 18.0)
CALL_OUT_SIZES = (28.0, 26.0, 24.0, 22.0, 20.0)


def part_name(name: str, number: int, count: int) -> str:
    return name if count == 1 else f"{name}/{number}"


def cited_paras(desk: Desk, text: str, first: Para) -> tuple[Para, ...]:
    """A paragraph with the status and denial of each allegation it cites right below it."""
    status = allegation_paras(desk.course, citations_in(text), level=first.level + 1)
    return (first, *status)


def with_status(desk: Desk, text: str) -> Para:
    """A table cell: the text, then status and denial of each allegation it cites."""
    made = list(spans(desk.course, text))
    for status in allegation_paras(desk.course, citations_in(text)):
        made += [Span(" "), *status.spans]
    return Para(tuple(made))


def points(desk: Desk, block: models.Points, name: str) -> Iterable[Slide]:
    paras: list[Para] = []
    texts = [block.lead]
    if block.lead:
        lead = Para(spans(desk.course, block.lead), bullet="none", keep_with_next=True)
        paras += cited_paras(desk, block.lead, lead)
    for number, point in enumerate(block.points, 1):
        first = Para(
            spans(desk.course, point.text),
            bullet="number" if block.numbered else None,
            start=number,
        )
        paras += cited_paras(desk, point.text, first)
        texts.append(point.text)
        for below in point.points:
            paras += cited_paras(desk, below.text, line_para(desk.course, below.text, level=1))
            texts.append(below.text)
    yield from bullet_slides(desk, name, block.title, paras, texts)


def bullet_slides(
    desk: Desk, name: str, title: str, paras: Sequence[Para], texts: Sequence[str | None]
) -> Iterable[Slide]:
    """Slides of the layout `points`."""
    pages = desk.pages(paras, "points", "body", POINT_SIZES, bullets=True)
    for number, page in enumerate(pages, 1):
        yield desk.slide(
            "points",
            part_name(name, number, len(pages)),
            desk.part(title, number, len(pages)),
            [desk.body("points", "body", page)],
            citations=prose_citations(texts),
        )


def definition(desk: Desk, block: models.Definition, name: str) -> Iterable[Slide]:
    term = desk.course.terms.get(block.term)
    if term is None:
        return
    sizes = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0)
    pages = desk.pages([line_para(desk.course, term.definition)], "definition", "body", sizes)
    note: list[Para] = []
    if block.note:
        note += cited_paras(desk, block.note, line_para(desk.course, block.note))
    note += allegation_paras(desk.course, citations_in(term.definition), level=0)
    if term.avoid:
        avoid = (
            Span(desk.label("avoid") + " ", bold=True),
            Span(desk.course.wording.commas(term.avoid)),
        )
        note.append(Para(avoid))
    note_pages = desk.pages(note, "definition", "note", (20.0, 18.0))
    title = term.term[:1].upper() + term.term[1:]
    for number in range(max(len(pages), len(note_pages))):
        count = max(len(pages), len(note_pages))
        yield desk.slide(
            "definition",
            part_name(name, number + 1, count),
            desk.part(title, number + 1, count),
            [
                desk.body("definition", "body", pages[min(number, len(pages) - 1)]),
                *(
                    [desk.body("definition", "note", note_pages[number])]
                    if number < len(note_pages)
                    else []
                ),
            ],
            citations=prose_citations([term.definition, block.note]),
        )


def note_below(desk: Desk, layout: str, paras: Sequence[Para]) -> tuple[list[Body], float]:
    """A note at the foot of the slide as high as its words, and the height it takes."""
    if not paras:
        return [], 0.0
    frame = desk.frame(layout, "note")
    tall = height_of(paras, frame.width, frame.size, bullets=False) + 2
    if tall <= frame.height:
        own, tall = frame, frame.height
    else:
        own = Frame(frame.x, frame.y + frame.height - tall, frame.width, tall, frame.size)
    return [Body("note", tuple(paras), None if own == frame else own)], tall + 6


def table(desk: Desk, block: models.Table, name: str) -> Iterable[Slide]:
    note = cited_paras(desk, block.note, line_para(desk.course, block.note)) if block.note else ()
    bodies, reserve = note_below(desk, "table", note)
    head = tuple(Para(plain(words(column), bold=True)) for column in block.columns)
    width = len(head)
    rows = [
        tuple(with_status(desk, cell) for cell in (*row, *("",) * (width - len(row)))[:width])
        for row in block.rows
    ]
    texts = [block.note, *(cell for row in block.rows for cell in row)]
    yield from table_slides(desk, "table", name, block.title, head, rows, bodies, reserve, texts)


def table_slides(
    desk: Desk,
    layout: str,
    name: str,
    title: str,
    head: tuple[Para, ...],
    rows: Sequence[tuple[Para, ...]],
    bodies: Sequence[Body],
    reserve: float,
    texts: Sequence[str | None],
    sizes: Sequence[float] = TABLE_SIZES,
    shares: Sequence[float] = (),
) -> Iterable[Slide]:
    """A table over as many slides as it needs, each with the heading row."""
    frame = desk.frame(layout, "table")
    widths, pages = fit_table(head, rows, frame, sizes=sizes, reserve=reserve, shares=shares)
    for number, page in enumerate(pages, 1):
        shown = desk.part(title, number, len(pages))
        alt = desk.label("alt_table", title=shown, rows=len(page.rows) - 1, columns=len(head))
        thing = Table(page.rows, widths, page.heights, page.size, alt, frame, page.margin)
        below = frame.y + sum(page.heights) + 12
        yield desk.slide(
            layout,
            part_name(name, number, len(pages)),
            shown,
            [_under(desk, body, below) if layout == "table" else body for body in bodies],
            [thing],
            citations=prose_citations(texts),
        )


def _under(desk: Desk, body: Body, y: float) -> Body:
    """A note moved up to the end of its table."""
    frame = body.frame or desk.frame("table", body.role)
    return replace(body, frame=replace(frame, y=min(y, frame.y)))


def comparison(desk: Desk, block: models.Comparison, name: str) -> Iterable[Slide]:
    note = cited_paras(desk, block.note, line_para(desk.course, block.note)) if block.note else ()
    bodies, reserve = note_below(desk, "two-columns", note)
    sides = []
    for side in (block.left, block.right):
        sides.append(
            [
                each
                for text in side.points
                for each in cited_paras(desk, text, line_para(desk.course, text))
            ]
        )
    for size in (22.0, 20.0, 18.0):
        fitted = [
            desk.pages(paras, "two-columns", role, (size,), bullets=True, reserve=reserve)
            for paras, role in zip(sides, ("left", "right"), strict=True)
        ]
        if max(map(len, fitted)) == 1:
            break
    count = max(map(len, fitted))
    for number in range(count):
        shown: list[Body] = []
        for pages, role, side in zip(
            fitted, ("left", "right"), (block.left, block.right), strict=True
        ):
            frame = desk.frame("two-columns", f"{role}-heading")
            heading = fit([para(side.heading)], frame, sizes=(22.0, 20.0, 18.0))[0]
            shown.append(desk.body("two-columns", f"{role}-heading", heading))
            if number < len(pages):
                shown.append(desk.body("two-columns", role, pages[number]))
        yield desk.slide(
            "two-columns",
            part_name(name, number + 1, count),
            desk.part(block.title, number + 1, count),
            [*shown, *bodies],
            citations=prose_citations([*block.left.points, *block.right.points, block.note]),
        )


def indicators(desk: Desk, block: models.Indicators, name: str) -> Iterable[Slide]:
    statement = para(desk.course.wording("common.indicators_statement"))
    paras = [
        each
        for item in block.items
        for each in cited_paras(desk, item, line_para(desk.course, item, bullet="check"))
    ]
    pages = desk.pages(paras, "checklist", "body", (22.0, 20.0, 18.0), bullets=True)
    for number, page in enumerate(pages, 1):
        yield desk.slide(
            "checklist",
            part_name(name, number, len(pages)),
            desk.part(block.title, number, len(pages)),
            [desk.body("checklist", "body", page), Body("note", (statement,))],
            citations=prose_citations(block.items),
        )


def question(desk: Desk, block: models.Question, name: str) -> Iterable[Slide]:
    paras = cited_paras(desk, block.prompt, line_para(desk.course, block.prompt))
    pages = desk.pages(paras, "question", "body", (32.0, 30.0, 28.0, 26.0, 24.0))
    for number, page in enumerate(pages, 1):
        bodies = [desk.body("question", "body", page)]
        face: list[Sketch] = []
        if block.minutes:
            minutes = desk.course.wording("common.minutes", minutes=block.minutes)
            bodies.append(Body("clock", (para(minutes),)))
            face = clock(desk, "question", block.minutes, minutes)
        yield desk.slide(
            "question",
            part_name(name, number, len(pages)),
            desk.part(block.title, number, len(pages)),
            bodies,
            face,
            citations=prose_citations([block.prompt]),
        )


def exercise(desk: Desk, block: models.Exercise, name: str) -> Iterable[Slide]:
    course = desk.course
    paras = list(prose_paras(course, block.task))
    paras += allegation_paras(course, citations_in(block.task), level=0)
    groups = [Para((Span(words(block.groups)),))]
    materials = [line_para(course, text, bullet="dot") for text in block.materials]
    if materials:
        materials.insert(0, para(desk.label("materials"), bold=True))
    upper, lower = desk.frame("exercise", "groups"), desk.frame("exercise", "materials")
    room = lower.y + lower.height - upper.y
    tall = height_of(groups, upper.width, upper.size, bullets=False) + 8
    below = height_of(materials, lower.width, lower.size, bullets=False)
    if tall > room:  # too much for the panel: it joins the task
        paras += [para(desk.label("groups"), bold=True), *groups]
        groups, tall = [], 0.0
    if tall + below > room:
        paras += materials
        materials = []
    upper_frame = Frame(upper.x, upper.y, upper.width, min(tall, room), upper.size)
    lower_frame = Frame(lower.x, upper.y + tall, lower.width, room - tall, lower.size)
    pages = desk.pages(paras, "exercise", "body", (22.0, 20.0, 18.0))
    for number, page in enumerate(pages, 1):
        minutes = course.wording("common.minutes", minutes=block.minutes)
        yield desk.slide(
            "exercise",
            part_name(name, number, len(pages)),
            desk.part(block.title, number, len(pages)),
            [
                desk.body("exercise", "body", page),
                Body("clock", (para(minutes),)),
                Body("groups", tuple(groups), upper_frame),
                Body("materials", tuple(materials), lower_frame),
            ],
            clock(desk, "exercise", block.minutes, minutes),
            citations=prose_citations([block.task, *block.materials]),
        )


def call_out(desk: Desk, block: models.Warning_ | models.Note, name: str) -> Iterable[Slide]:
    layout = "warning" if isinstance(block, models.Warning_) else "note"
    paras = cited_paras(desk, block.text, line_para(desk.course, block.text))
    pages = desk.pages(paras, layout, "body", CALL_OUT_SIZES)
    for number, page in enumerate(pages, 1):
        yield desk.slide(
            layout,
            part_name(name, number, len(pages)),
            desk.part(block.title, number, len(pages)),
            [desk.body(layout, "body", page)],
            citations=prose_citations([block.text]),
        )
