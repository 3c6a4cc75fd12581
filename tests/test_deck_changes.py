"""What a trainer changed: found and placed; and nothing found where nothing was."""

from __future__ import annotations

import copy
import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pptx.chart.data import CategoryChartData
from pptx.util import Inches

from builders.course import EDITIONS
from builders.deck_changes.expected import expect, places_of
from builders.deck_changes.reading import read_deck
from builders.deck_changes.telling import report_json, report_text, word_diff
from builders.house import House
from tests.conftest import Golden
from tests.edited_decks import (
    DECK,
    MODULE_FILE,
    Editor,
    deck_of,
    edited,
    only,
    report_of,
)


@pytest.mark.parametrize("edition", ["trainer", "participant"])
@pytest.mark.parametrize("name", ["00-opening", DECK])
def test_an_untouched_deck_has_no_change(
    decked: House, edition: str, name: str, tmp_path: Path
) -> None:
    deck = deck_of(decked, edition, name)
    report = report_of(decked, deck)
    assert (report.changes, report.newer, report.stamped) == ((), 0, True)
    again = Editor(deck).save(tmp_path / "again.pptx")
    assert report_of(decked, again).changes == ()


def test_libreoffice_saves_a_deck_without_a_change(
    decked: House, tmp_path: Path, office: Path
) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(office), "--headless", profile, "--convert-to", "pptx", "--outdir"]
    subprocess.run(
        [*command, tmp_path, deck_of(decked)], check=True, capture_output=True, timeout=180
    )
    saved = tmp_path / f"{DECK}.pptx"
    contents, _ = read_deck(saved, "saved")
    assert contents is not None
    assert not any(slide.name for slide in contents.slides)  # LibreOffice drops the ids
    report = report_of(decked, saved)
    assert report.changes == (), report_text(report)
    editor = Editor(saved)
    for slide in editor.deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame and shape.text_frame.text == "Good first words":
                shape.text_frame.paragraphs[0].runs[0].text = "Better first words"
    change = only(report_of(decked, editor.save(tmp_path / "after.pptx")))
    assert (change.kind, change.standing) == ("title", "writable")


def test_every_text_is_traced(decked: House) -> None:
    """The invisible marks disturb no slide: each text of both editions has its pieces."""
    spec = decked.curriculum / "workshops" / "one-day.yaml"
    for edition in EDITIONS:
        for name in ("00-opening", DECK):
            expected, _, _ = expect(decked, spec, edition, "en", name)
            assert expected is not None
            for slide in expected.contents.slides:
                for place, text in places_of(slide):
                    pieces = expected.pieces.get((slide.number, place))
                    assert not text or pieces is not None, (slide.name, place, text)
                    assert "".join(piece.text for piece in pieces or ()) == text


def test_the_report(decked: House, tmp_path: Path, golden: Golden) -> None:
    """Everything that a trainer may do to a deck, in one report."""
    editor = Editor(deck_of(decked))
    editor.replace("talk/words", "Good first words", "The first words")
    editor.replace("talk/words", "Say your name and your office", "Say your name, then your office")
    editor.replace("talk/words", "Then ask", "Now ask")
    editor.replace("talk/who", "Looks first", "Looks and listens")
    editor.replace("talk/way", "Stand still", "Stand quite still")
    table = next(s for s in editor.slide("talk/who").shapes if s.has_table).table
    row = copy.deepcopy(table._tbl.tr_lst[-1])
    table._tbl.append(row)
    table.cell(3, 0).text, table.cell(3, 1).text = "Teacher", "Explains"
    chart = next(s for s in editor.slide("talk/bars").shapes if s.has_chart).chart
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["Men", "Women"]
    data.add_series("Asked", [5, 9])
    chart.replace_data(data)
    box = editor.slide("talk/rest").shapes.add_textbox(Inches(1), Inches(5), Inches(3), Inches(1))
    box.text_frame.text = "Water is at the door"
    frame = editor.shape("talk/words", "Wait for the answer").text_frame
    frame.add_paragraph().text = "Do not hurry."
    slides = editor.deck.slides
    layout = slides[0].slide_layout
    added = slides.add_slide(layout)
    added.shapes.title.text_frame.text = "My own slide"
    listed = slides._sldIdLst
    order = list(listed)
    names = [slide.name.rpartition("/")[2] for slide in slides]
    listed.remove(order[names.index("rest")])
    listed.insert(1, order[names.index("rest")])
    listed.remove(order[names.index("room")])
    report = report_of(decked, editor.save(tmp_path / "edited.pptx"))
    text = report_text(report).replace(str(tmp_path), "…")
    golden("deck-changes.txt", text + "\n")
    assert report_json(report).count('"kind"') == len(report.changes)


def test_a_number_for_a_source_becomes_its_citation(own: House, tmp_path: Path) -> None:
    deck = edited(own, tmp_path, "talk/words", "Wait for the answer", "Wait, it is far [1]")
    change = next(c for c in report_of(own, deck).changes if c.kind == "text")
    assert change.edits[0].new == "Wait, it is far [@town-report:far-away]."
    deck = edited(own, tmp_path, "talk/words", "Wait for the answer", "Wait, it is far [9]")
    change = next(c for c in report_of(own, deck).changes if c.kind == "text")
    assert change.standing == "manual"
    assert "no source of the deck has this number" in change.why


