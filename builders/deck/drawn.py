"""Blocks that are pictures: process, cycle, timeline, chart, map, figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from builders.deck.desk import Desk
from builders.deck.fitting import height_of
from builders.deck.listed import bullet_slides, cited_paras, note_below, part_name
from builders.deck.slides import Body, Chart, Frame, Para, Picture, Sketch, Slide, Span
from builders.deck.text import allegation_paras, line_para, para, prose_citations, words
from builders.drawing import Drawing, draw, draw_cycle, draw_process, draw_timeline
from builders.models import blocks as models

MOST_BARS = 12
MOST_SLICES = 8
COUNTRIES = ("libya", "tunisia", "algeria", "niger", "chad", "sudan", "egypt")

DRAWING_SIZES = (24.0, 22.0, 20.0, 18.0)

Stages = Sequence[tuple[str, str]]


def diagram(
    desk: Desk, block: models.Process | models.Cycle | models.Timeline, name: str
) -> Iterable[Slide]:
    """The drawing, over several slides if it is too much for one."""
    if isinstance(block, models.Timeline):
        raw = [(event.date, event.text) for event in block.events]
    else:
        raw = [(stage.label, stage.text or "") for stage in block.stages]
    stages = [(label, words(text)) for label, text in raw]
    texts = [text for _, text in raw]
    citations = prose_citations(texts)
    bodies, reserve = note_below(desk, "diagram", allegation_paras(desk.course, citations, level=0))
    frame = desk.frame("diagram", "area")
    area = replace(frame, height=frame.height - reserve)
    drawings = _drawings(desk, block, stages, area)
    if not drawings:
        paras = [
            each
            for label, text in raw
            for each in cited_paras(
                desk,
                text,
                Para((Span(desk.lead(label), bold=True), *line_para(desk.course, text).spans)),
            )
        ]
        yield from bullet_slides(desk, name, block.title, paras, texts)
        return
    start = 0
    for number, (drawing, count) in enumerate(drawings, 1):
        title = desk.part(block.title, number, len(drawings))
        told = desk.course.wording.semicolons(
            f"{place}. {label}" + (f": {text}" if text else "")
            for place, (label, text) in enumerate(stages[start : start + count], start + 1)
        )
        start += count
        alt = desk.label(f"alt_{block.kind}", title=title, stages=told)
        yield desk.slide(
            "diagram",
            part_name(name, number, len(drawings)),
            title,
            bodies,
            [Sketch(drawing, alt, area)],
            citations=citations,
        )


def _drawings(
    desk: Desk,
    block: models.Process | models.Cycle | models.Timeline,
    stages: Stages,
    area: Frame,
) -> list[tuple[Drawing, int]]:
    """Drawings that fit with the number of stages of each; none if no split helps."""
    direction = desk.course.wording.direction
    for count in range(1, len(stages)):
        size = -(-len(stages) // count)
        made = []
        for start in range(0, len(stages), size):
            part = stages[start : start + size]
            if isinstance(block, models.Process):
                drawing = draw_process(
                    part,
                    area.width,
                    area.height,
                    direction=direction,
                    sizes=DRAWING_SIZES,
                    first_number=start + 1,
                )
            elif isinstance(block, models.Timeline):
                drawing = draw_timeline(
                    part, area.width, area.height, direction=direction, sizes=DRAWING_SIZES
                )
            else:
                drawing = draw_cycle(
                    part, area.width, area.height, direction=direction, sizes=DRAWING_SIZES
                )
            made.append((drawing, len(part)))
        if all(drawing.fits and part > 1 for drawing, part in made):
            return made
        if isinstance(block, models.Cycle):
            break  # half a ring is no ring
    return []


def chart(desk: Desk, block: models.Chart, name: str) -> Iterable[Slide]:
    note = cited_paras(desk, block.note, line_para(desk.course, block.note)) if block.note else ()
    bodies, _ = note_below(desk, "chart", note)
    frame = desk.frame("chart", "chart")
    if not bodies:
        frame = replace(frame, height=desk.frame("diagram", "area").height)
    elif bodies[0].frame is not None:
        frame = replace(frame, height=bodies[0].frame.y - 6 - frame.y)
    kind = block.chart
    if kind == "pie" and (len(block.categories) > MOST_SLICES or len(block.series) > 1):
        kind = "bar"  # more slices than an eye can tell apart, or more than one ring
    categories = block.categories
    count = max(1, -(-len(categories) // MOST_BARS)) if kind != "line" else 1
    size = -(-len(categories) // count)
    for number in range(1, count + 1):
        chosen = slice((number - 1) * size, number * size)
        title = desk.part(block.title, number, count)
        series = tuple((one.name, one.values[chosen]) for one in block.series)
        alt = desk.label("alt_chart", title=title, text=words(block.alt))
        thing = Chart(kind, categories[chosen], series, block.unit, alt, frame)
        yield desk.slide(
            "chart",
            part_name(name, number, count),
            title,
            bodies,
            [thing],
            citations=prose_citations([block.note, block.alt]),
        )


def map_(desk: Desk, block: models.Map, name: str) -> Iterable[Slide]:
    course = desk.course
    frame = desk.frame("map", "area")
    countries = {key: desk.label(f"country_{key}") for key in COUNTRIES}
    drawing = draw(
        block,
        frame.width,
        frame.height,
        direction=course.wording.direction,
        hubs=course.all_hubs,
        countries=countries,
    )
    hubs = [hub for key, hub in course.all_hubs.items() if not block.hubs or key in block.hubs]
    places = [
        Para((Span(desk.lead(hub.title), bold=True, ink="navy"), Span(hub.region))) for hub in hubs
    ]
    places += cited_paras(desk, block.note, line_para(course, block.note)) if block.note else ()
    borders = Body("note", (para(desk.label("map_note")),))
    pages = desk.pages(places, "map", "body", (20.0, 18.0))
    alt = desk.label("alt_map", title=block.title, text=words(block.alt))
    for number, page in enumerate(pages, 1):
        yield desk.slide(
            "map",
            part_name(name, number, len(pages)),
            desk.part(block.title, number, len(pages)),
            [desk.body("map", "body", page), borders],
            [Sketch(drawing, alt, frame)],
            citations=prose_citations([block.note, block.alt]),
        )


def figure(desk: Desk, block: models.Figure, name: str) -> Iterable[Slide]:
    frame = desk.frame("picture", "picture")
    caption = (
        cited_paras(desk, block.caption, line_para(desk.course, block.caption))
        if block.caption
        else ()
    )
    credit = Para((Span(words(block.credit)),))
    note_frame = desk.frame("picture", "note")
    pages = desk.pages(caption, "picture", "body", (20.0, 18.0)) if caption else ()
    tall = height_of([credit], note_frame.width, note_frame.size, bullets=False)
    size = None if tall <= note_frame.height else 12.0
    bodies = [Body("note", (replace(credit, size=size),))]
    if not pages:  # without a caption the picture takes the whole width
        whole = desk.frame("diagram", "area")
        frame = replace(whole, height=whole.height - 30)
        below = Frame(whole.x, whole.y + whole.height - 24, whole.width, 24, note_frame.size)
        bodies = [Body("note", (credit,), below)]
    for number in range(max(len(pages), 1)):
        shown = [desk.body("picture", "body", pages[number])] if pages else []
        yield desk.slide(
            "picture",
            part_name(name, number + 1, max(len(pages), 1)),
            desk.part(block.title, number + 1, max(len(pages), 1)),
            [*shown, *bodies],
            [Picture(block.image, words(block.alt), frame)],
            citations=prose_citations([block.caption, block.credit]),
        )
