"""Course → decks: what is on the slides, what fits, what participants never get."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.course import EDITIONS, Course, Edition
from builders.deck import Deck, make_decks, outline
from builders.deck.fitting import (
    balanced,
    column_widths,
    fit,
    fit_table,
    height_of,
    row_height,
)
from builders.deck.slides import Frame, Para, Slide, Span, Table, with_unique_titles
from builders.editions import WITH_HANDBOOK
from builders.text_metrics import LINE_HEIGHT, text_width
from builders.write_pptx import read_template
from tests.conftest import Golden
from tests.handbook_course import REPOSITORY, small_course, with_blocks

TEMPLATE = read_template(REPOSITORY / "templates" / "deck" / "keyhub.pptx")
LAYOUTS = TEMPLATE.layouts


def decks(edition: Edition = "trainer", course: Course | None = None) -> tuple[Deck, ...]:
    return make_decks(course or small_course(edition), LAYOUTS)


def slides_of(blocks: list[dict[str, Any]], edition: Edition = "trainer") -> tuple[Slide, ...]:
    """The slides of the session whose step has these blocks."""
    return decks(course=with_blocks(blocks, edition))[1].slides


def text_of(slide: Slide) -> str:
    parts = [para.text for body in slide.bodies for para in body.paras]
    for thing in slide.things:
        if isinstance(thing, Table):
            parts += [cell.text for row in thing.rows for cell in row]
    return "\n".join(parts)


@pytest.mark.parametrize("edition", WITH_HANDBOOK)
def test_outline(edition: Edition, golden: Golden) -> None:
    golden(f"deck-{edition}.txt", "\n".join(outline(deck) for deck in decks(edition)))


@pytest.mark.parametrize("edition", EDITIONS)
def test_titles_and_ids_are_unique(edition: Edition) -> None:
    for deck in decks(edition):
        titles = [slide.title for slide in deck.slides]
        assert len(set(titles)) == len(titles)
        ids = [slide.id for slide in deck.slides]
        assert len(set(ids)) == len(ids)
        assert all(slide.title.strip() for slide in deck.slides)


def test_participants_get_no_notes_and_no_answers() -> None:
    trainer, participant = decks("trainer"), decks("participant")
    assert any(slide.notes for deck in trainer for slide in deck.slides)
    assert not any(slide.notes for deck in participant for slide in deck.slides)
    shown = "\n".join(text_of(slide) for deck in participant for slide in deck.slides)
    assert "Good morning." not in shown
    assert "Good morning." in "\n".join(outline(deck) for deck in trainer)


@pytest.mark.parametrize("edition", EDITIONS)
def test_everything_fits_its_frame(edition: Edition) -> None:
    for deck in decks(edition):
        for slide in deck.slides:
            check_fits(slide)


def check_fits(slide: Slide) -> None:
    for body in slide.bodies:
        frame = body.frame or LAYOUTS(slide.layout, body.role)
        size = LAYOUTS(slide.layout, body.role).size
        bullets = body.role in ("left", "right") or slide.layout in ("points", "checklist")
        bullets = bullets and body.role in ("body", "left", "right")
        own = [replace(para, size=None) for para in body.paras]
        sizes = {para.size for para in body.paras if para.level == 0 and para.size}
        size = max(sizes) if sizes else size
        tall = height_of(own, frame.width, size, bullets=bullets)
        # the first paragraph of a box has no space before it
        assert tall - 4 <= frame.height + 5, (slide.id, body.role, tall, frame.height)
        if body.role not in ("source", "kicker", "note"):
            assert min([size, *sizes]) >= 18, slide.id
    for thing in slide.things:
        if isinstance(thing, Table):
            assert sum(thing.heights) <= thing.frame.height + 0.5, slide.id
            assert sum(thing.widths) <= thing.frame.width + 0.5, slide.id
            assert thing.size >= (14 if slide.layout == "sources" else 18)


LONG = "A sentence that goes on about one thing and then about another thing. "


@pytest.mark.parametrize(
    "block",
    [
        {"kind": "points", "title": "Long", "points": [LONG * 3] * 12},
        {"kind": "points", "title": "One", "points": [LONG * 28]},
        {"kind": "points", "title": "Solid", "points": ["x" * 2000]},
        {"kind": "points", "title": "W" * 120, "points": ["Short"]},
        {"kind": "table", "title": "Rows", "columns": ["A", "B"], "rows": [[LONG, "b"]] * 30},
        {"kind": "table", "title": "Tall", "columns": ["A", "B"], "rows": [[LONG * 20, "b"]]},
        {
            "kind": "table",
            "title": "Wide",
            "columns": [f"Column {n}" for n in range(12)],
            "rows": [["words in a cell"] * 12] * 4,
        },
        {
            "kind": "comparison",
            "title": "Both",
            "left": {"heading": "Left side", "points": [LONG] * 10},
            "right": {"heading": "Right side", "points": ["short"]},
            "note": LONG,
        },
        {"kind": "question", "title": "Ask", "prompt": LONG * 10, "minutes": 5},
        {
            "kind": "exercise",
            "title": "Do",
            "task": "\n\n".join([LONG * 4] * 6),
            "groups": LONG * 3,
            "minutes": 20,
            "materials": [LONG] * 4,
        },
        {"kind": "warning", "title": "Care", "text": LONG * 20},
        {"kind": "indicators", "title": "Signs", "items": [LONG] * 20},
        {
            "kind": "process",
            "title": "Steps",
            "stages": [{"label": f"Stage {n}", "text": LONG * 3} for n in range(7)],
        },
        {
            "kind": "timeline",
            "title": "Dates",
            "events": [{"date": f"{n} May 2020", "text": LONG * 4} for n in range(8)],
        },
        {
            "kind": "cycle",
            "title": "Ring",
            "stages": [{"label": f"Stage {n}", "text": LONG * 6} for n in range(7)],
        },
        {
            "kind": "chart",
            "title": "Many",
            "chart": "bar",
            "unit": "people",
            "alt": "Many bars.",
            "categories": [f"Place {n}" for n in range(200)],
            "series": [{"name": "Count", "values": list(range(200))}],
        },
    ],
    ids=lambda block: f"{block['kind']}-{block['title'][:6]}",
)
def test_too_much_goes_on_over_further_slides(block: dict[str, Any]) -> None:
    slides = slides_of([block])
    for slide in slides:
        check_fits(slide)
    titles = [slide.title for slide in slides]
    assert len(set(titles)) == len(titles)


def test_a_numbered_list_goes_on_counting() -> None:
    points = [f"{n} {LONG * 2}" for n in range(1, 11)]
    block = {"kind": "points", "title": "Long", "numbered": True, "points": points}
    made = [slide for slide in slides_of([block]) if slide.title.startswith("Long")]
    starts = [para.start for slide in made for body in slide.bodies for para in body.paras
              if para.bullet == "number"]  # fmt: skip
    assert len(made) > 1
    assert starts == list(range(1, 11))


def test_a_second_table_slide_repeats_the_heading() -> None:
    block = {"kind": "table", "title": "T", "columns": ["A", "B"], "rows": [[LONG, "b"]] * 20}
    made = [thing for slide in slides_of([block]) for thing in slide.things]
    assert len(made) > 1
    for thing in made:
        assert isinstance(thing, Table)
        assert [cell.text for cell in thing.rows[0]] == ["A", "B"]
        assert len(thing.rows) > 2  # no row stands alone under its heading


def test_a_case_shows_status_and_denial() -> None:
    text = "\n".join(outline(deck) for deck in decks("participant"))
    course = small_course("participant")
    facts = [f for case in course.cases.values() for scene in case.scenes for f in scene.facts]
    assert any(fact.denial for fact in facts)
    for fact in facts:
        if fact.denial:
            assert fact.denial.split("[")[0].strip().rstrip(".") in text
    for fact in facts:
        assert course.wording(f"common.status_{fact.status}") in text


@given(
    st.lists(st.text("abc de", min_size=1, max_size=120), min_size=1, max_size=25),
    st.floats(60, 400),
    st.booleans(),
)
def test_fitting_loses_no_words_and_overflows_no_page(
    texts: list[str], height: float, bullets: bool
) -> None:
    paras = [Para((Span(text[: len(text) // 2], bold=True), Span(text[len(text) // 2 :])))
             for text in texts]  # fmt: skip
    frame = Frame(0, 0, 400, height)
    pages = fit(paras, frame, sizes=(24.0, 18.0), bullets=bullets)
    told = "".join(para.text for page in pages for para in page.paras)
    assert "".join(told.split()) == "".join("".join(texts).split())
    for page in pages:
        assert page.size in (24.0, 18.0)
        assert height_of(page.paras, 400, page.size, bullets=bullets) <= height + 0.01


@given(
    st.lists(st.tuples(st.text("ab c", max_size=300), st.text("ab c", max_size=30)), min_size=1,
             max_size=15)
)  # fmt: skip
def test_tables_lose_no_words_and_overflow_no_page(cells: list[tuple[str, str]]) -> None:
    rows = [tuple(Para((Span(text),) if text else ()) for text in row) for row in cells]
    head = (Para((Span("One"),)), Para((Span("Two"),)))
    frame = Frame(0, 0, 500, 260)
    widths, pages = fit_table(head, rows, frame, sizes=(20.0, 18.0))
    assert sum(widths) == pytest.approx(500)
    told = "".join(c.text for page in pages for row in page.rows[1:] for c in row)
    wanted = "".join(text for row in cells for text in row)
    assert sorted("".join(told.split())) == sorted("".join(wanted.split()))
    for page in pages:
        assert sum(page.heights) <= 260.01
        for row, height in list(zip(page.rows, page.heights, strict=True))[1:]:
            assert row_height(row, widths, page.size, page.margin) == pytest.approx(height)


def test_short_columns_get_what_they_need() -> None:
    rows = [tuple(Para((Span(text),)) for text in ("A1", LONG * 3)) for _ in range(3)]
    narrow, wide = column_widths(rows, 800, 20)
    assert narrow < 60 < wide


def test_pages_are_balanced() -> None:
    assert [len(page) for page in balanced([1.0] * 12, lambda x: x, 10)] == [6, 6]
    assert balanced([20.0, 1.0], lambda x: x, 10) == [[20.0], [1.0]]


def test_repeated_titles_get_numbers() -> None:
    titles = ["A", "A", "A (2)", "A"]
    slides = tuple(Slide(str(n), "points", title) for n, title in enumerate(titles))
    made = [slide.title for slide in with_unique_titles(slides)]
    assert len(set(made)) == 4
    assert made[0] == "A"


@pytest.mark.parametrize("edition", EDITIONS)
def test_only_the_deck_of_a_draft_carries_its_mark(edition: Edition) -> None:
    course = small_course(edition)
    draft = replace(course.sessions[0], draft=True)
    opening, deck = decks(course=replace(course, sessions=(draft,)))
    assert (opening.mark, deck.mark) == ("", "DRAFT")
    _, approved = decks(course=replace(course, sessions=(replace(draft, draft=False),)))
    assert approved.mark == ""
    assert approved.footer == deck.footer


def test_a_long_title_gives_way_to_the_mark_of_a_draft() -> None:
    course = replace(small_course(), title="A very long title of a workshop " * 9)
    session = course.sessions[0]
    room = min(f["footer"].width for f in LAYOUTS.frames.values() if "footer" in f)
    for draft in (True, False):
        deck = decks(course=replace(course, sessions=(replace(session, draft=draft),)))[1]
        mark = text_width(" · DRAFT", 12, True) if draft else 0.0
        assert "…" in deck.footer
        assert room - 100 < text_width(deck.footer, 12) + mark <= room


def test_links_of_a_day_keep_to_one_line() -> None:
    course = small_course()
    module = course.sessions[0].module.model_copy(
        update={"title": "Questions before answers, here"}
    )
    opening = decks(course=replace(course, sessions=(replace(course.sessions[0], module=module),)))[
        0
    ]
    table = next(
        thing
        for slide in opening.slides
        if slide.id == "opening/agenda-1"
        for thing in slide.things
        if isinstance(thing, Table)
    )
    linked = [row for row in table.rows if any(s.link for cell in row for s in cell.spans)]
    assert linked
    for row in linked:
        assert row_height(row, table.widths, table.size, 0.0) <= table.size * LINE_HEIGHT
