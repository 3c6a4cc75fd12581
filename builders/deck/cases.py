"""A teaching case: an opening slide that shows where it stands, then one scene after the other.

Enters: a case block and a `Desk`. Leaves: slides. The opening slide tells the stage of the case,
what happened, and its scenes in order with how much of each is fact, allegation or unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from builders.agenda import date_text
from builders.cited_claims import denial_words
from builders.deck.desk import Desk, sized
from builders.deck.fitting import fit, height_of
from builders.deck.listed import bullet_slides, cited_paras, table_slides
from builders.deck.notes import continued, prose_section
from builders.deck.slides import Body, Frame, Para, Sketch, Slide, Span
from builders.deck.text import para, plain, prose_citations, spans, words
from builders.drawing import draw_process
from builders.models import blocks as models
from builders.models.shelves import Case, Fact, Scene

_GAP = 14.0
_STATUSES = ("fact", "finding", "allegation", "denial", "unknown")


def case(desk: Desk, block: models.CaseWork, name: str) -> Iterable[Slide]:
    """An opening slide with the stage of the case, then one scene after the other."""
    told = desk.course.cases.get(block.case)
    if told is None:
        return
    scenes = [scene for scene in told.scenes if not block.scenes or scene.id in block.scenes]
    yield from _opening(desk, block, told, scenes, name)
    for scene in scenes:
        yield from _scene(desk, scene, f"{name}/{scene.id}")


def _opening(
    desk: Desk, block: models.CaseWork, told: Case, scenes: Sequence[Scene], name: str
) -> Iterable[Slide]:
    course = desk.course
    stage = course.wording(f"common.stage_{told.stage}")
    where = desk.label("case_where", place=told.place, period=told.period)
    if told.checked is not None and told.nature == "real":
        date = date_text(told.checked, course.wording, weekday=False)
        where += " " + desk.label("case_checked", date=date)
    summary = Para(spans(course, told.summary), bullet="none")
    paras = [
        Para((Span(stage, bold=True, ink="warning"),), bullet="none"),
        Para((Span(where, bold=True),), bullet="none"),
        *cited_paras(desk, told.summary, summary),
    ]
    area = desk.frame("diagram", "area")
    stages = [(scene.title, _counted(desk, scene.facts)) for scene in scenes]
    for size in (24.0, 22.0, 20.0, 18.0):
        tall = height_of(paras, area.width, size, bullets=False) + 2
        below = Frame(
            area.x, area.y + tall + _GAP, area.width, area.height - tall - _GAP, area.size
        )
        if below.height < 60:
            continue
        drawing = draw_process(
            stages, below.width, below.height, direction=course.wording.direction
        )
        if not drawing.fits:
            continue
        own = desk.frame("diagram", "note")
        body = Body(
            "note",
            sized(paras, size, own.size),
            Frame(area.x, area.y, area.width, tall, own.size),
        )
        listed = course.wording.semicolons(
            f"{n}. {title}" + (f": {text}" if text else "")
            for n, (title, text) in enumerate(stages, 1)
        )
        alt = desk.label("alt_process", title=block.title, stages=listed)
        yield desk.slide(
            "diagram",
            f"{name}/case",
            block.title,
            [body],
            [Sketch(drawing, alt, below)],
            citations=prose_citations([told.summary]),
        )
        return
    paras += [
        Para(plain(f"{title}. {text}"), bullet="number", start=number)
        for number, (title, text) in enumerate(stages, 1)
    ]
    yield from bullet_slides(desk, f"{name}/case", block.title, paras, [told.summary])


def _counted(desk: Desk, facts: Sequence[Fact]) -> str:
    """How many statements of a scene have which status, in words."""
    counts = Counter[str](fact.status for fact in facts)
    return " · ".join(
        desk.label(
            "case_count", status=desk.course.wording(f"common.status_{each}"), count=counts[each]
        )
        for each in _STATUSES
        if counts[each]
    )


def _scene(desk: Desk, scene: Scene, name: str) -> Iterable[Slide]:
    """What is reported with its status, and the question for the room below it."""
    head = (
        Para(plain(desk.label("status"), bold=True)),
        Para(plain(desk.label("reported"), bold=True)),
    )
    rows = [_row(desk, fact) for fact in scene.facts]
    texts = [scene.ask, *(fact.text for fact in scene.facts)]
    texts += [fact.denial for fact in scene.facts]
    slides = list(table_slides(desk, "case-scene", name, scene.title, head, rows, (), 0.0, texts))
    ask = desk.frame("case-scene", "note")
    own = fit([para(words(scene.ask), bold=True)], ask, sizes=(20.0, 18.0)) if scene.ask else ()
    if len(own) == 1:
        note = Body("note", sized(own[0].paras, own[0].size, ask.size))
        last = replace(slides[-1], bodies=(*slides[-1].bodies, note))
        slides = [*(replace(slide, layout="table") for slide in slides[:-1]), last]
    else:
        slides = [replace(slide, layout="table") for slide in slides]
    if len(own) > 1 and scene.ask:
        pages = desk.pages([para(words(scene.ask))], "question", "body", (28.0, 24.0))
        slides += [
            desk.slide(
                "question",
                f"{name}/ask/{number}",
                desk.label("case_question", title=scene.title),
                [desk.body("question", "body", page)],
            )
            for number, page in enumerate(pages, 1)
        ]
    if scene.say and desk.course.is_trainer:
        say = prose_section(desk.course, "note_say", scene.say)
        slides[0] = replace(slides[0], notes=(*say, *slides[0].notes))
        slides = continued(desk.course, slides)
    yield from slides


def _row(desk: Desk, fact: Fact) -> tuple[Para, Para]:
    """A row of a scene: the status in words, then the statement with its denial."""
    course = desk.course
    made = list(spans(course, fact.text))
    answer = ""
    if fact.denial or fact.status == "allegation":
        answer = denial_words(course, fact.denial)
    if answer:
        made += [Span(" "), Span(answer, bold=True)]
    status = course.wording(f"common.status_{fact.status}")
    mark = Span(status, bold=True, ink="warning" if fact.status == "allegation" else "navy")
    return Para((mark,)), Para(tuple(made))
