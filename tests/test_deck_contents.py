"""Lists with links, notes on every slide, openings of cases, sensible splits."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pptx
import pytest

from builders.course import AgendaDay, AgendaEntry, Course, Edition, ScheduledStep, Session
from builders.deck import Deck, make_decks
from builders.deck.fitting import fit, full_pages
from builders.deck.slides import Frame, Para, Sketch, Slide, Span, Table
from builders.models.marks import for_participants
from builders.models.module import Module
from builders.text_metrics import text_width
from builders.write_pptx import read_template, write_deck
from tests.handbook_course import MODULE, REPOSITORY, small_course

TEMPLATE = read_template(REPOSITORY / "templates" / "deck" / "keyhub.pptx")
LAYOUTS = TEMPLATE.layouts
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def two_days(edition: Edition = "trainer") -> Course:
    """One session that goes on over the night, and a second one after it."""
    blocks = [
        {"kind": "question", "title": "Ask", "prompt": "What now?", "say": "Wait.", "minutes": 5}
    ]
    steps = [
        {**MODULE["steps"][0], "id": each, "title": f"Step {each}", "blocks": blocks}
        for each in ("one", "two")
    ]
    module = Module.model_validate({**MODULE, "steps": steps})
    if edition == "participant":
        module = for_participants(module)
    nine, later = datetime.time(9, 0), datetime.time(10, 0)
    first = Session(
        1,
        "look",
        module,
        (ScheduledStep(module.steps[0], 1, nine), ScheduledStep(module.steps[1], 2, nine)),
    )
    other = Session(2, "later", module, (ScheduledStep(module.steps[0], 2, later),))
    entry = AgendaEntry("step", nine, 60, "Step", 1, "one")
    days = (
        AgendaDay(1, datetime.date(2027, 1, 17), (entry,)),
        AgendaDay(
            2,
            datetime.date(2027, 1, 18),
            (
                replace(entry, step_id="two"),
                AgendaEntry("free", later, 5, "Time in hand"),
                AgendaEntry("step", later, 60, "Step", 2, "one"),
                AgendaEntry("closing", datetime.time(11, 0), 15, "Closing"),
            ),
        ),
    )
    return small_course(edition, sessions=(first, other), days=days)


def links_of(slide: Slide) -> dict[str, str]:
    """What the lines of a slide's table say → where they lead."""
    return {
        cell.text: span.link
        for thing in slide.things
        if isinstance(thing, Table)
        for row in thing.rows
        for cell in row
        for span in cell.spans
        if span.link
    }


def by_id(deck: Deck, name: str) -> Slide:
    return next(slide for slide in deck.slides if slide.id == name)


def test_the_opening_deck_shows_each_day_on_one_slide_with_links_to_the_decks() -> None:
    opening = make_decks(two_days(), LAYOUTS)[0]
    assert links_of(by_id(opening, "opening/agenda-1")) == {"1. Look, ask, act": "01-look.pptx"}
    assert set(links_of(by_id(opening, "opening/agenda-2")).values()) == {
        "01-look.pptx",
        "02-later.pptx",
    }


def test_the_deck_in_which_a_later_day_begins_shows_it_before_its_first_step() -> None:
    _, first, second = make_decks(two_days(), LAYOUTS)
    names = [slide.id for slide in first.slides]
    assert (
        names.index("look/day-2") == names.index("look/two/two/step") - 1
        if ("look/two/two/step" in names)
        else names.index("look/day-2") == names.index("look/two/question-1") - 1
    )
    links = links_of(by_id(first, "look/day-2"))
    assert sorted(links.values()) == ["#look/two/question-1", "02-later.pptx"]
    assert not [slide for slide in second.slides if "/day-" in slide.id]
    assert not [slide for slide in first.slides if slide.id == "look/day-1"]


def test_the_steps_of_a_session_are_listed_with_times_and_links() -> None:
    _, first, second = make_decks(two_days(), LAYOUTS)
    slide = by_id(first, "look/contents")
    assert links_of(slide) == {
        "Step one": "#look/one/question-1",
        "Step two": "#look/two/question-1",
    }
    table = slide.things[0]
    assert isinstance(table, Table)
    assert [row[0].text for row in table.rows[1:]] == ["Day 1, 09:00–10:00", "Day 2, 09:00–10:00"]
    # one step needs no list
    assert not [each for each in second.slides if each.id.endswith("/contents")]


def test_links_in_the_file_lead_to_slides_and_to_files_beside_it(tmp_path: Path) -> None:
    deck = make_decks(two_days(), LAYOUTS)[1]
    target = tmp_path / "d.pptx"
    write_deck(deck, TEMPLATE, target, timestamp=1_800_000_000)
    numbers = {slide.id: number for number, slide in enumerate(deck.slides, 1)}
    with zipfile.ZipFile(target) as package:
        number = numbers["look/day-2"]
        rels = ElementTree.fromstring(package.read(f"ppt/slides/_rels/slide{number}.xml.rels"))
        root = ElementTree.fromstring(package.read(f"ppt/slides/slide{number}.xml"))
    targets = {each.get("Id"): each for each in rels}
    found = {}
    for click in root.iter(f"{A}hlinkClick"):
        relation = targets[click.get(f"{R}id")]
        found[relation.get("Target")] = (click.get("action"), relation.get("TargetMode"))
    inside = f"../slides/slide{numbers['look/two/question-1']}.xml"
    assert found[inside] == ("ppaction://hlinksldjump", None)
    action, mode = found["02-later.pptx"]
    assert str(action).startswith("ppaction://hlinkpres")
    assert mode == "External"
    opened = pptx.Presentation(str(target))
    opened.save(io.BytesIO())


