"""The judge of delivered decks finds each thing that shuts somebody out, and nothing else."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from builders.course import EDITIONS
from builders.deck import make_decks
from builders.deck.slides import Body, Chart, Deck, Frame, Para, Picture, Sketch, Slide, Span, Table
from builders.drawing import draw_process
from builders.write_pptx import faults_of, read_template, write_deck
from tests.handbook_course import REPOSITORY, small_course

TEMPLATE = read_template(REPOSITORY / "templates" / "deck" / "keyhub.pptx")
FRAME = Frame(48, 134, 864, 280)


def words(text: str) -> Para:
    return Para((Span(text),))


def deck(folder: Path) -> Path:
    """A deck with one slide of each kind of thing, without any fault."""
    Image.new("RGB", (40, 30), "#808080").save(folder / "room.png")
    rows = ((words("Head"), words("Second")), (words("a"), words("b")))
    table = Table(rows, (400.0, 464.0), (40.0, 40.0), 20.0, "A table.", FRAME)
    numbers = (("One", (Decimal(1), Decimal(2))), ("Two", (Decimal(3), Decimal(4))))
    chart = Chart("column", ("a", "b"), numbers, "people", "A chart.", FRAME)
    drawing = Sketch(draw_process([("a", ""), ("b", "")], 864, 280), "A process.", FRAME)
    slides = (
        Slide("t", "points", "Points", (Body("body", (words("One"),)),), notes=(words("Say"),)),
        Slide("b", "table", "Table", (Body("note", (words("Note"),)),), (table,)),
        Slide("c", "chart", "Chart", (), (chart,)),
        Slide("d", "diagram", "Drawing", (), (drawing,), pillar="identify"),
        Slide("e", "picture", "Picture", (), (Picture("room.png", "A room.", FRAME),)),
    )
    target = folder / "deck.pptx"
    made = Deck("d", "Deck", "en", "ltr", "Institute", "Footer", slides)
    write_deck(made, TEMPLATE, target, timestamp=1_800_000_000, images=folder)
    return target


def test_a_sound_deck_has_no_fault(tmp_path: Path) -> None:
    assert faults_of(deck(tmp_path), TEMPLATE) == []


def moved_to_end(text: str) -> str:
    """The slide with its title as the last shape."""
    start = text.index("<p:sp>")
    end = text.index("</p:sp>") + len("</p:sp>")
    rest = text[:start] + text[end:]
    return rest.replace("</p:spTree>", f"{text[start:end]}</p:spTree>")


def change(old: str, new: str) -> Callable[[str], str]:
    def make(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return make


@pytest.mark.parametrize(
    ("part", "spoil", "message"),
    [
        ("slides/slide1", change(">Points<", "><"), "It has no title."),
        ("slides/slide1", change(">Points<", ">Chart<"), "same title as slide"),
        ("slides/slide1", moved_to_end, "not the first thing that is read"),
        ("slides/slide1", change(' lang="en-GB"', ""), "Words on it have no language."),
        ("slides/slide1", change("/><a:t>One", ' sz="1700"/><a:t>One'), "17 points"),
        ("notesSlides/notesSlide1", change(' lang="en-GB"', ""), "in its notes"),
        ("slides/slide2", change(' descr="A table."', ""), "no alternative text"),
        ("slides/slide2", change(' firstRow="1"', ""), "no heading row"),
        ("slides/slide2", change('sz="2000"', 'sz="1600"'), "16 points"),
        ("slides/slide2", change('y="1701800"', 'y="6000000"'), "is read aloud before 'Note'"),
        ("slides/slide3", change(' descr="A chart."', ""), "no alternative text"),
        ("charts/chart1", change('sz="1800"', 'sz="1000"'), "10 points in its chart"),
        ("charts/chart1", change("pattFill", "solidFill"), "nothing but colour"),
        ("slides/slide4", change(' descr="A process."', ""), "no alternative text"),
        ("slides/slide4", change("decorative ", "other "), "not marked as decorative"),
        ("slides/slide5", change(' descr="A room."', ' descr=""'), "no alternative text"),
    ],
)
def test_each_fault_is_found(
    part: str, spoil: Callable[[str], str], message: str, tmp_path: Path
) -> None:
    source, target = deck(tmp_path), tmp_path / "spoiled.pptx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == f"ppt/{part}.xml":
                data = spoil(data.decode()).encode()
            new.writestr(name, data)
    found = faults_of(target, TEMPLATE)
    assert any(message in fault.message for fault in found), found


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_kind_of_block_is_usable(edition: str, tmp_path: Path) -> None:
    course = small_course("trainer" if edition == "trainer" else "participant")
    Image.new("RGB", (40, 30), "#808080").save(tmp_path / "room.png")
    for made in make_decks(course, TEMPLATE.layouts):
        target = tmp_path / f"{made.name}.pptx"
        write_deck(made, TEMPLATE, target, timestamp=1_800_000_000, images=tmp_path)
        assert faults_of(target, TEMPLATE) == []