def test_what_only_the_sources_changed_is_no_change_of_the_person(own: House) -> None:
    path = own.root / MODULE_FILE
    text = path.read_text(encoding="utf-8")
    new = text.replace("Wait for the answer", "Wait a minute").replace("Looks first", "Looks")
    new = new.replace("          - [Police, 'Ask: who is here?']\n", "")
    path.write_text(new, encoding="utf-8")
    report = report_of(own, deck_of(own))
    assert report.changes == (), report_text(report)
    assert report.newer >= 3


def test_without_its_stamp_a_deck_needs_help(own: House, tmp_path: Path) -> None:
    deck = edited(own, tmp_path, "talk/words", "Wait for the answer", "Wait for any answer")
    bare = tmp_path / "bare.pptx"
    with zipfile.ZipFile(deck) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            if not name.startswith("customXml/item1"):
                new.writestr(name, old.read(name))
    change = only(report_of(own, bare, workshop="one-day"))
    assert change.standing == "unknown-base"
    change = only(report_of(own, bare, base=deck_of(own)))
    assert change.standing == "writable"


def test_the_same_words_changed_in_two_ways(own: House, tmp_path: Path) -> None:
    """An objective stands on two slides: one edit is taken, two different ones are not."""
    deck = edited(own, tmp_path, "/objectives", "words that calm", "words that help")
    assert only(report_of(own, deck)).standing == "writable"
    editor = Editor(deck)
    editor.replace("talk/step", "words that calm", "words that soothe")
    changes = report_of(own, editor.save(deck)).changes
    assert {change.standing for change in changes} == {"manual"}
    assert "different ways" in changes[0].why


def test_a_label_of_keyhub_is_located_but_left(own: House, tmp_path: Path) -> None:
    deck = edited(own, tmp_path, "/objectives", "At the end, each participant", "You will")
    change = only(report_of(own, deck))
    assert change.places[0].file == "templates/wording/en.yaml"
    line = (own.root / change.places[0].file).read_text().split("\n")[change.places[0].line - 1]
    assert "At the end, each participant" in line
    assert (change.standing, change.edits) == ("manual", ())


def test_a_label_around_words_stays_keyhubs(own: House, tmp_path: Path) -> None:
    """Of "1. First contact" only the module's title can go back."""
    opening = deck_of(own, name="00-opening")
    editor = Editor(opening)
    editor.replace("/agenda-1", "First contact", "First meeting")
    change = only(report_of(own, editor.save(tmp_path / "a.pptx")))
    assert change.edits[0].path == ("title",)
    assert change.edits[0].new == "First meeting"
    editor = Editor(opening)
    editor.replace("/agenda-1", "1. ", "2. ")
    change = only(report_of(own, editor.save(tmp_path / "b.pptx")))
    assert (change.standing, change.edits) == ("manual", ())


def test_a_copied_slide_is_one_more(decked: House, tmp_path: Path) -> None:
    editor = Editor(deck_of(decked))
    source = editor.slide("talk/words")
    twin = editor.deck.slides.add_slide(source.slide_layout)
    for shape in list(twin.shapes):
        shape._element.getparent().remove(shape._element)
    for shape in source.shapes:
        twin.shapes._spTree.append(copy.deepcopy(shape._element))
    twin._element.cSld.set("name", source.name)
    change = only(report_of(decked, editor.save(tmp_path / "edited.pptx")))
    assert change.kind == "slide-added"
    assert change.where.startswith("a copy of slide ")
    assert "Say your name and your office." in change.new


def test_a_hidden_slide_and_a_new_picture(decked: House, tmp_path: Path) -> None:
    from PIL import Image

    editor = Editor(deck_of(decked))
    slide = editor.slide("talk/room")
    slide._element.set("show", "0")
    picture = next(shape for shape in slide.shapes if hasattr(shape, "image"))
    data = io.BytesIO()
    Image.new("L", (64, 48), 250).save(data, "PNG")
    picture.part.related_part(picture._element.blip_rId)._blob = data.getvalue()
    kinds = {c.kind for c in report_of(decked, editor.save(tmp_path / "edited.pptx")).changes}
    assert kinds == {"slide-hidden", "picture-replaced"}


def test_a_change_on_many_slides_is_told_once(decked: House, tmp_path: Path) -> None:
    editor = Editor(deck_of(decked))
    for slide in editor.deck.slides:
        for shape in slide.shapes:
            if shape.name == "Footer":
                shape.text_frame.paragraphs[0].runs[0].text = "A day in Sabha"
    change = only(report_of(decked, editor.save(tmp_path / "edited.pptx")))
    footers = [s for slide in editor.deck.slides for s in slide.shapes if s.name == "Footer"]
    assert change.further == len(footers) - 1 > 5


def test_word_diff_shows_the_words_around() -> None:
    assert word_diff("a b c", "a x c") == "a [-b-]{+x+} c"
    assert word_diff("a b c d", "a x y d") == "a [-b c-]{+x y+} d"
    long = "word " * 40
    told = word_diff(long + "end", long + "stop")
    assert told.startswith("… word")
    assert told.endswith("[-end-]{+stop+}")


def test_the_stamp_holds_no_words_and_no_trainer_text(decked: House) -> None:
    for edition in ("trainer", "participant"):
        with zipfile.ZipFile(deck_of(decked, edition)) as package:
            stamp = package.read("customXml/item1.xml").decode()
        rest = re.sub(r'texts="[0-9a-f ]*"', "", stamp)
        assert not re.search(r"slowly|office|Police", rest)