def test_every_slide_of_a_trainer_has_notes_and_none_of_a_participant() -> None:
    for deck in make_decks(two_days(), LAYOUTS):
        silent = [slide.id for slide in deck.slides if not slide.notes]
        assert silent in ([], ["opening/place"])  # the house's own map has no author
    for deck in make_decks(two_days("participant"), LAYOUTS):
        assert not [slide.id for slide in deck.slides if slide.notes]


def test_notes_carry_the_clock_from_the_first_slide_to_the_last() -> None:
    slides = make_decks(two_days(), LAYOUTS)[1].slides
    assert slides[0].notes[0].text == "The session starts at 09:00 and has 2:00."
    assert slides[-1].notes[0].text == "Session clock: 2:00 of 2:00. It ends at 10:00."
    inner = by_id(make_decks(two_days(), LAYOUTS)[1], "look/two/question-1").notes[0].text
    assert "Session clock: 1:00 of 2:00." in inner


def test_no_source_is_named_twice_in_the_notes_of_a_slide() -> None:
    for deck in make_decks(small_course(), LAYOUTS):
        for slide in deck.slides:
            lines = [para.text for para in slide.notes if re.match(r"\[\d+\] ", para.text)]
            numbers = [line.split("]")[0] for line in lines]
            assert len(set(numbers)) == len(numbers), slide.id


@pytest.mark.parametrize("edition", ["trainer", "participant"])
def test_properties_and_parts_name_no_trainer_to_participants(
    edition: Edition, tmp_path: Path
) -> None:
    course = two_days(edition)
    for deck in make_decks(course, LAYOUTS):
        target = tmp_path / f"{deck.name}.pptx"
        write_deck(deck, TEMPLATE, target, timestamp=1_800_000_000)
        with zipfile.ZipFile(target) as package:
            text = b"".join(map(package.read, package.namelist())).decode("utf-8", "replace")
            names = package.namelist()
        if edition == "participant":
            assert "Lead trainer" not in text
            assert 'show="0"' not in text
            assert not [name for name in names if "notesSlide" in name]
            assert "<HiddenSlides>0</HiddenSlides>" in text


def test_a_case_opens_with_its_stage_and_its_scenes() -> None:
    decks = make_decks(small_course(), LAYOUTS)
    slide = next(s for deck in decks for s in deck.slides if s.id.endswith("/case"))
    told = "\n".join(para.text for body in slide.bodies for para in body.paras)
    assert "Composite case" in told
    assert "Four people on a farm." in told
    sketch = slide.things[0]
    assert isinstance(sketch, Sketch)
    words = [line.text for box in sketch.drawing.boxes.values() for line in box.words]
    assert "At the gate" in words
    assert "Reported fact: 1 · Allegation, not proven: 1" in words


def test_pages_of_a_table_are_full_from_the_first() -> None:
    assert [len(page) for page in full_pages([1.0] * 12, lambda x: x, 10)] == [8, 4]
    assert [len(page) for page in full_pages([1.0] * 19, lambda x: x, 10)] == [10, 9]
    assert [len(page) for page in full_pages([1.0] * 21, lambda x: x, 10)] == [10, 7, 4]
    assert [len(page) for page in full_pages([6.0, 6.0], lambda x: x, 10)] == [1, 1]


def test_no_line_stands_alone_on_a_slide() -> None:
    long = "A sentence that goes on about one thing and then about another thing. " * 12
    paras = [Para((Span(long),)), Para((Span("One more."),))]
    pages = fit(paras, Frame(0, 0, 800, 300), sizes=(20.0,), bullets=True)
    assert len(pages) > 1
    assert len(pages[-1].paras) > 1
    told = "".join(para.text for page in pages for para in page.paras)
    assert "".join(told.split()) == "".join((long + "One more.").split())


def test_many_pages_take_the_largest_type_that_needs_no_more_of_them() -> None:
    paras = [Para((Span("word " * 12),)) for _ in range(12)]
    frame = Frame(0, 0, 420, 330)
    pages = fit(paras, frame, sizes=(24.0, 22.0, 20.0), bullets=True)
    small = fit(paras, frame, sizes=(20.0,), bullets=True)
    assert len(pages) == len(small) > 1
    bigger = [
        size
        for size in (24.0, 22.0, 20.0)
        if len(fit(paras, frame, sizes=(size,), bullets=True)) == len(small)
    ]
    assert pages[0].size == max(bigger)


LONG_TITLES = (
    "Rights and non-punishment: the duties of the officer who is on duty at the gate",
    "الحقوق وعدم معاقبة الضحايا: واجبات الضابط المناوب عند البوابة في كل ساعة من الليل",
)


@pytest.mark.parametrize("title", LONG_TITLES)
def test_no_link_of_a_list_goes_on_from_one_line_to_the_next(title: str) -> None:
    """LibreOffice would break it inside a word and write its lines over one another."""
    course = two_days()
    first, *others = course.sessions
    named = replace(first, module=first.module.model_copy(update={"title": title}))
    opening = make_decks(replace(course, sessions=(named, *others)), LAYOUTS)[0]
    (table,) = [t for t in by_id(opening, "opening/agenda-1").things if isinstance(t, Table)]
    cell = table.rows[1][1]
    links = [span for span in cell.spans if span.link]
    assert len(links) > 1
    assert " ".join(span.text for span in links) == title
    assert cell.text == f"1. {title}"
    for line in links:
        assert text_width(line.text, table.size, bold=True) < table.widths[1]
