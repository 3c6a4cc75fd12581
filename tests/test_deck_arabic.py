"""Decks from right to left: runs by script, columns, arrows, axes, notes."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from builders.course import EDITIONS
from builders.deck import Deck, make_decks
from builders.deck.slides import Sketch, Table
from builders.drawing.map import draw_map
from builders.drawing.shapes import Connector
from builders.write_pptx import faults_of, read_template, write_deck
from builders.write_pptx.marks import Hand
from tests.arabic_course import arabic_course
from tests.handbook_course import REPOSITORY

RTL = read_template(REPOSITORY / "templates" / "deck" / "keyhub-rtl.pptx")
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ARABIC = re.compile("[\u0620-\u064a]")
LATIN = re.compile("[A-Za-z0-9]")


def session() -> Deck:
    return make_decks(arabic_course(), RTL.layouts)[1]


@pytest.fixture
def parts(tmp_path: Path) -> dict[str, ElementTree.Element]:
    """The slides, notes and charts of the Arabic session."""
    target = tmp_path / "deck.pptx"
    write_deck(session(), RTL, target, timestamp=1_800_000_000)
    with zipfile.ZipFile(target) as package:
        return {
            name: ElementTree.fromstring(package.read(name))
            for name in package.namelist()
            if re.fullmatch(r"ppt/(slides|notesSlides|charts)/\w+\.xml", name)
        }


def test_the_decks_can_be_used_by_everyone(tmp_path: Path) -> None:
    for edition in EDITIONS:
        for deck in make_decks(arabic_course(edition), RTL.layouts):
            write_deck(deck, RTL, tmp_path / "d.pptx", timestamp=1_800_000_000)
            assert faults_of(tmp_path / "d.pptx", RTL, rtl=True) == []


def test_every_run_has_one_script_its_language_and_its_face(
    parts: dict[str, ElementTree.Element],
) -> None:
    seen = set()
    for name, root in parts.items():
        for run in root.iter(f"{A}r"):
            text = "".join(run.itertext())
            look = run.find(f"{A}rPr")
            assert look is not None
            arabic, latin = bool(ARABIC.search(text)), bool(LATIN.search(text))
            assert not (arabic and latin), (name, text)
            seen.add((arabic, latin))
            if arabic:
                assert look.get("lang") == "ar-LY", text
            if latin:
                assert look.get("lang") == "en-GB", text
            if not name.startswith("ppt/charts") and (arabic or latin):
                assert look.find(f"{A}{'cs' if arabic else 'latin'}") is not None, text
    assert {(True, False), (False, True)} <= seen


def test_every_paragraph_and_table_runs_from_the_right(
    parts: dict[str, ElementTree.Element],
) -> None:
    assert any(name.startswith("ppt/notesSlides") for name in parts)
    for name, root in parts.items():
        if name.startswith("ppt/charts"):
            continue
        for paragraph in root.iter(f"{A}p"):
            look = paragraph.find(f"{A}pPr")
            assert look is not None
            assert look.get("rtl") == "1", name
        for table in root.iter(f"{A}tblPr"):
            assert table.get("rtl") == "1"


def test_charts_start_at_the_right(parts: dict[str, ElementTree.Element]) -> None:
    charts = [root for name, root in parts.items() if name.startswith("ppt/charts")]
    sides = []
    for root in charts:
        lying = root.find(f".//{C}barDir").get("val") == "bar"  # type: ignore[union-attr]
        for axis in ("catAx", "valAx"):
            found = root.find(f".//{C}{axis}")
            assert found is not None
            turned = found.find(f"{C}scaling/{C}orientation").get("val")  # type: ignore[union-attr]
            side = found.find(f"{C}axPos").get("val")  # type: ignore[union-attr]
            sides.append((lying, axis, side, turned))
    assert (True, "catAx", "r", "maxMin") in sides
    assert (True, "valAx", "b", "maxMin") in sides
    assert (False, "catAx", "b", "maxMin") in sides
    assert (False, "valAx", "r", "minMax") in sides


def test_arrows_of_a_process_point_to_the_left() -> None:
    slide = next(slide for slide in session().slides if slide.title == "خمس مراحل")
    sketch = next(thing for thing in slide.things if isinstance(thing, Sketch))
    lines = [shape for shape in sketch.drawing.shapes if isinstance(shape, Connector)]
    straight = [line for line in lines if line.points[0][1] == line.points[-1][1]]
    assert straight
    for line in straight:
        assert line.points[-1][0] < line.points[0][0]
        assert (line.start_side, line.end_side) == ("left", "right")


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("وفق القانون رقم 10 لسنة 2013", ["وفق القانون رقم ", "10", " لسنة ", "2013"]),
        ("نحو 45.5% من (المادة 3)", ["نحو ", "45.5%", " من (المادة ", "3", ")"]),
        ("تقرير UN Women 2024 [3].", ["تقرير ", "UN Women 2024", " [", "3", "]."]),
        ("09:15–10:30", ["09:15–10:30"]),
        ("،؟", ["،؟"]),
        ("", [""]),
    ],
)
def test_stretches_of_one_script(text: str, stretches: list[str]) -> None:
    assert [part for part, _ in Hand("ar-LY", True).stretches(text)] == stretches


def test_arabic_words_in_an_english_deck_stand_in_runs_of_their_own() -> None:
    found = Hand("en-GB", False).stretches("victim (ضحية مفترضة), plural ضحايا.")
    assert found == [
        ("victim (", False),
        ("ضحية مفترضة", True),
        ("), plural ", False),
        ("ضحايا", True),
        (".", False),
    ]


def test_the_mark_of_a_draft_stands_on_every_slide(tmp_path: Path) -> None:
    deck = session()
    assert deck.mark
    target = tmp_path / "deck.pptx"
    write_deck(deck, RTL, target, timestamp=1_800_000_000)
    with zipfile.ZipFile(target) as package:
        for number in range(1, len(deck.slides) + 1):
            root = ElementTree.fromstring(package.read(f"ppt/slides/slide{number}.xml"))
            words = ["".join(t.text or "" for t in p.iter(f"{A}t")) for p in root.iter(f"{A}p")]
            assert f"{deck.footer} · {deck.mark}" in words


def test_a_full_stop_stays_behind_a_source_in_latin_letters() -> None:
    slide = next(slide for slide in session().slides if slide.layout == "sources")
    table = next(thing for thing in slide.things if isinstance(thing, Table))
    for row in table.rows[1:]:
        assert row[1].text.endswith(".\u200e")


def test_names_on_a_map_are_never_broken() -> None:
    drawing = draw_map([("الكفرة", 23.3, 24.2)], 400, 300, direction="rtl")
    names = [box for box in drawing.boxes.values() if box.words]
    assert names
    assert all(box.one_line for box in names)
